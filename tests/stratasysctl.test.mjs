// The command line: what it shows of a printer and of a saved text, what it gives away, and its exit codes.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, openSync, closeSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { build, captures, freePort, makePlace, project } from './lib/place.mjs';
import { startSim } from './lib/sim.mjs';
import { statusText } from './tcl/texts.mjs';

const program = process.env.STRATASYSCTL ?? join(build, 'stratasysctl');
const FRAME_BYTES = 64;
const COLUMNS = 80;
const COMMANDS = ['status', 'parse', 'raw', 'scrub', 'backup', 'check'];
const OK = 0, DAMAGED = 1, USAGE = 2, NO_CONNECTION = 3, PROTOCOL = 4, FILE = 5;

const textFiles = (folder) =>
  existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.sts')).sort().map((name) => join(folder, name)) : [];
const fixtures = textFiles(join(project, 'tests/unit/fixtures'));
const captured = textFiles(captures);
const fixture = (name) => join(project, 'tests/unit/fixtures', `${name}.sts`);
const noTcl = spawnSync('tclsh', [], { input: '' }).error ? 'tclsh is not installed' : false;
const noScript = spawnSync('script', ['--version']).error ? 'script is not installed' : false;

// ---- running it ------------------------------------------------------------------------------------------------------

/** Runs it with no environment but what is given: no locale, no TERM. */
async function ctl(args, { input = '', env = { TZ: 'UTC' }, stdout = 'pipe' } = {}) {
  const child = spawn(program, args, { env, stdio: ['pipe', stdout, 'pipe'] });
  const out = [], err = [];
  child.stdout?.on('data', (chunk) => out.push(chunk));
  child.stderr.on('data', (chunk) => err.push(chunk));
  child.stdin.on('error', () => {}).end(input);
  const [code] = await once(child, 'close');
  const bytes = Buffer.concat(out);
  return { code, bytes, out: bytes.toString(), err: Buffer.concat(err).toString() };
}

async function json(args, options) {
  const run = await ctl([...args, '--json'], options);
  assert.equal(run.code, OK, run.err);
  return JSON.parse(run.out);
}

const isOneLine = (text) => /^stratasysctl: [^\n]+\n$/.test(text);

function assertFails(run, code, message) {
  assert.equal(run.code, code, run.err);
  assert.ok(isOneLine(run.err), `one line on standard error: ${JSON.stringify(run.err)}`);
  assert.match(run.err, message);
  assert.equal(run.out, '');
}

// ---- a printer that writes down what it is sent -------------------------------------------------------------------------

const frame = (text) => Buffer.concat([Buffer.from(text)], FRAME_BYTES);

/** A printer that holds the conversation for those bytes: {target, received: bytes of each conversation}. */
async function fakePrinter(t, payload, host = '127.0.0.1') {
  const received = [], ended = [];
  const server = net.createServer((socket) => {
    const index = received.push(Buffer.alloc(0)) - 1;
    const answers = [[3, frame('SendFile'), frame('NA')], [4, frame(String(payload.length))], [5, payload]];
    socket.on('error', () => {});
    ended.push(once(socket, 'close'));
    socket.on('data', (chunk) => {
      received[index] = Buffer.concat([received[index], chunk]);
      while (answers.length > 0 && received[index].length >= answers[0][0] * FRAME_BYTES)
        socket.write(Buffer.concat(answers.shift().slice(1)));
    });
  });
  server.listen(0, host);
  await once(server, 'listening');
  t.after(() => new Promise((done) => server.close(done)));
  const name = host.includes(':') ? `[${host}]` : host;
  return { target: `${name}:${server.address().port}`, received, ended };
}

// ---- help and usage ----------------------------------------------------------------------------------------------------

const columns = (line) => [...line].length;

function assertFits(text) {
  for (const line of text.split('\n')) assert.ok(columns(line) <= COLUMNS, `wider than ${COLUMNS}: ${line}`);
}

test('--help lists every command, option and exit code', async () => {
  const run = await ctl(['--help']);
  assert.equal(run.code, OK);
  assert.equal(run.err, '');
  for (const command of COMMANDS) assert.match(run.out, new RegExp(`^  stratasysctl ${command} `, 'm'));
  for (const option of ['--json', '--timeout  TIME', '--output   FILE', '--database PATH', '--scrub', '--help', '--version'])
    assert.ok(run.out.includes(option), option);
  for (let code = OK; code <= FILE; code++) assert.match(run.out, new RegExp(`^  ${code}  \\S`, 'm'));
  assertFits(run.out);
});

test('every command has help of its own', async () => {
  for (const command of COMMANDS) {
    const run = await ctl([command, '--help']);
    assert.equal(run.code, OK);
    assert.match(run.out, new RegExp(`^Usage:\n  stratasysctl ${command} `));
    assert.match(run.out, /Exit codes:/);
    assertFits(run.out);
  }
});

test('--version is the version of the module', async () => {
  const header = readFileSync(join(project, 'mod_stratasys/version.h'), 'utf8');
  const [, version] = /STRATASYS_VERSION "(.+)"/.exec(header);
  assert.equal((await ctl(['--version'])).out, `stratasysctl ${version}\n`);
});

test('wrong usage is one line and exit code 2', async () => {
  const wrong = [
    [[], /a command is missing/],
    [['dance'], /no command dance/],
    [['--json'], /no command --json/],
    [['status'], /needs HOST/],
    [['parse'], /needs FILE/],
    [['status', 'a', 'b'], /b is one argument too many/],
    [['status', '--paint', 'a'], /no option --paint/],
    [['parse', '--timeout', '5s', 'a'], /no option --timeout/],
    [['status', 'a', '--timeout'], /--timeout needs a value/],
    [['status', 'a', '--timeout', 'soon'], /--timeout soon is no time/],
    [['status', 'a', '--timeout=0'], /--timeout 0 is not between/],
    [['status', 'a', '--timeout=2h'], /--timeout 2h is not between/],
    [['parse', 'a', '--json=yes'], /--json takes no value/],
    [['raw', 'a', '--output='], /--output  ?is no file/],
    [['status', 'a:b'], /a:b has a port that is no number/],
    [['status', '[::1'], /no closing bracket/],
    [['status', '::1:2'], /several colons/],
    [['status', ''], /is no host/],
    [['\x1b[31mdance'], /no command \?\[31mdance/],
  ];
  for (const [args, message] of wrong) assertFails(await ctl(args), USAGE, message);
});

// ---- status and parse ----------------------------------------------------------------------------------------------------

/** The sections of files as Tcl reads them, in the form of --json. */
function sectionsByTcl(files) {
  const dump = execFileSync('tclsh', [join(project, 'tests/tcl/dump.tcl'), ...files], { encoding: 'latin1', maxBuffer: 1 << 26 });
  const word = (hex) => Buffer.from(hex, 'hex').toString();
  return dump.split(/^text\n/m).slice(1).map((text) => {
    const sections = [];
    for (const [kind, name = '', value = ''] of text.trimEnd().split('\n').map((line) => line.split(' '))) {
      if (kind === 'section') sections.push({ name: word(name), is_damaged: false, groups: [] });
      else if (kind === 'group') sections.at(-1).groups.push({});
      else sections.at(-1).groups.at(-1)[word(name)] = word(value);
    }
    return sections;
  });
}

test('--json has every section, group, key and value as Tcl reads them', { skip: noTcl }, async (t) => {
  const files = [...fixtures, ...captured];
  const byTcl = sectionsByTcl(files);
  assert.equal(byTcl.length, files.length);
  const sim = await startSim(t, ['--printers', String(files.length), ...files.flatMap((file) => ['--replay', file])]);
  for (const [i, file] of files.entries()) {
    const { address, port } = sim.printers[i];
    assert.deepEqual((await json(['parse', file])).sections, byTcl[i], file);
    assert.deepEqual((await json(['status', `${address}:${port}`])).sections, byTcl[i], file);
  }
});

test('the captures are read, too', { skip: captured.length === 0 && `${captures} is absent` }, async () => {
  const found = await Promise.all(captured.map((file) => json(['parse', file])));
  assert.deepEqual(found.map((one) => [one.product, one.state]), [
    ['Fortus 250mc', 'preparing'], ['Fortus 450mc', 'building'], ['uPrint SE', 'idle'],
  ]);
});

const BUILDING = {
  product: 'Fortus 450mc', codename: 'waikiki', state: 'building', status_text: 'Building', explanation: null,
  damage: null, job_id: 60, job_name: 'bracket_@Zz9xY', owner: 'anna', comment: null, pack: 'bracket, foot',
  estimated_s: 14000, build_s: 3300, layer: 12, layers_total: 120, model_material: 'ASA', model_needed_in3: 10.5,
  model_needed_cm3: 172.064172, model_used_in3: 2.25, model_used_cm3: 36.870894, support_material: 'SR35',
  support_needed_in3: 2.5, support_used_in3: 1.125, progress_source: 'time', layer_ratio: 0.1, support_ratio: 0.45,
  remaining_s: 10700, model_temp_c: 329, model_set_c: 330, support_temp_c: 213, support_set_c: 213,
  envelope_temp_c: 94, envelope_set_c: 95, serial: 'W10001', controller_version: '5.8.1.0',
};
const PRINTER_CLOCK = 1583224500, SUBMITTED = 1583220000, STARTED = 1583220900;

const pick = (object, like) => Object.fromEntries(Object.keys(like).map((key) => [key, object[key]]));
const isoTime = (at) => new Date(at * 1000).toISOString().replace('.000Z', 'Z');

test('parse --json: values, and the times of the printer\'s own clock', async () => {
  const found = await json(['parse', fixture('fortus450-building')]);
  assert.deepEqual(pick(found, BUILDING), BUILDING);
  assert.equal(found.progress_ratio, found.time_ratio);
  assert.ok(Math.abs(found.time_ratio - 3300 / 14000) < 1e-9);
  const times = {
    printer: null, clock: 'printer', answered_at: null, answered_time: null, clock_offset_s: null, eta_at: null, eta_time: null,
    printer_clock_at: PRINTER_CLOCK, submitted_at: SUBMITTED, submitted_time: isoTime(SUBMITTED), started_at: STARTED,
  };
  assert.deepEqual(pick(found, times), times);
});

test('parse --json: queue and spools', async () => {
  const found = await json(['parse', fixture('fortus450-building')]);
  assert.deepEqual(found.queue.map((job) => [job.position, job.job_id, job.job_name, job.owner, job.estimated_s, job.model_needed_in3]), [
    [1, 61, 'gear', 'bert', 3600, 1.5], [2, 62, 'cover; v2', 'carla', 7200, 3],
  ]);
  assert.equal(found.queue[0].submitted_at, 1583220001);
  assert.deepEqual(found.spools.map((spool) => [spool.bay, spool.kind, spool.material, spool.is_loaded, spool.left_in3]), [
    [0, 'model', 'ASA_IVR', true, 60.5], [1, 'model', null, false, 0], [2, 'support', 'SR35', true, 0], [3, 'support', 'SR35', true, 33.25],
  ]);
  const full = { color: 'Ivory', color_rgb: 'f0ead6', spool_status: 'ACTIVE', serial: '500001', lot: '77012', made_on: '02142020', first_used_on: null };
  assert.deepEqual(pick(found.spools[0], full), full);
  assert.ok(Math.abs(found.spools[0].left_ratio - 60.5 / 92.31) < 1e-9);
  assert.equal(found.spools[1].left_ratio, null);
});

test('status --json: times of the printer are placed on this computer\'s clock', async (t) => {
  const printer = await fakePrinter(t, readFileSync(fixture('fortus450-building')));
  const began = Math.floor(Date.now() / 1000);
  const found = await json(['status', printer.target]);
  assert.deepEqual(pick(found, BUILDING), BUILDING);
  const at = found.answered_at;
  assert.ok(at >= began && at <= Date.now() / 1000, `${began} ${at}`);
  const times = {
    printer: printer.target, clock: 'computer', answered_time: isoTime(at), clock_offset_s: PRINTER_CLOCK - at,
    submitted_at: at - (PRINTER_CLOCK - SUBMITTED), started_at: at - (PRINTER_CLOCK - STARTED),
    started_time: isoTime(at - (PRINTER_CLOCK - STARTED)), eta_at: at + 10700, eta_time: isoTime(at + 10700),
    printer_clock_at: PRINTER_CLOCK,
  };
  assert.deepEqual(pick(found, times), times);
});

test('what is unknown is null, never 0', async () => {
  const found = await json(['parse', '-'], {
    input: 'set machineStatus(general) {\n\t-modelerStatus {Idle}\n};\nset machineStatus(currentJob) {};\n',
  });
  for (const [key, value] of Object.entries(found))
    if (!['state', 'status_text', 'clock', 'queue', 'spools', 'sections'].includes(key)) assert.equal(value, null, key);
  const idle = await json(['parse', fixture('uprint-idle')]);
  for (const key of ['job_id', 'job_name', 'submitted_at', 'layer', 'build_s', 'model_used_in3', 'progress_ratio', 'eta_at'])
    assert.equal(idle[key], null, key);
});

test('the table shows what the text says', async (t) => {
  const printer = await fakePrinter(t, readFileSync(fixture('fortus450-building')));
  const { code, out, err } = await ctl(['status', printer.target], { env: { TZ: 'Asia/Tokyo' } });
  assert.equal(code, OK);
  assert.equal(err, '');
  const shown = [
    `Fortus 450mc (waikiki) at ${printer.target}`, 'building, says: Building', 'bracket_@Zz9xY (id 60)', 'anna', 'bracket, foot',
    '23 % by build time', 'time 23 %, model material 21 %, support material 45 %, layers 10 %', '2 h 58 min', '55 min of 3 h 53 min',
    'ASA, used 2.25 of 10.50 in³ (36.9 of 172.1 cm³)', '1. gear (id 61), owner bert, 1 h 0 min', '2. cover; v2',
    '60.50 in³   991.4 cm³  65 %', 'NOT LOADED', 'model     329 °C, set  330 °C', 'envelope   94 °C, set   95 °C', 'behind', 'W10001', '5.8.1.0',
    'waikiki (6 keys)',
  ];
  for (const text of shown) assert.ok(out.includes(text), `${text} is missing in:\n${out}`);
  assert.match(out, /^Ends +\w{3} \d{4}-\d\d-\d\d \d\d:\d\d JST$/m);
  assertFits(out);
});

test('a saved text has no time at which it ends', async () => {
  const { out } = await ctl(['parse', fixture('fortus450-building')]);
  assert.doesNotMatch(out, /^(Ends|Clock) /m);
  assert.match(out, /^Submitted +Tue 2020-03-03 07:20 UTC by the printer's clock$/m);
});

test('standard input is read like a file', async () => {
  for (const file of fixtures) {
    const [byName, byInput] = [await ctl(['parse', file]), await ctl(['parse', '-'], { input: readFileSync(file) })];
    assert.equal(byName.code, OK, file);
    assert.deepEqual(byInput, byName);
    assertFits(byName.out);
  }
});

test('every simulated family is shown in 80 columns', async (t) => {
  const sim = await startSim(t, ['--printers', '18', '--start', '1739145600', '--seed', '5']);
  const shown = new Set();
  for (const { address, port, family } of sim.printers) {
    const [table, object] = [await ctl(['status', `${address}:${port}`]), await ctl(['status', `${address}:${port}`, '--json'])];
    if (table.code === NO_CONNECTION) continue; // it is off in its life just now
    shown.add(family);
    assert.ok([OK, DAMAGED].includes(table.code), table.err);
    assertFits(table.out);
    assert.equal(JSON.parse(object.out).codename, family);
    assert.match(table.out, new RegExp(`^Printer .*${family}`));
  }
  assert.equal(shown.size, 9, [...shown].join());
});

// ---- only GetFile status.sts ---------------------------------------------------------------------------------------------

test('a printer is never sent anything but the request for status.sts', async (t) => {
  const printer = await fakePrinter(t, readFileSync(fixture('f170-building')));
  for (const args of [['status'], ['status', '--json'], ['raw'], ['raw', '--scrub']]) {
    const run = await ctl([args[0], printer.target, ...args.slice(1)]);
    assert.equal(run.code, OK, run.err);
  }
  await Promise.all(printer.ended);
  const asked = Buffer.concat(['GetFile', 'status.sts', 'NA', 'OK', 'OK'].map(frame));
  assert.equal(printer.received.length, 4);
  for (const bytes of printer.received) assert.deepEqual(bytes, asked);
});

const hasIpv6 = await new Promise((done) => {
  const server = net.createServer().on('error', () => done(false));
  server.listen(0, '::1', () => server.close(() => done(true)));
});

test('an IPv6 address stands in brackets', { skip: !hasIpv6 && 'there is no IPv6 here' }, async (t) => {
  const printer = await fakePrinter(t, readFileSync(fixture('mojo-idle')), '::1');
  assert.equal((await json(['status', printer.target])).codename, 'solo');
});

test('a name is looked up', async (t) => {
  const printer = await fakePrinter(t, readFileSync(fixture('mojo-idle')), 'localhost');
  assert.equal((await json(['status', `localhost:${printer.target.split(':').at(-1)}`])).codename, 'solo');
});

// ---- exit codes ----------------------------------------------------------------------------------------------------------

const FAULTS = [
  ['refuse', '', NO_CONNECTION, /cannot connect: Connection refused/],
  ['hang', 'connect', NO_CONNECTION, /within 1 s/],
  ['hang', 'size', NO_CONNECTION, /no complete answer within 1 s/],
  ['drip', 'payload', NO_CONNECTION, /only \d+ of \d+ bytes of the status text within 1 s/],
  ['wrong-size-hang', '', NO_CONNECTION, /only \d+ of \d+ bytes/],
  ['endless', 'size', PROTOCOL, /999999999/],
  ['endless', 'na', PROTOCOL, /NA/],
  ['close', 'size', PROTOCOL, /closed the connection before/],
  ['truncate', '', PROTOCOL, /closed the connection after \d+ of \d+ bytes/],
  ['wrong-size-large', '', PROTOCOL, /closed the connection after/],
  ['noise', 'sendfile', PROTOCOL, /SendFile/],
  ['noise', 'size', PROTOCOL, /size/],
];

test('each fault of a printer has its exit code and its words', async (t) => {
  const sim = await startSim(t, ['--printers', '1', '--start', '1739145600', '--replay', fixture('f170-building')]);
  const target = `${sim.printers[0].address}:${sim.printers[0].port}`;
  for (const [kind, step, code, message] of FAULTS) {
    await sim.tell(`fault 1 ${kind} ${step}`.trim());
    const timeout = code === NO_CONNECTION ? '1s' : '1min';
    const runs = ['status', 'raw'].map((command) => ctl([command, target, '--timeout', timeout]));
    for (const run of await Promise.all(runs)) assertFails(run, code, message);
    await sim.tell('heal 1');
  }
  assert.equal((await ctl(['status', target])).code, OK);
});

test('a name that nobody has is no connection', async () => {
  assertFails(await ctl(['status', 'printer.invalid', '--timeout', '10s']), NO_CONNECTION, /printer.invalid: the name of its host/);
});

test('nobody listens', async () => {
  assertFails(await ctl(['status', `127.0.0.1:${await freePort()}`]), NO_CONNECTION, /refused/);
});

test('a damaged text is shown, and told by the exit code', async (t) => {
  const text = readFileSync(fixture('f170-building'), 'latin1').replace('-jobName {', '-jobName {a{');
  const printer = await fakePrinter(t, Buffer.from(text, 'latin1'));
  const run = await ctl(['status', printer.target]);
  assert.equal(run.code, DAMAGED);
  assert.ok(isOneLine(run.err));
  assert.match(run.err, /currentJob/);
  assert.match(run.out, /^Damage +section currentJob: /m);
  assert.match(run.out, /^Job +a\{/m);
  const object = await ctl(['parse', '-', '--json'], { input: Buffer.from(text, 'latin1') });
  assert.equal(object.code, DAMAGED);
  const found = JSON.parse(object.out);
  assert.match(found.damage, /currentJob/);
  assert.deepEqual(found.sections.filter((section) => section.is_damaged).map((section) => section.name), ['currentJob']);
  assert.equal((await ctl(['raw', printer.target])).code, DAMAGED);
});

test('a text cut in the middle is damaged', async () => {
  const text = readFileSync(fixture('fortus450-building'));
  const run = await ctl(['parse', '-'], { input: text.subarray(0, text.length / 2) });
  assert.equal(run.code, DAMAGED);
  assert.match(run.out, /^Printer +Fortus 450mc/);
});

test('what is no status text is told so', async (t) => {
  for (const input of ['', 'hello', '<html>\x1b[2J</html>', Buffer.alloc(3000, 0xff), Buffer.alloc(100)])
    assertFails(await ctl(['parse', '-'], { input }), DAMAGED, /no status text/);
  const sim = await startSim(t, ['--printers', '1', '--fault', '1:garbage-text']);
  const target = `${sim.printers[0].address}:${sim.printers[0].port}`;
  assertFails(await ctl(['status', target]), DAMAGED, /no status text/);
  assertFails(await ctl(['raw', target, '--scrub']), DAMAGED, /cannot be scrubbed: it is no status text/);
});

test('a section without a status is shown as far as it goes', async () => {
  const run = await ctl(['parse', '-', '--json'], { input: 'set machineStatus(otter) {\n\t-paws 4\n};\n' });
  assert.equal(run.code, DAMAGED);
  assert.deepEqual(JSON.parse(run.out).sections, [{ name: 'otter', is_damaged: false, groups: [{ paws: '4' }] }]);
});

test('files that cannot be read or written', async (t) => {
  const place = makePlace(t);
  const printer = await fakePrinter(t, readFileSync(fixture('mojo-idle')));
  assertFails(await ctl(['parse', join(place, 'absent')]), FILE, /absent cannot be opened: No such file/);
  assertFails(await ctl(['scrub', place]), FILE, /cannot be read: Is a directory/);
  assertFails(await ctl(['raw', printer.target, '--output', join(place, 'no/such')]), FILE, /no\/such cannot be written/);
  for (const args of [['parse', fixture('mojo-idle')], ['parse', '--json', fixture('mojo-idle')], ['scrub', fixture('mojo-idle')], ['--help']]) {
    const full = openSync('/dev/full', 'w');
    const run = await ctl(args, { stdout: full });
    closeSync(full);
    assertFails(run, FILE, /standard output cannot be written/);
  }
});

// ---- raw -----------------------------------------------------------------------------------------------------------------

test('raw gives the bytes, to standard output or a file', async (t) => {
  const place = makePlace(t);
  const payload = Buffer.concat([readFileSync(fixture('f170-building')), Buffer.from([0, 0, 0xff])]);
  const printer = await fakePrinter(t, payload);
  assert.deepEqual((await ctl(['raw', printer.target])).bytes, payload);
  const file = join(place, 'out.sts');
  const run = await ctl(['raw', `--output=${file}`, '--timeout', '1min', printer.target]);
  assert.equal(run.out, '');
  assert.deepEqual(readFileSync(file), payload);
});

// ---- hostile texts ---------------------------------------------------------------------------------------------------------

const HARMFUL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/;
const NASTY = '\x1b[2J\x1b]0;owned\x07\u009b31m\u202e\r\b\x7f';
const hostileText = `set machineStatus(general) {
\t-modelerType {new${NASTY}}
\t-modelerStatus {Oops${NASTY}}
\t-modelerExplanation {because${NASTY}}
\t-controllerVersion {1${NASTY}}
};
set machineStatus(cassette) {
{
\t-name {P430${NASTY}}
\t-status {Loaded${NASTY}}
\t-remainingMatl 5
}
};
set machineStatus(new${'\u009b'}x) {
\t-productSerialNumber {S1${NASTY}}
};
set machineStatus(currentJob) {
\t-jobName {name${NASTY}
second line}
\t-jobId 7
\t-owner {ow${NASTY}}
\t-comment {${'w'.repeat(70000)}}
};
`;

test('escape sequences of a printer do not reach the terminal', async (t) => {
  const printer = await fakePrinter(t, Buffer.from(hostileText));
  const damaged = await fakePrinter(t, Buffer.from(hostileText.replace('-jobName {', '-jobName {{') + NASTY));
  for (const { target } of [printer, damaged]) {
    for (const option of [[], ['--json']]) {
      const run = await ctl(['status', target, ...option]);
      assert.match(run.out, target === printer.target ? /name\S+second line/ : /\{\{name/);
      assert.doesNotMatch(run.out.replaceAll('\x7f', option.length ? '' : '\x7f'), HARMFUL);
      assert.doesNotMatch(run.err, HARMFUL);
    }
    assertFits((await ctl(['status', target])).out);
  }
  const noise = await fakePrinter(t, Buffer.from(`no ${NASTY}`));
  assert.doesNotMatch((await ctl(['status', noise.target])).err, HARMFUL);
});

test('raw bytes with escape sequences are not written to a terminal', { skip: noScript }, async (t) => {
  const place = makePlace(t);
  const onTerminal = (bytes) => {
    const file = join(place, 'text.sts');
    writeFileSync(file, bytes);
    return spawnSync('script', ['-qec', `'${program}' scrub '${file}'`, '/dev/null'], { input: '', encoding: 'latin1' });
  };
  const refused = onTerminal(hostileText);
  assert.equal(refused.status, FILE);
  assert.match(refused.stdout, /not for a terminal: use --output FILE/);
  assert.ok(!refused.stdout.includes('\x1b'));
  const shown = onTerminal(readFileSync(fixture('mojo-idle')));
  assert.equal(shown.status, OK);
  assert.match(shown.stdout, /machineStatus\(general\)/);
});

// ---- scrub -----------------------------------------------------------------------------------------------------------------

const NAME_KEYS = /^(jobName|owner|comment|pack|udn|mfgLot|.*serial.*)$/i;

const keysOf = (sections) =>
  sections.flatMap((section) => section.groups.flatMap((group, i) => Object.entries(group).map(([key, value]) => ({ where: `${section.name} ${i} ${key}`, key, value }))));

/** Scrubs, and gives what was and what is, as --json tells them. */
async function scrub(input) {
  const run = await ctl(['scrub', '-'], { input });
  const [was, is] = await Promise.all([input, run.bytes].map((bytes) => ctl(['parse', '-', '--json'], { input: bytes })));
  return { ...run, was: keysOf(JSON.parse(was.out).sections), is: keysOf(JSON.parse(is.out).sections) };
}

const namesOf = (keys) => keys.filter(({ key, value }) => NAME_KEYS.test(key) && /[\p{L}\d]/u.test(value));
const partsOf = ({ key, value }) => (key === 'pack' ? value.split(',') : [value]).map((part) => part.trim());

/** No name is left, the same one always became the same, and everything else is as it was. */
function assertScrubbed({ bytes, was, is }, input) {
  assert.equal(bytes.length, input.length);
  assert.deepEqual(is.map(({ where }) => where), was.map(({ where }) => where));
  const made = new Map();
  was.forEach((before, i) => {
    if (!NAME_KEYS.test(before.key)) return;
    const after = partsOf(is[i]);
    partsOf(before).forEach((name, j) => {
      assert.equal(after[j].length, name.length, before.where);
      assert.equal(made.get(name) ?? after[j], after[j], `${name} became two names`);
      made.set(name, after[j]);
    });
  });
  was.forEach((before, i) => {
    if (NAME_KEYS.test(before.key)) return;
    assert.equal(is[i].value, made.get(before.value) ?? before.value, before.where);
  });
  for (const [name, placeholder] of made) if (/[\p{L}\d]/u.test(name)) assert.notEqual(placeholder, name);
  const told = [...made].filter(([name]) => name.length > 2);
  assert.equal(new Set(told.map(([, placeholder]) => placeholder)).size, told.length, 'two names became one');
}

test('scrub leaves no name in any fixture or capture, and all else as it was', async () => {
  for (const file of [...fixtures, ...captured]) {
    const input = readFileSync(file);
    const run = await scrub(input);
    assert.equal(run.code, OK, `${file}: ${run.err}`);
    assertScrubbed(run, input);
    const text = run.bytes.toString('latin1');
    for (const { value } of namesOf(run.was)) {
      const stem = Buffer.from(value.replace(/\.0+$/, '')).toString('latin1');
      if (stem.length > 2) assert.ok(!text.includes(stem), `${file}: ${value} is left`);
    }
    const lines = [input.toString('latin1').split('\n'), text.split('\n')];
    lines[0].forEach((line, i) => {
      const [, key] = /^\t-(\S+)/.exec(line) ?? [];
      if (line !== lines[1][i]) assert.match(key, NAME_KEYS, `${file}: ${line}`);
    });
  }
});

const section = (name, ...lines) => `set machineStatus(${name}) {\n${lines.map((line) => `\t${line}\n`).join('')}};\n`;
const general = section('general', '-modelerType otter', '-modelerStatus {Building}');

test('a name is found under other keys too, but the machine\'s own words stay', async () => {
  const input = Buffer.from(general +
    section('otter', '-lastUser {anna b}', '-productSerialNumber {Z1}', '-loaded 396461879', '-mode true', '-word Building', '-layers 12') +
    `set machineStatus(cassette) {\n{\n\t-serialNumber {396461879.000000}\n\t-mfgLot 12\n}\n};\n` +
    section('currentJob', '-jobName {Building}', '-owner "anna b"', '-comment true', '-estimatedBuildTime 12'));
  const run = await scrub(input);
  assert.equal(run.code, OK, run.err);
  const value = (where) => run.is.find((key) => key.where === where).value;
  assert.equal(value('general 0 modelerStatus'), 'Building');
  assert.equal(value('otter 0 mode'), 'true');
  assert.equal(value('otter 0 layers'), '12');
  assert.equal(value('currentJob 0 estimatedBuildTime'), '12');
  assert.equal(value('otter 0 word'), value('currentJob 0 jobName'));
  assert.equal(value('otter 0 lastUser'), value('currentJob 0 owner'));
  assert.equal(`${value('otter 0 loaded')}.000000`, value('cassette 0 serialNumber'));
  for (const name of ['anna', '396461879', 'Z1']) assert.ok(!run.out.includes(name), name);
  assert.match(run.out, /-owner "[a-z]{4} [a-z]"\n/);
});

test('no made-up name is a name of the text, or that of another', async () => {
  const input = Buffer.from(general + section('currentJob', '-jobName {wxyz}', '-owner {aaab}', '-comment {aaac}', '-pack {a,b,c,d}'));
  const run = await scrub(input);
  assertScrubbed(run, input);
  assert.doesNotMatch(run.out, /wxyz|aaab|aaac/);
  const parts = partsOf(run.is.find(({ key }) => key === 'pack'));
  assert.equal(new Set([...parts, 'a', 'b', 'c', 'd']).size, 8, parts.join());
  const digits = [...'123456789'];
  const all = await scrub(Buffer.from(general + section('currentJob', `-pack {${digits}}`)));
  partsOf(all.is.find(({ key }) => key === 'pack')).forEach((part, i) => assert.notEqual(part, digits[i]));
});

test('names in odd spelling are found', async () => {
  const spellings = [
    ['damaged', general + section('currentJob', '-jobName {se{cret}', '-owner {secret}', '-comment {secret', 'more secret}', '-jobId 5'), DAMAGED],
    ['several lines', general + section('currentJob', '-comment {secret\n\tsecret\nsecret}', '-jobId 5'), OK],
    ['several keys in a line', general + section('currentJob', '-jobId 5 -owner secret -comment "secret x"'), OK],
    ['a bare word with backslashes', general + section('currentJob', '-owner secret\\ secret', '-jobId 5'), OK],
    ['lines with a dash in a damaged value', general + section('currentJob', '-comment {my {\n-secret wants\n- secret}', '-jobId 5'), DAMAGED],
    ['behind the sections', general + section('currentJob', '-jobId 5') + '\t-owner {secret}\n', DAMAGED],
    ['CRLF', (general + section('currentJob', '-owner {secret}', '-jobId 5')).replaceAll('\n', '\r\n'), OK],
    ['a section that comes twice', general + section('currentJob', '-owner {secret}') + section('currentJob', '-owner {secret}', '-jobId 5'), OK],
    ['a serial of a kind unknown', general + section('otter', '-headSERIALno secret') + section('currentJob', '-jobId 5'), OK],
  ];
  for (const [what, input, code] of spellings) {
    const run = await ctl(['scrub', '-'], { input });
    assert.equal(run.code, code, `${what}: ${run.err}`);
    assert.equal(run.bytes.length, input.length, what);
    assert.doesNotMatch(run.out + run.err, /secret|se\{cret/, what);
    if (what !== 'behind the sections' && !what.startsWith('a serial')) assert.match(run.out, /-jobId 5/, what);
  }
});

test('names beyond ASCII keep their encoding and lose their letters', async () => {
  const text = (owner) => Buffer.concat([Buffer.from(general + 'set machineStatus(currentJob) {\n\t-owner {'), owner, Buffer.from('}\n\t-jobId 5\n};\n')]);
  for (const owner of [Buffer.from('Jürgen Öz'), Buffer.from('Jürgen Öz', 'latin1'), Buffer.from('Василий'), Buffer.from('山田太郎'), Buffer.from('😀😀')]) {
    const input = text(owner);
    const run = await scrub(input);
    assert.equal(run.code, OK, run.err);
    assertScrubbed(run, input);
    const left = run.bytes.subarray(input.indexOf(owner), input.indexOf(owner) + owner.length);
    for (let i = 0; i + 3 < owner.length; i++) assert.ok(!left.includes(owner.subarray(i, i + 4)), owner.toString());
    assert.equal(owner.equals(Buffer.from(owner.toString())), left.equals(Buffer.from(left.toString())), 'the encoding');
  }
});

test('a text of which scrub is not certain is not written', async (t) => {
  const place = makePlace(t);
  const input = `${general.trimEnd()} set machineStatus(currentJob) { -owner {secret} };\n`;
  assertFails(await ctl(['scrub', '-'], { input }), DAMAGED, /cannot be scrubbed: .*doubts/);
  const printer = await fakePrinter(t, Buffer.from(input));
  const file = join(place, 'out.sts');
  assertFails(await ctl(['raw', printer.target, '--scrub', '--output', file]), DAMAGED, /cannot be scrubbed/);
  assert.throws(() => statSync(file));
  assertFails(await ctl(['scrub', '-'], { input: general + ' '.repeat(1 << 20) }), DAMAGED, /longer than a status text/);
});

test('generated texts are scrubbed whole or not at all', async () => {
  let scrubbed = 0;
  for (let seed = 1; seed <= 120; seed++) {
    const input = Buffer.from(statusText(seed));
    const run = await ctl(['scrub', '-'], { input });
    assert.ok([OK, DAMAGED].includes(run.code), `seed ${seed}: ${run.code} ${run.err}`);
    if (run.code === DAMAGED && run.out === '') continue;
    scrubbed++;
    assert.equal(run.bytes.length, input.length);
    const [was, is] = await Promise.all([input, run.bytes].map(async (bytes) => JSON.parse((await ctl(['parse', '-', '--json'], { input: bytes })).out)));
    assert.deepEqual(keysOf(is.sections).map((key) => key.where), keysOf(was.sections).map((key) => key.where), `seed ${seed}`);
  }
  assert.ok(scrubbed > 60, `only ${scrubbed} were scrubbed`);
});

test('raw --scrub is scrub of what raw gives', async (t) => {
  const payload = readFileSync(fixture('fortus250-warming-up'));
  const printer = await fakePrinter(t, payload);
  const byRaw = await ctl(['raw', '--scrub', printer.target]);
  assert.equal(byRaw.code, OK);
  assert.deepEqual(byRaw.bytes, (await ctl(['scrub', fixture('fortus250-warming-up')])).bytes);
  assert.notDeepEqual(byRaw.bytes, payload);
});

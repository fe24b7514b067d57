// The simulated printers: a function of seed and time, spelled as Tcl reads it, faults that do what they say, and a
// truth that adds up. Every test has its own addresses; the kernel chooses the ports.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const BINARY = process.env.STRATASIM ?? path.join(ROOT, 'build', 'stratasim');
const FAMILIES = ['paia', 'kapaa', 'sst1230', 'waikiki', 'lffs', 'solo', 'dorado1', 'dorado3', 'zephyr9'];
const TEMPERS = ['usual', 'contrary'];
const FRAME_BYTES = 64;
const ANCHOR_S = 1577836800;
const YEAR_BEGINS_S = 1735689600;
const YEAR_S = 365 * 86400;
const OUTPUT_BYTES_MAX = 256 * 1024 * 1024;

if (!process.env.STRATASIM) execFileSync('make', ['-s', '-C', ROOT, 'build/stratasim'], { stdio: ['ignore', 'ignore', 'inherit'] });

// ---- running it ------------------------------------------------------------------------------------------------------

const run = (...args) => execFileSync(BINARY, args, { maxBuffer: OUTPUT_BYTES_MAX });

const folder = (t) => {
  const made = fs.mkdtempSync(path.join(os.tmpdir(), 'stratasim-'));
  t.after(() => fs.rmSync(made, { recursive: true }));
  return made;
};

const randomAddress = () => {
  const byte = () => 1 + Math.floor(Math.random() * 250);
  return `127.${64 + (byte() % 150)}.${byte()}.1`;
};

// A serving stratasim: its printers, a way to give it commands, and its end.
async function serve(t, ...args) {
  const child = spawn(BINARY, ['--address', randomAddress(), '--port', '0', '--until-eof', ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  t.after(() => child.kill('SIGKILL'));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const printers = [];
  for (;;) {
    const { value, done } = await lines.next();
    assert.ok(!done, 'stratasim ended before it was ready');
    if (value === 'ready') break;
    const [word, number, address, port, family] = value.split(' ');
    assert.equal(word, 'printer');
    printers.push({ number: Number(number), address, port: Number(port), family });
  }
  return {
    child,
    printers,
    async command(line) {
      child.stdin.write(line + '\n');
      return (await lines.next()).value;
    },
    async stop() {
      const exit = once(child, 'exit');
      child.stdin.end();
      return (await exit)[0];
    },
  };
}

// ---- a client ----------------------------------------------------------------------------------------------------------

const frame = (text) => Buffer.concat([Buffer.from(text)], FRAME_BYTES);
const REQUEST = Buffer.concat([frame('GetFile'), frame('status.sts'), frame('NA')]);

// A connection that hands out bytes as they are asked for; null when it ends before.
class Client {
  static async open(printer) {
    const socket = net.connect(printer.port, printer.address);
    await once(socket, 'connect');
    return new Client(socket);
  }
  constructor(socket) {
    this.socket = socket;
    this.chunks = [];
    this.ended = false;
    this.wake = () => {};
    socket.on('data', (chunk) => (this.chunks.push(chunk), this.wake()));
    for (const event of ['end', 'close', 'error']) socket.on(event, () => ((this.ended = true), this.wake()));
  }
  get held() {
    return this.chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  }
  async until(condition) {
    while (!condition() && !this.ended) await new Promise((resolve) => (this.wake = resolve));
  }
  async bytes(length) {
    await this.until(() => this.held >= length);
    if (this.held < length) return null;
    const all = Buffer.concat(this.chunks);
    this.chunks = [all.subarray(length)];
    return all.subarray(0, length);
  }
  async rest() {
    await this.until(() => false);
    return Buffer.concat(this.chunks);
  }
  async text() {
    const bytes = await this.bytes(FRAME_BYTES);
    return bytes && bytes.toString('latin1').replace(/\0+$/, '');
  }
  send(bytes) {
    this.socket.write(bytes);
  }
  async close() {
    if (this.socket.destroyed) return;
    const closed = once(this.socket, 'close');
    this.socket.destroy();
    await closed;
  }
}

// The conversation up to the size; what came before it.
async function askForSize(client) {
  client.send(REQUEST);
  const names = [];
  for (let name; (name = await client.text()) !== 'NA'; ) {
    assert.notEqual(name, null, 'closed before NA');
    names.push(name);
  }
  client.send(frame('OK'));
  return { names, size: await client.text() };
}

async function fetchStatus(printer) {
  const client = await Client.open(printer);
  const { names, size } = await askForSize(client);
  client.send(frame('OK'));
  const payload = await client.bytes(Number(size));
  const after = await client.rest();
  await client.close();
  return { names, size, payload, after };
}

// ---- reading by Tcl ------------------------------------------------------------------------------------------------------

const TCL_READER = `
fconfigure stdout -encoding utf-8
foreach file $argv {
  set channel [open $file]
  fconfigure $channel -encoding iso8859-1 -translation binary
  set text [read $channel]
  close $channel
  set inside [interp create -safe]
  if {[catch {
    interp eval $inside $text
    set names [interp eval $inside {array names machineStatus}]
    if {[llength $names] != 6} {error "sections: $names"}
    foreach name $names {
      set list [interp eval $inside [list set machineStatus($name)]]
      if {$name eq "cassette" || $name eq "queue"} {
        foreach group $list {if {[llength $group] % 2} {error "odd group in $name"}}
      } elseif {[llength $list] % 2} {error "odd list in $name"}
    }
    set general [interp eval $inside {set machineStatus(general)}]
    puts [dict get $general -modelerType]
  } message]} {puts "error [string map {\\n { }} $message]"}
  interp delete $inside
}`;

// What Tcl makes of each text: its modelerType, or `error ...`.
function readByTcl(t, texts) {
  const where = folder(t);
  const script = path.join(where, 'read.tcl');
  fs.writeFileSync(script, TCL_READER);
  const files = texts.map((text, i) => {
    const file = path.join(where, `${i}.sts`);
    fs.writeFileSync(file, text.replace(/\0+$/, ''), 'latin1');
    return file;
  });
  return execFileSync('tclsh', [script, ...files], { maxBuffer: OUTPUT_BYTES_MAX }).toString().trimEnd().split('\n');
}

const splitTexts = (bytes) => bytes.toString('latin1').split(/(?=set machineStatus\(general\))/);

const isBalanced = (name) => {
  let depth = 0;
  for (const c of name) {
    if (c === '{') depth++;
    if (c === '}' && --depth < 0) return false;
  }
  return depth === 0;
};

const namesOf = (text) => [...text.matchAll(/^\t-jobName \{(.*)\}\r?$/gm)].map((match) => match[1]);

const valueOf = (text, key) => new RegExp(`^\\t-${key} +(.*?)\\r?$`, 'm').exec(text)?.[1];

// ---- a function of seed and time -----------------------------------------------------------------------------------------

const at = (times, ...args) => run('--at', times.join(','), ...args);

test('the same seed and time give the same bytes in any order of asking', () => {
  const times = [YEAR_BEGINS_S + 8e6, YEAR_BEGINS_S, YEAR_BEGINS_S + 8e6 + 1, ANCHOR_S - 5, YEAR_BEGINS_S + 2e7];
  for (let printer = 1; printer <= FAMILIES.length; printer++) {
    const args = ['--printer', String(printer)];
    const single = times.map((time) => at([time], ...args));
    assert.deepEqual(at(times, ...args), Buffer.concat(single));
    assert.deepEqual(at([...times].reverse(), ...args), Buffer.concat([...single].reverse()));
  }
});

test('another seed, printer or time is another life', () => {
  const time = [YEAR_BEGINS_S + 1e7];
  const text = at(time).toString('latin1');
  assert.notEqual(at(time, '--seed', '2').toString('latin1'), text);
  assert.notEqual(at(time, '--printer', '10').toString('latin1'), text);
  assert.notEqual(at([YEAR_BEGINS_S + 1e7 + 60]).toString('latin1'), text);
});

test('before its life begins a printer is new and idle', () => {
  const text = at([ANCHOR_S - 1e6]).toString('latin1');
  assert.equal(valueOf(text, 'modelerStatus'), '{Idle}');
  assert.equal(valueOf(text, 'currentModelingLayer'), '0');
  assert.equal(valueOf(text, 'jobId'), '0');
});

for (const temper of TEMPERS) test(`Tcl reads the text of every family at any moment of a year, ${temper} lives`, (t) => {
  const times = Array.from({ length: 300 }, (_, i) => YEAR_BEGINS_S + Math.floor((i * YEAR_S) / 300));
  for (const [i, family] of FAMILIES.entries()) {
    const texts = splitTexts(at(times, '--printer', String(i + 1), '--temper', temper));
    assert.equal(texts.length, times.length);
    const words = new Set();
    readByTcl(t, texts).forEach((read, j) => {
      const isWhole = namesOf(texts[j]).every(isBalanced);
      if (isWhole) assert.equal(read, family, `${family} at ${times[j]}`);
      else assert.match(read, /^error/, `${family} at ${times[j]}: an unbalanced name`);
      words.add(valueOf(texts[j], 'modelerStatus'));
    });
    assert.ok(words.size >= 4, `${family} showed only ${[...words]}`);
  }
});

test('the quirks of DOMAIN.md are met in a year', () => {
  const times = Array.from({ length: 1000 }, (_, i) => YEAR_BEGINS_S + Math.floor((i * YEAR_S) / 1000));
  const texts = FAMILIES.flatMap((_, i) => splitTexts(at(times, '--printer', String(i + 1))));
  const some = (what, matches) => assert.ok(texts.some(matches), what);
  const codename = (text) => valueOf(text, 'modelerType').replaceAll('"', '');
  const job = (text) => text.slice(text.indexOf('machineStatus(currentJob)'));
  some('a warm-up', (x) => /-internalState sttChangeTemp/.test(x) && valueOf(x, 'startTime') === '0');
  some('a spool change', (x) => /-modelerStatus \{Load Model\}/.test(x));
  some('a pause', (x) => /-modelerStatus \{Paused\}/.test(x));
  some('an error', (x) => /-modelerStatus \{Build Error\}/.test(x));
  some('a long queue', (x) => /-position \{3\}/.test(x));
  some('two blanks', (x) => /^\t-jobid {2}\d/m.test(x));
  some('a line with a tab alone', (x) => /^\t$/m.test(x));
  some('CRLF', (x) => codename(x) === 'solo' && !/[^\r]\n/.test(x));
  some('an empty bay', (x) => /"NOT LOADED"/.test(x));
  some('a spent spool', (x) => /-remainingMatl 0\r?\n\t-status "IDLE"/.test(x));
  some('bytes of CP1252', (x) => /jobName \{.*[\xe0-\xff]/.test(x));
  some('markup', (x) => namesOf(x).some((name) => name.includes('<b>')));
  some('a word of completion', (x) => /completionStatus \{In Progress\}/.test(x));
  some('a stale layer on an idle printer', (x) => /\{Idle\}/.test(x) && Number(valueOf(x, 'currentModelingLayer')) > 0);
  some('a stale layer early in a build', (x) => {
    const [layer, build] = [valueOf(job(x), 'currentLayer'), valueOf(job(x), 'buildTime')].map(Number);
    return build > 0 && build < 300 && layer > Number(valueOf(job(x), 'totalLayers')) / 2;
  });
  some('a set point of 0', (x) => codename(x) === 'dorado1' && /\{Building\}/.test(x) && valueOf(x, 'partSetTemp') === '0');
  const odometers = texts.slice(1000, 2000).map((x) => Number(valueOf(x, 'buildTimeOdometer')));
  assert.deepEqual(odometers, [...odometers].sort((a, b) => a - b), 'an odometer fell');
  const offsets = texts.slice(0, 1000).map((x, i) => Number(valueOf(x, 'serverTime')) - times[i]);
  assert.ok(offsets.some((offset, i) => i && Math.abs(offset - offsets[i - 1]) > 20), 'no clock was set');
  const clocks = new Set(FAMILIES.map((_, i) => Number(valueOf(texts[i * 1000], 'serverTime')) - times[0]));
  assert.ok([...clocks].some((off) => Math.abs(off) > 3000), `no clock is far off: ${[...clocks]}`);
});

// ---- the conversation ------------------------------------------------------------------------------------------------------

const WIRE = {
  paia: { after: /^Transferred: \d+\0+$/ },
  waikiki: { after: /^Transferred: \d+\0+$/ },
  dorado1: { after: /^Transferred: \d+\0+$/, end: /\};\n\0{3}$/ },
  lffs: { end: /\};\nTransferred: \d+$/ },
  dorado3: { end: /\};Transferred: \d+$/ },
  solo: { end: /\};\r\n$/ },
  sst1230: { size: /^\d+ $/ },
  zephyr9: { names: ['SendFile', 'status.sts'] },
};

// A moment at which all nine can be reached.
const ALL_REACHABLE_S = YEAR_BEGINS_S + 86400 * 40;

test('every family holds its conversation, with its variant of it', async (t) => {
  const sim = await serve(t, '--printers', '9', '--start', String(ALL_REACHABLE_S));
  assert.deepEqual(sim.printers.map((printer) => printer.family), FAMILIES);
  for (const printer of sim.printers) {
    const { names, size, payload, after } = await fetchStatus(printer);
    const variant = WIRE[printer.family] ?? {};
    assert.deepEqual(names, variant.names ?? ['SendFile'], printer.family);
    assert.match(size, variant.size ?? /^\d+$/, printer.family);
    assert.match(payload.toString('latin1'), variant.end ?? /\};\n$/, printer.family);
    assert.match(after.toString('latin1'), variant.after ?? /^$/, printer.family);
    assert.equal(valueOf(payload.toString('latin1'), 'modelerType').replaceAll('"', ''), printer.family);
  }
  assert.equal(await sim.stop(), 0);
});

test('what is served is the life that --at tells of', async (t) => {
  const sim = await serve(t, '--printers', '9', '--start', String(ALL_REACHABLE_S));
  const [served, before, after] = [[], [], []];
  for (const step of [0, 40, 4000]) {
    await sim.command(`advance ${step}`);
    before.push(Number((await sim.command('time')).slice(3)));
    served.push((await fetchStatus(sim.printers[1])).payload.toString('latin1'));
    after.push(Number((await sim.command('time')).slice(3)));
  }
  for (const [i, text] of served.entries()) {
    const seconds = Array.from({ length: after[i] - before[i] + 1 }, (_, j) => before[i] + j);
    const told = seconds.map((second) => at([second], '--printer', '2').toString('latin1'));
    assert.ok(told.includes(text), `the text served at ${before[i]} is that of no second until ${after[i]}`);
  }
  assert.equal(await sim.stop(), 0);
});

test('a replayed file is served byte for byte', async (t) => {
  const where = folder(t);
  const contents = [Buffer.from('set machineStatus(general) {\r\n};\0\0'), Buffer.from([0, 255, 10, 123])];
  const files = contents.map((bytes, i) => {
    fs.writeFileSync(path.join(where, String(i)), bytes);
    return path.join(where, String(i));
  });
  const sim = await serve(t, '--printers', '3', '--replay', files[0], '--replay', files[1]);
  const served = [];
  for (const printer of sim.printers) served.push((await fetchStatus(printer)).payload);
  assert.deepEqual(served, [contents[0], contents[1], contents[1]]);
  assert.equal(await sim.command(`replay 2 ${files[0]}`), 'ok replay 2');
  assert.deepEqual((await fetchStatus(sim.printers[1])).payload, contents[0]);
  assert.match(await sim.command(`replay 2 ${where}/absent`), /^error .*absent/);
});

test('the log names each conversation, and the one that came while another was open', async (t) => {
  const log = path.join(folder(t), 'log');
  const sim = await serve(t, '--printers', '2', '--start', String(ALL_REACHABLE_S), '--log', log);
  const first = await Client.open(sim.printers[0]);
  first.send(REQUEST);
  assert.equal(await first.text(), 'SendFile');
  await fetchStatus(sim.printers[0]);
  await fetchStatus(sim.printers[1]);
  await first.close();
  const wrong = await Client.open(sim.printers[1]);
  wrong.send(frame('PutFile'));
  assert.equal(await wrong.text(), null);
  await sim.stop();
  const entries = fs.readFileSync(log, 'utf8').trimEnd().split('\n').map(JSON.parse);
  const told = entries.map(({ printer, result, overlap, fault }) => [printer, result.split(':')[0], overlap, fault]);
  assert.deepEqual(told.sort(), [
    [1, 'client closed', false, null],
    [1, 'served', true, null],
    [2, 'protocol error', false, null],
    [2, 'served', false, null],
  ]);
  assert.ok(entries.every((entry) => entry.ended_ms >= entry.at_ms));
});

// ---- faults ------------------------------------------------------------------------------------------------------------------

// Two printers, the first with the fault: healthy() proves that the other one is served meanwhile.
async function serveFault(t, fault) {
  const log = path.join(folder(t), 'log');
  const sim = await serve(t, '--printers', '2', '--family', 'kapaa', '--start', String(ALL_REACHABLE_S), '--log', log,
    '--fault', `1:${fault}`);
  const healthy = async () => assert.ok((await fetchStatus(sim.printers[1])).payload.length > 1000);
  const logged = async () => {
    await sim.stop();
    return fs.readFileSync(log, 'utf8').trimEnd().split('\n').map(JSON.parse).filter((entry) => entry.printer === 1);
  };
  return { sim, ill: sim.printers[0], healthy, logged };
}

const refused = (printer) =>
  new Promise((resolve, reject) => {
    const socket = net.connect(printer.port, printer.address);
    socket.on('connect', () => reject(new Error('connected')) || socket.destroy());
    socket.on('error', (error) => resolve(error.code));
  });

test('refuse: nothing listens, until it is healed', async (t) => {
  const { sim, ill, healthy } = await serveFault(t, 'refuse');
  assert.equal(await refused(ill), 'ECONNREFUSED');
  await healthy();
  assert.equal(await sim.command('heal 1'), 'ok heal 1');
  assert.ok((await fetchStatus(ill)).payload.length > 1000);
  assert.equal(await sim.command('fault 1 refuse'), 'ok fault 1 refuse');
  assert.equal(await refused(ill), 'ECONNREFUSED');
});

const HANGS = { connect: 0, sendfile: 0, na: 1, size: 2, payload: 3 };
for (const [step, frames] of Object.entries(HANGS))
  test(`hang at ${step}: ${frames} packets, then silence`, async (t) => {
    const { ill, healthy, logged } = await serveFault(t, `hang@${step}`);
    const client = await Client.open(ill);
    client.send(Buffer.concat([REQUEST, frame('OK'), frame('OK')]));
    if (frames) assert.ok(await client.bytes(frames * FRAME_BYTES));
    await healthy();
    await healthy();
    assert.equal(client.held, 0);
    assert.equal(client.ended, false);
    await client.close();
    await healthy();
    const entries = await logged();
    assert.deepEqual(entries.map(({ result, fault }) => [result, fault]), [['client closed', 'hang']]);
  });

for (const [step, frames] of Object.entries(HANGS))
  test(`close at ${step}: ${frames} packets, then the end`, async (t) => {
    const { ill, logged } = await serveFault(t, `close@${step}`);
    const client = await Client.open(ill);
    if (step !== 'connect') client.send(Buffer.concat([REQUEST, frame('OK'), frame('OK')]));
    assert.equal((await client.rest()).length, frames * FRAME_BYTES);
    await client.close();
    assert.deepEqual((await logged()).map((entry) => entry.result), ['closed by fault']);
  });

test('truncate: half of what was promised', async (t) => {
  const { ill } = await serveFault(t, 'truncate');
  const client = await Client.open(ill);
  const { size } = await askForSize(client);
  client.send(frame('OK'));
  assert.equal((await client.rest()).length, Math.floor(Number(size) / 2));
});

test('wrong sizes: too small, too large and closed, too large and silent', async (t) => {
  const { sim, ill, healthy } = await serveFault(t, 'wrong-size-small');
  const ask = async () => {
    const client = await Client.open(ill);
    const { size } = await askForSize(client);
    client.send(frame('OK'));
    return { client, size: Number(size) };
  };
  const small = await ask();
  const whole = (await small.client.rest()).length;
  assert.equal(small.size, whole - Math.floor(whole / 2));
  await sim.command('fault 1 wrong-size-large');
  const large = await ask();
  const sent = (await large.client.rest()).length;
  assert.ok(sent > 1000 && sent < large.size, `${sent} of ${large.size}`);
  await sim.command('fault 1 wrong-size-hang');
  const hang = await ask();
  assert.ok(await hang.client.bytes(hang.size - 1000));
  await healthy();
  assert.equal(hang.client.held, 0);
  assert.equal(hang.client.ended, false);
  await hang.client.close();
});

test('noise: random bytes where a packet should be', async (t) => {
  const { sim, ill } = await serveFault(t, 'noise');
  const client = await Client.open(ill);
  client.send(REQUEST);
  assert.notEqual(await client.text(), 'SendFile');
  assert.equal(await client.text(), 'NA');
  await client.close();
  await sim.command('fault 1 noise payload');
  const { payload, size } = await fetchStatus(ill);
  assert.equal(payload.length, Number(size));
  assert.ok(!payload.toString('latin1').includes('machineStatus'));
});

test('drip: one byte at a time', async (t) => {
  const { ill } = await serveFault(t, 'drip');
  const client = await Client.open(ill);
  await askForSize(client);
  const sizes = [];
  client.socket.on('data', (chunk) => sizes.push(chunk.length));
  client.send(frame('OK'));
  assert.equal((await client.bytes(4)).toString(), 'set ');
  assert.deepEqual(sizes, [1, 1, 1, 1]);
  await client.close();
});

test('endless: more than any client should take', async (t) => {
  const { sim, ill, healthy } = await serveFault(t, 'endless');
  const client = await Client.open(ill);
  assert.equal((await askForSize(client)).size, '999999999');
  client.send(frame('OK'));
  assert.ok(await client.bytes(3 * 1024 * 1024));
  await healthy();
  await client.close();
  await sim.command('fault 1 endless na');
  const named = await Client.open(ill);
  named.send(REQUEST);
  assert.equal(await named.text(), 'SendFile');
  for (let i = 0; i < 200; i++) assert.equal(await named.text(), 'status.sts');
  await named.close();
});

test('damage and garbage: right on the wire, wrong within', async (t) => {
  const { sim, ill } = await serveFault(t, 'damage');
  const damaged = (await fetchStatus(ill)).payload.toString('latin1');
  await sim.command('fault 1 garbage-text');
  const garbage = (await fetchStatus(ill)).payload.toString('latin1');
  assert.match(readByTcl(t, [damaged])[0], /^error/);
  assert.match(damaged, /jobName \{broken\{plate\}/);
  assert.ok(!garbage.includes('machineStatus'));
});

test('a printer that is out of reach in its life refuses, and comes back', async (t) => {
  const where = path.join(folder(t), 'truth');
  run('--printers', '1', '--truth', where, '--from', String(YEAR_BEGINS_S), '--to', String(YEAR_BEGINS_S + YEAR_S));
  const outages = readTruth(where).filter((line) => line.state === 'offline' && line.from > YEAR_BEGINS_S && line.to - line.from > 300);
  assert.ok(outages.length > 0);
  const [outage] = outages;
  const sim = await serve(t, '--printers', '1', '--start', String(outage.from + 10));
  assert.equal(await refused(sim.printers[0]), 'ECONNREFUSED');
  await sim.command(`advance ${outage.to - outage.from}`);
  assert.ok((await fetchStatus(sim.printers[0])).payload.length > 1000);
});

// ---- the truth -----------------------------------------------------------------------------------------------------------------

const readTruth = (file) => fs.readFileSync(file, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line));

const writeTruth = (t, from, to, ...args) => {
  const file = path.join(folder(t), 'truth');
  run('--truth', file, '--from', String(from), '--to', String(to), ...args);
  return readTruth(file);
};

const byPrinter = (lines, type) => {
  const lists = new Map();
  for (const line of lines.filter((each) => each.type === type)) {
    if (!lists.has(line.printer)) lists.set(line.printer, []);
    lists.get(line.printer).push(line);
  }
  return lists;
};

test("the truth's jobs follow each other and their times add up", (t) => {
  const lines = writeTruth(t, YEAR_BEGINS_S, YEAR_BEGINS_S + YEAR_S, '--printers', '9');
  const results = {};
  for (const [printer, jobs] of byPrinter(lines, 'job')) {
    assert.ok(jobs.length > 200, `printer ${printer} had ${jobs.length} jobs`);
    let free = 0;
    for (const job of jobs.filter((each) => each.result)) {
      results[job.result] = (results[job.result] ?? 0) + 1;
      assert.ok(job.ended >= job.submitted && job.ended > YEAR_BEGINS_S);
      if (job.started === null) {
        assert.notEqual(job.result, 'completed');
        assert.equal(job.build_s, 0);
        continue;
      }
      assert.ok(job.started >= free, `jobs of printer ${printer} overlap`);
      assert.ok(job.submitted <= job.started && job.started <= job.ended);
      assert.equal(job.build_s + job.paused_s + job.loading_s, job.ended - job.started);
      assert.ok(job.model_used_in3 <= job.model_needed_in3 + 1e-6);
      if (job.result === 'completed') assert.ok(Math.abs(job.model_used_in3 - job.model_needed_in3) < 1e-6);
      free = job.ended;
    }
    assert.ok(jobs.filter((job) => !job.result).every((job) => job.ended === null));
  }
  const restarted = [...byPrinter(lines, 'job').values()].some((jobs) => {
    const byNumber = [...jobs].sort((a, b) => a.number - b.number);
    return byNumber.some((job, i) => i && job.job_id < byNumber[i - 1].job_id);
  });
  assert.ok(restarted, 'no counter of jobs started again');
  assert.ok(results.completed > 5 * results.cancelled && results.cancelled > 20 && results.failed > 20, JSON.stringify(results));
});

test("the truth's states fill the time, and the printers are used as in a lab", (t) => {
  const [from, to] = [YEAR_BEGINS_S, YEAR_BEGINS_S + YEAR_S];
  const busy = new Set(['preparing', 'building', 'paused']);
  for (const [printer, states] of byPrinter(writeTruth(t, from, to, '--printers', '9'), 'state')) {
    assert.ok(states[0].from <= from);
    assert.equal(states.at(-1).to, null);
    states.slice(1).forEach((state, i) => assert.equal(state.from, states[i].to));
    const seconds = states.reduce((sum, s) => sum + (busy.has(s.state) ? Math.min(s.to ?? to, to) - Math.max(s.from, from) : 0), 0);
    const share = seconds / YEAR_S;
    assert.ok(share > 0.15 && share < 0.9, `printer ${printer} is busy ${share}`);
  }
});

for (const temper of TEMPERS) test(`the truth's material: what left the spools is what the jobs used, ${temper} lives`, (t) => {
  const to = ANCHOR_S + YEAR_S;
  const lines = writeTruth(t, ANCHOR_S, to, '--printers', '9', '--temper', temper);
  for (const printer of [1, 2, 3, 6]) {
    const own = lines.filter((line) => line.printer === printer);
    const sum = (list, pick) => list.reduce((total, line) => total + pick(line), 0);
    const spools = own.filter((line) => line.type === 'material');
    const text = at([to - 1], '--printer', String(printer), '--temper', temper).toString('latin1');
    const left = [...text.matchAll(/-remainingMatl ([\d.e-]+)/g)].map((match) => Number(match[1]));
    const loaded = sum(spools.filter((line) => line.event === 'loaded'), (line) => line.left_in3);
    const removed = sum(spools.filter((line) => line.event === 'removed'), (line) => line.left_in3);
    const used = sum(own.filter((line) => line.type === 'job'), (job) => job.model_used_in3 + job.support_used_in3);
    const gone = loaded - removed - left[0] - left[1];
    assert.ok(used > 100 && Math.abs(gone - used) < used * 0.005, `printer ${printer}: ${gone} left the spools, ${used} used`);
  }
});

// When a line of the truth is written: a completed job's as its part is taken out; null: never.
const toldAt = (line) => {
  if (line.type !== 'job') return line.type === 'material' ? line.at : line.to;
  return line.result === 'completed' ? line.unloaded : line.ended;
};

for (const temper of TEMPERS) test(`while serving, the truth is written as things end, ${temper} lives`, async (t) => {
  const file = path.join(folder(t), 'truth');
  const sim = await serve(t, '--printers', '3', '--start', String(ALL_REACHABLE_S), '--truth', file, '--temper', temper);
  const reached = Number((await sim.command(`advance ${6 * 86400}`)).slice(3));
  const following = readTruth(file);
  const later = Number((await sim.command('time')).slice(3)) + 1;
  const all = writeTruth(t, ALL_REACHABLE_S, later, '--printers', '3', '--temper', temper);
  const isPast = (line) => toldAt(line) <= reached;
  const ended = all.filter((line) => toldAt(line) !== null);
  const sorted = (lines) => lines.filter(isPast).map((line) => JSON.stringify(line)).sort();
  assert.ok(following.length > 50);
  assert.deepEqual(sorted(following), sorted(ended));
});

for (const temper of TEMPERS) test(`truth N tells the moment, ${temper} lives`, async (t) => {
  const sim = await serve(t, '--printers', '2', '--start', String(ALL_REACHABLE_S), '--temper', temper);
  const answer = await sim.command('truth 2');
  assert.ok(answer.startsWith('ok {'), answer);
  const truth = JSON.parse(answer.slice(3));
  assert.equal(truth.printer, 2);
  assert.ok(truth.from <= truth.at && truth.at >= ALL_REACHABLE_S);
  const lines = writeTruth(t, truth.at, truth.at + 1, '--printers', '2', '--temper', temper);
  assert.equal(byPrinter(lines, 'state').get(2).at(-1).from, truth.from);
});

// ---- the program ---------------------------------------------------------------------------------------------------------------

test('--help names every option, fault, family and command', () => {
  const help = run('--help').toString();
  for (const word of ['--printers', '--temper', 'contrary', '--until-eof', 'wrong-size-hang', 'garbage-text', 'advance', ...FAMILIES])
    assert.ok(help.includes(word), word);
});

const MISTAKES = [
  [['--printrs', '3'], '--printrs'], [['--printers'], '--printers'], [['--printers', '0'], "'0'"],
  [['--family', 'paia,nobody'], 'nobody'], [['--temper', 'mild'], 'mild'], [['--address', 'here'], 'here'], [['--port', '70000'], '70000'],
  [['--fault', '1'], "'1'"], [['--fault', '1:gremlin'], 'gremlin'], [['--fault', '1:hang@dawn'], 'dawn'],
  [['--fault', '21:hang'], '--fault'], [['--at', '1,never'], 'never'], [['--from', '5'], '--to'],
  [['--from', '5', '--to', '5', '--truth', 'x'], '--from'], [['--until-eof=yes'], '--until-eof'],
];
for (const [args, word] of MISTAKES)
  test(`a mistake gives one clear line: ${args.join(' ')}`, () => {
    const { status, stdout, stderr } = spawnSync(BINARY, args, { encoding: 'utf8' });
    assert.equal(status, 2);
    assert.equal(stdout, '');
    assert.match(stderr, /^stratasim: .*\n$/);
    assert.ok(stderr.includes(word), stderr);
  });

test('wrong commands are answered, and change nothing', async (t) => {
  const sim = await serve(t, '--printers', '1', '--start', String(ALL_REACHABLE_S));
  for (const line of ['', 'fly', 'fault', 'fault 2 hang', 'fault 1', 'fault 1 gremlin', 'heal x', 'advance', 'advance -1', 'truth'])
    assert.match(await sim.command(line), /^error /, line);
  assert.ok((await fetchStatus(sim.printers[0])).payload.length > 1000);
});

test('it ends cleanly by a signal', async (t) => {
  const sim = await serve(t, '--printers', '2');
  const exit = once(sim.child, 'exit');
  sim.child.kill('SIGTERM');
  assert.deepEqual(await exit, [0, null]);
});

test('a thousand printers, none on a network or broadcast address', async (t) => {
  const sim = await serve(t, '--printers', '1000', '--start', String(ALL_REACHABLE_S));
  assert.equal(new Set(sim.printers.map((printer) => printer.address)).size, 1000);
  assert.ok(sim.printers.every(({ address }) => !/\.(0|255)$/.test(address)));
  const answered = [];
  for (const printer of [sim.printers[0], ...sim.printers.slice(-20)])
    if (JSON.parse((await sim.command(`truth ${printer.number}`)).slice(3)).state !== 'offline')
      answered.push((await fetchStatus(printer)).payload.length);
  assert.ok(answered.length >= 15 && answered.every((length) => length > 1000));
});

// conf/examples: each is run, or rendered, against a real httpd. (conf/examples/prometheus and grafana have tests of their own.)
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';
import { startSteadySim } from './lib/endurance.mjs';
import { apache, checkConfig, loadStratasys, makeHttpd, polledFleet, startHttpd } from './lib/httpd.mjs';
import { atEnd, makePlace, project, until } from './lib/place.mjs';
import { jobsSql, pourDatabase } from './lib/pour.mjs';
import { query, run } from './lib/schema.mjs';
import { printerLines } from './lib/sim.mjs';
import { lapse, rowsOf } from './truth/lapse.mjs';

const examples = join(project, 'conf/examples');
const example = (name) => readFileSync(join(examples, name), 'utf8');
// jinja2 and yaml are Debian's, and so is the Python that finds them.
const python = ['/usr/bin/python3', 'python3'].find((name) => name === 'python3' || existsSync(name));

/** An httpd that only serves what was poured into its database. */
const serve = (t, database, location) => startHttpd(t, { config: `StratasysPoller Off\nStratasysDatabase ${database}`, location });

/** A program's {status, stdout, stderr}, while the event loop goes on. */
async function runProgram(program, args, { env = {}, input = '' } = {}) {
  const child = spawn(program, args, { env: { ...process.env, HOME: '/nonexistent', ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr']) child[name].setEncoding('utf8').on('data', (text) => (texts[name] += text));
  child.stdin.end(input);
  const [status] = await once(child, 'close');
  return { status, ...texts };
}

const filesIn = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? filesIn(join(folder, entry.name)) : [join(folder, entry.name)]));

test('the README tells of every example', () => {
  const text = example('README.md');
  const isTold = (file) => text.includes(`\`${file}\``) || text.includes(`\`${dirname(file)}/\``);
  assert.deepEqual(filesIn(examples).map((file) => relative(examples, file)).filter((file) => file !== 'README.md' && !isTold(file)), []);
});

// ---- Home Assistant ----------------------------------------------------------------------------------------------------

const HA = 'home-assistant/stratasys.yaml';

async function renderHomeAssistant(file, bodies) {
  const { status, stdout, stderr } = await runProgram(python, [join(project, 'tests/examples/home_assistant.py'), file], { input: JSON.stringify(bodies) });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

const isSilent = (printer) => ['offline', 'unobserved'].includes(printer.state);
const leftOf = (printer, kind) => (printer.spools ?? []).filter((spool) => spool.kind === kind && spool.is_loaded).map((spool) => spool.left_cm3);

/** What Home Assistant is to show of a printer. */
function expectedOf(printer) {
  const known = (value) => (isSilent(printer) ? 'unavailable' : value ?? 'unavailable');
  const left = (kind) => {
    const parts = leftOf(printer, kind);
    return known(parts.length > 0 && parts.every((part) => part !== null) ? Math.round(parts.reduce((sum, part) => sum + part)) : null);
  };
  return {
    state: printer.state === 'unobserved' ? 'unavailable' : printer.state,
    status: known(printer.status_text),
    progress: known(printer.progress_ratio === null ? null : Math.round(printer.progress_ratio * 1000) / 10),
    end_of_build: printer.eta_time ?? 'unavailable',
    model_left: left('model'),
    support_left: left('support'),
    job: known(printer.job_name),
    busy: known(['preparing', 'building', 'paused'].includes(printer.state) ? 'on' : 'off'),
    needs_a_hand: known(['error', 'paused', 'part_waiting', 'maintenance'].includes(printer.state) ? 'on' : 'off'),
  };
}

const named = (states) => Object.fromEntries(Object.entries(states).map(([id, state]) => [id.replace('stratasys_uprint_', ''), state]));

test('Home Assistant shows what the printers do, and nothing where nobody knows', async (t) => {
  const sim = await startSteadySim(t, 20);
  await sim.tell('fault 2 refuse');
  const httpd = await startHttpd(t, { config: `StratasysOfflineAfter 1\n${printerLines(sim, 'interval=1s')}` });
  const file = join(makePlace(t), 'stratasys.yaml');
  writeFileSync(file, example(HA).replaceAll('http://127.0.0.1:8080', httpd.url));
  await until('all is known', async () => (await httpd.api('printers')).items?.every((p) => p.state !== 'unobserved'));
  const { resources: [resource] } = await renderHomeAssistant(file, []);
  assert.equal(resource, `${httpd.url}/stratasys/api/v1/printers/uprint`);
  const texts = await Promise.all(sim.printers.map(async (p) => (await fetch(resource.replace('uprint', `p${p.number}`))).text()));
  const { bodies } = await renderHomeAssistant(file, texts);
  const printers = texts.map((text) => JSON.parse(text));
  assert.deepEqual(bodies.map(named), printers.map(expectedOf));
  assert.deepEqual([named(bodies[1]).state, named(bodies[1]).busy, named(bodies[1]).progress], ['offline', 'unavailable', 'unavailable']);
  for (const state of ['building', 'part_waiting', 'idle']) assert.ok(printers.some((p) => p.state === state), state);
  assert.ok(printers.some((p) => leftOf(p, 'model').length > 1), 'one has several spools');
});

test('Home Assistant: errors, silence and the names of a public location are unavailable', async (t) => {
  const sim = await startSteadySim(t, 1);
  const httpd = await startHttpd(t, { config: printerLines(sim), location: 'StratasysExpose none' });
  await polledFleet(httpd);
  const bodyOf = async (path) => (await httpd.get('/stratasys/api/v1/printers/' + path)).text();
  const shown = JSON.parse(await bodyOf('p1'));
  const changed = (change) => JSON.stringify({ ...shown, ...change });
  const spool = (left_cm3, is_loaded = true) => ({ kind: 'model', is_loaded, left_cm3 });
  const { bodies: [nobody, problem, page, list, empty, unobserved, hidden, zero, untold, half, none] } = await renderHomeAssistant(join(examples, HA), [
    null, await bodyOf('p9'), '<html>Bad gateway</html>', '[]', '', changed({ state: 'unobserved' }), JSON.stringify(shown),
    changed({ progress_ratio: 0, spools: [spool(0)] }), changed({ status_text: null, progress_ratio: null, eta_time: null, spools: null }),
    changed({ spools: [spool(12.4), spool(null)] }), changed({ spools: [spool(3, false)] }),
  ]);
  for (const states of [nobody, problem, page, list, empty, unobserved]) assert.deepEqual(new Set(Object.values(states)), new Set(['unavailable']));
  assert.equal('job_name' in shown, false);
  assert.equal(named(hidden).job, 'unavailable');
  assert.notEqual(named(hidden).state, 'unavailable');
  assert.deepEqual([named(zero).progress, named(zero).model_left], [0, 0], 'a zero that is known is shown');
  for (const key of ['status', 'progress', 'end_of_build', 'model_left', 'support_left']) assert.equal(named(untold)[key], 'unavailable', key);
  assert.deepEqual([named(half).model_left, named(none).model_left], ['unavailable', 'unavailable']);
});

test('Home Assistant: the automation listens to an entity that is there, and has words for each of its states', async () => {
  const { entities, automations, messages } = await renderHomeAssistant(join(examples, HA), []);
  const ids = Object.values(entities).map((entity) => 'sensor.' + entity.name.toLowerCase().replaceAll(' ', '_'));
  assert.equal(new Set(ids).size, ids.length);
  const [{ triggers: [trigger] }] = automations;
  assert.ok(ids.includes(trigger.entity_id) && ids.includes('sensor.uprint_status'));
  const all = [...entities.stratasys_uprint_state.options, 'unobserved'];
  assert.deepEqual([...all].sort(), ['building', 'error', 'idle', 'maintenance', 'offline', 'part_waiting', 'paused', 'preparing', 'unmapped', 'unobserved']);
  for (const state of trigger.to) assert.ok(all.includes(state));
  assert.deepEqual(messages, [
    ['The part is ready to be taken out.', 'The printer reports an error.'],
    ['The part is ready to be taken out. (Part Done)', 'The printer reports an error. (Part Done)'],
  ]);
});

// ---- Excel -------------------------------------------------------------------------------------------------------------

const MONTH_JOBS = 2500;

/** What a query of Power Query says: {settings, columns, parameters}. Read by its own simple lines; Power Query is not run. */
function readQuery(text) {
  const settings = Object.fromEntries([...text.matchAll(/^    (Server|Place|From|To) = "([^"]*)",/gm)].map(([, name, value]) => [name, value]));
  const columns = [...text.matchAll(/^        \{"(\w+)", (?:type )?([\w.]+)\}/gm)].map(([, name, type]) => ({ name, type }));
  const record = /\[\s*(from = From.*?)\]/s.exec(text)[1];
  const valueOf = (term) => (term.startsWith('"') ? JSON.parse(term) : term.startsWith('Text.Combine') ? columns.map((c) => c.name).join(',') : settings[term]);
  const parameters = Object.fromEntries([...record.matchAll(/(\w+) = (Text\.Combine\(.*?\)|"[^"]*"|\w+)/g)].map(([, name, term]) => [name, valueOf(term)]));
  return { settings, columns, parameters };
}

const addressOf = ({ settings, parameters }) => `/${settings.Place}/api/v1/jobs?${new URLSearchParams(parameters)}`;

const CELLS = {
  'Int64.Type': /^(-?\d+)?$/, text: /^.*$/s, number: /^(-?\d+(\.\d+)?(e-?\d+)?)?$/, datetime: /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)?$/,
};

function readByPython(text) {
  const program = 'import csv, io, json, sys; print(json.dumps(list(csv.reader(io.StringIO(sys.stdin.read(), newline="")))))';
  return JSON.parse(execFileSync(python, ['-c', program], { input: text, encoding: 'utf8', maxBuffer: 1 << 28 }));
}

/** All of a list, page by page, as jobs-json.m follows them. */
async function pagesOf(httpd, path) {
  const items = [];
  let pages = 0;
  for (let next = path; next; pages++) {
    const page = (await httpd.ask(next)).json();
    items.push(...page.items);
    next = page.next;
  }
  return { items, pages };
}

test('Excel: what the queries ask is answered, with the columns and types that they name', async (t) => {
  const httpd = await serve(t, pourDatabase(t, jobsSql(MONTH_JOBS)));
  const [csv, json] = ['excel/jobs-csv.m', 'excel/jobs-json.m'].map((name) => readQuery(example(name)));
  assert.deepEqual(csv.columns, json.columns);
  assert.deepEqual(csv.settings, { Server: 'http://127.0.0.1:8080', Place: 'stratasys', From: 'last-month', To: 'last-month' });
  assert.equal((await httpd.ask(addressOf(csv))).status, 200);
  for (const one of [csv, json]) Object.assign(one.parameters, { from: '2025', to: '2025' });
  const [head, ...rows] = readByPython((await httpd.ask(addressOf(csv))).text);
  assert.deepEqual(head, csv.columns.map((column) => column.name));
  assert.equal(rows.length, MONTH_JOBS);
  for (const row of rows) row.forEach((cell, i) => assert.match(cell, CELLS[csv.columns[i].type], head[i]));
  const { items, pages } = await pagesOf(httpd, addressOf(json));
  assert.equal(pages, 3);
  assert.deepEqual(items.map((item) => head.map((name) => String(item[name] ?? ''))), rows, 'both ways give the same table');
});

test('Excel: a public location serves the queries without its people, and says so with them', async (t) => {
  const httpd = await serve(t, pourDatabase(t, jobsSql(3)), 'StratasysExpose none');
  const whole = example('excel/jobs-csv.m');
  assert.equal((await httpd.ask(addressOf(readQuery(whole)))).status, 403);
  const public_ = whole.replace(/^        \{"(owner|job_name)".*\n/gm, '');
  assert.equal((await httpd.ask(addressOf(readQuery(public_)))).status, 200);
});

// ---- curl --------------------------------------------------------------------------------------------------------------

const curlFor = (httpd) => (...args) =>
  runProgram('sh', [join(examples, 'curl.sh'), ...args], { env: { STRATASYS: `${httpd.url}/stratasys/api/v1` } });

test('curl.sh: the present', async (t) => {
  const sim = await startSteadySim(t, 4);
  await sim.tell('fault 4 refuse');
  const httpd = await startHttpd(t, { config: `StratasysOfflineAfter 1\n${printerLines(sim, 'interval=1s')}` });
  const curl = curlFor(httpd);
  const fleet = await until('all is known', async () => {
    const { items } = await httpd.api('printers');
    return items?.every((p) => p.state !== 'unobserved') && items;
  });
  const [head, ...rows] = readByPython((await curl('fleet')).stdout);
  assert.deepEqual(head, ['printer', 'state', 'status_text', 'progress_ratio', 'eta_local']);
  assert.deepEqual(rows.map(([printer, state]) => [printer, state]), fleet.map((p) => [p.printer, p.state]));
  assert.equal(JSON.parse((await curl('printer', 'p2')).stdout).printer, 'p2');
  for (const { printer, state } of fleet) {
    const { status, stdout } = await curl('busy', printer);
    const word = state === 'offline' ? 'unknown' : ['preparing', 'building', 'paused'].includes(state) ? 'busy' : 'free';
    assert.deepEqual([stdout, status], [`${word}\n`, { busy: 0, free: 1, unknown: 2 }[word]]);
  }
  const wrong = await curl('printer', 'nobody');
  assert.deepEqual([wrong.status, wrong.stdout], [1, '']);
  assert.match(wrong.stderr, /"status":404/);
  const usage = await curl('fly');
  assert.equal(usage.status, 64);
  assert.match(usage.stderr, /follow FILE/);
});

test('curl.sh: a printer again only where something has changed', async (t) => {
  const database = pourDatabase(t, jobsSql(2));
  const httpd = await serve(t, database);
  const curl = curlFor(httpd);
  const tag = join(makePlace(t), 'tag');
  assert.equal(JSON.parse((await curl('changed', 'p1', tag)).stdout).printer, 'p1');
  assert.deepEqual(await curl('changed', 'p1', tag), { status: 0, stdout: '', stderr: '' });
  run(database, "UPDATE printer_reading SET change_seq = change_seq + 1; UPDATE poller SET change_seq = change_seq + 1; UPDATE printer SET location = 'Room 99'");
  assert.equal(JSON.parse((await curl('changed', 'p1', tag)).stdout).location, 'Room 99');
});

test('curl.sh: jobs and totals of a month', async (t) => {
  const httpd = await serve(t, pourDatabase(t, jobsSql(1000)));
  const curl = curlFor(httpd);
  const january = (await httpd.api('jobs?by=ended&from=2025-01&to=2025-01&limit=1')).total;
  assert.ok(january > 700);
  assert.equal(readByPython((await curl('jobs', '2025-01')).stdout).length, january + 1);
  assert.equal((await curl('jobs')).status, 0, 'last month, without a word');
  const totals = await curl('totals', '2025-01');
  const [head, ...rows] = readByPython(totals.stdout);
  const sum = (name) => rows.reduce((all, row) => all + Number(row[head.indexOf(name)]), 0);
  assert.equal(rows.length, 2);
  assert.equal(sum('jobs'), january);
});

// ---- events ------------------------------------------------------------------------------------------------------------

/** Adds so many events, with texts that look like what surrounds them. */
const addEvents = (database, count) =>
  run(database, `BEGIN; INSERT INTO event (at, printer_key, kind, text) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})
    SELECT 1735689600 + i, i % 2 + 1, 'state', 'idle; it says: {"seq":7},{"a":"b"}],"total":1' FROM n; UPDATE poller SET change_seq = change_seq + 1; COMMIT;`);

const seqsIn = (database) => query(database, 'SELECT seq FROM event ORDER BY seq').map((row) => row.seq);
const seqsOf = (text) => text.split('\n').filter(Boolean).map((line) => JSON.parse(line).seq);

test('curl.sh follows the events: each once, from where it stopped', async (t) => {
  const database = pourDatabase(t, '');
  const httpd = await serve(t, database);
  const curl = curlFor(httpd);
  const file = join(makePlace(t), 'seq');
  addEvents(database, 250);
  const told = seqsOf((await curl('follow', file)).stdout);
  assert.deepEqual(told, seqsIn(database));
  assert.deepEqual(await curl('follow', file), { status: 0, stdout: '', stderr: '' });
  addEvents(database, 3);
  told.push(...seqsOf((await curl('follow', file)).stdout));
  assert.deepEqual(told, seqsIn(database));
  await httpd.stop();
  assert.notEqual((await curl('follow', file)).status, 0);
  assert.equal(Number(readFileSync(file, 'utf8')), told.at(-1), 'its place is kept');
});

/** follow_events.py while it runs: {seqs(), errors(), stop()}. */
function startFollowing(t, httpd, file, ...options) {
  const child = spawn(python, [join(examples, 'python/follow_events.py'), '--url', `${httpd.url}/stratasys`, '--seq-file', file, '--interval', '0.05', ...options],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, HOME: '/nonexistent' } });
  const ended = once(child, 'close');
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr']) child[name].setEncoding('utf8').on('data', (text) => (texts[name] += text));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    return seqsOf(texts.stdout);
  };
  atEnd(t, stop);
  return { seqs: () => seqsOf(texts.stdout.slice(0, texts.stdout.lastIndexOf('\n') + 1)), errors: () => texts.stderr, stop };
}

async function startAgain(t, httpd) {
  const child = spawn(apache, ['-DFOREGROUND', '-f', httpd.file], { stdio: ['ignore', 'inherit', 'inherit'] });
  const ended = once(child, 'exit');
  atEnd(t, async () => {
    child.kill('SIGTERM');
    await ended;
  });
}

test('follow_events.py misses nothing and repeats nothing, over restarts of the server and of itself', async (t) => {
  const database = pourDatabase(t, '');
  const httpd = await serve(t, database);
  const file = join(makePlace(t), 'seq');
  addEvents(database, 250);
  const first = startFollowing(t, httpd, file, '--all');
  await until('all are told', () => first.seqs().length === 250);
  await httpd.stop();
  await until('it says that nobody answers', () => first.errors().includes('going on trying'));
  addEvents(database, 120);
  await startAgain(t, httpd);
  await until('the rest is told', () => first.seqs().length === 370);
  const told = await first.stop();
  assert.equal(first.errors().trim().split('\n').length, 1, first.errors());
  addEvents(database, 5);
  const second = startFollowing(t, httpd, file);
  await until('what came meanwhile is told', () => second.seqs().length === 5);
  assert.deepEqual([...told, ...(await second.stop())], seqsIn(database));
  assert.equal(second.errors(), '');
});

test('follow_events.py begins with now, tells of what is gone, and ends for cron', async (t) => {
  const database = pourDatabase(t, '');
  const httpd = await serve(t, database);
  const file = join(makePlace(t), 'seq');
  const follow = (...args) => runProgram(python, [join(examples, 'python/follow_events.py'), '--url', `${httpd.url}/stratasys`, '--seq-file', file, '--once', ...args]);
  addEvents(database, 4);
  assert.deepEqual(await follow(), { status: 0, stdout: '', stderr: '' });
  addEvents(database, 2);
  assert.deepEqual(seqsOf((await follow()).stdout), seqsIn(database).slice(4));
  addEvents(database, 6);
  run(database, `DELETE FROM event WHERE seq <= ${seqsIn(database).at(-3)}; UPDATE poller SET change_seq = change_seq + 1`);
  const gap = await follow();
  assert.deepEqual(seqsOf(gap.stdout), seqsIn(database));
  assert.match(gap.stderr, /are missing/);
  const last = seqsIn(database).at(-1);
  writeFileSync(file, `${last + 1000}`);
  const older = await follow();
  assert.match(older.stderr, new RegExp(`replaced by an older one: its last event is ${last}`));
  assert.equal(Number(readFileSync(file, 'utf8')), last);
  writeFileSync(file, 'seven');
  assert.match((await follow()).stderr, /does not hold a number/);
  const wrong = await runProgram(python, [join(examples, 'python/follow_events.py'), '--url', `${httpd.url}/nowhere`, '--seq-file', join(makePlace(t), 'seq')]);
  assert.equal(wrong.status, 1);
  assert.match(wrong.stderr, /^follow_events: HTTP 404/);
});

// ---- the monthly report ------------------------------------------------------------------------------------------------

const reportFrom = (httpd, ...args) => runProgram(python, [join(examples, 'python/stratasys_report.py'), '--url', `${httpd.url}/stratasys`, ...args]);

/** The report as SQL makes it of the views. */
const reportSql = (month, owner) => `SELECT printer, ${owner} AS owner, count(*) AS jobs,
    sum(result = 'completed') AS completed, sum(result = 'failed') AS failed, sum(result = 'cancelled') AS cancelled, sum(result = 'unknown') AS unknown,
    printf('%.1f', sum(build_s) / 3600.0) AS build_h, printf('%.1f', sum(model_used_cm3)) AS model_cm3, printf('%.1f', sum(support_used_cm3)) AS support_cm3,
    count(*) - count(build_s) AS untold_jobs
  FROM job_history WHERE substr(ended_local, 1, 7) = '${month}' AND is_begun IS NOT 0 GROUP BY 1, 2 ORDER BY 1, 2`;

const near = (a, b) => Math.abs(Number(a) - Number(b)) <= 0.1 + 1e-9;

test('stratasys_report.py tells what the views tell, for each printer and owner', async (t) => {
  const place = makePlace(t);
  const fleet = { database: join(place, 'stratasys.db'), printers: 3, seed: 4, zone: 'Europe/Berlin', interval: 900, 'at-changes': true };
  lapse({ ...fleet, from: Date.UTC(2025, 1, 15) / 1000, to: Date.UTC(2025, 3, 3) / 1000 });
  const rows = rowsOf(fleet.database, reportSql('2025-03', "coalesce(owner, '(unknown)')"));
  assert.ok(rows.length > 5 && rows.some((row) => row.failed + row.cancelled > 0));
  const httpd = await serve(t, pourOf(t, fleet.database));
  const { status, stdout, stderr } = await reportFrom(httpd, '--month', '2025-03', '--csv');
  assert.deepEqual([status, stderr], [0, '']);
  const [head, ...lines] = readByPython(stdout);
  assert.deepEqual(head, Object.keys(rows[0]));
  const told = new Map(lines.map((line) => [line.slice(0, 2).join('\n'), line]));
  assert.equal(told.size, rows.length);
  for (const row of rows) {
    const line = told.get(`${row.printer}\n${row.owner}`);
    for (const [i, name] of head.entries())
      assert.ok(/_h$|_cm3$/.test(name) ? near(line[i], row[name]) : line[i] === String(row[name]), `${row.printer} ${row.owner} ${name}: ${line[i]}, ${row[name]}`);
  }
  const table = await reportFrom(httpd, '--month', '2025-03');
  assert.equal(table.stdout.trim().split('\n').length, rows.length + 1);
});

/** The database in a folder as httpd's user has it. */
function pourOf(t, database) {
  const copy = pourDatabase(t, '');
  execFileSync('sh', ['-c', 'rm -f "$2" "$2"-wal "$2"-shm && sqlite3 "$1" ".backup \'$2\'" && chown --reference="$(dirname "$2")" "$2" && sqlite3 "$2" "PRAGMA journal_mode = WAL" >/dev/null',
    'copy', database, copy]);
  return copy;
}

test('stratasys_report.py follows all pages; a public location has no owners; what is unknown is empty; what is wrong is told', async (t) => {
  const database = pourDatabase(t, `${jobsSql(MONTH_JOBS)}
    UPDATE job SET ended_at = 1741996800, build_s = CASE printer_key WHEN 1 THEN NULL ELSE build_s END; INSERT INTO owner VALUES (3, '=1+1'); UPDATE job SET owner_key = 3 WHERE job_key % 10 = 0;`);
  const httpd = await serve(t, database);
  const [head, ...rows] = readByPython((await reportFrom(httpd, '--csv', '--month', '2025-03')).stdout);
  const cell = (row, name) => row[head.indexOf(name)];
  assert.equal(rows.reduce((sum, row) => sum + Number(cell(row, 'jobs')), 0), MONTH_JOBS);
  assert.ok(rows.some((row) => cell(row, 'owner') === "'=1+1"));
  for (const row of rows.filter((one) => cell(one, 'printer') === 'p1')) assert.deepEqual([cell(row, 'build_h'), cell(row, 'untold_jobs')], ['', cell(row, 'jobs')]);
  assert.deepEqual((await reportFrom(httpd, '--csv', '--month', '1999-01')).stdout.trim().split('\r\n').length, 1);

  const wrong = await reportFrom(httpd, '--month', 'soon');
  assert.deepEqual([wrong.status, wrong.stdout], [1, '']);
  assert.match(wrong.stderr, /^stratasys_report: .*soon.*\n$/);
  assert.doesNotMatch(wrong.stderr, /Traceback|\{/);
  await httpd.stop();
  assert.match((await reportFrom(httpd)).stderr, /^stratasys_report: .*refused/);

  const public_ = await serve(t, database, 'StratasysExpose none');
  const [, ...lines] = readByPython((await reportFrom(public_, '--csv', '--month', '2025-03')).stdout);
  assert.deepEqual(lines.map((line) => line.slice(0, 3)), [['p1', '(not exposed)', '1250'], ['p2', '(not exposed)', '1250']]);
});

test('the Python examples are Python 3.9 and import nothing but its own library', () => {
  const program = `import ast, sys
tree = ast.parse(open(sys.argv[1]).read(), feature_version=(3, 9))
for node in ast.walk(tree):
    names = [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module] if isinstance(node, ast.ImportFrom) else []
    assert all(name.split('.')[0] in sys.stdlib_module_names for name in names), names`;
  for (const name of ['stratasys_report.py', 'follow_events.py']) {
    const { status, stderr } = spawnSync(python, ['-c', program, join(examples, 'python', name)], { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
  }
});

// ---- access control ----------------------------------------------------------------------------------------------------

test('a card reader learns whether a printer is busy, and nothing else', async (t) => {
  const sim = await startSteadySim(t, 3);
  const text = example('access-control/busy.conf');
  const own = (snippet) => `${loadStratasys}\nStratasysDatabase db/stratasys.db\n${printerLines(sim)}\n${snippet}
    <Location "/stratasys">\nStratasysServe api\nRequire all granted\n</Location>\n`;
  const extraModules = ['authz_host'];
  assert.ok(checkConfig(await makeHttpd(t, { own: own(text), extraModules })).ok);
  const httpd = await startHttpd(t, { own: own(text.replace('192.0.2.50', '127.0.0.1')), extraModules });
  const { items } = await polledFleet(httpd);
  for (const { printer, state } of items) {
    const answer = await httpd.ask(`/door/api/v1/printers/${printer}/busy`);
    assert.deepEqual([answer.status, answer.text], [200, ['preparing', 'building', 'paused'].includes(state) ? '1' : '0']);
  }
  const paths = ['', '/p1', '/p1/busy/', '/p1/jobs', '/p1/../p1', '/P1/busy', '/p1/busy%2f..', '/p1/raw'].map((path) => `printers${path}`);
  for (const path of [...paths, 'jobs', 'health', 'events', 'openapi.json', '../../metrics', '../../'])
    assert.ok([403, 404].includes((await httpd.ask(`/door/api/v1/${path}`)).status), path);
  const stranger = await startHttpd(t, { own: own(text), extraModules });
  assert.equal((await stranger.ask('/door/api/v1/printers/p1/busy')).status, 403);
});

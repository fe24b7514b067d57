// CSV and JSON as people take them away: what Python's csv module and LibreOffice read is what is there, and nothing runs in them; long
// lists are streamed.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { startHttpd } from './lib/httpd.mjs';
import { makePlace, until } from './lib/place.mjs';
import { jobsSql, pourDatabase, sqlText } from './lib/pour.mjs';
import { query, run } from './lib/schema.mjs';

const JOBS = 'stratasys/api/v1/jobs';
const NAMES = [
  '=1+1', '=HYPERLINK("http://x/","y")', '+1', '-2+3', '@SUM(A1:A9)', '\t=1', '\r=1', ' =1+1', '＝1+1', '|cmd', '%0A=1', "'=1",
  'a,b', 'a;b', 'a\tb', '"quoted"', 'line\nbreak', 'line\r\nbreak', '""', "it's", '<img src=x onerror=alert(1)>"\'&;', 'مرحبا‮abc', '🖨️ part', 'Müller Öse',
  'x'.repeat(250), '', ' ends with a blank ', 'NULL', '0012', '1.5', '2025-03-01', '1e5', 'TRUE',
];
/** As csv.h promises: an apostrophe before what a spreadsheet would run, also behind the end of a line or a tab. */
const harmless = (text) => (/^\s*[=+\-@\uff1d]/u.test(text) ? "'" : '') + text.replace(/([\t\r\n])(?==)/g, "$1'");

const namedJobs = NAMES.map((name, i) => `INSERT INTO job (printer_key, era_key, run, job_name, first_seen_at, ended_at, result, build_s, model_used_in3)
  VALUES (1, 1, 1, ${sqlText(name)}, ${1735689600 + i * 60}, ${1735689600 + i * 60 + 30}, 'completed', ${i}, -${i}.5);`).join('\n');

const serve = (t, database, location) => startHttpd(t, { config: `StratasysPoller Off\nStratasysDatabase ${database}`, location });

/** The rows of a CSV file by Python's csv module, as lists of texts. */
function readByPython(file, separator) {
  const program = 'import csv, json, sys; print(json.dumps(list(csv.reader(open(sys.argv[1], newline="", encoding="utf-8-sig"), delimiter=sys.argv[2], strict=True))))';
  return JSON.parse(execFileSync('python3', ['-c', program, file, separator], { encoding: 'utf8' }));
}

test("Python's csv module reads every cell as it is, in every form", async (t) => {
  const httpd = await serve(t, pourDatabase(t, namedJobs));
  const place = makePlace(t);
  const { items } = await httpd.json(`/${JOBS}?limit=all&sort=job_uid`);
  assert.deepEqual(items.map((job) => job.job_name), NAMES);
  for (const [query, separator, decimal] of [['', ',', '.'], ['&bom=1&sep=semicolon&decimal=comma', ';', ','], ['&sep=tab', '\t', '.'], ['&decimal=comma', ';', ',']]) {
    const answer = await httpd.ask(`/${JOBS}?format=csv&sort=job_uid${query}`);
    assert.match(answer.headers['content-type'], /^text\/csv; charset=utf-8/);
    assert.equal(answer.headers['content-disposition'], 'attachment; filename="jobs.csv"');
    assert.equal(answer.text.startsWith('\ufeff'), query.includes('bom=1'));
    const file = join(place, 'jobs.csv');
    writeFileSync(file, answer.body);
    const [head, ...rows] = readByPython(file, separator);
    assert.equal(rows.length, NAMES.length);
    const column = (name) => rows.map((row) => row[head.indexOf(name)]);
    assert.deepEqual(column('job_name'), NAMES.map(harmless));
    assert.deepEqual(column('ended_at'), items.map((job) => String(job.ended_at)));
    assert.equal(column('ended_local')[0], '2025-01-01 01:00:30');
    assert.deepEqual(column('model_used_in3'), items.map((job) => String(job.model_used_in3).replace('.', decimal)));
    assert.deepEqual(column('owner'), items.map(() => ''), 'unknown is an empty cell');
  }
});

const office = ['/usr/bin/soffice', '/usr/bin/libreoffice'].find(existsSync);

/** LibreOffice converts the file; gives the text of the new one. */
function convert(place, file, to, ending) {
  const done = spawnSync(office, [`-env:UserInstallation=file://${place}/office`, '--headless', '--infilter=CSV:44,34,76,1,,0,true,false', '--convert-to', to, '--outdir', join(place, 'out'), file],
    { encoding: 'utf8', env: { ...process.env, HOME: place } });
  const made = join(place, 'out', `jobs.${ending}`);
  assert.ok(existsSync(made), done.stdout + done.stderr);
  return readFileSync(made, 'utf8');
}

test('LibreOffice gives back the same cells, and runs none of them', { skip: !office && 'LibreOffice is not installed' }, async (t) => {
  const httpd = await serve(t, pourDatabase(t, namedJobs));
  const place = makePlace(t);
  const file = join(place, 'jobs.csv');
  const csv = await httpd.ask(`/${JOBS}?format=csv&sort=job_uid&fields=job_uid,job_name,build_s,model_used_in3,ended_local`);
  writeFileSync(file, csv.body);
  const sheet = convert(place, file, 'fods', 'fods');
  assert.doesNotMatch(sheet, /table:formula/);
  convert(place, file, 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false', 'csv');
  const normal = (rows) => rows.map((row) => row.map((cell) => cell.replace(/\r\n?/g, '\n')));
  assert.deepEqual(normal(readByPython(join(place, 'out/jobs.csv'), ',')), normal(readByPython(file, ',')));
});

const MANY = 5000;

test('a list of any length is streamed, whole and in order', async (t) => {
  const database = pourDatabase(t, jobsSql(MANY));
  const httpd = await serve(t, database);
  const uids = query(database, 'SELECT job_uid FROM job_history ORDER BY job_uid').map((row) => row.job_uid);
  const answer = await httpd.ask(`/${JOBS}?limit=all&sort=job_uid&fields=job_uid`);
  assert.equal(answer.headers['transfer-encoding'], 'chunked');
  const list = answer.json();
  assert.deepEqual(list.items.map((job) => job.job_uid), uids);
  assert.deepEqual([list.total, list.next], [MANY, null]);
  const csv = await httpd.ask(`/${JOBS}?format=csv&sort=-job_uid&fields=job_uid`);
  assert.deepEqual(csv.text.trim().split('\r\n'), ['job_uid', ...uids.map(String).reverse()]);
  assert.ok(csv.headers.etag && csv.headers.etag !== answer.headers.etag);
  const known = await httpd.ask(`/${JOBS}?format=csv&sort=-job_uid&fields=job_uid`, { headers: { 'If-None-Match': csv.headers.etag } });
  assert.deepEqual([known.status, known.body.length], [304, 0]);
  const head = await httpd.ask(`/${JOBS}?format=csv`, { method: 'HEAD' });
  assert.deepEqual([head.status, head.body.length, head.headers['content-length']], [200, 0, undefined], 'nobody knows how long it will be');
  run(database, 'UPDATE poller SET change_seq = change_seq + 1');
  const changed = await httpd.ask(`/${JOBS}?format=csv&sort=-job_uid&fields=job_uid`, { headers: { 'If-None-Match': csv.headers.etag } });
  assert.equal(changed.status, 200, 'what changed has another tag');
});

test('pages follow each other by next and by Link; a page of CSV has its Link, too', async (t) => {
  const httpd = await serve(t, pourDatabase(t, jobsSql(250)));
  const uids = [];
  let path = `/${JOBS}?limit=100&fields=job_uid&sort=ended_at&result=completed`;
  for (let page = 0; path; page++) {
    const answer = await httpd.ask(path);
    const { items, total, next } = answer.json();
    assert.equal(total, page === 0 ? 150 : null, 'counted for the first page');
    assert.equal(answer.headers.link, next ? `<${next}>; rel="next"` : undefined);
    uids.push(...items.map((job) => job.job_uid));
    path = next;
  }
  assert.equal(new Set(uids).size, 150);
  const csv = await httpd.ask(`/${JOBS}?limit=7&format=csv&fields=job_uid`);
  assert.equal(csv.text.trim().split('\r\n').length, 8);
  const [, next] = /^<(.*)>; rel="next"$/.exec(csv.headers.link);
  assert.equal((await httpd.ask(next)).text.trim().split('\r\n').length, 8);
});

test('who reads slowly or goes away holds nothing of the database', async (t) => {
  const database = pourDatabase(t, jobsSql(MANY));
  const httpd = await serve(t, database);
  const slow = createConnection(httpd.port, '127.0.0.1');
  slow.on('error', () => {});
  slow.pause();
  slow.write(`GET /${JOBS}?limit=all HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  await once(slow, 'connect');
  await until('its bytes wait', () => slow.readableLength > 0 || slow.bytesRead > 0 || (slow.resume(), slow.pause(), false));
  // A reader that held a snapshot would keep the log from being emptied.
  run(database, 'UPDATE poller SET change_seq = change_seq + 1');
  await until('the log can be emptied', () => query(database, 'PRAGMA wal_checkpoint(TRUNCATE)')[0].busy === 0);
  slow.destroy();
  assert.equal((await httpd.ask(`/${JOBS}?limit=1`)).status, 200);
});

test('who reads long lists slowly leaves threads to others', async (t) => {
  const database = pourDatabase(t, `${jobsSql(MANY)} UPDATE job SET pack = hex(zeroblob(2000));`);
  const threads = 'StartServers 1\nServerLimit 1\nThreadLimit 4\nThreadsPerChild 4\nMaxRequestWorkers 4\nMinSpareThreads 1\nMaxSpareThreads 4';
  const httpd = await startHttpd(t, { config: `StratasysPoller Off\nStratasysDatabase ${database}\n${threads}` });
  const slow = createConnection(httpd.port, '127.0.0.1');
  slow.on('error', () => {});
  slow.write(`GET /${JOBS}?limit=all HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  await once(slow, 'readable'); // and is read no further
  const refused = await httpd.ask(`/${JOBS}?limit=all`);
  assert.deepEqual([refused.status, refused.headers['retry-after']], [503, '10']);
  assert.match(refused.json().detail, /limit=1000/);
  assert.equal((await httpd.ask(`/${JOBS}?limit=1000`)).status, 200);
  for (const short of ['jobs?limit=all&q=part%207', 'printers?limit=all', 'printers/p1/keys?limit=all', 'outcomes?format=csv'])
    assert.equal((await httpd.ask(`/stratasys/api/v1/${short}`)).status, 200, `${short} is sent at once`);
  slow.destroy();
  await until('there is room again', async () => (await httpd.ask(`/${JOBS}?format=csv&fields=job_uid`)).status === 200);
});

test('sums of any number of rows are streamed, as the pages have them', async (t) => {
  const httpd = await serve(t, pourDatabase(t, jobsSql(MANY, 11), { printers: 11 }));
  for (const query of ['outcomes?group_by=printer,weekday-hour', 'outcomes?group_by=hour', 'waiting?group_by=printer,hour']) {
    const rows = [];
    for (let path = `/stratasys/api/v1/${query}&limit=700`; path;) {
      const page = (await httpd.ask(path)).json();
      rows.push(...page.items);
      path = page.next;
    }
    assert.ok(rows.length > 1000, `${query}: ${rows.length} rows`);
    const whole = (await httpd.ask(`/stratasys/api/v1/${query}&limit=all`)).json();
    assert.deepEqual(whole.items, rows);
    assert.deepEqual([whole.total, whole.next], [rows.length, null]);
  }
});

test('a stream that cannot be read on breaks off: no client takes it for whole', async (t) => {
  const database = pourDatabase(t, `${jobsSql(MANY)} UPDATE job SET pack = hex(zeroblob(2000));`);
  const httpd = await serve(t, database);
  const stream = createConnection(httpd.port, '127.0.0.1');
  stream.on('error', () => {});
  stream.write(`GET /${JOBS}?limit=all HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  await once(stream, 'readable');
  // Another database comes to its place: a newer one than this program knows.
  run(database, 'PRAGMA user_version = 999');
  let text = '';
  for await (const part of stream) {
    text += part.toString('latin1');
    if (text.endsWith('0\r\n\r\n')) break;
  }
  assert.ok(!text.endsWith('0\r\n\r\n'), 'the last chunk is missing');
  assert.match(httpd.log(), /the history could not be read on/);
});

test('what a location hides is in no format, no field, no filter, no order, no tag', async (t) => {
  const database = pourDatabase(t, jobsSql(50));
  const httpd = await serve(t, database, 'StratasysExpose none');
  for (const path of [JOBS, `${JOBS}?format=csv`, `${JOBS}?limit=all`, 'stratasys/api/v1/printers/p1/jobs']) {
    const { text, headers } = await httpd.ask(`/${path}`);
    assert.doesNotMatch(text, /job_name|owner|comment|pack|serial|anna|ben|part 1|D1001/, path);
    run(database, "UPDATE job SET job_name = job_name || 'x', comment = 'secret'; UPDATE poller SET change_seq = change_seq");
    assert.equal((await httpd.ask(`/${path}`)).headers.etag, headers.etag, `${path}: the tag tells nothing of what is hidden`);
  }
  for (const path of ['jobs?q=part', 'jobs?owner=anna', 'jobs?fields=owner', 'owners', 'outcomes?owner=anna', 'outcomes?q=part', 'printers/p1/jobs?q=part']) {
    const answer = await httpd.ask(`/stratasys/api/v1/${path}`);
    assert.equal(answer.status, 403, path);
    assert.match(answer.headers['content-type'], /^application\/problem\+json/);
  }
  assert.equal((await httpd.ask('/stratasys/api/v1/jobs?sort=job_name')).status, 400);
});

// The shipped configuration: its public location and the one for staff behind a password file, as they stand in it (only uncommented),
// over one database. Who sees what, in every path and format.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { startSteadySim } from './lib/endurance.mjs';
import { checkConfig, loadStratasys, makeHttpd, polledFleet, startHttpd } from './lib/httpd.mjs';
import { makePlace, project } from './lib/place.mjs';
import { jobsSql, pourDatabase } from './lib/pour.mjs';
import { printerLines } from './lib/sim.mjs';

const shipped = readFileSync(join(project, 'conf/stratasys.conf'), 'utf8');

/** The commented location of that path whose text has the word, without its hashes. */
function shippedLocation(path, word = '') {
  const blocks = [...shipped.matchAll(/^#<Location "(.*)">\n(?:#.*\n)*?#<\/Location>$/gm)].filter(([text, of]) => of === path && text.includes(word));
  assert.equal(blocks.length, 1, `${path} ${word}`);
  return blocks[0][0].replace(/^#/gm, '');
}

const PUBLIC = '/printers';
const STAFF = '/staff/printers';
const MODULES = ['authz_host', 'authn_core', 'authn_file', 'authz_user', 'auth_basic', 'filter', 'deflate'];
const LOGIN = { headers: { Authorization: `Basic ${Buffer.from('mona:opensesame').toString('base64')}` } };
const PEOPLE = ['job_name', 'owner', 'comment', 'pack'];
const IDENTITY = ['serial', 'controller_version', 'lot', 'made_on', 'first_used_on'];

async function start(t) {
  const file = join(makePlace(t), 'staff.htpasswd');
  writeFileSync(file, `mona:{SHA}${createHash('sha1').update('opensesame').digest('base64')}\n`);
  const staff = shippedLocation(STAFF, 'AuthUserFile').replace('/etc/apache2/staff.htpasswd', file);
  assert.ok(staff.includes(file));
  const sim = await startSteadySim(t, 2); // p1 builds
  const database = pourDatabase(t, jobsSql(40));
  const httpd = await startHttpd(t, {
    own: `${loadStratasys}\nStratasysDatabase ${database}\n${printerLines(sim)}\n${shippedLocation(PUBLIC)}\n${staff}\n`, extraModules: MODULES,
  });
  await polledFleet(httpd, `${PUBLIC}/api/v1/printers`);
  return {
    open: (path, init) => httpd.ask(PUBLIC + path, init),
    staff: (path, headers = {}) => httpd.ask(STAFF + path, { headers: { ...LOGIN.headers, ...headers } }),
    stranger: (path, init) => httpd.ask(STAFF + path, init),
  };
}

/** All keys of a JSON value, at any depth. */
const keysOf = (value) =>
  value === null || typeof value !== 'object' ? [] : Array.isArray(value) ? value.flatMap(keysOf) : Object.entries(value).flatMap(([key, inner]) => [key, ...keysOf(inner)]);
const shownOf = (keys, kind) => kind.filter((key) => keys.includes(key));

const assertForbidden = (answer, path) => {
  assert.deepEqual([answer.status, answer.headers['content-type']], [403, 'application/problem+json'], path);
  assert.equal(answer.headers.etag, undefined);
};

test('the shipped configuration is right as it is, and with each of its locations', async (t) => {
  const frame = (own) => makeHttpd(t, { own: `${loadStratasys}\nStratasysPrinter uprint 192.0.2.10\nStratasysDatabase db/stratasys.db\n${own}`, extraModules: MODULES });
  assert.deepEqual(checkConfig(await makeHttpd(t, { own: `${loadStratasys}\n${shipped}`, extraModules: MODULES })).ok, true);
  for (const own of [shippedLocation(PUBLIC), shippedLocation(STAFF, 'AuthUserFile'), shippedLocation('/v1')]) {
    const { ok, text } = checkConfig(await frame(own));
    assert.ok(ok, text);
  }
  const examples = shipped.replace(/^#(Stratasys)/gm, '$1').replace(/^StratasysDatabase.*$/m, 'StratasysDatabase db/stratasys.db');
  const all = checkConfig(await makeHttpd(t, { own: `${loadStratasys}\n${examples}`, extraModules: MODULES }));
  assert.ok(all.ok, all.text);
});

test('without the password nothing of the staff is shown, not even whether it is there', async (t) => {
  const { stranger, staff } = await start(t);
  const paths = ['/', '/api/v1/printers', '/api/v1/printers/p1', '/api/v1/printers/p1/raw', '/api/v1/jobs?format=csv', '/api/v1/owners', '/api/v1/nothing', '/metrics', '/v1/p1/status'];
  const wrong = { Authorization: `Basic ${Buffer.from('mona:wrong').toString('base64')}` };
  for (const path of paths) {
    const known = (await staff(path)).headers.etag ?? '*';
    for (const headers of [{}, wrong, { 'If-None-Match': known }]) {
      const answer = await stranger(path, { headers });
      assert.equal(answer.status, 401, path);
      assert.doesNotMatch(answer.text, /anna|p1/);
      assert.equal(answer.headers.etag, undefined);
    }
    assert.notEqual((await staff(path)).status, 401, path);
  }
});

test('the present: the public sees no people and no identity, staff both', async (t) => {
  const { open, staff } = await start(t);
  for (const path of ['/api/v1/printers', '/api/v1/printers/p1', '/api/v1/printers/p2']) {
    const [publicKeys, staffKeys] = [keysOf((await open(path)).json()), keysOf((await staff(path)).json())];
    assert.deepEqual(shownOf(publicKeys, [...PEOPLE, ...IDENTITY, 'damage']), [], path);
    assert.deepEqual(shownOf(staffKeys, [...PEOPLE, ...IDENTITY]), [...PEOPLE, ...IDENTITY], path);
    const rest = (keys) => [...new Set(keys)].filter((key) => ![...PEOPLE, ...IDENTITY, 'damage'].includes(key));
    assert.deepEqual(rest(staffKeys), rest(publicKeys), 'the rest is the same');
  }
  const head = async (ask) => (await ask('/api/v1/printers?format=csv')).text.split('\r\n')[0].split(',');
  assert.deepEqual(shownOf(await head(open), [...PEOPLE, ...IDENTITY, 'damage']), []);
  assert.deepEqual(shownOf(await head(staff), [...PEOPLE, 'serial', 'controller_version']), [...PEOPLE, 'serial', 'controller_version']);
  assertForbidden(await open('/api/v1/printers/p1/raw'), 'raw');
  const raw = await staff('/api/v1/printers/p1/raw');
  assert.equal(raw.status, 200);
  assert.match(raw.text, /^set machineStatus\(general\)/m);
  const text = (await open('/api/v1/printers')).text;
  const { serial, job_name } = (await staff('/api/v1/printers/p1')).json();
  assert.ok(serial && job_name && !text.includes(serial) && !text.includes(job_name));
});

test('what the API says is compressed in every location for those who take it', async (t) => {
  const { open, staff } = await start(t);
  const headers = { 'Accept-Encoding': 'gzip' };
  for (const path of ['/api/v1/jobs', '/api/v1/jobs?format=csv']) {
    assert.equal((await open(path, { headers })).headers['content-encoding'], 'gzip', path);
    assert.equal((await staff(path, headers)).headers['content-encoding'], 'gzip', path);
    assert.equal((await open(path)).headers['content-encoding'], undefined, path);
  }
  assert.doesNotMatch(shipped, /<LocationMatch/, 'and nothing of other applications');
});

test('the history: jobs, CSV, fields, q and owners', async (t) => {
  const { open, staff } = await start(t);
  const uid = (await open('/api/v1/jobs?limit=1&sort=job_uid')).json().items[0].job_uid;
  for (const path of ['/api/v1/jobs?limit=all', '/api/v1/jobs?limit=5', '/api/v1/printers/p1/jobs', `/api/v1/jobs/${uid}`]) {
    assert.deepEqual(shownOf(keysOf((await open(path)).json()), [...PEOPLE, ...IDENTITY]), [], path);
    assert.deepEqual(shownOf(keysOf((await staff(path)).json()), [...PEOPLE, 'serial']), [...PEOPLE, 'serial'], path);
  }
  const [publicCsv, staffCsv] = [await open('/api/v1/jobs?format=csv'), await staff('/api/v1/jobs?format=csv')];
  assert.deepEqual(shownOf(publicCsv.text.split('\r\n')[0].split(','), [...PEOPLE, ...IDENTITY]), []);
  assert.doesNotMatch(publicCsv.text, /anna|ben\b|part \d/);
  assert.match(staffCsv.text, /anna/);
  assert.equal(publicCsv.text.split('\r\n').length, staffCsv.text.split('\r\n').length, 'the same jobs');

  const hidden = [...PEOPLE.map((key) => `jobs?fields=job_uid,${key}`), 'jobs?fields=serial', 'printers?fields=serial', 'jobs?fields=owner&format=csv', 'jobs?q=part', 'jobs?q=anna',
    'jobs?owner=anna', 'printers/p1/jobs?owner=anna', 'owners', 'owners?format=csv', 'outcomes?owner=anna', 'jobs?sort=job_uid&q=p&limit=all'];
  for (const path of hidden) {
    assertForbidden(await open(`/api/v1/${path}`), path);
    assert.equal((await staff(`/api/v1/${path}`)).status, 200, path);
  }
  for (const key of [...PEOPLE, 'serial']) assert.ok([400, 403].includes((await open(`/api/v1/jobs?sort=${key}`)).status), key);
  assert.ok((await staff('/api/v1/jobs?q=part&owner=anna')).json().items.every((job) => job.owner === 'anna'));
  for (const path of ['utilization?group_by=printer', 'materials', 'outcomes?group_by=printer', 'estimates', 'waiting', 'events', 'health']) {
    const [shown, known] = [await open(`/api/v1/${path}`), await staff(`/api/v1/${path}`)];
    assert.deepEqual([shown.status, known.status], [200, 200], path);
    assert.doesNotMatch(shown.text, /anna|"part \d/, path);
  }
  assert.match((await staff('/api/v1/owners')).text, /anna/);
});

test('a tag of one location says nothing in the other', async (t) => {
  const { open, staff } = await start(t);
  for (const path of ['/api/v1/printers', '/api/v1/printers/p1', '/api/v1/jobs', '/api/v1/jobs?format=csv', '/api/v1/jobs?limit=all', '/api/v1/openapi.json']) {
    const [shown, known] = [await open(path), await staff(path)];
    assert.ok(shown.headers.etag && known.headers.etag, path);
    assert.notEqual(shown.headers.etag, known.headers.etag, path);
    assert.equal((await staff(path, { 'If-None-Match': shown.headers.etag })).status, 200, path);
    assert.equal((await staff(path, { 'If-None-Match': known.headers.etag })).status, 304, path);
  }
});

test('the page is in both, metrics and the original routes are for staff alone', async (t) => {
  const { open, staff } = await start(t);
  assert.deepEqual([(await open('/')).status, (await staff('/')).status], [200, 200]);
  for (const path of ['/metrics', '/v1/p1/status', '/v1/p1/job']) assert.equal((await open(path)).status, 404, path);
  assert.match((await staff('/metrics')).text, /^# TYPE stratasys_/m);
  assert.equal((await staff('/v1/p1/status')).status, 200);
  const job = await staff('/v1/p1/job');
  assert.ok(job.json().jobName ?? job.json().name ?? job.text.length > 10);
});

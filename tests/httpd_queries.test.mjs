// Query strings that nobody should send: each is answered, or told what is wrong with it; nothing falls over and no log fills up.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chance } from './lib/chance.mjs';
import { startHttpd } from './lib/httpd.mjs';
import { jobsSql, pourDatabase } from './lib/pour.mjs';

const COUNT = 1000;
const BATCH = 20; // each on a connection of its own: httpd may end a process with idle ones at any time
const LINE_BYTES_MAX = 8000; // beyond it httpd itself refuses the request
const PATHS = [
  'printers', 'printers/p1', 'printers/p1/busy', 'printers/p1/keys', 'printers/p1/jobs', 'printers/p1/states', 'printers/p1/samples', 'printers/p1/samples/hourly',
  'printers/p1/odometers', 'printers/p1/spools', 'jobs',
  'jobs/1', 'states', 'utilization', 'materials', 'owners', 'outcomes', 'estimates', 'waiting', 'events', 'health', 'openapi.json',
];
const NAMES = [
  'from', 'to', 'by', 'printer', 'fleet_group', 'product', 'owner', 'result', 'material', 'kind', 'state', 'q', 'group_by', 'after', 'step', 'sort', 'limit',
  'cursor', 'fields', 'format', 'bom', 'sep', 'decimal', 'nothing', '', 'FROM', 'from%00', '%66rom', 'from[]', 'a'.repeat(600),
];
const VALUES = [
  '', '0', '-1', '1', '007', '1e9', '0x10', '9223372036854775807', '9223372036854775808', '-9223372036854775809', '9'.repeat(400), '1.5', 'NaN', 'inf',
  '2025-02-30', '2025-03-30T02:30:00', '2025-03-30T14:05:00+02:00', '2025-03-30T14:05:00 02:00', '9999-12-31', '0000-00-00', 'today', '7d', '99999d', 'month', 'now',
  'csv', 'json', 'all', 'tab', ',', ';', 'ended', 'job_uid', '-job_uid', '--job_uid', 'printer,month', 'month,printer', 'printer,printer', 'hour', 'weekday-hour', ',',
  "'", '"', "' OR 1=1 --", "'; DROP TABLE job; --", '%', '_', '*', '"*', 'NEAR(a b)', 'a AND b', 'a OR', '^a', '-a', 'a:b', '(', '{a}:b', 'job_name:part', '\\', '\u0000', '\u0001',
  '\r\nX-Evil: 1', '<script>', 'مرحبا', '🖨️', '\u202e', 'é'.repeat(300), 'part', 'anna', 'P430', 'ended_at~:', '-job_uid~1', '-job_uid~', '~', '-job_uid~9999999999999999999999',
  'job_uid~1:2:3', "job_uid~1' OR 1", '~2025-01:p1', 'job_uid,job_uid', 'ended_local,ended_time', 'nothing', 'x,'.repeat(200), '60', '1min', '1d', '10s', '0s', '5y',
];
const RAW = ['%', '%G1', '%2', '%C3%28', '%ED%A0%80', '%FF', '&&&', '=', '=&=', 'from', 'limit=1&limit=2', '?', 'a=b=c', '+', '%2B', '%26', 'from=1;to=2'];

/** The parameters that each path takes, by its own description: a map of path to [{name, good}], good being values that are allowed. */
async function parametersOf(httpd) {
  const { paths, components } = await httpd.api('openapi.json');
  const goodOf = ({ schema, example }) => schema.enum ?? schema.items?.enum ?? schema.oneOf?.flatMap((each) => each.enum ?? [each.minimum, each.maximum]) ?? [example ?? 'x'];
  const taken = new Map();
  for (const path of PATHS) {
    const operation = paths[`/${path.replace('/p1', '/{id}').replace('jobs/1', 'jobs/{uid}')}`]?.get;
    assert.ok(operation, `${path} is described`);
    const parameters = operation.parameters.map((one) => (one.$ref ? components.parameters[one.$ref.split('/').at(-1)] : one));
    taken.set(path, parameters.filter((one) => one.in === 'query').map((one) => ({ name: one.name, good: goodOf(one) })));
  }
  return taken;
}

/** Half of them wild, half of parameters that the path takes, mostly with values that are allowed: those get further. */
function queries(taken) {
  const { one } = chance(7);
  const wild = () => (one([1, 2, 3, 4, 5, 6]) === 1 ? one(RAW) : `${one(NAMES)}=${encodeURIComponent(one(VALUES))}`);
  const tame = (parameters) => {
    const { name, good } = one(parameters);
    return `${name}=${encodeURIComponent(one(one([1, 2, 3]) === 1 ? VALUES : good))}`;
  };
  return Array.from({ length: COUNT }, (unused, i) => {
    const path = one(PATHS), parameters = taken.get(path);
    const piece = i % 2 && parameters.length > 0 ? () => tame(parameters) : wild;
    return `${path}?${Array.from({ length: one(i % 2 ? [1, 1, 1, 2] : [1, 1, 2, 2, 3, 5, 40]) }, piece).join('&')}`.slice(0, LINE_BYTES_MAX);
  });
}

function assertAnswer(query, { status, headers, text }) {
  const type = headers['content-type'];
  if (status === 200) return void (/json$/.test(type) && JSON.parse(text));
  assert.ok(status >= 400 && status < 500, `${query}: ${status} ${text}`);
  assert.equal(type, 'application/problem+json', query);
  const problem = JSON.parse(text);
  assert.equal(problem.status, status, query);
  assert.ok(problem.title.length > 5 && problem.detail.length > 5, `${query}: ${text}`);
  assert.doesNotMatch(text, /[\u0000-\u001f]/, query);
}

test(`${COUNT} random and hostile query strings`, async (t) => {
  const httpd = await startHttpd(t, { config: `StratasysPoller Off\nStratasysDatabase ${pourDatabase(t, jobsSql(300))}` });
  const list = queries(await parametersOf(httpd));
  const seen = new Map();
  const before = httpd.log();
  for (let i = 0; i < list.length; i += BATCH)
    await Promise.all(list.slice(i, i + BATCH).map(async (query) => {
      const answer = await httpd.ask(`/stratasys/api/v1/${query}`);
      // With the poller off the health and who is busy are in trouble, and say so.
      if (answer.status === 503) assert.match(query, /^(health|printers\/p1\/busy)/);
      else assertAnswer(query, answer);
      seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1);
    }));
  assert.ok(seen.get(200) > COUNT / 10 && seen.get(400) > COUNT / 2, `both kinds were asked: ${JSON.stringify([...seen])}`);
  assert.equal(httpd.log(), before, 'nothing in the log');
});

test('what is wrong is told with what is allowed', async (t) => {
  const httpd = await startHttpd(t, { config: `StratasysPoller Off\nStratasysDatabase ${pourDatabase(t, jobsSql(10))}` });
  for (const [query, detail] of [
    ['jobs?ownr=anna', /"ownr".*Allowed: from, to, by, .*owner/],
    ['jobs?result=done', /completed.*cancelled.*failed.*unknown.*running/],
    ['jobs?limit=5000', /1.*1000.*all/],
    ['jobs?sort=comment', /ended_at/],
    ['jobs?from=yesterdy', /Unix seconds.*today/],
    ['jobs?from=2025-03-03&to=2025-03-01', /exchange/],
    ['jobs?cursor=x', /next/],
    ['jobs?fields=job_uid,nme', /"nme".*job_uid/],
    ['utilization?group_by=room', /printer.*fleet_group.*month/],
    ['jobs?sep=tab', /format=csv/],
  ]) {
    const answer = await httpd.ask(`/stratasys/api/v1/${query}`);
    assert.equal(answer.status, 400, query);
    assert.match(answer.json().detail, detail, query);
  }
  const unknown = await httpd.ask('/stratasys/api/v1/job');
  assert.equal(unknown.status, 404);
  assert.match(unknown.json().detail, /printers\/ID\/samples.*jobs\/UID.*utilization.*events.*openapi\.json/);
  assert.equal((await httpd.ask('/stratasys/api/v1/jobs/0')).status, 404);
  assert.equal((await httpd.ask('/stratasys/api/v1/printers/nobody/jobs')).status, 404);
});

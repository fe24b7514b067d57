// The OpenAPI document against the server: every path and parameter of it is asked for, and every answer is what it says.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { rowsOfCsv } from './lib/csv.mjs';
import { checkerOf, faultsOf, itemsOf, operationsOf, resolved, valuesOf } from './api/document.mjs';
import { httpdUser, loadStratasys, startHttpd } from './lib/httpd.mjs';
import { isRoot, makePlace, until } from './lib/place.mjs';
import { printerLines, startSim } from './lib/sim.mjs';
import { lapse } from './truth/lapse.mjs';

const [HOUR_S, DAY_S] = [3600, 86400];
const now_s = Math.floor(Date.now() / 1000);

/** What is promised to clients, by the paths of the document. */
const PROMISED = [
  ...['status', 'job', 'queue', 'material', 'extstatus'].map((route) => `/v1/{id}/${route}`),
  '/states', '/printers/{id}/keys', '/printers/{id}/odometers', '/printers/{id}/spools',
  '/printers', '/printers/{id}', '/printers/{id}/raw', '/printers/{id}/busy', '/jobs', '/printers/{id}/jobs', '/jobs/{uid}',
  '/printers/{id}/samples', '/printers/{id}/states', '/utilization', '/materials', '/owners', '/outcomes', '/events', '/health',
  '/metrics', '/openapi.json',
];

/** Of parameters that take any text. */
const TEXTS = {
  from: ['2025-03-01', String(now_s - 2 * DAY_S), String((now_s - 2 * DAY_S) * 1000), new Date((now_s - DAY_S) * 1000).toISOString(),
    '2025-03-30T14:05:00+02:00', '2025-03-30 14:05', '2025-W13', '2025-03', '2025', 'today', 'yesterday', '3d', 'week', 'last-month', 'year'],
  to: ['2099-12-31', String(now_s), 'now', 'today', 'month', '2099'],
  printer: ['p1', 'p4'],
  fleet_group: ['teaching', 'nobody has it'],
  product: ['uPrint SE Plus', "O'Brien"],
  owner: ['anna', 'Müller & Söhne'],
  material: ['ABS-M30 Ivory', 'P430'],
  q: ['a', 'bracket v2', 'ö"*('],
  step: ['60', '10min', '1h', '1d'],
};

/** What asks for the keys that are there only then. */
const ASKING = {
  state: { step: '1h' }, period: { group_by: 'month' }, weekday: { group_by: 'weekday-hour' }, hour_of_day: { group_by: 'weekday-hour' },
  ...Object.fromEntries(['printer', 'fleet_group', 'product'].map((name) => [name, { group_by: name }])),
};

const EXPOSE_ALL = 'StratasysExpose identity people';
const locationText = (name, expose) => `
<Location "/${name}">
  StratasysServe api metrics v1
  ${expose}
  Require all granted
</Location>`;

/** Three printers with some days behind them, up to an hour ago, and p4, which refuses. Polled once: nothing changes while the test asks. */
async function startWithHistory(t) {
  const sim = await startSim(t, ['--printers', '4', '--fault', '4:refuse']);
  const folder = join(makePlace(t), 'db');
  const [database, fleet] = [join(folder, 'stratasys.db'), join(folder, '..', 'printers.conf')];
  writeFileSync(fleet, printerLines(sim, 'location="Room 1" fleet_group=teaching'));
  mkdirSync(folder, { mode: 0o2750 });
  if (isRoot) execFileSync('chown', [`${httpdUser}:`, folder]);
  lapse({ database, fleet, printers: 3, from: now_s - 8 * DAY_S, to: now_s - HOUR_S, interval: 300, 'at-changes': true, ...(isRoot && { user: httpdUser }) });
  const own = `${loadStratasys}
StratasysDatabase ${database}
StratasysInterval 1h
StratasysOfflineAfter 1
Include ${fleet}
${locationText('stratasys', EXPOSE_ALL)}
${locationText('public', 'StratasysExpose none')}`;
  const httpd = await startHttpd(t, { own });
  const wasPolled = ({ items }) => items?.length === 4 && items.slice(0, 3).every((p) => p.answered_at >= now_s) && items[3].state === 'offline';
  await until('all were polled', async () => wasPolled(await httpd.api('printers')));
  return httpd;
}

describe('the document and the server', () => {
  const cleanups = [];
  const agent = new Agent({ keepAlive: true });
  let httpd, document, operations, check, broken;
  let uid, serial;
  const seen = new Set(); // "listJobs 200"
  const sizes = new Map(); // of lists: the most rows of an answer

  before(async () => {
    const scope = { after: (cleanup) => cleanups.unshift(cleanup) };
    httpd = await startWithHistory(scope);
    broken = await startHttpd(scope, { own: `${loadStratasys}\nStratasysDatabase db/none.db\nStratasysPoller Off\nStratasysPrinter p1 127.0.0.1\n${locationText('stratasys', EXPOSE_ALL)}` });
    document = await httpd.api('openapi.json');
    operations = operationsOf(document);
    check = checkerOf(document);
    uid = (await httpd.api('jobs?limit=1')).items[0]?.job_uid ?? 1;
    serial = (await httpd.api('printers')).items[0].serial;
  });
  after(async () => {
    agent.destroy();
    for (const cleanup of cleanups) await cleanup();
  });

  const listed = () => operations.filter((operation) => operation.responses[200].content['text/csv']);
  const queryOf = (operation) => operation.parameters.filter((parameter) => parameter.in === 'query');
  const hasParameter = (operation, name) => queryOf(operation).some((parameter) => parameter.name === name);
  const takes = (operation, name, value) => queryOf(operation).some((one) => one.name === name && check(one.schema, value) === null);
  const addressOf = (operation, parameters = {}, { id = 'p1', job = uid, location = 'stratasys' } = {}) => {
    const query = new URLSearchParams(parameters).toString();
    const url = operation.url.replace('/stratasys', `/${location}`).replace('{id}', id).replace('{uid}', job);
    return query ? `${url}?${query}` : url;
  };

  function checkHeaders(operation, answer, where) {
    const { headers, status } = answer;
    assert.equal(headers['x-content-type-options'], 'nosniff', where);
    assert.match(headers['cache-control'], [200, 304].includes(status) ? /^private, max-age=\d+$/ : /^no-store$/, where);
    assert.equal(headers.etag === undefined, ![200, 304].includes(status), where);
    const declared = Object.keys(operation.responses[status].headers ?? {}).map((name) => name.toLowerCase());
    for (const name of ['link', 'content-disposition', 'etag']) assert.ok(!headers[name] || declared.includes(name), `${where}: ${name} is not described`);
  }

  function checkCsv(operation, answer, parameters, where) {
    const separator = { comma: ',', semicolon: ';', tab: '\t' }[parameters.sep] ?? (parameters.decimal === 'comma' ? ';' : ',');
    assert.equal(answer.text.startsWith('\ufeff'), parameters.bom === '1', where);
    const [head, ...rows] = rowsOfCsv(answer.text.replace(/^\ufeff/, ''), separator);
    const { properties } = itemsOf(document, operation);
    for (const name of head) assert.ok(properties[name], `${where}: the column ${name} is not described`);
    for (const row of rows) assert.equal(row.length, head.length, where);
    assert.match(answer.headers['content-disposition'], /^attachment; filename="[a-z0-9.-]+\.csv"$/, where);
  }

  function checkList(operation, answer, body, parameters, where) {
    const next = /^<(.+)>; rel="next"$/.exec(answer.headers.link ?? '')?.[1] ?? null;
    assert.equal(body.next, next, where);
    assert.equal(body.total === null, 'cursor' in parameters, where);
    if (!('cursor' in parameters)) assert.ok(body.total >= body.items.length, where);
    if (body.next === null && !('cursor' in parameters)) assert.equal(body.total, body.items.length, where);
    sizes.set(operation.id, Math.max(sizes.get(operation.id) ?? 0, body.items.length));
  }

  /** Checks an answer by what the document says of its status and type. */
  function checkAnswer(operation, answer, parameters, where) {
    const response = operation.responses[answer.status];
    assert.ok(response, `${where}: ${answer.status} is not described: ${answer.text.slice(0, 300)}`);
    seen.add(`${operation.id} ${answer.status}`);
    checkHeaders(operation, answer, where);
    if (answer.status === 304) return assert.equal(answer.text, '', where);
    const type = answer.headers['content-type'];
    const [name, media] = Object.entries(response.content).find(([known]) => known === type || known === type.split(';')[0]) ?? [];
    assert.ok(media, `${where}: ${type} is not described`);
    if (name === 'text/csv') return checkCsv(operation, answer, parameters, where);
    const body = name.endsWith('json') ? answer.json() : answer.text;
    assert.equal(check(media.schema, body), null, where);
    if (answer.status >= 400 && name === 'application/problem+json') assert.equal(body.status, answer.status);
    if (answer.status === 200 && response.content['text/csv']) checkList(operation, answer, body, parameters, where);
    return body;
  }

  /** Asks, and checks that the answer has that status and is as described. Gives its body, or the answer where it is CSV. */
  async function call(operation, parameters = {}, { status = 200, server = httpd, ...place } = {}) {
    const where = addressOf(operation, parameters, place);
    const answer = await server.ask(where, { agent });
    assert.equal(answer.status, status, `${where}: ${answer.text.slice(0, 300)}`);
    return checkAnswer(operation, answer, parameters, where) ?? answer;
  }

  const freeTexts = (parameter) => TEXTS[parameter.name] ?? [];
  /** What a parameter can be, in an object of parameters that belong together. */
  function requestsOf(parameter) {
    const values = new Set([...valuesOf(parameter.schema, freeTexts(parameter)), ...(parameter.example === undefined || parameter.name === 'printer' ? [] : [parameter.example])]);
    const besides = ['bom', 'sep', 'decimal'].includes(parameter.name) ? { format: 'csv' } : {};
    const request = (value) => ({ ...besides, [parameter.name]: String(value) });
    return [...values].map(request).filter(({ sep, decimal }) => !(sep === 'comma' && decimal === 'comma'));
  }

  test('a validator of OpenAPI finds nothing', async () => {
    assert.equal(await faultsOf(document), null);
    assert.notEqual(await faultsOf({ ...document, info: {} }), null);
    assert.notEqual(await faultsOf({ ...document, components: { ...document.components, schemas: {} } }), null);
  });

  test('every path that is promised is there, and every operation has a name of its own', () => {
    for (const path of PROMISED) assert.ok(document.paths[path], path);
    assert.equal(new Set(operations.map(({ id }) => id)).size, operations.length);
    const tags = new Set(document.tags.map(({ name }) => name));
    for (const operation of operations) {
      assert.ok(operation.tags.every((tag) => tags.has(tag)), operation.path);
      const inPath = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      assert.deepEqual(operation.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name), inPath);
    }
  });

  test('every example is what its schema allows', () => {
    for (const operation of operations)
      for (const { name, schema, example } of operation.parameters)
        if (example !== undefined) assert.equal(check(schema, example), null, `${operation.id} ${name}`);
  });

  test('every path answers as described, in all its formats, to GET and HEAD, and with 304', async () => {
    for (const operation of operations) {
      const forms = hasParameter(operation, 'format') ? [{}, { format: 'csv' }, { limit: 'all' }] : [{}];
      for (const form of forms) {
        await call(operation, form);
        const address = addressOf(operation, form);
        const [got, head] = [await httpd.ask(address), await httpd.ask(address, { method: 'HEAD' })];
        assert.equal(head.status, 200, address);
        assert.equal(head.text, '', address);
        for (const name of ['content-type', 'etag', 'link', 'content-disposition', 'x-content-type-options', 'content-security-policy'])
          assert.equal(head.headers[name], got.headers[name], `${address} ${name}`);
        assert.match(head.headers['cache-control'], /^private, max-age=\d+$/);
        const known = await httpd.ask(address, { headers: { 'If-None-Match': got.headers.etag } });
        assert.equal(known.status, 304, address);
        checkAnswer(operation, known, form, address);
      }
    }
  });

  test('every parameter takes every value that is described', async () => {
    for (const operation of operations) {
      for (const parameter of queryOf(operation)) {
        if (['cursor', 'fields'].includes(parameter.name)) continue; // tests of their own
        for (const request of requestsOf(parameter)) {
          await call(operation, request);
          if (hasParameter(operation, 'format') && !request.format) await call(operation, { ...request, format: 'csv' });
        }
      }
    }
  });

  test('a row has all the keys that fields= may name, and only those that it names', async () => {
    for (const operation of listed()) {
      const { properties } = itemsOf(document, operation);
      const { schema } = queryOf(operation).find(({ name }) => name === 'fields');
      const lists = Object.values(properties).filter(({ type }) => type.includes('array')).length;
      assert.equal(Object.keys(properties).length - lists, schema.items.enum.length, operation.id);
      for (const name of schema.items.enum) {
        const asking = properties[name].description.includes('Only where `') ? ASKING[name] : {};
        if (Object.entries(asking).some(([parameter, value]) => !takes(operation, parameter, value))) continue;
        const { items } = await call(operation, { ...asking, fields: name, limit: 1 });
        for (const item of items) assert.deepEqual(Object.keys(item), [name]);
      }
      const names = Object.keys(properties).filter((name) => schema.items.enum.includes(name) && !properties[name].description.includes('Only where `'));
      for (const format of ['json', 'csv']) await call(operation, { fields: names.reverse().join(','), format });
    }
  });

  test('every page of every order follows the one before', async () => {
    for (const operation of listed()) {
      const sort = queryOf(operation).find(({ name }) => name === 'sort');
      for (const order of sort ? sort.schema.enum.map((key) => ({ sort: key })) : [{}]) {
        let body = await call(operation, { ...order, limit: 2 });
        for (let pages = 0; body.next && pages < 3; pages++) {
          assert.ok(body.items.length <= 2);
          const url = new URL(body.next, httpd.url);
          assert.equal(url.pathname, operation.url.replace('{id}', 'p1'));
          body = await call(operation, Object.fromEntries(url.searchParams));
        }
      }
    }
  });

  test('an example of CSV is the head of what comes', async () => {
    for (const operation of listed()) {
      const answer = await call(operation, { format: 'csv' });
      assert.equal(answer.text.slice(0, answer.text.indexOf('\r\n') + 2), operation.responses[200].content['text/csv'].example, operation.id);
    }
  });

  test('what is wrong is a problem of the status that is described', async () => {
    const all = new Set(operations.flatMap((operation) => queryOf(operation).map(({ name }) => name)));
    for (const operation of operations.filter(({ responses }) => responses[400])) {
      for (const name of [...all, 'nonsense', 'constructor'])
        if (!hasParameter(operation, name)) await call(operation, { [name]: '1' }, { status: 400 });
      for (const { name, schema } of queryOf(operation)) {
        await call(operation, { [name]: '' }, { status: 400 });
        if (!('minLength' in schema)) await call(operation, { [name]: '\u00fc,-1' }, { status: 400 });
      }
    }
    for (const operation of operations.filter(({ responses }) => responses[404])) await call(operation, {}, { status: 404, id: 'nobody', job: '999999999' });
    for (const operation of operations.filter(({ responses }) => !responses[400])) await call(operation, { any: 'thing' });
  });

  test('what the location hides is 403 as described, and nowhere in an answer', async () => {
    const hiddenIn = (schema) => Object.entries(schema.properties ?? {}).filter(([, property]) => property['x-needs']).map(([name]) => name);
    const hidden = new Set(Object.values(document.components.schemas).flatMap(hiddenIn));
    assert.ok(hidden.has('serial') && hidden.has('owner') && hidden.has('job_name'));
    for (const operation of operations) {
      const status = operation['x-needs'] ? 403 : 200;
      const body = await call(operation, {}, { location: 'public', status });
      if (operation.url.includes('/v1/{id}') || status !== 200) continue;
      const keys = [];
      JSON.stringify(body, (key, value) => (keys.push(key), value));
      if (operation.id !== 'getOpenapi') assert.deepEqual(keys.filter((key) => hidden.has(key)), [], operation.id);
      if (serial) assert.ok(!JSON.stringify(body.text ?? body).includes(serial), operation.id);
      for (const parameter of queryOf(operation))
        if (parameter['x-needs']) await call(operation, { [parameter.name]: 'a' }, { location: 'public', status: 403 });
      if (hasParameter(operation, 'fields'))
        for (const name of hiddenIn(itemsOf(document, operation))) await call(operation, { fields: name }, { location: 'public', status: 403 });
    }
  });

  test('what nobody knows is 503 as described: no database, a printer that is offline', async () => {
    for (const operation of operations) {
      const status = operation.responses[503] ? 503 : 200;
      await call(operation, {}, { server: broken, status });
    }
    for (const operation of operations.filter(({ url }) => /busy|raw|\/v1\/\{id\}/.test(url))) await call(operation, {}, { id: 'p4', status: 503 });
  });

  test('a key that the document does not describe is noticed', async () => {
    for (const path of ['/printers', '/printers/{id}', '/health', '/jobs/{uid}', '/events']) {
      const operation = operations.find((one) => one.path === path);
      const body = await call(operation);
      const { schema } = operation.responses[200].content['application/json'];
      const { name } = /schemas\/(?<name>\w+)"/.exec(JSON.stringify(schema)).groups;
      for (const key of Object.keys(document.components.schemas[name].properties).filter((one) => one in body)) {
        const poorer = structuredClone(document);
        delete poorer.components.schemas[name].properties[key];
        assert.notEqual(checkerOf(poorer)(schema, body), null, `${path} ${key}`);
      }
    }
  });

  test('every answer that is described was given, and every list had rows', () => {
    const described = operations.flatMap(({ id, responses }) => Object.keys(responses).map((status) => `${id} ${status}`));
    assert.deepEqual(described.filter((one) => !seen.has(one)), []);
    assert.deepEqual(listed().filter(({ id }) => !sizes.get(id)).map(({ id }) => id), []);
  });
});

// Entity tags, conditional requests, methods and caching of what is served.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { modules, polledFleet, startHttpd } from './lib/httpd.mjs';
import { project, until } from './lib/place.mjs';
import { printerLines, startSim } from './lib/sim.mjs';

const FIXTURE = join(project, 'tests/unit/fixtures/fortus450-building.sts');
const INTERVAL_S = 3600;
const PATHS = [
  'api/v1/printers', 'api/v1/printers/p1', 'api/v1/printers/p1/raw', 'api/v1/printers/p1/busy', 'api/v1/health',
  'v1/p1/status', 'v1/p1/job', 'v1/p1/queue', 'v1/p1/material', 'v1/p1/extstatus', '',
].map((path) => `/stratasys/${path}`);
const STANDING = PATHS.filter((path) => !path.endsWith('/health'));

/** httpd over one printer that never changes and is polled once; its access log names the process of each answer. */
async function startStanding(t, options = {}) {
  const sim = await startSim(t, ['--printers', '2', '--replay', FIXTURE]);
  const { config = '', ...others } = options;
  const httpd = await startHttpd(t, {
    config: `StratasysInterval ${INTERVAL_S}s\n${printerLines(sim)}\nCustomLog workers.log "%P %{tid}P"\n${config}`,
    ...others,
  });
  await polledFleet(httpd);
  const workers = () => readFileSync(join(httpd.place, 'workers.log'), 'utf8').trim().split('\n');
  return { ...httpd, workers };
}

describe('one server', () => {
  const cleanups = [];
  let httpd;
  before(async () => {
    httpd = await startStanding({ after: (cleanup) => cleanups.unshift(cleanup) });
  });
  after(async () => {
    for (const cleanup of cleanups) await cleanup();
  });

  test('every answer has an ETag; If-None-Match is understood in all its forms', async () => {
    for (const path of STANDING) {
      const { status, headers } = await httpd.ask(path);
      assert.equal(status, 200, path);
      assert.match(headers.etag, /^"[0-9a-f-]+"$/, path);
      const bare = headers.etag.slice(1, -1);
      const lists = [`"other", ${headers.etag}`, `"a,b",W/"x" ,\t${headers.etag} ,"z"`];
      const known = [headers.etag, `W/${headers.etag}`, '*', ...lists, `"${bare}-gzip"`, `"${bare}-br"`];
      for (const form of known) {
        const answer = await httpd.ask(path, { headers: { 'If-None-Match': form } });
        assert.deepEqual([answer.status, answer.body.length, answer.headers.etag], [304, 0, headers.etag], `${path} ${form}`);
        assert.equal(answer.headers['cache-control'] !== undefined, true, 'a 304 says how long it holds');
      }
      const unknown = ['"other"', `"${bare}x"`, `"x${bare}"`, bare, `"${bare.slice(1)}"`, `"${bare}-other"`];
      for (const form of [...unknown, '"', '', ',', 'W/', '-gzip"'])
        assert.equal((await httpd.ask(path, { headers: { 'If-None-Match': form } })).status, 200, `${path} ${form}`);
    }
  });

  test('health has an ETag of its content', async () => {
    const answer = await httpd.ask('/stratasys/api/v1/health');
    assert.equal(answer.status, 200);
    const again = await httpd.ask('/stratasys/api/v1/health', { headers: { 'If-None-Match': answer.headers.etag } });
    assert.equal(again.status, 304);
  });

  test('different bodies have different ETags, the same body the same', async () => {
    const tags = new Map();
    for (const path of STANDING) {
      const { headers, text } = await httpd.ask(path);
      if (tags.has(headers.etag)) assert.equal(tags.get(headers.etag), text);
      tags.set(headers.etag, text);
    }
    assert.equal(tags.size, STANDING.length);
  });

  test('HEAD has the headers of GET and no body', async () => {
    for (const path of PATHS) {
      const [get, head] = [await httpd.ask(path), await httpd.ask(path, { method: 'HEAD' })];
      const told = ({ headers }) => ['etag', 'content-type', 'content-length', 'content-security-policy'].map((name) => headers[name]);
      assert.deepEqual([head.status, head.body.length], [200, 0]);
      assert.deepEqual(told(head), told(get), path);
      assert.equal(Number(head.headers['content-length']), get.body.length);
    }
  });

  test('OPTIONS says what can be done, every other method is refused with it', async () => {
    for (const path of PATHS) {
      const options = await httpd.ask(path, { method: 'OPTIONS' });
      assert.deepEqual([options.status, options.body.length, options.headers.allow], [200, 0, 'GET, HEAD, OPTIONS'], path);
      for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'PROPFIND']) {
        const answer = await httpd.ask(path, { method });
        assert.deepEqual([answer.status, answer.headers.allow], [405, 'GET, HEAD, OPTIONS'], `${method} ${path}`);
        assert.equal(answer.headers['content-type'], 'application/problem+json');
        assert.equal(answer.json().status, 405);
      }
    }
  });

  test('max-age is the time until the next poll', async () => {
    const { answered_at } = await httpd.api('printers/p1');
    for (const path of STANDING.filter((each) => each !== '/stratasys/')) {
      const { headers } = await httpd.ask(path);
      const match = /^private, max-age=(\d+)$/.exec(headers['cache-control']);
      assert.ok(match, path);
      const due_s = answered_at + INTERVAL_S - Date.parse(headers.date) / 1000;
      assert.ok(Math.abs(match[1] - due_s) <= 2, `${path}: ${match[1]}, due in ${due_s}`);
    }
  });

  test('an error is not kept', async () => {
    const answer = await httpd.ask('/stratasys/api/v1/printers/nobody');
    assert.deepEqual([answer.status, answer.headers['cache-control'], answer.headers.etag], [404, 'no-store', undefined]);
  });
});

/** Asks for each path over so many connections that stay open; gives {path: Set of ETags}. */
async function tagsOverConnections(httpd, connections, headers = {}) {
  const tags = Object.fromEntries(STANDING.map((path) => [path, new Set()]));
  const agents = Array.from({ length: connections }, () => new Agent({ keepAlive: true, maxSockets: 1 }));
  try {
    for (const path of STANDING)
      for (const answer of await Promise.all(agents.map((agent) => httpd.ask(path, { agent, headers })))) {
        assert.equal(answer.status, 200, path);
        tags[path].add(answer.headers.etag);
      }
  } finally {
    agents.forEach((agent) => agent.destroy());
  }
  return tags;
}

const SERVERS = {
  prefork: 'StartServers 6\nMaxRequestWorkers 16',
  worker: 'StartServers 3\nThreadsPerChild 3\nMinSpareThreads 6\nMaxSpareThreads 18\nMaxRequestWorkers 18',
  // More than all spare threads: none of its processes is ended, which would close connections that are about to be used.
  event: 'StartServers 2\nServerLimit 2\nThreadsPerChild 4\nMinSpareThreads 8\nMaxSpareThreads 64\nMaxRequestWorkers 8',
};

for (const [mpm, config] of Object.entries(SERVERS))
  test(`every process and thread of ${mpm} gives the same ETag`, async (t) => {
    const httpd = await startStanding(t, { mpm, config });
    const seen = Object.fromEntries(STANDING.map((path) => [path, new Set()]));
    await until('two processes answered', async () => {
      const tags = await tagsOverConnections(httpd, 4);
      for (const path of STANDING) tags[path].forEach((tag) => seen[path].add(tag));
      return new Set(httpd.workers().map((line) => line.split(' ')[0])).size >= 2;
    });
    assert.ok(new Set(httpd.workers()).size >= 2);
    for (const path of STANDING) assert.equal(seen[path].size, 1, `${path}: ${[...seen[path]]}`);
  });

const COMPRESSORS = [
  { module: 'deflate', filter: 'DEFLATE', encoding: 'gzip', unpack: gunzipSync },
  { module: 'brotli', filter: 'BROTLI_COMPRESS', encoding: 'br', unpack: brotliDecompressSync },
];

for (const { module, filter, encoding, unpack } of COMPRESSORS) {
  const skip = !existsSync(join(modules, `mod_${module}.so`)) && `no mod_${module} here`;
  test(`behind mod_${module} the same ETag comes back as a 304`, { skip }, async (t) => {
    const config = `<Location "/stratasys/">\n  SetOutputFilter ${filter}\n</Location>\n${SERVERS.prefork}`;
    const httpd = await startStanding(t, { mpm: 'prefork', config, extraModules: ['filter', module] });
    const packed = { 'Accept-Encoding': encoding };
    const tags = await tagsOverConnections(httpd, 4, packed);
    const isLong = (path) => !path.endsWith('/busy') && path !== '/stratasys/'; // one byte; the page is packed by us
    for (const path of STANDING.filter(isLong)) {
      assert.equal(tags[path].size, 1, path);
      const [plain, zipped] = [await httpd.ask(path), await httpd.ask(path, { headers: packed })];
      assert.equal(zipped.headers['content-encoding'], encoding, path);
      assert.ok(unpack(zipped.body).equals(plain.body), path);
      assert.equal(zipped.headers.etag, plain.headers.etag.replace(/"$/, `-${encoding}"`), path);
      assert.match(zipped.headers.vary, /Accept-Encoding/i);
      for (const accepted of [packed, {}])
        for (const tag of [zipped.headers.etag, plain.headers.etag, `W/${zipped.headers.etag}`]) {
          const answer = await httpd.ask(path, { headers: { ...accepted, 'If-None-Match': tag } });
          assert.deepEqual([answer.status, answer.body.length], [304, 0], `${path} ${tag}`);
          assert.ok([zipped.headers.etag, plain.headers.etag].includes(answer.headers.etag), `${path}: the 304 has ${answer.headers.etag}`);
        }
    }
  });
}

test('a poll that brings nothing new changes no ETag of /v1; one that does, changes it for every process', async (t) => {
  const sim = await startSim(t, ['--printers', '1', '--replay', FIXTURE]);
  const httpd = await startHttpd(t, { mpm: 'prefork', config: `StratasysInterval 1s\n${printerLines(sim)}\n${SERVERS.prefork}` });
  const printer = () => httpd.ask('/stratasys/api/v1/printers/p1');
  const status = (known) => httpd.ask('/stratasys/v1/p1/status', { headers: known ? { 'If-None-Match': known } : {} });
  const { polled_at } = (await polledFleet(httpd)).items[0];
  const [first, tag] = [await printer(), (await status()).headers.etag];
  const second = await until('it was polled again', async () => {
    const answer = await printer();
    return answer.json().polled_at > polled_at && answer;
  });
  assert.notEqual(second.headers.etag, first.headers.etag);
  assert.equal((await status(tag)).status, 304);
  await sim.tell(`replay 1 ${FIXTURE.replace('fortus450-building', 'uprint-idle')}`);
  await until('it is idle', async () => (await printer()).json().state === 'idle');
  const agents = Array.from({ length: 4 }, () => new Agent({ keepAlive: true, maxSockets: 1 }));
  t.after(() => agents.forEach((agent) => agent.destroy()));
  const headers = { 'If-None-Match': tag };
  const answers = await Promise.all(agents.map((agent) => httpd.ask('/stratasys/v1/p1/status', { agent, headers })));
  assert.deepEqual(answers.map((answer) => [answer.status, answer.json().modelerStatus]), agents.map(() => [200, 'Idle']));
  assert.equal(new Set(answers.map((answer) => answer.headers.etag)).size, 1);
});

test('a body that did not change keeps its ETag over a graceful restart', async (t) => {
  const httpd = await startStanding(t);
  const bodies = async () => Object.fromEntries(await Promise.all(STANDING.map(async (path) => [path, await httpd.ask(path)])));
  const earlier = await bodies();
  const poller = httpd.pollerPid();
  httpd.graceful();
  await until('a new poller began', () => ![0, poller].includes(httpd.pollerPid()));
  const begins = () => httpd.log().split('the poller began').length - 1;
  await until('the new poller took its fleet', () => begins() === 2);
  const later = await bodies();
  for (const path of STANDING) {
    assert.equal(later[path].status, 200, path);
    assert.equal(later[path].headers.etag === earlier[path].headers.etag, later[path].text === earlier[path].text, path);
  }
  for (const path of STANDING.filter((each) => !/printers(\/p1)?$/.test(each)))
    assert.equal(later[path].headers.etag, earlier[path].headers.etag, path);
});

// The GUI's files as the module serves them: whole, cached, compressed, and from no other host.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { startHttpd } from './lib/httpd.mjs';
import { build } from './lib/place.mjs';

const POLICY =
  "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'self'; object-src 'none'";
const WEBCAMS = ['https://cam.example.org:8443/lab.jpg?x=1', '/webcam/two.jpg', 'http://10.0.0.9/a.jpg', 'https://CAM.example.org:8443/four.jpg', 'https://[2001:db8::5]/b.jpg'];
const TYPES = { js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8', svg: 'image/svg+xml' };
const GZIP = { 'Accept-Encoding': 'gzip, deflate, br' };

const cleanups = [];
let httpd, page, assets;

before(async () => {
  httpd = await startHttpd({ after: (cleanup) => cleanups.unshift(cleanup) });
  page = await httpd.ask('/stratasys/');
  assets = [...new Set([...page.text.matchAll(/(?:src|href)="([^"#]+)/g)].map(([, address]) => address))];
});
after(async () => {
  for (const cleanup of cleanups) await cleanup();
});

const built = (name) => readFileSync(join(build, 'htdocs', name));

test('the page is at the prefix with its slash, and asks before it is used again', async () => {
  assert.deepEqual([page.status, page.headers['content-type']], [200, 'text/html; charset=utf-8']);
  assert.equal(page.headers['cache-control'], 'private, no-cache');
  assert.ok(page.body.equals(built('index.html')));
  assert.ok((await httpd.ask('/stratasys/index.html')).body.equals(page.body));
});

test('the prefix without its slash leads there, on the same host', async () => {
  const answer = await httpd.ask('/stratasys');
  assert.equal(answer.status, 301);
  const address = new URL(answer.headers.location, httpd.url);
  assert.equal(address.pathname, '/stratasys/');
  assert.match(address.host, /^(localhost|127\.0\.0\.1)(:\d+)?$/);
});

test('everything that the page names is there, for ever, with its type', async () => {
  assert.ok(assets.length >= 4, assets.join());
  for (const name of assets) {
    assert.match(name, /^assets\/[a-z]+-[0-9A-Za-z]{8}\.(js|css|svg)$/);
    const answer = await httpd.ask(`/stratasys/${name}`);
    assert.deepEqual([answer.status, answer.headers['content-type']], [200, TYPES[name.split('.').pop()]], name);
    assert.equal(answer.headers['cache-control'], 'private, max-age=31536000, immutable', name);
    assert.ok(answer.body.equals(built(name)), name);
  }
});

test('a file that scripts and styles name is there too', async () => {
  for (const name of assets.filter((each) => /\.(js|css)$/.test(each))) {
    const { text } = await httpd.ask(`/stratasys/${name}`);
    for (const [, named] of text.matchAll(/["'(](?:\.\/)?(assets\/[\w.-]+\.\w+)["')#]/g))
      assert.equal((await httpd.ask(`/stratasys/${named}`)).status, 200, `${named} in ${name}`);
  }
});

test('the compressed bytes are the same bytes', async () => {
  let compressed = 0;
  for (const name of ['', ...assets]) {
    const [plain, zipped] = [await httpd.ask(`/stratasys/${name}`), await httpd.ask(`/stratasys/${name}`, { headers: GZIP })];
    assert.equal(plain.headers['content-encoding'], undefined, name);
    assert.match(plain.headers.vary, /Accept-Encoding/);
    assert.equal(zipped.headers['content-type'], plain.headers['content-type']);
    if (zipped.headers['content-encoding'] === undefined) continue;
    compressed++;
    assert.equal(zipped.headers['content-encoding'], 'gzip');
    assert.ok(zipped.body.length < plain.body.length, name);
    assert.ok(gunzipSync(zipped.body).equals(plain.body), name);
    assert.notEqual(zipped.headers.etag, plain.headers.etag);
    assert.equal(Number(zipped.headers['content-length']), zipped.body.length);
  }
  assert.ok(compressed >= 3, `${compressed} compressed`);
});

test('who takes no gzip gets none', async () => {
  const encoding = async (accepted) => {
    const { headers } = await httpd.ask('/stratasys/', { headers: { 'Accept-Encoding': accepted } });
    return headers['content-encoding'];
  };
  for (const accepted of ['identity', 'gzip;q=0', 'gzip; q=0', 'gzip;q=0.0, br', 'deflate', 'x-gzippy'])
    assert.equal(await encoding(accepted), undefined, accepted);
  for (const accepted of ['gzip', 'br, gzip', 'gzip;q=0.5', 'deflate, gzip; q=1.0', 'GZIP'])
    assert.equal(await encoding(accepted), 'gzip', accepted);
});

test('what is known is not sent again, compressed or not', async () => {
  for (const name of ['', ...assets])
    for (const headers of [{}, GZIP]) {
      const { headers: told } = await httpd.ask(`/stratasys/${name}`, { headers });
      const again = await httpd.ask(`/stratasys/${name}`, { headers: { ...headers, 'If-None-Match': told.etag } });
      assert.deepEqual([again.status, again.body.length], [304, 0], name);
      assert.equal(again.headers.etag, told.etag, `${name}: the tag that was sent comes back`);
    }
});

test('the security headers are on the page, its files, the API and its errors', async () => {
  const paths = ['', ...assets, 'api/v1/printers', 'api/v1/health', 'api/v1/nothing', 'v1/p1/status'];
  for (const path of paths) {
    const { headers } = await httpd.ask(`/stratasys/${path}`);
    assert.equal(headers['content-security-policy'], POLICY, path);
    assert.equal(headers['x-content-type-options'], 'nosniff', path);
    assert.equal(headers['referrer-policy'], 'same-origin', path);
    assert.equal(headers['cross-origin-resource-policy'], 'same-origin', path);
  }
});

test("the policy names the webcams' hosts once, in the order of the configuration, and lets nothing else in", async (t) => {
  const lines = WEBCAMS.map((webcam, i) => `StratasysPrinter p${i} 127.0.0.${i + 1}:9 webcam=${webcam}`);
  const { ask } = await startHttpd(t, { config: [...lines, 'StratasysPoller Off'].join('\n') });
  const policy = POLICY.replace('data:', 'data: https://cam.example.org:8443 http://10.0.0.9');
  for (const path of ['', assets[0], 'api/v1/openapi.json', 'api/v1/printers', 'api/v1/nothing', 'v1/p1/status'])
    assert.equal((await ask(`/stratasys/${path}`)).headers['content-security-policy'], policy, path);
  assert.equal((await ask('/stratasys/api/v1/jobs', { method: 'POST' })).headers['content-security-policy'], policy);
});

test('nothing that is loaded comes from another host', async () => {
  const loads = [/(?:src|href|action)\s*=\s*["']?\s*(?:https?:)?\/\//i, /url\(\s*["']?(?:https?:)?\/\//i, /@import/, /import\s*\(?\s*["']https?:/,
    /fetch\(\s*["'`](?:https?:)?\/\//];
  for (const name of ['', ...assets]) {
    const { text } = await httpd.ask(`/stratasys/${name}`);
    for (const load of loads) assert.doesNotMatch(text, load, name);
  }
});

test('a file that is not there, or is not meant to be, is 404', async () => {
  const like = [`${assets[0]}/`, assets[0].toUpperCase(), 'index.html/'];
  for (const path of ['assets/', 'assets', 'assets/app.js', 'build.mjs', 'package.json', ...like])
    assert.equal((await httpd.ask(`/stratasys/${path}`)).status, 404, path);
});

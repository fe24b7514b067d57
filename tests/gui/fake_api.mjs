// A server for the tests of the GUI: its built files under a prefix, and an API whose answers a test sets.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

export const PREFIX = '/lab/printers/';
export const POLICY =
  "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'self'";

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/**
 * Starts it; resolves to {url, api, close}. `api` is what the next answers say: printers (the items), health, now_s (the
 * server's clock), max_age_s, isDown (every question of the API is cut off), refusal (a problem+json for the printers).
 * `api.asked` lists the questions: {path, status}; `await api.next(path)` waits for the next one of that path.
 */
export async function fakeApiStart(htdocs, settings) {
  const waiting = [];
  const api = {
    health: healthOk(),
    printers: [],
    max_age_s: 5,
    isDown: false,
    refusal: null,
    asked: [],
    next: (path) => new Promise((resolve) => waiting.push({ path, resolve })),
    ...settings,
  };

  function note(path, status) {
    const question = { path, status };
    api.asked.push(question);
    for (const one of waiting.filter((other) => other.path === path)) {
      waiting.splice(waiting.indexOf(one), 1);
      one.resolve(question);
    }
  }

  const server = createServer((request, response) => {
    const path = new URL(request.url, 'http://localhost').pathname;
    response.sendDate = false;
    if (path.startsWith(`${PREFIX}api/v1/`)) answerApi(api, path.slice(`${PREFIX}api/v1/`.length), request, response, note);
    else answerFile(htdocs, path, response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    api,
    url: `http://127.0.0.1:${server.address().port}${PREFIX}`,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

export function healthOk() {
  return { status: 'ok', problem: null, remedy: null, poller: 'running', version: '0.1.0', database: 'ok', printers: [] };
}

function answerApi(api, name, request, response, note) {
  if (api.isDown) {
    note(name, 0);
    request.socket.destroy();
    return;
  }
  response.setHeader('Date', new Date(api.now_s * 1000).toUTCString());
  if (name === 'printers' && api.refusal) {
    note(name, api.refusal.status);
    send(response, api.refusal.status, 'application/problem+json', JSON.stringify(api.refusal));
    return;
  }
  const bodies = { printers: { items: api.printers, total: api.printers.length, next: null }, health: api.health };
  const status = name === 'health' && api.health.status !== 'ok' ? 503 : 200;
  note(name, answerConditionally(api, request, response, status, JSON.stringify(bodies[name])));
}

function answerConditionally(api, request, response, status, text) {
  const etag = `"${createHash('sha256').update(text).digest('hex').slice(0, 16)}"`;
  response.setHeader('ETag', etag);
  response.setHeader('Cache-Control', `private, max-age=${api.max_age_s}`);
  const isSame = status === 200 && request.headers['if-none-match'] === etag;
  if (isSame) response.writeHead(304).end();
  else send(response, status, 'application/json', text);
  return isSame ? 304 : status;
}

async function answerFile(htdocs, path, response) {
  const name = path === PREFIX ? 'index.html' : normalize(path).slice(PREFIX.length);
  try {
    const bytes = await readFile(join(htdocs, name));
    send(response, 200, TYPES[extname(name)], bytes);
  } catch {
    send(response, 404, 'text/plain', 'not found');
  }
}

function send(response, status, type, body) {
  response.writeHead(status, {
    'Content-Type': type,
    'Content-Security-Policy': POLICY,
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(body);
}

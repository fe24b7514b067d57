// A server for the tests of the GUI: its built files under a prefix, and an API whose answers a test sets.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

export const PREFIX = '/lab/printers/';
const API = `${PREFIX}api/v1/`;
export const POLICY =
  "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'self'; object-src 'none'";

const NEXT_MS = 10_000;

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/**
 * Starts it; resolves to {url, api, close}. `api` is what the next answers say: printers (the items), health, now_s (the
 * server's clock), max_age_s, isDown (every question of the API is cut off), refusal (a problem+json for the printers), and
 * answers: by the path below api/v1/ a body, {status, problem}, or (url) => one of both or a promise of it; a text is sent as
 * CSV, what is not there is a 404. `api.asked` lists the questions: {path, query, status}; `await api.next(path)` waits for
 * the next one of that path.
 */
export async function fakeApiStart(htdocs, settings) {
  const waiting = [];
  const api = {
    health: healthOk(),
    printers: [],
    answers: {},
    max_age_s: 5,
    isDown: false,
    refusal: null,
    asked: [],
    next: (path) => new Promise((resolve, reject) => {
      const limit = setTimeout(() => reject(new Error(`nobody asked for ${path}`)), NEXT_MS);
      waiting.push({ path, limit, resolve });
    }),
    ...settings,
  };

  function note(question) {
    api.asked.push(question);
    for (const one of waiting.filter((other) => other.path === question.path)) {
      waiting.splice(waiting.indexOf(one), 1);
      clearTimeout(one.limit);
      one.resolve(question);
    }
  }

  const server = createServer(async (request, response) => {
    const url = new URL(request.url, 'http://localhost');
    response.sendDate = false;
    if (!url.pathname.startsWith(API)) return answerFile(htdocs, url.pathname, response);
    const path = decodeURIComponent(url.pathname.slice(API.length));
    note({ path, query: url.searchParams, status: await answerApi(api, path, url, request, response) });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    api,
    url: `http://127.0.0.1:${server.address().port}${PREFIX}`,
    close() {
      for (const { limit } of waiting) clearTimeout(limit); // whoever waits has failed already
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

export function healthOk() {
  return {
    status: 'ok', problem: null, remedy: null, poller: 'running', version: '0.1.0', database: 'ok', time_zone: 'Europe/Berlin',
    printers: [],
  };
}

const problem = (status, title) => ({ status, problem: { type: 'about:blank', title, status } });

/** Answers, and gives the status; 0 where the question was cut off. */
async function answerApi(api, path, url, request, response) {
  if (api.isDown) {
    request.socket.destroy();
    return 0;
  }
  response.setHeader('Date', new Date(api.now_s * 1000).toUTCString());
  const answer = await answerOf(api, path, url);
  if (answer.problem && Number.isInteger(answer.status)) {
    send(response, answer.status, 'application/problem+json', JSON.stringify(answer.problem));
    return answer.status;
  }
  if (typeof answer === 'string') return answerConditionally(api, request, response, 200, 'text/csv; charset=utf-8', answer);
  const status = path === 'health' && answer.status !== 'ok' ? 503 : 200;
  return answerConditionally(api, request, response, status, 'application/json', JSON.stringify(answer));
}

async function answerOf(api, path, url) {
  const set = api.answers[path];
  if (set !== undefined) return typeof set === 'function' ? set(url) : set;
  if (path === 'health') return api.health;
  if (path !== 'printers') return problem(404, 'Not Found');
  if (api.refusal) return { status: api.refusal.status, problem: api.refusal };
  return { items: api.printers, total: api.printers.length, next: null };
}

function answerConditionally(api, request, response, status, type, text) {
  const etag = `"${createHash('sha256').update(text).digest('hex').slice(0, 16)}"`;
  response.setHeader('ETag', etag);
  response.setHeader('Cache-Control', `private, max-age=${api.max_age_s}`);
  const isSame = status === 200 && request.headers['if-none-match'] === etag;
  if (isSame) response.writeHead(304).end();
  else send(response, status, type, text);
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

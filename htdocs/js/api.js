// Asks the server: once, or again and again by conditional requests that are re-armed after each answer by what the
// answer says, slower while it fails, and not at all while the page is hidden.

const BACK_OFF_S = [2, 4, 8, 15, 30, 60];
const DEFAULT_MAX_AGE_S = 5;
const TIMEOUT_MS = 30_000;
const PAGES_MOST = 20; // of one list that is read whole

const isOk = (status) => status === 200;

/**
 * One question: {body, status, date_s, maxAge_s, etag}, or {failure: {kind, status, title, detail}}; kind is 'unreachable'
 * (no answer), 'refused' (an answer of another kind) or 'stopped' (by `signal`). `date_s` is the server's clock or null. An
 * answer with the tag of `known` has the body of `known`.
 */
export async function apiAsk(url, options = {}) {
  const limit = new AbortController();
  const abort = () => limit.abort();
  const timer = setTimeout(abort, TIMEOUT_MS);
  options.signal?.addEventListener('abort', abort);
  try {
    const outcome = await ask(url, limit.signal, options);
    return options.signal?.aborted ? { failure: { kind: 'stopped' } } : outcome;
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', abort);
  }
}

async function ask(url, signal, { accepts = isOk, known }) {
  let response;
  try {
    response = await fetch(url, { cache: 'no-cache', headers: { Accept: 'application/json' }, signal }); // the browser sends If-None-Match
  } catch {
    return { failure: { kind: 'unreachable' } };
  }
  const etag = response.headers.get('ETag');
  const about = { etag, status: response.status, date_s: dateOf(response), maxAge_s: maxAgeOf(response) };
  if (etag !== null && etag === known?.etag && known.status === response.status) {
    response.body?.cancel();
    return { ...about, body: known.body };
  }
  const body = await response.json().catch(() => null);
  const isProblem = response.headers.get('Content-Type')?.startsWith('application/problem+json');
  if (!body || isProblem || !accepts(response.status)) return { failure: refused(response, body) };
  return { ...about, body };
}

/**
 * The same for a list: its pages joined, up to a bound; `body.isCut` says that there is more. Where each page has the tag that
 * it has in `known`, the body is that of `known`.
 */
export async function apiAskAll(url, { known, ...options } = {}) {
  const pages = [];
  let next = url;
  let isSame = true; // so far
  while (next && pages.length < PAGES_MOST) {
    const before = isSame ? known?.pages[pages.length] : undefined;
    const page = await apiAsk(next, { ...options, known: before });
    if (page.failure) return page;
    if (!Array.isArray(page.body.items)) return { failure: { kind: 'refused', status: page.status, title: null, detail: null } };
    pages.push(page);
    isSame = page.body === before?.body;
    next = page.body.next && nextOf(url, page.body.next);
  }
  const [first] = pages;
  const items = pages.flatMap(({ body }) => body.items);
  return { ...first, etag: null, pages, body: isSame ? known.body : { ...first.body, items, isCut: next !== null } };
}

/** `next` is a path of the server's own, which a proxy may have changed: its query counts. */
function nextOf(url, next) {
  const [, query = ''] = String(next).split(/\?(.*)/s);
  return `${url.split('?')[0]}?${query}`;
}

/**
 * Watches `url`. `onAnswer` gets each good answer as of apiAsk, `onFailure({kind, status, title, detail, retry_at_ms})`
 * each other. Returns {again(), stop()}.
 */
export function apiWatch(url, { onAnswer, onFailure, accepts, all = false, least_s = 2, most_s = 30 }) {
  const ask = all ? apiAskAll : apiAsk;
  const ended = new AbortController();
  const { signal } = ended;
  let timer = null;
  let isAsking = false;
  let failures = 0;
  let known;

  async function turn() {
    if (isAsking || signal.aborted) return;
    clearTimeout(timer);
    isAsking = true;
    const outcome = await ask(url, { accepts, signal, known });
    isAsking = false;
    if (signal.aborted) return;
    failures = outcome.failure ? failures + 1 : 0;
    const delay_s = outcome.failure
      ? BACK_OFF_S[Math.min(failures, BACK_OFF_S.length) - 1]
      : Math.min(Math.max(outcome.maxAge_s, least_s), Math.max(most_s, least_s));
    if (!document.hidden) timer = setTimeout(turn, delay_s * 1000);
    if (outcome.failure) return onFailure({ ...outcome.failure, retry_at_ms: Date.now() + delay_s * 1000 });
    known = outcome;
    onAnswer(outcome);
  }

  document.addEventListener('visibilitychange', () => (document.hidden ? clearTimeout(timer) : turn()), { signal });
  window.addEventListener('online', turn, { signal });
  turn();
  return {
    again: turn,
    stop() {
      clearTimeout(timer);
      ended.abort();
    },
  };
}

function refused(response, body) {
  const text = (value) => (typeof value === 'string' ? value : null);
  return { kind: 'refused', status: response.status, title: text(body?.title), detail: text(body?.detail) };
}

function maxAgeOf(response) {
  const [, seconds] = response.headers.get('Cache-Control')?.match(/\bmax-age=(\d{1,9})/) ?? [];
  return seconds === undefined ? DEFAULT_MAX_AGE_S : Number(seconds);
}

function dateOf(response) {
  const date_ms = Date.parse(response.headers.get('Date') ?? '');
  return Number.isNaN(date_ms) ? null : date_ms / 1000;
}

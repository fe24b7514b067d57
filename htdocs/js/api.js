// Asks the server again and again: a conditional request, re-armed after each answer by what the answer says, slower
// while it fails, and not at all while the page is hidden.

const BACK_OFF_S = [2, 4, 8, 15, 30, 60];
const DEFAULT_MAX_AGE_S = 5;
const TIMEOUT_MS = 15_000;

/**
 * Watches `url`. `onAnswer({body, status, date_s})` for every JSON answer that `accepts(status)`; `date_s` is the
 * server's clock or null. `onFailure({kind, status, title, detail, retry_at_ms})` else; kind is 'unreachable' (no
 * answer) or 'refused' (an answer of another kind). Returns a function that asks at once.
 */
export function apiWatch(url, { onAnswer, onFailure, accepts = (status) => status === 200, least_s = 2, most_s = 30 }) {
  let timer = null;
  let isAsking = false;
  let failures = 0;

  async function turn() {
    if (isAsking) return;
    clearTimeout(timer);
    isAsking = true;
    const outcome = await ask(url, accepts);
    isAsking = false;
    failures = outcome.failure ? failures + 1 : 0;
    const delay_s = outcome.failure
      ? BACK_OFF_S[Math.min(failures, BACK_OFF_S.length) - 1]
      : Math.min(Math.max(outcome.maxAge_s, least_s), most_s);
    if (!document.hidden) timer = setTimeout(turn, delay_s * 1000);
    if (outcome.failure) onFailure({ ...outcome.failure, retry_at_ms: Date.now() + delay_s * 1000 });
    else onAnswer(outcome);
  }

  document.addEventListener('visibilitychange', () => (document.hidden ? clearTimeout(timer) : turn()));
  window.addEventListener('online', turn);
  turn();
  return turn;
}

async function ask(url, accepts) {
  let response;
  try {
    response = await fetch(url, {
      cache: 'no-cache', // the browser itself sends If-None-Match
      headers: { Accept: 'application/json' },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch {
    return { failure: { kind: 'unreachable' } };
  }
  const body = await response.json().catch(() => null);
  const isProblem = response.headers.get('Content-Type')?.startsWith('application/problem+json');
  if (!body || isProblem || !accepts(response.status)) return { failure: refused(response, body) };
  return { body, status: response.status, date_s: dateOf(response), maxAge_s: maxAgeOf(response) };
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

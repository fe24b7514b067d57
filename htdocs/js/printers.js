// What the page concludes from the data of printers; no DOM, no text.

/** The states in the order a reader wants them: what needs a hand, what has no news, what runs, what is free. */
export const STATES = {
  error: { rank: 0, tile: 'hand' },
  paused: { rank: 1, tile: 'hand' },
  part_waiting: { rank: 2, tile: 'hand' },
  maintenance: { rank: 3, tile: 'hand' },
  offline: { rank: 4, tile: 'dark' },
  unobserved: { rank: 5, tile: 'dark' },
  first: { rank: 6, tile: 'dark' },
  building: { rank: 7, tile: 'building' },
  preparing: { rank: 7, tile: 'building' },
  unmapped: { rank: 8, tile: 'other' },
  idle: { rank: 9, tile: 'free' },
};

const HAS_RUNNING_JOB = new Set(['preparing', 'building', 'paused']);
const POLLER_DOWN = new Set(['silent', 'stopped', 'never']);
const MISSED_INTERVALS = 3;
const MISSED_LEAST_S = 15;
const SHORT_LEAST_IN3 = 0.05; // less is rounding
const CM3_PER_IN3 = 16.387064;
const DEFAULT_INTERVAL_S = 10;

const missedAfter_s = (printer) => Math.max(MISSED_INTERVALS * (printer.interval_s ?? DEFAULT_INTERVAL_S), MISSED_LEAST_S);

/**
 * The state to show. Beside the server's own: 'unobserved' as soon as the server's data shows that nobody polls, and
 * 'first' before the first poll. `asOf_s` is when the server last answered: its silence says nothing about printers.
 */
export function printerState(printer, health, asOf_s) {
  const isPollerDown = POLLER_DOWN.has(health?.poller);
  if (printer.polled_at === null) return isPollerDown ? 'unobserved' : 'first';
  if (isPollerDown || asOf_s - printer.polled_at > missedAfter_s(printer)) return 'unobserved';
  return printer.state in STATES ? printer.state : 'unmapped';
}

/** Whether the printer's last good answer is old although its state is not known to be without news. */
export function printerIsStale(printer, state, now_s) {
  if (STATES[state].tile === 'dark' || printer.answered_at === null) return false;
  return now_s - printer.answered_at > missedAfter_s(printer);
}

export const printerHasRunningJob = (state) => HAS_RUNNING_JOB.has(state);
export const printerName = (printer) => printer.name || printer.printer;

/** Since when the state shown holds, or null. */
export function printerStateBeganAt(printer, state) {
  if (state === 'unobserved' && printer.state !== 'unobserved') return printer.polled_at;
  return printer.state_began_at ?? null;
}

/** How much material of that kind ('model', 'support') the running job lacks: {in3, cm3}, or null where it lasts. */
export function printerShort(printer, state, kind) {
  const needed = printer[`${kind}_needed_in3`];
  if (!HAS_RUNNING_JOB.has(state) || typeof needed !== 'number') return null;
  const spools = usableSpools(printer, kind);
  if (spools.length === 0) return null;
  const left = spools.reduce((sum, spool) => sum + spool.left_in3, 0);
  const in3 = needed - (printer[`${kind}_used_in3`] ?? 0) - left;
  return in3 > SHORT_LEAST_IN3 ? { in3, cm3: in3 * CM3_PER_IN3 } : null;
}

/**
 * The loaded spools the job can draw from: those of its material ('P430' is 'P430_BLK' too), or all of that kind where
 * no name matches.
 */
function usableSpools(printer, kind) {
  const known = (printer.spools ?? []).filter(
    (spool) => spool.kind === kind && spool.is_loaded !== false && typeof spool.left_in3 === 'number',
  );
  const wanted = printer[`${kind}_material`];
  const same = known.filter(({ material }) => material === wanted);
  const alike = known.filter(({ material }) => material?.startsWith(`${wanted}_`));
  return [same, alike].find((spools) => spools.length > 0) ?? known;
}

/** Printers with their state, as {printer, state}, in the order to show; equals keep the order they came in. */
export function printersSorted(printers, health, asOf_s) {
  return printers
    .map((printer) => ({ printer, state: printerState(printer, health, asOf_s) }))
    .sort((a, b) => STATES[a.state].rank - STATES[b.state].rank || minuteDone(a) - minuteDone(b));
}

const LAST = Number.MAX_SAFE_INTEGER;

function minuteDone({ printer, state }) {
  return STATES[state].tile === 'building' && printer.eta_at !== null ? Math.floor(printer.eta_at / 60) : LAST;
}

/** Numbers of the fleet: how many in each state, beside what the tiles tell. */
export function printersCount(sorted) {
  const states = {};
  for (const { state } of sorted) states[state] = (states[state] ?? 0) + 1;
  const etas = sorted.filter(({ state }) => state === 'building').map(({ printer }) => printer.eta_at ?? LAST);
  const nextFree = Math.min(...etas, LAST);
  return {
    states,
    total: sorted.length,
    next_free_at: nextFree === LAST ? null : nextFree,
    idle_with_queue: sorted.filter(({ printer, state }) => state === 'idle' && printer.queue?.length > 0).length,
    short: sorted.filter(({ printer, state }) => ['model', 'support'].some((kind) => printerShort(printer, state, kind))).length,
  };
}

/** The sum of the states of one tile. */
export function countsOfTile(counts, tile) {
  return statesOfTile(tile).reduce((sum, state) => sum + (counts.states[state] ?? 0), 0);
}

export const statesOfTile = (tile) => Object.keys(STATES).filter((state) => STATES[state].tile === tile);

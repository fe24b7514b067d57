// What the page concludes from the data of printers; no DOM, no text.
import { printerFreeAt, printerJobIsReady } from './ahead.js';
import { KINDS, materialReach, materialShort } from './materials.js';

/** The states in the order a reader wants them: what needs a hand, what has no news, what runs, what is free. */
export const STATES = {
  error: { rank: 0, tile: 'hand' },
  paused: { rank: 1, tile: 'hand' },
  part_waiting: { rank: 2, tile: 'hand' },
  maintenance: { rank: 3, tile: 'hand' },
  offline: { rank: 5, tile: 'dark' },
  unobserved: { rank: 6, tile: 'dark' },
  first: { rank: 7, tile: 'dark' },
  building: { rank: 8, tile: 'building' },
  preparing: { rank: 8, tile: 'building' },
  unmapped: { rank: 9, tile: 'other' },
  idle: { rank: 10, tile: 'free' },
};
const SHORT_RANK = 4; // of what runs, but not to its end with the material there is

const HAS_RUNNING_JOB = new Set(['preparing', 'building', 'paused']);
const POLLER_DOWN = new Set(['silent', 'stopped', 'never']);
const MISSED_INTERVALS = 3;
const MISSED_LEAST_S = 15;
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
  return Object.hasOwn(STATES, printer.state) ? printer.state : 'unmapped';
}

/** Whether the printer's last good answer is old although its state is not known to be without news. */
export function printerIsStale(printer, state, now_s) {
  if (STATES[state].tile === 'dark' || printer.answered_at === null) return false;
  return now_s - printer.answered_at > missedAfter_s(printer);
}

/** Whether what the last answer said of progress still means something. */
export const printerTellsProgress = (state) => STATES[state].tile !== 'dark' || state === 'offline';

export const printerHasRunningJob = (state) => HAS_RUNNING_JOB.has(state);
export const printerName = (printer) => printer.name || printer.printer;

const isUnobservedHere = (printer, state) => state === 'unobserved' && printer.state !== 'unobserved';

/** Since when the state shown holds, or null. */
export function printerStateBeganAt(printer, state) {
  return (isUnobservedHere(printer, state) ? printer.polled_at : printer.state_began_at) ?? null;
}

/** Whether it did not hold before, as far as the server says. */
export const printerBeganSeen = (printer, state) => isUnobservedHere(printer, state) || printer.is_state_began_seen !== false;

/** How much material of that kind ('model', 'support') the running job lacks: {in3, cm3}, or null where it lasts. */
export const printerShort = (printer, state, kind) => (HAS_RUNNING_JOB.has(state) ? materialShort(printer, kind) : null);

/** How far the loaded material reaches for what runs and what waits (materialReach); null where nobody knows. */
export function printerReach(printer, state) {
  if (STATES[state].tile === 'dark') return null;
  const isRunning = HAS_RUNNING_JOB.has(state);
  return materialReach(printer, { isRunning, isAhead: isRunning || printerJobIsReady(printer, state) });
}

/**
 * Printers with their state, as {printer, state, isShort}, in the order to show; equals keep the order they came in.
 * `isShort`: the material does not last for the running job.
 */
export function printersSorted(printers, health, asOf_s) {
  return printers
    .map((printer) => {
      const state = printerState(printer, health, asOf_s);
      return { printer, state, isShort: KINDS.some((kind) => printerShort(printer, state, kind)) };
    })
    .sort((a, b) => rankOf(a) - rankOf(b) || minuteDone(a) - minuteDone(b));
}

const LAST = Number.MAX_SAFE_INTEGER;
const runs = ({ state }) => STATES[state].tile === 'building';
const isShortRunning = (item) => item.isShort && runs(item);
const rankOf = (item) => (isShortRunning(item) ? SHORT_RANK : STATES[item.state].rank);

function minuteDone(item) {
  const { eta_at } = item.printer;
  return runs(item) && eta_at !== null ? Math.floor(eta_at / 60) : LAST;
}

/** Whether a printer of printersSorted belongs to a tile; one that is short of material while it runs needs a hand, too. */
export const printerIsOfTile = (item, tile) => STATES[item.state].tile === tile || (tile === 'hand' && isShortRunning(item));

/** Numbers of the fleet: how many in each state, beside what the tiles tell. */
export function printersCount(sorted) {
  const states = {};
  for (const { state } of sorted) states[state] = (states[state] ?? 0) + 1;
  return {
    states,
    total: sorted.length,
    idle_with_queue: sorted.filter(({ printer, state }) => state === 'idle' && printer.queue?.length > 0).length,
    idle_with_ready: sorted.filter(({ printer, state }) => printerJobIsReady(printer, state)).length,
    short: sorted.filter(({ isShort }) => isShort).length,
    short_running: sorted.filter(isShortRunning).length,
  };
}

/** How many belong to one tile. */
export function countsOfTile(counts, tile) {
  const ofStates = statesOfTile(tile).reduce((sum, state) => sum + (counts.states[state] ?? 0), 0);
  return tile === 'hand' ? ofStates + counts.short_running : ofStates;
}

export const statesOfTile = (tile) => Object.keys(STATES).filter((state) => STATES[state].tile === tile);

const isDue = (item, now_s) => runs(item) && item.printer.eta_at > now_s; // one that is late has no known end

/** When the first of the running jobs will be done, or null. */
export function printersDoneAt(sorted, now_s) {
  const first = Math.min(...sorted.filter((item) => isDue(item, now_s)).map(({ printer }) => printer.eta_at), LAST);
  return first === LAST ? null : first;
}

/**
 * Those of printersSorted that are free next, as {printer, eta_at, waiting}: first whose running job and queue are estimated
 * to end first. `waiting` jobs come between that ETA and being free.
 */
export function printersFreeNext(sorted, most, now_s) {
  return sorted
    .filter((item) => isDue(item, now_s))
    .map(({ printer, state }) => {
      const { eta_at, queue } = printer;
      return { printer, eta_at, waiting: queue?.length ?? 0, free_at: printerFreeAt(printer, state, now_s) ?? LAST };
    })
    .sort((a, b) => a.free_at - b.free_at || a.eta_at - b.eta_at)
    .slice(0, most);
}

/** The printers that are free now, first those for which no job waits or is ready. */
export function printersFree(sorted) {
  const free = sorted.filter(({ state }) => STATES[state].tile === 'free');
  const isTaken = ({ printer, state }) => printer.queue?.length > 0 || printerJobIsReady(printer, state);
  return [...free.filter((item) => !isTaken(item)), ...free.filter(isTaken)].map(({ printer }) => printer);
}

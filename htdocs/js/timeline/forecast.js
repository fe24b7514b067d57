// What a printer will do, as far as its own estimates say: the job that runs, then its queue, one after the other. Pure.
import { STATES } from '../printers.js';

const isKnown = (value) => typeof value === 'number' && Number.isFinite(value);
const WAITS_FOR_A_HAND = new Set(['paused', 'part_waiting', 'maintenance', 'error', 'unmapped']);

/**
 * The bars {kind, state, from_s, to_s, job} from `now_s` on. Of kind 'job' is what runs, until its ETA; 'queue' a job that
 * waits, if each is started as soon as it can; 'open' what ends nobody knows when, with `ends` ('state', 'overdue', 'unknown') and `then` = {count,
 * estimated_s}, the queue after it. A to_s of null: not known.
 */
export function forecastBars(printer, state, now_s) {
  if (STATES[state].tile === 'dark') return [];
  const queue = printer.queue ?? [];
  if (state === 'idle') return queueBars(queue, now_s);
  const ends_s = endOf(printer, state, now_s);
  const job = printer.job_name ?? null;
  if (ends_s === null || ends_s <= now_s) return [openBar(printer, state, now_s, ends_s, job)];
  return [{ kind: 'job', state, from_s: now_s, to_s: ends_s, job }, ...queueBars(queue, ends_s)];
}

/** A job that warms up has no ETA yet: it lasts its whole estimate at least. */
function endOf({ eta_at, estimated_s }, state, now_s) {
  if (WAITS_FOR_A_HAND.has(state)) return null;
  if (isKnown(eta_at)) return eta_at;
  return state === 'preparing' && estimated_s > 0 ? now_s + estimated_s : null;
}

function openBar({ queue }, state, now_s, ends_s, job) {
  const ends = WAITS_FOR_A_HAND.has(state) ? 'state' : ends_s === null ? 'unknown' : 'overdue';
  return { kind: 'open', state, from_s: now_s, to_s: null, due_s: ends_s, ends, job, then: thenOf(queue ?? []) };
}

function thenOf(queue) {
  if (queue.length === 0) return null;
  const isWhole = queue.every(({ estimated_s }) => isKnown(estimated_s));
  return { count: queue.length, estimated_s: isWhole ? queue.reduce((sum, { estimated_s }) => sum + estimated_s, 0) : null };
}

/** Ends with the first job without an estimate: nobody knows when those after it begin. */
function queueBars(queue, from_s) {
  const bars = [];
  let at_s = from_s;
  for (const { job_name: job = null, estimated_s } of queue) {
    const to_s = estimated_s > 0 ? at_s + estimated_s : null;
    bars.push({ kind: 'queue', state: 'building', from_s: at_s, to_s, job });
    if (to_s === null) break;
    at_s = to_s;
  }
  return bars;
}

// What a printer will do, as far as its own estimates say: the job that runs, then its queue, one after the other. Pure.
import { jobsAhead, printerDoneAt } from '../ahead.js';
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
  const waiting = jobsAhead(printer, state, now_s);
  const bars = waiting.filter(({ begins_s }) => begins_s !== null).map(queueBar);
  if (state === 'idle') return bars;
  const job = printer.job_name ?? null;
  const to_s = printerDoneAt(printer, state, now_s);
  return to_s === null ? [openBar(printer, state, now_s, job)] : [{ kind: 'job', state, from_s: now_s, to_s, job }, ...bars];
}

/** The first one without an estimate is the last: nobody knows when those after it begin. */
const queueBar = ({ job, begins_s, ends_s }) => ({ kind: 'queue', state: 'building', from_s: begins_s, to_s: ends_s, job: job.job_name ?? null });

function openBar({ queue, eta_at }, state, now_s, job) {
  const ends = WAITS_FOR_A_HAND.has(state) ? 'state' : isKnown(eta_at) ? 'overdue' : 'unknown';
  return { kind: 'open', state, from_s: now_s, to_s: null, due_s: eta_at, ends, job, then: thenOf(queue ?? []) };
}

function thenOf(queue) {
  if (queue.length === 0) return null;
  const isWhole = queue.every(({ estimated_s }) => isKnown(estimated_s));
  return { count: queue.length, estimated_s: isWhole ? queue.reduce((sum, { estimated_s }) => sum + estimated_s, 0) : null };
}

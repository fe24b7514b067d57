// What a printer did in the span, as bars: the stretches of its states, up to the last answer, each with its job. Pure.
import { stretchesUntil, withPresent } from '../stretches.js';

const MAY_RUN = new Set(['preparing', 'building', 'paused', 'error']);

/**
 * The bars {state, from_s, to_s, began_s, job} of one printer from `from_s` until `as_of_s`. `stretches` and `jobs` (those that ended
 * since) are the API's; `present` is {state, began_s, job}, which is newer. A bar that lasts has `isPresent`.
 */
export function pastBars({ stretches, jobs, present, from_s, as_of_s }) {
  const ended = jobs.filter((job) => job.ended_at !== null).sort((a, b) => a.ended_at - b.ended_at);
  const bars = [];
  for (const stretch of stretchesUntil(withPresent(stretches, present), from_s, as_of_s)) {
    const { state, began_at, to_s, isPresent } = stretch;
    add(bars, { kind: 'past', state, began_s: began_at, from_s: stretch.from_s, to_s, isPresent, job: jobOf(stretch, ended, present.job) });
  }
  return bars;
}

/** The name of the job that a stretch is about; of one that waits, the job that ended last. */
function jobOf({ state, began_at, ended_at }, ended, present) {
  if (state === 'part_waiting') return nameOf(ended.findLast((job) => job.ended_at <= began_at)) ?? (ended_at === null ? present : null);
  if (!MAY_RUN.has(state)) return null;
  const job = ended.find((one) => one.ended_at > began_at);
  if (!job) return state === 'error' && ended_at !== null ? null : present;
  const begun_at = job.begun_at ?? job.started_at;
  return begun_at === null || (ended_at ?? Infinity) > begun_at ? nameOf(job) : null;
}

const nameOf = (job) => job?.job_name ?? null;

/** The same state of the same job goes on: other words of the printer are no other bar. */
function add(bars, bar) {
  const last = bars.at(-1);
  const goesOn = last && last.state === bar.state && last.job === bar.job && last.to_s === bar.from_s;
  if (goesOn) bars[bars.length - 1] = { ...bar, from_s: last.from_s, began_s: last.began_s };
  else bars.push(bar);
}

// A bar of the timeline in words: for the tip, for screen readers, and the few that stand in it.
import { formatClock, formatDuration, isolated, known } from '../format.js';
import { texts } from '../texts.js';

const words = texts.timeline;
const HOUR_S = 3600;
const DAY_S = 24 * HOUR_S;
const WORTH_A_WORD_S = HOUR_S;

/** {title, time, job, note}, of which some are null. */
export function barWords(bar, now_s) {
  return { title: titleOf(bar), time: timeOf(bar, now_s), job: bar.job, note: noteOf(bar, now_s) };
}

/** The same as one sentence. */
export function barSentence(bar, now_s) {
  const { title, time, job, note } = barWords(bar, now_s);
  return [title, time, isolated(job), note].filter(Boolean).join(', ');
}

/** What stands in the bar itself where it is long enough: its job, or until when it lasts. */
export function barLabel(bar, now_s) {
  if (bar.kind === 'open') return [noteEnds(bar, now_s), noteThen(bar)].filter(Boolean).join(' · ');
  if (bar.kind === 'job') return words.until(formatClock(bar.to_s, bar.to_s - now_s < DAY_S ? bar.to_s : now_s));
  const isOfJob = bar.kind === 'queue' || bar.state === 'building';
  return isOfJob && (bar.to_s ?? Infinity) - bar.from_s >= WORTH_A_WORD_S ? bar.job : null;
}

function titleOf({ kind, state }) {
  if (kind === 'past') return texts.states[state];
  return kind === 'queue' ? words.queued : words.forecast_of(texts.states[state]);
}

function timeOf({ kind, from_s, began_s = from_s, to_s, isPresent }, now_s) {
  if (kind === 'open') return null;
  const from = formatClock(began_s, now_s);
  if (isPresent) return texts.since(from, formatDuration(now_s - began_s));
  const length = known(to_s === null ? null : formatDuration(to_s - began_s));
  return words.from_to(from, known(formatClock(to_s, now_s)), length);
}

function noteOf(bar, now_s) {
  if (bar.kind === 'queue') return bar.to_s === null ? words.no_estimate : words.at_once;
  return bar.kind === 'open' ? [noteEnds(bar, now_s), noteThen(bar)].filter(Boolean).join(', ') : null;
}

function noteEnds({ state, ends, due_s }, now_s) {
  if (ends === 'overdue') return texts.overdue(formatDuration(now_s - due_s));
  return (ends === 'state' && words.until_state[state]) || words.end_unknown;
}

const noteThen = ({ then }) => then && words.then(then.count, formatDuration(then.estimated_s));

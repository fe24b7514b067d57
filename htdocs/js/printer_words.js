// Words about a printer that its pages share.
import { formatDuration, isolated } from './format.js';
import { printerIsStale, STATES } from './printers.js';
import { texts } from './texts.js';

const SOON_S = 300;

/** How long a job still takes: {left_s, isLate, urgency}, or null where nobody knows. */
export function leftOf({ eta_at }, state, now_s) {
  if (STATES[state].tile === 'dark' || typeof eta_at !== 'number') return null;
  const left_s = eta_at - now_s;
  const isLate = left_s < 0;
  return { left_s, isLate, urgency: isLate ? 'overdue' : left_s < SOON_S ? 'soon' : '' };
}

/** "2 h 05 min left", "overdue by 3 min", of a leftOf. */
export const leftWords = ({ left_s, isLate }) => (isLate ? texts.overdue : texts.left)(formatDuration(Math.abs(left_s)));

/** "done 14:03", "was due 14:03", of a leftOf and its ETA in words; null where that is a time that no calendar has. */
export const dueWords = ({ isLate }, clock) => clock && (isLate ? texts.was_due : texts.done_at)(clock);

/** How long a job that has no ETA yet takes in all; null where that is not known. */
export function estimateWords({ estimated_s }, state) {
  const isAhead = state === 'preparing' || state === 'paused';
  return isAhead && estimated_s ? texts.estimate(formatDuration(estimated_s)) : null;
}

/** What is wrong with the connection or the data of a printer; null for nothing. */
export const troubleWords = ({ trouble, failed_polls }) =>
  trouble ? `${texts.trouble(isolated(trouble))}${failed_polls > 0 ? ` (${texts.failed_polls(failed_polls)})` : ''}` : null;

/** That its text is damaged; null where it is not. */
export const damageWords = ({ damage }) => (damage ? texts.damage(isolated(damage)) : null);

/** That its data is old; null where it is not. */
export function staleWords(printer, state, now_s) {
  return printerIsStale(printer, state, now_s) ? texts.stale(formatDuration(now_s - printer.answered_at)) : null;
}

// A moment as people say it.
import { formatClock } from '../format.js';
import { locale, texts } from '../texts.js';

const DAY_MS = 86_400_000;
const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });

/** The reader's midnight `days` after the one before `at_s`. */
export function midnight(at_s, days = 0) {
  const at = new Date(at_s * 1000);
  return new Date(at.getFullYear(), at.getMonth(), at.getDate() + days).getTime() / 1000;
}

/** "today", "yesterday": the name of a day next to today. */
export const dayName = (days) => relative.format(days, 'day');

/** Clock time with its day, always: "today, 14:05", "tomorrow, 03:03", "Wed 09:15"; null of an unknown one. */
export function dayAndClock(at_s, now_s) {
  const plain = formatClock(at_s, now_s);
  if (plain === null) return null;
  const days = Math.round(((midnight(at_s) - midnight(now_s)) * 1000) / DAY_MS);
  return Math.abs(days) > 1 ? plain : texts.printer.day_clock(dayName(days), clock.format(at_s * 1000));
}

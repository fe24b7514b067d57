// Months as the summary takes them: which one, the one before, how far it has come. Pure.
import { filterRange } from '../filters/query.js';
import { rangeBounds } from '../filters/range.js';

const PATTERN = /^\d{4}-(0[1-9]|1[0-2])$/;
const LEAST = '1970-02'; // the one before it is there, too

const textOf = (year, month) => new Date(Date.UTC(year, month - 1, 1)).toISOString().slice(0, 7);
const numbersOf = (month) => month.split('-').map(Number);
const daysIn = (month) => new Date(Date.UTC(...numbersOf(month), 0)).getUTCDate();
const dayOf = (month, day) => `${month}-${String(day).padStart(2, '0')}`;

const monthThis = ({ year, month }) => textOf(year, month);

/** The month so many months after. */
export function monthStep(month, steps) {
  const [year, number] = numbersOf(month);
  return textOf(year, number + steps);
}

/** Whether the text is a month that has begun. */
export const monthValid = (text, today) => PATTERN.test(text ?? '') && text >= LEAST && text <= monthThis(today);

/** The month an address asks for, else the last that is over. */
export const monthShown = (text, today) => (monthValid(text, today) ? text : monthStep(monthThis(today), -1));

/** The month that a summary of what the reports show is about: that of the range's last day, where it lies within one month. */
export function monthOfReports(query, today) {
  const bounds = rangeBounds(filterRange(query), today);
  const month = bounds?.last.slice(0, 7);
  return bounds && bounds.first.slice(0, 7) === month && monthValid(month, today) ? month : monthShown(null, today);
}

/**
 * What is compared: {month, before} as {from, to} of the API, days included. A month that has not ended goes until today,
 * and so do as many days of the one before: `until` is that day, null of a whole month.
 */
export function monthSpans(month, today) {
  const previous = monthStep(month, -1);
  if (month !== monthThis(today)) return { until: null, month: { from: month, to: month }, before: { from: previous, to: previous } };
  const until = today.day;
  const firsts = (one) => ({ from: dayOf(one, 1), to: dayOf(one, Math.min(until, daysIn(one))) });
  return { until: dayOf(month, until), month: firsts(month), before: firsts(previous) };
}

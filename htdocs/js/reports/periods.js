// The periods of charts over time: how long they are for a range, those without a row, and how they are called. Pure.
import { filterRange } from '../filters/query.js';
import { rangeBounds } from '../filters/range.js';

const DAY_S = 86_400;
const DAY_MS = DAY_S * 1000;
const MOST_DAYS = { hour: 2, day: 62, week: 210 }; // beyond, months
const PERIODS_MOST = 1000; // of one chart

const dateOf = (year, month, day) => new Date(Date.UTC(year, month - 1, day));
const textOf = (date) => date.toISOString().slice(0, 10);
const daysAfter = (date, days) => new Date(date.getTime() + days * DAY_MS);

/** Monday of an ISO week; the 4th of January is in the first. */
function mondayOf(year, week) {
  const fourth = dateOf(year, 1, 4);
  return daysAfter(fourth, (week - 1) * 7 - ((fourth.getUTCDay() + 6) % 7));
}

/** '2026-W47' of a Monday: the year is that of its Thursday. */
function weekOf(monday) {
  const thursday = daysAfter(monday, 3);
  const year = thursday.getUTCFullYear();
  const week = 1 + Math.floor((thursday - dateOf(year, 1, 1)) / DAY_MS / 7);
  return `${year}-W${String(week).padStart(2, '0')}`;
}

/** How the API writes a period: its pattern, the next one, and how to call it, given Intl's format for that locale. */
const KINDS = [
  {
    pattern: /^(\d{4})-(\d\d)-(\d\d)$/,
    next: (year, month, day) => textOf(daysAfter(dateOf(year, month, day), 1)),
    label: (format, year, month, day) => format({ day: 'numeric', month: 'short' }, dateOf(year, month, day)),
  },
  {
    pattern: /^(\d{4})-(\d\d)$/,
    next: (year, month) => textOf(dateOf(year, month + 1, 1)).slice(0, 7),
    label: (format, year, month) => format({ month: 'short', year: 'numeric' }, dateOf(year, month, 1)),
  },
  {
    pattern: /^(\d{4})-W(\d\d)$/,
    next: (year, week) => weekOf(daysAfter(mondayOf(year, week), 7)),
    label: (format, year, week, words) => words.week(week, format({ day: 'numeric', month: 'short' }, mondayOf(year, week))),
  },
  {
    pattern: /^(\d{4})$/,
    next: (year) => String(year + 1),
    label: (format, year) => String(year),
  },
];

function kindOf(period) {
  for (const kind of KINDS) {
    const match = kind.pattern.exec(period);
    if (match) return { ...kind, numbers: match.slice(1).map(Number) };
  }
  return null;
}

/** The days a range has until today; of all of time, those that `counted` {began_at, ended_at} tells, null until that is known. */
export function daysOf(query, today, counted) {
  const bounds = rangeBounds(filterRange(query), today);
  if (!bounds) return counted && Math.ceil((counted.ended_at - counted.began_at) / DAY_S);
  const last = Math.min(Date.parse(bounds.last), dateOf(today.year, today.month, today.day).getTime());
  return (last - Date.parse(bounds.first)) / DAY_MS + 1;
}

/** The first of `periods` that is long enough for so many days, or month. */
export function periodOf(days, periods = Object.keys(MOST_DAYS)) {
  return periods.find((period) => days <= MOST_DAYS[period]) ?? 'month';
}

/** The periods of the rows in their order, with those between them that have no row. */
export function periodsFilled(rows) {
  const periods = [...new Set(rows.map(({ period }) => period))].sort();
  const last = periods.at(-1);
  const filled = periods.slice(0, 1);
  while (filled.length > 0 && filled.at(-1) < last && filled.length < PERIODS_MOST) {
    const kind = kindOf(filled.at(-1));
    if (!kind) return periods; // hours, whose number depends on the day
    filled.push(kind.next(...kind.numbers));
  }
  return filled;
}

/** "22 Nov", "Nov 2026", "W47 · 16 Nov"; of an hour its clock time. `words.week(number, monday)` names a week. */
export function periodLabel(period, locale, words) {
  const kind = kindOf(period);
  if (!kind) return period.slice(11) || period;
  const format = (options, date) => new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(date);
  return kind.label(format, ...kind.numbers, words);
}

// The time a page looks at, as one word of its address: what it means, what comes before and after it, how it is called.
// Pure. Days are those of the server's zone, and numbers from 1970-01-01 on: days are counted, never hours.
import { ZONE, zoneOf } from '../zone.js';

const DAY_MS = 86_400_000;
const NUMBER_LEAST = 0;
const NUMBER_MOST = Date.UTC(9999, 11, 31) / DAY_MS;

/** What holds where the address names no range, or none that there is. */
export const RANGE_DEFAULT = '30d';

/** The ranges that move with the present; `all` has no bounds. */
export const RANGE_PRESETS = ['today', '7d', '30d', 'month', 'semester', 'year', 'all'];

const RELATIVE = {
  today: (today) => spanUntil(today, 1),
  '7d': (today) => spanUntil(today, 7),
  '30d': (today) => spanUntil(today, 30),
  month: ({ year, month }) => spanOfMonths(year, month, 1),
  semester: ({ year, month }) => spanOfMonths(year, month < 7 ? 1 : 7, 6),
  year: ({ year }) => spanOfMonths(year, 1, 12),
};
const SERVER_KNOWS = new Set(['today', '7d', '30d', 'month', 'year']);

const ABSOLUTE = [
  [/^(\d{4})$/, (year) => spanOfMonths(Number(year), 1, 12)],
  [/^(\d{4})-S([12])$/, (year, half) => spanOfMonths(Number(year), half === '1' ? 1 : 7, 6)],
  [/^(\d{4})-(0[1-9]|1[0-2])$/, (year, month) => spanOfMonths(Number(year), Number(month), 1)],
  [/^(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)$/, (first, last) => spanOfDays(numberOf(first), numberOf(last))],
];

// ---- days -----------------------------------------------------------------------------------------------------------

const dayNumber = (year, month, day) => Date.UTC(year, month - 1, day) / DAY_MS;
const textOf = (number) => new Date(number * DAY_MS).toISOString().slice(0, 10);
const monthOf = (number) => textOf(number).slice(0, 7);
const yearOf = (number) => textOf(number).slice(0, 4);

/** The number of '2026-02-07'; NaN of a day that no month has. */
function numberOf(text) {
  const number = Date.parse(`${text}T00:00:00Z`) / DAY_MS;
  return Number.isFinite(number) && textOf(number) === text ? number : NaN;
}

// ---- spans: whole months, or days; first and last are both included -------------------------------------------------

const spanOfDays = (first, last) => ({ months: 0, first, last });

function spanUntil({ year, month, day }, days) {
  const last = dayNumber(year, month, day);
  return spanOfDays(last - days + 1, last);
}

function spanOfMonths(year, month, months) {
  return { months, first: dayNumber(year, month, 1), last: dayNumber(year, month + months, 1) - 1 };
}

const isSpan = ({ first, last }) => NUMBER_LEAST <= first && first <= last && last <= NUMBER_MOST;

/** The span of a range, with the range as it holds; null of `all`. */
function spanOf(range, today) {
  const holds = rangeValid(range) ? range : RANGE_DEFAULT;
  return holds === 'all' ? null : (RELATIVE[holds]?.(today) ?? spanWritten(holds));
}

function spanWritten(range) {
  for (const [pattern, read] of ABSOLUTE) {
    const match = pattern.exec(range);
    if (match) return read(...match.slice(1));
  }
  return null;
}

function rangeOfSpan({ months, first, last }) {
  if (months === 12) return yearOf(first);
  if (months === 6) return `${yearOf(first)}-S${monthOf(first).endsWith('-01') ? 1 : 2}`;
  if (months === 1) return monthOf(first);
  return `${textOf(first)}..${textOf(last)}`;
}

function spanMoved({ months, first, last }, direction) {
  const days = last - first + 1;
  if (months === 0) return spanOfDays(first + direction * days, last + direction * days);
  const [year, month] = monthOf(first).split('-').map(Number);
  return spanOfMonths(year, month + direction * months, months);
}

// ---- ranges ---------------------------------------------------------------------------------------------------------

/** {year, month, day} of that moment in a zone; in the reader's where the zone is unknown to the browser. */
export function rangeToday(now_s, timeZone) {
  const format = dateFormat('en', { year: 'numeric', month: 'numeric', day: 'numeric' }, zoneOf(timeZone) ?? ZONE);
  const parts = format.formatToParts(now_s * 1000);
  const part = (type) => Number(parts.find((one) => one.type === type).value);
  return { year: part('year'), month: part('month'), day: part('day') };
}

/** Whether the text is a range: today 7d 30d month semester year all 2026-03 2026-S1 2026 2026-01-05..2026-02-07. */
export function rangeValid(text) {
  if (RANGE_PRESETS.includes(text)) return true;
  const span = spanWritten(text);
  return span !== null && isSpan(span);
}

/** {from, to} as the API takes them; of `all`, {}. A range that is none counts as the default, here and below. */
export function rangeParams(range, today) {
  const holds = rangeValid(range) ? range : RANGE_DEFAULT;
  if (SERVER_KNOWS.has(holds)) return { from: holds, to: holds };
  const bounds = rangeBounds(range, today);
  return bounds ? { from: bounds.first, to: bounds.last } : {};
}

/** The first and the last day, {first: '2026-01-01', last: '2026-06-30'}, both included; null of `all`. */
export function rangeBounds(range, today) {
  const span = spanOf(range, today);
  return span && { first: textOf(span.first), last: textOf(span.last) };
}

/** The range of days from one text to the other, both included; null where one is no day, or they are turned round. */
export function rangeOfDays(first, last) {
  const range = `${first}..${last}`;
  return rangeValid(range) ? range : null;
}

/** The range as long as this one just before (-1) or after (+1) it; null where there is none, or it has not begun. */
export function rangeStep(range, direction, today) {
  const span = spanOf(range, today);
  const moved = span && spanMoved(span, direction);
  if (!moved || !isSpan(moved)) return null;
  if (direction > 0 && moved.first > dayNumber(today.year, today.month, today.day)) return null;
  const name = rangeOfSpan(moved);
  return Object.keys(RELATIVE).find((preset) => rangeOfSpan(RELATIVE[preset](today)) === name) ?? name;
}

/** "12 May 2026", "1 Jan – 30 Jun 2026", "March 2026", "2026" in that locale; null of `all`, which needs a word. */
export function rangeLabel(range, today, locale) {
  const span = spanOf(range, today);
  if (!span) return null;
  const [first, last] = [span.first, span.last].map((number) => new Date(number * DAY_MS));
  if (span.months === 12) return dateFormat(locale, { year: 'numeric' }).format(first);
  if (span.months === 1) return dateFormat(locale, { year: 'numeric', month: 'long' }).format(first);
  return dateFormat(locale, { year: 'numeric', month: 'short', day: 'numeric' }).formatRange(first, last);
}

function dateFormat(locale, options, timeZone = 'UTC') {
  return new Intl.DateTimeFormat(locale, { ...options, calendar: 'gregory', numberingSystem: 'latn', timeZone });
}

// Numbers, times and durations in the reader's own locale and zone. What is unknown (null, undefined) stays null.
import { locale, texts } from './texts.js';

const MINUTE_S = 60;
const HOUR_S = 3600;
const DAY_S = 86_400;
const MONTH_S = 30 * DAY_S;
const DATE_MOST_S = 8.64e12; // what a Date can hold
const ROUNDING = 1e-6; // 0.29 * 100 is a little less than 29

const unbroken = (...words) => words.join('\u00a0');
const isKnown = (value) => typeof value === 'number' && Number.isFinite(value);
const isTime = (at_s) => isKnown(at_s) && Math.abs(at_s) <= DATE_MOST_S;
const numbers = [0, 1, 2].map(
  (digits) => new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
);
const percents = [0, 1].map(
  (digits) => new Intl.NumberFormat(locale, { style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits }),
);
const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
const weekday = new Intl.DateTimeFormat(locale, { weekday: 'short' });
const date = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' });
const full = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' });

export const formatNumber = (value, digits = 0) => (isKnown(value) ? numbers[digits].format(value) : null);
export const formatDate = (at_s) => (isTime(at_s) ? date.format(at_s * 1000) : null);
export const formatFull = (at_s) => (isTime(at_s) ? full.format(at_s * 1000) : null);

/** How many percent that is, never more than it is: 100 is all of it. */
export const percentOf = (ratio, digits = 0) => Math.floor(ratio * 10 ** (digits + 2) + ROUNDING) / 10 ** digits;
export const formatPercent = (ratio, digits = 0) => (isKnown(ratio) ? percents[digits].format(percentOf(ratio, digits) / 100) : null);

/** "45 s", "12 min", "2 h 05 min", "3 d 4 h"; never negative. */
export function formatDuration(seconds) {
  if (!isKnown(seconds)) return null;
  const s = Math.max(0, Math.floor(seconds));
  const { day, hour, minute, second } = texts.units;
  if (s < MINUTE_S) return unbroken(s, second);
  if (s < HOUR_S) return unbroken(Math.floor(s / MINUTE_S), minute);
  if (s < DAY_S) {
    const minutes = String(Math.floor((s % HOUR_S) / MINUTE_S)).padStart(2, '0');
    return unbroken(Math.floor(s / HOUR_S), hour, minutes, minute);
  }
  const hours = s < MONTH_S ? Math.floor((s % DAY_S) / HOUR_S) : 0;
  return hours > 0 ? unbroken(Math.floor(s / DAY_S), day, hours, hour) : unbroken(Math.floor(s / DAY_S), day);
}

/** Hours as people add them up: "0.4 h", "1,234 h". */
export function formatHours(seconds) {
  if (!isKnown(seconds)) return null;
  const hours = seconds / HOUR_S;
  return unbroken(formatNumber(hours, hours < 100 ? 1 : 0), texts.units.hour);
}

/** What stands where something is not known. */
export const known = (text) => (text === null || text === undefined || text === '' ? texts.unknown : text);

/** What printers and people say, within a sentence of ours: whatever directions are in it end with it. */
export const isolated = (text) => (text ? `\u2068${text}\u2069` : text);

/** Clock time; with the day of the week when it is not today, with the date when it is a week away or more. */
export function formatClock(at_s, now_s) {
  if (!isTime(at_s)) return null;
  const at = new Date(at_s * 1000);
  const days = Math.abs(startOfDay(at) - startOfDay(new Date(now_s * 1000))) / 1000 / DAY_S;
  if (days < 0.5) return clock.format(at);
  return `${(days < 6.5 ? weekday : date).format(at)} ${clock.format(at)}`;
}

function startOfDay(time) {
  return new Date(time.getFullYear(), time.getMonth(), time.getDate()).getTime();
}

/** "23.1 in³ · 379 cm³", or the one of them that is known. */
export function formatVolume(in3, cm3) {
  const parts = [
    isKnown(in3) && unbroken(formatNumber(in3, 1), 'in³'),
    isKnown(cm3) && unbroken(formatNumber(cm3, cm3 < 10 ? 1 : 0), 'cm³'),
  ];
  return parts.filter(Boolean).join(' · ') || null;
}

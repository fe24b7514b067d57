// Odometers: hours of use, against the machine's own limits where it has them.
import { domAttribute, domClone, domList, domShow, domText } from '../dom.js';
import { formatHours, formatNumber, formatPercent } from '../format.js';
import { locale, texts } from '../texts.js';
import { meterFill } from '../meter.js';
import { countsSeconds, wearOf } from './wear_level.js';

const days = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const asOf = (day) => texts.printer.as_of(days.format(Date.parse(day))); // the server's day, whatever the reader's zone

/** The latest row of each odometer, in the order they came. */
function odometersLatest(rows) {
  const latest = new Map();
  for (const row of rows) if (!(latest.get(row.odometer)?.day > row.day)) latest.set(row.odometer, row);
  return [...latest.values()];
}

/** Fills the panel from the rows of the API; it is hidden where there are none. */
export function wearFill(parts, rows) {
  const odometers = odometersLatest(rows);
  domShow(parts.wear, odometers.length > 0);
  const lastDay = odometers.map(({ day }) => day).sort().at(-1);
  domText(parts.wear_day, lastDay && asOf(lastDay));
  domList(parts.wear_rows, odometers, () => domClone('printer-odometer'), (row, odometer) => fillRow(row, odometer, lastDay));
  const isInferred = odometers.some(({ odometer }) => countsSeconds(odometer));
  domText(parts.wear_note, isInferred ? texts.printer.hours_inferred : null);
}

const ALERT = new Set(['over', 'warn', 'past']);

function fillRow(row, odometer, lastDay) {
  const name = texts.printer.odometers[odometer.odometer] ?? odometer.odometer;
  const inUnit = countsSeconds(odometer.odometer) ? formatHours : (value) => formatNumber(value, Number.isInteger(value) ? 0 : 1);
  const { level, ratio, of } = wearOf(odometer);
  const ownDay = odometer.day === lastDay ? null : asOf(odometer.day);
  const words = [wordsOf(odometer, level, ratio, inUnit, of), ownDay].filter(Boolean).join(' · ');
  domText(row.name, name);
  domText(row.value, inUnit(odometer.value));
  domShow(row.bar, ratio !== null);
  if (ratio !== null) meterFill(row, ratio, { name, words, level });
  const { limit_warn, limit_error } = odometer;
  const hasMark = limit_warn !== null && limit_error !== null;
  domShow(row.limit, hasMark);
  if (hasMark) row.limit.style.insetInlineStart = `${Math.min(limit_warn / limit_error, 1) * 100}%`;
  domAttribute(row.words, 'data-level', level);
  domShow(row.icon, ALERT.has(level));
  domText(row.word, words, row.words);
}

function wordsOf({ odometer, limit_warn, limit_error }, level, ratio, inUnit, of) {
  const words = texts.printer;
  if (ratio === null) return countsSeconds(odometer) ? null : words.no_unit;
  const share = formatPercent(ratio);
  if (level === 'hint' || level === 'past') return words.wear_usual[level](share, inUnit(of));
  const limits = [limit_warn !== null && words.warns_at(inUnit(limit_warn)), limit_error !== null && words.limit_at(inUnit(limit_error))];
  return [words.wear[level](share), ...limits.filter(Boolean)].join(' · ');
}

// Odometers: hours of use, against the machine's own limits where it has them.
import { domAttribute, domClone, domList, domShow, domText } from '../dom.js';
import { formatHours, formatNumber, formatPercent } from '../format.js';
import { texts } from '../texts.js';
import { meterFill } from './meter.js';

/** Those that count seconds (inferred), and how many people change the part after, by the vendor's word. */
const IN_SECONDS = {
  runTimeOdometer: {},
  buildTimeOdometer: {},
  tipTimeOdometer: { usual_s: 2000 * 3600 },
  modelExtruderOdometer: {},
  supportExtruderOdometer: {},
};
const NEAR_RATIO = 0.9;

/** The latest row of each odometer, in the order they came. */
export function odometersLatest(rows) {
  const latest = new Map();
  for (const row of rows) if (!(latest.get(row.odometer)?.day > row.day)) latest.set(row.odometer, row);
  return [...latest.values()];
}

/**
 * How worn that is: {level, ratio, of}: level 'over' the machine's limit, 'warn' over what it warns at, 'near' one of them,
 * 'fine', or 'hint' and 'past' where there is only the vendor's word; `ratio` of `of`, null where there is nothing to compare with.
 */
export function wearOf({ odometer, value, limit_warn, limit_error }) {
  const usual_s = IN_SECONDS[odometer]?.usual_s;
  const most = limit_error ?? limit_warn ?? usual_s ?? null;
  if (most === null || !(most > 0)) return { level: 'fine', ratio: null, of: null };
  return { level: levelOf(value, limit_warn, limit_error, usual_s), ratio: value / most, of: most };
}

function levelOf(value, limit_warn, limit_error, usual_s) {
  const hasLimit = limit_warn !== null || limit_error !== null;
  if (!hasLimit) return value >= usual_s ? 'past' : 'hint';
  if (limit_error !== null && value >= limit_error) return 'over';
  if (limit_warn !== null && value >= limit_warn) return 'warn';
  return value >= (limit_warn ?? limit_error) * NEAR_RATIO ? 'near' : 'fine';
}

/** Fills the panel from the rows of the API; it is hidden where there are none. */
export function wearFill(parts, rows) {
  const odometers = odometersLatest(rows);
  domShow(parts.wear, odometers.length > 0);
  domList(parts.wear_rows, odometers, () => domClone('printer-odometer'), fillRow);
  const isInferred = odometers.some(({ odometer }) => odometer in IN_SECONDS);
  domText(parts.wear_note, isInferred ? texts.printer.hours_inferred : null);
}

const ALERT = new Set(['over', 'warn', 'past']);

function fillRow(row, odometer) {
  const name = texts.printer.odometers[odometer.odometer] ?? odometer.odometer;
  const inUnit = odometer.odometer in IN_SECONDS ? formatHours : (value) => formatNumber(value, Number.isInteger(value) ? 0 : 1);
  const { level, ratio, of } = wearOf(odometer);
  const words = wordsOf(odometer, level, ratio, inUnit, of);
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
  if (ratio === null) return odometer in IN_SECONDS ? null : words.no_unit;
  const share = formatPercent(ratio);
  if (level === 'hint' || level === 'past') return words.wear_usual[level](share, inUnit(of));
  const limits = [limit_warn !== null && words.warns_at(inUnit(limit_warn)), limit_error !== null && words.limit_at(inUnit(limit_error))];
  return [words.wear[level](share), ...limits.filter(Boolean)].join(' · ');
}

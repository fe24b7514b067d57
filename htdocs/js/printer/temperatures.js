// The temperatures now, against their set points.
import { domClone, domList, domShow, domText } from '../dom.js';
import { formatNumber, known } from '../format.js';
import { texts } from '../texts.js';

const AT_SET_POINT_C = 3;
const KINDS = ['model', 'support', 'envelope'];

/** Fills the panel of the temperatures, which is hidden where none is known. */
export function temperaturesFill(parts, printer) {
  const rows = KINDS.map((kind) => ({ kind, now_c: printer[`${kind}_temp_c`] ?? null, set_c: setPoint(printer[`${kind}_set_c`]) }));
  const shown = rows.filter(({ now_c, set_c }) => now_c !== null || set_c !== null);
  domShow(parts.temperatures, shown.length > 0);
  domList(parts.temperature_rows, shown, () => domClone('printer-temperature'), fillRow);
}

/** Some machines say 0 for a set point all the time: that is none. */
const setPoint = (set_c) => set_c || null;

function fillRow(row, { kind, now_c, set_c }) {
  domText(row.name, texts.curves.places[kind]);
  domText(row.measured, known(formatNumber(now_c)));
  domText(row.set, known(formatNumber(set_c)));
  row.trend.textContent = texts.printer.trends[trendOf(now_c, set_c)];
}

function trendOf(now_c, set_c) {
  if (now_c === null || set_c === null) return 'unknown';
  if (Math.abs(now_c - set_c) <= AT_SET_POINT_C) return 'there';
  return now_c < set_c ? 'below' : 'above';
}

// The temperatures now, against their set points.
import { PLACES } from '../charts/samples.js';
import { domClone, domList, domShow, domText } from '../dom.js';
import { formatNumber, known } from '../format.js';
import { temperatureSet, temperatureTrend } from '../temperatures.js';
import { texts } from '../texts.js';

/** Fills the panel of the temperatures, which is hidden where none is known. */
export function temperaturesFill(parts, printer) {
  const rows = PLACES.map((kind) => ({ kind, now_c: printer[`${kind}_temp_c`] ?? null, set_c: temperatureSet(printer[`${kind}_set_c`]) }));
  const shown = rows.filter(({ now_c, set_c }) => now_c !== null || set_c !== null);
  domShow(parts.temperatures, shown.length > 0);
  domList(parts.temperature_rows, shown, () => domClone('printer-temperature'), fillRow);
}

function fillRow(row, { kind, now_c, set_c }) {
  domText(row.name, texts.curves.places[kind]);
  domText(row.measured, known(formatNumber(now_c)));
  domText(row.set, known(formatNumber(set_c)));
  row.trend.textContent = texts.printer.trends[temperatureTrend(now_c, set_c)];
}

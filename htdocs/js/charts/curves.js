// What curves over time have in common: their axis, their lines, and the temperatures of a printer.
import { formatFull, formatNumber } from '../format.js';
import { locale, texts } from '../texts.js';
import { chartZoom, ZOOM_PX } from './option.js';
import { PLACES, TEMPERATURES } from './samples.js';

const words = texts.curves;
const degrees = (value) => `${formatNumber(value)}\u00a0°C`;
const nameOf = (key) => {
  const place = words.places[PLACES.find((one) => key.startsWith(one))];
  return key.endsWith('_set_c') ? words.set_of(place) : place;
};

/** Columns of the tables of samplesRows. */
export const TIME_COLUMN = { key: 'at', title: words.time, format: formatFull };
export const TEMPERATURE_COLUMNS = TEMPERATURES.map((key) => ({ key, title: nameOf(key), align: 'end', format: degrees }));

/** An axis of time; `label` is how Intl names a moment on it. */
export function timeAxis(label) {
  const named = new Intl.DateTimeFormat(locale, label);
  return {
    type: 'time',
    axisLabel: { formatter: (at_ms) => named.format(at_ms) },
    axisPointer: { label: { formatter: ({ value }) => formatFull(value / 1000) } },
  };
}

/** The line of one key of samplesRows; it has holes where the rows have. */
export const lineOf = (rows, key, name, style) => ({ type: 'line', name, showSymbol: false, data: rows.map((row) => [row.at * 1000, row[key]]), ...style });

/** The option of a chart of all temperatures with a zoom; set points are thin steps. */
export function temperaturesOption(rows, label, palette) {
  return {
    grid: { bottom: ZOOM_PX },
    dataZoom: chartZoom(),
    xAxis: timeAxis(label),
    yAxis: { type: 'value', axisLabel: { formatter: degrees } },
    tooltip: { valueFormatter: degrees },
    series: TEMPERATURES.map((key) => {
      const style = palette.curve(PLACES.findIndex((place) => key.startsWith(place)));
      return lineOf(rows, key, nameOf(key), key.endsWith('_set_c') ? thin(style) : style);
    }),
  };
}

const thin = (style) => ({ ...style, lineStyle: { ...style.lineStyle, type: 'dashed', width: 1 }, step: 'end' });

// The temperatures of the last hours, days or months as curves with a zoom.
import { TEMPERATURE_COLUMNS, temperaturesOption, TIME_COLUMN } from '../charts/curves.js';
import { figureCreate } from '../charts/figure.js';
import { PLACES, samplesRows, samplesTell, TEMPERATURES } from '../charts/samples.js';
import { domAttribute, domClone } from '../dom.js';
import { texts } from '../texts.js';

const HOUR_S = 3600;
const HOURLY = 'samples/hourly';
const COLUMNS = [TIME_COLUMN, ...TEMPERATURE_COLUMNS];
const DAY = { hour: '2-digit', minute: '2-digit' };
const DATE = { day: 'numeric', month: 'short' };

/** What can be looked at: what is asked, how far its rows are apart, and how its axis names a time. */
const RANGES = {
  '24h': { path: 'samples', query: { from: '24h', step: '5min' }, step_s: 300, label: DAY },
  '7d': { path: 'samples', query: { from: '7d', step: '30min' }, step_s: 1800, label: { weekday: 'short', ...DATE } },
  '30d': { path: HOURLY, query: { from: '30d' }, step_s: HOUR_S, label: DATE },
  '90d': { path: HOURLY, query: { from: '90d' }, step_s: HOUR_S, label: DATE },
};
const RANGE_DEFAULT = '24h';
const MEASURED = PLACES.map((place) => `${place}_temp_c`);

/** The range of the address, or the usual one. */
export const curvesRange = (text) => (Object.hasOwn(RANGES, text ?? '') ? text : RANGE_DEFAULT);

/** What to ask the API of that printer. */
export function curvesUrl(id, range) {
  const { path, query } = RANGES[range];
  const fields = ['at', ...TEMPERATURES.map((key) => (path === HOURLY ? `${key}_mean` : key))].join();
  return `api/v1/printers/${encodeURIComponent(id)}/${path}?${new URLSearchParams({ ...query, fields, limit: 'all' })}`;
}

/** The figure below `root`: `choose(range)` says which is shown, `fill(data, range)` draws, `close()`; `onChoose(range)` is told of buttons. */
export function curvesCreate(root, onChoose) {
  const figure = figureCreate({ id: 'temperatures', title: texts.printer.curves, note: texts.printer.curves_note });
  const buttons = Object.keys(RANGES).map((range) => buttonCreate(range, onChoose));
  const bar = document.createElement('div');
  bar.className = 'sheet-ranges btn-group';
  domAttribute(bar, 'role', 'group');
  domAttribute(bar, 'aria-label', texts.printer.curves_range);
  bar.append(...buttons.map(({ root: button }) => button));
  figure.root.firstElementChild.after(bar);
  root.append(figure.root);

  return {
    choose(range) {
      for (const button of buttons) domAttribute(button.root, 'aria-pressed', String(button.range === range));
    },
    fill(data, range) {
      const { step_s, label } = RANGES[range];
      const rows = samplesRows(data.body?.items ?? [], TEMPERATURES, step_s);
      const isEmpty = !samplesTell(rows, MEASURED);
      figure.set({
        option: (palette) => temperaturesOption(rows, label, palette),
        columns: COLUMNS,
        rows,
        csvHref: data.url && `${data.url}&format=csv`,
        isBusy: data.isAsking,
        notice: { data, isEmpty, empty: texts.printer.no_curves, hint: texts.printer.no_curves_hint },
      });
    },
    close: figure.close,
  };
}

function buttonCreate(range, onChoose) {
  const { root } = domClone('printer-range');
  root.textContent = texts.printer.curves_ranges[range];
  root.addEventListener('click', () => onChoose(range));
  return { root, range };
}

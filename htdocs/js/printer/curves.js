// The temperatures of the last hours, days or months as curves with a zoom.
import { chartZoom, ZOOM_PX } from '../charts/option.js';
import { figureCreate } from '../charts/figure.js';
import { domAttribute, domClone } from '../dom.js';
import { formatFull, formatNumber } from '../format.js';
import { locale, texts } from '../texts.js';

const HOUR_S = 3600;
const KINDS = ['model', 'support', 'envelope'];
const DAY = { hour: '2-digit', minute: '2-digit' };
const DATE = { day: 'numeric', month: 'short' };

/** What can be looked at: what is asked, how far its rows are apart, and how its axis names a time. */
const RANGES = {
  '24h': { path: 'samples', query: { from: '24h', step: '5min' }, step_s: 300, label: DAY },
  '7d': { path: 'samples', query: { from: '7d', step: '30min' }, step_s: 1800, label: { weekday: 'short', ...DATE } },
  '30d': { path: 'samples/hourly', query: { from: '30d' }, step_s: HOUR_S, label: DATE },
  '90d': { path: 'samples/hourly', query: { from: '90d' }, step_s: HOUR_S, label: DATE },
};
const RANGE_DEFAULT = '24h';
const REFRESH_S = 60;

/** The range of the address, or the usual one. */
export const curvesRange = (text) => (text in RANGES ? text : RANGE_DEFAULT);

const keysOf = (range) => KINDS.flatMap((kind) => [`${kind}_temp_c`, `${kind}_set_c`]).map((key) => (isHourly(range) ? `${key}_mean` : key));
const isHourly = (range) => RANGES[range].path === 'samples/hourly';

/** What to ask the API of that printer. */
export function curvesUrl(id, range) {
  const { path, query } = RANGES[range];
  const fields = ['at', ...keysOf(range)].join();
  return `api/v1/printers/${encodeURIComponent(id)}/${path}?${new URLSearchParams({ ...query, fields, limit: 'all' })}`;
}

/** Rows {at, model_temp_c, …} of whichever list; a row of nothing stands where the printer was not seen for longer than a step. */
export function curvesRows(items, range) {
  const keys = keysOf(range);
  const rows = [];
  for (const item of items) {
    const last_s = rows.at(-1)?.at;
    if (item.at - last_s > RANGES[range].step_s) rows.push({ at: last_s + RANGES[range].step_s });
    rows.push(Object.fromEntries([['at', item.at], ...keys.map((key) => [key.replace(/_mean$/, ''), item[key] ?? null])]));
  }
  return rows;
}

/** The figure below `root`: `show(source, id, range)` asks, `fill(data, range)` draws, `close()`; `choose(range)` is told of buttons. */
export function curvesCreate(root, choose) {
  const figure = figureCreate({ id: 'temperatures', title: texts.printer.curves, note: texts.printer.curves_note });
  const buttons = Object.keys(RANGES).map((range) => buttonCreate(range, choose));
  const bar = document.createElement('div');
  bar.className = 'sheet-ranges btn-group';
  domAttribute(bar, 'role', 'group');
  domAttribute(bar, 'aria-label', texts.printer.curves_range);
  bar.append(...buttons.map(({ root: button }) => button));
  figure.root.firstElementChild.after(bar);
  root.append(figure.root);

  return {
    show(source, id, range) {
      for (const button of buttons) domAttribute(button.root, 'aria-pressed', String(button.range === range));
      source.follow(curvesUrl(id, range), { least_s: REFRESH_S });
    },
    fill(data, range) {
      const rows = data.body ? curvesRows(data.body.items, range) : [];
      const isEmpty = !rows.some((row) => KINDS.some((kind) => typeof row[`${kind}_temp_c`] === 'number'));
      figure.set({
        option: (palette) => optionOf(rows, range, palette),
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

function buttonCreate(range, choose) {
  const { root } = domClone('printer-range');
  root.textContent = texts.printer.curves_ranges[range];
  root.addEventListener('click', () => choose(range));
  return { root, range };
}

const degrees = (value) => `${formatNumber(value, 0)}\u00a0°C`;
const column = (key, title) => ({ key, title, align: 'end', format: degrees });
const COLUMNS = [
  { key: 'at', title: texts.printer.time, format: formatFull },
  ...KINDS.flatMap((kind) => [
    column(`${kind}_temp_c`, texts.printer.places[kind]),
    column(`${kind}_set_c`, texts.printer.set_of(texts.printer.places[kind])),
  ]),
];

function optionOf(rows, range, palette) {
  const label = new Intl.DateTimeFormat(locale, RANGES[range].label);
  return {
    grid: { bottom: ZOOM_PX },
    dataZoom: chartZoom(),
    xAxis: {
      type: 'time',
      axisLabel: { formatter: (at_ms) => label.format(at_ms) },
      axisPointer: { label: { formatter: ({ value }) => formatFull(value / 1000) } },
    },
    yAxis: { type: 'value', axisLabel: { formatter: (value) => `${formatNumber(value)} °C` } },
    tooltip: { valueFormatter: degrees },
    series: KINDS.flatMap((kind, i) => [
      lineOf(rows, `${kind}_temp_c`, texts.printer.places[kind], palette.curve(i)),
      setLineOf(rows, kind, palette.curve(i)),
    ]),
  };
}

function lineOf(rows, key, name, style) {
  const data = rows.map((row) => [row.at * 1000, row[key] ?? null]);
  return { type: 'line', name, showSymbol: false, data, ...style };
}

function setLineOf(rows, kind, style) {
  const name = texts.printer.set_of(texts.printer.places[kind]);
  const thin = { ...style, lineStyle: { ...style.lineStyle, type: 'dashed', width: 1 } };
  return { ...lineOf(rows, `${kind}_set_c`, name, thin), step: 'end' };
}

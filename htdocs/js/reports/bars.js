// The two shapes of bar charts that the reports are made of: rows with a name each, and columns over time.
import { chartName } from '../charts/option.js';

const ROW_PX = 24;
const AROUND_PX = 44;
const BESIDE_PX = { least: 300, most: 524 };
const ROUND = [1, 2, 3, 4, 5, 6, 8, 10];
export const ROWS_MOST = 30; // a chart of more is one nobody reads

/** The height of a chart of so many rows. */
export const rowsHeight_px = (count, row_px = ROW_PX) => Math.max(count, 3) * row_px + AROUND_PX;

/** A round number that is not less: where an axis may end. */
export function roundUp(value) {
  if (!(value > 0)) return 1;
  const unit = 10 ** Math.floor(Math.log10(value));
  return unit * ROUND.find((one) => value <= one * unit);
}

/** The height of a chart that stands beside one of so many rows. */
export const besideHeight_px = (rows) => Math.min(Math.max(rowsHeight_px(rows), BESIDE_PX.least), BESIDE_PX.most);

const asCategories = (names) => names.map(chartName);

/**
 * Bars that lie, a row for each of `names` from the top down. `ends`, texts, stand at the right end of the rows.
 * `valueAxis`, `series` and `valueFormatter` are ECharts' and option.js's.
 */
export function rowsOption({ names, ends = null, valueAxis, series, valueFormatter }) {
  const axis = { type: 'category', inverse: true, axisLabel: { interval: 0 } };
  const right = { ...axis, position: 'right', axisLine: { show: false }, axisPointer: { show: false }, data: ends && asCategories(ends) };
  return {
    grid: { top: 4 },
    xAxis: { type: 'value', ...valueAxis },
    yAxis: [{ ...axis, data: asCategories(names) }, ...(ends ? [right] : [])],
    tooltip: { valueFormatter },
    series: series.map((one) => ({ type: 'bar', barMaxWidth: 18, ...one })),
  };
}

/** Bars that stand, over the periods called `labels`. */
export function periodsOption({ labels, valueAxis, series, valueFormatter }) {
  return {
    xAxis: { type: 'category', data: asCategories(labels), axisLabel: { width: 110 } },
    yAxis: Array.isArray(valueAxis) ? valueAxis : { type: 'value', ...valueAxis },
    tooltip: { valueFormatter },
    series: series.map((one) => ({ type: 'bar', barMaxWidth: 40, barCategoryGap: '20%', ...one })),
  };
}

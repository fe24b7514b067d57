// Reports: how long jobs took against what was estimated, by printer, by model, and job by job.
import { chartName } from '../charts/option.js';
import { formatDuration, formatNumber, known } from '../format.js';
import { texts } from '../texts.js';
import { ROWS_MOST, besideHeight_px, roundUp, rowsHeight_px, rowsOption } from './bars.js';
import { count, duration, formatShare, hours, nameColumn, share, tickShare, time } from './columns.js';

const words = texts.reports;
const HOUR_S = 3600;
const JOBS_MOST = 1000;
const SUMS = ['jobs', 'estimated_s', 'build_s', 'build_estimate_ratio', 'off_by_10_percent_jobs'];
const COLUMNS = [
  count('jobs', words.columns.jobs), hours('estimated_s', words.columns.estimated), hours('build_s', words.columns.actual),
  share('build_estimate_ratio', words.columns.ratio), count('off_by_10_percent_jobs', words.columns.off),
];

/** "+4.1 %" longer than estimated. */
const formatOff = (off) => `${off < 0 ? '−' : '+'}${formatShare(Math.abs(off))}`;

/** A report of the estimates by a dimension. */
const by = (dimension, { title, nameOf }) => ({
  path: 'estimates',
  ask: () => ({ group_by: dimension, fields: [dimension, ...SUMS], limit: 1000 }),
  figures: [{
    id: `estimates-${dimension}s`,
    title,
    note: words.estimates_note,
    draw(items, at) {
      const rows = items.map((item) => ({ ...item, name: nameOf(item, at) })).sort((a, b) => b.jobs - a.jobs);
      const withRatio = rows.filter((row) => row.build_estimate_ratio !== null);
      const shown = withRatio.slice(0, ROWS_MOST);
      return {
        rows,
        isEmpty: withRatio.length === 0,
        columns: [nameColumn('name', words.columns[dimension]), ...COLUMNS],
        limited: withRatio.length > shown.length && words.most_jobs(shown.length, withRatio.length),
        height_px: rowsHeight_px(shown.length),
        option: (palette) => rowsOption({
          names: shown.map(({ name }) => name),
          ends: shown.map((row) => formatOff(row.build_estimate_ratio - 1)),
          valueAxis: { axisLabel: { formatter: (value) => `${value > 0 ? '+' : ''}${tickShare(value)}` } },
          series: [{ name: words.columns.off_mean, itemStyle: palette.series(0), data: shown.map((row) => row.build_estimate_ratio - 1) }],
          valueFormatter: (value, { dataIndex }) => `${formatOff(value)} · ${words.of_jobs(shown[dataIndex].jobs)}`,
        }),
      };
    },
  }],
});

const inHours = (seconds) => `${formatNumber(seconds, 0)} ${texts.units.hour}`;

function tipOf({ data: { row } }) {
  const lines = [`${words.columns.estimated}: ${formatDuration(row.estimated_s)}`, `${words.columns.actual}: ${formatDuration(row.build_s)}`];
  return [chartName(row.job_name ?? row.name), ...(row.job_name ? [chartName(row.name)] : []), ...lines].join('\n');
}

function scatterOption(rows, palette) {
  const most_h = roundUp(Math.max(...rows.map((row) => Math.max(row.estimated_s, row.build_s))) / HOUR_S);
  const axis = (name) => ({ type: 'value', min: 0, max: most_h, name, nameLocation: 'middle', nameGap: 30, axisLabel: { formatter: inHours } });
  const point = (row) => ({ value: [row.estimated_s / HOUR_S, row.build_s / HOUR_S], row });
  return {
    grid: { bottom: 8, left: 8, right: 20 },
    xAxis: axis(words.columns.estimated),
    yAxis: { ...axis(words.columns.actual), nameGap: 44 },
    tooltip: { trigger: 'item', formatter: tipOf },
    series: {
      name: words.columns.jobs, type: 'scatter', symbolSize: 6, itemStyle: { color: palette.colors[0], opacity: 0.55 }, data: rows.map(point),
      markLine: {
        silent: true, symbol: 'none', lineStyle: { type: 'dashed' }, label: { formatter: words.as_estimated, position: 'insideEndTop' },
        data: [[{ coord: [0, 0] }, { coord: [most_h, most_h] }]],
      },
    },
  };
}

const scatter = {
  path: 'jobs',
  ask: ({ query, hasPeople }) => ({
    result: 'completed', sort: `-${query.by ?? 'ended'}_at`, limit: JOBS_MOST,
    fields: ['job_uid', 'printer', ...(hasPeople ? ['job_name'] : []), 'estimated_s', 'build_s', 'ended_at'],
  }),
  aboutPeople: 'perhaps',
  isCut: true,
  figures: [{
    id: 'estimates-jobs',
    title: words.estimates_jobs,
    note: words.estimates_jobs_note,
    draw(items, { names, nameOf, hasPeople, total }) {
      const rows = items.map((item) => ({ ...item, name: nameOf(item.printer) }));
      const shown = rows.filter((row) => row.estimated_s !== null && row.build_s !== null);
      return {
        rows,
        isEmpty: shown.length === 0,
        limited: total > rows.length && words.newest(formatNumber(rows.length), formatNumber(total)),
        columns: [
          ...(hasPeople ? [nameColumn('job_name', words.columns.job)] : []), nameColumn('name', words.columns.printer), time('ended_at', words.columns.ended),
          duration('estimated_s', words.columns.estimated), duration('build_s', words.columns.actual),
        ],
        height_px: besideHeight_px(names.length),
        option: (palette) => scatterOption(shown, palette),
      };
    },
  }],
};

export const estimates = {
  id: 'estimates',
  title: words.sections.estimates,
  reports: [
    scatter,
    by('printer', { title: words.estimates_printers, nameOf: ({ printer }, at) => at.nameOf(printer) }),
    by('product', { title: words.estimates_products, nameOf: ({ product }) => known(product) }),
  ],
};

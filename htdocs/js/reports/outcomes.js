// Reports: jobs and hours by how the jobs ended.
import { formatNumber } from '../format.js';
import { locale, texts } from '../texts.js';
import { periodsOption, roundUp } from './bars.js';
import { count, formatHourNumber, formatShare, hours, nameColumn, share, tickShare } from './columns.js';
import { periodLabel, periodOf, periodsFilled } from './periods.js';

const words = texts.reports;
const RESULTS = ['completed', 'cancelled', 'failed', 'unknown', 'running'];
const ENDED = RESULTS.slice(0, -1);
const HOUR_S = 3600;
const BELOW_LINE = 1.25; // the bars end below the success rate, mostly
const JOBS = ['jobs', ...RESULTS.map((result) => `${result}_jobs`), 'never_begun_jobs', 'completed_jobs_ratio'];
const TIMES = ['build_s', ...ENDED.map((result) => `${result}_build_s`), 'completed_build_ratio'];

/** The rows of all periods, {period, label} alone where nothing ended. */
function rowsOf(items) {
  const found = new Map(items.map((item) => [item.period, item]));
  return periodsFilled(items).map((period) => ({ ...found.get(period), period, label: periodLabel(period, locale, words) }));
}

function stackOf(rows, results, unitOf, palette) {
  return results.filter((result) => rows.some((row) => unitOf(row, result) > 0)).map((result) => ({
    name: texts.results[result],
    stack: 'jobs',
    itemStyle: palette.result(result),
    data: rows.map((row) => unitOf(row, result) ?? 0),
  }));
}

const period = nameColumn('label', words.columns.period);
const withItems = (rows) => rows.filter((row) => 'jobs' in row);

function drawJobs(items) {
  const rows = rowsOf(items);
  const line = { name: words.success, type: 'line', yAxisIndex: 1, connectNulls: false, symbolSize: 5 };
  return {
    rows: withItems(rows),
    columns: [
      period, count('jobs', words.columns.jobs), ...RESULTS.map((result) => count(`${result}_jobs`, texts.results[result])),
      count('never_begun_jobs', words.columns.never_begun), share('completed_jobs_ratio', words.success),
    ],
    option: (palette) => periodsOption({
      labels: rows.map(({ label }) => label),
      valueAxis: [
        { type: 'value', minInterval: 1, max: ({ max }) => Math.ceil(roundUp(max * BELOW_LINE)) },
        { type: 'value', min: 0, max: 1, splitLine: { show: false }, axisLabel: { formatter: tickShare } },
      ],
      series: [
        ...stackOf(rows, RESULTS, (row, result) => row[`${result}_jobs`], palette),
        { ...line, color: palette.ink, itemStyle: { color: palette.ink }, lineStyle: { color: palette.ink, width: 1.5 }, data: rows.map((row) => row.completed_jobs_ratio ?? null) },
      ],
      valueFormatter: (value, { seriesName }) => (seriesName === words.success ? formatShare(value) : formatNumber(value)),
    }),
  };
}

function drawHours(items) {
  const rows = rowsOf(items);
  return {
    rows: withItems(rows),
    columns: [
      period, hours('build_s', words.columns.built), ...ENDED.map((result) => hours(`${result}_build_s`, texts.results[result])),
      share('completed_build_ratio', words.columns.completed_share),
    ],
    option: (palette) => periodsOption({
      labels: rows.map(({ label }) => label),
      valueAxis: { axisLabel: { formatter: (value) => `${formatNumber(value)} ${texts.units.hour}` } },
      series: stackOf(rows, ENDED, (row, result) => row[`${result}_build_s`] / HOUR_S || 0, palette),
      valueFormatter: (value) => `${formatHourNumber(value * HOUR_S)} ${texts.units.hour}`,
    }),
  };
}

const report = {
  path: 'outcomes',
  ask: ({ days }) => days !== null && { group_by: periodOf(days), fields: ['period', ...JOBS, ...TIMES], limit: 1000 },
  figures: [
    { id: 'outcomes-jobs', title: words.outcomes_jobs, note: words.outcomes_jobs_note, draw: drawJobs },
    { id: 'outcomes-hours', title: words.outcomes_hours, note: words.outcomes_hours_note, draw: drawHours },
  ],
};

export const outcomes = { id: 'outcomes', title: words.sections.outcomes, reports: [report] };

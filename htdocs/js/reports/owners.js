// Report: who built how much.
import { formatHours, formatNumber, formatVolume } from '../format.js';
import { texts } from '../texts.js';
import { rowsHeight_px, rowsOption } from './bars.js';
import { count, formatShare, hours, nameColumn, tickShare, volumes } from './columns.js';

const words = texts.reports;
const OWNERS_MOST = 20;
const ROW_PX = 34;
const RESULTS = ['completed', 'cancelled', 'failed', 'unknown', 'running'];

const sumOf = (values) => values.reduce((sum, value) => sum + (value ?? 0), 0);
const materialOf = (unit) => (row) => sumOf([row[`model_used_${unit}`], row[`support_used_${unit}`]]);

/** What is compared: each owner's share of the sum, and the number itself. */
const MEASURES = [
  { name: words.columns.built, valueOf: (row) => row.build_s, words: (row) => formatHours(row.build_s) },
  { name: words.columns.jobs, valueOf: (row) => row.jobs, words: (row) => formatNumber(row.jobs) },
  { name: words.columns.material, valueOf: materialOf('cm3'), words: (row) => formatVolume(materialOf('in3')(row), materialOf('cm3')(row)) },
];

function seriesOf({ name, valueOf }, i, rows, shown, palette) {
  const all = sumOf(rows.map(valueOf));
  return { name, itemStyle: palette.series(i), barGap: '10%', data: shown.map((row) => (all > 0 ? valueOf(row) / all : 0)) };
}

const report = {
  path: 'owners',
  aboutPeople: 'only',
  ask: () => ({
    limit: 1000,
    fields: ['owner', 'jobs', ...RESULTS.map((result) => `${result}_jobs`), 'build_s',
      'model_used_in3', 'model_used_cm3', 'support_used_in3', 'support_used_cm3'],
  }),
  figures: [{
    id: 'owners',
    title: words.owners,
    note: words.owners_note,
    draw(items) {
      const rows = [...items].sort((a, b) => b.build_s - a.build_s);
      const shown = rows.slice(0, OWNERS_MOST);
      return {
        rows,
        columns: [
          nameColumn('owner', words.columns.owner), hours('build_s', words.columns.built), count('jobs', words.columns.jobs),
          ...RESULTS.map((result) => count(`${result}_jobs`, texts.results[result])),
          ...volumes('model_used', texts.kinds.model), ...volumes('support_used', texts.kinds.support),
        ],
        limited: rows.length > shown.length && words.largest(shown.length, rows.length),
        height_px: rowsHeight_px(shown.length, ROW_PX),
        option: (palette) => rowsOption({
          names: shown.map(({ owner }) => owner ?? words.no_owner),
          valueAxis: { axisLabel: { formatter: tickShare } },
          series: MEASURES.map((measure, i) => seriesOf(measure, i, rows, shown, palette)),
          valueFormatter: (value, { seriesName, dataIndex }) =>
            `${MEASURES.find(({ name }) => name === seriesName).words(shown[dataIndex])} · ${formatShare(value)}`,
        }),
      };
    },
  }],
};

export const owners = { id: 'owners', title: words.sections.owners, reports: [report] };

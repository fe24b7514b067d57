// Reports: how long built parts waited to be taken out, and jobs in the queue.
import { formatDuration, formatHours } from '../format.js';
import { texts } from '../texts.js';
import { ROWS_MOST, rowsHeight_px, rowsOption } from './bars.js';
import { count, hours, nameColumn } from './columns.js';

const words = texts.reports;
const HOUR_S = 3600;

/** A figure of one kind of waiting; the API's keys begin with `prefix`. */
const figure = (prefix, { id, title, note, countKey, countTitle, more = [], series }) => ({
  id,
  title,
  note,
  draw(items, { nameOf }) {
    const mean = `${prefix}_mean_s`;
    const most = `${prefix}_max_s`;
    const rows = items.map((item) => ({ ...item, name: nameOf(item.printer) })).sort((a, b) => (b[mean] ?? -1) - (a[mean] ?? -1));
    const rated = rows.filter((row) => row[mean] !== null);
    const shown = rated.slice(0, ROWS_MOST);
    return {
      rows,
      isEmpty: rated.length === 0,
      columns: [
        nameColumn('name', words.columns.printer), count(countKey, countTitle),
        hours(mean, words.columns.mean), hours(most, words.columns.most), ...more,
      ],
      limited: rated.length > shown.length && words.longest(shown.length, rated.length),
      height_px: rowsHeight_px(shown.length),
      option: (palette) => rowsOption({
        names: shown.map(({ name }) => name),
        ends: shown.map((row) => formatDuration(row[most])),
        valueAxis: { axisLabel: { formatter: (value) => formatHours(value * HOUR_S).replace(/[.,]0/, '') } },
        series: [{ name: words.columns.mean, itemStyle: palette.series(series), data: shown.map((row) => row[mean] / HOUR_S) }],
        valueFormatter: (value, { dataIndex }) =>
          words.waited_tip(formatDuration(shown[dataIndex][mean]), formatDuration(shown[dataIndex][most]), shown[dataIndex][countKey]),
      }),
    };
  },
});

const report = {
  path: 'waiting',
  ask: () => ({
    group_by: 'printer', limit: 1000,
    fields: ['printer', 'parts', 'waited_mean_s', 'waited_max_s', 'waited_over_8_h_parts', 'queued_jobs', 'queued_mean_s', 'queued_max_s'],
  }),
  figures: [
    figure('waited', {
      id: 'waiting-parts', title: words.waiting_parts, note: words.waiting_parts_note, countKey: 'parts', countTitle: words.columns.parts,
      more: [count('waited_over_8_h_parts', words.columns.over_8_h)], series: 1,
    }),
    figure('queued', {
      id: 'waiting-queue', title: words.waiting_queue, note: words.waiting_queue_note, countKey: 'queued_jobs', countTitle: words.columns.jobs, series: 0,
    }),
  ],
};

export const waiting = { id: 'waiting', title: words.sections.waiting, reports: [report] };

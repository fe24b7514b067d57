// Report: how busy the printers are at which hour of the week.
import { chartName } from '../charts/option.js';
import { percentOf } from '../format.js';
import { locale, texts } from '../texts.js';
import { formatShare, hours, nameColumn, share, tickShare } from './columns.js';

const words = texts.reports;
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const MONDAY_MS = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;
const HEIGHT_PX = 330;
const LABEL_PX = 22; // the least width of a cell that has its number in it
const OUT_OF_SIGHT_PX = -100;
const STEP = 0.2; // the scale ends at a multiple of it
const DARK_FROM = 0.62; // of the scale: there the text stands light on dark, or the other way round

const weekdays = ['short', 'long'].map((weekday) => {
  const format = new Intl.DateTimeFormat(locale, { weekday, timeZone: 'UTC' });
  return Array.from({ length: 7 }, (_, i) => format.format(MONDAY_MS + i * DAY_MS));
});
const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' });
const clockOf = (hour) => clock.format(MONDAY_MS + hour * 3_600_000);
const whenOf = ({ weekday, hour_of_day }) => `${weekdays[1][weekday - 1]}, ${clockOf(hour_of_day)} – ${clockOf(hour_of_day + 1)}`;

function cells(rows, most, palette) {
  return rows.filter((row) => row.busy_observed_ratio !== null).map((row) => ({
    value: [row.hour_of_day, row.weekday - 1, row.busy_observed_ratio],
    label: { color: row.busy_observed_ratio / most >= DARK_FROM ? palette.surface : palette.ink },
    row,
  }));
}

const tipOf = ({ data: { row } }) =>
  [chartName(whenOf(row)), words.week_busy(formatShare(row.busy_observed_ratio))].join('\n');

const report = {
  path: 'utilization',
  ask: () => ({
    group_by: 'weekday-hour', limit: 1000,
    fields: ['weekday', 'hour_of_day', 'calendar_s', 'observed_s', 'busy_s', 'unobserved_s', 'busy_observed_ratio'],
  }),
  figures: [{
    id: 'week',
    title: words.week_title,
    note: words.week_note,
    draw(items) {
      const rows = items.map((item) => ({ ...item, when: whenOf(item) }));
      const most = Math.max(STEP, Math.ceil(Math.max(...rows.map((row) => row.busy_observed_ratio ?? 0)) / STEP - 1e-9) * STEP);
      return {
        rows,
        columns: [
          nameColumn('when', words.columns.when), share('busy_observed_ratio', words.columns.busy_observed),
          hours('busy_s', words.columns.busy), hours('observed_s', words.columns.observed), hours('unobserved_s', texts.states.unobserved),
        ],
        height_px: HEIGHT_PX,
        option: (palette) => ({
          grid: { bottom: 54, top: 4 },
          xAxis: { type: 'category', data: HOURS.map(clockOf) },
          yAxis: { type: 'category', inverse: true, data: weekdays[0], axisLabel: { interval: 0 } },
          visualMap: {
            min: 0, max: most, calculable: false, orient: 'horizontal', left: 'center', bottom: 0, itemWidth: 12, itemHeight: 160,
            text: [tickShare(most), tickShare(0)],
          },
          tooltip: { trigger: 'item', formatter: tipOf },
          series: {
            name: words.columns.busy_observed, type: 'heatmap', data: cells(rows, most, palette),
            label: { show: true, fontSize: 11, formatter: ({ value }) => String(percentOf(value[2])) },
            labelLayout: ({ rect }) => (rect.width < LABEL_PX ? { x: OUT_OF_SIGHT_PX } : {}),
            itemStyle: { borderColor: palette.surface, borderWidth: 1 },
          },
        }),
      };
    },
  }],
};

export const week = { id: 'week', title: words.sections.week, reports: [report] };

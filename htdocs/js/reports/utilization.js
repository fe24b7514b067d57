// Reports: how long the printers were in which state, by printer, by period, and by the hour of the week.
import { texts, locale } from '../texts.js';
import { ROWS_MOST, besideHeight_px, periodsOption, rowsHeight_px, rowsOption } from './bars.js';
import { formatShare, hours, nameColumn, share, tickShare } from './columns.js';
import { periodLabel, periodOf } from './periods.js';

const words = texts.reports;
/** From what is busy to what nobody knows: the order of the stacks. */
const STATES = ['building', 'preparing', 'paused', 'part_waiting', 'maintenance', 'error', 'unmapped', 'offline', 'idle', 'unobserved'];
const SUMS = ['printers', 'calendar_s', 'observed_s', 'busy_s', ...STATES.map((state) => `${state}_s`), 'busy_calendar_ratio', 'busy_observed_ratio'];

const COLUMNS = [
  share('busy_observed_ratio', words.columns.busy_observed),
  share('busy_calendar_ratio', words.columns.busy_calendar),
  hours('calendar_s', words.columns.calendar),
  hours('observed_s', words.columns.observed),
  hours('busy_s', words.columns.busy),
  ...STATES.map((state) => hours(`${state}_s`, texts.states[state])),
];
const PERCENT_AXIS = { max: 1, axisLabel: { formatter: tickShare } };

/** A stack of shares of all time for each row, of the states that there were. */
function stackOf(rows, palette) {
  return STATES.filter((state) => rows.some((row) => row[`${state}_s`] > 0)).map((state) => ({
    name: texts.states[state],
    stack: 'time',
    itemStyle: palette.state(state),
    data: rows.map((row) => (row.calendar_s > 0 ? row[`${state}_s`] / row.calendar_s : null)),
  }));
}

const byBusy = (a, b) => (b.busy_observed_ratio ?? -1) - (a.busy_observed_ratio ?? -1);

const printers = {
  path: 'utilization',
  ask: () => ({ group_by: 'printer', fields: ['printer', ...SUMS], limit: 1000 }),
  figures: [{
    id: 'utilization-printers',
    title: words.utilization_printers,
    note: words.utilization_printers_note,
    draw(items, { nameOf }) {
      const rows = items.map((item) => ({ ...item, name: nameOf(item.printer) })).sort(byBusy);
      const shown = rows.slice(0, ROWS_MOST);
      return {
        rows,
        columns: [nameColumn('name', words.columns.printer), ...COLUMNS],
        limited: rows.length > shown.length && words.busiest(shown.length, rows.length),
        height_px: rowsHeight_px(shown.length),
        option: (palette) => rowsOption({
          names: shown.map(({ name }) => name),
          ends: shown.map((row) => formatShare(row.busy_observed_ratio) ?? texts.unknown),
          valueAxis: PERCENT_AXIS,
          series: stackOf(shown, palette),
          valueFormatter: formatShare,
        }),
      };
    },
  }],
};

const periods = {
  path: 'utilization',
  ask: ({ days }) => days !== null && { group_by: periodOf(days), fields: ['period', ...SUMS], limit: 1000 },
  figures: [{
    id: 'utilization-periods',
    title: words.utilization_periods,
    note: words.utilization_periods_note,
    draw(items) {
      const rows = items.map((item) => ({ ...item, label: periodLabel(item.period, locale, words) }));
      return {
        rows,
        columns: [nameColumn('label', words.columns.period), ...COLUMNS],
        height_px: besideHeight_px(Math.max(...rows.map((row) => row.printers))),
        option: (palette) => periodsOption({
          labels: rows.map(({ label }) => label),
          valueAxis: PERCENT_AXIS,
          series: stackOf(rows, palette).map((one) => ({ ...one, barCategoryGap: '8%' })),
          valueFormatter: formatShare,
        }),
      };
    },
  }],
};

export const utilization = { id: 'utilization', title: words.sections.utilization, reports: [printers, periods] };

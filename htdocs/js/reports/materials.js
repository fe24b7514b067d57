// Reports: material used and wasted, by period and kind, and by material.
import { formatNumber, formatVolume } from '../format.js';
import { CM3_PER_IN3, KINDS } from '../materials.js';
import { locale, texts } from '../texts.js';
import { ROWS_MOST, periodsOption, rowsHeight_px, rowsOption } from './bars.js';
import { count, nameColumn, volumes } from './columns.js';
import { periodLabel, periodOf, periodsFilled } from './periods.js';

const words = texts.reports;
const FIELDS = ['kind', 'material', 'used_in3', 'used_cm3', 'wasted_in3', 'wasted_cm3', 'jobs_ended'];
const COLUMNS = [
  nameColumn('kind', words.columns.kind, (kind) => texts.kinds[kind] ?? kind), nameColumn('material', words.columns.material),
  ...volumes('used', words.columns.used), ...volumes('wasted', words.columns.wasted), count('jobs_ended', words.columns.jobs_ended),
];
/** Of what is used, what came to good use and what was wasted. */
const PARTS = {
  good: (row) => row.used_cm3 - row.wasted_cm3,
  wasted: (row) => row.wasted_cm3,
};
const volume = (cm3) => formatVolume(cm3 / CM3_PER_IN3, cm3);
const valueAxis = { axisLabel: { formatter: (value) => `${formatNumber(value)} cm³` } };

/** A stack for each kind, of both parts; `rowsOf(kind)` gives the rows of one place of the axis each. */
function stacksOf(kinds, placesOf, palette) {
  return kinds.flatMap((kind, i) => Object.keys(PARTS).map((part) => ({
    name: words.material_series[kind][part],
    stack: kind,
    itemStyle: { ...palette.series(i), decal: part === 'wasted' ? palette.result('cancelled').decal : null },
    data: placesOf(kind).map((rows) => rows.reduce((sum, row) => sum + PARTS[part](row), 0)),
  })));
}

const kindsOf = (items) => KINDS.filter((kind) => items.some((item) => item.kind === kind));

const periods = {
  path: 'materials',
  ask: ({ days }) => days !== null && { group_by: periodOf(days, ['day']), fields: ['period', ...FIELDS], limit: 1000 },
  figures: [{
    id: 'material-periods',
    title: words.material_periods,
    note: words.material_note,
    draw(items) {
      const labelOf = (period) => periodLabel(period, locale, words);
      const all = periodsFilled(items);
      const placesOf = (kind) => all.map((period) => items.filter((item) => item.period === period && item.kind === kind));
      return {
        rows: items.map((item) => ({ ...item, label: labelOf(item.period) })),
        columns: [nameColumn('label', words.columns.period), ...COLUMNS],
        option: (palette) =>
          periodsOption({ labels: all.map(labelOf), valueAxis, series: stacksOf(kindsOf(items), placesOf, palette), valueFormatter: volume }),
      };
    },
  }],
};

const sums = {
  path: 'materials',
  ask: () => ({ fields: FIELDS, limit: 1000 }),
  figures: [{
    id: 'materials',
    title: words.materials,
    note: words.material_note,
    draw(items) {
      const rows = [...items].sort((a, b) => b.used_cm3 - a.used_cm3);
      const shown = rows.slice(0, ROWS_MOST);
      const placesOf = (kind) => shown.map((row) => (row.kind === kind ? [row] : []));
      const [kind, material, ...others] = COLUMNS;
      return {
        rows,
        columns: [material, kind, ...others],
        limited: rows.length > shown.length && words.largest(shown.length, rows.length),
        height_px: rowsHeight_px(shown.length),
        option: (palette) => rowsOption({
          names: shown.map((row) => row.material ?? texts.unknown),
          valueAxis,
          series: stacksOf(kindsOf(shown), placesOf, palette).map((one) => ({ ...one, stack: 'material' })),
          valueFormatter: volume,
        }),
      };
    },
  }],
};

export const material = { id: 'material', title: words.sections.material, reports: [periods, sums] };

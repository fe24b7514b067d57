// Temperatures and progress of a job as charts: of its samples, or by the hour where these are kept no longer.
import { chartZoom, ZOOM_PX } from '../charts/option.js';
import { figureCreate } from '../charts/figure.js';
import { formatFull, formatNumber, formatPercent } from '../format.js';
import { locale, texts } from '../texts.js';
import { KINDS, rowsTell, samplesRows, TEMPERATURE_KEYS } from './span.js';

const DAY_S = 86_400;
const CLOCK = { hour: '2-digit', minute: '2-digit' };
const DATE_CLOCK = { day: 'numeric', month: 'short', ...CLOCK };
const PROGRESS_PX = 220;
const degrees = (value) => `${formatNumber(value)}\u00a0°C`;
const percent = (value) => formatPercent(value, 1);
const nameOf = (key) => texts.job.figures[key];
const columnOf = (key, format) => ({ key, title: nameOf(key), align: 'end', format });
const TIME = { key: 'at', title: texts.job.time, format: formatFull };

const FIGURES = [
  {
    id: 'job-temperatures',
    title: texts.job.temperatures,
    keys: TEMPERATURE_KEYS,
    columns: [TIME, ...TEMPERATURE_KEYS.map((key) => columnOf(key, degrees))],
    option: temperaturesOption,
  },
  {
    id: 'job-progress',
    title: texts.job.progress,
    keys: ['progress_ratio'],
    columns: [
      TIME,
      columnOf('progress_ratio', percent),
      columnOf('layer', (value) => formatNumber(value)),
      columnOf('model_used_in3', (value) => formatNumber(value, 2)),
      columnOf('support_used_in3', (value) => formatNumber(value, 2)),
    ],
    option: progressOption,
    height_px: PROGRESS_PX,
  },
];

/** The figures below `root`: `fill(data, isHourly)`; the last ones stay while another address is asked. `close()`. */
export function curvesCreate(root) {
  const figures = FIGURES.map((about) => ({ ...about, figure: figureCreate({ id: about.id, title: about.title }) }));
  root.append(...figures.map(({ figure }) => figure.root));
  return {
    fill(data, isHourly) {
      const rows = samplesRows(data.body?.items ?? []);
      for (const { figure, keys, columns, option, height_px } of figures) {
        const isEmpty = !rowsTell(rows, keys);
        figure.set({
          option: (palette) => option(rows, palette),
          columns,
          rows,
          height_px,
          csvHref: data.url && `${data.url}&format=csv`,
          isBusy: data.isAsking,
          note: isHourly && !isEmpty ? texts.job.hourly : null,
          notice: { data, isEmpty, empty: texts.job.no_samples, hint: texts.job.no_samples_hint },
        });
      }
    },
    close() {
      for (const { figure } of figures) figure.close();
    },
  };
}

function timeAxis(rows) {
  const isLong = rows.length > 1 && rows.at(-1).at - rows[0].at > DAY_S;
  const label = new Intl.DateTimeFormat(locale, isLong ? DATE_CLOCK : CLOCK);
  return {
    type: 'time',
    axisLabel: { formatter: (at_ms) => label.format(at_ms) },
    axisPointer: { label: { formatter: ({ value }) => formatFull(value / 1000) } },
  };
}

const lineOf = (rows, key, style) => ({ type: 'line', name: nameOf(key), showSymbol: false, data: rows.map((row) => [row.at * 1000, row[key]]), ...style });

function temperaturesOption(rows, palette) {
  return {
    grid: { bottom: ZOOM_PX },
    dataZoom: chartZoom(),
    xAxis: timeAxis(rows),
    yAxis: { type: 'value', axisLabel: { formatter: degrees } },
    tooltip: { valueFormatter: degrees },
    series: KINDS.flatMap((kind, i) => {
      const style = palette.curve(i);
      const thin = { ...style, lineStyle: { ...style.lineStyle, type: 'dashed', width: 1 }, step: 'end' };
      return [lineOf(rows, `${kind}_temp_c`, style), lineOf(rows, `${kind}_set_c`, thin)];
    }),
  };
}

function progressOption(rows, palette) {
  const style = palette.curve(0);
  return {
    xAxis: timeAxis(rows),
    yAxis: { type: 'value', min: 0, max: 1, axisLabel: { formatter: (value) => formatPercent(value) } },
    tooltip: { valueFormatter: percent },
    series: [lineOf(rows, 'progress_ratio', { ...style, areaStyle: { color: style.color, opacity: 0.15 } })],
  };
}

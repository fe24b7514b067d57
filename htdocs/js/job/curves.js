// Temperatures and progress of a job as charts: of its samples, or by the hour where these are kept no longer.
import { lineOf, TEMPERATURE_COLUMNS, temperaturesOption, TIME_COLUMN, timeAxis } from '../charts/curves.js';
import { figureCreate } from '../charts/figure.js';
import { samplesRows, samplesTell, TEMPERATURES } from '../charts/samples.js';
import { formatNumber } from '../format.js';
import { texts } from '../texts.js';
import { FIGURES } from './span.js';

const DAY_S = 86_400;
const CLOCK = { hour: '2-digit', minute: '2-digit' };
const DATE_CLOCK = { day: 'numeric', month: 'short', ...CLOCK };
const PROGRESS_PX = 220;
const percent = (value) => `${formatNumber(value * 100, 1)}\u00a0%`;
const columnOf = (key, format) => ({ key, title: texts.job.figures[key], align: 'end', format });

const CHARTS = [
  {
    id: 'job-temperatures',
    title: texts.job.temperatures,
    keys: TEMPERATURES,
    columns: [TIME_COLUMN, ...TEMPERATURE_COLUMNS],
    option: (rows, palette) => temperaturesOption(rows, labelOf(rows), palette),
  },
  {
    id: 'job-progress',
    title: texts.job.progress,
    keys: ['progress_ratio'],
    columns: [
      TIME_COLUMN,
      columnOf('progress_ratio', percent),
      columnOf('layer', (value) => formatNumber(value)),
      columnOf('model_used_in3', (value) => formatNumber(value, 2)),
      columnOf('support_used_in3', (value) => formatNumber(value, 2)),
    ],
    option: progressOption,
    height_px: PROGRESS_PX,
  },
];

/** The figures below `root`: `fill(data, {step_s, isHourly})`; the last ones stay while another address is asked. `close()`. */
export function curvesCreate(root) {
  const charts = CHARTS.map((about) => ({ ...about, figure: figureCreate({ id: about.id, title: about.title }) }));
  root.append(...charts.map(({ figure }) => figure.root));
  return {
    fill(data, { step_s, isHourly }) {
      const rows = samplesRows(data.body?.items ?? [], FIGURES, step_s);
      for (const { figure, keys, columns, option, height_px } of charts) {
        const isEmpty = !samplesTell(rows, keys);
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
      for (const { figure } of charts) figure.close();
    },
  };
}

const labelOf = (rows) => (rows.length > 1 && rows.at(-1).at - rows[0].at > DAY_S ? DATE_CLOCK : CLOCK);

function progressOption(rows, palette) {
  const style = palette.curve(0);
  return {
    xAxis: timeAxis(labelOf(rows)),
    yAxis: { type: 'value', min: 0, max: 1, axisLabel: { formatter: (value) => `${formatNumber(value * 100)}\u00a0%` } },
    tooltip: { valueFormatter: percent },
    series: [lineOf(rows, 'progress_ratio', texts.job.figures.progress_ratio, { ...style, areaStyle: { color: style.color, opacity: 0.15 } })],
  };
}

// What every chart has in common: the look of axes and tooltips, series that keep their identity, names that are only text.
import { known } from '../format.js';

const NAME_CHARACTERS = 28; // a tooltip of a phone has room for it
const OWN_MARKS = /[\u2060\u2068\u2069]/g; // what chartName itself puts in
const ANIMATION_MS = 200;

/** A name as a chart can show it: not longer than a label, no markup of ECharts, and its direction kept to itself; once is as twice. */
export function chartName(text) {
  const characters = [...String(text).replaceAll(OWN_MARKS, '')];
  const short = characters.length > NAME_CHARACTERS ? [...characters.slice(0, NAME_CHARACTERS - 1), '…'] : characters;
  return `\u2068${short.join('').replaceAll('{', '{\u2060')}\u2069`;
}

/** The theme of ECharts for a palette. */
export function themeOf({ ink, quiet, line, surface, colors, scale, accent, font }) {
  const text = { color: quiet, fontFamily: font, fontSize: 12 };
  const axis = {
    axisLine: { lineStyle: { color: line } },
    axisTick: { show: false },
    axisLabel: { ...text, hideOverlap: true },
    nameTextStyle: text,
    splitLine: { lineStyle: { color: line } },
  };
  return {
    color: colors,
    textStyle: { color: ink, fontFamily: font },
    categoryAxis: { ...axis, splitLine: { show: false }, axisLabel: { ...axis.axisLabel, width: 140, overflow: 'truncate' } },
    valueAxis: { ...axis, axisLine: { show: false } },
    timeAxis: { ...axis, splitLine: { show: false } },
    tooltip: {
      backgroundColor: surface,
      borderColor: line,
      borderWidth: 1,
      textStyle: { color: ink, fontFamily: font, fontSize: 13 },
      axisPointer: { lineStyle: { color: quiet }, shadowStyle: { color: quiet, opacity: 0.12 } },
    },
    visualMap: { textStyle: text, inRange: { color: scale } },
    dataZoom: { showDetail: false, textStyle: text, borderColor: line, handleStyle: { borderColor: accent } },
    markLine: { lineStyle: { color: quiet }, label: { color: quiet, fontFamily: font } },
  };
}

/** The `dataZoom` of a chart over time: a slider below it, for which grid.bottom is ZOOM_PX, and the wheel with Ctrl. */
export const chartZoom = () => [
  { type: 'inside', zoomOnMouseWheel: 'ctrl', moveOnMouseWheel: false },
  { type: 'slider', height: 24, bottom: 4 },
];
export const ZOOM_PX = 44;

/**
 * The option of a page, with what it left out. Its tooltip may be a `valueFormatter(value, {seriesName, dataIndex})` alone:
 * one line for each series, in words. Series are known again by name, so that new numbers move what stands there and a zoom
 * stays.
 */
export function optionComplete(option, { isStill }) {
  const series = [option.series].flat().map((one, i) => ({ id: `${i} ${one.name ?? ''}`, ...one }));
  return {
    animation: !isStill,
    animationDuration: ANIMATION_MS,
    animationDurationUpdate: ANIMATION_MS,
    ...option,
    grid: { left: 4, right: 12, top: 16, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'all', ...option.grid },
    legend: { show: false },
    tooltip: tooltipComplete(option.tooltip ?? {}, series),
    series,
  };
}

function tooltipComplete({ valueFormatter = String, ...tooltip }, series) {
  return {
    trigger: 'axis',
    confine: true,
    axisPointer: { type: series.some(({ type }) => type === 'bar') ? 'shadow' : 'line' },
    formatter: (params) => tooltipText([params].flat(), valueFormatter),
    ...tooltip,
    renderMode: 'richText', // the other one writes style attributes, which the policy refuses
  };
}

function tooltipText(params, valueFormatter) {
  const [first] = params;
  const lines = params.map(
    (param) => `${param.marker}${chartName(param.seriesName)}  ${valueWords(param, valueFormatter)}`,
  );
  return [chartName(first.axisValueLabel ?? first.name), ...lines].join('\n');
}

function valueWords(param, valueFormatter) {
  const value = valueOf(param);
  return known(value === null ? null : valueFormatter(value, param));
}

/** The number of a point, along the axis that is not its category or time. */
function valueOf({ value, encode, axisDim }) {
  if (!Array.isArray(value)) return value ?? null;
  const [dimension] = encode[axisDim === 'y' ? 'x' : 'y'] ?? [];
  return value[dimension] ?? null;
}

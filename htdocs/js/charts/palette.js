// The colours of charts, from the variables of the stylesheet, each with a pattern or a dash where colour may not do alone.

const STATES = {
  idle: { tone: 'green' },
  preparing: { tone: 'cyan', pattern: 'dotted' },
  building: { tone: 'blue' },
  paused: { tone: 'amber', pattern: 'lined' },
  part_waiting: { tone: 'orange' },
  maintenance: { tone: 'violet' },
  error: { tone: 'red', pattern: 'dotted' },
  offline: { tone: 'grey', pattern: 'checked' },
  unmapped: { tone: 'grey' },
};
const RESULTS = {
  completed: { tone: 'green' },
  running: { tone: 'blue', pattern: 'dotted' },
  cancelled: { tone: 'amber', pattern: 'lined' },
  failed: { tone: 'red', pattern: 'checked' },
};
const DECALS = {
  hatched: { dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: -Math.PI / 4 },
  lined: { dashArrayX: [1, 0], dashArrayY: [2, 4] },
  dotted: { symbol: 'circle', symbolSize: 0.6, dashArrayX: [[5, 5], [0, 5, 5, 0]], dashArrayY: [5, 0] },
  checked: { dashArrayX: [[4, 4], [0, 4, 4, 0]], dashArrayY: [4, 0] },
};
const SERIES_COLORS = 8;
const SERIES_PATTERNS = [null, 'hatched', 'dotted', 'lined'];
const DASHES = ['solid', 'dashed', 'dotted'];

/**
 * The palette as the stylesheet says now for `node`: the colours ink, quiet, line, surface, accent; `scale` (few to many, for
 * heat maps); `tones.red` …; and styles for an option of ECharts:
 * `state('building')`, `result('failed')`, `series(i)`, `unobserved` → itemStyle;
 * `curve(i)` → {color, lineStyle, itemStyle} of a line.
 */
export function paletteRead(node) {
  const css = getComputedStyle(node);
  const variable = (name) => css.getPropertyValue(name).trim();
  const surface = variable('--bs-body-bg');
  const tones = Object.fromEntries(
    ['red', 'orange', 'amber', 'violet', 'blue', 'cyan', 'green', 'grey'].map((tone) => [tone, variable(`--tone-${tone}`)]),
  );
  const colors = Array.from({ length: SERIES_COLORS }, (_, i) => variable(`--series-${i + 1}`));
  const fill = (color, pattern, ink = surface) => ({
    color,
    borderColor: surface,
    borderWidth: 0.5,
    decal: pattern ? { name: pattern, color: ink, ...structuredClone(DECALS[pattern]) } : null,
  });
  const unobserved = fill(variable('--unobserved'), 'hatched', variable('--quiet'));
  const named = (table, name) => (table[name] ? fill(tones[table[name].tone], table[name].pattern) : unobserved);
  const color = (i) => colors[i % SERIES_COLORS];
  const round = (list, i) => list[Math.floor(i / SERIES_COLORS) % list.length];
  return {
    ink: variable('--bs-body-color'),
    quiet: variable('--quiet'),
    line: variable('--line'),
    surface,
    accent: tones.blue,
    font: css.fontFamily,
    tones,
    colors,
    scale: [1, 2, 3, 4, 5].map((i) => variable(`--scale-${i}`)),
    unobserved,
    state: (name) => named(STATES, name),
    result: (name) => named(RESULTS, name),
    series: (i) => fill(color(i), round(SERIES_PATTERNS, i)),
    curve: (i) => ({
      color: color(i),
      itemStyle: { color: color(i) },
      lineStyle: { color: color(i), type: round(DASHES, i), width: 2 },
    }),
  };
}

// A chart on a page: a canvas of ECharts that follows size and theme, with its legend as buttons. ECharts comes with the first.
import { domAttribute, domClone, domText } from '../dom.js';
import { texts } from '../texts.js';
import { legendCreate, legendItems } from './legend.js';
import { optionComplete, themeOf } from './option.js';
import { paletteRead } from './palette.js';
import { pngMake } from './png.js';

const HEIGHT_PX = 300;
const EARLY = '200px'; // drawn when as near to what is seen
const motion = matchMedia('(prefers-reduced-motion: reduce)');

let library = null; // the module of ECharts, once it is here
const load = () => import('./echarts.js').then((module) => (library = module));

/**
 * A chart below `root`, described to those who do not see it by the text `describe`. Returns
 * `set(draw, {height_px})`: `draw(palette)` gives the option of ECharts; it is asked again when the theme changes;
 * `png({title, note})` → promise of a Blob, with the series that are shown; `resize()`; `close()` frees everything.
 */
export function chartCreate(root, { describe }) {
  const parts = domClone('chart');
  const box = parts.canvas;
  const legend = legendCreate(parts.legend, (name) => chart?.dispatchAction({ type: 'legendToggleSelect', name }));
  let draw = null;
  let chart = null;
  let palette = null;
  let isNear = false;
  let isDue = false; // something new is not drawn yet
  let isClosed = false;

  const complete = () => optionComplete(draw(palette), { isStill: motion.matches });

  function render() {
    if (!isDue || !isNear || !library || isClosed || box.clientWidth === 0) return;
    isDue = false;
    palette ??= paletteRead(box);
    const option = complete();
    chart ??= library.init(box, themeOf(palette));
    chart.setOption(option, { replaceMerge: ['series'] });
    legend.fill(legendItems(option));
  }

  function resize() {
    if (box.clientWidth === 0) return;
    if (chart && (chart.getWidth() !== box.clientWidth || chart.getHeight() !== box.clientHeight)) chart.resize();
    render();
  }

  function recolor() {
    palette = chart ? paletteRead(box) : null;
    if (!chart) return;
    chart.setTheme(themeOf(palette));
    isDue = true;
    render();
  }

  function near() {
    isNear = true;
    resize();
  }

  domAttribute(box, 'aria-label', describe);
  root.append(parts.root);
  const unwatch = watch(box, { near, resize, recolor });

  return {
    set(next, { height_px = HEIGHT_PX } = {}) {
      draw = next;
      isDue = true;
      box.style.height = `${height_px}px`;
      if (library) return render();
      load().then(render, () => domText(box, texts.charts.not_loaded));
    },
    resize,
    async png({ title, note }) {
      await load();
      palette ??= paletteRead(box);
      const option = chart?.getOption() ?? complete();
      const items = legendItems(option).filter(({ name }) => !legend.isHidden(name));
      const size = { width_px: box.clientWidth, height_px: parseFloat(box.style.height) };
      return pngMake(library, option, { ...size, palette, items, title, note });
    },
    close() {
      isClosed = true;
      unwatch();
      chart?.dispose();
      parts.root.remove();
    },
  };
}

/** Tells when `box` is near to what is seen, or printed; its new sizes; new themes. Returns the end of it. */
function watch(box, { near, resize, recolor }) {
  const sizes = new ResizeObserver(resize);
  const themes = new MutationObserver(recolor);
  const nearness = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      nearness.disconnect();
      near();
    },
    { rootMargin: EARLY },
  );
  sizes.observe(box);
  themes.observe(document.documentElement, { attributeFilter: ['data-bs-theme'] });
  nearness.observe(box);
  addEventListener('beforeprint', near);
  return () => {
    for (const observer of [sizes, themes, nearness]) observer.disconnect();
    removeEventListener('beforeprint', near);
  };
}

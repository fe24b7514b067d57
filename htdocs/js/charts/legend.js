// The legend of a chart: buttons that show and hide a series. The canvas can have no focus, so it is not drawn there.
import { domAttribute, domClone, domList, domShow, domText } from '../dom.js';
import { swatchDraw } from './swatch.js';

const SWATCH_PX = 14;
const SHARP = 2;

/**
 * What a legend shows of a completed option, as {name, color, pattern, ink, dash}: the series with a name and a colour of
 * their own (a heat map has a scale), and nothing where there is but one series.
 */
export function legendItems({ series }) {
  return series.length > 1 ? series.map(itemOf).filter(({ name, color }) => name && color) : [];
}

function itemOf({ name, type, color, itemStyle, lineStyle }) {
  const decal = itemStyle?.decal;
  return {
    name,
    color: itemStyle?.color ?? color,
    pattern: decal?.name,
    ink: decal?.color,
    dash: type === 'line' ? lineStyle?.type ?? 'solid' : null,
  };
}

/** The legend in the list `root`; `onToggle(name)` is told which series to show or hide. */
export function legendCreate(root, onToggle) {
  const hidden = new Set();

  function make() {
    const parts = domClone('chart-legend-item');
    parts.button.addEventListener('click', () => {
      if (!hidden.delete(parts.item.name)) hidden.add(parts.item.name);
      fill(parts, parts.item);
      onToggle(parts.item.name);
    });
    return parts;
  }

  function fill(parts, item) {
    parts.item = item;
    domText(parts.name, item.name);
    domAttribute(parts.button, 'title', item.name);
    domAttribute(parts.button, 'aria-pressed', String(!hidden.has(item.name)));
    swatchFill(parts.swatch, item);
  }

  return {
    fill(items) {
      domShow(root, items.length > 0);
      domList(root, items, make, fill);
    },
    isHidden: (name) => hidden.has(name),
  };
}

function swatchFill(canvas, item) {
  canvas.width = SWATCH_PX * SHARP;
  canvas.height = SWATCH_PX * SHARP;
  const context = canvas.getContext('2d');
  context.scale(SHARP, SHARP);
  swatchDraw(context, item, 0, 0, SWATCH_PX);
}

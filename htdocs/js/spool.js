// What all pages show of a spool alike: its material and colour, and how much is left.
import { domAttribute, domShow, domText } from './dom.js';
import { formatPercent, isolated } from './format.js';
import { meterFill } from './meter.js';
import { texts } from './texts.js';

const LOW_RATIO = 0.1;

/** Whether jobs can draw from it. */
export const spoolIsUsable = ({ material, is_loaded }) => material !== null && is_loaded !== false;

/** Fills `parts` material, dot, bar and fill; `isShort`: what is left does not last for the job that runs. */
export function spoolFill(parts, spool, isShort) {
  const { material, left_ratio } = spool;
  domText(parts.material, material ?? texts.no_material);
  fillDot(parts.dot, spool);
  const isShown = spoolIsUsable(spool) && typeof left_ratio === 'number';
  domShow(parts.bar, isShown);
  if (!isShown) return;
  const level = isShort ? 'short' : left_ratio < LOW_RATIO ? 'low' : 'fine';
  meterFill(parts, left_ratio, { name: texts.material_left(isolated(material)), words: formatPercent(left_ratio), level });
}

function fillDot(dot, { color_rgb }) {
  const isColor = /^[0-9a-f]{6}$/i.test(color_rgb ?? '');
  domAttribute(dot, 'data-known', String(isColor));
  dot.style.backgroundColor = isColor ? `#${color_rgb}` : '';
}

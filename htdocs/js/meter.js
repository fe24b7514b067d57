// A bar: how much of something there is.
import { domAttribute } from './dom.js';
import { percentOf } from './format.js';

/**
 * Fills bar and fill, parts of a row, with a ratio; of no ratio the bar stays empty. `words` say more than the percent does,
 * `name` is for a bar whose template gives it none.
 */
export function meterFill({ bar, fill }, ratio, { name = null, words = null, level = 'fine' } = {}) {
  const percent = percentOf(Math.min(Math.max(ratio ?? 0, 0), 1));
  if (name !== null) domAttribute(bar, 'aria-label', name);
  if (words !== null) domAttribute(bar, 'aria-valuetext', words);
  domAttribute(bar, 'aria-valuenow', String(percent));
  domAttribute(bar, 'data-level', ratio === null ? 'unknown' : level);
  fill.style.width = `${percent}%`;
}

// A bar: how much of something there is.
import { domAttribute } from '../dom.js';

/** Fills bar and fill, parts of a row, with a ratio and what it says in words; of no ratio the bar stays empty. */
export function meterFill({ bar, fill }, ratio, { name, words, level = 'fine' }) {
  const percent = Math.floor(Math.min(Math.max(ratio ?? 0, 0), 1) * 100);
  domAttribute(bar, 'aria-label', name);
  domAttribute(bar, 'aria-valuenow', String(percent));
  domAttribute(bar, 'aria-valuetext', words);
  domAttribute(bar, 'data-level', ratio === null ? 'unknown' : level);
  fill.style.width = `${percent}%`;
}

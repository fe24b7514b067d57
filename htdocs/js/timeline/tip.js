// The words of the bar under the pointer or with the focus.
import { domAttribute, domShow, domText } from '../dom.js';
import { iconSet } from '../icons.js';
import { printerName } from '../printers.js';
import { barWords } from './words.js';

const GAP_PX = 6;

/** Shows `parts.tip` for the bars below `parts.rows`; `now()` gives the time. Returns {hide}. */
export function tipCreate(parts, now) {
  const { tip, rows } = parts;
  const hide = () => domShow(tip, false);

  function show(node, center_px) {
    const { bar, printer } = node;
    const { title, time, job, note } = barWords(bar, now());
    domAttribute(tip, 'data-state', bar.state);
    iconSet(parts.tip_icon, bar.state);
    domText(parts.tip_title, title);
    domText(parts.tip_printer, printerName(printer));
    domText(parts.tip_time, time);
    domText(parts.tip_job, job);
    domText(parts.tip_note, note);
    domShow(tip, true);
    place(tip, node.getBoundingClientRect(), center_px);
  }

  rows.addEventListener('pointermove', (event) => {
    const bar = event.target.closest('.timeline-bar');
    if (bar) show(bar, event.clientX);
    else hide();
  });
  rows.addEventListener('pointerleave', hide);
  rows.addEventListener('focusin', ({ target }) => {
    if (target.matches('.timeline-bar:focus-visible')) show(target, null);
  });
  rows.addEventListener('focusout', hide);
  rows.addEventListener('keydown', ({ key }) => key === 'Escape' && hide());
  return { hide };
}

/** Below the bar, or above where there is no room; whole within the window. */
function place(tip, bar, center_px) {
  const { width, height } = tip.getBoundingClientRect();
  const { clientWidth, clientHeight } = document.documentElement;
  const center = center_px ?? (Math.max(bar.left, 0) + Math.min(bar.right, clientWidth)) / 2;
  const below = bar.bottom + GAP_PX;
  const top = below + height > clientHeight ? bar.top - GAP_PX - height : below;
  tip.style.left = `${Math.min(Math.max(center - width / 2, GAP_PX), Math.max(clientWidth - width - GAP_PX, GAP_PX))}px`;
  tip.style.top = `${Math.max(top, GAP_PX)}px`;
}

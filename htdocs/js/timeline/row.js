// One printer's row: its name, and a bar for each stretch of what it did and will do.
import { domAttribute, domClone, domList, domText } from '../dom.js';
import { iconSet } from '../icons.js';
import { printerName } from '../printers.js';
import { texts } from '../texts.js';
import { spanRatio } from './span.js';
import { barLabel, barSentence } from './words.js';

const percent = (ratio) => `${(ratio * 100).toFixed(4)}%`;

/** A row {root, fill(data)}; data: {printer, state, bars, span, href, now_s}. Each bar's node knows its `bar`. */
export function rowCreate() {
  const parts = domClone('timeline-row');
  let seen = '';
  return {
    root: parts.root,
    fill({ printer, state, bars, span, href, now_s }) {
      const text = JSON.stringify([printerName(printer), state, span, Math.floor(now_s / 60), bars.map(withoutSeconds)]);
      if (text === seen) return;
      seen = text;
      fillName(parts, printer, state, href);
      domList(parts.track, bars, barCreate, (bar, data) => fillBar(bar, data, printer, span, now_s));
      keepOneStop(parts.track);
    },
  };
}

/** What ends later with each answer is drawn anew once a minute. */
const withoutSeconds = ({ from_s, to_s, ...rest }) => [rest, Math.floor(from_s / 60), to_s && Math.floor(to_s / 60)];

function fillName(parts, printer, state, href) {
  const name = printerName(printer);
  domAttribute(parts.root, 'data-state', state);
  domAttribute(parts.root, 'data-printer', printer.printer);
  iconSet(parts.icon, state);
  domText(parts.link, name);
  domAttribute(parts.link, 'href', href);
  domAttribute(parts.link, 'title', name);
  domText(parts.state, texts.states[state]);
  domAttribute(parts.track, 'aria-label', name);
}

function barCreate() {
  const parts = domClone('timeline-bar');
  parts.root.tabIndex = -1;
  return parts;
}

function fillBar({ root, word }, bar, printer, span, now_s) {
  const from = spanRatio(span, bar.from_s);
  root.bar = bar;
  root.printer = printer;
  domAttribute(root, 'data-state', bar.state);
  domAttribute(root, 'data-kind', bar.kind);
  domAttribute(root, 'data-ends', bar.to_s === null ? 'open' : bar.to_s > span.to_s ? 'beyond' : 'here');
  root.style.left = percent(from);
  root.style.width = percent(spanRatio(span, bar.to_s ?? span.to_s) - from);
  const label = barLabel(bar, now_s) ?? '';
  domAttribute(root, 'data-word', String(label !== ''));
  domAttribute(word, 'aria-label', barSentence(bar, now_s));
  if (word.textContent !== label) word.textContent = label;
}

/** Tab comes to one bar of each row: what the printer does now; arrow keys go on from there (keys.js). */
function keepOneStop(track) {
  if (track.contains(document.activeElement)) return;
  const bars = [...track.children];
  const now = bars.findLast((node) => node.dataset.kind === 'past') ?? bars[0];
  for (const node of bars) node.tabIndex = node === now ? 0 : -1;
}

// The few printers that are free next: when their job is done, and how many wait behind it.
import { domAttribute, domClone, domList, domText } from '../dom.js';
import { formatClock, formatDuration } from '../format.js';
import { printerName, printersFreeNext } from '../printers.js';
import { texts } from '../texts.js';
import { isFilled } from './changed.js';

const MOST = 3;
const words = texts.fleet_page;

/** The view, put below `root`. */
export function nextCreate(root, context) {
  const parts = domClone('fleet-next');
  root.append(parts.root);
  let sorted = [];
  let items = [];
  let rows = [];

  function update(next, now_s) {
    sorted = next;
    items = printersFreeNext(sorted, MOST, now_s);
    rows = domList(parts.list, items, () => domClone('fleet-next-row'), (row, item) => fillRow(row, item, context));
    domText(parts.none, items.length === 0 ? words.next_none : null);
  }

  return {
    update,
    tick(now_s) {
      if (items.some(({ eta_at }) => eta_at <= now_s)) update(sorted, now_s);
      items.forEach((item, i) => fillTime(rows[i], item, now_s));
    },
  };
}

function fillRow(row, { printer, waiting }, context) {
  domText(row.link, printerName(printer));
  domAttribute(row.link, 'href', context.href('printer', [printer.printer]));
  domText(row.then, waiting > 0 ? words.then_waiting(waiting) : null);
}

function fillTime(row, { eta_at }, now_s) {
  const left = formatDuration(eta_at - now_s);
  if (isFilled(row, 'filled', `${eta_at} ${left}`)) return;
  domText(row.clock, formatClock(eta_at, now_s));
  domText(row.left, left);
}

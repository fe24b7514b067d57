// One printer on the wall: its state, and when it will be done, to be read from far away.
import { printerJobIsReady } from '../ahead.js';
import { domAttribute, domClone, domShow, domText } from '../dom.js';
import { formatClock, formatDuration, formatPercent } from '../format.js';
import { iconSet } from '../icons.js';
import { meterFill } from '../meter.js';
import { dueWords, leftOf } from '../printer_words.js';
import { printerBeganSeen, printerHasRunningJob, printerName, printerStateBeganAt, STATES } from '../printers.js';
import { ageWords } from '../since.js';
import { texts } from '../texts.js';

const SAYS_WHY = new Set(['error', 'paused', 'maintenance', 'unmapped']);

/** A cell {root, update(item, now_s), tick(now_s)}; an item is one of printersSorted. */
export function cellCreate() {
  const parts = domClone('wall-cell');
  let item = null;

  function tick(now_s) {
    const { printer, state } = item;
    const { left, when, isLate } = timesOf(printer, state, now_s);
    domText(parts.left, left);
    domText(parts.when, when);
    domAttribute(parts.root, 'data-late', String(isLate));
  }

  return {
    root: parts.root,
    tick,
    update(next, now_s) {
      item = next;
      fill(parts, item);
      tick(now_s);
    },
  };
}

function fill(parts, { printer, state, isShort }) {
  const isShortNow = isShort && STATES[state].tile === 'building';
  domAttribute(parts.root, 'data-state', state);
  domAttribute(parts.root, 'data-short', String(isShortNow));
  domAttribute(parts.root, 'data-tile', STATES[state].tile);
  domText(parts.name, printerName(printer));
  iconSet(parts.icon, state);
  domText(parts.state, texts.states[state]);
  domText(parts.job, isShortNow ? texts.wall.short : wordsOf(printer, state));
  fillBar(parts, printer, state);
}

/** What is to be known beside the state: what the printer says is wrong, its job, or what waits for it. */
function wordsOf(printer, state) {
  const says = printer.explanation || printer.status_text;
  if (STATES[state].tile === 'dark') return printer.trouble;
  if (SAYS_WHY.has(state)) return says ?? printer.job_name;
  if (state !== 'idle') return printer.job_name;
  if (printerJobIsReady(printer, state)) return texts.ready_hint;
  return printer.queue?.length > 0 ? texts.wall.waiting(printer.queue.length) : null;
}

function fillBar(parts, printer, state) {
  const percent = printerHasRunningJob(state) ? formatPercent(printer.progress_ratio) : null;
  domShow(parts.progress, percent !== null);
  if (percent === null) return;
  meterFill({ bar: parts.progress, fill: parts.bar }, printer.progress_ratio);
}

/** A job that runs: how long still, and until when. All else: for how long already, and since when. */
function timesOf(printer, state, now_s) {
  const left = STATES[state].tile === 'building' ? leftOf(printer, state, now_s) : null;
  if (left) {
    const duration = formatDuration(Math.abs(left.left_s));
    const when = dueWords(left, formatClock(printer.eta_at, now_s));
    return { left: left.isLate ? texts.wall.late(duration) : duration, when, isLate: left.isLate };
  }
  const began_s = printerStateBeganAt(printer, state);
  const clock = formatClock(began_s, now_s);
  const since = printerBeganSeen(printer, state) ? texts.wall.since : texts.wall.seen_since;
  return { left: clock && ageWords(printer, state, formatDuration(now_s - began_s)), when: clock && since(clock), isLate: false };
}

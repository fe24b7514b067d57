// One printer's line in the list: a link to its page with state, name, job, what is wrong, and when its job is done.
import { domAttribute, domClone, domList, domText } from '../dom.js';
import { formatClock, formatDuration, formatVolume } from '../format.js';
import { iconSet } from '../icons.js';
import { KINDS } from '../materials.js';
import { damageWords, dueWords, leftOf, staleWords, troubleWords } from '../printer_words.js';
import { printerName, printerReach, printerShort, printerStateBeganAt, STATES } from '../printers.js';
import { ageWords, sinceWords } from '../since.js';
import { texts } from '../texts.js';
import { isFilled, sectionsChanged } from './changed.js';
import { concernWords } from './words.js';

const SECTIONS = [
  { keys: ['name'], fill: fillName },
  { keys: ['job_name'], fill: fillJob },
];

/** A row for the printer of that id. */
export function rowCreate(id, context) {
  const parts = domClone('fleet-row');
  domAttribute(parts.link, 'href', context.href('printer', [id]));
  const filled = {}; // what stands there, by part
  let item = null;

  function update(next, now_s) {
    const before = item?.state === next.state ? item.printer : null;
    item = next;
    if (before === null) fillState(parts, item.state);
    for (const { fill } of sectionsChanged(SECTIONS, before, item.printer)) fill(parts, item.printer);
    fillMarks(parts, marksOf(item, now_s), filled);
  }

  function tick(now_s) {
    const { printer, state } = item;
    fillWhen(parts, printer, state, now_s, filled);
  }

  return { root: parts.root, update, tick };
}

function fillState(parts, state) {
  domAttribute(parts.link, 'data-state', state);
  domAttribute(parts.link, 'data-tile', STATES[state].tile);
  iconSet(parts.icon, state);
  domText(parts.state, texts.fleet_page.short_states[state]);
  domAttribute(parts.state, 'title', texts.states[state]);
}

function fillName(parts, printer) {
  domText(parts.name, printerName(printer));
  domAttribute(parts.name, 'title', printerName(printer));
}

function fillJob(parts, { job_name }) {
  domText(parts.job, job_name);
  domAttribute(parts.job, 'title', job_name ?? '');
}

/** The warnings of a printer: {icon, level, words}. */
function marksOf({ printer, state, isShort }, now_s) {
  const trouble = [troubleWords(printer), damageWords(printer), staleWords(printer, state, now_s)].filter(Boolean);
  const mark = (icon, level, words) => words && { icon, level, words };
  return [materialMark(printer, state, isShort, mark), mark('warning', 'trouble', trouble.join('. '))].filter(Boolean);
}

/** Too little for what runs is urgent, too little for what waits is not yet. */
function materialMark(printer, state, isShort, mark) {
  const short = isShort && KINDS.map((kind) => printerShort(printer, state, kind)).find(Boolean);
  if (short) return mark('material', 'now', texts.short(formatVolume(short.in3, short.cm3)));
  const reach = printerReach(printer, state);
  return reach?.concern && reach.concern.verdict !== 'unknown' ? mark('material', 'later', concernWords(reach)) : null;
}

function fillMarks(parts, marks, filled) {
  if (isFilled(filled, 'marks', marks.map(({ level, words }) => level + words).join())) return;
  domList(parts.marks, marks, () => domClone('fleet-mark'), fillMark);
}

function fillMark(parts, { icon, level, words }) {
  domAttribute(parts.root, 'data-level', level);
  domAttribute(parts.root, 'title', words);
  iconSet(parts.icon, icon);
  domText(parts.words, words);
}

/** In how long the job is done where that is known, else for how long the state has been what it is. */
function fillWhen(parts, printer, state, now_s, filled) {
  const left = leftOf(printer, state, now_s);
  const at_s = left ? printer.eta_at : printerStateBeganAt(printer, state);
  const duration = at_s === null ? null : shortDuration(Math.abs(at_s - now_s));
  if (isFilled(filled, 'when', `${at_s} ${duration} ${left?.urgency} ${printer.is_state_began_seen}`)) return;
  const clock = formatClock(at_s, now_s);
  domAttribute(parts.when, 'data-urgency', left?.urgency ?? 'none');
  domAttribute(parts.when, 'title', clock ? (left ? dueWords(left, clock) : sinceWords(printer, state, clock, duration)) : '');
  domText(parts.left, left && (left.isLate ? texts.fleet_page.late : texts.fleet_page.in)(duration));
  domText(parts.clock, left ? clock : clock && ageWords(printer, state, duration));
}

/** As short as a line needs it: "4 h 59" within a day. */
function shortDuration(seconds) {
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60 || minutes >= 1440) return formatDuration(seconds);
  return texts.fleet_page.hours(Math.floor(minutes / 60), String(minutes % 60).padStart(2, '0')).replaceAll(' ', '\u00a0');
}

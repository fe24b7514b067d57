// One printer's card. `update` takes new data, `tick` what changes because time passes.
import { detailsFill } from './details.js';
import { domAttribute, domClone, domShow, domText } from '../dom.js';
import { formatClock, formatDuration, formatFull, formatNumber, formatPercent } from '../format.js';
import { iconSet } from '../icons.js';
import { printerHasRunningJob, printerIsStale, printerName, printerStateBeganAt, STATES } from '../printers.js';
import { spoolsFill } from './spools.js';
import { texts } from '../texts.js';

/** The words with which a printer says no more than its state does. */
const SAYS_NO_MORE = {
  idle: ['idle'],
  preparing: ['building'],
  building: ['building'],
  paused: ['paused'],
  part_waiting: ['part done'],
  maintenance: ['maintenance'],
  error: ['error'],
};
const MEASURES = [
  { key: 'time_ratio', source: 'time' },
  { key: 'model_ratio', source: 'model_material' },
  { key: 'support_ratio', source: 'support_material' },
];
const SOON_S = 300;
const AT_SET_POINT_C = 3;

/** A card for the printer of that id: {root, state, update, tick}. */
export function cardCreate(id) {
  const parts = domClone('card');
  const nameId = `printer-${id}`;
  parts.name.id = nameId;
  parts.root.firstElementChild.setAttribute('aria-labelledby', nameId);
  const card = { root: parts.root, state: null, update, tick };
  let printer = null;
  let seen = '';

  function update(next, state, now_s) {
    const text = JSON.stringify(next);
    if (text !== seen || state !== card.state) {
      seen = text;
      printer = next;
      card.state = state;
      fill(parts, printer, state, now_s);
    }
    tick(now_s);
  }

  function tick(now_s) {
    fillSince(parts, printer, card.state, now_s);
    fillTimes(parts, printer, card.state, now_s);
    fillAge(parts, printer, card.state, now_s);
  }

  return card;
}

function fill(parts, printer, state, now_s) {
  const article = parts.root.firstElementChild;
  domAttribute(article, 'data-state', state);
  domAttribute(article, 'data-tile', STATES[state].tile);
  fillHead(parts, printer, state);
  fillNotes(parts, printer, state);
  fillJob(parts, printer, state);
  domShow(parts.body, printer.answered_at !== null);
  spoolsFill(parts.spools, printer, state);
  fillQueue(parts, printer);
  fillTemperatures(parts, printer);
  detailsFill(parts, printer, now_s);
}

function fillHead(parts, printer, state) {
  domText(parts.name, printerName(printer));
  domText(parts.product, printer.product ?? printer.codename);
  domText(parts.location_text, printer.location, parts.location);
  const webcam = webAddress(printer.webcam);
  domShow(parts.webcam, webcam !== null);
  if (webcam) domAttribute(parts.webcam, 'href', webcam);
  iconSet(parts.state_icon, state);
  domText(parts.state, texts.states[state]);
}

/** The address if it is one that may be opened, else null. */
function webAddress(address) {
  if (!address) return null;
  try {
    const url = new URL(address, location.href);
    return ['http:', 'https:'].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

function fillNotes(parts, printer, state) {
  domText(parts.says, statusThatSaysMore(printer, state));
  domText(parts.explanation, STATES[state].tile === 'dark' ? null : printer.explanation);
  const failed = printer.failed_polls > 0 ? ` (${texts.failed_polls(printer.failed_polls)})` : '';
  domText(parts.trouble_text, printer.trouble && texts.trouble(printer.trouble) + failed, parts.trouble);
  domText(parts.damage_text, printer.damage && texts.damage(printer.damage), parts.damage);
  domText(parts.hint, hintOf(printer, state));
}

function statusThatSaysMore(printer, state) {
  const words = printer.status_text?.trim();
  if (!words || STATES[state].tile === 'dark' || SAYS_NO_MORE[state]?.includes(words.toLowerCase())) return null;
  return texts.says(words);
}

function hintOf(printer, state) {
  if (state === 'first') return texts.first_hint;
  return state === 'unobserved' ? texts.unobserved_hint : null;
}

function fillJob(parts, printer, state) {
  domText(parts.job_name, printer.job_name);
  parts.job_name.title = printer.job_name ?? '';
  domText(parts.owner_text, printer.owner, parts.owner);
  domShow(parts.job_head, Boolean(printer.job_name || printer.owner));
  const percent = STATES[state].tile === 'dark' && state !== 'offline' ? null : formatPercent(printer.progress_ratio);
  fillBar(parts, printer, percent);
  domText(parts.measures, percent && measuresOf(printer).join(' · '));
  domShow(parts.job, Boolean(printer.job_name || printer.owner || percent || printerHasRunningJob(state)));
}

function fillBar(parts, printer, percent) {
  domShow(parts.progress, percent !== null);
  domText(parts.percent, percent);
  domText(parts.source, percent && texts.sources[printer.progress_source]);
  if (percent === null) return;
  const value = Math.floor(Math.min(Math.max(printer.progress_ratio, 0), 1) * 100);
  domAttribute(parts.progress, 'aria-valuenow', String(value));
  domAttribute(parts.progress, 'aria-valuetext', [percent, texts.sources[printer.progress_source]].filter(Boolean).join(' '));
  parts.bar.style.width = `${value}%`;
}

/** What the printer reports beside the figure of the bar. */
function measuresOf(printer) {
  const layer = formatNumber(printer.layer);
  const ratios = MEASURES.filter(({ key, source }) => source !== printer.progress_source && formatPercent(printer[key])).map(
    ({ key }) => texts[key](formatPercent(printer[key])),
  );
  return [layer && texts.layers(layer, formatNumber(printer.layers_total)), ...ratios].filter(Boolean);
}

function fillQueue(parts, printer) {
  const queue = printer.queue ?? [];
  const next = [queue[0]?.job_name, formatDuration(queue[0]?.estimated_s)].filter(Boolean).join(', ');
  domText(parts.queue, queue.length === 0 ? texts.queue_empty : texts.queue_next(queue.length, next));
}

function fillTemperatures(parts, printer) {
  const temperatures = Object.keys(texts.temps).map((kind) => {
    const degrees = degreesOf(printer[`${kind}_temp_c`], printer[`${kind}_set_c`]);
    return degrees && `${texts.temps[kind]}\u00a0${degrees}`;
  });
  const shown = temperatures.filter(Boolean).join(' · ');
  domText(parts.temperatures, shown && `${shown}\u00a0°C`, parts.temperatures_row);
}

/** The temperature, and where it is going if it is not there yet; some machines say 0 for a set point all the time. */
function degreesOf(now_c, set_c) {
  if (formatNumber(now_c) === null) return null;
  const isThere = !set_c || Math.abs(now_c - set_c) < AT_SET_POINT_C;
  return isThere ? formatNumber(now_c) : [now_c, set_c].map((value) => formatNumber(value)).join('\u00a0→\u00a0');
}

// ---- what changes because time passes ---------------------------------------------------------------------------

function fillSince(parts, printer, state, now_s) {
  const began_s = printerStateBeganAt(printer, state);
  const clock = formatClock(began_s, now_s);
  domText(parts.since, clock && texts.since(clock, formatDuration(now_s - began_s)));
  if (clock) domAttribute(parts.since, 'title', formatFull(began_s));
}

function fillTimes(parts, printer, state, now_s) {
  const eta_s = STATES[state].tile === 'dark' ? null : printer.eta_at;
  if (eta_s === null) {
    const isAhead = state === 'preparing' || state === 'paused';
    domText(parts.left, isAhead && printer.estimated_s ? texts.estimate(formatDuration(printer.estimated_s)) : null);
    domText(parts.eta, null);
  } else {
    const left_s = eta_s - now_s;
    const clock = formatClock(eta_s, now_s);
    const urgency = left_s < 0 ? 'overdue' : left_s < SOON_S ? 'soon' : '';
    domAttribute(parts.left, 'data-urgency', urgency);
    domText(parts.left, left_s < 0 ? texts.overdue(formatDuration(-left_s)) : texts.left(formatDuration(left_s)));
    domText(parts.eta, clock && (left_s < 0 ? texts.was_due(clock) : texts.done_at(clock)));
  }
  domShow(parts.times, !parts.left.hidden || !parts.eta.hidden || !parts.percent.hidden);
}

function fillAge(parts, printer, state, now_s) {
  const age = formatDuration(now_s - printer.answered_at);
  const isDark = STATES[state].tile === 'dark';
  const isStale = printerIsStale(printer, state, now_s);
  domText(parts.age, printer.answered_at === null ? texts.never_answered : isStale ? texts.stale(age) : texts.ago(age));
  domAttribute(parts.age, 'title', formatFull(printer.answered_at) ?? '');
  domShow(parts.stale_icon, isStale);
  domAttribute(parts.root.firstElementChild, 'data-stale', String(isStale));
  domText(parts.last_seen, isDark && printer.answered_at !== null ? texts.last_seen(age) : null);
}

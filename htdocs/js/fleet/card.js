// One printer's card. `update` takes new data, `tick`, which follows each, what changes because time passes.
import { printerJobIsReady } from '../ahead.js';
import { domAttribute, domClone, domShow, domText } from '../dom.js';
import { formatClock, formatDuration, formatFull, formatNumber, formatPercent, isolated } from '../format.js';
import { iconSet } from '../icons.js';
import { KINDS } from '../materials.js';
import { meterFill } from '../meter.js';
import { damageWords, dueWords, estimateWords, leftOf, leftWords, troubleWords } from '../printer_words.js';
import {
  printerHasRunningJob, printerIsStale, printerName, printerReach, printerShort, printerStateBeganAt, printerTellsProgress, STATES,
} from '../printers.js';
import { sinceWords } from '../since.js';
import { temperatureTrend } from '../temperatures.js';
import { texts } from '../texts.js';
import { webcamAddress } from '../webcam_address.js';
import { isFilled, sectionsChanged } from './changed.js';
import { spoolsFill } from './spools.js';
import { concernWords, lastsWords, needsWords } from './words.js';

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

const MATERIAL_KEYS = KINDS.flatMap((kind) => ['material', 'needed_in3', 'used_in3'].map((what) => `${kind}_${what}`));
const SECTIONS = [
  { keys: ['name', 'product', 'codename', 'location', 'webcam'], fill: fillHead },
  { keys: ['status_text', 'explanation', 'failed_polls', 'trouble', 'damage', 'job_id', 'started_at'], fill: fillNotes },
  {
    keys: [
      'job_name', 'owner', 'progress_ratio', 'progress_source', 'layer', 'layers_total', 'time_ratio', 'model_ratio', 'support_ratio',
    ],
    fill: fillJob,
  },
  { keys: ['spools', 'queue', 'job_id', 'started_at', ...MATERIAL_KEYS], fill: fillMaterials },
  { keys: ['queue'], fill: fillQueue },
  { keys: Object.keys(texts.temps).flatMap((kind) => [`${kind}_temp_c`, `${kind}_set_c`]), fill: fillTemperatures },
];

/** A card for the printer of that id. */
export function cardCreate(id, context) {
  const parts = domClone('card');
  const nameId = `printer-${id}`;
  parts.heading.id = nameId;
  parts.root.firstElementChild.setAttribute('aria-labelledby', nameId);
  domAttribute(parts.name, 'href', context.href('printer', [id]));
  const filled = {}; // what stands there of what time changes, by part
  let item = null;

  function update(next) {
    const before = item?.state === next.state ? item.printer : null;
    item = next;
    const { printer, state } = item;
    if (before === null) fillState(parts, state);
    for (const { fill } of sectionsChanged(SECTIONS, before, printer)) fill(parts, printer, state);
    domShow(parts.body, printer.answered_at !== null);
  }

  function tick(now_s) {
    const { printer, state } = item;
    fillSince(parts, printer, state, now_s, filled);
    fillTimes(parts, printer, state, now_s, filled);
    fillAge(parts, printer, state, now_s, filled);
  }

  return { root: parts.root, update, tick };
}

function fillState(parts, state) {
  const article = parts.root.firstElementChild;
  domAttribute(article, 'data-state', state);
  domAttribute(article, 'data-tile', STATES[state].tile);
  iconSet(parts.state_icon, state);
  domText(parts.state, texts.states[state]);
}

function fillHead(parts, printer) {
  domText(parts.name, printerName(printer));
  domText(parts.product, printer.product ?? printer.codename);
  domText(parts.location_text, printer.location, parts.location);
  const webcam = webcamAddress(printer.webcam);
  domShow(parts.webcam, webcam !== null);
  if (webcam) domAttribute(parts.webcam, 'href', webcam);
}

function fillNotes(parts, printer, state) {
  domText(parts.says, statusThatSaysMore(printer, state));
  domText(parts.explanation, STATES[state].tile === 'dark' ? null : printer.explanation);
  domText(parts.trouble_text, troubleWords(printer), parts.trouble);
  domText(parts.damage_text, damageWords(printer), parts.damage);
  domText(parts.hint, hintOf(printer, state));
}

function statusThatSaysMore(printer, state) {
  const words = printer.status_text?.trim();
  if (!words || STATES[state].tile === 'dark' || SAYS_NO_MORE[state]?.includes(words.toLowerCase())) return null;
  return texts.says(isolated(words));
}

function hintOf(printer, state) {
  if (state === 'first') return texts.first_hint;
  if (printerJobIsReady(printer, state)) return texts.ready_hint;
  return state === 'unobserved' ? texts.unobserved_hint : null;
}

function fillJob(parts, printer, state) {
  domText(parts.job_name, printer.job_name);
  domAttribute(parts.job_name, 'title', printer.job_name ?? '');
  domText(parts.owner_text, printer.owner, parts.owner);
  domShow(parts.job_head, Boolean(printer.job_name || printer.owner));
  const percent = printerTellsProgress(state) ? formatPercent(printer.progress_ratio) : null;
  fillBar(parts, printer, percent);
  domText(parts.measures, percent && measuresOf(printer).join(' · '));
  domShow(parts.job, Boolean(printer.job_name || printer.owner || percent || printerHasRunningJob(state)));
}

function fillBar(parts, printer, percent) {
  domShow(parts.progress, percent !== null);
  domText(parts.percent, percent);
  domText(parts.source, percent && texts.sources[printer.progress_source]);
  if (percent === null) return;
  const words = [percent, texts.sources[printer.progress_source]].filter(Boolean).join(' ');
  meterFill({ bar: parts.progress, fill: parts.bar }, printer.progress_ratio, { words });
}

/** What the printer reports beside the figure of the bar. */
function measuresOf(printer) {
  const layer = formatNumber(printer.layer);
  const ratios = MEASURES.filter(({ key, source }) => source !== printer.progress_source && formatPercent(printer[key])).map(
    ({ key }) => texts[key](formatPercent(printer[key])),
  );
  return [layer && texts.layers(layer, formatNumber(printer.layers_total)), ...ratios].filter(Boolean);
}

/** The spools, what the jobs need of them, and how far that goes. */
function fillMaterials(parts, printer, state) {
  spoolsFill(parts.spools, printer, state);
  const reach = printerReach(printer, state);
  const isToldBySpool = Boolean(reach?.concern && printerShort(printer, state, reach.concern.kind));
  const concern = reach && !isToldBySpool ? concernWords(reach) : null;
  domText(parts.needs, reach && needsWords(reach));
  domText(parts.lasts, reach && lastsWords(reach));
  domText(parts.concern, concern);
  if (concern) domAttribute(parts.concern, 'data-verdict', reach.concern.verdict);
  domShow(parts.reach, Boolean(reach));
}

function fillQueue(parts, printer) {
  const queue = printer.queue ?? [];
  const next = [isolated(queue[0]?.job_name), formatDuration(queue[0]?.estimated_s)].filter(Boolean).join(', ');
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

/** The temperature, and where it is going if it is not there yet. */
function degreesOf(now_c, set_c) {
  if (formatNumber(now_c) === null) return null;
  const isOnItsWay = ['below', 'above'].includes(temperatureTrend(now_c, set_c));
  return isOnItsWay ? [now_c, set_c].map((value) => formatNumber(value)).join('\u00a0→\u00a0') : formatNumber(now_c);
}

// ---- what changes because time passes ---------------------------------------------------------------------------

function fillSince(parts, printer, state, now_s, filled) {
  const began_s = printerStateBeganAt(printer, state);
  const age = began_s === null ? null : formatDuration(now_s - began_s);
  if (isFilled(filled, 'since', `${began_s} ${age} ${printer.is_state_began_seen}`)) return;
  const clock = formatClock(began_s, now_s);
  domText(parts.since, clock && sinceWords(printer, state, clock, age));
  if (clock) domAttribute(parts.since, 'title', formatFull(began_s));
}

function fillTimes(parts, printer, state, now_s, filled) {
  const left = leftOf(printer, state, now_s);
  const words = left ? leftWords(left) : estimateWords(printer, state);
  if (isFilled(filled, 'times', `${printer.eta_at} ${words} ${left?.urgency} ${parts.percent.hidden}`)) return;
  domAttribute(parts.left, 'data-urgency', left?.urgency ?? '');
  domText(parts.left, words);
  domText(parts.eta, left && dueWords(left, formatClock(printer.eta_at, now_s)));
  domShow(parts.times, !parts.left.hidden || !parts.eta.hidden || !parts.percent.hidden);
}

function fillAge(parts, printer, state, now_s, filled) {
  const { answered_at } = printer;
  const age = answered_at === null ? null : formatDuration(now_s - answered_at);
  const isStale = printerIsStale(printer, state, now_s);
  if (isFilled(filled, 'age', `${answered_at} ${age} ${isStale} ${state}`)) return;
  domText(parts.age, age === null ? texts.never_answered : isStale ? texts.stale(age) : texts.ago(age));
  domAttribute(parts.age, 'title', formatFull(answered_at) ?? '');
  domShow(parts.stale_icon, isStale);
  domAttribute(parts.root.firstElementChild, 'data-stale', String(isStale));
  domText(parts.last_seen, STATES[state].tile === 'dark' && age !== null ? texts.last_seen(age) : null);
}

// What a card shows when it is opened: everything else that is known, as name and value.
import { domClone, domList, domShow, domText } from '../dom.js';
import { formatClock, formatDuration, formatVolume } from '../format.js';
import { printerName } from '../printers.js';
import { texts } from '../texts.js';

const CLOCK_WORTH_TELLING_S = 60;

/** Name → value of a printer; a value of null leaves the row out. */
const ROWS = [
  ['status_text', (printer) => printer.status_text],
  ['explanation', (printer) => printer.explanation],
  ['job_name', (printer) => printer.job_name],
  ['job_id', (printer) => (printer.job_id === null ? null : String(printer.job_id))],
  ['owner', (printer) => printer.owner],
  ['pack', (printer) => printer.pack],
  ['comment', (printer) => printer.comment],
  ['submitted', (printer, now_s) => formatClock(printer.submitted_at, now_s)],
  ['started', (printer, now_s) => formatClock(printer.started_at, now_s)],
  ['estimated', (printer) => formatDuration(printer.estimated_s)],
  ['built', (printer) => formatDuration(printer.build_s)],
  ['model_use', (printer) => useOf(printer, 'model')],
  ['support_use', (printer) => useOf(printer, 'support')],
  ['clock', (printer) => clockOf(printer.clock_offset_s)],
  ['last_answer', (printer, now_s) => formatClock(printer.answered_at, now_s)],
  ['group', (printer) => printer.fleet_group],
  ['serial', (printer) => printer.serial],
  ['controller', (printer) => printer.controller_version],
];

export function detailsFill(parts, printer, now_s) {
  domText(parts.details_name, texts.details_of(printerName(printer)));
  const rows = ROWS.map(([key, valueOf]) => ({ key, value: valueOf(printer, now_s) })).filter(({ value }) => value);
  domList(parts.facts, rows, () => domClone('fact'), fillFact);
  const queue = printer.queue ?? [];
  domShow(parts.waiting, queue.length > 0);
  domList(parts.waiting_jobs, queue, () => domClone('waiting'), fillWaiting);
}

function fillFact(parts, { key, value }) {
  domText(parts.key, texts[key]);
  domText(parts.value, String(value));
}

function fillWaiting(parts, job) {
  domText(parts.name, job.job_name || texts.job_number(job.job_id ?? '?'));
  const volumes = formatVolume(job.model_needed_in3, job.model_needed_cm3);
  const facts = [job.owner, formatDuration(job.estimated_s), job.model_material, volumes];
  domText(parts.facts, facts.filter(Boolean).join(' · '));
}

function useOf(printer, kind) {
  const used = formatVolume(printer[`${kind}_used_in3`], printer[`${kind}_used_cm3`]);
  const needed = formatVolume(printer[`${kind}_needed_in3`], printer[`${kind}_needed_cm3`]);
  return used && needed ? texts.used_of(used, needed) : used ?? needed;
}

function clockOf(offset_s) {
  if (typeof offset_s !== 'number' || Math.abs(offset_s) < CLOCK_WORTH_TELLING_S) return null;
  const by = formatDuration(Math.abs(offset_s));
  return offset_s > 0 ? texts.clock_ahead(by) : texts.clock_behind(by);
}

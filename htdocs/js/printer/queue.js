// The waiting jobs, and when each could begin.
import { jobsAhead } from '../ahead.js';
import { domAttribute, domClone, domList, domShow, domText } from '../dom.js';
import { formatDuration, formatVolume, known } from '../format.js';
import { texts } from '../texts.js';
import { dayAndClock } from './moment.js';

/** Fills the panel of the queue. */
export function queueFill(parts, printer, state, now_s) {
  const queue = printer.queue ?? [];
  domText(parts.no_queue, queue.length > 0 ? null : printer.answered_at === null ? texts.printer.unknown_queue : texts.printer.no_queue);
  domShow(parts.queue_body, queue.length > 0);
  domText(parts.queue_note, queue.length > 0 ? texts.printer.queue_notes[state] ?? texts.printer.queue_notes.other : null);
  const hasOwners = queue.some((job) => 'owner' in job);
  domShow(parts.queue_owner, hasOwners);
  const waiting = jobsAhead(printer, state, now_s).filter(({ isReady }) => !isReady);
  const rows = waiting.map(({ job, begins_s }, i) => ({ job, place: job.position ?? i + 1, begins_s, hasOwners }));
  domList(parts.queue_rows, rows, () => domClone('printer-queued'), (row, item) => fillRow(row, item, now_s));
}

function fillRow(row, { job, place, begins_s, hasOwners }, now_s) {
  domText(row.place, String(place));
  fillClamped(row.name, job.job_name || texts.job_number(job.job_id ?? '?'));
  domShow(row.owner_cell, hasOwners);
  if (hasOwners) fillClamped(row.owner, known(job.owner));
  domText(row.estimate, known(formatDuration(job.estimated_s)));
  const needs = ['model', 'support'].map((kind) => needOf(job, kind)).filter(Boolean);
  domList(row.needs, needs.length > 0 ? needs : [known(null)], needCreate, ({ root }, need) => domText(root, need));
  domText(row.begins, known(dayAndClock(begins_s, now_s)));
}

/** A name that may be too long to stand there whole. */
function fillClamped(node, text) {
  domText(node, text);
  domAttribute(node, 'title', text);
}

function needCreate() {
  const root = document.createElement('bdi');
  root.className = 'sheet-need';
  return { root };
}

function needOf(job, kind) {
  const volume = formatVolume(job[`${kind}_needed_in3`], null);
  return [job[`${kind}_material`], volume].filter(Boolean).join('\u00a0');
}

// The waiting jobs, and when each could begin.
import { domAttribute, domClone, domList, domShow, domText } from '../dom.js';
import { formatDuration, formatVolume, known } from '../format.js';
import { texts } from '../texts.js';
import { dayAndClock } from './moment.js';

const FREE = new Set(['idle', 'part_waiting']);

/** When each waiting job could begin at the earliest, in Unix seconds; null where nobody can know. */
export function queueBegins({ queue, eta_at, estimated_s }, state, now_s) {
  let at_s = freeAt({ eta_at, estimated_s }, state, now_s);
  return (queue ?? []).map((job) => {
    const begins_s = at_s;
    at_s = at_s !== null && typeof job.estimated_s === 'number' ? at_s + job.estimated_s : null;
    return begins_s;
  });
}

function freeAt({ eta_at, estimated_s }, state, now_s) {
  if (FREE.has(state)) return now_s;
  if (state === 'building' && typeof eta_at === 'number') return Math.max(eta_at, now_s);
  return state === 'preparing' && typeof estimated_s === 'number' ? now_s + estimated_s : null;
}

/** Fills the panel of the queue. */
export function queueFill(parts, printer, state, now_s) {
  const queue = printer.queue ?? [];
  domText(parts.no_queue, queue.length > 0 ? null : printer.answered_at === null ? texts.printer.unknown_queue : texts.printer.no_queue);
  domShow(parts.queue_body, queue.length > 0);
  domText(parts.queue_note, queue.length > 0 ? texts.printer.queue_notes[state] ?? texts.printer.queue_notes.other : null);
  const hasOwners = queue.some((job) => 'owner' in job);
  domShow(parts.queue_owner, hasOwners);
  const begins = queueBegins(printer, state, now_s);
  const rows = queue.map((job, i) => ({ job, place: job.position ?? i + 1, begins_s: begins[i], hasOwners }));
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

// What a printer will do, as far as its own estimates say: what is on it, then its queue, one after the other; no DOM, no text.

const isKnown = (value) => typeof value === 'number' && Number.isFinite(value);

/** Whether a job is on a free printer that has not begun: somebody is to start it. */
export const printerJobIsReady = ({ job_id = null, started_at = null }, state) => state === 'idle' && job_id !== null && started_at === null;

/** When the job that runs will be done, now where none does; null where nobody knows: its ETA is past, or a hand is awaited. */
export function printerDoneAt({ eta_at, estimated_s }, state, now_s) {
  if (state === 'idle') return now_s;
  if (state !== 'building' && state !== 'preparing') return null;
  if (isKnown(eta_at)) return eta_at > now_s ? eta_at : null;
  return state === 'preparing' && estimated_s > 0 ? now_s + estimated_s : null; // no ETA yet, but that long at least
}

/**
 * The jobs that wait, as {job, begins_s, ends_s, isReady}, if each is started as soon as it can: first the one that is ready, then the
 * queue. A time is null where nobody knows.
 */
export function jobsAhead(printer, state, now_s) {
  const ready = printerJobIsReady(printer, state) ? [printer] : [];
  let at_s = printerDoneAt(printer, state, now_s);
  return [...ready, ...(printer.queue ?? [])].map((job) => {
    const begins_s = at_s;
    at_s = at_s !== null && job.estimated_s > 0 ? at_s + job.estimated_s : null;
    return { job, begins_s, ends_s: at_s, isReady: job === printer };
  });
}

/** When a printer will have done all of it; null where nobody knows. */
export function printerFreeAt(printer, state, now_s) {
  const last = jobsAhead(printer, state, now_s).at(-1);
  return last ? last.ends_s : printerDoneAt(printer, state, now_s);
}

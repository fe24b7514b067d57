// The rows of the timeline from what the server says: the bars of each printer, and where the printers are. No DOM.
import { printerHasRunningJob, printerStateBeganAt } from '../printers.js';
import { forecastBars } from './forecast.js';
import { pastBars } from './past.js';

const WITHOUT_PLACE = null;

/** The rows {printer, state, bars} of items of printersSorted; `stretches` and `jobs` are the API's lists or null. */
export function timelineRows(items, { stretches, jobs }, from_s, as_of_s) {
  const stretchesOf = byPrinter(stretches);
  const jobsOf = byPrinter(jobs);
  return items.map(({ printer, state }) => {
    const id = printer.printer;
    const present = { state, began_s: printerStateBeganAt(printer, state), job: presentJob(printer, state) };
    const past = stretches
      ? pastBars({ stretches: stretchesOf.get(id) ?? [], jobs: jobsOf.get(id) ?? [], present, from_s, as_of_s })
      : [];
    return { printer, state, bars: [...past, ...forecastBars(printer, state, as_of_s)] };
  });
}

/** Rows with the place they are at, as [place, rows], in the order of places; those without one come last. */
export function timelinePlaces(rows, compare) {
  const places = new Map();
  for (const row of rows) {
    const place = row.printer.location || WITHOUT_PLACE;
    places.set(place, [...(places.get(place) ?? []), row]);
  }
  const order = ([a], [b]) => (a === WITHOUT_PLACE) - (b === WITHOUT_PLACE) || compare(a ?? '', b ?? '');
  return [...places].sort(order);
}

function presentJob(printer, state) {
  const hasJob = printerHasRunningJob(state) || state === 'part_waiting' || state === 'error';
  return hasJob ? (printer.job_name ?? null) : null;
}

function byPrinter(items) {
  const lists = new Map();
  for (const item of items ?? []) {
    if (lists.has(item.printer)) lists.get(item.printer).push(item);
    else lists.set(item.printer, [item]);
  }
  return lists;
}

// Which printers are shown, by the filters of the address; no DOM.
import { printerIsOfTile, printerName, STATES } from '../printers.js';

export const FILTERS = ['state', 'product', 'fleet_group', 'location', 'q'];

/** What printers are chosen by, beside state and text. */
const VALUES = {
  product: (printer) => printer.product ?? printer.codename,
  fleet_group: (printer) => printer.fleet_group,
  location: (printer) => printer.location,
};
const TILES = new Set(['hand', 'building', 'free', 'dark']);
const STATE_OPTIONS = [
  'hand', 'error', 'paused', 'part_waiting', 'maintenance', 'short', 'building', 'preparing', 'free', 'dark', 'offline', 'unobserved',
  'first', 'unmapped',
];

/** Whether an item of printersSorted is to be shown. */
export function filterAccepts(query, item) {
  const hasValue = (name) => !query[name] || VALUES[name](item.printer) === query[name];
  return isOfState(item, query.state) && Object.keys(VALUES).every(hasValue) && hasWords(item.printer, query.q);
}

/** A tile, 'short', or a state. */
function isOfState(item, wanted) {
  if (!wanted) return true;
  if (TILES.has(wanted)) return printerIsOfTile(item, wanted);
  return wanted === 'short' ? item.isShort : item.state === wanted;
}

/** Whether each word is in a name, an ID, a job or an owner, of the queue too. */
function hasWords(printer, q) {
  const words = lower(q ?? '').split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const jobs = [printer, ...(printer.queue ?? [])].flatMap(({ job_name, owner }) => [job_name, owner]);
  const text = lower([printerName(printer), printer.printer, ...jobs].filter(Boolean).join('\n'));
  return words.every((word) => text.includes(word));
}

const lower = (text) => text.normalize('NFC').toLocaleLowerCase();

/** The values that each of the filters but the text can have, of the items there are; `order` compares. */
export function filterValues(items, order) {
  const valuesOf = (name) => [...new Set(items.map(({ printer }) => VALUES[name](printer)).filter(Boolean))].sort(order);
  const states = STATE_OPTIONS.filter((wanted) => items.some((item) => isOfState(item, wanted)));
  return { state: states, ...Object.fromEntries(Object.keys(VALUES).map((name) => [name, valuesOf(name)])) };
}

/** The word of each value of the state filter is that of a state where it names one alone. */
export const filterNamesState = (value) => Object.hasOwn(STATES, value) && !TILES.has(value);

// What the filters offer to choose from: {value, label}, in the reader's order.
import { locale, texts } from '../texts.js';

const order = new Intl.Collator(locale, { numeric: true });
const asOptions = (values) => values.map((value) => ({ value, label: value }));
const fromWords = (values, words) => values.map((value) => ({ value, label: words[value] }));

/** A field's options, of the printers there are (null: not known yet) and of what the API listed for that field. */
export const OPTIONS = {
  by: () => fromWords(['ended', 'started', 'submitted'], texts.filters.bys),
  printer: (printers) => (printers ?? []).map(({ printer, name }) => ({ value: printer, label: name ? `${name} (${printer})` : printer })),
  fleet_group: (printers) => optionsOf(printers, 'fleet_group'),
  product: (printers) => optionsOf(printers, 'product'),
  owner: (printers, listed) => listed,
  material: (printers, listed) => listed,
  result: () => fromWords(['completed', 'cancelled', 'failed', 'unknown', 'running'], texts.results),
  q: () => [], // is typed
};

/** What the items have below a key, each once. */
export function optionsOf(items, key) {
  const values = new Set((items ?? []).map((item) => item[key]).filter((value) => typeof value === 'string' && value !== ''));
  return asOptions([...values].sort(order.compare));
}

/** The options with the value that is set, also where the list does not have it: a link may name what is gone. */
export function optionsKept(options, value) {
  const isThere = !value || options.some((option) => option.value === value);
  return isThere ? options : [...options, { value, label: value }];
}

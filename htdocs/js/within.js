// The printers that an address narrows down to. Pure.

const KEYS = ['fleet_group', 'product', 'location'];

/** Those of `printers` that have what the query asks for of group, model and place. */
export function printersWithin(printers, query) {
  return printers.filter((printer) => KEYS.every((key) => !query[key] || printer[key] === query[key]));
}

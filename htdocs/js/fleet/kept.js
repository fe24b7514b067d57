// A list with one element for each printer, kept by the printer's id for as long as it is shown.
import { domArrange } from '../dom.js';

/**
 * `create(id)` makes {root, update(item, now_s), tick(now_s)}. The list shows what `update(items, now_s)` gives, in that order; a tick
 * follows.
 */
export function keptCreate(root, create) {
  const kept = new Map();

  function elementOf({ printer: { printer: id } }) {
    if (!kept.has(id)) kept.set(id, create(id));
    return kept.get(id);
  }

  function forgetOthers(items) {
    const ids = new Set(items.map(({ printer }) => printer.printer));
    for (const id of kept.keys()) if (!ids.has(id)) kept.delete(id);
  }

  return {
    update(items, now_s) {
      forgetOthers(items);
      const elements = items.map((item) => {
        const element = elementOf(item);
        element.update(item, now_s);
        return element.root;
      });
      domArrange(root, elements);
    },
    tick(now_s) {
      for (const element of kept.values()) element.tick(now_s);
    },
  };
}

// The fleet: one card for each printer, in the order of what needs a hand. Cards are kept by printer id.
import { cardCreate } from './card.js';
import { domArrange, domShow, domText } from './dom.js';
import { printerName, printersSorted } from './printers.js';
import { texts } from './texts.js';

/** The view below `root`; `update(state)` takes new data, `tick(now_s)` lets the times go on. */
export function fleetCreate(root) {
  const part = (name) => root.querySelector(`[data-part="${name}"]`);
  const cards = new Map();

  function cardOf(id) {
    if (!cards.has(id)) cards.set(id, cardCreate(id));
    return cards.get(id);
  }

  function forgetOthers(sorted) {
    const ids = new Set(sorted.map(({ printer }) => printer.printer));
    for (const id of cards.keys()) if (!ids.has(id)) cards.delete(id);
  }

  function announce(changes) {
    if (changes.length > 0) domText(part('announcer'), changes.join('. '));
  }

  return {
    update({ printers, health, answered_at_s, failure }, now_s) {
      domShow(part('none'), printers?.length === 0);
      domShow(part('loading'), printers === null && !failure);
      if (printers === null) return;
      const sorted = printersSorted(printers, health, answered_at_s);
      forgetOthers(sorted);
      const changes = [];
      const nodes = sorted.map(({ printer, state }) => {
        const card = cardOf(printer.printer);
        if (card.state && card.state !== state) changes.push(texts.changed(printerName(printer), texts.states[state]));
        card.update(printer, state, now_s);
        return card.root;
      });
      domArrange(part('cards'), nodes);
      announce(changes);
    },
    tick(now_s) {
      for (const card of cards.values()) card.tick(now_s);
    },
  };
}

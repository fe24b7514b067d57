// The fleet: its numbers, and one card for each printer, in the order of what needs a hand. Cards are kept by printer id.
import { domArrange, domClone, domShow, domText } from '../dom.js';
import { printerName, printersSorted } from '../printers.js';
import { texts } from '../texts.js';
import { cardCreate } from './card.js';
import { summaryCreate } from './summary.js';

export function pageCreate(root, context) {
  const parts = domClone('fleet-page');
  root.append(parts.root);
  const summary = summaryCreate(parts.summary);
  const cards = new Map();

  function cardOf(id) {
    if (!cards.has(id)) cards.set(id, cardCreate(id, context));
    return cards.get(id);
  }

  function forgetOthers(sorted) {
    const ids = new Set(sorted.map(({ printer }) => printer.printer));
    for (const id of cards.keys()) if (!ids.has(id)) cards.delete(id);
  }

  function announce(changes) {
    if (changes.length > 0) domText(parts.announcer, changes.join('. '));
  }

  return {
    title: () => texts.nav.fleet,
    show() {},
    update(state, now_s) {
      const { printers, health, answered_at_s, failure } = state;
      summary.update(state, now_s);
      domShow(parts.none, printers?.length === 0);
      domShow(parts.loading, printers === null && !failure);
      if (printers === null) return;
      const sorted = printersSorted(printers, health, answered_at_s);
      forgetOthers(sorted);
      const changes = [];
      const nodes = sorted.map(({ printer, state: next }) => {
        const card = cardOf(printer.printer);
        if (card.state && card.state !== next) changes.push(texts.changed(printerName(printer), texts.states[next]));
        card.update(printer, next, now_s);
        return card.root;
      });
      domArrange(parts.cards, nodes);
      announce(changes);
    },
    tick(now_s) {
      summary.tick(now_s);
      for (const card of cards.values()) card.tick(now_s);
    },
    leave() {},
  };
}

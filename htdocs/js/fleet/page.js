// The fleet: its numbers, and its printers as cards or as a list, in the order of what needs a hand.
import { domAttribute, domClone, domShow, domText } from '../dom.js';
import { isolated } from '../format.js';
import { printerName, printersSorted } from '../printers.js';
import { texts } from '../texts.js';
import { cardCreate } from './card.js';
import { filterAccepts } from './filter.js';
import { keptCreate } from './kept.js';
import { rowCreate } from './row.js';
import { summaryCreate } from './summary.js';
import { toolbarCreate } from './toolbar.js';
import { viewOf, viewRemember } from './view.js';

const FEW = 32; // printers that fit onto a laptop's screen in lines with room

export function pageCreate(root, context) {
  const parts = domClone('fleet-page');
  root.append(parts.root);
  const lists = {
    cards: keptCreate(parts.cards, (id) => cardCreate(id, context)),
    list: keptCreate(parts.list, (id) => rowCreate(id, context)),
  };
  const change = (patch, options) => context.go('fleet', [], { ...query, ...patch }, options);
  const summary = summaryCreate(parts.summary, context, (tile) => change({ state: query.state === tile ? null : tile }));
  const toolbar = toolbarCreate(parts, { change, choose: chooseView });
  let query = {};
  let states = new Map(); // by printer, as last seen

  function chooseView(view) {
    viewRemember(view);
    change({ view }, { replace: true });
  }

  function fill({ printers, health, answered_at_s, failure }, now_s) {
    domShow(parts.loading, printers === null && !failure);
    domShow(parts.none, printers?.length === 0);
    domShow(parts.bar, printers?.length > 0);
    domShow(parts.summary, printers?.length > 0);
    if (printers === null) return;
    const sorted = printersSorted(printers, health, answered_at_s);
    const shown = sorted.filter((item) => filterAccepts(query, item));
    const view = viewOf(query, printers.length);
    summary.update(sorted, query.state, now_s);
    toolbar.fill(query, sorted, shown.length, view);
    domAttribute(parts.list, 'data-few', String(shown.length <= FEW));
    domShow(parts.empty, shown.length === 0 && sorted.length > 0);
    for (const [name, list] of Object.entries(lists)) list.update(name === view ? shown : [], now_s);
    announce(sorted, shown);
  }

  /** Screen readers hear of the printers whose state became another. */
  function announce(sorted, shown) {
    const changed = shown.filter(({ printer, state }) => (states.get(printer.printer) ?? state) !== state);
    states = new Map(sorted.map(({ printer, state }) => [printer.printer, state]));
    const said = changed.map(({ printer, state }) => texts.changed(isolated(printerName(printer)), texts.states[state]));
    if (said.length > 0) domText(parts.announcer, said.join('. '));
  }

  return {
    title: () => texts.nav.fleet,
    show(route) {
      query = route.query;
      fill(context.store.get(), context.clock.now());
    },
    update: fill,
    tick(now_s) {
      summary.tick(now_s);
      for (const list of Object.values(lists)) list.tick(now_s);
    },
    leave() {},
  };
}

// The wall: all printers on one screen, or on pages that turn by themselves; what needs a hand comes first.
import { domArrange, domAttribute, domClone, domShow } from '../dom.js';
import { filterAccepts } from '../fleet/filter.js';
import { noticeCreate } from '../notice.js';
import { printersSorted } from '../printers.js';
import { texts } from '../texts.js';
import { cellCreate } from './cell.js';
import { headCreate } from './head.js';
import { wallLayout, wallPage, wallReadable } from './layout.js';
import { screenCreate } from './screen.js';

const PAGE_S = 15;

export function pageCreate(root, context) {
  const parts = domClone('wall-page');
  root.append(parts.root);
  const notice = noticeCreate(parts.notice);
  const head = headCreate(parts);
  const cells = new Map();
  const screen = screenCreate(parts.root, () => context.go('fleet'));
  const observer = new ResizeObserver(layOut);
  let query = {};
  let sorted = [];
  let layout = null;
  let page = null;

  function layOut() {
    const { clientWidth: width_px, clientHeight: height_px } = parts.cells;
    if (width_px === 0 || height_px === 0) return;
    layout = wallLayout(sorted.length, { width_px, height_px }, wallReadable(window.innerWidth, window.innerHeight));
    parts.cells.style.gridTemplateColumns = `repeat(${layout.columns}, minmax(0, 1fr))`;
    parts.cells.style.gridTemplateRows = `repeat(${layout.rows}, minmax(0, 1fr))`;
    parts.cells.style.fontSize = `${layout.em_px}px`;
    turn(context.clock.now(), true);
  }

  /** By the clock: walls beside each other turn together. */
  function turn(now_s, isNew = false) {
    const next = layout ? Math.floor(now_s / PAGE_S) % layout.pages : 0;
    if (!layout || (next === page && !isNew)) return;
    page = next;
    head.turn(page, layout.pages);
    const shown = wallPage(sorted, layout, page);
    domArrange(parts.cells, shown.map((one) => cellOf(one, now_s).root));
  }

  function cellOf(item, now_s) {
    const id = item.printer.printer;
    if (!cells.has(id)) cells.set(id, cellCreate());
    const cell = cells.get(id);
    cell.update(item, now_s);
    return cell;
  }

  function forgetOthers() {
    const ids = new Set(sorted.map(({ printer }) => printer.printer));
    for (const id of cells.keys()) if (!ids.has(id)) cells.delete(id);
  }

  function draw() {
    const { printers, health, answered_at_s, failure } = context.store.get();
    sorted = printers ? printersSorted(printers, health, answered_at_s).filter((item) => filterAccepts(query, item)) : [];
    fillNotice(notice, { printers, failure, isEmpty: sorted.length === 0 });
    domShow(parts.cells, sorted.length > 0);
    forgetOthers();
    head.fill(sorted, [query.location, query.fleet_group, query.product].filter(Boolean).join(' · '));
    layOut();
  }

  domAttribute(parts.leave, 'href', context.href('fleet'));
  observer.observe(parts.cells);
  return {
    title: () => texts.wall.title,
    show(route) {
      query = route.query;
      draw();
    },
    update: draw,
    tick(now_s) {
      head.tick(now_s, context.store.get());
      turn(now_s);
      for (const cell of cells.values()) cell.tick(now_s);
    },
    leave() {
      observer.disconnect();
      screen.stop();
    },
  };
}

function fillNotice(notice, { printers, failure, isEmpty }) {
  if (!printers) return notice.fill({ body: null, failure });
  const empty = printers.length === 0 ? texts.no_printers_title : texts.wall.none_here;
  notice.fill({ body: [] }, { isEmpty, empty });
}

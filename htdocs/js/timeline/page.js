// The timeline: a day back and a day ahead of every printer, a row each.
import { domArrange, domAttribute, domClone, domShow, domText } from '../dom.js';
import { filterAccepts } from '../fleet/filter.js';
import { noticeCreate } from '../notice.js';
import { printersSorted } from '../printers.js';
import { locale, texts } from '../texts.js';
import { axisCreate } from './axis.js';
import { choicesCreate, sortOf } from './choices.js';
import { keysListen } from './keys.js';
import { legendFill } from './legend.js';
import { timelinePlaces, timelineRows } from './model.js';
import { rowCreate } from './row.js';
import { spanOf, spanRatio } from './span.js';
import { tipCreate } from './tip.js';

const words = texts.timeline;
const LEAST_S = 30; // the newest changes are known from the printers themselves
const BEGIN_S = 6 * 3600; // before now, where the page is too narrow for the whole span
const MANY = 26; // so many rows are no longer higher than they must be
const { compare } = new Intl.Collator(locale, { numeric: true });

const statesUrl = (from_s) => `api/v1/states?from=${from_s}&fields=printer,state,began_at,ended_at&limit=1000`;
const jobsUrl = (from_s) => `api/v1/jobs?from=${from_s}&by=ended&fields=printer,job_name,begun_at,started_at,ended_at&limit=1000`;

export function pageCreate(root, context) {
  const parts = domClone('timeline-page');
  root.append(parts.root);
  const notice = noticeCreate(parts.notice);
  const axis = axisCreate(parts);
  const rows = rowsCreate(parts.rows, context);
  const choices = choicesCreate(parts.choices, (patch) => context.go('timeline', [], { ...query, ...patch }));
  const sources = { states: sourceOf('states'), jobs: sourceOf('jobs') };
  const came = { states: null, jobs: null };
  let query = {};
  let span = null;
  let hasBegun = false;

  function sourceOf(name) {
    return context.source((data) => {
      came[name] = data;
      draw();
    });
  }

  /** Asks for the day before now; jobs have no names where people may not be seen. */
  function follow(now_s) {
    span = spanOf(now_s);
    const { printers } = context.store.get();
    if (!printers) return;
    const hasNames = printers.some((printer) => 'job_name' in printer);
    const options = { all: true, least_s: LEAST_S };
    sources.states.follow(statesUrl(span.from_s), options);
    sources.jobs.follow(hasNames ? jobsUrl(span.from_s) : null, options);
  }

  function draw() {
    const state = context.store.get();
    const all = state.printers && printersSorted(state.printers, state.health, state.answered_at_s);
    const items = all?.filter((item) => filterAccepts(query, item));
    fillNotice(notice, state, items, came.states);
    domShow(parts.choices, all?.length > 0);
    domShow(parts.panel, items?.length > 0);
    if (all) choices.fill(query, all);
    if (!items?.length) return;
    domAttribute(parts.panel, 'aria-busy', String(!came.states?.body && Boolean(came.states?.isAsking)));
    domShow(parts.cut, Boolean(came.states?.body?.isCut));
    const history = { stretches: came.states?.body?.items ?? null, jobs: came.jobs?.body?.items ?? null };
    const list = timelineRows(items, history, span.from_s, state.answered_at_s);
    axis.fill(span);
    rows.fill(list, { sort: sortOf(query), span, now_s: context.clock.now() });
    legendFill(parts.legend, list.flatMap(({ bars }) => bars));
    begin();
  }

  function begin() {
    if (hasBegun) return;
    hasBegun = true;
    parts.scroll.scrollLeft = spanRatio(span, context.clock.now() - BEGIN_S) * parts.times.clientWidth;
  }

  keysListen(parts.rows);
  tipCreate(parts, context.clock.now);
  return {
    title: () => texts.nav.timeline,
    show(route) {
      query = route.query;
      if (span) draw();
    },
    update(_, now_s) {
      follow(now_s);
      draw();
    },
    tick(now_s) {
      if (span && spanOf(now_s).from_s !== span.from_s) {
        follow(now_s);
        draw();
      }
      axis.move(now_s);
    },
    leave: axis.stop,
  };
}

function fillNotice(notice, state, items, states) {
  if (!items) return notice.fill({ body: null, failure: state.failure });
  if (items.length > 0) return notice.fill(states?.body ? { body: states.body } : (states ?? { body: null }));
  const isNew = state.printers.length === 0;
  const said = isNew ? { empty: texts.no_printers_title } : { empty: words.none_here, hint: words.none_here_hint };
  notice.fill({ body: [] }, { isEmpty: true, ...said });
}

/** The rows below `list`, kept by printer, with a heading for each place where they are in that order. */
function rowsCreate(list, context) {
  const rows = new Map();
  const headings = new Map();

  function rowOf({ printer, state, bars }, { span, now_s }) {
    const id = printer.printer;
    if (!rows.has(id)) rows.set(id, rowCreate());
    const row = rows.get(id);
    row.fill({ printer, state, bars, span, now_s, href: context.href('printer', [id]) });
    return row.root;
  }

  function headingOf(place) {
    if (!headings.has(place)) headings.set(place, domClone('timeline-place'));
    const heading = headings.get(place);
    domText(heading.name, place ?? words.no_place);
    return heading.root;
  }

  return {
    fill(data, view) {
      const nodeOf = (row) => rowOf(row, view);
      const nodes = view.sort === 'place'
        ? timelinePlaces(data, compare).flatMap(([place, inPlace]) => [headingOf(place), ...inPlace.map(nodeOf)])
        : data.map(nodeOf);
      domAttribute(list, 'data-many', String(data.length >= MANY));
      domArrange(list, nodes);
    },
  };
}

// The reports: what the printers did in a range of time, as charts and tables with one filter bar for all of them.
import { domAttribute, domClone, domShow, domText } from '../dom.js';
import { filterBarCreate } from '../filters/bar.js';
import { filterNames } from '../filters/query.js';
import { noticeCreate } from '../notice.js';
import { printerName } from '../printers.js';
import { texts } from '../texts.js';
import { FILTERS } from './ask.js';
import { estimates } from './estimates.js';
import { material } from './materials.js';
import { monthOfReports } from './months.js';
import { outcomes } from './outcomes.js';
import { owners } from './owners.js';
import { daysOf } from './periods.js';
import { sectionCreate } from './section.js';
import { totalsCreate } from './totals.js';
import { utilization } from './utilization.js';
import { waiting } from './waiting.js';
import { week } from './week.js';

const words = texts.reports;
const SECTIONS = [utilization, week, outcomes, material, owners, estimates, waiting];

export function pageCreate(root, context) {
  const parts = domClone('reports-page');
  root.append(parts.root);
  const notice = noticeCreate(parts.notice);
  const bar = filterBarCreate({ fields: FILTERS, context, onChange: (next, options) => context.go('reports', [], next, options) });
  const totals = totalsCreate(parts, context, refresh);
  const sections = SECTIONS.map((definition) => sectionCreate(definition, context));
  const links = linksCreate(parts.nav_list, sections, { choose, href: (id) => context.href('reports', [], { ...query, section: id }) });
  let query = {};
  let followed = null; // what is looked at, as text

  parts.filters.append(bar.root);
  parts.sections.append(...sections.map((section) => section.root));

  function choose(id) {
    context.go('reports', [], { ...query, section: id }, { replace: true });
    sections.find((section) => section.id === id).reveal();
  }

  /** Asks and draws anew where what is looked at changed: the address, the day, names of printers. */
  function refresh() {
    const at = lookedAt(query, { bar, printers: context.store.get().printers, counted: totals.counted() });
    totals.follow(at);
    fillState();
    const { section, ...asked } = query;
    const key = JSON.stringify({ ...at, query: asked });
    if (key === followed) return;
    followed = key;
    for (const one of sections) one.follow(at);
  }

  function fillState() {
    const { data, isEmpty } = totals.state();
    const isThere = !isEmpty && (Boolean(data.body) || !data.failure);
    notice.fill(isThere ? { body: {} } : data, { isEmpty, empty: words.empty, hint: words.empty_hint });
    domShow(parts.notice, !isThere);
    domShow(parts.sections, isThere);
    domShow(parts.nav, isThere);
  }

  return {
    title: () => texts.nav.reports,
    show(route) {
      const before = query.section;
      query = route.query;
      bar.show(query);
      domAttribute(parts.month, 'href', context.href('month', [], { month: monthOfReports(query, bar.today()) }));
      links.show(query.section);
      refresh();
      if (query.section && query.section !== before) sections.find(({ id }) => id === query.section)?.reveal();
    },
    update() {
      bar.update();
      refresh();
    },
    tick() {},
    leave() {
      for (const section of sections) section.close();
    },
  };
}

/** What all reports are about; `hasPeople` is null until it is known. */
function lookedAt(query, { bar, printers, counted }) {
  const today = bar.today();
  const names = new Map((printers ?? []).map((printer) => [printer.printer, printerName(printer)]));
  const filters = filterNames(query, FILTERS).map((field) => `${texts.filters.fields[field]}: ${query[field]}`);
  return {
    query,
    today,
    days: daysOf(query, today, counted),
    hasPeople: printers && printers.some((printer) => 'job_name' in printer),
    names: [...names],
    nameOf: (id) => names.get(id) ?? id,
    about: [bar.label(), ...filters].join(' · '),
  };
}

/** The links of the page within itself: `href(id)` is where each leads, `choose(id)` is told instead. `show(id)` marks one. */
function linksCreate(list, sections, { href, choose }) {
  const links = sections.map(({ id }, i) => {
    const { root, link } = domClone('reports-nav-item');
    domText(link, SECTIONS[i].title);
    link.addEventListener('click', (event) => {
      event.preventDefault();
      choose(id);
    });
    list.append(root);
    return { id, link };
  });
  return {
    show(section) {
      for (const { id, link } of links) {
        domAttribute(link, 'href', href(id));
        domAttribute(link, 'aria-current', String(section === id));
      }
    },
  };
}

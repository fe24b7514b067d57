// The table of pages: where each is, and how it is loaded. One module and its charts are fetched when they are first shown.

export const PAGES = {
  fleet: { at: [], load: () => import('./fleet/page.js'), icon: 'fleet' },
  timeline: { at: ['timeline'], load: () => import('./timeline/page.js'), icon: 'timeline' },
  jobs: { at: ['jobs'], load: () => import('./jobs/page.js'), icon: 'jobs' },
  reports: { at: ['reports'], load: () => import('./reports/page.js'), icon: 'reports' },
  health: { at: ['health'], load: () => import('./health/page.js'), icon: 'health' },
  api: { at: ['api'], load: () => import('./openapi/page.js'), icon: 'api' },
  wall: { at: ['wall'], load: () => import('./wall/page.js'), icon: 'wall' },
  printer: { at: ['printers'], takes: /^[a-z0-9][a-z0-9_-]*$/, load: () => import('./printer/page.js'), within: 'fleet' },
  job: { at: ['jobs'], takes: /^\d+$/, load: () => import('./job/page.js'), within: 'jobs' },
  month: { at: ['reports', 'month'], load: () => import('./reports/month.js'), within: 'reports' },
  missing: { at: null, load: () => import('./missing.js') },
};

/** Those that the navigation shows, in its order. */
export const pagesInNav = Object.keys(PAGES).filter((name) => PAGES[name].icon);

/** {page, parts, query} of an address: its page's name, and the part that the page takes (an ID: "..", too, is none). */
export function pageOf({ parts, query }) {
  const fits = ({ at, takes }) =>
    at?.length + (takes ? 1 : 0) === parts.length && at.every((part, i) => part === parts[i]) && (!takes || takes.test(parts.at(-1)));
  const page = Object.keys(PAGES).find((name) => fits(PAGES[name])) ?? 'missing';
  return { page, parts: parts.slice(PAGES[page].at?.length ?? 0), query };
}

/** The parts of the address of a page. */
export const pageParts = (page, parts = []) => [...PAGES[page].at, ...parts];

// Opens pages: fetches the module of a page when it is first wanted, and keeps one page at a time.
//
// A page is a module with pageCreate(root, context), `root` an empty element of its own, which returns
//   show({page, parts, query})  its address, when it is opened and whenever parts or query change
//   update(state, now_s)        the shared state of main.js, after the first show() and whenever it changed
//   tick(now_s)                 once a second, and after each update
//   title()                     what the document is called while the page is open
//   leave()                     it goes: frees what is not below root, such as charts and listeners of the window
// Its first heading is <h1 class="page-title" tabindex="-1">: that gets the focus when one comes from another page. `context` has
//   clock.now(), store.get()               the server's time in seconds; the shared state
//   href(page, parts, query)               the address of a page, for links
//   go(page, parts, query, {replace})      goes there
//   get(url)                               asks once: a promise of {body} or {failure}
//   source(onChange)                       what is asked again and again while the page is open: source.js
import { domClone, domText } from './dom.js';
import { iconSet } from './icons.js';
import { texts } from './texts.js';

/** The view below `root` of whichever page is open; `open({page, parts, query})`; `onOpen(name, title)` tells of each. */
export function openerCreate(root, { pages, contextOf, store, clock, onOpen }) {
  let current = null; // {name, page, sources, title}; page is null while it is made
  let wanted = null;

  function leave() {
    if (!current) return;
    const { page, sources } = current;
    current = null;
    for (const source of sources) source.stop();
    page?.leave();
  }

  /** What a page throws is told in its place: it neither stays half done nor takes the others with it. */
  function guarded(act) {
    try {
      act();
    } catch (error) {
      console.error(error);
      fail();
    }
  }

  function fail() {
    try {
      leave();
    } catch (error) {
      console.error(error);
    }
    root.replaceChildren(failure());
    onOpen(wanted.page, texts.load_title);
  }

  function create(name, module) {
    leave();
    const holder = document.createElement('div');
    holder.className = `page page-${name}`;
    root.replaceChildren(holder);
    const sources = [];
    current = { name, sources, page: null };
    current.page = module.pageCreate(holder, contextOf(sources, guarded));
  }

  function show(route, isNew) {
    const now_s = clock.now();
    current.page.show(route);
    if (isNew) current.page.update(store.get(), now_s);
    current.page.tick(now_s);
    current.title = current.page.title();
    onOpen(route.page, current.title);
  }

  /** The name of what a page shows may come with its data. */
  function tick(now_s) {
    current.page.tick(now_s);
    const title = current.page.title();
    if (title === current.title) return;
    current.title = title;
    onOpen(current.name, title);
  }

  return {
    async open(route) {
      const isFirst = wanted === null;
      wanted = route;
      if (current?.name === route.page) return guarded(() => show(route, false));
      let module;
      try {
        module = await pages[route.page].load();
      } catch {
        if (wanted === route) fail();
        return;
      }
      if (wanted !== route) return;
      guarded(() => {
        create(route.page, module);
        show(route, true);
      });
      if (!isFirst) arrive(root);
    },
    update: (state, now_s) => current && guarded(() => current.page.update(state, now_s)),
    tick: (now_s) => current && guarded(() => tick(now_s)),
  };
}

/** Another page begins at its top, and screen readers hear its name. */
function arrive(root) {
  window.scrollTo(0, 0);
  root.querySelector('h1')?.focus({ preventScroll: true });
}

function failure() {
  const parts = domClone('notice');
  iconSet(parts.icon, 'warning');
  domText(parts.title, texts.load_title);
  domText(parts.text, texts.load_text);
  return parts.root;
}

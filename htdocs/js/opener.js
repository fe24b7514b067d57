// Opens pages: fetches the module of a page when it is first wanted, and keeps one page at a time.
//
// A page is a module with pageCreate(root, context), `root` an empty element of its own, which returns
//   show({page, parts, query})  its address, when it is opened and whenever parts or query change
//   update(state, now_s)        the shared state of main.js, after the first show() and whenever it changed
//   tick(now_s)                 once a second
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
  let current = null; // {name, page, sources, title}
  let wanted = null;

  function leave() {
    if (!current) return;
    for (const source of current.sources) source.stop();
    current.page.leave();
    current = null;
  }

  function create(name, module) {
    leave();
    const holder = document.createElement('div');
    holder.className = `page page-${name}`;
    root.replaceChildren(holder);
    const sources = [];
    current = { name, sources, page: module.pageCreate(holder, contextOf(sources)) };
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
    if (!current) return;
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
      if (current?.name === route.page) return show(route, false);
      let module;
      try {
        module = await pages[route.page].load();
      } catch {
        if (wanted === route) failed(root, leave);
        return;
      }
      if (wanted !== route) return;
      create(route.page, module);
      show(route, true);
      if (!isFirst) arrive(root);
    },
    update: (state, now_s) => current?.page.update(state, now_s),
    tick,
  };
}

/** Another page begins at its top, and screen readers hear its name. */
function arrive(root) {
  window.scrollTo(0, 0);
  root.querySelector('h1')?.focus({ preventScroll: true });
}

function failed(root, leave) {
  leave();
  const parts = domClone('notice');
  iconSet(parts.icon, 'warning');
  domText(parts.title, texts.load_title);
  domText(parts.text, texts.load_text);
  root.replaceChildren(parts.root);
}

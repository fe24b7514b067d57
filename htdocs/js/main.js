// Starts the page: two questions to the server, one state, the frame, and the page that the address names.
import { apiAsk, apiWatch } from './api.js';
import { bannersCreate } from './banners.js';
import { clockCreate } from './clock.js';
import { frameCreate } from './frame.js';
import { openerCreate } from './opener.js';
import { PAGES, pageOf, pageParts } from './pages.js';
import { routeHash, routerCreate } from './router.js';
import { sourceCreate } from './source.js';
import { storeCreate } from './store.js';

const HEALTH_LEAST_S = 10;
const TICK_MS = 1000;

const clock = clockCreate();
const store = storeCreate({
  printers: null, // the items of api/v1/printers
  answered_at_s: null, // when they last came, or were confirmed
  failure: null, // why the last question failed
  health: null, // api/v1/health
  health_failure: null, // why that question failed
  time_zone: null, // of the server, as last known
});

const href = (page, parts, query) => routeHash(pageParts(page, parts), query);

/** What a page may use (opener.js); its sources end with it, and are heard by `guarded`. */
const contextOf = (sources, guarded) => ({
  clock,
  store,
  href,
  go: (page, parts, query, options) => router.go(href(page, parts, query), options),
  get: (url) => apiAsk(url),
  source(onChange) {
    const source = sourceCreate(clock, (data) => guarded(() => onChange(data)));
    sources.push(source);
    return source;
  },
});

const frame = frameCreate(document.body, { href });
const opener = openerCreate(document.getElementById('page'), { pages: PAGES, contextOf, store, clock, onOpen: frame.open });
const views = [frame, bannersCreate(document.getElementById('banners'), () => printers.again()), opener];
const router = routerCreate((route) => opener.open(pageOf(route)));

function tick() {
  const now_s = clock.now();
  for (const view of views) view.tick(now_s);
}

function show(state) {
  const now_s = clock.now();
  for (const view of views) view.update(state, now_s);
  tick();
}

store.subscribe(show);

const printers = apiWatch('api/v1/printers', {
  onAnswer({ body, status, date_s }) {
    if (!Array.isArray(body.items)) return store.set({ failure: { kind: 'refused', status } });
    clock.follow(date_s);
    store.set({ printers: body.items, answered_at_s: clock.now(), failure: null });
  },
  onFailure: (failure) => store.set({ failure }),
});

apiWatch('api/v1/health', {
  accepts: (status) => status === 200 || status === 503,
  least_s: HEALTH_LEAST_S,
  onAnswer: ({ body }) => store.set({ health: body, health_failure: null, time_zone: body.time_zone ?? store.get().time_zone }),
  onFailure: (failure) => store.set({ health: null, health_failure: failure }),
});

show(store.get());
router.tell();
setInterval(tick, TICK_MS);

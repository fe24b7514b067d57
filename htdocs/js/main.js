// Starts the page: two questions to the server, one state, and the views that show it.
import { apiWatch } from './api.js';
import { bannersCreate } from './banners.js';
import { clockCreate } from './clock.js';
import { fleetCreate } from './fleet.js';
import { frameCreate } from './frame.js';
import { storeCreate } from './store.js';
import { summaryCreate } from './summary.js';

const HEALTH_LEAST_S = 10;
const TICK_MS = 1000;

const clock = clockCreate();
const store = storeCreate({
  printers: null, // the items of api/v1/printers
  answered_at_s: null, // when they last came, or were confirmed
  failure: null, // why the last question failed
  health: null, // api/v1/health
});

const views = [
  frameCreate(document.body),
  bannersCreate(document.getElementById('banners'), () => askPrinters()),
  summaryCreate(document.getElementById('summary')),
  fleetCreate(document.getElementById('page')),
];

function tick() {
  const now_s = clock.now();
  for (const view of views) view.tick(now_s);
}

store.subscribe((state) => {
  const now_s = clock.now();
  for (const view of views) view.update(state, now_s);
  tick();
});

const askPrinters = apiWatch('api/v1/printers', {
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
  onAnswer: ({ body }) => store.set({ health: body }),
  onFailure: () => store.set({ health: null }),
});

store.set({});
setInterval(tick, TICK_MS);

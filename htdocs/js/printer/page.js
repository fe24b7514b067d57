// One printer: how it is, its job, materials, queue and machine, and what was.
import { domAttribute, domClone, domShow, domText } from '../dom.js';
import { formatClock } from '../format.js';
import { noticeCreate } from '../notice.js';
import { printerState, STATES } from '../printers.js';
import { presentOf } from '../stretches.js';
import { texts } from '../texts.js';
import { conditionFill } from './condition.js';
import { curvesCreate, curvesRange, curvesUrl } from './curves.js';
import { daysBegin, daysCreate } from './days.js';
import { eventsCreate } from './events.js';
import { headFill, headTick } from './head.js';
import { jobFill, jobTick } from './job.js';
import { keysCreate } from './keys.js';
import { keysOfMachine } from './keys_known.js';
import { machineFill } from './machine.js';
import { materialsFill } from './materials.js';
import { queueFill } from './queue.js';
import { recentCreate, runningUid } from './recent.js';
import { temperaturesFill } from './temperatures.js';
import { wearFill } from './wear.js';
import { webcamCreate } from './webcam.js';

const FRESH_S = 10;
const DAY_S = 300;
const RECENT = 10;
const ODOMETERS_MOST = 20; // of the last days: a machine has a few
const MINUTE_S = 60;

const apiOf = ({ id }) => `api/v1/printers/${encodeURIComponent(id)}`;
const rangeOf = ({ query }) => curvesRange(query.temps);

/** What is asked of a printer again and again, and what each answer fills. */
const PANELS = {
  states: { path: (view, now_s) => `${apiOf(view)}/states?from=${daysBegin(now_s)}&limit=all`, least_s: FRESH_S, fill: fillDays },
  keys: { path: (view) => `${apiOf(view)}/keys?limit=all`, least_s: FRESH_S, fill: fillKeys },
  odometers: {
    path: (view) => `${apiOf(view)}/odometers?sort=-day&limit=${ODOMETERS_MOST}`,
    least_s: DAY_S,
    fill: ({ parts }, data) => wearFill(parts, data.body?.items ?? []),
  },
  jobs: { path: (view) => `${apiOf(view)}/jobs?limit=${RECENT}`, least_s: FRESH_S, fill: fillJobs },
  events: {
    path: ({ id }) => `api/v1/events?printer=${encodeURIComponent(id)}&sort=-seq&limit=${RECENT}`,
    least_s: FRESH_S,
    fill: ({ events, context }, data) => events.fill(data, context.clock.now()),
  },
  samples: { path: (view) => curvesUrl(view.id, rangeOf(view)), least_s: MINUTE_S, fill: (view, data) => view.curves.fill(data, rangeOf(view)) },
};

export function pageCreate(root, context) {
  const view = viewCreate(root, context);
  const sourceOf = ([name, { fill }]) => context.source((data) => {
    view.answers[name] = data;
    fill(view, data);
  });
  const panels = Object.entries(PANELS).map((entry) => ({ ...entry[1], source: sourceOf(entry) }));
  let seen = '';
  let minute = null;

  /** The day of the stretches moves on at midnight. */
  function follow(now_s) {
    for (const { source, path, least_s } of panels) source.follow(path(view, now_s), { least_s });
  }

  function update(shared, now_s) {
    const { printers, health, answered_at_s } = shared;
    const printer = printers?.find((one) => one.printer === view.id) ?? null;
    const state = printer && printerState(printer, health, answered_at_s);
    const text = JSON.stringify([printer, state, printers === null && shared.failure]);
    if (text === seen) return;
    seen = text;
    Object.assign(view, { printer, state });
    fillPresence(view);
    if (printer) fillPrinter(view, now_s);
    if (view.answers.states) fillDays(view, view.answers.states);
  }

  return {
    title: () => (view.printer ? view.parts.name.textContent : view.id),
    show(route) {
      if (view.id !== null && view.id !== route.parts[0]) for (const { source } of panels) source.follow(null);
      Object.assign(view, { id: route.parts[0], query: route.query });
      seen = '';
      view.curves.choose(rangeOf(view));
      domAttribute(view.parts.jobs_all, 'href', context.href('jobs', [], { printer: view.id, range: 'all' }));
      follow(context.clock.now());
      update(context.store.get(), context.clock.now());
    },
    update,
    tick(now_s) {
      tickSecond(view, now_s);
      if (Math.floor(now_s / MINUTE_S) === minute) return;
      minute = Math.floor(now_s / MINUTE_S);
      tickMinute(view, now_s);
      if (view.id !== null) follow(now_s);
    },
    leave() {
      view.webcam.close();
      view.curves.close();
    },
  };
}

/** The page below `root`, and what it shows: of the printer `id`, and what each of PANELS told last (`answers`). */
function viewCreate(root, context) {
  const parts = domClone('printer-page');
  const hrefOf = (uid) => context.href('job', [String(uid)]);
  const chooseRange = (range) => context.go('printer', [view.id], { ...view.query, temps: range }, { replace: true });
  const view = {
    parts,
    context,
    hrefOf,
    asOfs: parts.root.querySelectorAll('[data-as-of]'),
    notice: noticeCreate(parts.notice),
    webcam: webcamCreate(parts),
    days: daysCreate(parts),
    recent: recentCreate(parts, hrefOf),
    events: eventsCreate(parts, hrefOf),
    keys: keysCreate(parts),
    curves: curvesCreate(parts.curves, chooseRange),
    id: null,
    query: {},
    printer: null, // as the fleet tells it; null where it is not known, or not configured
    state: null,
    answers: {},
  };
  domAttribute(parts.home_link, 'href', context.href('fleet'));
  root.append(parts.root);
  return view;
}

function fillDays({ context, days, id }, data) {
  const shared = context.store.get();
  if (shared.printers === null) return;
  days.fill(data, { present: presentOf(shared, id), as_of_s: shared.answered_at_s, now_s: context.clock.now() });
}

const keysTold = ({ answers }) => keysOfMachine(answers.keys?.body?.items ?? []);

function fillKeys(view, data) {
  view.keys.fill(data);
  conditionFill(view.parts, keysTold(view));
  if (view.printer) machineFill(view.parts, view.printer, keysTold(view));
}

function fillJobs(view, data) {
  const now_s = view.context.clock.now();
  view.recent.fill(data, now_s);
  fillPresence(view);
  if (view.printer) fillJob(view, now_s);
}

function fillJob({ parts, printer, state, answers, hrefOf }, now_s) {
  const uid = runningUid(answers.jobs?.body?.items ?? [], printer);
  jobFill(parts, printer, state, now_s, uid && hrefOf(uid));
  jobTick(parts, printer, state, now_s);
}

/** What the fleet tells of the printer. */
function fillPrinter(view, now_s) {
  const { parts, printer, state } = view;
  headFill(parts, printer, state);
  fillJob(view, now_s);
  materialsFill(parts, printer, state);
  queueFill(parts, printer, state, now_s);
  temperaturesFill(parts, printer);
  machineFill(parts, printer, keysTold(view));
  const asOf = STATES[state].tile === 'dark' && printer.answered_at !== null ? texts.printer.as_of(formatClock(printer.answered_at, now_s)) : null;
  for (const node of view.asOfs) domText(node, asOf);
  view.webcam.fill(printer);
  view.keys.setRaw(mayReadRaw(printer) ? `${apiOf(view)}/raw` : null);
}

function tickSecond({ parts, printer, state, webcam }, now_s) {
  if (!printer) return;
  headTick(parts, printer, state, now_s);
  jobTick(parts, printer, state, now_s);
  webcam.tick(now_s);
}

function tickMinute(view, now_s) {
  const { parts, printer, state, answers } = view;
  if (printer) queueFill(parts, printer, state, now_s);
  if (answers.states?.body) fillDays(view, answers.states);
}

/** Says so where the printer is not among the configured ones: that it was once, or never. */
function fillPresence({ context, parts, notice, id, printer, answers }) {
  const { printers, failure } = context.store.get();
  const presence = presenceOf(printers, printer, answers.jobs);
  domAttribute(parts.root, 'data-presence', presence);
  domShow(parts.home, presence === 'past' || presence === 'never');
  if (!printer) domText(parts.name, id);
  const [empty, hint] = presence === 'never' ? [texts.printer.missing(id), texts.printer.missing_hint] : [texts.printer.past(id), texts.printer.past_hint];
  const data = presence === 'asked' ? { body: null, failure } : { body: {} };
  notice.fill(data, { isEmpty: !printer, empty, hint });
}

/** Whether the printer is 'here', was once ('past'), was 'never', or that is still 'asked'. */
function presenceOf(printers, printer, jobs) {
  if (printer) return 'here';
  if (printers === null) return 'asked';
  return jobs?.failure?.status === 404 ? 'never' : 'past';
}

/** The raw text has names and serial numbers in it: it is there where the location shows both. */
const mayReadRaw = (printer) => printer.answered_at !== null && 'serial' in printer && 'owner' in printer;

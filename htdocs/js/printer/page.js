// One printer: how it is, its job, materials, queue and machine, and what was.
import { domAttribute, domClone, domShow, domText } from '../dom.js';
import { formatClock } from '../format.js';
import { noticeCreate } from '../notice.js';
import { printerState, STATES } from '../printers.js';
import { presentOf } from '../stretches.js';
import { texts } from '../texts.js';
import { conditionFill } from './condition.js';
import { curvesCreate, curvesRange } from './curves.js';
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

export function pageCreate(root, context) {
  const parts = domClone('printer-page');
  root.append(parts.root);
  const notice = noticeCreate(parts.notice);
  domAttribute(parts.home_link, 'href', context.href('fleet'));
  const asOfs = parts.root.querySelectorAll('[data-as-of]');
  const hrefOf = (uid) => context.href('job', [String(uid)]);
  const webcam = webcamCreate(parts);
  const days = daysCreate(parts);
  const recent = recentCreate(parts, hrefOf);
  const events = eventsCreate(parts, hrefOf);
  const keys = keysCreate(parts);
  const curves = curvesCreate(parts.curves, (range) => context.go('printer', [id], { ...query, temps: range }, { replace: true }));

  let id = null;
  let query = {};
  let printer = null; // as the fleet tells it; null where it is not known, or not configured
  let state = null;
  let seen = '';
  let minute = null;
  const answers = {}; // what each source told last

  const sourceOf = (name, fill) => context.source((data) => {
    answers[name] = data;
    fill(data);
  });
  const sources = {
    states: sourceOf('states', fillDays),
    keys: sourceOf('keys', fillKeys),
    odometers: sourceOf('odometers', (data) => wearFill(parts, data.body?.items ?? [])),
    jobs: sourceOf('jobs', fillJobs),
    events: sourceOf('events', (data) => events.fill(data, context.clock.now())),
    samples: sourceOf('samples', (data) => curves.fill(data, curvesRange(query.temps))),
  };

  function fillDays(data) {
    const shared = context.store.get();
    if (shared.printers === null) return;
    days.fill(data, { present: presentOf(shared, id), as_of_s: shared.answered_at_s, now_s: context.clock.now() });
  }

  function fillKeys(data) {
    keys.fill(data);
    const known = keysOfMachine(data.body?.items ?? []);
    conditionFill(parts, known);
    if (printer) machineFill(parts, printer, known);
  }

  function fillJobs(data) {
    recent.fill(data, context.clock.now());
    fillPresence();
    if (printer) fillJob(context.clock.now());
  }

  function fillJob(now_s) {
    const uid = runningUid(answers.jobs?.body?.items ?? [], printer);
    jobFill(parts, printer, state, now_s, uid && hrefOf(uid));
    jobTick(parts, printer, state, now_s);
  }

  function fillAll(now_s) {
    headFill(parts, printer, state);
    fillJob(now_s);
    materialsFill(parts, printer, state);
    queueFill(parts, printer, state, now_s);
    temperaturesFill(parts, printer);
    machineFill(parts, printer, keysOfMachine(answers.keys?.body?.items ?? []));
    const asOf = STATES[state].tile === 'dark' && printer.answered_at !== null ? texts.printer.as_of(formatClock(printer.answered_at, now_s)) : null;
    for (const node of asOfs) domText(node, asOf);
    webcam.fill(printer);
    keys.setRaw(mayReadRaw(printer) ? `${api()}/raw` : null);
  }

  const api = () => `api/v1/printers/${encodeURIComponent(id)}`;

  /** What is asked again and again; the day of the stretches moves on at midnight. */
  function follow(now_s) {
    sources.states.follow(`${api()}/states?from=${daysBegin(now_s)}&limit=all`, { least_s: FRESH_S });
    sources.keys.follow(`${api()}/keys?limit=all`, { least_s: FRESH_S });
    sources.odometers.follow(`${api()}/odometers?sort=-day&limit=${ODOMETERS_MOST}`, { least_s: DAY_S });
    domAttribute(parts.jobs_all, 'href', context.href('jobs', [], { printer: id, range: 'all' }));
    sources.jobs.follow(`${api()}/jobs?limit=${RECENT}`, { least_s: FRESH_S });
    sources.events.follow(`api/v1/events?printer=${encodeURIComponent(id)}&sort=-seq&limit=${RECENT}`, { least_s: FRESH_S });
    curves.show(sources.samples, id, curvesRange(query.temps));
  }

  /** Says so where the printer is not among the configured ones: that it was once, or never. */
  function fillPresence() {
    const presence = presenceOf(context.store.get().printers, printer, answers.jobs);
    domAttribute(parts.root, 'data-presence', presence);
    domShow(parts.home, presence === 'past' || presence === 'never');
    if (!printer) domText(parts.name, id);
    const [empty, hint] = presence === 'never' ? [texts.printer.missing(id), texts.printer.missing_hint] : [texts.printer.past(id), texts.printer.past_hint];
    const data = presence === 'asked' ? { body: null, failure: context.store.get().failure } : { body: {} };
    notice.fill(data, { isEmpty: !printer, empty, hint });
  }

  function update(shared, now_s) {
    const { printers, health, answered_at_s } = shared;
    const next = printers?.find((one) => one.printer === id) ?? null;
    const nextState = next && printerState(next, health, answered_at_s);
    const text = JSON.stringify([next, nextState, printers === null && shared.failure]);
    if (text === seen) return;
    seen = text;
    [printer, state] = [next, nextState];
    fillPresence();
    if (printer) fillAll(now_s);
    if (answers.states) fillDays(answers.states);
  }

  function tick(now_s) {
    if (printer) {
      headTick(parts, printer, state, now_s);
      jobTick(parts, printer, state, now_s);
      webcam.tick(now_s);
    }
    if (Math.floor(now_s / MINUTE_S) === minute) return;
    minute = Math.floor(now_s / MINUTE_S);
    if (printer) queueFill(parts, printer, state, now_s);
    if (answers.states?.body) fillDays(answers.states);
    if (id !== null) follow(now_s);
  }

  return {
    title: () => (printer ? parts.name.textContent : id),
    show(route) {
      if (id !== null && id !== route.parts[0]) for (const source of Object.values(sources)) source.follow(null);
      [id] = route.parts;
      query = route.query;
      seen = '';
      follow(context.clock.now());
      update(context.store.get(), context.clock.now());
    },
    update,
    tick,
    leave() {
      webcam.close();
      curves.close();
    },
  };
}

/** Whether the printer is 'here', was once ('past'), was 'never', or that is still 'asked'. */
function presenceOf(printers, printer, jobs) {
  if (printer) return 'here';
  if (printers === null) return 'asked';
  return jobs?.failure?.status === 404 ? 'never' : 'past';
}

/** The raw text has names and serial numbers in it: it is there where the location shows both. */
const mayReadRaw = (printer) => printer.answered_at !== null && 'serial' in printer && 'owner' in printer;

// One job: who, when, how long, of what, how it ended, and what its printer did meanwhile. One that runs goes on by itself.
import { samplesTell } from '../charts/samples.js';
import { domAttribute, domClone, domList, domShow, domText } from '../dom.js';
import { formatClock, formatPercent, known } from '../format.js';
import { memory } from '../jobs/memory.js';
import { jobName, resultFill } from '../jobs/words.js';
import { meterFill } from '../meter.js';
import { noticeCreate } from '../notice.js';
import { eventsCreate } from '../printer/events.js';
import { presentOf } from '../stretches.js';
import { dueWords, leftOf } from '../printer_words.js';
import { printerState, printerTellsProgress } from '../printers.js';
import { texts } from '../texts.js';
import { curvesCreate } from './curves.js';
import { durationsOf, factsOf, materialsOf, resultWords, timesOf } from './facts.js';
import { FIGURES, HOUR_S, jobQuestions, jobSpan, jobStep_min } from './span.js';
import { jobStripCreate } from './strip.js';

const JOB_LEAST_S = 5;
const STATES_LEAST_S = 10;
const SAMPLES_LEAST_S = 60;
const MINUTE_S = 60;
const NOT_FOUND = 404;
const FACTS = { times: timesOf, durations: durationsOf, facts: factsOf };

/** What is asked about the time of a job: where (jobQuestions), how often, and what each answer fills. */
const PANELS = {
  states: { least_s: STATES_LEAST_S, fill: fillStates },
  samples: { least_s: SAMPLES_LEAST_S, fill: fillSamples },
  hourly: { least_s: SAMPLES_LEAST_S, fill: fillHourly },
  events: { least_s: STATES_LEAST_S, fill: fillEvents },
};

export function pageCreate(root, context) {
  const view = viewCreate(root, context);
  const source = context.source((data) => fillJob(view, data));
  for (const [name, { fill }] of Object.entries(PANELS)) {
    view.sources[name] = context.source((data) => {
      view.answers[name] = data;
      fill(view, data);
    });
  }

  function begin(uid) {
    Object.assign(view, { uid, job: null, questions: null, opened_at_s: context.clock.now() });
    memory.job = Number(uid);
    for (const one of Object.values(view.sources)) one.follow(null);
    domText(view.parts.name, texts.job.title(uid));
    source.follow(`api/v1/jobs/${encodeURIComponent(uid)}`, { least_s: JOB_LEAST_S });
  }

  return {
    title: () => texts.job.page,
    show(route) {
      if (route.parts[0] !== view.uid) begin(route.parts[0]);
    },
    update() {
      if (view.job) fillProgress(view);
      if (view.answers.states) fillStates(view, view.answers.states);
    },
    tick() {
      if (view.job) fillProgress(view);
    },
    leave: view.curves.close,
  };
}

/** The page below `root`, and what it shows: the job `uid`, and what each of PANELS told last (`answers`). */
function viewCreate(root, context) {
  const parts = domClone('job-page');
  domAttribute(parts.back, 'href', context.href('jobs', [], memory.query));
  root.append(parts.root);
  return {
    context,
    parts,
    notice: noticeCreate(parts.notice),
    strip: jobStripCreate(parts),
    curves: curvesCreate(parts.curves),
    events: eventsCreate(parts, (uid) => context.href('job', [uid])),
    sources: {},
    answers: {},
    uid: null,
    job: null,
    questions: null, // the addresses of what belongs to its time
    opened_at_s: null,
  };
}

function fillJob(view, data) {
  const { parts } = view;
  if (data.body && !data.isAsking && !data.failure) view.job = data.body;
  view.notice.fill(data.failure?.status === NOT_FOUND ? missing(view.uid) : data);
  domShow(parts.body, view.job !== null);
  if (view.job === null) return;
  fillHead(view);
  for (const [name, rowsOf] of Object.entries(FACTS)) domList(parts[name], rowsOf(view.job), () => domClone('job-fact'), factFill);
  domList(parts.materials, materialsOf(view.job), () => domClone('job-material'), materialFill);
  follow(view);
}

/** What belongs to its time: asked anew where its end became known; the hours only where there are no samples. */
function follow(view) {
  view.questions = jobQuestions(view.job, view.opened_at_s);
  domShow(view.parts.watched, view.questions !== null);
  for (const name of ['states', 'samples', 'events']) followPanel(view, name, view.questions);
}

const followPanel = ({ sources }, name, questions) => sources[name].follow(questions?.[name] ?? null, { least_s: PANELS[name].least_s });

function fillHead(view) {
  const { context, parts, job } = view;
  domText(parts.name, jobName(job));
  domText(parts.printer, job.name ?? job.printer);
  domAttribute(parts.printer, 'href', context.href('printer', [job.printer]));
  domText(parts.owner, job.owner, parts.owner_box);
  domText(parts.owner_jobs, job.owner ? texts.job.all_of_owner : null);
  if (job.owner) domAttribute(parts.owner_jobs, 'href', context.href('jobs', [], { range: 'all', owner: job.owner }));
  resultFill(parts, job);
  domText(parts.result_source, resultWords(job));
  fillProgress(view);
}

/** How far it is, as its printer tells. */
function fillProgress({ context, parts, job }) {
  const { printers, health, answered_at_s } = context.store.get();
  const printer = printers?.find((one) => one.printer === job.printer && one.job_id === job.job_id);
  const state = printer && printerState(printer, health, answered_at_s);
  const ratio = job.result === null && printer && printerTellsProgress(state) ? (printer.progress_ratio ?? null) : null;
  domShow(parts.progress_box, ratio !== null);
  if (ratio === null) return;
  const left = leftOf(printer, state, context.clock.now());
  const percent = formatPercent(ratio);
  meterFill({ bar: parts.progress, fill: parts.bar }, ratio);
  domText(parts.percent, [percent, texts.sources[printer.progress_source]].filter(Boolean).join(' '));
  domText(parts.eta, left && dueWords(left, formatClock(printer.eta_at, context.clock.now())));
}

/** What of a job that runs is known ends with what is known of its printer. */
function fillStates({ context, strip, job, questions }, data) {
  const shared = context.store.get();
  if (!questions || !shared.printers) return;
  strip.fill(data, jobSpan(job), { present: presentOf(shared, job.printer), as_of_s: shared.answered_at_s, now_s: context.clock.now() });
}

/** Samples are kept for some time only, what they were by the hour for ever. */
function fillSamples(view, data) {
  const isTold = data.body !== null && samplesTell(data.body.items, FIGURES);
  const isOver = data.body !== null && !data.isAsking && !data.failure && !isTold;
  if (data.url && !isOver) view.curves.fill(data, { step_s: jobStep_min(view.job, view.opened_at_s) * MINUTE_S, isHourly: false });
  followPanel(view, 'hourly', isOver ? view.questions : null);
}

function fillHourly({ curves }, data) {
  if (data.url) curves.fill(data, { step_s: HOUR_S, isHourly: true });
}

function fillEvents({ context, events, job }, data) {
  events.fill({ ...data, body: data.body && eventsOf(data.body, job) }, context.clock.now());
}

/** Its events; one of the job itself needs no link to it. */
const eventsOf = ({ items }, job) => ({ items: items.map((event) => (event.job_uid === job?.job_uid ? { ...event, job_uid: null } : event)) });

const missing = (uid) => ({ body: null, failure: { title: texts.job.missing(uid), detail: texts.job.missing_hint } });

function factFill(row, { word, value, note }) {
  domText(row.word, word);
  domText(row.value, known(value));
  domText(row.note, note);
}

function materialFill(row, material) {
  for (const [key, value] of Object.entries(material)) domText(row[key], known(value));
}

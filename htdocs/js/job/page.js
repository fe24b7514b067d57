// One job: who, when, how long, of what, how it ended, and what its printer did meanwhile. One that runs goes on by itself.
import { samplesTell } from '../charts/samples.js';
import { domAttribute, domClone, domList, domShow, domText } from '../dom.js';
import { formatClock, formatPercent, known } from '../format.js';
import { memory } from '../jobs/memory.js';
import { jobName, resultFill } from '../jobs/words.js';
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

export function pageCreate(root, context) {
  const parts = domClone('job-page');
  const notice = noticeCreate(parts.notice);
  const strip = jobStripCreate(parts);
  const curves = curvesCreate(parts.curves);
  const events = eventsCreate(parts, (uid) => context.href('job', [uid]));
  const now_s = () => context.clock.now();
  const source = context.source(fill);
  const states = context.source(fillStates);
  const samples = context.source(fillSamples);
  const hourly = context.source((data) => data.url && curves.fill(data, { step_s: HOUR_S, isHourly: true }));
  const happened = context.source((data) => events.fill({ ...data, body: data.body && eventsOf(data.body, job) }, now_s()));
  let uid = null;
  let job = null;
  let questions = null;
  let opened_at_s = null;
  let statesTold = null;

  function fill(data) {
    if (data.body && !data.isAsking && !data.failure) job = data.body;
    notice.fill(data.failure?.status === NOT_FOUND ? missing(uid) : data);
    domShow(parts.body, job !== null);
    if (job === null) return;
    fillHead();
    for (const [name, rowsOf] of Object.entries(FACTS)) domList(parts[name], rowsOf(job), () => domClone('job-fact'), factFill);
    domList(parts.materials, materialsOf(job), () => domClone('job-material'), materialFill);
    follow();
  }

  function fillHead() {
    domText(parts.name, jobName(job));
    domText(parts.printer, job.name ?? job.printer);
    domAttribute(parts.printer, 'href', context.href('printer', [job.printer]));
    domText(parts.owner, job.owner, parts.owner_box);
    domText(parts.owner_jobs, job.owner ? texts.job.all_of_owner : null);
    if (job.owner) domAttribute(parts.owner_jobs, 'href', context.href('jobs', [], { range: 'all', owner: job.owner }));
    resultFill(parts, job);
    domText(parts.result_source, resultWords(job));
    fillProgress();
  }

  /** How far it is, as its printer tells. */
  function fillProgress() {
    const { printers, health, answered_at_s } = context.store.get();
    const printer = printers?.find((one) => one.printer === job.printer && one.job_id === job.job_id);
    const state = printer && printerState(printer, health, answered_at_s);
    const ratio = job.result === null && printer && printerTellsProgress(state) ? (printer.progress_ratio ?? null) : null;
    domShow(parts.progress_box, ratio !== null);
    if (ratio === null) return;
    const left = leftOf(printer, state, now_s());
    const percent = formatPercent(ratio);
    parts.bar.style.width = `${ratio * 100}%`;
    domAttribute(parts.progress, 'aria-valuenow', String(Math.floor(ratio * 100)));
    domText(parts.percent, [percent, texts.sources[printer.progress_source]].filter(Boolean).join(' '));
    domText(parts.eta, left && dueWords(left, formatClock(printer.eta_at, now_s())));
  }

  /** What belongs to its time: asked anew where its end became known. */
  function follow() {
    questions = jobQuestions(job, opened_at_s);
    domShow(parts.watched, questions !== null);
    states.follow(questions?.states ?? null, { least_s: STATES_LEAST_S });
    samples.follow(questions?.samples ?? null, { least_s: SAMPLES_LEAST_S });
    happened.follow(questions?.events ?? null, { least_s: STATES_LEAST_S });
  }

  /** What of a job that runs is known ends with what is known of its printer. */
  function fillStates(data) {
    statesTold = data;
    const shared = context.store.get();
    if (!questions || !shared.printers) return;
    strip.fill(data, jobSpan(job), { present: presentOf(shared, job.printer), as_of_s: shared.answered_at_s, now_s: now_s() });
  }

  /** Samples are kept for some time only, what they were by the hour for ever. */
  function fillSamples(data) {
    const isTold = data.body !== null && samplesTell(data.body.items, FIGURES);
    const isOver = data.body !== null && !data.isAsking && !data.failure && !isTold;
    if (data.url && !isOver) curves.fill(data, { step_s: jobStep_min(job, opened_at_s) * MINUTE_S, isHourly: false });
    hourly.follow(isOver ? questions.hourly : null, { least_s: SAMPLES_LEAST_S });
  }

  function begin(next) {
    uid = next;
    memory.job = Number(uid);
    job = null;
    questions = null;
    opened_at_s = now_s();
    for (const one of [states, samples, hourly, happened]) one.follow(null);
    domText(parts.name, texts.job.title(uid));
    source.follow(`api/v1/jobs/${encodeURIComponent(uid)}`, { least_s: JOB_LEAST_S });
  }

  domAttribute(parts.back, 'href', context.href('jobs', [], memory.query));
  root.append(parts.root);

  return {
    title: () => texts.job.page,
    show(route) {
      if (route.parts[0] !== uid) begin(route.parts[0]);
    },
    update() {
      if (job) fillProgress();
      fillStates(statesTold);
    },
    tick() {
      if (job) fillProgress();
    },
    leave: curves.close,
  };
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

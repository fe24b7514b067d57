// The job on the machine: how far it is by each measure, when it will be done, and what it is.
import { domAttribute, domClone, domList, domShow, domText } from '../dom.js';
import { formatClock, formatDuration, formatFull, formatNumber, formatPercent, formatVolume, known } from '../format.js';
import { meterFill } from '../meter.js';
import { dueWords, estimateWords, leftOf, leftWords } from '../printer_words.js';
import { printerHasRunningJob, printerTellsProgress } from '../printers.js';
import { texts } from '../texts.js';
import { factsFill } from './facts.js';
import { dayAndClock } from './moment.js';

/** The measures of progress: `source` is what the API calls it where its figure is the one that is shown. */
const MEASURES = [
  { key: 'time', source: 'time', detail: ({ build_s, estimated_s }) => ofWhole(formatDuration(build_s), formatDuration(estimated_s)) },
  { key: 'layer', source: 'layers', detail: ({ layer, layers_total }) => ofWhole(formatNumber(layer), formatNumber(layers_total)) },
  { key: 'model', source: 'model_material', detail: (printer) => useOf(printer, 'model') },
  { key: 'support', source: 'support_material', detail: (printer) => useOf(printer, 'support') },
];

const ofWhole = (part, whole) => (part && whole ? texts.used_of(part, whole) : part);

function useOf(printer, kind) {
  const [used, needed] = ['used', 'needed'].map((what) => formatVolume(printer[`${kind}_${what}_in3`], null));
  return ofWhole(used, needed);
}

const hasJob = ({ job_name, job_id, owner }, state) => Boolean(job_name || job_id || owner || printerHasRunningJob(state));

/** Fills the panel of the job; `href` is the address of the job's own page, or null. */
export function jobFill(parts, printer, state, now_s, href) {
  const isThere = hasJob(printer, state);
  domShow(parts.job_body, isThere);
  domText(parts.no_job, isThere ? null : texts.printer.no_job[state] ?? texts.printer.no_job.other);
  if (!isThere) return;
  fillName(parts, printer.job_name || (printer.job_id ? texts.job_number(printer.job_id) : texts.printer.unnamed), href);
  const isShown = printerTellsProgress(state);
  domText(parts.percent, isShown ? formatPercent(printer.progress_ratio) : null, parts.percent_box);
  domText(parts.source, texts.sources[printer.progress_source]);
  domShow(parts.bars, isShown);
  if (isShown) domList(parts.bars, MEASURES, () => domClone('printer-bar'), (row, measure) => fillBar(row, measure, printer));
  fillFacts(parts, printer, now_s);
}

function fillName(parts, name, href) {
  domText(parts.job_link, href && name);
  domText(parts.job_name, href ? null : name);
  if (href) domAttribute(parts.job_link, 'href', href);
}

function fillBar(row, { key, source, detail }, printer) {
  const ratio = printer[`${key}_ratio`] ?? null;
  const isFigure = printer.progress_source === source;
  const percent = known(formatPercent(ratio));
  const name = texts.printer.measures[key];
  domText(row.name, name);
  domText(row.detail, detail(printer) ?? '\u00a0');
  domText(row.percent, percent);
  domAttribute(row.root, 'data-figure', String(isFigure));
  domShow(row.mark, isFigure);
  meterFill(row, ratio, { name, words: ratio === null ? texts.printer.not_told : percent });
}

function fillFacts(parts, printer, now_s) {
  const date = (at_s) => formatClock(at_s, now_s);
  const materials = [printer.model_material, printer.support_material].filter(Boolean).join(' · ');
  factsFill(parts.job_facts, [
    [texts.owner, printer.owner],
    [texts.submitted, date(printer.submitted_at)],
    [texts.started, date(printer.started_at)],
    [texts.estimated, formatDuration(printer.estimated_s)],
    [texts.materials, materials],
    [texts.pack, printer.pack?.split(/,\s*/).join(', ')],
    [texts.comment, printer.comment],
    [texts.job_id, printer.job_id || null],
  ]);
}

/** What of the job changes because time passes. */
export function jobTick(parts, printer, state, now_s) {
  const left = leftOf(printer, state, now_s);
  domText(parts.left, left ? leftWords(left) : estimateWords(printer, state), parts.left_box);
  domAttribute(parts.left, 'data-urgency', left?.urgency ?? '');
  domText(parts.eta, left && dueWords(left, dayAndClock(printer.eta_at, now_s)));
  if (left) domAttribute(parts.eta, 'title', formatFull(printer.eta_at));
  domShow(parts.figures, !parts.percent_box.hidden || !parts.left_box.hidden);
}

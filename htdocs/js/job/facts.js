// What is known of a job, as rows of words: {word, value, note}; a value that is null is not known.
import { formatDuration, formatFull, formatNumber, formatPercent, formatVolume } from '../format.js';
import { texts } from '../texts.js';

const MATERIALS = ['model', 'support'];
const isRunning = (job) => job.result === null;
const isWaste = ({ result }) => result === 'cancelled' || result === 'failed';

/** How the result is known, in a sentence. */
export function resultWords(job) {
  if (job.is_begun === false) return isRunning(job) ? texts.job.not_begun : texts.job.never_begun;
  if (isRunning(job)) return null;
  return job.result === 'unknown' ? texts.job.unknown : texts.job.sources[job.result_source] ?? null;
}

/** When. */
export function timesOf(job) {
  const unseen = job.ended_unseen_s > 0 ? texts.job.unseen(formatDuration(job.ended_unseen_s)) : null;
  return [
    { word: texts.job.submitted_at, at_s: job.submitted_at },
    { word: texts.job.begun_at, at_s: job.begun_at },
    { word: texts.job.started_at, at_s: job.started_at },
    { word: texts.job.ended_at, at_s: job.ended_at, note: unseen },
    { word: texts.job.unloaded_at, at_s: job.unloaded_at },
  ].map(({ word, at_s, note = null }) => ({ word, value: formatFull(at_s), note }));
}

/** How long. */
export function durationsOf(job) {
  const unseen = job.unobserved_build_s > 0 ? texts.job.of_it_unwatched(formatDuration(job.unobserved_build_s)) : null;
  const isBuilt = job.is_begun !== false;
  return [
    { word: texts.job.queued, value: job.queued_s },
    { word: texts.job.preparing, value: job.preparing_s },
    { word: texts.job.building, value: isBuilt ? job.build_s : null, note: [isRunning(job) && isBuilt && texts.job.so_far, unseen].filter(Boolean).join(' · ') },
    { word: texts.job.paused, value: isBuilt ? job.paused_s : null },
    { word: texts.job.waited, value: job.waited_s },
    { word: texts.job.unobserved, value: job.unobserved_s },
  ].map(({ word, value, note = null }) => ({ word, value: formatDuration(value), note }));
}

/** Estimated against built, layers, and what else there is to know. */
export function factsOf(job) {
  const product = [job.product, job.location, job.fleet_group].filter(Boolean).join(' · ');
  return [
    { word: texts.job.estimated, value: formatDuration(job.estimated_s), note: estimateNote(job) },
    { word: texts.job.layers, value: formatNumber(job.layers_total) },
    { word: texts.job.machine, value: product || null },
    ...('serial' in job ? [{ word: texts.serial, value: job.serial }] : []),
    { word: texts.job_id, value: formatNumber(job.job_id)?.replace(/\D/g, '') ?? null, note: job.run > 1 ? texts.job.run(job.run) : null },
    ...('comment' in job ? [{ word: texts.comment, value: job.comment }] : []),
    ...('pack' in job ? [{ word: texts.pack, value: job.pack }] : []),
  ];
}

/** "5 % longer than estimated", of what was built to its end. */
function estimateNote({ result, estimated_s, build_s }) {
  if (result !== 'completed' || !(estimated_s > 0) || !(build_s > 0)) return null;
  const ratio = build_s / estimated_s - 1;
  const percent = formatPercent(Math.round(Math.abs(ratio) * 100) / 100);
  if (Math.abs(ratio) < 0.005) return texts.job.as_estimated;
  return ratio > 0 ? texts.job.longer(percent) : texts.job.shorter(percent);
}

/** The materials with what was needed, used and wasted; a kind that the job has nothing of is left out. */
export function materialsOf(job) {
  const volume = (kind, what) => formatVolume(job[`${kind}_${what}_in3`], job[`${kind}_${what}_cm3`]);
  const isThere = (kind) => job[`${kind}_material`] !== null || job[`${kind}_needed_in3`] > 0 || job[`${kind}_used_in3`] > 0;
  const wastedOf = (kind) => (isWaste(job) ? volume(kind, 'used') : job.result === 'completed' ? formatVolume(0, 0) : null);
  return MATERIALS.filter(isThere).map((kind) => ({
    kind: texts.kinds[kind],
    material: job[`${kind}_material`],
    needed: volume(kind, 'needed'),
    used: volume(kind, 'used'),
    wasted: wastedOf(kind),
  }));
}

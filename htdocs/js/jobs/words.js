// What is said of a job, in words; null for what is unknown.
import { domAttribute, domText } from '../dom.js';
import { formatDuration, formatFull, formatVolume, known } from '../format.js';
import { iconSet } from '../icons.js';
import { locale, texts } from '../texts.js';

const DATE_MOST_S = 8.64e12; // what a Date can hold
const moment = (year) => new Intl.DateTimeFormat(locale, { day: '2-digit', month: 'short', year, hour: '2-digit', minute: '2-digit' });
const thisYear = moment(undefined);
const otherYear = moment('numeric');
const yearOf = (at_s) => new Date(at_s * 1000).getFullYear();

/** "22 Nov, 09:08", with the year where it is another one than now. */
export function formatMoment(at_s, now_s) {
  if (typeof at_s !== 'number' || Math.abs(at_s) > DATE_MOST_S) return null;
  return (yearOf(at_s) === yearOf(now_s) ? thisYear : otherYear).format(at_s * 1000);
}

/** The name, or the number where there is no name or it is not shown here. */
export const jobName = (job) => job.job_name || (job.job_id === null ? texts.jobs.run(job.job_uid) : texts.job_number(job.job_id));

/** {word, icon, tone} of how a job ended, or where it stands. */
function jobResult({ result, is_begun }) {
  if (result === null) return is_begun === false ? { word: texts.jobs.not_begun, icon: 'first', tone: 'unknown' } : resultOf('running');
  return is_begun === false ? { word: texts.jobs.never_begun, icon: 'cancelled', tone: 'unknown' } : resultOf(result);
}

const resultOf = (result) => ({ word: texts.results[result] ?? result, icon: result in texts.results ? result : 'unknown', tone: result });

/** Fills an icon with its word: `parts` has result, result_icon, result_word and result_source. */
export function resultFill(parts, job) {
  const { word, icon, tone } = jobResult(job);
  domAttribute(parts.result, 'data-result', tone);
  iconSet(parts.result_icon, icon);
  domText(parts.result_word, word);
  if (parts.result_source) domText(parts.result_source, texts.jobs.sources[job.result_source]);
}

/** A moment in a <time>; `isLeast` where it may have been later. */
export function momentFill(node, at_s, now_s, isLeast = false) {
  const text = formatMoment(at_s, now_s);
  domText(node, known(text && isLeast ? texts.jobs.after(text) : text));
  if (text === null) return ['datetime', 'title'].forEach((name) => node.removeAttribute(name));
  domAttribute(node, 'datetime', new Date(at_s * 1000).toISOString());
  domAttribute(node, 'title', formatFull(at_s));
}

/** What was built: nothing is said of a job that never was. */
export const jobBuilt = (job) => (job.is_begun === false ? null : formatDuration(job.build_s));

/** "P430 2.1 in³ · 34 cm³", as far as it is known. */
export function materialWords(job, kind, what = 'used') {
  const volume = formatVolume(job[`${kind}_${what}_in3`], job[`${kind}_${what}_cm3`]);
  return [job[`${kind}_material`], volume].filter(Boolean).join(' ') || null;
}

// The sums of all that the filters leave, on top of the reports.
import { domClone, domList, domShow, domText } from '../dom.js';
import { formatHours, formatNumber, formatVolume, known } from '../format.js';
import { texts } from '../texts.js';
import { reportIgnores, reportUrl } from './ask.js';
import { formatShare } from './columns.js';

const words = texts.reports;
const LEAST_S = 60;
const FIELDS = {
  utilization: ['began_at', 'ended_at', 'calendar_s', 'observed_s', 'busy_observed_ratio', 'unobserved_s'],
  outcomes: ['jobs', 'running_jobs', 'unknown_jobs', 'build_s', 'completed_jobs_ratio',
    'model_used_in3', 'model_used_cm3', 'support_used_in3', 'support_used_cm3'],
};

/** As [number, word] each, of the one row of both sums. */
const statsOf = (time, jobs) => [
  [formatHours(time.observed_s), time.unobserved_s > 0 ? words.observed_but(formatHours(time.unobserved_s)) : words.observed_all],
  [formatShare(time.busy_observed_ratio), words.busy_observed],
  [formatNumber(jobs.jobs), jobs.running_jobs > 0 ? words.jobs_running(jobs.jobs, formatNumber(jobs.running_jobs)) : words.jobs(jobs.jobs)],
  [formatHours(jobs.build_s), words.build_hours],
  [formatShare(jobs.completed_jobs_ratio), jobs.unknown_jobs > 0 ? words.success_but(formatNumber(jobs.unknown_jobs)) : words.success_all],
  [formatVolume(null, jobs.model_used_cm3), words.model_used(formatVolume(jobs.model_used_in3, null))],
  [formatVolume(null, jobs.support_used_cm3), words.support_used(formatVolume(jobs.support_used_in3, null))],
];

/**
 * Fills `parts` {totals, stats, totals_note}. Returns {follow(at), counted(), state()}: `counted` is what the time of all
 * that is looked at begins and ends with, null until that is known; `state` is {data, isEmpty}, what there is to say in
 * the place of all reports. `onChange()` when one of them changed.
 */
export function totalsCreate(parts, context, onChange) {
  const came = {};
  const sources = Object.fromEntries(Object.keys(FIELDS).map((path) => [path, context.source((data) => {
    came[path] = data;
    fill();
    onChange();
  })]));
  let query = {};

  const rowOf = (path) => (came[path]?.failure?.kind === 'refused' ? null : came[path]?.body?.items[0] ?? null);

  function fill() {
    const [time, jobs] = [rowOf('utilization'), rowOf('outcomes')];
    const isThere = Boolean(time && jobs) && !isEmpty();
    domShow(parts.totals, isThere);
    if (!isThere) return;
    domList(parts.stats, statsOf(time, jobs), () => domClone('reports-stat'), (stat, [number, word]) => {
      domText(stat.number, known(number));
      domText(stat.word, word);
    });
    const ignored = reportIgnores('utilization', query).map((field) => texts.filters.fields[field]);
    domText(parts.totals_note, ignored.length > 0 ? words.totals_ignored(ignored.join(', ')) : null);
  }

  function isEmpty() {
    const [time, jobs] = [rowOf('utilization'), rowOf('outcomes')];
    return time?.calendar_s === 0 && jobs?.jobs === 0;
  }

  return {
    follow(at) {
      query = at.query;
      for (const [path, source] of Object.entries(sources))
        source.follow(reportUrl(path, at, { fields: FIELDS[path] }), { least_s: LEAST_S });
      fill();
    },
    counted: () => (came.utilization?.isAsking ? null : rowOf('utilization')),
    state() {
      const failed = Object.values(came).find(({ failure }) => failure);
      const shown = failed ?? came.outcomes ?? { body: null };
      return { data: failed?.failure.kind === 'refused' ? { ...shown, body: null } : shown, isEmpty: isEmpty() };
    },
  };
}

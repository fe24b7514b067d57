// The last jobs of a printer.
import { domAttribute, domClone, domList, domShow, domText } from '../dom.js';
import { formatClock, formatDuration, formatNumber, known } from '../format.js';
import { iconSet } from '../icons.js';
import { noticeCreate } from '../notice.js';
import { texts } from '../texts.js';

/** The panel of the last jobs: `fill(data, now_s)`; `hrefOf(job_uid)` gives the address of a job. */
export function recentCreate(parts, hrefOf) {
  const notice = noticeCreate(parts.jobs_notice);
  return {
    fill(data, now_s) {
      const jobs = data.body?.items ?? [];
      notice.fill(data, { isEmpty: jobs.length === 0, empty: texts.printer.no_jobs });
      domShow(parts.jobs_body, jobs.length > 0);
      domText(parts.jobs_all, jobs.length > 0 ? texts.printer.all_jobs(data.body.total ?? jobs.length) : null);
      const hasOwners = jobs.some((job) => 'owner' in job);
      domShow(parts.jobs_owner, hasOwners);
      domList(parts.jobs_rows, jobs, () => domClone('printer-recent'), (row, job) => fillRow(row, job, hasOwners, hrefOf, now_s));
    },
  };
}

const RESULTS = new Set(['completed', 'cancelled', 'failed']);
const resultOf = ({ ended_at, result }) => (ended_at === null ? 'running' : RESULTS.has(result) ? result : 'unknown');

/** The job that is on the printer by the list of its last ones, or null. */
export function runningUid(jobs, { job_id }) {
  const running = job_id === null ? null : jobs.find((job) => job.ended_at === null && job.job_id === job_id);
  return running?.job_uid ?? null;
}

function fillRow(row, job, hasOwners, hrefOf, now_s) {
  const result = resultOf(job);
  const name = job.job_name || (job.job_id === null ? texts.printer.unnamed : texts.job_number(job.job_id));
  domText(row.link, name);
  domAttribute(row.link, 'href', hrefOf(job.job_uid));
  domAttribute(row.link, 'title', name);
  domShow(row.owner, hasOwners);
  if (hasOwners) domText(row.owner, known(job.owner));
  domAttribute(row.result_word, 'data-result', result);
  iconSet(row.icon, result);
  domText(row.result, texts.results[result]);
  domText(row.ended, known(formatClock(job.ended_at, now_s)));
  domText(row.build, known(formatDuration(job.build_s)));
  domText(row.used, known(formatNumber(job.model_used_in3, 1)));
}

// The last jobs of a printer.
import { domAttribute, domClone, domList, domShow, domText } from '../dom.js';
import { formatClock, formatNumber, known } from '../format.js';
import { jobBuilt, jobName, resultFill } from '../jobs/words.js';
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

/** The job that is on the printer by the list of its last ones, or null. */
export function runningUid(jobs, { job_id }) {
  const running = job_id === null ? null : jobs.find((job) => job.ended_at === null && job.job_id === job_id);
  return running?.job_uid ?? null;
}

function fillRow(row, job, hasOwners, hrefOf, now_s) {
  const name = jobName(job);
  domText(row.link, name);
  domAttribute(row.link, 'href', hrefOf(job.job_uid));
  domAttribute(row.link, 'title', name);
  domShow(row.owner, hasOwners);
  if (hasOwners) domText(row.owner, known(job.owner));
  resultFill(row, job);
  domText(row.ended, known(formatClock(job.ended_at, now_s)));
  domText(row.build, known(jobBuilt(job)));
  domText(row.used, known(job.is_begun === false ? null : formatNumber(job.model_used_in3, 1)));
}

// The table of jobs: heads that sort, and a row for each job, known again by its number.
import { domArrange, domAttribute, domClone, domShow, domText } from '../dom.js';
import { formatDuration, formatNumber, known } from '../format.js';
import { iconSet } from '../icons.js';
import { texts } from '../texts.js';
import { SORTED_KEYS, sortNext } from './question.js';
import { jobBuilt, jobName, materialWords, momentFill, resultFill } from './words.js';

const INTERACTIVE = 'a, button, input, select';

/**
 * Below the parts of the page. `sort(key)` is told of a head; `fill(jobs, now_s)`, `fillHeads(sort)`; `reveal(uid)`
 * brings the row of a job into view, if there is one.
 */
export function tableCreate(parts, context, sort) {
  let rows = new Map(); // by job_uid
  const heads = SORTED_KEYS.map((key) => headCreate(parts[key], key));
  let sorted = null;

  for (const { key, button } of heads) button.addEventListener('click', () => sort(sortNext(sorted, key)));
  parts.rows.addEventListener('click', (event) => {
    const uid = event.target.closest('tr')?.dataset.job;
    const isSelecting = String(getSelection()) !== '';
    if (uid && !isSelecting && !event.target.closest(INTERACTIVE)) context.go('job', [uid]);
  });

  return {
    fillHeads(next) {
      sorted = next;
      for (const head of heads) headFill(head, sorted);
    },
    fill(jobs, now_s) {
      const isNamed = jobs.some((job) => 'owner' in job);
      domAttribute(parts.table, 'data-people', String(isNamed));
      rows = new Map(jobs.map((job) => [job.job_uid, rows.get(job.job_uid) ?? domClone('jobs-row')]));
      for (const job of jobs) rowFill(rows.get(job.job_uid), job, now_s, context);
      domArrange(parts.rows, [...rows.values()].map(({ root }) => root));
    },
    reveal(uid) {
      const row = rows.get(uid);
      row?.root.scrollIntoView({ block: 'center' });
      row?.link.focus({ preventScroll: true });
    },
  };
}

function headCreate(head, key) {
  const { root, word, icon } = domClone('jobs-head');
  domText(word, texts.jobs.columns[key]);
  head.append(root);
  return { head, key, button: root, icon };
}

function headFill({ head, key, icon }, sorted) {
  const direction = { [key]: 'ascending', [`-${key}`]: 'descending' }[sorted] ?? 'none';
  domAttribute(head, 'aria-sort', direction);
  domShow(icon, direction !== 'none');
  iconSet(icon, direction === 'ascending' ? 'up' : 'down');
}

function rowFill(parts, job, now_s, { href }) {
  const name = jobName(job);
  domAttribute(parts.root, 'data-job', String(job.job_uid));
  domText(parts.link, name);
  domAttribute(parts.link, 'href', href('job', [job.job_uid]));
  domAttribute(parts.link, 'title', name);
  domText(parts.printer, job.name ?? job.printer);
  domAttribute(parts.printer, 'href', href('printer', [job.printer]));
  domAttribute(parts.printer, 'title', [job.name ?? job.printer, job.product, job.location].filter(Boolean).join(' · '));
  ownerFill(parts, job);
  momentFill(parts.submitted_at, job.submitted_at, now_s);
  momentFill(parts.started_at, job.started_at, now_s);
  momentFill(parts.ended_at, job.ended_at, now_s, job.ended_unseen_s > 0);
  domText(parts.estimated, known(formatDuration(job.estimated_s)));
  domText(parts.built, known(jobBuilt(job)));
  materialFill(parts, job);
  resultFill(parts, job);
}

function ownerFill(parts, { owner }) {
  domText(parts.owner, known(owner));
  domAttribute(parts.owner, 'title', owner ?? '');
}

function materialFill(parts, job) {
  domText(parts.material, known(job.model_material));
  domText(parts.volume, known(job.is_begun === false ? null : formatNumber(job.model_used_in3, 1)));
  domAttribute(parts.material_cell, 'title', ['model', 'support'].map((kind) => materialWords(job, kind)).filter(Boolean).join('\n'));
}

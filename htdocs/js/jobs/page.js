// The jobs: what of them is wanted, their sums, and a page of their list after the other.
import { csvForExcel } from '../csv.js';
import { domAttribute, domClone, domShow } from '../dom.js';
import { filterBarCreate } from '../filters/bar.js';
import { formatNumber } from '../format.js';
import { texts } from '../texts.js';
import { listCreate } from './list.js';
import { memory } from './memory.js';
import { BY_USUAL, FIELDS, jobsQuestion, SIZE_USUAL, SIZES, sizeOf, SORTED_KEYS, sortOf, sortUsual } from './question.js';
import { totalsFill } from './totals.js';

const ROWS_LEAST_S = 5;
const SUMS_LEAST_S = 15;

export function pageCreate(root, context) {
  const parts = domClone('jobs-page');
  const go = (query, options) => context.go('jobs', [], query, options);
  const bar = filterBarCreate({ fields: FIELDS, by: BY_USUAL, context, onChange: go });
  const list = listCreate(parts, context, { sort: sortBy, ask });
  const rows = context.source((data) => list.fill(data, query));
  const sums = context.source(fillSums);
  let query = {};
  let summed = null; // the address whose sums are shown

  function sortBy(sort) {
    go({ ...query, sort: sort === sortUsual(query) ? null : sort });
  }

  function ask() {
    const question = jobsQuestion(query, bar.today());
    memory.cursors.turnTo(question.rows);
    rows.follow(memory.cursors.url(), { least_s: ROWS_LEAST_S });
    sums.follow(question.sums, { least_s: SUMS_LEAST_S });
    domAttribute(parts.csv, 'href', question.csv);
    domAttribute(parts.excel, 'href', csvForExcel(question.csv));
  }

  function fillSums({ url, body, failure, isAsking }) {
    if (body !== null && !isAsking && !failure) summed = url;
    const sum = failure && summed !== url ? null : body?.items[0];
    domAttribute(parts.totals, 'aria-busy', String(isAsking && body !== null));
    domShow(parts.totals, Boolean(sum) && sum.jobs + sum.never_begun_jobs > 0);
    if (sum) totalsFill(parts, sum, (result) => context.href('jobs', [], { ...query, result }));
  }

  choicesFill(parts.size, SIZES.map((size) => [String(size), formatNumber(size)]));
  choicesFill(parts.sort, SORTED_KEYS.flatMap((key) => [`-${key}`, key]).map((sort) => [sort, texts.jobs.sorts[sort]]));
  parts.size.addEventListener('change', () => go({ ...query, size: parts.size.value === String(SIZE_USUAL) ? null : parts.size.value }));
  parts.sort.addEventListener('change', () => sortBy(parts.sort.value));
  parts.filters.append(bar.root);
  root.append(parts.root);

  return {
    title: () => texts.nav.jobs,
    show(route) {
      query = route.query;
      memory.query = query;
      bar.show(query);
      parts.size.value = String(sizeOf(query));
      parts.sort.value = sortOf(query);
      list.fillHeads(sortOf(query));
      ask();
    },
    update() {
      bar.update();
      ask(); // another day may have begun
    },
    tick() {},
    leave() {},
  };
}

function choicesFill(select, choices) {
  select.replaceChildren(...choices.map(([value, label]) => new Option(label, value)));
}

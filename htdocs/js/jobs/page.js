// The jobs: what of them is wanted, their sums, and a page of their table after the other.
import { domAttribute, domClone, domShow, domText } from '../dom.js';
import { filterBarCreate } from '../filters/bar.js';
import { formatNumber } from '../format.js';
import { noticeCreate } from '../notice.js';
import { texts } from '../texts.js';
import { memory } from './memory.js';
import { BY_USUAL, FIELDS, isNarrow, isWhole, jobsQuestion, SIZE_USUAL, SIZES, sizeOf, SORTED_KEYS, sortOf, sortUsual } from './question.js';
import { tableCreate } from './table.js';
import { totalsFill } from './totals.js';

const ROWS_LEAST_S = 5;
const SUMS_LEAST_S = 15;
const isDecimalComma = formatNumber(0.5, 1).includes(',');
const EXCEL = isDecimalComma ? '&bom=1&decimal=comma&sep=semicolon' : '&bom=1';

export function pageCreate(root, context) {
  const parts = domClone('jobs-page');
  const notice = noticeCreate(parts.notice);
  const { cursors } = memory;
  const bar = filterBarCreate({ fields: FIELDS, by: BY_USUAL, context, onChange: (query, options) => context.go('jobs', [], query, options) });
  const table = tableCreate(parts, context, sortBy);
  const rows = context.source(fillRows);
  const sums = context.source(fillSums);
  let query = {};
  const answered = { rows: null, sums: null }; // the addresses whose answers are shown
  let shown = null;
  let isTurning = false;

  function change(values) {
    context.go('jobs', [], { ...query, ...values });
  }

  function sortBy(sort) {
    change({ sort: sort === sortUsual(query) ? null : sort });
  }

  function ask() {
    const question = jobsQuestion(query, bar.today());
    cursors.turnTo(question.rows);
    rows.follow(cursors.url(), { least_s: ROWS_LEAST_S });
    sums.follow(question.sums, { least_s: SUMS_LEAST_S });
    domAttribute(parts.csv, 'href', question.csv);
    domAttribute(parts.excel, 'href', question.csv + EXCEL);
  }

  function turn(by) {
    cursors.step(by);
    isTurning = true;
    ask();
  }

  function fillRows(data) {
    const { url, body, failure, isAsking } = data;
    const isNew = body !== null && !isAsking && !failure;
    if (isNew) answered.rows = url;
    const isOfOther = failure !== null && answered.rows !== url; // what is there answers another question
    const hasRows = body !== null && body.items.length > 0 && !isOfOther;
    domAttribute(parts.list, 'aria-busy', String(isAsking && body !== null));
    notice.fill(isOfOther ? { ...data, body: null } : data, emptyWords(body));
    domShow(parts.table_box, hasRows);
    domShow(parts.foot, hasRows);
    if (!isNew || body === shown) return;
    shown = body;
    cursors.take(body);
    table.fill(body.items, context.clock.now());
    fillPosition(body.items.length);
    revealLast();
    if (isTurning) parts.list.scrollIntoView({ block: 'start' });
    isTurning = false;
  }

  /** A reader who comes back from a job is where it stands. */
  function revealLast() {
    table.reveal(memory.job);
    memory.job = null;
  }

  function emptyWords(body) {
    const hint = isNarrow(query) ? texts.jobs.empty_narrow : isWhole(query) ? texts.jobs.empty_ever : texts.jobs.empty_longer;
    return { isEmpty: body?.items.length === 0, empty: isWhole(query) ? texts.jobs.empty : texts.jobs.empty_range, hint };
  }

  function fillPosition(count) {
    const first = cursors.page() * sizeOf(query) + 1;
    const [from, to, total] = [first, first + count - 1, cursors.total()].map((number) => formatNumber(number));
    domText(parts.position, count > 0 ? texts.jobs.position(from, to, total) : null);
    domAttribute(parts.previous, 'aria-disabled', String(cursors.page() === 0));
    domAttribute(parts.next, 'aria-disabled', String(!cursors.hasNext()));
  }

  function fillSums({ url, body, failure, isAsking }) {
    if (body !== null && !isAsking && !failure) answered.sums = url;
    const sum = failure && answered.sums !== url ? null : body?.items[0];
    domAttribute(parts.totals, 'aria-busy', String(isAsking && body !== null));
    domShow(parts.totals, Boolean(sum) && sum.jobs + sum.never_begun_jobs > 0);
    if (sum) totalsFill(parts, sum, (result) => context.href('jobs', [], { ...query, result }));
  }

  choicesFill(parts.size, SIZES.map((size) => [String(size), formatNumber(size)]));
  choicesFill(parts.sort, SORTED_KEYS.flatMap((key) => [`-${key}`, key]).map((sort) => [sort, texts.jobs.sorts[sort]]));
  parts.size.addEventListener('change', () => change({ size: parts.size.value === String(SIZE_USUAL) ? null : parts.size.value }));
  parts.sort.addEventListener('change', () => sortBy(parts.sort.value));
  parts.previous.addEventListener('click', () => cursors.page() > 0 && turn(-1));
  parts.next.addEventListener('click', () => cursors.hasNext() && turn(+1));
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
      table.fillHeads(sortOf(query));
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

// A page of the list: its table, which rows they are, and the way to the other pages; or why there is nothing.
import { domAttribute, domShow, domText } from '../dom.js';
import { formatNumber } from '../format.js';
import { noticeCreate } from '../notice.js';
import { texts } from '../texts.js';
import { memory } from './memory.js';
import { isNarrow, isWhole, sizeOf } from './question.js';
import { tableCreate } from './table.js';

/**
 * Below the parts of the page. `sort(sort)` is told of a head, `ask()` of another page. `fill(data, query)` takes what the
 * source of rows tells; `fillHeads(sort)`.
 */
export function listCreate(parts, context, { sort, ask }) {
  const { cursors } = memory;
  const notice = noticeCreate(parts.notice);
  const table = tableCreate(parts, context, sort);
  let shown = { url: null, body: null };
  let isTurning = false;

  function turn(by) {
    cursors.step(by);
    isTurning = true;
    ask();
  }

  function fillRows(items, query) {
    table.fill(items, context.clock.now());
    const first = cursors.page() * sizeOf(query) + 1;
    const [from, to, total] = [first, first + items.length - 1, cursors.total()].map((number) => formatNumber(number));
    domText(parts.position, items.length > 0 ? texts.jobs.position(from, to, total) : null);
    domAttribute(parts.previous, 'aria-disabled', String(cursors.page() === 0));
    domAttribute(parts.next, 'aria-disabled', String(!cursors.hasNext()));
    if (isTurning) parts.list.scrollIntoView({ block: 'start' });
    table.reveal(memory.job); // who comes back from a job is where it stands
    isTurning = false;
    memory.job = null;
  }

  parts.previous.addEventListener('click', () => cursors.page() > 0 && turn(-1));
  parts.next.addEventListener('click', () => cursors.hasNext() && turn(+1));

  return {
    fillHeads: table.fillHeads,
    fill(data, query) {
      const { url, body, failure, isAsking } = data;
      const isOfOther = failure !== null && shown.url !== url; // what is there answers another question
      const hasRows = body !== null && body.items.length > 0 && !isOfOther;
      domAttribute(parts.list, 'aria-busy', String(isAsking && body !== null));
      notice.fill(isOfOther ? { ...data, body: null } : data, emptyWords(body, query));
      for (const name of ['head', 'table_box', 'foot']) domShow(parts[name], hasRows);
      if (body === null || isAsking || failure || (shown.url === url && shown.body === body)) return;
      shown = { url, body };
      cursors.take(body);
      fillRows(body.items, query);
    },
  };
}

function emptyWords(body, query) {
  const { empty, empty_range, empty_narrow, empty_ever, empty_longer } = texts.jobs;
  const isEver = isWhole(query);
  const hint = isNarrow(query) ? empty_narrow : isEver ? empty_ever : empty_longer;
  return { isEmpty: body?.items.length === 0, empty: isEver ? empty : empty_range, hint };
}

// The states of the printer during a job: as a strip, summed up beside it, and as a list.
import { domAttribute, domClone, domList, domShow, domText } from '../dom.js';
import { formatDuration, known } from '../format.js';
import { iconSet } from '../icons.js';
import { formatMoment } from '../jobs/words.js';
import { noticeCreate } from '../notice.js';
import { secondsByState, stretchesWithin } from '../printer/days.js';
import { texts } from '../texts.js';

/** Below the parts of the page; `fill(data, {from_s, to_s}, now_s)` takes what the source of states tells. */
export function stripCreate(parts) {
  const notice = noticeCreate(parts.states_notice);
  let shown = [];
  let shown_at_s = 0;

  function fillList() {
    if (parts.stretches.open) domList(parts.stretch_rows, shown, () => domClone('job-stretch'), (row, one) => stretchFill(row, one, shown_at_s));
  }

  parts.stretches.addEventListener('toggle', fillList);
  return {
    fill(data, { from_s, to_s }, now_s) {
      const end_s = to_s ?? now_s;
      shown = stretchesWithin(data.body?.items ?? [], from_s, end_s);
      shown_at_s = now_s;
      notice.fill(data, { isEmpty: shown.length === 0, empty: texts.job.no_states });
      domShow(parts.states_body, shown.length > 0);
      const sums = secondsByState(shown);
      domAttribute(parts.strip, 'aria-label', sums.map(([state, seconds]) => `${texts.states[state]} ${formatDuration(seconds)}`).join(', '));
      domList(parts.strip, shown, partCreate, (part, stretch) => partFill(part, stretch, { from_s, end_s, now_s }));
      domText(parts.strip_from, formatMoment(from_s, now_s));
      domText(parts.strip_to, to_s === null ? texts.job.now : formatMoment(to_s, now_s));
      domList(parts.legend, sums, () => domClone('job-legend'), legendFill);
      fillList();
    },
  };
}

function partCreate() {
  const root = document.createElement('span');
  root.className = 'strip-part';
  return { root };
}

function partFill({ root }, stretch, { from_s, end_s, now_s }) {
  const share = (seconds) => `${(seconds / (end_s - from_s)) * 100}%`;
  domAttribute(root, 'data-state', stretch.state);
  domAttribute(root, 'title', `${texts.states[stretch.state]} · ${formatMoment(stretch.from_s, now_s)} · ${formatDuration(stretch.to_s - stretch.from_s)}`);
  root.style.insetInlineStart = share(stretch.from_s - from_s);
  root.style.width = share(stretch.to_s - stretch.from_s);
}

function legendFill(row, [state, seconds]) {
  domAttribute(row.swatch, 'data-state', state);
  domText(row.word, texts.states[state]);
  domText(row.duration, formatDuration(seconds));
}

function stretchFill(row, stretch, now_s) {
  domAttribute(row.state, 'data-state', stretch.state);
  iconSet(row.icon, stretch.state);
  domText(row.word, texts.states[stretch.state]);
  domText(row.from, formatMoment(stretch.from_s, now_s));
  domText(row.duration, formatDuration(stretch.to_s - stretch.from_s));
  domText(row.says, known(stretch.status_text));
}

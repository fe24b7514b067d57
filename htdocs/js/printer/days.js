// Yesterday and today as strips of states, with a legend and the same as a list. Days are the reader's.
import { domAttribute, domClone, domList, domShow, domText } from '../dom.js';
import { formatClock, formatDuration, known } from '../format.js';
import { iconSet } from '../icons.js';
import { noticeCreate } from '../notice.js';
import { STATES } from '../printers.js';
import { texts } from '../texts.js';
import { dayName, midnight } from './moment.js';

const DAYS = [-1, 0]; // from today
const HOURS = [0, 6, 12, 18];
const HOUR_S = 3600;

/** Where the strips begin, in Unix seconds. */
export const daysBegin = (now_s) => midnight(now_s, DAYS[0]);

/**
 * Stretches {state, status_text, began_at, ended_at} cut to [from_s, to_s]; the one that lasts ends there, and states that
 * this page does not know are 'unmapped'.
 */
export function stretchesWithin(stretches, from_s, to_s) {
  return stretches
    .map((stretch) => ({
      ...stretch,
      state: stretch.state in STATES ? stretch.state : 'unmapped',
      from_s: Math.max(stretch.began_at, from_s),
      to_s: Math.min(stretch.ended_at ?? to_s, to_s),
    }))
    .filter((stretch) => stretch.to_s > stretch.from_s);
}

/** Seconds in each state, the longest first: [state, seconds]. */
export function secondsByState(stretches) {
  const sums = new Map();
  for (const { state, from_s, to_s } of stretches) sums.set(state, (sums.get(state) ?? 0) + to_s - from_s);
  return [...sums].sort(([, a], [, b]) => b - a);
}

/** The panel of the days: `fill(data, until_s, now_s)` takes what the source of stretches tells; nothing is known after `until_s`. */
export function daysCreate(parts) {
  const notice = noticeCreate(parts.days_notice);
  let shown = [];
  let shown_at_s = 0;

  function fillList() {
    if (parts.stretches.open) domList(parts.stretch_rows, [...shown].reverse(), () => domClone('printer-stretch'), (row, one) => fillStretch(row, one, shown_at_s));
  }

  parts.stretches.addEventListener('toggle', fillList);
  return {
    fill(data, until_s, now_s) {
      shown_at_s = now_s;
      shown = stretchesWithin(data.body?.items ?? [], daysBegin(now_s), until_s);
      notice.fill(data, { isEmpty: shown.length === 0, empty: texts.printer.no_states });
      domShow(parts.days_body, shown.length > 0);
      domAttribute(parts.days, 'aria-busy', String(data.isAsking));
      domList(parts.days_legend, secondsByState(shown), () => domClone('printer-legend'), fillLegend);
      domList(parts.day_rows, DAYS, () => domClone('printer-day'), (row, day) => fillDay(row, day, shown, now_s));
      fillList();
    },
  };
}

function fillDay(row, day, stretches, now_s) {
  const [from_s, to_s] = [midnight(now_s, day), midnight(now_s, day + 1)];
  const within = stretchesWithin(stretches.map(({ from_s: began_at, to_s: ended_at, ...rest }) => ({ ...rest, began_at, ended_at })), from_s, to_s);
  const share = (seconds) => `${(seconds / (to_s - from_s)) * 100}%`;
  domText(row.name, dayName(day));
  const sums = secondsByState(within).map(([state, seconds]) => `${texts.states[state]} ${formatDuration(seconds)}`);
  domAttribute(row.strip, 'aria-label', `${dayName(day)}: ${sums.join(', ') || texts.nothing}`);
  domList(row.strip, within, partCreate, ({ root }, stretch) => {
    domAttribute(root, 'data-state', stretch.state);
    domAttribute(root, 'title', wordsOf(stretch, now_s));
    root.style.insetInlineStart = share(stretch.from_s - from_s);
    root.style.width = share(stretch.to_s - stretch.from_s);
  });
  domList(row.hours, HOURS, hourCreate, ({ root }, hour) => {
    const at = new Date(from_s * 1000);
    at.setHours(hour);
    domText(root, formatClock(at.getTime() / 1000, from_s));
    root.style.insetInlineStart = share(at.getTime() / 1000 - from_s);
  });
}

function partCreate() {
  const root = document.createElement('span');
  root.className = 'strip-part';
  return { root };
}

const hourCreate = () => ({ root: document.createElement('span') });

function wordsOf({ state, status_text, from_s, to_s }, now_s) {
  const span = `${formatClock(from_s, now_s)} – ${formatClock(to_s, now_s)} (${formatDuration(to_s - from_s)})`;
  return [texts.states[state], span, status_text && texts.says(status_text)].filter(Boolean).join(' · ');
}

function fillLegend(row, [state, seconds]) {
  domAttribute(row.swatch, 'data-state', state);
  domText(row.word, texts.states[state]);
  domText(row.duration, seconds >= HOUR_S / 60 ? formatDuration(seconds) : null);
}

function fillStretch(row, stretch, now_s) {
  domAttribute(row.state_word, 'data-state', stretch.state);
  iconSet(row.icon, stretch.state);
  domText(row.state, texts.states[stretch.state]);
  domText(row.from, formatClock(stretch.from_s, now_s));
  domText(row.to, stretch.ended_at === null ? texts.printer.until_now : formatClock(stretch.to_s, now_s));
  domText(row.duration, formatDuration(stretch.to_s - stretch.from_s));
  domText(row.says, known(stretch.status_text));
}

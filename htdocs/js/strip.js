// States of a printer over time for the eye: strips, the legend that sums them up, and the same as a list.
import { domAttribute, domClone, domList, domText } from './dom.js';
import { formatClock, formatDuration, known } from './format.js';
import { iconSet } from './icons.js';
import { secondsByState, stretchesWithin } from './stretches.js';
import { texts } from './texts.js';

const LEGEND_LEAST_S = 60; // shorter ones are named without their time

/** Fills a <div class="strip" role="img"> with what of stretchesUntil lies within [from_s, to_s]; `name` comes before the sums. */
export function stripFill(strip, stretches, { from_s, to_s, now_s, name = null }) {
  const within = stretchesWithin(stretches, from_s, to_s);
  const share = (seconds) => `${(seconds / (to_s - from_s)) * 100}%`;
  const sums = secondsByState(within).map(([state, seconds]) => `${texts.states[state]} ${formatDuration(seconds)}`);
  domAttribute(strip, 'aria-label', [name, sums.join(', ') || texts.nothing].filter(Boolean).join(': '));
  domList(strip, within, partCreate, ({ root }, stretch) => {
    domAttribute(root, 'data-state', stretch.state);
    domAttribute(root, 'title', wordsOf(stretch, now_s));
    root.style.insetInlineStart = share(stretch.from_s - from_s);
    root.style.width = share(stretch.to_s - stretch.from_s);
  });
}

function partCreate() {
  const root = document.createElement('span');
  root.className = 'strip-part';
  return { root };
}

function wordsOf({ state, status_text, from_s, to_s }, now_s) {
  const span = `${formatClock(from_s, now_s)} – ${formatClock(to_s, now_s)} (${formatDuration(to_s - from_s)})`;
  return [texts.states[state], span, status_text && texts.says(status_text)].filter(Boolean).join(' · ');
}

/** Fills a <ul class="strip-legend"> with each state and its time. */
export function stripLegendFill(list, stretches) {
  domList(list, secondsByState(stretches), () => domClone('strip-legend'), (row, [state, seconds]) => {
    domAttribute(row.swatch, 'data-state', state);
    domText(row.word, texts.states[state]);
    domText(row.duration, seconds >= LEGEND_LEAST_S ? formatDuration(seconds) : null);
  });
}

/** The list below `root`, filled while it is open: `fill(stretches, now_s)`; `label` says of what. */
export function stripListCreate(root, label) {
  const parts = domClone('strip-list');
  let [shown, shown_at_s] = [[], 0];
  const show = () => parts.root.open && domList(parts.rows, shown, () => domClone('strip-stretch'), (row, one) => stretchFill(row, one, shown_at_s));

  domAttribute(parts.wrap, 'aria-label', label);
  parts.root.addEventListener('toggle', show);
  root.append(parts.root);
  return {
    fill(stretches, now_s) {
      [shown, shown_at_s] = [stretches, now_s];
      show();
    },
  };
}

function stretchFill(row, stretch, now_s) {
  domAttribute(row.state, 'data-state', stretch.state);
  iconSet(row.icon, stretch.state);
  domText(row.word, texts.states[stretch.state]);
  domText(row.from, formatClock(stretch.from_s, now_s));
  domText(row.to, stretch.isPresent ? texts.strip.now : formatClock(stretch.to_s, now_s));
  domText(row.duration, formatDuration(stretch.to_s - stretch.from_s));
  domText(row.says, known(stretch.status_text));
}

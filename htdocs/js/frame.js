// What stands around every page: title, whether the data is live, the reader's zone, the version.
import { domAttribute, domShow, domText, domTranslate } from './dom.js';
import { formatDuration, formatZone } from './format.js';
import { countsOfTile, printersCount, printersSorted } from './printers.js';
import { language, texts } from './texts.js';

/** The view of the whole document. */
export function frameCreate(root) {
  const part = (name) => root.querySelector(`[data-part="${name}"]`);
  document.documentElement.lang = language;
  domTranslate(root);
  domText(part('zone'), texts.zone(formatZone()));
  let state = null;

  return {
    update(next) {
      state = next;
      const counts = state.printers && countsOf(state);
      const waiting = counts ? countsOfTile(counts, 'hand') : 0;
      document.title = waiting > 0 ? texts.title_needs_hand(waiting) : texts.page_title;
      domText(part('total'), counts && totalOf(counts));
      domText(part('version'), state.health?.version && texts.version(state.health.version));
    },
    tick(now_s) {
      const isLive = state.printers !== null && !state.failure;
      domAttribute(part('live'), 'data-live', String(isLive));
      domShow(part('live'), state.printers !== null);
      if (state.printers === null) return;
      const age = formatDuration(now_s - state.answered_at_s);
      domText(part('live_text'), isLive ? texts.live(age) : texts.not_live(age));
    },
  };
}

const countsOf = ({ printers, health, answered_at_s }) => printersCount(printersSorted(printers, health, answered_at_s));

/** How many there are, and those that no tile counts. */
function totalOf({ total, states }) {
  const others = states.unmapped ? texts.state_counts.unmapped(states.unmapped) : null;
  return [texts.total(total), others].filter(Boolean).join(' · ');
}

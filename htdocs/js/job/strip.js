// The states of the printer during a job: as a strip, summed up below it, and as a list.
import { domShow, domText } from '../dom.js';
import { formatMoment } from '../jobs/words.js';
import { noticeCreate } from '../notice.js';
import { stretchesUntil, stretchesWithin, withBeginning, withPresent } from '../stretches.js';
import { stripFill, stripLegendFill, stripListCreate } from '../strip.js';
import { texts } from '../texts.js';

/**
 * Below the parts of the page; `fill(data, span, {present, as_of_s, now_s})` takes what the source of states tells, jobSpan, the
 * state that holds now (withPresent), and when the server told it.
 */
export function jobStripCreate(parts) {
  const notice = noticeCreate(parts.states_notice);
  const list = stripListCreate(parts.states_body, texts.job.states);
  return {
    fill(data, { from_s, to_s }, { present, as_of_s, now_s }) {
      const end_s = to_s ?? as_of_s;
      const told = data.body ? withBeginning(withPresent(data.body.items, present), from_s) : [];
      const shown = stretchesWithin(stretchesUntil(told, from_s, as_of_s), from_s, end_s);
      notice.fill(data, { isEmpty: shown.length === 0, empty: texts.job.no_states });
      domShow(parts.states_body, shown.length > 0);
      stripFill(parts.strip, shown, { from_s, to_s: end_s, now_s });
      domText(parts.strip_from, formatMoment(from_s, now_s));
      domText(parts.strip_to, to_s === null ? texts.strip.now : formatMoment(to_s, now_s));
      stripLegendFill(parts.legend, shown);
      list.fill(shown, now_s);
    },
  };
}

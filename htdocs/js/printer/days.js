// Yesterday and today as strips of states, with a legend and the same as a list. Days are the reader's.
import { domAttribute, domClone, domList, domShow, domText } from '../dom.js';
import { formatClock } from '../format.js';
import { noticeCreate } from '../notice.js';
import { stretchesUntil, withBeginning, withPresent } from '../stretches.js';
import { stripFill, stripLegendFill, stripListCreate } from '../strip.js';
import { texts } from '../texts.js';
import { dayName, midnight } from './moment.js';

const DAYS = [-1, 0]; // from today
const HOURS = [0, 6, 12, 18];

/** Where the strips begin, in Unix seconds. */
export const daysBegin = (now_s) => midnight(now_s, DAYS[0]);

/**
 * The panel of the days: `fill(data, {present, as_of_s, now_s})` takes what the source of stretches tells, the state that holds now
 * (withPresent), and when the server told it.
 */
export function daysCreate(parts) {
  const notice = noticeCreate(parts.days_notice);
  const list = stripListCreate(parts.days_body, texts.printer.days);
  return {
    fill(data, { present, as_of_s, now_s }) {
      const from_s = daysBegin(now_s);
      const told = data.body ? withBeginning(withPresent(data.body.items, present), from_s) : [];
      const shown = stretchesUntil(told, from_s, as_of_s);
      notice.fill(data, { isEmpty: shown.length === 0, empty: texts.printer.no_states });
      domShow(parts.days_body, shown.length > 0);
      domAttribute(parts.days, 'aria-busy', String(data.isAsking));
      stripLegendFill(parts.days_legend, shown);
      domList(parts.day_rows, DAYS, () => domClone('printer-day'), (row, day) => fillDay(row, day, shown, now_s));
      list.fill([...shown].reverse(), now_s);
    },
  };
}

function fillDay(row, day, stretches, now_s) {
  const [from_s, to_s] = [midnight(now_s, day), midnight(now_s, day + 1)];
  domText(row.name, dayName(day));
  stripFill(row.strip, stretches, { from_s, to_s, now_s, name: dayName(day) });
  domList(row.hours, HOURS, hourCreate, ({ root }, hour) => {
    const at = new Date(from_s * 1000);
    at.setHours(hour);
    domText(root, formatClock(at.getTime() / 1000, from_s));
    root.style.insetInlineStart = `${((at.getTime() / 1000 - from_s) / (to_s - from_s)) * 100}%`;
  });
}

const hourCreate = () => ({ root: document.createElement('span') });

// What happened at a printer, the last first.
import { domAttribute, domClone, domList, domShow, domText } from '../dom.js';
import { formatClock, formatFull } from '../format.js';
import { noticeCreate } from '../notice.js';
import { texts } from '../texts.js';
import { eventWords } from '../event_words.js';

/** The panel of events: `fill(data, now_s)`; `hrefOf(job_uid)` gives the address of a job. */
export function eventsCreate(parts, hrefOf) {
  const notice = noticeCreate(parts.events_notice);
  return {
    fill(data, now_s) {
      const events = data.body?.items ?? [];
      notice.fill(data, { isEmpty: events.length === 0, empty: texts.printer.no_events });
      domList(parts.events_rows, events, () => domClone('printer-event'), (row, event) => fillRow(row, event, hrefOf, now_s));
    },
  };
}

function fillRow(row, { at, kind, text, job_uid }, hrefOf, now_s) {
  domText(row.time, formatClock(at, now_s));
  domAttribute(row.time, 'title', formatFull(at) ?? '');
  domText(row.kind, texts.printer.event_kinds[kind] ?? kind);
  domText(row.text, eventWords({ kind, text }));
  domShow(row.job, Boolean(job_uid));
  if (job_uid) domAttribute(row.job, 'href', hrefOf(job_uid));
}

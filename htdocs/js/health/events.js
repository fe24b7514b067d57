// The last events about the watching itself: pollers that began and stopped, printers that went and came back.
import { domAttribute, domClone, domList, domText } from '../dom.js';
import { eventWords } from '../event_words.js';
import { formatClock, formatFull } from '../format.js';
import { noticeCreate } from '../notice.js';
import { texts } from '../texts.js';

const KINDS = ['poller_began', 'poller_stopped', 'offline', 'online', 'damage', 'clock', 'server_clock'];
const OF_EACH = 10;
const SHOWN = 20;
const LEAST_S = 30;

/** Fills parts.events and parts.events_notice; `tick(now_s)` keeps the times' wording. */
export function eventsCreate(parts, context) {
  const notice = noticeCreate(parts.events_notice);
  const byKind = new Map();
  let rows = [];

  function fill() {
    const all = [...byKind.values()];
    const events = all.flatMap(({ body }) => body?.items ?? []).sort((a, b) => b.seq - a.seq).slice(0, SHOWN);
    const failure = all.find((data) => data.failure)?.failure ?? null;
    const isComplete = all.length === KINDS.length && all.every(({ body }) => body);
    notice.fill({ body: isComplete ? events : null, failure }, { isEmpty: events.length === 0, empty: texts.health.no_events });
    rows = domList(parts.events, events, () => domClone('health-event'), (row, event) => fillEvent(row, event, context));
  }

  for (const kind of KINDS) {
    const source = context.source((data) => {
      byKind.set(kind, data);
      fill();
    });
    source.follow(`api/v1/events?kind=${kind}&sort=-seq&limit=${OF_EACH}`, { least_s: LEAST_S });
  }

  return {
    tick(now_s) {
      for (const { time, at_s } of rows) domText(time, formatClock(at_s, now_s) ?? texts.unknown);
    },
  };
}

function fillEvent(row, event, { clock, href }) {
  row.at_s = event.at;
  domText(row.time, formatClock(event.at, clock.now()) ?? texts.unknown);
  domAttribute(row.time, 'title', formatFull(event.at) ?? '');
  domText(row.printer, event.printer);
  if (event.printer) domAttribute(row.printer, 'href', href('printer', [event.printer]));
  domText(row.kind, texts.health.kinds[event.kind] ?? event.kind);
  domText(row.text, eventWords(event));
}

// The days and hours above the rows, their lines behind them, and the line of now before them.
import { domText } from '../dom.js';
import { formatClock } from '../format.js';
import { locale } from '../texts.js';
import { spanDays, spanHours, spanRatio, spanStep } from './span.js';

const DIGIT_PX = 7.5;
const APART_PX = 14;
const day = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'short' });
const percent = (ratio) => `${(ratio * 100).toFixed(4)}%`;

/** `fill(span)` draws it; `move(now_s)` sets the line of now; `stop()` ends it. */
export function axisCreate(parts) {
  let span = null;
  let step_h = null;

  function draw() {
    parts.days.replaceChildren(...spanDays(span).map((one) => dayNode(span, one)));
    const hours = spanHours(span, step_h);
    parts.hours.replaceChildren(...hours.map((at_s) => nodeAt(span, at_s, 'timeline-hour', formatClock(at_s, at_s))));
    parts.lines.replaceChildren(...hours.map((at_s) => lineNode(span, at_s)));
  }

  function fit(isNew) {
    const label_px = formatClock(span.from_s, span.from_s).length * DIGIT_PX + APART_PX;
    const next_h = spanStep(span, parts.times.clientWidth, label_px);
    if (next_h === step_h && !isNew) return;
    step_h = next_h;
    draw();
  }

  const observer = new ResizeObserver(() => span && fit(false));
  observer.observe(parts.times);
  return {
    fill(next) {
      if (span && next.from_s === span.from_s) return;
      span = next;
      fit(true);
    },
    move(now_s) {
      if (!span) return;
      const left = percent(spanRatio(span, now_s));
      parts.now.style.left = left;
      parts.clock.style.left = left;
      domText(parts.clock, formatClock(now_s, now_s));
      hideBehind(parts.clock, parts.hours.children);
    },
    stop: () => observer.disconnect(),
  };
}

/** An hour of which half would be seen is not shown. */
function hideBehind(clock, hours) {
  const { left, right } = clock.getBoundingClientRect();
  const boxes = [...hours].map((hour) => hour.getBoundingClientRect());
  boxes.forEach((box, i) => hours[i].classList.toggle('invisible', box.right > left && box.left < right));
}

function nodeAt(span, at_s, className, text) {
  const node = document.createElement('span');
  node.className = className;
  node.textContent = text;
  node.style.left = percent(spanRatio(span, at_s));
  return node;
}

function dayNode(span, { from_s, to_s }) {
  const node = nodeAt(span, from_s, 'timeline-day', '');
  const name = document.createElement('span');
  name.className = 'timeline-day-name';
  name.textContent = day.format(from_s * 1000);
  node.style.width = percent(spanRatio(span, to_s) - spanRatio(span, from_s));
  node.append(name);
  return node;
}

function lineNode(span, at_s) {
  const isMidnight = new Date(at_s * 1000).getHours() === 0;
  return nodeAt(span, at_s, isMidnight ? 'timeline-line timeline-midnight' : 'timeline-line', '');
}

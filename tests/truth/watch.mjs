// When a printer was polled, what the server's clock said then, and in what state it truly was: by the plan of a
// time-lapse and the truth alone.

/** The first index whose value is not less. */
function lowerBound(values, value) {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The longest time between two answers that covers what lies between, by INTERFACE.md. */
const longest_s = (interval) => Math.max(3 * interval, 60);

/** Time as the history accounts for it: the server's clock, which stands while it catches up after a step back. */
export function clockOf({ steps = [], interval = 0 }) {
  const server = (t) => steps.reduce((sum, [at, by]) => (at <= t ? sum + by : sum), t);
  const peaks = steps.filter(([, by]) => by < 0).map(([at]) => [at, server(at - 1) + 1]);
  const covered = (t) => peaks.reduce((latest, [at, peak]) => (at <= t ? Math.max(latest, peak) : latest), server(t));
  /** The least that the history can call a moment: while time stands, that of the last poll before the step. */
  const earliest = (t) => covered(t) - (server(t) < covered(t) ? interval : 0);
  const stoodAt = (time) => peaks.some(([, peak]) => time <= peak && time >= peak - interval);
  return { server, covered, earliest, stoodAt };
}

/** Asks whether a time lies within one of the spans [[begin, end]], which are in order; an end of null is never. */
function within(spans) {
  const begins = spans.map(([begin]) => begin);
  return (t) => {
    const at = lowerBound(begins, t + 1) - 1;
    return at >= 0 && (spans[at][1] ?? Infinity) > t;
  };
}

/** The polls of printer `index` (from 0) of a plan {from, to, interval, printers, gaps: [[from, to]], steps}. */
export function watchOf(plan, index, states) {
  const { from, to, interval, printers, gaps = [] } = plan;
  const place = from + Math.floor((index * interval) / printers);
  const isStopped = within(gaps);
  const isUnreachable = within(states.filter(({ state }) => state === 'offline').map((record) => [record.from, record.to]));
  const polled = [];
  for (let t = place; t < to; t += interval) if (!isStopped(t)) polled.push(t);
  const answered = polled.filter((t) => !isUnreachable(t));
  return {
    polled,
    answered,
    /** The last answer before t, and the first one from t on; undefined: none. */
    before: (t) => answered[lowerBound(answered, t) - 1],
    from: (t) => answered[lowerBound(answered, t)],
    /** Whether nothing but answers came, poll by poll. */
    isAnsweredThroughout: (begin, end) =>
      lowerBound(answered, end) - lowerBound(answered, begin) === lowerBound(polled, end) - lowerBound(polled, begin),
    isAnsweredWithin: (begin, end) => answered[lowerBound(answered, begin)] < end,
  };
}

// What the module calls a text that nobody mapped, whatever it stands for.
const UNMAPPED_TEXTS = new Set(['Halted By Operator', 'Nozzle Service']);

const shownState = ({ state, text }) => (UNMAPPED_TEXTS.has(text) ? 'unmapped' : state);

/** Stretches of the server's time that nobody watched: before the first poll, gaps, and steps forward. */
function unwatchedSpans(plan, watch, clock) {
  const spans = [];
  const add = (begin, end) => {
    if (end - begin > longest_s(plan.interval)) spans.push([begin, end]);
  };
  const ends = (t) => watch.polled[lowerBound(watch.polled, t)] ?? plan.to;
  const begins = (t) => watch.polled[lowerBound(watch.polled, t) - 1] ?? plan.from;
  spans.push([-Infinity, clock.covered(watch.polled[0])]);
  for (const [from, to] of plan.gaps ?? []) add(clock.covered(begins(from)), clock.covered(ends(to)));
  for (const [at] of plan.steps ?? []) add(clock.covered(begins(at)), clock.covered(ends(at)));
  return spans.sort((a, b) => a[0] - b[0]);
}

/** The true states over the server's time: [[begin, end, state]], unobserved where nobody watched. */
export function expectedStates(plan, watch, clock, states) {
  const unwatched = unwatchedSpans(plan, watch, clock);
  const shown = [];
  for (const record of states) {
    let begin = clock.covered(record.from);
    const end = record.to === null ? Infinity : clock.covered(record.to);
    for (const [from, to] of unwatched) {
      if (to <= begin || from >= end) continue;
      if (from > begin) shown.push([begin, from, shownState(record)]);
      begin = Math.max(begin, to);
    }
    if (begin < end) shown.push([begin, end, shownState(record)]);
  }
  return shown.concat(unwatched.map(([from, to]) => [from, to, 'unobserved'])).sort((a, b) => a[0] - b[0]);
}

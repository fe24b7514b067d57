// The days, hours and stretches of one printer's history held against its true states.

export const STATES = ['idle', 'preparing', 'building', 'paused', 'part_waiting', 'maintenance', 'error', 'offline', 'unmapped', 'unobserved'];

/** Printers that cannot be reached for less than this are not seen to be offline. */
const offlineAfter_s = (plan) => 3 * plan.interval;

/** Seconds in each state, how many edges, and how long short times out of reach lasted, within a stretch of time. */
function summed(expected, begin, end, plan) {
  const sums = Object.fromEntries(STATES.map((state) => [state, 0]));
  let edges = 1; // that of yesterday may come late
  let brief = 0;
  for (const [from, to, state] of expected) {
    if (to <= begin) continue;
    if (from >= end) break;
    sums[state] += Math.min(to, end) - Math.max(from, begin);
    if (from > begin) edges += 1;
    if (state === 'offline' && to - from <= offlineAfter_s(plan)) brief += to - from + plan.interval;
  }
  return { sums, edges, brief };
}

/** Compares the rows of utilization_daily of one printer with its true states, into classes. */
export function compareDays({ plan, classes, expected, days, totals }) {
  for (const day of days) {
    const { sums, edges, brief } = summed(expected, day.day_began_at, day.covered_until_at, plan);
    for (const state of STATES) {
      const told = day[`${state}_s`];
      totals[state] ??= { truth: 0, history: 0 };
      totals[state].truth += sums[state];
      totals[state].history += told;
      const what = () => `${day.printer} ${day.day}: truth ${sums[state]}, history ${told}, ${edges} edges`;
      classes.note(`a day's ${state} (s)`, Math.abs(told - sums[state]), edges * plan.interval + brief, what);
    }
  }
}

// Families whose machine counts its build seconds; of the others only what the jobs at both ends of a gap say is known.
const isCounted = (number, families) => (number - 1) % families < 3;

/**
 * What was built while nobody saw it, in all days of a printer, by the states that it truly was in. What it built while it was
 * out of reach, and in a time that the server's clock left out, the truth does not tell.
 */
export function compareUnseenBuild({ plan, number, families, classes, expected, states, clock, days }) {
  const told = days.reduce((sum, day) => sum + day.unobserved_build_s, 0);
  const unseen = expected.filter(([from, , state]) => from > -Infinity && (state === 'unobserved' || state === 'offline'));
  let built = 0;
  for (const record of states.filter(({ state, to }) => state === 'building' && to !== null))
    for (const [from, to] of unseen)
      built += Math.max(0, Math.min(to, clock.covered(record.to)) - Math.max(from, clock.covered(record.from)));
  const steps = (plan.steps ?? []).reduce((sum, [, by]) => sum + Math.abs(by), 0);
  const offline = unseen.filter(([, , state]) => state === 'offline').reduce((sum, [from, to]) => sum + to - from, 0);
  const bound = 2 * (unseen.length + 1) * plan.interval + steps + offline;
  const what = () => `${days[0].printer}: truth ${built}, history ${told}`;
  if (isCounted(number, families)) classes.note('built unseen, by the odometer (s)', Math.abs(told - built), bound, what);
  else classes.note('built unseen, by the jobs: too much (s)', Math.max(0, told - built), bound, what);
}

const sumOf = (row) => STATES.reduce((sum, state) => sum + row[`${state}_s`], 0);

/** The days of one printer add up to their lengths, the hours to the days, and both follow each other without a hole. */
export function checkSums({ classes, days, hours }) {
  for (const [i, day] of days.entries()) {
    const what = () => JSON.stringify(day);
    const own = hours.filter((hour) => hour.hour_began_at >= day.day_began_at && hour.hour_began_at < day.day_began_at + day.day_s);
    const isLast = i === days.length - 1;
    classes.note('a day adds up to its length (s)', Math.abs(sumOf(day) - (day.covered_until_at - day.day_began_at)), 0, what);
    if (!isLast) {
      classes.note('a past day is whole (s)', Math.abs(sumOf(day) - day.day_s), 0, what);
      classes.note('a day follows the one before (s)', Math.abs(days[i + 1].day_began_at - day.day_began_at - day.day_s), 0, what);
    }
    for (const state of STATES) {
      const sum = own.reduce((seconds, hour) => seconds + hour[`${state}_s`], 0);
      classes.note('its hours add up to a day (s)', Math.abs(sum - day[`${state}_s`]), 0, what);
    }
    for (const hour of own)
      classes.note('an hour adds up to its length (s)', Math.abs(sumOf(hour) - (hour.covered_until_at - hour.hour_began_at)), 0, () => JSON.stringify(hour));
  }
}

/** The stretches of one printer follow each other without a hole, and add up to the days. */
export function checkSpans({ classes, spans, days, clock = { stoodAt: () => false } }) {
  const sums = Object.fromEntries(STATES.map((state) => [state, 0]));
  for (const [i, span] of spans.entries()) {
    const what = () => JSON.stringify(span);
    sums[span.state] += span.duration_s;
    if (i < spans.length - 1) {
      classes.note('a stretch ends where the next begins (s)', Math.abs(spans[i + 1].began_at - span.ended_at), 0, what);
      const isSame = span.state === spans[i + 1].state && span.status_text === spans[i + 1].status_text;
      // What came between the two took no time, since time stood still.
      if (isSame && clock.stoodAt(span.ended_at)) classes.count('a stretch goes on after a clock step');
      else classes.note('a stretch differs from the next', isSame ? 1 : 0, 0, what);
      classes.note('a stretch is not empty', span.ended_at > span.began_at ? 0 : 1, 0, what);
    }
  }
  for (const state of STATES) {
    const told = days.reduce((sum, day) => sum + day[`${state}_s`], 0);
    classes.note('stretches add up to the days (s)', Math.abs(sums[state] - told), 0, `${days[0]?.printer} ${state}: ${sums[state]}, days ${told}`);
  }
}

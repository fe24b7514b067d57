// The stretch of time that the timeline shows, and where its hours and days begin in the reader's zone. Pure.

const HOUR_S = 3600;
const QUARTER_S = 900;
const SIDE_S = 24 * HOUR_S;
const STEPS_H = [1, 2, 3, 4, 6, 12, 24];

/** 24 hours before and after now; it moves by a quarter of an hour, so that what is asked for it stays the same address. */
export function spanOf(now_s) {
  const from_s = Math.floor((now_s - SIDE_S) / QUARTER_S) * QUARTER_S;
  return { from_s, to_s: from_s + 2 * SIDE_S + QUARTER_S };
}

/** Where a moment is in the span, from 0 to 1; what is outside is at its border. */
export const spanRatio = ({ from_s, to_s }, at_s) => Math.min(Math.max((at_s - from_s) / (to_s - from_s), 0), 1);

/** How many hours lie between two labels of the hours, where a label needs `label_px` and the whole span has `width_px`. */
export function spanStep({ from_s, to_s }, width_px, label_px) {
  const hour_px = (width_px * HOUR_S) / (to_s - from_s);
  return STEPS_H.find((step_h) => step_h * hour_px >= label_px) ?? STEPS_H.at(-1);
}

/** The moments of the span at which the clock shows a multiple of `step_h`, in seconds. */
export function spanHours(span, step_h) {
  const first = new Date(span.from_s * 1000);
  const hours = [];
  for (let hour = 0; ; hour += step_h) {
    const at_s = new Date(first.getFullYear(), first.getMonth(), first.getDate(), hour).getTime() / 1000;
    if (at_s >= span.to_s) return hours;
    if (at_s >= span.from_s && at_s !== hours.at(-1)) hours.push(at_s);
  }
}

/** Its days, as {from_s, to_s} within the span. */
export function spanDays(span) {
  const midnights = spanHours(span, 24).filter((at_s) => at_s > span.from_s);
  const bounds = [span.from_s, ...midnights, span.to_s];
  return bounds.slice(1).map((to_s, i) => ({ from_s: bounds[i], to_s }));
}

// Temperatures against their set points; no DOM, no text.

const AT_SET_POINT_C = 3;

/** The set point, or null: some machines say 0 all the time, and that is none. */
export const temperatureSet = (set_c) => set_c || null;

/** How a temperature is to its set point: 'there', 'below', 'above' or 'unknown'. */
export function temperatureTrend(now_c, set_c) {
  if (typeof now_c !== 'number' || temperatureSet(set_c) === null) return 'unknown';
  if (Math.abs(now_c - set_c) <= AT_SET_POINT_C) return 'there';
  return now_c < set_c ? 'below' : 'above';
}

// How worn a machine is by its odometers. Pure.

/** Those that count seconds (inferred), and how many people change the part after, by the vendor's word. */
const IN_SECONDS = {
  runTimeOdometer: {},
  buildTimeOdometer: {},
  tipTimeOdometer: { usual_s: 2000 * 3600 },
  modelExtruderOdometer: {},
  supportExtruderOdometer: {},
};
const NEAR_RATIO = 0.9;

export const countsSeconds = (odometer) => Object.hasOwn(IN_SECONDS, odometer);

/**
 * How worn that is: {level, ratio, of}: level 'over' the machine's limit, 'warn' over what it warns at, 'near' one of them,
 * 'fine', or 'hint' and 'past' where there is only the vendor's word; `ratio` of `of`, null where there is nothing to compare with.
 */
export function wearOf({ odometer, value, limit_warn, limit_error }) {
  const usual_s = IN_SECONDS[odometer]?.usual_s;
  const most = limit_error ?? limit_warn ?? usual_s ?? null;
  if (most === null || !(most > 0)) return { level: 'fine', ratio: null, of: null };
  return { level: levelOf(value, limit_warn, limit_error, usual_s), ratio: value / most, of: most };
}

function levelOf(value, limit_warn, limit_error, usual_s) {
  const hasLimit = limit_warn !== null || limit_error !== null;
  if (!hasLimit) return value >= usual_s ? 'past' : 'hint';
  if (limit_error !== null && value >= limit_error) return 'over';
  if (limit_warn !== null && value >= limit_warn) return 'warn';
  return value >= (limit_warn ?? limit_error) * NEAR_RATIO ? 'near' : 'fine';
}

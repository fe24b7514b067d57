// Rows of samples for charts and tables, of equal steps or of hours. Pure.

export const PLACES = ['model', 'support', 'envelope'];
export const TEMPERATURES = PLACES.flatMap((place) => [`${place}_temp_c`, `${place}_set_c`]);

/** Rows {at, and `keys`} of items `step_s` apart, null where nothing is told; a row of nothing stands where some are missing. */
export function samplesRows(items, keys, step_s) {
  const rowOf = (at, item) => Object.fromEntries([['at', at], ...keys.map((key) => [key, item[key] ?? item[`${key}_mean`] ?? null])]);
  const rows = [];
  for (const item of items) {
    const next_s = rows.at(-1)?.at + step_s;
    if (item.at > next_s) rows.push(rowOf(next_s, {}));
    rows.push(rowOf(item.at, item));
  }
  return rows;
}

/** Whether items or rows tell anything of `keys`, themselves or as means. */
export const samplesTell = (items, keys) => items.some((item) => keys.some((key) => (item[key] ?? item[`${key}_mean`] ?? null) !== null));

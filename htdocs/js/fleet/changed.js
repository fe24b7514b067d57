// What changed between two answers about a printer: only that is filled in again.

/** Of `sections` ({keys, …}) those with a key in which the printers differ; all where there was none before. */
export function sectionsChanged(sections, before, after) {
  return before === null ? sections : sections.filter(({ keys }) => keys.some((key) => !isSame(before[key], after[key])));
}

/** For what JSON can say. */
function isSame(a, b) {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => isSame(a[key], b[key]));
}

/** Whether that part of `filled` stands there as `key` says; it does from now on. */
export function isFilled(filled, part, key) {
  if (filled[part] === key) return true;
  filled[part] = key;
  return false;
}

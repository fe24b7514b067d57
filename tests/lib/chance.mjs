// Chance that is the same in every run, so that what fails can be repeated.

/** Numbers from a seed: next(below) is whole and less than that, one(list) is of the list, maybe(value) is it or undefined. */
export function chance(seed) {
  let state = seed;
  const next = (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below); // its high bits: the low ones come again soon
  };
  return { next, one: (list) => list[next(list.length)], maybe: (value) => (next(2) ? value : undefined) };
}

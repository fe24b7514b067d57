// Stretches of the states of a printer: brought up to the present, cut to a span, summed up. Pure.
import { printerState, printerStateBeganAt, STATES } from './printers.js';

const stateShown = (state) => (Object.hasOwn(STATES, state) ? state : 'unmapped');

/** {state, began_s} of a printer of the shared state by its id; null where it is not among them. */
export function presentOf({ printers, health, answered_at_s }, id) {
  const printer = printers.find((one) => one.printer === id);
  if (!printer) return null;
  const state = printerState(printer, health, answered_at_s);
  return { state, began_s: printerStateBeganAt(printer, state) };
}

/**
 * The API's stretches {state, status_text, began_at, ended_at}, the oldest first, ended by the state that holds now, which may
 * be newer: `present` is {state, began_s}; null where nobody watches any more, and the last state told of may have ended.
 */
export function withPresent(stretches, present) {
  const last = stretches.at(-1);
  if (present === null) return stretches.map((one) => (one.ended_at === null ? { ...one, state: 'unobserved', status_text: null } : one));
  const { state, began_s } = present;
  const goesOn = last?.ended_at === null && stateShown(last.state) === state;
  if (began_s === null || goesOn || last?.began_at > began_s) return stretches;
  const before = stretches.filter((stretch) => stretch.began_at < began_s);
  const cut = before.map((stretch) => ({ ...stretch, ended_at: Math.min(stretch.ended_at ?? began_s, began_s) }));
  return [...cut, { state, status_text: null, began_at: began_s, ended_at: null }];
}

/** The API's stretches from `from_s` on, none missing: before the first one nobody watched. */
export function withBeginning(stretches, from_s) {
  const [first] = stretches;
  if (!first || first.began_at <= from_s) return stretches;
  return [{ state: 'unobserved', status_text: null, began_at: from_s, ended_at: first.began_at }, ...stretches];
}

/**
 * Them within [from_s, as_of_s], each with {from_s, to_s, isPresent} beside what it has: one that lasts goes to `as_of_s`
 * and isPresent; states that the page does not know are 'unmapped'.
 */
export function stretchesUntil(stretches, from_s, as_of_s) {
  const told = stretches.map((stretch) => ({
    ...stretch,
    state: stateShown(stretch.state),
    from_s: stretch.began_at,
    to_s: stretch.ended_at ?? as_of_s,
    isPresent: stretch.ended_at === null,
  }));
  return stretchesWithin(told, from_s, as_of_s);
}

/** What of stretchesUntil lies within [from_s, to_s]. */
export const stretchesWithin = (stretches, from_s, to_s) =>
  stretches
    .map((one) => ({ ...one, from_s: Math.max(one.from_s, from_s), to_s: Math.min(one.to_s, to_s), isPresent: one.isPresent && one.to_s <= to_s }))
    .filter((one) => one.to_s > one.from_s);

/** Seconds in each state, the longest first: [state, seconds]. */
export function secondsByState(stretches) {
  const sums = new Map();
  for (const { state, from_s, to_s } of stretches) sums.set(state, (sums.get(state) ?? 0) + to_s - from_s);
  return [...sums].sort(([, a], [, b]) => b - a);
}

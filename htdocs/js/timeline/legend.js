// What the colours and patterns of the bars that are shown mean.
import { domAttribute, domClone, domList, domText } from '../dom.js';
import { STATES } from '../printers.js';
import { texts } from '../texts.js';

/** Fills `list` with the states and kinds of `bars`. */
export function legendFill(list, bars) {
  const states = new Set(bars.filter(({ kind }) => kind === 'past').map(({ state }) => state));
  const kinds = new Set(bars.map(({ kind }) => kind));
  const keys = Object.keys(STATES)
    .filter((state) => states.has(state))
    .map((state) => ({ kind: 'past', state, word: texts.states[state] }));
  if (kinds.has('job')) keys.push({ kind: 'job', state: 'building', word: texts.timeline.forecast });
  if (kinds.has('queue')) keys.push({ kind: 'queue', state: 'building', word: texts.timeline.queue });
  domList(list, keys, () => domClone('timeline-key'), fillKey);
}

function fillKey({ swatch, word: text }, { kind, state, word }) {
  domAttribute(swatch, 'data-state', state);
  domAttribute(swatch, 'data-kind', kind);
  domText(text, word);
}

// One filter beside the time: a list to choose from, or a text to search for.
import { domClone, domShow } from '../dom.js';
import { texts } from '../texts.js';

const LABEL_CHARACTERS = 80;

/** A list. `choose(value)` is told of a choice, '' for none. */
export function selectCreate(field, { isRequired, choose }) {
  const parts = domClone('filters-select');
  const none = isRequired ? [] : [{ value: '', label: texts.filters.any }];
  let shown = null;
  parts.label.textContent = texts.filters.fields[field];
  parts.input.addEventListener('change', () => choose(parts.input.value));

  return {
    root: parts.root,
    show({ value, options, isHidden }) {
      domShow(parts.root, options.length > 0 && !isHidden);
      const key = JSON.stringify(options);
      if (key !== shown) parts.input.replaceChildren(...[...none, ...options].map(optionCreate)); // a list that is open stays
      shown = key;
      if (parts.input.value !== value) parts.input.value = value;
    },
  };
}

function optionCreate({ value, label }) {
  const option = new Option(shortened(label), value);
  option.dir = 'auto';
  return option;
}

/** A list is as wide as the longest of its labels. */
function shortened(label) {
  const characters = [...label];
  return characters.length > LABEL_CHARACTERS ? `${characters.slice(0, LABEL_CHARACTERS).join('')}…` : label;
}

/** A text. `type(value)` is told of each stroke; what waits to be told (`isTyping()`) is not written over. */
export function searchCreate(field, { type, isTyping }) {
  const parts = domClone('filters-search');
  parts.label.textContent = texts.filters.fields[field];
  parts.input.addEventListener('input', () => type(cleaned(parts.input.value)));

  return {
    root: parts.root,
    show({ value, isHidden }) {
      domShow(parts.root, !isHidden);
      if (!isTyping() && cleaned(parts.input.value) !== value) parts.input.value = value;
    },
  };
}

/** The API refuses control characters, which come in by pasting. */
const cleaned = (text) => text.replace(/\p{Cc}+/gu, ' ').trim();

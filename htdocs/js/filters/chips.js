// What is set, each with a button that takes it off.
import { domClone, domList, domShow, domText } from '../dom.js';

/** Below the parts of the bar. `remove(fields)` is told which go; `show(set)` shows {field, name, label} each. */
export function chipsCreate(parts, remove) {
  let set = [];
  parts.clear.addEventListener('click', () => remove(set.map(({ field }) => field)));

  function make() {
    const chip = domClone('filters-chip');
    chip.remove.addEventListener('click', () => remove([chip.field]));
    return chip;
  }

  return {
    show(next) {
      const isFocused = parts.set.contains(document.activeElement);
      set = next;
      domList(parts.chips, set, make, chipFill);
      domShow(parts.set, set.length > 0);
      if (isFocused && !isVisible(document.activeElement)) focusFirst([parts.clear, parts.fold, ...parts.fields.querySelectorAll('select, input')]);
    },
  };
}

function chipFill(chip, { field, name, label }) {
  chip.field = field;
  domText(chip.name, name);
  domText(chip.value, label);
}

const isVisible = (node) => node !== document.body && node.getClientRects().length > 0;

/** What had the focus is gone: the first of these that can be seen gets it. */
function focusFirst(nodes) {
  nodes.find(isVisible)?.focus();
}

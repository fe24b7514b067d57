// Lists of a name and a value.
import { domAttribute, domClone, domList, domShow, domText } from '../dom.js';

const WIDE_CHARACTERS = 30; // more get a line of their own

/** Fills `list`, a <dl>, with [name, value] pairs; those whose value is unknown are left out, and an empty list is hidden. */
export function factsFill(list, pairs) {
  const rows = pairs.filter(([, value]) => value !== null && value !== undefined && value !== '');
  domShow(list, rows.length > 0);
  domList(list, rows, () => domClone('printer-fact'), fillRow);
}

function fillRow(parts, [name, value]) {
  domText(parts.key, name);
  domText(parts.value, String(value));
  domAttribute(parts.root, 'data-wide', String(String(value).length > WIDE_CHARACTERS));
}

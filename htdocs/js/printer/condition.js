// Tips and switches in words: door, lights, material in the head.
import { domAttribute, domClone, domList, domShow, domText } from '../dom.js';
import { formatPercent } from '../format.js';
import { locale, texts } from '../texts.js';
import { factsFill } from './facts.js';
import { switchesOf, valuesOf } from './keys_known.js';

const inches = new Intl.NumberFormat(locale, { minimumFractionDigits: 3, maximumFractionDigits: 3 });

/** Fills the panel from the machine's keys; it is hidden where none of them is known. */
export function conditionFill(parts, keys) {
  const switches = switchesOf(keys).sort((a, b) => b.needsLook - a.needsLook);
  const values = valuesOf(keys);
  domShow(parts.condition, switches.length + values.length > 0);
  domShow(parts.switches, switches.length > 0);
  domList(parts.switches, switches, () => domClone('printer-switch'), fillSwitch);
  factsFill(parts.condition_facts, values.map(({ key, kind, value }) => [texts.printer.values[key], FORMATS[kind](value)]));
}

const FORMATS = {
  word: (value) => (Object.hasOwn(texts.printer.internal_states, value) ? texts.printer.internal_states[value] : value),
  text: (value) => value,
  of255: formatPercent,
  inches: (values) => `${values.map((value) => inches.format(value)).join(' / ')}\u00a0in`,
};

function fillSwitch(row, { key, isOn, needsLook }) {
  domAttribute(row.root, 'data-look', String(needsLook));
  domAttribute(row.root, 'data-on', String(isOn));
  domShow(row.icon, needsLook);
  domText(row.word, texts.printer.switches[key][isOn ? 0 : 1]);
}

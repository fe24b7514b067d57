// Every key of the printer's last status text, by its sections; filled when somebody opens it.
import { domAttribute, domClone, domList, domShow, domText } from '../dom.js';
import { known } from '../format.js';
import { noticeCreate } from '../notice.js';
import { texts } from '../texts.js';

/** Rows {section, position, key, value} by section and position: [{name, pairs}]. */
function keysBySection(rows) {
  const sections = new Map();
  for (const { section, position, key, value } of rows) {
    const name = position === null ? section : `${section} ${position}`;
    if (!sections.has(name)) sections.set(name, []);
    sections.get(name).push([key, value]);
  }
  return [...sections].map(([name, pairs]) => ({ name, pairs }));
}

/** The folded panel: `fill(data)` takes what the source of keys tells; `setRaw(href)` the address of the raw text, or null. */
export function keysCreate(parts) {
  const notice = noticeCreate(parts.keys_notice);
  let data = null;

  function show() {
    if (!parts.keys.open || !data) return;
    const sections = keysBySection(data.body?.items ?? []);
    notice.fill(data, { isEmpty: sections.length === 0, empty: texts.printer.no_keys });
    domList(parts.sections, sections, () => domClone('printer-section'), fillSection);
  }

  parts.keys.addEventListener('toggle', show);
  return {
    fill(next) {
      data = next;
      show();
    },
    setRaw(href) {
      domShow(parts.raw, href !== null);
      if (href) domAttribute(parts.raw_link, 'href', href);
    },
  };
}

function fillSection(row, { name, pairs }) {
  domText(row.name, name);
  domList(row.rows, pairs, () => domClone('printer-fact'), (parts, [key, value]) => {
    domText(parts.key, key);
    domText(parts.value, known(value));
  });
}

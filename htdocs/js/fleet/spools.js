// The materials of a printer: one row for each spool, with what is left and whether that lasts for the running job.
import { domClone, domList, domShow, domText } from '../dom.js';
import { formatVolume } from '../format.js';
import { printerShort } from '../printers.js';
import { spoolFill, spoolIsUsable } from '../spool.js';
import { texts } from '../texts.js';

export function spoolsFill(list, printer, state) {
  const spools = printer.spools ?? [];
  domShow(list, spools.length > 0);
  const short = { model: printerShort(printer, state, 'model'), support: printerShort(printer, state, 'support') };
  const rows = spools.map((spool, i) => ({ spool, short: isFirstOfKind(spools, i) ? short[spool.kind] : null }));
  domList(list, rows, () => domClone('spool'), fillRow);
}

/** The shortage stands once, at the first loaded spool of the kind. */
function isFirstOfKind(spools, i) {
  return spools.findIndex((spool) => spool.kind === spools[i].kind && spool.is_loaded !== false) === i;
}

function fillRow(parts, { spool, short }) {
  const bay = spool.bay === null ? null : texts.bay(spool.bay);
  spoolFill(parts, spool, Boolean(short));
  domText(parts.about, [spool.color, texts.kinds[spool.kind] ?? bay].filter(Boolean).join(' · '));
  domText(parts.left, spoolIsUsable(spool) ? formatVolume(spool.left_in3, spool.left_cm3) : spool.material && texts.not_loaded);
  domText(parts.short_text, short && texts.short(formatVolume(short.in3, short.cm3)), parts.short);
}

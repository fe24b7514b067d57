// The materials of a printer: one row for each spool, with what is left and whether that lasts for the running job.
import { domAttribute, domClone, domList, domShow, domText } from '../dom.js';
import { formatVolume } from '../format.js';
import { printerShort } from '../printers.js';
import { texts } from '../texts.js';

const LOW_RATIO = 0.1;

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
  const isUsable = spool.material !== null && spool.is_loaded !== false;
  const bay = spool.bay === null ? null : texts.bay(spool.bay);
  domText(parts.material, spool.material ?? texts.no_material);
  domText(parts.about, [spool.color, texts.kinds[spool.kind] ?? bay].filter(Boolean).join(' · '));
  fillDot(parts.dot, spool);
  domText(parts.left, isUsable ? formatVolume(spool.left_in3, spool.left_cm3) : spool.material && texts.not_loaded);
  fillBar(parts, spool, isUsable, short);
  domText(parts.short_text, short && texts.short(formatVolume(short.in3, short.cm3)), parts.short);
}

function fillDot(dot, spool) {
  const isColor = /^[0-9a-f]{6}$/i.test(spool.color_rgb ?? '');
  domAttribute(dot, 'data-known', String(isColor));
  dot.style.backgroundColor = isColor ? `#${spool.color_rgb}` : '';
}

function fillBar(parts, spool, isUsable, short) {
  const isShown = isUsable && typeof spool.left_ratio === 'number';
  domShow(parts.progress, isShown);
  if (!isShown) return;
  const value = Math.round(Math.min(Math.max(spool.left_ratio, 0), 1) * 100);
  domAttribute(parts.progress, 'aria-label', texts.material_left(spool.material));
  domAttribute(parts.progress, 'aria-valuenow', String(value));
  domAttribute(parts.progress, 'data-level', short ? 'short' : spool.left_ratio < LOW_RATIO ? 'low' : 'fine');
  parts.bar.style.width = `${value}%`;
}

// The spools of a printer: what each is, what is left on it, and whether that lasts.
import { domAttribute, domClone, domList, domShow, domText } from '../dom.js';
import { formatDate, formatPercent, formatVolume, isolated, known } from '../format.js';
import { printerReach } from '../printers.js';
import { spoolFill, spoolIsUsable } from '../spool.js';
import { texts } from '../texts.js';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Fills the panel of the spools. */
export function materialsFill(parts, printer, state) {
  const spools = printer.spools ?? [];
  const reach = printerReach(printer, state);
  const short = reach?.concern?.place === 0 && reach.concern.verdict !== 'unknown' ? reach.concern.kind : null;
  domShow(parts.no_spools, spools.length === 0);
  domList(parts.spool_rows, spools, () => domClone('printer-spool'), (row, spool) => fillRow(row, spool, spool.kind === short));
  domText(parts.reach_text, reach && reachWords(reach), parts.reach);
  const verdict = reach?.concern?.verdict ?? 'lasts';
  domAttribute(parts.reach, 'data-verdict', verdict);
  domShow(parts.reach_icon, verdict === 'short' || verdict === 'missing');
}

function reachWords({ jobs, hasCurrent, concern }) {
  const { lasts, concerns } = texts.printer;
  if (!concern && !hasCurrent) return lasts.waiting(jobs);
  if (!concern) return jobs === 1 ? lasts.current : lasts.all(jobs);
  const name = isolated(concern.job_name) || texts.printer.unnamed;
  return concerns[concern.verdict](name, isolated(concern.material) ?? texts.kinds[concern.kind], formatVolume(concern.in3, concern.cm3));
}

function fillRow(row, spool, isShort) {
  const isUsable = spoolIsUsable(spool);
  const bay = spool.bay === null ? null : texts.bay(spool.bay);
  spoolFill(row, spool, isShort);
  domText(row.about, [spool.color, texts.kinds[spool.kind], bay].filter(Boolean).join(' · '));
  domText(row.left, isUsable ? known(formatVolume(spool.left_in3, spool.left_cm3)) : texts.not_loaded);
  domText(row.ratio, isUsable ? formatPercent(spool.left_ratio) : null);
  domText(row.facts, isUsable ? factsOf(spool).join(' · ') : null);
}

/** Where the location shows them: serial number, lot and dates. */
function factsOf({ spool_status, initial_in3, serial, lot, made_on, first_used_on }) {
  const words = texts.printer;
  return [
    initial_in3 && words.spool_full(formatVolume(initial_in3, null)),
    spool_status,
    serial && words.spool_serial(serial.replace(/\.0+$/, '')),
    lot && words.spool_lot(lot),
    made_on && words.spool_made(dateWords(made_on)),
    first_used_on && words.spool_used(dateWords(first_used_on)),
  ].filter(Boolean);
}

/** A date as printers write it, "07082018" or "Wed Oct 18 23:58:43 2017", in the reader's way; another text as it is. */
function dateWords(text) {
  const [, month, day, year] = text.match(/^(\d\d)(\d\d)(\d{4})$/) ?? text.match(/^\w{3} (\w{3}) +(\d\d?) \d\d:\d\d:\d\d (\d{4})$/) ?? [];
  const index = MONTHS.indexOf(month) + 1 || Number(month);
  const at = new Date(Number(year), index - 1, Number(day));
  return at.getMonth() === index - 1 ? formatDate(at.getTime() / 1000) : text;
}

// Which printer it is, how it is, since when, and its own words.
import { printerJobIsReady } from '../ahead.js';
import { domAttribute, domShow, domText } from '../dom.js';
import { formatClock, formatDuration, formatFull, isolated } from '../format.js';
import { iconSet } from '../icons.js';
import { damageWords, troubleWords } from '../printer_words.js';
import { printerIsStale, printerName, printerStateBeganAt, STATES } from '../printers.js';
import { sinceWords } from '../since.js';
import { texts } from '../texts.js';
import { webcamAddress } from '../webcam_address.js';

/** What of the head changes with the data. */
export function headFill(parts, printer, state) {
  domAttribute(parts.root, 'data-state', state);
  domAttribute(parts.root, 'data-tile', STATES[state].tile);
  domText(parts.name, printerName(printer));
  iconSet(parts.state_icon, state);
  domText(parts.state, texts.states[state], parts.state_badge);
  domText(parts.product, printer.product ?? printer.codename);
  domText(parts.location_text, printer.location, parts.location);
  domText(parts.group_text, printer.fleet_group, parts.group);
  domText(parts.id_text, printer.printer, parts.id);
  const webcam = webcamAddress(printer.webcam);
  domShow(parts.webcam_link, webcam !== null);
  if (webcam) domAttribute(parts.webcam_link, 'href', webcam);
  fillNotes(parts, printer, state);
}

function fillNotes(parts, printer, state) {
  const isDark = STATES[state].tile === 'dark';
  const words = isDark ? null : printer.status_text?.trim();
  domText(parts.says, words ? texts.printer.says(isolated(words)) : null);
  domText(parts.explanation, isDark ? null : printer.explanation);
  domText(parts.trouble_text, troubleWords(printer), parts.trouble);
  domText(parts.damage_text, damageWords(printer), parts.damage);
  domText(parts.hint, printerJobIsReady(printer, state) ? texts.ready_hint : texts.printer.hints[state] ?? null);
}

/** What of the head changes because time passes. */
export function headTick(parts, printer, state, now_s) {
  const began_s = printerStateBeganAt(printer, state);
  const clock = formatClock(began_s, now_s);
  domText(parts.since, clock && sinceWords(printer, state, clock, formatDuration(now_s - began_s)));
  if (clock) domAttribute(parts.since, 'title', formatFull(began_s));
  const age = formatDuration(now_s - printer.answered_at);
  const hasAnswered = printer.answered_at !== null;
  const isStale = printerIsStale(printer, state, now_s);
  domText(parts.age, hasAnswered ? (isStale ? texts.stale(age) : texts.ago(age)) : texts.never_answered, parts.age_line);
  domAttribute(parts.age, 'title', formatFull(printer.answered_at) ?? '');
  domShow(parts.stale_icon, isStale);
  domAttribute(parts.age_line, 'data-stale', String(isStale));
  domText(parts.last_seen, STATES[state].tile === 'dark' && hasAnswered ? texts.printer.last_seen(formatFull(printer.answered_at), age) : null);
}

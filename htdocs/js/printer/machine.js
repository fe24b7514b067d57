// What machine it is: versions, serial number, clock.
import { domShow } from '../dom.js';
import { formatDuration } from '../format.js';
import { texts } from '../texts.js';
import { factsFill } from './facts.js';
import { aboutOf } from './keys_known.js';

const CLOCK_WORTH_TELLING_S = 60;

/** Fills the panel from the printer and its keys. */
export function machineFill(parts, printer, keys) {
  const about = aboutOf(keys).map(({ key, value }) => [texts.printer.values[key], value]);
  factsFill(parts.machine_facts, [
    [texts.printer.product, printer.product],
    [texts.printer.codename, printer.codename],
    [texts.serial, printer.serial],
    [texts.controller, printer.controller_version],
    ...about,
    [texts.clock, clockOf(printer.clock_offset_s)],
    [texts.printer.interval, formatDuration(printer.interval_s)],
  ]);
  domShow(parts.machine, !parts.machine_facts.hidden);
}

function clockOf(offset_s) {
  if (typeof offset_s !== 'number') return null;
  if (Math.abs(offset_s) < CLOCK_WORTH_TELLING_S) return texts.printer.clock_right;
  const by = formatDuration(Math.abs(offset_s));
  return offset_s > 0 ? texts.clock_ahead(by) : texts.clock_behind(by);
}

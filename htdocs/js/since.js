// For how long a printer has been as it is, in words: at least so long where nobody watched before.
import { printerBeganSeen } from './printers.js';
import { texts } from './texts.js';

/** "since 14:03 · 2 h 05 min" of a clock and an age in words. */
export const sinceWords = (printer, state, clock, age) => (printerBeganSeen(printer, state) ? texts.since : texts.at_least_since)(clock, age);

/** "2 h 05 min", "≥ 2 h 05 min". */
export const ageWords = (printer, state, age) => (printerBeganSeen(printer, state) ? age : texts.at_least(age));

// What an event says, in the reader's words. The API's text is English; one that is not known stays as it is.
import { formatFull, formatVolume } from './format.js';
import { texts } from './texts.js';

const volume = (in3) => formatVolume(Number(in3), null);

/** By kind: the API's texts, and what they are in words; null where the kind has said it all. */
const WORDS = {
  state: [[/^(\w+); it says: (.*)$/s, (state, says) => texts.states[state] && `${texts.states[state]} · ${texts.says(says)}`]],
  job_began: [
    [/^it begins$/, () => null],
    [/^it is under way; its beginning was not seen$/, () => texts.printer.event_texts.under_way],
  ],
  job_ended: [
    [/^(completed|cancelled|failed)(?:, built for (.+))?$/, (result, built) => resultWords(texts.results[result], built)],
    [/^it is over; how it ended is unknown(?:, built for (.+))?$/, (built) => resultWords(texts.printer.event_texts.over, built)],
  ],
  poller_began: [
    [/^for the first time$/, () => texts.printer.event_texts.first],
    [/^the last one was stopped in good order at (\S+)$/, (time) => texts.printer.event_texts.stopped_at(timeWords(time))],
    [/^the last one was killed, or lost its power, after (\S+)$/, (time) => texts.printer.event_texts.killed_after(timeWords(time))],
  ],
  poller_stopped: [[/^in good order$/, () => texts.printer.event_texts.in_order]],
  damage: [
    [/^its status text is damaged$/, () => null],
    [/^its status text is whole again$/, () => texts.printer.event_texts.whole],
  ],
  offline: [[/^it does not answer$/, () => null]],
  online: [[/^it answers again$/, () => null]],
  unobserved: [[/^nobody watched for (.+)$/, (duration) => duration]],
  material_low: [[/^(.+): ([\d.]+) cubic inches are left$/, (name, in3) => texts.printer.event_texts.left(name, volume(in3))]],
  material_out: [[/^(.+) is used up$/, (name) => name]],
  material_loaded: [[/^(.+), ([\d.]+) cubic inches$/, (name, in3) => `${name}, ${volume(in3)}`]],
  material_removed: [[/^(.+), ([\d.]+) cubic inches were left$/, (name, in3) => texts.printer.event_texts.left(name, volume(in3))]],
};

const timeWords = (time) => formatFull(Date.parse(time) / 1000) ?? time;
const resultWords = (result, built) => [result, built && texts.printer.event_texts.built(built)].filter(Boolean).join(', ');

/** The words of an event's text, or null. */
export function eventWords({ kind, text }) {
  for (const [pattern, words] of Object.hasOwn(WORDS, kind) ? WORDS[kind] : []) {
    const match = pattern.exec(text ?? '');
    const said = match ? words(...match.slice(1)) : undefined;
    if (said !== undefined) return said;
  }
  return text;
}

// What the keys of the machines' own sections mean, as far as it is known. Pure: keys in, names of words out.

/** Switches: what is usual, what needs a look ('look'), and what is worth telling only when it is so ('only'). */
const SWITCHES = {
  doorOpen: { look: true },
  doorLatch: {},
  lightsOn: {},
  modelInHead: {},
  supportInHead: {},
  modelInHead2: { only: true },
  supportInHead2: { only: true },
  modelLatched: { look: false },
  supportLatched: { look: false },
  modelLatched2: { only: true },
  supportLatched2: { only: true },
  xyHomed: { look: false },
  zHomed: { look: false },
  zJam: { look: true },
  chamberHeater: {},
  cameraEnabled: {},
};

/** Values in words or with a unit, in the order to show. */
const VALUES = [
  { key: 'internalState', as: 'word' },
  { key: 'partTip', as: 'text' },
  { key: 'supportTip', as: 'text' },
  { key: 'headHeater_pwm', as: 'of255' },
  { key: 'suptHeater_pwm', as: 'of255' },
  { key: 'tipOffset', as: 'inches' },
  { key: 'zOffset', as: 'inches' },
];
const ABOUT_MACHINE = [
  'productVersion', 'buildVersion', 'firmwareVersion', 'materials', 'modelExtruderSerialNumber', 'supportExtruderSerialNumber',
];
const TRUTHS = { true: true, 1: true, false: false, 0: false };
const OF_OTHERS = new Set(['cassette', 'currentJob', 'previousJob', 'queue']);
const PWM_MOST = 255;

/** Key → value of what a machine says of itself, from rows {section, key, value}: spools and jobs have keys of the same names. */
export function keysOfMachine(rows) {
  return Object.fromEntries(rows.filter(({ section }) => !OF_OTHERS.has(section)).map(({ key, value }) => [key, value]));
}

/** The switches there are: {key, isOn, needsLook}. */
export function switchesOf(keys) {
  return Object.entries(SWITCHES)
    .map(([key, about]) => ({ key, isOn: TRUTHS[keys[key]?.trim()], ...about }))
    .filter(({ isOn, only }) => isOn !== undefined && (only === undefined || isOn === only))
    .map(({ key, isOn, look }) => ({ key, isOn, needsLook: look === isOn }));
}

/** The values there are: {key, kind, value}; `value` is a text, a ratio of 'of255', numbers of 'inches'. */
export function valuesOf(keys) {
  return VALUES.filter(({ key }) => keys[key]?.trim())
    .map(({ key, as }) => ({ key, kind: as, value: readers[as](keys[key].trim()) }))
    .filter(({ value }) => value !== null);
}

const readers = {
  word: (text) => text,
  text: (text) => text,
  of255: (text) => (isNumber(text) ? Number(text) / PWM_MOST : null),
  inches: (text) => (text.split(/\s+/).every(isNumber) ? text.split(/\s+/).map(Number) : null),
};
const isNumber = (text) => /^-?\d+(\.\d+)?$/.test(text);

/** What is told of the machine itself: {key, value}. */
export const aboutOf = (keys) => ABOUT_MACHINE.filter((key) => keys[key]?.trim()).map((key) => ({ key, value: keys[key].trim() }));

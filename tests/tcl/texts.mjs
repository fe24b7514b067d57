// Nasty status texts, the same for the same seed. Some of them Tcl refuses.

/** A generator of numbers below n (mulberry32). */
function random(seed) {
  let state = seed >>> 0;
  return (n) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % n;
  };
}

const pieces = [
  'a', 'b7', 'Halterung', 'é', 'ß', '零件', '€', '\u00a0', '\u2028', '😀', ' ', '  ', '\t', '\t\t', '\n', '\r\n', '\r', '{', '}', '{}', '{x}',
  '{a b}', '{ {c} d}', '"', '""', '"q r"', '\\', '\\\\', '\\{', '\\}', '\\"', '\\n', '\\t', '\\a', '\\\n', '\\\n \t', '\\\\\n', '\\ ',
  '\\x', '\\x4', '\\x41', '\\x414', '\\xe9', '\\u', '\\u20ac', '\\u20', '\\U1F', '\\U000020ac', '\\7', '\\101', '\\1011', '\\377',
  '\\400', '\\8', '\\é', ';', ';;', '$', '$a', '[', ']', '[b]', '#', '-', '-3', '-k', ':', ',', '@', '0', '1.5', '\v', '\f', "'", '(', ')',
];

const pick = (next, list) => list[next(list.length)];
const repeat = (next, most, make) => Array.from({ length: next(most + 1) }, make);
const wild = (next, most) => repeat(next, most, () => pick(next, pieces)).join('');

/** Text whose braces balance also for a reader that takes backslashes as they are. */
const tame = (next) => wild(next, 6).replace(/[{}\\]/g, '');
const escaped = (text) => text.replace(/[\s{}"\\;$[\]#]/g, (c) => (c === '\n' ? '\\n' : `\\${c}`));

const values = [
  (next) => `{${tame(next)}}`,
  (next) => `{${tame(next)} {${tame(next)} {${tame(next)}}} ${tame(next)}}`,
  (next) => `"${tame(next).replaceAll('"', '\\"')}"`,
  (next) => escaped(tame(next)) || '{}',
  (next) => pick(next, ['{}', '""', '0', '-0.002', '{0.8 -0.002}', 'true', '{-1}', '"07082018"', '{a;b $c [d]}']),
  (next) => `{${wild(next, 4)}}`,
  (next) => `"${wild(next, 4)}"`,
  (next) => `x${wild(next, 3)}`,
];

/** One of the values; most texts use only those that Tcl takes. */
const value = (next, most) => values[next(most)](next);
const key = (next) => `-${pick(next, ['jobName', '1stUsageDate', 'jobid', 'owner', 'pack', 'k', 'é', 'x.y', 'a:b'])}`;

function group(next, most, end) {
  const lines = repeat(next, 8, () => `\t${key(next)}${pick(next, [' ', ' ', '  ', '\t'])}${value(next, most)}${end}`);
  return `${end}${lines.join(pick(next, ['', `\t${end}`, '\\\n']))}`;
}

function section(next, name, most, end) {
  const list =
    next(3) === 0 ? repeat(next, 4, () => `${end}{${group(next, most, end)}}`).join('') + end : group(next, most, end);
  return `set machineStatus(${name}) {${list}}${pick(next, [';', ';', ' ;', '', ' '])}${end}`;
}

const names = ['general', 'cassette', 'mariner', 'currentJob', 'previousJob', 'queue', 'general', 'x-1', 'käse'];

/** The text of that seed. */
export function statusText(seed) {
  const next = random(seed);
  const most = next(3) === 0 ? values.length : values.length - 3;
  const end = next(4) === 0 ? '\r\n' : '\n';
  return names
    .filter(() => next(3) > 0)
    .map((name) => section(next, name, most, end) + pick(next, ['', end, `# a comment ${end}`, ';']))
    .join('');
}

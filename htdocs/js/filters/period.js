// The part of the filter bar that chooses the time: presets, steps to and fro, two days, and the words for all that.
import { domAttribute, domClone, domShow, domText } from '../dom.js';
import { locale, texts } from '../texts.js';
import { filterRange } from './query.js';
import { RANGE_DEFAULT, RANGE_PRESETS, rangeBounds, rangeLabel, rangeOfDays, rangeStep, rangeValid } from './range.js';

const CUSTOM = 'custom';
const isCustom = (range) => range.includes('..');

/** The words for a range, also for all of time. */
export const periodLabel = (range, today) => rangeLabel(range, today, locale) ?? texts.filters.ranges.all;

/**
 * Below the parts of the bar. `choose(range)` is told of a choice, `type(range)` of a day that is being written.
 * `show(query, today)` shows the range of a query.
 */
export function periodCreate(parts, { choose, type }) {
  let range = RANGE_DEFAULT;
  let today = null;
  let daysShown = null;
  const presets = [...RANGE_PRESETS, CUSTOM].map((name) => presetCreate(parts.presets, name, pick));

  function pick(name) {
    if (name !== CUSTOM) return choose(name);
    const { first, last } = rangeBounds(range, today) ?? rangeBounds(RANGE_DEFAULT, today);
    choose(rangeOfDays(first, last));
    parts.first.focus();
  }

  /** The day that was changed counts: the other one gives way where they are turned round. */
  function typed(changed, other) {
    if (!rangeOfDays(changed.value, changed.value)) return;
    const isTurned = !rangeOfDays(parts.first.value, parts.last.value);
    if (isTurned) other.value = changed.value;
    type(rangeOfDays(parts.first.value, parts.last.value));
  }

  function showDays() {
    domShow(parts.days, isCustom(range));
    if (daysShown === range) return; // a day half written stays
    daysShown = range;
    const bounds = isCustom(range) ? rangeBounds(range, today) : { first: '', last: '' };
    for (const name of ['first', 'last']) if (parts[name].value !== bounds[name]) parts[name].value = bounds[name];
  }

  parts.first.addEventListener('input', () => typed(parts.first, parts.last));
  parts.last.addEventListener('input', () => typed(parts.last, parts.first));
  stepListen(parts.earlier, () => rangeStep(range, -1, today), choose);
  stepListen(parts.later, () => rangeStep(range, +1, today), choose);

  return {
    show(query, day) {
      range = filterRange(query);
      today = day;
      for (const [name, button] of presets) domAttribute(button, 'aria-pressed', String(name === range || (name === CUSTOM && isCustom(range))));
      showDays();
      showStep(parts.earlier, rangeStep(range, -1, today));
      showStep(parts.later, rangeStep(range, +1, today));
      domText(parts.range, periodLabel(range, today));
      const isWrong = Boolean(query.range) && !rangeValid(query.range);
      domText(parts.wrong_text, isWrong ? texts.filters.wrong_range(query.range, texts.filters.ranges[RANGE_DEFAULT]) : null, parts.wrong);
    },
  };
}

function presetCreate(root, name, pick) {
  const button = domClone('filters-preset').root;
  button.textContent = texts.filters.ranges[name];
  button.addEventListener('click', () => pick(name));
  root.append(button);
  return [name, button];
}

function stepListen(button, next, choose) {
  button.addEventListener('click', () => {
    const range = next();
    if (range) choose(range);
  });
}

/** Not `disabled`: a button that was pressed until its end keeps the focus. */
function showStep(button, next) {
  domAttribute(button, 'aria-disabled', String(next === null));
}

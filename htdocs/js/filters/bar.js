// The filter bar: the time, what else narrows down what is shown, and what is set, for pages with filters in their address.
import { domAttribute, domClone, domShow, domText } from '../dom.js';
import { texts } from '../texts.js';
import { zoneDiffers } from '../zone.js';
import { chipsCreate } from './chips.js';
import { searchCreate, selectCreate } from './field.js';
import { listsCreate } from './lists.js';
import { OPTIONS, optionsKept } from './options.js';
import { periodCreate, periodLabel } from './period.js';
import { BY_DEFAULT, filterChanged, filterNames, filterRange, filterRunningNever } from './query.js';
import { rangeToday } from './range.js';
import { typingCreate } from './typing.js';

let bars = 0;

/**
 * A bar with those of range, by, printer, fleet_group, product, owner, result, material, q that `fields` names, in that order;
 * `by` is what a range is about where the address does not say.
 * `onChange(query, {replace})` gets the whole query of the address with what the reader changed in it; `replace` while
 * something is typed. Returns {root, show(query), update(), today(), label()}: `today()` is the server's day, for
 * filterParams, and `label()` the range in words.
 */
export function filterBarCreate({ fields, by = BY_DEFAULT, context, onChange }) {
  const parts = domClone('filters-bar');
  const hasRange = fields.includes('range');
  const inputs = new Map(); // field → {root, show}
  let query = {};

  const typing = typingCreate((values) => parts.root.isConnected && change(values, true));
  const lists = listsCreate(context, fill);
  const chips = chipsCreate(parts, (names) => change(Object.fromEntries(names.map((name) => [name, null]))));
  const period = periodCreate(parts, {
    choose: (range) => change({ range }),
    type: (range) => typing.set('range', range),
  });

  const today = () => rangeToday(context.clock.now(), context.store.get().time_zone);
  const byInAddress = (value) => (value === by ? null : value);
  const listOf = (field) => (field === 'q' ? 'owner' : field); // both ask by people

  function change(values, replace = false) {
    onChange(filterChanged(query, { ...typing.take(), ...values }), { replace });
  }

  function inputCreate(field) {
    if (field === 'q') return searchCreate(field, { type: (value) => typing.set('q', value), isTyping: () => typing.has('q') });
    return selectCreate(field, {
      isRequired: field === 'by',
      choose: (value) => change({ [field]: field === 'by' ? byInAddress(value) : value }),
    });
  }

  function optionsOf(field) {
    const options = OPTIONS[field](context.store.get().printers, lists.options(field));
    return optionsKept(options, query[field]);
  }

  function ask() {
    for (const field of inputs.keys()) lists.ask(listOf(field));
  }

  function fill() {
    if (hasRange) period.show(query, today());
    for (const [field, input] of inputs) {
      const value = query[field] ?? (field === 'by' ? by : '');
      input.show({ value, options: optionsOf(field), isHidden: lists.isHidden(listOf(field)) });
    }
    fillSet();
    const { time_zone } = context.store.get();
    domText(parts.zone, hasRange && zoneDiffers(time_zone) ? texts.filters.zone(time_zone) : null);
  }

  function fillSet() {
    const names = filterNames(query, fields, by);
    const labelOf = (field) => optionsOf(field).find(({ value }) => value === query[field])?.label;
    chips.show(names.map((field) => ({ field, name: texts.filters.fields[field], label: labelOf(field) })));
    domText(parts.fold_text, texts.filters.fold(names.length));
    domShow(parts.running, filterRunningNever(query, fields, by));
  }

  for (const field of fields.filter((name) => name !== 'range')) {
    inputs.set(field, inputCreate(field));
    parts.fields.append(inputs.get(field).root);
  }
  parts.running_mend.addEventListener('click', () => change({ by: byInAddress('submitted') }));
  parts.root.addEventListener('submit', (event) => {
    event.preventDefault();
    change({}, true);
  });
  domShow(parts.period, hasRange);
  domShow(parts.fold, inputs.size > 0);
  foldListen(parts);
  ask();

  return {
    root: parts.root,
    show(next) {
      query = next;
      fill();
    },
    update() {
      ask();
      fill();
    },
    today,
    label: () => periodLabel(filterRange(query), today()),
  };
}

/** On a narrow page (filters.css) the fields are behind a button. */
function foldListen({ fold, fields }) {
  fields.id = `filters-fields-${++bars}`;
  fold.setAttribute('aria-controls', fields.id);
  fold.addEventListener('click', () => domAttribute(fold, 'aria-expanded', String(fold.getAttribute('aria-expanded') !== 'true')));
}

// The filter bar: the time, what else narrows down what is shown, and what is set, for pages with filters in their address.
import { domAttribute, domClone, domShow, domText } from '../dom.js';
import { texts } from '../texts.js';
import { zoneDiffers } from '../zone.js';
import { chipsCreate } from './chips.js';
import { fieldsCreate } from './fields.js';
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
  const names = fields.filter((name) => name !== 'range');
  let query = {};

  const typing = typingCreate((values) => parts.root.isConnected && change(values, true));
  const inputs = fieldsCreate(parts.fields, names, { by, context, typing, choose: change, onList: fill });
  const chips = chipsCreate(parts, (gone) => change(Object.fromEntries(gone.map((name) => [name, null]))));
  const period = periodCreate(parts, {
    choose: (range) => change({ range }),
    type: (range) => typing.set('range', range),
  });

  const today = () => rangeToday(context.clock.now(), context.store.get().time_zone);

  function change(values, replace = false) {
    onChange(filterChanged(query, { ...typing.take(), ...values }), { replace });
  }

  function fill() {
    if (hasRange) period.show(query, today());
    inputs.show(query);
    fillSet();
    const { time_zone } = context.store.get();
    domText(parts.zone, hasRange && zoneDiffers(time_zone) ? texts.filters.zone(time_zone) : null);
  }

  function fillSet() {
    const set = filterNames(query, fields, by);
    chips.show(set.map((field) => ({ field, name: texts.filters.fields[field], label: inputs.labelOf(field) })));
    domText(parts.fold_text, texts.filters.fold(set.length));
    domShow(parts.running, filterRunningNever(query, fields, by));
  }

  parts.running_mend.addEventListener('click', () => change({ by: by === 'submitted' ? null : 'submitted' }));
  parts.root.addEventListener('submit', (event) => {
    event.preventDefault();
    change({}, true);
  });
  domShow(parts.period, hasRange);
  domShow(parts.fold, names.length > 0);
  foldListen(parts);
  inputs.ask();

  return {
    root: parts.root,
    show(next) {
      query = next;
      fill();
    },
    update() {
      inputs.ask();
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

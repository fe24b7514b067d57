// The line above the printers: what narrows them down, how many are left of how many, and how they are shown.
import { domAttribute, domClone, domShow, domText } from '../dom.js';
import { typingCreate } from '../filters/typing.js';
import { iconSet } from '../icons.js';
import { locale, texts } from '../texts.js';
import { FILTERS, filterNamesState, filterValues } from './filter.js';
import { VIEWS } from './view.js';

const words = texts.fleet_page;
const order = new Intl.Collator(locale, { numeric: true }).compare;
const LABEL_CHARACTERS = 60; // a list is as wide as the longest of its labels

/** Fills the toolbar of `parts`; `change(patch, {replace})` gets what the reader changed in the query, `choose(view)` a view. */
export function toolbarCreate(parts, { change, choose }) {
  const typing = typingCreate((typed) => parts.bar.isConnected && change(typed, { replace: true }));
  const alter = (patch) => change({ ...typing.take(), ...patch });
  const selects = ['state', 'product', 'fleet_group', 'location'].map((name) => selectCreate(parts.selects, name, (value) => alter({ [name]: value })));
  const views = VIEWS.map((view) => viewCreate(parts.views, view, choose));

  function clear() {
    typing.take();
    change(Object.fromEntries(FILTERS.map((name) => [name, null])));
    parts.search.focus();
  }

  parts.search.addEventListener('input', () => typing.set('q', parts.search.value.trim()));
  parts.clear.addEventListener('click', clear);
  parts.empty_clear.addEventListener('click', clear);
  parts.bar.addEventListener('submit', (event) => {
    event.preventDefault();
    change(typing.take(), { replace: true });
  });
  foldListen(parts);

  return {
    /** The query of the address, all printers as of printersSorted, how many are shown, and the view. */
    fill(query, items, shown, view) {
      const values = filterValues(items, order);
      for (const select of selects) select.fill(values[select.name], query[select.name] ?? '');
      for (const one of views) one.mark(view);
      if (!typing.has('q') && parts.search.value.trim() !== (query.q ?? '')) parts.search.value = query.q ?? '';
      const set = FILTERS.filter((name) => query[name]);
      domText(parts.count, set.length > 0 ? words.counted(shown, items.length) : texts.total(items.length));
      domShow(parts.clear, set.length > 0);
      domText(parts.fold_text, words.fold(set.filter((name) => name !== 'q').length));
    },
  };
}

/** A list; with nothing to choose between it is not shown. */
function selectCreate(root, name, choose) {
  const { root: label, select } = domClone('fleet-select');
  const none = new Option(words.any[name], '');
  let shown = null;
  domAttribute(select, 'aria-label', words.fields[name]);
  domAttribute(select, 'data-filter', name);
  select.addEventListener('change', () => choose(select.value));
  root.append(label);
  return {
    name,
    fill(values, value) {
      const all = value && !values.includes(value) ? [...values, value] : values; // a link may name what is gone
      domShow(label, all.length > 1 || value !== '');
      domAttribute(label, 'data-set', String(value !== ''));
      const key = JSON.stringify(all);
      if (key !== shown) select.replaceChildren(none, ...all.map((one) => optionCreate(name, one))); // one that is open stays
      shown = key;
      if (select.value !== value) select.value = value;
    },
  };
}

function optionCreate(name, value) {
  const label = name === 'state' ? stateWord(value) : value;
  const characters = [...label];
  const option = new Option(characters.length > LABEL_CHARACTERS ? `${characters.slice(0, LABEL_CHARACTERS).join('')}…` : label, value);
  option.dir = 'auto';
  return option;
}

function stateWord(value) {
  if (filterNamesState(value)) return texts.states[value];
  return Object.hasOwn(words.state_options, value) ? words.state_options[value] : value;
}

function viewCreate(root, view, choose) {
  const { root: button, icon, word } = domClone('fleet-view');
  iconSet(icon, view);
  domText(word, words.views[view]);
  domAttribute(button, 'data-view', view);
  button.addEventListener('click', () => choose(view));
  root.append(button);
  return { mark: (chosen) => domAttribute(button, 'aria-pressed', String(view === chosen)) };
}

/** On a narrow page (fleet.css) the lists are behind a button. */
function foldListen({ fold, selects }) {
  selects.id = 'fleet-selects';
  domAttribute(fold, 'aria-controls', selects.id);
  fold.addEventListener('click', () => domAttribute(fold, 'aria-expanded', String(fold.getAttribute('aria-expanded') !== 'true')));
}

// What the reader chooses of the timeline: the order of its rows, and which printers they are of.
import { domAttribute, domClone, domShow, domText } from '../dom.js';
import { filterValues } from '../fleet/filter.js';
import { locale, texts } from '../texts.js';

const words = texts.timeline;
const SORTS = ['fleet', 'place'];
const FILTERS = ['fleet_group', 'product'];
const { compare } = new Intl.Collator(locale, { numeric: true });

export const sortOf = (query) => (SORTS.includes(query.sort) ? query.sort : SORTS[0]);

/** Lists below `root`; `change(patch)` gets what is to be altered in the query. `fill(query, items)`: those of printersSorted. */
export function choicesCreate(root, change) {
  const [sort, ...filters] = ['sort', ...FILTERS].map((name) => choiceCreate(root, name, change));
  return {
    fill(query, items) {
      const values = filterValues(items, compare);
      sort.fill(SORTS.map((value) => [value === SORTS[0] ? '' : value, words.sorts[value]]), query.sort ?? '');
      filters.forEach((filter, i) => {
        const name = FILTERS[i];
        const set = query[name] ?? '';
        const all = set && !values[name].includes(set) ? [...values[name], set] : values[name]; // a link may name what is gone
        filter.fill([['', words.all], ...all.map((value) => [value, value])], set);
      });
    },
  };
}

function choiceCreate(root, name, change) {
  const parts = domClone('timeline-choice');
  let shown = '';
  domText(parts.label, words[name]);
  domAttribute(parts.select, 'dir', 'auto');
  parts.select.addEventListener('change', () => change({ [name]: parts.select.value }));
  root.append(parts.root);
  return {
    /** Of one value alone there is nothing to choose. */
    fill(options, value) {
      const key = JSON.stringify(options);
      if (key !== shown) parts.select.replaceChildren(...options.map(([one, word]) => new Option(word, one)));
      shown = key;
      domShow(parts.root, options.length > 2 || name === 'sort' || value !== '');
      parts.select.value = options.some(([one]) => one === value) ? value : '';
    },
  };
}

// The filters beside the time: what each offers, and what is chosen.
import { searchCreate, selectCreate } from './field.js';
import { listsCreate } from './lists.js';
import { OPTIONS, optionsKept } from './options.js';

const listOf = (name) => (name === 'q' ? 'owner' : name); // both ask by people

/**
 * A list for each of `names` below `root`, and a search for q. `choose(values)` is told of a choice; what is typed goes to
 * `typing`; `onList()` when more is offered; `by` is what a range is about where the query does not say. Returns
 * {ask(), show(query), labelOf(name)}: `ask` for what the API alone knows, the word of what the query has of that name.
 */
export function fieldsCreate(root, names, { by, context, typing, choose, onList }) {
  const lists = listsCreate(context, onList);
  const inputs = names.map((name) => ({ name, ...inputCreate(name) }));
  let query = {};
  root.append(...inputs.map((input) => input.root));

  function inputCreate(name) {
    if (name === 'q') return searchCreate(name, { type: (value) => typing.set('q', value), isTyping: () => typing.has('q') });
    const inAddress = (value) => (name === 'by' && value === by ? null : value);
    return selectCreate(name, { isRequired: name === 'by', choose: (value) => choose({ [name]: inAddress(value) }) });
  }

  function optionsOf(name) {
    const options = OPTIONS[name](context.store.get().printers, lists.options(name));
    return optionsKept(options, query[name]);
  }

  return {
    ask() {
      for (const name of names) lists.ask(listOf(name));
    },
    show(next) {
      query = next;
      for (const { name, show } of inputs) {
        const value = query[name] ?? (name === 'by' ? by : '');
        show({ value, options: optionsOf(name), isHidden: lists.isHidden(listOf(name)) });
      }
    },
    labelOf: (name) => optionsOf(name).find(({ value }) => value === query[name])?.label,
  };
}

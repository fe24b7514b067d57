// The names that only the API knows: asked once, and again when a reader turns to a list that did not come.
import { optionsOf } from './options.js';

const LISTS = {
  owner: 'api/v1/owners?fields=owner&limit=1000',
  material: 'api/v1/materials?fields=material&limit=1000',
};
const FORBIDDEN = 403;

/** `onChange()` when one came. Returns {options(field), isHidden(field), ask(field)}: hidden is what this location does not show. */
export function listsCreate(get, onChange) {
  const lists = {}; // field → {options, isHidden, isAsking}

  async function ask(field) {
    if (!(field in LISTS) || lists[field]?.isAsking || lists[field]?.options) return;
    lists[field] = { isAsking: true };
    const { body, failure } = await get(LISTS[field]);
    lists[field] = { options: body ? optionsOf(body.items, field) : null, isHidden: failure?.status === FORBIDDEN };
    onChange();
  }

  return {
    ask,
    options: (field) => lists[field]?.options ?? [],
    isHidden: (field) => lists[field]?.isHidden ?? false,
  };
}

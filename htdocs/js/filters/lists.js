// The names that only the API knows: asked until they have come once.
import { optionsOf } from './options.js';

const LISTS = {
  owner: 'api/v1/owners?fields=owner&limit=1000',
  material: 'api/v1/materials?fields=material&limit=1000',
};
const FORBIDDEN = 403;
const RETRY_S = 30;

/**
 * `onChange()` when one came. Returns {options(field), isHidden(field), ask(field)}: hidden is what this location does not
 * show; `ask` does nothing where it was answered, or asked a moment ago.
 */
export function listsCreate({ get, clock }, onChange) {
  const lists = {}; // field → {options, isHidden, isDone, asked_at_s}

  async function ask(field) {
    const now_s = clock.now();
    if (!(field in LISTS) || lists[field]?.isDone || now_s < lists[field]?.asked_at_s + RETRY_S) return;
    lists[field] = { asked_at_s: now_s };
    const { body, failure } = await get(LISTS[field]);
    const isHidden = failure?.status === FORBIDDEN;
    Object.assign(lists[field], { options: body && optionsOf(body.items, field), isHidden, isDone: isHidden || !failure });
    onChange();
  }

  return {
    ask,
    options: (field) => lists[field]?.options ?? [],
    isHidden: (field) => lists[field]?.isHidden ?? false,
  };
}

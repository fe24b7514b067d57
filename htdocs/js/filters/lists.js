// The names that only the API knows: asked once, and again when a reader turns to a list that did not come.

const LISTS = {
  owner: 'api/v1/owners?fields=owner&limit=1000',
  material: 'api/v1/materials?fields=material&limit=1000',
};
const FORBIDDEN = 403;

/** `onChange()` when one came. Returns {items(field), isHidden(field), ask(field)}: hidden is what this location does not show. */
export function listsCreate(get, onChange) {
  const lists = {}; // field → {items, isHidden, isAsking}

  async function ask(field) {
    if (!(field in LISTS) || lists[field]?.isAsking || lists[field]?.items) return;
    lists[field] = { isAsking: true };
    const { body, failure } = await get(LISTS[field]);
    lists[field] = { items: body?.items ?? null, isHidden: failure?.status === FORBIDDEN };
    onChange();
  }

  return {
    ask,
    items: (field) => lists[field]?.items ?? [],
    isHidden: (field) => lists[field]?.isHidden ?? false,
  };
}

// The page's state: one plain object, replaced and never changed in place. Data flows one way: api → store → views.

/** A store; `set(patch)` makes the next state and tells every subscriber once. */
export function storeCreate(initial) {
  let state = initial;
  const subscribers = [];
  return {
    get: () => state,
    set(patch) {
      state = { ...state, ...patch };
      for (const tell of subscribers) tell(state);
    },
    subscribe: (tell) => subscribers.push(tell),
  };
}

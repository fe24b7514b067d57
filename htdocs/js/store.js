// The page's state: one plain object, replaced and never changed in place. Data flows one way: api → store → views.

/** A store; `set(patch)` makes the next state and tells every subscriber once, unless it says nothing new. */
export function storeCreate(initial) {
  let state = initial;
  const subscribers = [];
  return {
    get: () => state,
    set(patch) {
      if (Object.keys(patch).every((key) => patch[key] === state[key])) return;
      state = { ...state, ...patch };
      for (const tell of subscribers) tell(state);
    },
    subscribe: (tell) => subscribers.push(tell),
  };
}

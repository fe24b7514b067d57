// What is being typed: told when the typing pauses, or taken before.

const PAUSE_MS = 300;

/** `onTyped(values)` after a pause. `set(name, value)` types, `has(name)` tells whether it waits, `take()` gives all that waits. */
export function typingCreate(onTyped) {
  let timer = null;
  let values = {};

  function take() {
    clearTimeout(timer);
    const taken = values;
    values = {};
    return taken;
  }

  return {
    set(name, value) {
      clearTimeout(timer);
      values[name] = value;
      timer = setTimeout(() => onTyped(take()), PAUSE_MS);
    },
    has: (name) => name in values,
    take,
  };
}

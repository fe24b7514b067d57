// What a page shows of one address, which may change with its filters: the last good body stays until the next is there.
import { apiWatch } from './api.js';

const NOTHING = { url: null, body: null, answered_at_s: null, failure: null, isAsking: false };

/**
 * `onChange({url, body, answered_at_s, failure, isAsking})` whenever one of them changed: `body` is the last good one, also while
 * the next address is asked and after a `failure`, as of apiAsk. `follow(url, {least_s, all})` turns to another address, null to
 * none: asked again no sooner than after `least_s` seconds, and with `all` to its last page (`body.isCut`: there is still more). `again()`
 * asks at once; `stop()` ends it for good: a page that is left asks nothing more.
 */
export function sourceCreate(clock, onChange) {
  let watch = null;
  let data = NOTHING;
  let isEnded = false;

  function set(patch) {
    data = { ...data, ...patch };
    onChange(data);
  }

  function unwatch() {
    watch?.stop();
    watch = null;
  }

  return {
    follow(url, options = {}) {
      if (isEnded || url === data.url) return;
      unwatch();
      if (url === null) return set(NOTHING);
      set({ url, isAsking: true, failure: null });
      watch = apiWatch(url, {
        ...options,
        onAnswer: ({ body }) => set({ body, answered_at_s: clock.now(), failure: null, isAsking: false }),
        onFailure: (failure) => set({ failure, isAsking: false }),
      });
    },
    again: () => watch?.again(),
    stop() {
      isEnded = true;
      unwatch();
    },
  };
}

// The wall has the screen for itself: no pointer, no sleep, the full screen on a click; it is left by a link or Escape.
import { domAttribute } from '../dom.js';

const AWAKE_MS = 3000;
const quietly = (promise) => promise?.catch(() => {}); // a browser may refuse: the wall is as good without

/** For the page below `root`; `leave()` goes elsewhere. `stop()` ends it. */
export function screenCreate(root, leave) {
  const ended = new AbortController();
  const listen = (target, type, act) => target.addEventListener(type, act, { signal: ended.signal });
  let timer = null;
  let lock = null;

  const fallAsleep = () => domAttribute(root, 'data-awake', 'false');

  function wake() {
    domAttribute(root, 'data-awake', 'true');
    clearTimeout(timer);
    timer = setTimeout(fallAsleep, AWAKE_MS);
  }

  /** The lock is lost with each change to another tab. */
  async function keepLight() {
    if (document.hidden) return;
    lock = (await quietly(navigator.wakeLock?.request('screen'))) ?? null;
    if (ended.signal.aborted) quietly(lock?.release());
  }

  listen(document, 'pointermove', wake);
  listen(document, 'visibilitychange', keepLight);
  listen(document, 'keydown', (event) => event.key === 'Escape' && !event.defaultPrevented && leave());
  listen(document, 'click', ({ target }) => {
    if (!target.closest('a, button') && !document.fullscreenElement) quietly(document.documentElement.requestFullscreen?.());
  });
  fallAsleep();
  keepLight();
  return {
    stop() {
      ended.abort();
      clearTimeout(timer);
      quietly(lock?.release());
      if (document.fullscreenElement) quietly(document.exitFullscreen());
    },
  };
}

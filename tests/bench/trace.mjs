// What the thread of a page did, by Chromium's own tracing, in its processor time.
const CATEGORIES = ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'v8', 'v8.execute', 'toplevel'];

/** A trace names what it sees; what is within another kind is not of that kind. */
const KINDS = [
  ['scripting', /^(TimerFire|FunctionCall|RunMicrotasks|EvaluateScript|EventDispatch|FireAnimationFrame)$/],
  ['scripting', /^SimpleWatcher::OnHandleReady$/], // reads and parses an answer
  ['GC', /^(V8\.GC|MajorGC$|MinorGC$)/],
  ['layout', /^Layout$/],
  ['style', /^UpdateLayoutTree$/],
  ['other', /^RunTask$/],
];

/** Begins to trace; `stop()` resolves to what happened on the page's thread: {kind, isTick, ms}, a tick being of a repeating timer. */
export async function traceStart(browser) {
  const session = await browser.newBrowserCDPSession();
  const events = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...value));
  await session.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: CATEGORIES } });
  return {
    async stop() {
      const ended = new Promise((resolve) => session.on('Tracing.tracingComplete', resolve));
      await session.send('Tracing.end');
      await ended;
      await session.detach();
      return happenings(events);
    },
  };
}

function happenings(events) {
  const { pid, tid } = events.find(({ name }) => name === 'TimerFire');
  const ofThread = events
    .filter((event) => event.pid === pid && event.tid === tid && event.ph === 'X' && event.tdur !== undefined && kindOf(event))
    .sort((a, b) => a.ts - b.ts || b.dur - a.dur);
  const ticks = repeating(ofThread);
  const open = []; // what the event is within
  return ofThread.map((event) => {
    while (open.length > 0 && event.ts >= open.at(-1).end) open.pop();
    const outer = open.at(-1);
    const one = { kind: kindOf(event), isTick: outer?.isTick || ticks.has(event.args.data?.timerId), ms: event.tdur / 1000, end: event.ts + event.dur };
    if (outer) outer.ms -= one.ms;
    open.push(one);
    return one;
  });
}

const kindOf = ({ name }) => KINDS.find(([, names]) => names.test(name))?.[0];

/** The timers that fire more than once. */
function repeating(events) {
  const fired = new Set();
  const timers = events.filter(({ name }) => name === 'TimerFire').map(({ args }) => args.data.timerId);
  return new Set(timers.filter((timer) => fired.has(timer) || !fired.add(timer)));
}

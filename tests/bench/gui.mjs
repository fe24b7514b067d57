// The benchmark of the GUI in Chromium, by its own counters and traces. Pages of 100 printers and 1,000,000 jobs come from a real httpd, each time
// into an empty cache. Refreshes come from a server of the tests, each with other numbers of all printers, while the page's clock
// and timers run FASTER times as fast: nobody waits hours for 1,000 of them.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build as buildPage } from '../../htdocs/build.mjs';
import { browserStart } from '../gui/browser.mjs';
import { fakeApiStart } from '../gui/fake_api.mjs';
import { building, NOW_S, printer } from '../gui/fixtures.mjs';
import { onPage } from '../gui/page.mjs';
import { isReady } from '../gui/ready.mjs';
import { startHttpd } from '../lib/httpd.mjs';
import { startSim } from '../lib/sim.mjs';
import { pourLarge, untilPolled } from './large.mjs';
import { Scope } from './scope.mjs';
import { traceStart } from './trace.mjs';

const OPENINGS = Number(process.env.BENCH_OPENINGS ?? 9);
const PRINTERS = 100;
const MEASURED = 100; // refreshes
const EARLY = 100; // refreshes until memory is counted for the first time
const CYCLE = 300; // refreshes after which the fleet is in the same states
const REFRESH_S = 5;
const FASTER = 50;
const LAPTOP = { viewport: { width: 1366, height: 768 } };

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const tell = (what, figure, goal) => console.log(`${what.padEnd(58)} ${figure}${goal ? ` (to reach ${goal})` : ''}`);

// ---- pages of a real server ---------------------------------------------------------------------------------------

/** The large history, all whose printers are there and polled. */
async function serve(scope) {
  const large = pourLarge(scope);
  const sim = await startSim(scope, ['--printers', String(PRINTERS)]);
  const lines = sim.printers.map(({ number, address, port }) => `StratasysPrinter printer${number} ${address}:${port}`);
  const httpd = await startHttpd(scope, {
    config: `${lines.join('\n')}\n${large}\nAddOutputFilterByType DEFLATE application/json`, extraModules: ['filter', 'deflate'],
  });
  await untilPolled(httpd, PRINTERS);
  return httpd;
}

/** In the page: `readyAt_ms`, when all was there for the first time and its thread was free for anything else. */
function watch(isReady, isThere) {
  const look = () => {
    if (document.body && isThere() && isReady()) setTimeout(() => (window.readyAt_ms = performance.now()));
    else requestAnimationFrame(look);
  };
  look();
}

/** Opens a page again and again; {times_ms, loaded: what the last one loaded, as [{name, bytes}]}. */
async function open(browser, url, { routeOf, isThere = () => true }) {
  const times_ms = [];
  let loaded;
  for (let i = 0; i < OPENINGS; i++) {
    const options = { route: routeOf(i), context: LAPTOP, initScript: `(${watch})(${isReady}, ${isThere})` };
    await onPage(browser, url, options, async ({ page }) => {
      times_ms.push(await (await page.waitForFunction(() => window.readyAt_ms)).jsonValue());
      loaded = await page.evaluate(() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
        .map(({ name, encodedBodySize }) => ({ name, bytes: encodedBodySize })));
    });
  }
  return { times_ms, loaded };
}

function tellTimes(what, { times_ms }, goal) {
  tell(what, `p50 ${median(times_ms).toFixed(0).padStart(5)} ms  slowest ${Math.max(...times_ms).toFixed(0).padStart(5)} ms`, goal);
}

function tellBytes({ loaded }) {
  const sum = (list) => `${(list.reduce((all, { bytes }) => all + bytes, 0) / 1000).toFixed(1)} KB`;
  const isAnswer = ({ name }) => name.includes('/api/v1/');
  const files = loaded.filter((one) => !isAnswer(one));
  tell(`bytes of the first page, ${files.length} files`, `${sum(files)}, with answers ${sum(loaded)}`, '250 KB');
}

async function benchPages(scope, browser) {
  const httpd = await serve(scope);
  writeFileSync(join(httpd.place, 'www/blank.html'), '<!doctype html><title>blank</title><link rel="icon" href="data:,"><main><h1>blank</h1></main>');
  const url = `${httpd.url}/stratasys/`;
  const year = (i) => `#/reports?range=2025-01-01..2025-12-${31 - i}`; // each another one: no answer is from before
  tellTimes('a page with nothing in it, for comparison', await open(browser, `${httpd.url}/`, { routeOf: () => 'blank.html' }));
  const fleet = await open(browser, url, {
    routeOf: () => '#/', isThere: () => new Set([...document.querySelectorAll('main a[href^="#/printers/"]')].map((link) => link.hash)).size >= 100,
  });
  tellTimes('Fleet of 100 printers: all are there and it can be used', fleet, '1000 ms');
  tellBytes(fleet);
  tellTimes('Reports of a year of 1,000,000 jobs: all in the window', await open(browser, url, {
    routeOf: year, isThere: () => document.querySelector('.chart-canvas canvas') !== null,
  }), '1500 ms');
}

// ---- refreshes ----------------------------------------------------------------------------------------------------

/** In the page: its clock and timers run faster. */
function hurry(faster) {
  const { setTimeout, setInterval } = window;
  const now = Date.now;
  const began_ms = now();
  Date.now = () => began_ms + (now() - began_ms) * faster;
  window.setTimeout = (act, after_ms = 0, ...rest) => setTimeout(act, after_ms / faster, ...rest);
  window.setInterval = (act, every_ms = 0, ...rest) => setInterval(act, every_ms / faster, ...rest);
}

/** A printer at a refresh: it builds, waits for a hand, is out of order and free, and so on, each with numbers of that moment. */
function printerAt(i, refresh, now_s) {
  const age = i * 7 + refresh;
  const phase = age % CYCLE;
  const fresh = { polled_at: now_s - 4, answered_at: now_s - 4, model_temp_c: 200 + (age % 90), envelope_temp_c: 60 + (age % 20) };
  const job_name = `part ${Math.floor(age / CYCLE)} of ${i}`;
  if (phase < 180) return building(`p${i}`, phase / 180, 180 * REFRESH_S, { ...fresh, job_name, eta_at: now_s + (180 - phase) * REFRESH_S });
  if (phase < 230) return printer(`p${i}`, { ...fresh, job_name, state: 'part_waiting', status_text: 'Part Done', progress_ratio: 1 });
  if (phase < 240) return printer(`p${i}`, { ...fresh, state: 'error', status_text: `Error ${age}` });
  return printer(`p${i}`, fresh);
}

/** The last of them comes and goes. */
function fleetAt(refresh, now_s) {
  const count = PRINTERS - (Math.floor(refresh / 50) % 2);
  const items = Array.from({ length: count }, (_, i) => printerAt(i, refresh, now_s));
  return { items, total: count, next: null };
}

async function startChanging(scope) {
  const place = mkdtempSync(join(tmpdir(), 'gui-bench-'));
  scope.after(() => rmSync(place, { recursive: true }));
  await buildPage(place);
  const began_ms = Date.now();
  let refresh = 0;
  const server = await fakeApiStart(join(place, 'htdocs'), {
    now_s: NOW_S, max_age_s: REFRESH_S,
    answers: {
      printers() {
        server.api.now_s = NOW_S + Math.round(((Date.now() - began_ms) / 1000) * FASTER);
        return fleetAt(refresh++, server.api.now_s);
      },
    },
  });
  scope.after(() => server.close());
  return {
    url: server.url,
    async until(count) {
      while (refresh < count) await server.api.next('printers');
    },
  };
}

/** {JSHeapUsedSize, Nodes, JSEventListeners} of a page after its garbage is collected. */
async function memoryOf(session) {
  for (let i = 0; i < 2; i++) await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
}

function tellMemory(what, { JSHeapUsedSize, Nodes, JSEventListeners }, goal) {
  tell(what, `${(JSHeapUsedSize / 1e6).toFixed(2)} MB, ${Nodes} nodes, ${JSEventListeners} listeners`, goal);
}

/** Opens the fleet as cards or as a list, and runs `body({page, until})` once all its code has been used often. */
async function onChanging(scope, browser, view, body) {
  const { url, until } = await startChanging(scope);
  await onPage(browser, url, { route: `#/?view=${view}`, context: LAPTOP, initScript: `(${hurry})(${FASTER})` }, async ({ page }) => {
    await until(EARLY);
    await body({ page, until });
  });
}

function benchRefreshes(scope, browser, view) {
  return onChanging(scope, browser, view, async ({ until }) => {
    const trace = await traceStart(browser);
    await until(EARLY + MEASURED);
    const happened = await trace.stop();
    const each_ms = (isOf) => (happened.filter(isOf).reduce((sum, { ms }) => sum + ms, 0) / MEASURED).toFixed(1);
    const scripting_ms = (isTick) => each_ms((one) => one.kind === 'scripting' && one.isTick === isTick);
    tell(`a refresh of 100 printers, ${view}`, `scripting ${scripting_ms(false)} ms`, '10 ms');
    tell('  with the five seconds after it', `${['scripting', 'GC', 'layout', 'style'].map((kind) =>
      `${kind} ${each_ms((one) => one.kind === kind)}`).join(' ms, ')} ms, all ${each_ms(() => true)} ms`);
  });
}

function benchMemory(scope, browser) {
  return onChanging(scope, browser, 'list', async ({ page, until }) => {
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    const tellAt = async (refreshes, words = '', goal = undefined) => {
      await until(refreshes);
      tellMemory(`memory after ${refreshes} refreshes${words}`, await memoryOf(session), goal);
    };
    await tellAt(EARLY);
    await tellAt(EARLY + CYCLE, ', each printer was in all states');
    await tellAt(EARLY + 3 * CYCLE, ', in the same states', 'the same');
  });
}

const scope = new Scope();
try {
  const browser = await browserStart();
  scope.after(() => browser.close());
  for (const view of ['list', 'cards']) await benchRefreshes(scope, browser, view);
  await benchMemory(scope, browser);
  await benchPages(scope, browser);
} finally {
  await scope.end();
}

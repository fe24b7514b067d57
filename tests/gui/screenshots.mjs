// Pictures of every page, light and dark, on a phone, a laptop and a large screen, into BUILD/screenshots/PAGE-THEME-SIZE.png.
// PAGES="jobs job" takes these alone; README=1 writes those that the README shows, too.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Scope } from '../bench/scope.mjs';
import { build, project, until } from '../lib/place.mjs';
import { browserStart } from './browser.mjs';
import { makeHistory, startLab } from './lab.mjs';
import { onPage } from './page.mjs';
import { isReady } from './ready.mjs';

const TWENTY = { first: 1, count: 20, days: 183 };
const HUNDRED = { first: 1, count: 100, days: 8 };
const OFFLINE = 11; // one whose cable is out
const README_BYTES = 300_000;
const SETTLE_MS = 30_000;

const SIZES = {
  phone: { viewport: { width: 360, height: 740 }, isWhole: true },
  laptop: { viewport: { width: 1366, height: 768 }, isWhole: true },
  '4k': { viewport: { width: 3840, height: 2160 } },
};
const USUAL = ['phone', 'laptop'];
const ALL = Object.keys(SIZES);

/** By its name: the address of a page, the sizes that it is shown in, and the fleet. */
const pagesOf = ({ printer, job, month }) => ({
  fleet: { route: '#/', sizes: ALL },
  printer: { route: `#/printers/${printer}`, sizes: USUAL },
  jobs: { route: '#/jobs?range=30d', sizes: USUAL },
  job: { route: `#/jobs/${job}`, sizes: USUAL },
  reports: { route: '#/reports?range=semester', sizes: ALL },
  month: { route: `#/reports/month?month=${month}`, sizes: USUAL },
  timeline: { route: '#/timeline', sizes: USUAL },
  wall: { route: '#/wall', sizes: ALL, isScreen: true },
  api: { route: '#/api', sizes: USUAL },
  health: { route: '#/health', sizes: USUAL },
  hundred: { route: '#/', sizes: ALL, isHundred: true },
});
const README = ['fleet', 'reports', 'printer'];

const wanted = process.env.PAGES?.split(/[\s,]+/).filter(Boolean) ?? [];
const isWanted = (name) => wanted.length === 0 || wanted.includes(name);

/** What the pages show: a printer that builds, its last job that was completed, and the last whole month. */
async function subjectsOf(lab) {
  const { items } = await lab.api('printers');
  const { printer } = items.find(({ state, webcam }) => state === 'building' && webcam) ?? items.find(({ state }) => state === 'building');
  const jobs = await lab.api(`printers/${printer}/jobs?result=completed&limit=1`);
  const sums = await lab.api('outcomes?from=last-month&to=last-month&group_by=month');
  return { printer, job: jobs.items[0].job_uid, month: sums.items[0].period };
}

/** Charts are drawn when they are near to what is seen: for a picture of the whole page, all of it is seen once. */
async function settle(page, viewport, isWhole) {
  await page.waitForLoadState('networkidle');
  await page.waitForFunction(isReady, null, { timeout: SETTLE_MS });
  if (!isWhole) return;
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ ...viewport, height: Math.max(height, viewport.height) });
  await page.waitForFunction(isReady, null, { timeout: SETTLE_MS });
  await page.setViewportSize(viewport);
}

async function take(browser, lab, { name, route, theme, size, isScreen = false, file = null }) {
  const { viewport } = SIZES[size];
  const isWhole = Boolean(SIZES[size].isWhole) && !isScreen && !file;
  const context = { viewport, colorScheme: theme, reducedMotion: 'reduce' };
  const path = file ?? join(build, 'screenshots', `${name}-${theme}-${size}.png`);
  await onPage(browser, lab.url, { route, context }, async ({ page }) => {
    await settle(page, viewport, isWhole);
    await page.screenshot({ path, fullPage: isWhole, animations: 'disabled' });
  }).catch((error) => {
    console.error(`${name}, ${theme}, ${size}: ${error.message}`);
    process.exitCode = 1;
  });
}

async function takeAll(browser, lab, pages) {
  for (const [name, { route, sizes, isScreen }] of pages)
    for (const size of sizes)
      for (const theme of ['light', 'dark']) await take(browser, lab, { name, route, theme, size, isScreen });
}

async function takeForReadme(browser, lab, pages) {
  for (const name of README) {
    const file = join(project, 'htdocs/screenshots', `${name}.png`);
    await take(browser, lab, { name, route: pages[name].route, theme: 'light', size: 'laptop', file });
    assert.ok(statSync(file).size <= README_BYTES, `${file} is larger than ${README_BYTES} bytes`);
  }
}

/** A laboratory of that fleet, one of whose printers is offline. */
async function startFleet(scope, fleet) {
  const place = mkdtempSync(join(tmpdir(), 'gui-history-'));
  scope.after(() => rmSync(place, { recursive: true }));
  const lab = await startLab(scope, { fleet, history: makeHistory(place, fleet), config: 'StratasysOfflineAfter 1' });
  await lab.sim.tell(`fault ${OFFLINE} refuse`);
  await until('it is offline', async () => (await lab.api(`printers/sim${OFFLINE}`)).state === 'offline');
  return lab;
}

const scope = new Scope();
try {
  mkdirSync(join(build, 'screenshots'), { recursive: true });
  const browser = await browserStart();
  scope.after(() => browser.close());
  const lab = await startFleet(scope, TWENTY);
  const pages = pagesOf(await subjectsOf(lab));
  const chosen = Object.entries(pages).filter(([name]) => isWanted(name));
  await takeAll(browser, lab, chosen.filter(([, { isHundred }]) => !isHundred));
  if (isWanted('hundred')) await takeAll(browser, await startFleet(scope, HUNDRED), [['hundred', pages.hundred]]);
  if (process.env.README) await takeForReadme(browser, lab, pages);
} finally {
  await scope.end();
}

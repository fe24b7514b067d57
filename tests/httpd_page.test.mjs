// The page as httpd itself serves it, in a real browser, over simulated printers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browserStart, CHROMIUM, hasChromium } from './gui/browser.mjs';
import { startSteadySim } from './lib/endurance.mjs';
import { polledFleet, startHttpd } from './lib/httpd.mjs';
import { atEnd } from './lib/place.mjs';
import { printerLines } from './lib/sim.mjs';

const SKIP = hasChromium() ? false : `${CHROMIUM} is not there`;

/** Opens the page; whatever the browser complains of is in `troubles`. */
async function openPage(t, httpd) {
  const browser = await browserStart();
  atEnd(t, () => browser.close());
  const page = await browser.newPage();
  const troubles = [];
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()));
  page.on('request', (request) => request.url().startsWith(httpd.url) || troubles.push(request.url()));
  await page.goto(`${httpd.url}/stratasys/`);
  return { page, troubles, cards: page.locator('[data-part=cards] > li') };
}

test('the page shows every printer of the fleet, and a change without a reload', { skip: SKIP }, async (t) => {
  const sim = await startSteadySim(t, 20);
  const httpd = await startHttpd(t, { config: `StratasysInterval 1s\n${printerLines(sim)}` });
  const fleet = await polledFleet(httpd);
  const { page, troubles, cards } = await openPage(t, httpd);
  await cards.nth(19).waitFor();
  assert.equal(await cards.count(), 20);
  const names = await cards.locator('h2').allTextContents();
  assert.deepEqual(names.sort(), fleet.items.map((p) => p.printer).sort());
  const jobs = await cards.locator('[data-part=job_name]').allTextContents();
  for (const job of fleet.items.map((p) => p.job_name).filter(Boolean)) assert.ok(jobs.includes(job), job);
  await sim.tell('fault 3 refuse');
  const third = cards.filter({ has: page.locator('h2', { hasText: /^p3$/ }) });
  await third.locator('[data-part=state]', { hasText: 'Offline' }).waitFor();
  assert.deepEqual(troubles, []);
});

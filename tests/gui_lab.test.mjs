// The page as httpd itself serves it, in a real browser, over simulated printers with six months behind them (tests/gui/lab.mjs).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { en } from '../htdocs/js/texts/en.js';
import { POLICY } from './gui/fake_api.mjs';
import { startLab } from './gui/lab.mjs';
import { browserForFile, needsBrowser, onPage } from './gui/page.mjs';
import { until } from './lib/place.mjs';

const file = browserForFile();
const cardOf = (page, id) => page.locator(`article[aria-labelledby="printer-${id}"]`);

/** What a printer's card has to show of it. */
const wordsOf = ({ name, state, job_name, spools }) =>
  [name, en.states[state], job_name, ...spools.filter(({ left_in3 }) => left_in3).map(({ left_in3 }) => `${left_in3.toFixed(1)} in³`)].filter(Boolean);

test('every printer is shown as the API tells it, and a change without a reload', needsBrowser, async (t) => {
  const lab = await startLab(t, { config: 'StratasysOfflineAfter 1' });
  await onPage(file.browser, lab.url, {}, async ({ page, response, text, sees }) => {
    assert.equal(response.headers()['content-security-policy'], POLICY);
    await until('the page shows what the API says', async () => {
      const { items } = await lab.api('printers');
      assert.equal(items.length, 6);
      const cards = await Promise.all(items.map(({ printer }) => text(cardOf(page, printer)).catch(() => '')));
      return items.every((printer, i) => wordsOf(printer).every((word) => cards[i].includes(word)));
    });
    assert.equal(await page.locator('main article').count(), 6);
    await sees(page.locator('footer'), /Europe.Berlin/);

    const third = cardOf(page, 'sim03');
    await third.evaluate((node) => (node.isTheSame = true));
    await lab.sim.tell('fault 3 refuse');
    await sees(third, en.states.offline);
    await lab.sim.tell('heal 3');
    await third.filter({ hasNotText: en.states.offline }).waitFor();
    assert.ok(await third.evaluate((node) => node.isTheSame));
  });
});

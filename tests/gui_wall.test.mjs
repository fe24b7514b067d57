// The wall: how its cells are laid out, and the page in a real browser, against a server whose answers each test sets.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { de } from '../htdocs/js/texts/de.js';
import { en } from '../htdocs/js/texts/en.js';
import { wallLayout, wallPage, wallReadable } from '../htdocs/js/wall/layout.js';
import { axeInBothThemes } from './gui/browser.mjs';
import { healthOk } from './gui/fake_api.mjs';
import { building, fleet, HOSTILE, LONG, NOW_S, printer, waiting } from './gui/fixtures.mjs';
import { fakeForFile } from './gui/page.mjs';

const gui = fakeForFile();
const route = '#/wall';
const RARELY = { interval_s: 600 }; // polled so rarely that time may pass
const HD = { viewport: { width: 1920, height: 1080 } };

// ---- the layout ------------------------------------------------------------------------------------------------------

describe('layout', () => {
  const HD_AREA = { width_px: 1900, height_px: 960 };
  const grid = (count, area = HD_AREA, readable_px = 17) => {
    const { columns, rows, pages } = wallLayout(count, area, readable_px);
    return [columns, rows, pages];
  };

  test('shows all at once where they can be read, in the shape of the screen', () => {
    assert.deepEqual([1, 2, 4, 20].map((count) => grid(count)), [[1, 1, 1], [1, 2, 1], [2, 2, 1], [4, 5, 1]]);
    assert.deepEqual(grid(4, { width_px: 340, height_px: 600 }, 13), [1, 4, 1]);
    assert.deepEqual(grid(0), [1, 1, 1]);
  });

  test('turns pages of the same size where it must', () => {
    for (let count = 1; count <= 300; count++) {
      const layout = wallLayout(count, HD_AREA, 17);
      assert.ok(layout.em_px >= 17, `${count}: ${layout.em_px}`);
      const items = Array.from({ length: count }, (_, i) => i);
      const pages = Array.from({ length: layout.pages }, (_, page) => wallPage(items, layout, page));
      assert.deepEqual(pages.flat(), items);
      assert.ok(pages.every((page) => page.length > 0 && page.length <= layout.columns * layout.rows), String(count));
    }
  });

  test('makes no cell smaller than another grid would', () => {
    const em = (columns, rows) => Math.min(1900 / (columns * 18 - 0.5), 960 / (rows * 6.4 - 0.5), 120);
    for (let count = 1; count <= 40; count++) {
      const { em_px } = wallLayout(count, HD_AREA, 1);
      for (let columns = 1; columns <= count; columns++) assert.ok(em_px >= em(columns, Math.ceil(count / columns)) - 1e-9);
    }
  });

  test('goes by the screen: what is readable on one twice as large is twice as large', () => {
    assert.equal(wallReadable(3840, 2160), 2 * wallReadable(1920, 1080));
    const twice = { width_px: 3800, height_px: 1920 };
    assert.deepEqual(grid(100, twice, 34), grid(100, HD_AREA, 17));
    assert.equal(wallReadable(360, 740), 13);
  });
});

// ---- the page --------------------------------------------------------------------------------------------------------

const cells = (page) => page.locator('.wall-cell');
const cellOf = (page, name) => cells(page).filter({ has: page.getByText(name, { exact: true }) });

/** Whether every cell is within the window, and its words within it. */
const fits = (page) => page.evaluate(() => {
  const inside = (box, { right, bottom }) => box.right <= right + 1 && box.bottom <= bottom + 1;
  const whole = { right: innerWidth, bottom: innerHeight };
  const isWhole = [...document.querySelectorAll('.wall-cell')].every((cell) => inside(cell.getBoundingClientRect(), whole) &&
    [...cell.querySelectorAll('h2, p')].every((line) => inside(line.getBoundingClientRect(), cell.getBoundingClientRect())));
  return isWhole && document.documentElement.scrollHeight <= innerHeight && document.documentElement.scrollWidth <= innerWidth;
});

describe('page', () => {
  const slow = fleet().map((one) => ({ ...one, ...RARELY }));
  gui.browse('says of each printer what is to be known from afar', { route, context: HD, api: { printers: slow } }, async ({ page, text, advance }) => {
    await cells(page).nth(19).waitFor();
    assert.ok(await fits(page));
    assert.equal(await page.locator('.topbar').isVisible(), false);
    assert.equal(await page.locator('.foot').isVisible(), false);
    assert.equal(await text(page.locator('.wall-clock')), '10:30');
    assert.match(await text(page.locator('.wall-head')), /Tuesday 12 May Live · \d s ago 6 need a hand 9 building 4 free now 2 without news 1 other$/);
    const words = await cells(page).allInnerTexts();
    assert.deepEqual(words.slice(0, 2).map((one) => one.replace(/\s+/g, ' ')), [
      'uPrint at the door Error 41 min Clear the chamber and restart. since 09:48', 'F370 right Paused 10 min Load model material. since 10:19',
    ]);
    assert.equal(await text(cellOf(page, 'Dimension 1')), 'Dimension 1 Building 2 h 30 min intake_manifold_rev4 done 13:00');
    assert.equal(await cellOf(page, 'Dimension 1').getByRole('progressbar').getAttribute('aria-valuenow'), '42');
    assert.equal(await text(cellOf(page, 'Dimension 4')), 'Dimension 4 Building +12 min handle was due 10:17');
    assert.equal(await text(cellOf(page, 'uPrint 3')), 'uPrint 3 Free 1 h 06 min 1 job waiting since 09:23');
    await advance(60);
    assert.match(await text(cellOf(page, 'Dimension 1')), /2 h 29 min/);
    assert.equal(await text(page.locator('.wall-clock')), '10:31');
  });

  const begun = [printer('seen', RARELY), printer('gap', { ...RARELY, is_state_began_seen: false })];
  gui.browse('a state that may have begun before it was seen lasts at least so long', { route, context: HD, api: { printers: begun } }, async ({ page, text }) => {
    await cellOf(page, 'gap').waitFor();
    assert.equal(await text(cellOf(page, 'gap')), 'gap Free ≥ 1 h 06 min seen since 09:23');
    assert.equal(await text(cellOf(page, 'seen')), 'seen Free 1 h 06 min since 09:23');
  });

  const hundred = Array.from({ length: 100 }, (_, i) => (i < 99 ? printer(`p${i}`, RARELY) : printer('bad', { state: 'error', ...RARELY })));
  gui.browse('turns pages by itself, those that need a hand first', { route, context: HD, api: { printers: hundred } }, async ({ page, text, advance }) => {
    await cells(page).nth(49).waitFor();
    const names = () => page.locator('.wall-name').allInnerTexts();
    const first = await names();
    assert.equal(first[0], 'bad');
    assert.equal(await text(page.locator('.wall-turn')), '1/2');
    assert.ok(await fits(page));
    await advance(15);
    const second = await names();
    assert.equal(await text(page.locator('.wall-turn')), '2/2');
    assert.deepEqual(new Set([...first, ...second]).size, 100);
    await advance(15);
    assert.deepEqual(await names(), first);
    await page.setViewportSize({ width: 3840, height: 2160 });
    await page.waitForFunction(() => parseFloat(document.querySelector('.wall-cells').style.fontSize) > 33);
    assert.equal(await text(page.locator('.wall-turn')), '1/2');
  });

  gui.browse('shows one group, and a change at once', { route: '#/wall?fleet_group=Teaching', api: { printers: fleet() } }, async ({ page, api, text, nextAnswer }) => {
    await cells(page).nth(4).waitFor();
    assert.equal(await cells(page).count(), 5);
    assert.match(await text(page.locator('.wall-head')), /Tuesday 12 May Teaching/);
    api.printers = fleet().map((one) => (one.printer === 'dim-1' ? { ...one, state: 'part_waiting', state_began_at: NOW_S } : one));
    await nextAnswer();
    await page.locator('.wall-cell[data-state=part_waiting]').nth(1).waitFor();
    await page.evaluate(() => (location.hash = '#/wall?fleet_group=nobody'));
    await page.getByText(en.wall.none_here).waitFor();
  });

  gui.browse('says troubles in big words', { route, context: HD, api: { printers: fleet() }, expectedErrors: /ERR_|503/ }, async ({ page, api, sees, nextAnswer, advance }) => {
    await cells(page).nth(19).waitFor();
    api.health = { ...healthOk(), status: 'trouble', poller: 'silent', problem: 'The poller is silent', remedy: 'Look.' };
    await nextAnswer(12, 'health');
    await sees(page.locator('.banner'), en.health.pollers.silent.word);
    await page.locator('.wall-cell[data-state=unobserved]').nth(19).waitFor();
    api.isDown = true;
    await nextAnswer();
    await sees(page.locator('.banner'), en.unreachable_title);
    await advance(120);
    await sees(page.locator('.wall-age'), /No contact · data 2.min old/);
    assert.ok(await fits(page));
    assert.ok((await page.locator('.banner strong').evaluate((node) => parseFloat(getComputedStyle(node).fontSize))) > 30);
  });

  const names = [building('h', 0.1, 9000, { name: HOSTILE, job_name: HOSTILE, queue: [waiting(HOSTILE, 1)] }), building('l', 0.1, 9000, { name: LONG, job_name: LONG })];
  gui.browse('no name breaks it on a phone, in German', { route, context: { viewport: { width: 360, height: 740 }, locale: 'de-DE' }, api: { printers: names } }, async ({ page, text }) => {
    await cells(page).nth(1).waitFor();
    assert.equal(await page.locator('.wall-name', { hasText: HOSTILE }).count(), 1);
    assert.ok(await fits(page));
    assert.match(await text(cells(page).first()), new RegExp(`${de.states.building}.* fertig 12:45`));
    assert.match(await page.title(), /^Wandanzeige · /);
  });

  gui.browse('is left by a link that comes with the pointer, and by Escape; the screen stays on', { route, api: { printers: fleet() } }, async ({ page, advance }) => {
    await cells(page).first().waitFor();
    const link = page.getByRole('link', { name: en.wall.leave });
    const cursor = () => page.locator('.wall').evaluate((node) => getComputedStyle(node).cursor);
    assert.equal(await link.isVisible(), false);
    await page.mouse.move(200, 200);
    await link.waitFor();
    assert.equal(await cursor(), 'auto');
    await advance(4);
    await link.waitFor({ state: 'hidden' });
    assert.equal(await cursor(), 'none');
    await page.mouse.click(300, 300);
    await page.waitForFunction(() => document.fullscreenElement);
    await page.mouse.move(210, 200);
    await link.click();
    await page.locator('article.printer').first().waitFor();
    await page.waitForFunction(() => !document.fullscreenElement);
    await page.goBack();
    await cells(page).first().waitFor();
    await page.keyboard.press('Escape');
    await page.locator('article.printer').first().waitFor();
    await page.evaluate(() => {
      const request = (what) => Promise.reject(new Error((window.lockAsked = what))); // a refusal is no trouble
      Object.defineProperty(navigator, 'wakeLock', { value: { request } });
    });
    await page.evaluate(() => (location.hash = '#/wall'));
    await cells(page).first().waitFor();
    assert.equal(await page.evaluate(() => window.lockAsked), 'screen');
  });

  gui.browse('axe finds nothing, light and dark', { route, context: HD, api: { printers: fleet() } }, async ({ page }) => {
    await cells(page).nth(19).waitFor();
    assert.deepEqual(await axeInBothThemes(page), []);
  });
});

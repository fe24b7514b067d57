// Charts in a real browser, on a page that has nothing else (tests/gui/charts_page.mjs), under the policy of the GUI.
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { axeViolations } from './gui/browser.mjs';
import { chartsPageBuild } from './gui/charts_page.mjs';
import { fakeApiStart } from './gui/fake_api.mjs';
import { HOSTILE, LONG } from './gui/fixtures.mjs';
import { browserForFile, needsBrowser, onPage } from './gui/page.mjs';

const ECHARTS_BYTES = 250_000;
const DARK_LABEL = '#9ba7b3'; // --quiet of css/base.css
const file = browserForFile();
let directory;
let server;

before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'charts-'));
  await chartsPageBuild(directory);
  server = await fakeApiStart(directory, {});
});

after(async () => {
  await server.close();
  await rm(directory, { recursive: true, force: true });
});

/** A test of the page; window.drawn there are the texts on canvases since it was last emptied, as {text, color}. */
function browse(name, { expectedErrors, ...context }, body) {
  test(name, needsBrowser, () =>
    onPage(file.browser, server.url, { expectedErrors, context: { reducedMotion: 'reduce', ...context } }, async ({ page, ...given }) => {
      await page.waitForFunction(() => window.charts);
      await page.evaluate(prepare, { hostile: HOSTILE, long: LONG });
      await body({ page, ...given, drawn: (text) => page.waitForFunction((one) => window.hasDrawn(one), text) });
    }));
}

/** Runs in the page. */
function prepare({ hostile, long }) {
  const { fillText } = CanvasRenderingContext2D.prototype;
  window.drawn = [];
  window.hasDrawn = (text) => window.drawn.some((one) => one.text === text);
  CanvasRenderingContext2D.prototype.fillText = function noted(text, ...rest) {
    window.drawn.push({ text, color: this.fillStyle });
    return fillText.call(this, text, ...rest);
  };
  window.data = {
    rows: [{ month: 'May', built: 12.5, broken: 3 }, { month: 'June', built: null, broken: 0 }, { month: long, built: 7, broken: 1 }],
    columns: [
      { key: 'month', title: 'Month' },
      { key: 'built', title: 'Built, h', format: (value) => value.toFixed(1), align: 'end' },
      { key: 'broken', title: hostile, align: 'end' },
    ],
  };
  window.option = (rows) => (palette) => ({
    xAxis: { type: 'category', data: rows.map(({ month }) => window.charts.chartName(month)) },
    yAxis: { type: 'value' },
    tooltip: { valueFormatter: (value) => `${value} h` },
    series: [
      { name: 'Built', type: 'bar', stack: 'all', itemStyle: palette.state('building'), data: rows.map(({ built }) => built) },
      { name: hostile, type: 'bar', stack: 'all', itemStyle: palette.state('unobserved'), data: rows.map(({ broken }) => broken) },
    ],
  });
  window.figureShow = (id, more = {}) => {
    const figure = window.charts.figureCreate({ id, title: `Title ${id}`, note: `Note ${id}` });
    document.getElementById('page').append(figure.root);
    figure.set({ ...window.data, option: window.option(window.data.rows), csvHref: 'api/v1/outcomes?format=csv', ...more });
    return figure;
  };
}

const pressed = (page, name) => page.getByRole('button', { name }).click();
const show = (page, id = 'one') => page.evaluate((one) => void (window.figure = window.figureShow(one)), id);

test('ECharts is a file of its own, with its license, that a page does not load by itself', async () => {
  const names = await readdir(join(directory, 'assets'));
  const name = names.find((one) => one.startsWith('echarts-'));
  const [echarts, page] = await Promise.all([name, 'page.js'].map((one) => readFile(join(directory, 'assets', one), 'utf8')));
  assert.match(name, /^echarts-[0-9A-Z]{8}\.js$/);
  assert.match(echarts, /Apache Software Foundation[^]*LICENSE-2\.0[^]*BSD 3-Clause/);
  assert.ok(gzipSync(echarts).length <= ECHARTS_BYTES, `${gzipSync(echarts).length} bytes`);
  assert.doesNotMatch(page, /zrender/);
  assert.doesNotMatch(page.replaceAll(/import\("[^"]*"\)/g, ''), /echarts-/, 'but by import()');
});

browse('a figure is drawn again when the theme changes, and has no violation of axe in either', {}, async ({ page, drawn }) => {
  await show(page);
  await drawn('\u2068May\u2069');
  assert.ok((await page.getByRole('img', { name: 'Title one' }).locator('canvas').boundingBox()).height > 200);
  assert.equal(await page.getByRole('link', { name: 'CSV' }).getAttribute('href'), 'api/v1/outcomes?format=csv');
  assert.equal(await page.getByRole('link', { name: 'Excel' }).getAttribute('href'), 'api/v1/outcomes?format=csv&bom=1');
  assert.deepEqual(await axeViolations(page), []);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.waitForFunction((color) => window.drawn.some((one) => one.text.includes('May') && one.color === color), DARK_LABEL);
  await pressed(page, 'Table');
  assert.deepEqual(await axeViolations(page), []);
});

browse('the table shows the same numbers, and what is unknown; a notice, that there are none', {}, async ({ page, drawn, sees }) => {
  await show(page);
  await drawn('\u2068May\u2069');
  await pressed(page, 'Table');
  assert.equal(await page.getByRole('button', { name: 'Table' }).getAttribute('aria-pressed'), 'true');
  const rows = await page.locator('tr').evaluateAll((nodes) => nodes.map((row) => [...row.cells].map((cell) => cell.textContent)));
  assert.deepEqual(rows, [
    ['Month', 'Built, h', HOSTILE], ['May', '12.5', '3'], ['June', '–', '0'], [LONG, '7.0', '1'],
  ]);
  assert.ok(await page.getByRole('img').isHidden());
  await page.evaluate(() => {
    const july = [{ month: 'July', built: 1, broken: 2 }];
    window.figure.set({ ...window.data, rows: july, option: window.option(july), csvHref: null });
  });
  assert.equal(await page.locator('tbody tr').innerText(), 'July\t1.0\t2');
  await pressed(page, 'Table');
  await drawn('\u2068July\u2069');
  await page.evaluate(() => window.figure.set({ rows: [], notice: { data: { body: { items: [] } }, isEmpty: true, empty: 'No jobs here' } }));
  await sees(page.locator('.notice'), 'No jobs here');
  assert.ok(await page.locator('.chart').isHidden());
  assert.ok(await page.getByRole('button', { name: 'Picture', includeHidden: true }).isHidden());
});

const PHONE = { viewport: { width: 360, height: 700 } };

browse('names are only text, in legend and tooltip, and fit a phone', PHONE, async ({ page, drawn }) => {
  const name = '{a|b} <img src=x onerror=alert(1)>';
  await page.evaluate((one) => {
    const option = (palette) => {
      const whole = window.option(window.data.rows)(palette);
      whole.series[1].name = one;
      return whole;
    };
    window.figureShow('one', { option });
  }, name);
  await drawn('\u2068May\u2069');
  const box = await page.getByRole('img', { name: 'Title one' }).boundingBox();
  await page.evaluate(() => void (window.drawn.length = 0));
  await page.mouse.move(box.x + 90, box.y + 100);
  await drawn('\u2068May\u2069');
  await drawn('  \u2068{\u2060a|b} <img src=x onerror=al…\u2069  3 h');
  assert.equal(await page.locator('.chart-legend bdi').last().textContent(), name);
  assert.equal(await page.locator('main img').count(), 0);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing sticks out');
});

browse('the picture has a title, what the keyboard left in the legend, and a background', PHONE, async ({ page, drawn }) => {
  await show(page);
  await drawn('\u2068May\u2069');
  const button = page.locator('.chart-series').last();
  await button.focus();
  await page.keyboard.press('Space');
  assert.equal(await button.getAttribute('aria-pressed'), 'false');
  const download = page.waitForEvent('download');
  await pressed(page, 'Picture');
  assert.equal((await download).suggestedFilename(), 'one.png');
  for (const text of ['Title one', 'Note one', '\u2068Built\u2069']) await drawn(text);
  assert.ok(!(await page.evaluate((start) => window.drawn.some(({ text }) => text.startsWith(start)), `\u2068${HOSTILE.slice(0, 5)}`)));
  const bytes = await readFile(await (await download).path());
  const picture = await page.evaluate(readPicture, bytes.toString('base64'));
  assert.ok(picture.width >= 2000 && picture.height >= 600, `${picture.width} × ${picture.height}`);
  assert.equal(picture.corner, '255,255,255,255');
  assert.ok(picture.colors.includes('11,94,215,255'), 'the bars, in the tone of their state');
});

browse('a picture that cannot be made is told, until one can', {}, async ({ page, drawn, sees }) => {
  await show(page);
  await drawn('\u2068May\u2069');
  await page.evaluate(() => {
    window.toBlob = HTMLCanvasElement.prototype.toBlob;
    HTMLCanvasElement.prototype.toBlob = (done) => done(null);
  });
  await pressed(page, 'Picture');
  await sees(page.locator('.notice'), /The picture could not be made\s+Load the page again/);
  await page.evaluate(() => (HTMLCanvasElement.prototype.toBlob = window.toBlob));
  const download = page.waitForEvent('download');
  await pressed(page, 'Picture');
  await download;
  await page.locator('.notice').waitFor({ state: 'hidden' });
});

browse('where ECharts does not come, the numbers are there', { expectedErrors: /Failed to load/ }, async ({ page, sees }) => {
  await page.route(/echarts-/, (route) => route.abort());
  await show(page);
  await sees(page.locator('.chart-canvas'), 'Its numbers are in the table');
  await pressed(page, 'Picture');
  await sees(page.locator('.notice'), 'The picture could not be made');
  await pressed(page, 'Table');
  await sees(page.locator('tbody'), '12.5');
});

/** Runs in the page. */
async function readPicture(base64) {
  const raw = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([raw], { type: 'image/png' }));
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
  context.drawImage(bitmap, 0, 0);
  const pixels = context.getImageData(0, 0, bitmap.width, bitmap.height).data;
  const colors = new Set();
  for (let at = 0; at < pixels.length; at += 4) colors.add(pixels.subarray(at, at + 4).join());
  return { width: bitmap.width, height: bitmap.height, corner: pixels.subarray(0, 4).join(), colors: [...colors] };
}

browse('a zoom stays when new numbers come', {}, async ({ page, drawn }) => {
  await page.evaluate(() => {
    const names = Array.from({ length: 10 }, (_, i) => `c${i}`);
    window.zoomed = { option: () => ({
      xAxis: { type: 'category', data: names, axisLabel: { interval: 0 } },
      yAxis: { type: 'value' },
      dataZoom: window.charts.chartZoom(),
      series: { name: 'Numbers', type: 'line', data: names.map((_, i) => i) },
    }), columns: [], rows: [] };
    window.figure = window.figureShow('zoomed', window.zoomed);
  });
  await drawn('c0');
  const box = await page.getByRole('img').boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.keyboard.down('Control');
  for (let i = 0; i < 4; i++) await page.mouse.wheel(0, -200);
  await page.keyboard.up('Control');
  await page.waitForFunction(() => {
    window.drawn.length = 0;
    window.figure.set(window.zoomed);
    return window.hasDrawn('c5') && !window.hasDrawn('c0');
  });
});

browse('it is drawn when it comes into sight, or for print; close() frees it', {}, async ({ page, drawn }) => {
  await page.evaluate(() => {
    window.figures = ['near', 'far', 'farther'].map((id) => window.figureShow(id));
    for (const { root } of window.figures) root.style.marginBottom = '3000px';
  });
  await drawn('\u2068May\u2069');
  const canvases = () => page.locator('.chart-canvas').evaluateAll((boxes) => boxes.map((box) => box.querySelectorAll('canvas').length > 0));
  assert.deepEqual(await canvases(), [true, false, false]);
  await page.locator('.chart-canvas').nth(1).scrollIntoViewIfNeeded();
  await page.locator('.chart-canvas').nth(1).locator('canvas').waitFor();
  assert.deepEqual(await canvases(), [true, true, false]);
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  assert.deepEqual(await canvases(), [true, true, true]);
  await page.evaluate(() => {
    window.weak = window.figures.map(({ root }) => new WeakRef(root));
    for (const figure of window.figures) figure.close();
    window.figures = null;
  });
  assert.equal(await page.locator('canvas').count(), 0);
  await page.setViewportSize({ width: 500, height: 500 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  await page.requestGC();
  await page.waitForFunction(() => window.weak.every((one) => one.deref() === undefined));
});

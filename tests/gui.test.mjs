// The GUI's first page in a real browser, against a server whose answers each test sets (tests/gui/).
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { build } from '../htdocs/build.mjs';
import { printersSorted, printerShort, printerState } from '../htdocs/js/printers.js';
import { de } from '../htdocs/js/texts/de.js';
import { en } from '../htdocs/js/texts/en.js';
import { axeInBothThemes, axeViolations } from './gui/browser.mjs';
import { healthOk, POLICY, PREFIX } from './gui/fake_api.mjs';
import { building, fleet, HOSTILE, LONG, NOW_S, printer, spool, unpolled, waiting } from './gui/fixtures.mjs';
import { fakeForFile } from './gui/page.mjs';
import { build as made } from './lib/place.mjs';

const FIRST_PAGE_BYTES = 250_000;
const OUR_HEADERS = fileURLToPath(new URL('../mod_stratasys', import.meta.url));

const gui = fakeForFile();

const browse = (name, options, body) =>
  gui.browse(name, options, (given) =>
    body({
      ...given,
      card: (id) => given.page.locator(`article[aria-labelledby="printer-${id}"]`),
      text: async (locator) => (await given.text(locator)).replace(/[\u2068\u2069]/g, ''), // what keeps directions apart
    }));

// ---- the build --------------------------------------------------------------------------------------------------

describe('build', () => {
  let directory;
  let assets;

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'gui-'));
    assets = await build(join(directory, 'a'));
  });
  after(() => rm(directory, { recursive: true, force: true }));

  test('gives the same bytes anywhere', async () => {
    await build(join(directory, 'b'));
    const names = ['assets_data.c', ...assets.map(({ path }) => join('htdocs', path))];
    for (const name of names) {
      const [a, b] = await Promise.all(['a', 'b'].map((one) => readFile(join(directory, one, name))));
      assert.ok(a.equals(b), name);
    }
  });

  test('names everything but the page by its content', () => {
    for (const { path, immutable } of assets) {
      assert.equal(immutable, path !== 'index.html', path);
      if (immutable) assert.match(path, /^assets\/[a-z]+-[0-9A-Za-z]{8}\.(js|css|svg)$/);
    }
  });

  test('makes C that holds the same bytes', async () => {
    const main = join(directory, 'main.c');
    await promisify(execFile)('sh', ['-c', `cat > ${main} <<'END'
#include "assets.h"
#include <stdio.h>
#include <string.h>
int main(int argc, char **argv) {
  for (size_t i = 0; argc == 2 && i < asset_count; i++)
    if (strcmp(assets[i].path, argv[1]) == 0) fwrite(assets[i].bytes, 1, assets[i].length, stdout);
}
END
cc -std=c11 -Wall -Wextra -Werror -I${OUR_HEADERS} -o ${directory}/assets ${main} ${directory}/a/assets_data.c`]);
    for (const { path, bytes } of assets) {
      const options = { encoding: 'buffer', maxBuffer: 1e7 };
      const { stdout } = await promisify(execFile)(join(directory, 'assets'), [path], options);
      assert.ok(stdout.equals(bytes), path);
    }
  });

  test('makes a page free of inline code and other hosts', () => {
    const index = assets.find(({ path }) => path === 'index.html').bytes.toString();
    assert.doesNotMatch(index, /<script(?![^>]*\ssrc=)|\sstyle=|\son\w+=|(?:src|href)="(?:https?:|\/)/);
  });
});

test('both languages have the same texts', () => {
  const shape = (texts) =>
    Object.fromEntries(Object.entries(texts).map(([key, value]) => [key, value !== null && typeof value === 'object' ? shape(value) : typeof value]));
  assert.deepEqual(shape(de), shape(en));
});

// ---- what the page concludes --------------------------------------------------------------------------------------

describe('printers', () => {
  const running = { poller: 'running' };

  test('a printer nobody polls is not watched, whatever its state was', () => {
    assert.equal(printerState(printer('a'), running, NOW_S), 'idle');
    assert.equal(printerState(printer('a'), running, NOW_S + 3600), 'unobserved');
    assert.equal(printerState(printer('a'), { poller: 'stopped' }, NOW_S), 'unobserved');
    assert.equal(printerState(printer('a'), { poller: 'off' }, NOW_S), 'idle');
    assert.equal(printerState(unpolled('a'), running, NOW_S), 'first');
    assert.equal(printerState(unpolled('a'), { poller: 'never' }, NOW_S), 'unobserved');
    assert.equal(printerState(printer('a', { state: 'dancing' }), running, NOW_S), 'unmapped');
  });

  test('come in the order of what needs a hand, then by time left, then as configured', () => {
    const states = ['idle', 'idle', 'unmapped', 'offline', 'maintenance', 'part_waiting', 'paused', 'error'];
    const others = states.map((state, i) => printer(`${state}-${i}`, { state }));
    const short = building('short', 0.5, 90_000, { model_needed_in3: 99 });
    const items = [building('late', 0.1, 9000), building('soon', 0.9, 9000), building('warm', 0, 900, { eta_at: null }), ...others, short];
    const order = printersSorted(items, running, NOW_S).map(({ printer: { printer: id } }) => id);
    assert.deepEqual(order, [
      'error-7', 'paused-6', 'part_waiting-5', 'maintenance-4', 'short', 'offline-3', 'soon', 'late', 'warm', 'unmapped-2', 'idle-0', 'idle-1',
    ]);
  });

  test('material is short by what the job still needs', () => {
    const job = { model_needed_in3: 10, model_used_in3: 4, model_material: 'ABS' };
    const lacks = (spools, more = {}) => printerShort(printer('a', { ...job, spools, ...more }), 'building', 'model');
    assert.equal(lacks([spool('model', 'ABS', 6.5)]), null, 'what it used counts');
    assert.equal(Number(lacks([spool('model', 'ABS', 5)]).in3.toFixed(3)), 1);
    assert.equal(lacks([spool('model', 'ABS', 3), spool('model', 'ABS', 3.2)]), null, 'two spools of it');
    assert.equal(Number(lacks([spool('model', 'ABS', 3), spool('model', 'PC', 30)]).in3.toFixed(3)), 3, 'another material');
    assert.equal(Number(lacks([spool('model', 'ABS', 3), spool('model', 'ABS', 30, { is_loaded: false })]).in3.toFixed(3)), 3);
    assert.equal(Number(lacks([spool('model', 'ABS_RED', 3), spool('model', 'PC_RED', 30)]).in3.toFixed(3)), 3, 'a family');
    assert.equal(lacks([spool('model', 'A', 3), spool('model', 'B', 30)]), null, 'no name matches');
    assert.equal(lacks([spool('model', 'ABS', null)]), null, 'unknown is not short');
    assert.equal(lacks([spool('model', 'ABS', 1)], { model_needed_in3: null }), null);
    assert.equal(printerShort(printer('a', { ...job, spools: [spool('model', 'ABS', 0)] }), 'idle', 'model'), null);
  });
});

// ---- the page -----------------------------------------------------------------------------------------------------

describe('page', () => {
  browse('loads little, and no charts', { api: { printers: fleet() } }, async ({ page, card }) => {
    const loaded = [];
    page.on('response', (response) => loaded.push(new URL(response.url()).pathname.slice(PREFIX.length)));
    await page.reload();
    await card('dim-1').waitFor();
    const files = loaded.filter((path) => !path.startsWith('api/'));
    assert.ok(files.length >= 6, files.join());
    const texts = await Promise.all(files.map((path) => readFile(join(made, 'htdocs', path || 'index.html'))));
    const bytes = texts.reduce((sum, text) => sum + gzipSync(text).length, 0);
    assert.ok(bytes <= FIRST_PAGE_BYTES, `${bytes} bytes`);
    assert.ok(!texts.some((text) => text.includes('echarts')));
  });

  browse('shows each state as icon and word, with since when', { api: { printers: fleet() } }, async ({ page, response, card, text }) => {
    assert.equal(response.headers()['content-security-policy'], POLICY);
    await card('dim-1').waitFor();
    const states = [
      ['uprint-2', 'Error', 'since 09:48 · 41 min'], ['f370-2', 'Paused', 'since 10:19 · 10 min'],
      ['dim-2', 'Part waiting', 'since 08:18 · 2 h 11 min'], ['fortus-900', 'Maintenance', 'since Mon 08:40 · 1 d 1 h'],
      ['f170-1', 'Offline', 'since 09:05 · 1 h 25 min'], ['f123-9', 'Not asked yet', ''], ['dim-1', 'Building', 'since 08:40 · 1 h 49 min'],
      ['dim-3', 'Warming up', 'since 10:24 · 5 min'], ['new', 'Other status', 'since 10:28 · 1 min'], ['mojo', 'Free', 'since 09:23 · 1 h 06 min'],
    ];
    for (const [id, word, since] of states) {
      assert.equal(await text(card(id).locator('[data-part=state]')), word);
      assert.equal(await text(card(id).locator('[data-part=since]')), since);
    }
    const icons = await page.locator('.state-badge use').evaluateAll((uses) => uses.map((use) => use.getBoundingClientRect().width));
    assert.equal(icons.length, fleet().length);
    assert.ok(icons.every((width) => width > 4), 'each icon is drawn');
    assert.equal(await text(card('uprint-2').locator('[data-part=says]')), '“Can\'t Find Home”');
    assert.ok(await card('dim-1').locator('[data-part=says]').isHidden(), '“Building” says no more than the state');
  });

  browse('counts the fleet', { api: { printers: fleet() } }, async ({ page, text, sees }) => {
    const tile = (name) => page.locator(`.tile[data-tile=${name}]`);
    await sees(tile('hand'), '6');
    assert.equal(await text(tile('hand')), '6 need a hand 1 error · 1 paused · 1 part waiting · 1 in maintenance · 2 short of material');
    assert.equal(await text(tile('building')), '9 building 1 warming up · next done in 4 min');
    assert.equal(await text(tile('free')), '4 free now Mojo, Dimension 5, uPrint 5 +1 1 with a queue');
    assert.equal(await text(tile('dark')), '2 without news 1 offline · 1 not asked yet');
    assert.equal(await text(page.locator('.tile-next')), 'Free next F370 left 10:34 4 min uPrint 4 11:44 1 h 14 min Dimension 1 13:00 2 h 30 min');
    assert.equal(await page.title(), '(6) Fleet · Printers');
  });

  browse('shows a job: progress with its source, time left, when it is done', { api: { printers: [
    building('a', 0.5, 7200, { progress_source: 'model_material', layer_ratio: 0.4 }),
    building('b', 0.5, 172_800), building('late', 0.99, 7200, { eta_at: NOW_S - 600 }),
  ] } }, async ({ card, text, advance }) => {
    await card('a').waitFor();
    assert.equal(await text(card('a').locator('.job-times')), '50% by model material 1 h 00 min left done 11:30');
    assert.equal(await text(card('a').locator('.measures')), 'layer 150 of 300 · time 50% · support 50%');
    assert.equal(await card('a').locator('.job [role=progressbar]').getAttribute('aria-valuenow'), '50');
    assert.equal(await text(card('b').locator('.job-when')), '1 d left done Wed 10:30');
    assert.equal(await text(card('late').locator('.job-when')), 'overdue by 10 min was due 10:20');
    await advance(1);
    assert.equal(await text(card('a').locator('.job-left')), '59 min left');
  });

  browse('shows materials, and what is too little for the job', { api: { printers: [
    building('a', 0.5, 7200, { model_needed_in3: 10, model_used_in3: 4, spools: [
      spool('model', 'P430_BLK', 5, { color: 'Black', color_rgb: '202020' }), spool('support', null, null, { is_loaded: false, left_ratio: null }),
    ] }),
  ] } }, async ({ card, text }) => {
    await card('a').waitFor();
    const rows = card('a').locator('.spool');
    assert.equal(await text(rows.nth(0)), 'P430_BLK Black · model 5.0 in³ · 82 cm³ 1.0 in³ · 16 cm³ too little for this job');
    assert.equal(await text(rows.nth(1)), 'empty support');
    assert.equal(await rows.nth(0).locator('.dot').evaluate((dot) => getComputedStyle(dot).backgroundColor), 'rgb(32, 32, 32)');
  });

  browse('shows temperatures, and where they are going', { api: { printers: [
    printer('a', { model_temp_c: 182.4, model_set_c: 270, support_temp_c: 178.6, support_set_c: 180, envelope_temp_c: null }),
    printer('b', { model_temp_c: 61, model_set_c: 0, support_temp_c: null, envelope_temp_c: null }),
  ] } }, async ({ card, text }) => {
    await card('a').waitFor();
    assert.equal(await text(card('a').locator('[data-part=temperatures]')), 'model 182 → 270 · support 179 °C');
    assert.equal(await text(card('b').locator('[data-part=temperatures]')), 'model 61 °C');
  });

  browse('leaves out what it does not know or may not see', { api: { printers: [
    unpolled('nothing'),
    (({ job_name, owner, comment, pack, serial, controller_version, ...rest }) => rest)(building('hidden', 0.5, 7200, { queue: [
      (({ job_name, owner, ...rest }) => rest)(waiting('x', 5400)),
    ] })),
  ] } }, async ({ page, card, text }) => {
    await card('hidden').waitFor();
    assert.ok(await card('hidden').locator('[data-part=job_head]').isHidden());
    assert.equal(await text(card('hidden').locator('[data-part=queue]')), '1 waiting · next 1 h 30 min');
    assert.ok(await card('nothing').locator('[data-part=body]').isHidden());
    assert.doesNotMatch(await page.locator('body').innerText(), /undefined|null|NaN|Invalid|Owner/);
  });

  const hostile = building('a', 0.5, 7200, { name: HOSTILE, product: HOSTILE, location: HOSTILE, status_text: HOSTILE,
    explanation: HOSTILE, trouble: HOSTILE, damage: HOSTILE, job_name: HOSTILE, owner: HOSTILE, comment: HOSTILE, pack: HOSTILE,
    fleet_group: HOSTILE, serial: HOSTILE, controller_version: HOSTILE, webcam: 'javascript:alert(1)', queue: [waiting(HOSTILE, 60)],
    spools: [spool('model', HOSTILE, 3, { color: HOSTILE, color_rgb: 'red;}' })] });
  const long = building('b', 0.5, 7200, { name: LONG, product: LONG, location: LONG, job_name: LONG, owner: LONG,
    explanation: LONG, trouble: LONG, queue: [waiting(LONG, 60)], spools: [spool('model', LONG, 3, { color: LONG })] });

  browse('shows hostile text as text', { api: { printers: [hostile] } }, async ({ page, card, sees }) => {
    await card('a').waitFor();
    assert.equal(await card('a').locator('[data-part=job_name]').textContent(), HOSTILE);
    assert.equal(await card('a').locator('h2').textContent(), HOSTILE);
    assert.equal(await page.locator('main img').count(), 0);
    assert.ok(await card('a').locator('[data-part=webcam]').isHidden(), 'a script is no webcam');
    await page.getByRole('button', { name: 'List' }).click();
    await sees(page.locator('.row-job'), HOSTILE);
    assert.equal(await page.locator('main img').count(), 0);
  });

  for (const locale of ['en-GB', 'de-DE']) {
    const options = { api: { printers: [hostile, long, ...fleet()] }, context: { locale, viewport: { width: 360, height: 740 } } };
    browse(`fits a phone (${locale})`, options, async ({ page, card }) => {
      await card('a').waitFor();
      await page.locator('.fleet-fold').click();
      for (const view of ['cards', 'list']) {
        await page.locator(`[data-view=${view}]`).click();
        const widths = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
        assert.equal(widths[0], widths[1]);
        const beyond = await page.locator('main *').evaluateAll((nodes) =>
          nodes.filter((node) => node.getClientRects().length > 0 && node.getBoundingClientRect().right > innerWidth).map((node) => node.outerHTML.slice(0, 90)));
        assert.deepEqual(beyond.filter((html) => !html.includes('visually-hidden') && !/data-part="owner_text"/.test(html)), []);
      }
    });
  }

  const beyond = { eta_at: 1e15, submitted_at: 1e15, started_at: -1e15, state_began_at: 1e15, clock_offset_s: 1e15 };
  browse('a time that no calendar has hides neither its printer nor the others', { api: { printers: [building('a', 0.5, 60, beyond), building('b', 0.5, 7200)] } }, async ({ card, text }) => {
    await card('b').waitFor();
    assert.equal(await text(card('b').locator('.job-left')), '1 h 00 min left');
    assert.doesNotMatch(await text(card('a')), /null|Invalid/);
  });

  browse('speaks German to a German browser, and is dark where the system is', { api: { printers: fleet() }, context: { locale: 'de-AT', colorScheme: 'dark' } }, async ({ page, card, text }) => {
    await card('dim-1').waitFor();
    assert.equal(await page.locator('html').getAttribute('lang'), 'de');
    assert.equal(await page.locator('html').getAttribute('data-bs-theme'), 'dark');
    assert.equal(await text(card('dim-1').locator('[data-part=state]')), 'Druckt');
    assert.equal(await text(card('dim-1').locator('.job-when')), 'noch 2 h 30 min fertig 13:00');
    assert.equal(await text(card('dim-1').locator('.spool-left').first()), '31,2 in³ · 511 cm³');
    assert.doesNotMatch(await page.locator('body').innerText(), /\b(ago|since|details|waiting|free)\b/i);
  });

  browse('speaks English to every other, in its own numbers', { api: { printers: [printer('a')] }, context: { locale: 'fr-FR' } }, async ({ page, card, text }) => {
    await card('a').waitFor();
    assert.equal(await page.locator('html').getAttribute('lang'), 'en');
    assert.equal(await text(card('a').locator('[data-part=state]')), 'Free');
  });

  const full = { ...healthOk(), status: 'trouble', problem: 'The disk is full.', remedy: 'Make room.' };
  browse('has no violation of axe, light and dark', { api: { printers: fleet(), health: full }, expectedErrors: /503/ }, async ({ page, card }) => {
    await card('f370-2').waitFor();
    await page.locator('[data-banner=health]').waitFor();
    assert.equal(await page.locator('html').getAttribute('data-bs-theme'), 'light');
    assert.deepEqual(await axeInBothThemes(page), []);
    await page.locator('.tile[data-tile=hand]').click();
    await page.locator('[data-view=list]').click();
    assert.equal(await page.locator('.row-line').count(), 6);
    assert.deepEqual(await axeInBothThemes(page), []);
  });

  browse('what cannot be read in the other theme is a violation', {}, async ({ page, sees }) => {
    await sees(page.locator('.none'), 'StratasysPrinter');
    await page.evaluate(() => document.styleSheets[0].insertRule('[data-bs-theme=dark] .none * { color: #333 !important; transition: color 0.3s }'));
    assert.match((await axeInBothThemes(page)).join(), /^dark: color-contrast: .*foreground color: #333333/s);
  });
});

describe('trouble', () => {
  browse('without printers it says what is next', { api: { printers: [], health: { ...healthOk(), status: 'trouble', poller: 'off', problem: 'No printers.' } }, expectedErrors: /503/ }, async ({ page, sees }) => {
    await sees(page.locator('.none'), 'StratasysPrinter');
    assert.equal(await page.locator('[data-banner]').count(), 0);
    assert.ok(await page.locator('.tiles').isHidden());
    assert.ok(await page.locator('.fleet-bar').isHidden());
    assert.deepEqual(await axeViolations(page), []);
  });

  browse('before the first poll it says so', { api: { printers: [unpolled('a', { name: 'Fortus' })] } }, async ({ card, text, api, nextAnswer, sees }) => {
    await card('a').waitFor();
    assert.equal(await text(card('a').locator('.notes')), 'The first answer comes within seconds.');
    assert.equal(await text(card('a').locator('.age')), 'never answered');
    api.printers = [printer('a')];
    await nextAnswer();
    await sees(card('a'), 'Free');
  });

  browse('offline tells since when and why', { api: { printers: fleet() } }, async ({ page, card, text }) => {
    await card('f170-1').waitFor();
    assert.equal(await text(card('f170-1').locator('.notes')), 'Connection: no answer within 5 s (164 failed attempts) As last seen 1 h 25 min ago');
    assert.equal(await page.locator('[data-banner]').count(), 0, 'an offline printer is no trouble of the server');
  });

  const stopped = { ...healthOk(), status: 'trouble', poller: 'stopped', problem: 'The poller does not run.', remedy: 'Restart httpd.' };
  browse('a poller that does not run is no offline printer', { api: { printers: [building('a', 0.5, 7200), printer('b')], health: stopped }, expectedErrors: /503/ }, async ({ page, card, text, sees }) => {
    await sees(page.locator('[data-banner=health]'), /Poller: Stopped\.\s+Nobody watches the printers/);
    await sees(card('a'), 'Not watched');
    await sees(card('b'), 'Not watched');
    assert.ok(await card('a').locator('.job-times').isHidden(), 'nobody knows how far it is');
    assert.equal(await text(page.locator('.tile[data-tile=hand]')), '0 need a hand of those that answer');
  });

  const elsewhere = { printers: [printer('a', { state: 'unobserved', polled_at: NOW_S - 4000 })], health: { ...healthOk(), poller: 'off' } };
  browse('where nobody polls, in German too, that is said', { api: elsewhere, context: { locale: 'de-DE' } }, async ({ page, sees }) => {
    await sees(page.locator('[data-banner=health]'), /Niemand fragt die Drucker ab\.\s+StratasysPoller ist Off/);
  });

  browse('a server that does not answer leaves the last data, and is asked less and less often', { api: { printers: [building('a', 0.5, 7200)] }, expectedErrors: /Failed to load/ }, async ({ page, card, text, api, nextAnswer, sees, advance }) => {
    await card('a').waitFor();
    api.isDown = true;
    await nextAnswer(5);
    const banner = page.locator('[data-banner=unreachable]');
    await sees(banner, 'Next try in 2 s');
    assert.equal(await text(card('a').locator('[data-part=state]')), 'Building');
    for (const [wait_s, then_s] of [[2, 4], [4, 8], [8, 15], [15, 30], [30, 60], [60, 60]]) {
      await nextAnswer(wait_s);
      await sees(banner, new RegExp(`Next try in ${then_s === 60 ? '1.min' : `${then_s}.s`}`));
    }
    assert.equal(await text(page.locator('[data-part=live_text]')), 'No contact · data 2 min old');
    assert.equal(await text(card('a').locator('.age')), 'data 2 min old');
    api.isDown = false;
    api.printers = [building('a', 0.6, 7200)];
    const answer = api.next('printers');
    await page.getByRole('button', { name: 'Try now' }).click();
    await answer;
    await banner.waitFor({ state: 'detached' });
    await advance(1);
    assert.match(await text(page.locator('[data-part=live_text]')), /^Live · \d s ago$/);
  });

  browse('a server that never answered says so', { api: { isDown: true }, expectedErrors: /Failed to load/ }, async ({ page, sees }) => {
    await sees(page.locator('[data-banner=unreachable]'), 'Nothing has come yet.');
    assert.ok(await page.locator('[data-part=loading]').isHidden());
  });

  const refusal = { type: 'about:blank', title: 'Forbidden', status: 403, detail: 'Not for you.' };
  browse('a refusal is told in the server’s words, with what to do', { api: { refusal }, expectedErrors: /403/ }, async ({ page, sees }) => {
    await sees(page.locator('[data-banner=refused]'), /\(403\)\s+Not for you\. You may open this page but not its data\./);
  });
});

describe('live', () => {
  browse('ages count up by themselves, and old data is marked', { api: { printers: [printer('a', { interval_s: 2 })], max_age_s: 30 } }, async ({ card, text, advance }) => {
    await card('a').waitFor();
    const age = card('a').locator('.age');
    assert.equal(await text(age), '4 s ago');
    await advance(3);
    assert.equal(await text(age), '7 s ago');
    assert.ok(await age.locator('svg').isHidden());
    await advance(10);
    assert.equal(await text(age), 'data 17 s old');
    assert.ok(await age.locator('svg').isVisible());
  });

  browse('a computer whose clock is wrong still shows right ages', { api: { printers: [printer('a', { polled_at: NOW_S + 3596, answered_at: NOW_S + 3596 })], now_s: NOW_S + 3600 } }, async ({ card, text }) => {
    await card('a').waitFor();
    assert.equal(await text(card('a').locator('.age')), '4 s ago');
  });

  browse('a change appears without reload, in the same nodes, with the focus kept', { api: { printers: [printer('a'), building('b', 0.5, 7200)] } }, async ({ page, card, text, api, nextAnswer, sees }) => {
    await card('a').locator('h2 a').focus();
    const order = () => page.locator('article').evaluateAll((nodes) => nodes.map((node) => node.getAttribute('aria-labelledby')));
    assert.deepEqual(await order(), ['printer-b', 'printer-a']);
    await card('a').evaluate((node) => (node.isTheSame = true));
    await card('b').evaluate((node) => (node.isTheSame = true));
    api.printers = [printer('a', { state: 'error', status_text: 'Build Error' }), building('b', 0.6, 7200)];
    await nextAnswer();
    await sees(card('a'), /“\u2068?Build Error\u2069?”/);
    assert.deepEqual(await order(), ['printer-a', 'printer-b']);
    assert.ok(await card('a').evaluate((node) => node.isTheSame));
    assert.ok(await card('b').evaluate((node) => node.isTheSame));
    assert.ok(await card('a').evaluate((node) => document.activeElement === node.querySelector('h2 a')));
    assert.equal(await text(page.locator('[data-part=announcer]')), 'a: Error');
    api.printers = [building('b', 0.6, 7200)];
    await nextAnswer();
    await card('a').waitFor({ state: 'detached' });
  });

  browse('asks again when the answer says, and conditionally', { api: { printers: [printer('a')], max_age_s: 7 } }, async ({ card, api, nextAnswer, advance }) => {
    await card('a').waitFor();
    const count = () => api.asked.filter(({ path }) => path === 'printers').length;
    await advance(6);
    assert.equal(count(), 1);
    assert.equal((await nextAnswer(1)).status, 304);
    assert.equal(count(), 2);
  });

  for (const [max_age_s, wait_s] of [[0, 2], [3600, 30]]) {
    browse(`asks at least and at most so often (max-age=${max_age_s})`, { api: { printers: [printer('a')], max_age_s } }, async ({ card, api, nextAnswer, advance }) => {
      await card('a').waitFor();
      await advance(wait_s - 1);
      assert.equal(api.asked.filter(({ path }) => path === 'printers').length, 1);
      await nextAnswer(1);
    });
  }

  browse('asks nothing while it is hidden, and at once when it is seen again', { api: { printers: [printer('a')] } }, async ({ page, card, api, advance, sees }) => {
    await card('a').waitFor();
    const hide = (isHidden) =>
      page.evaluate((value) => {
        Object.defineProperty(document, 'hidden', { value, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      }, isHidden);
    await hide(true);
    const asked = api.asked.length;
    await advance(600);
    assert.equal(api.asked.length, asked);
    api.printers = [printer('a', { state: 'paused', status_text: 'Paused', polled_at: NOW_S + 598, answered_at: NOW_S + 598 })];
    await hide(false);
    await sees(card('a'), 'Paused');
  });
});

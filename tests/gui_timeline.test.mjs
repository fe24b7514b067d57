// The timeline: what is concluded of past and future, and the page, against answers made up and against a laboratory.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { printersSorted } from '../htdocs/js/printers.js';
import { en } from '../htdocs/js/texts/en.js';
import { forecastBars } from '../htdocs/js/timeline/forecast.js';
import { timelinePlaces, timelineRows } from '../htdocs/js/timeline/model.js';
import { pastBars } from '../htdocs/js/timeline/past.js';
import { spanDays, spanHours, spanOf, spanRatio, spanStep } from '../htdocs/js/timeline/span.js';
import { axeInBothThemes } from './gui/browser.mjs';
import { building, fleet, HOSTILE, LONG, NOW_S, printer, waiting } from './gui/fixtures.mjs';
import { startLab } from './gui/lab.mjs';
import { fakeForFile, needsBrowser, onPage } from './gui/page.mjs';

const HOUR_S = 3600;
const FROM_S = spanOf(NOW_S).from_s;
const words = en.timeline;
const gui = fakeForFile();

const stretch = (id, state, began_at, ended_at = null) => ({ printer: id, state, began_at, ended_at });
const list = (items) => ({ items, total: items.length, next: null });
const answers = (stretches, jobs = []) => ({ states: list(stretches), jobs: list(jobs) });

// ---- the span --------------------------------------------------------------------------------------------------------

describe('span', () => {
  test('reaches a day back and a day ahead, and stays the same for a quarter of an hour', () => {
    for (const now_s of [NOW_S, NOW_S + 1, NOW_S + 899]) assert.deepEqual(spanOf(now_s), spanOf(NOW_S));
    const { from_s, to_s } = spanOf(NOW_S + 899);
    assert.ok(from_s <= NOW_S + 899 - 24 * HOUR_S && to_s >= NOW_S + 899 + 24 * HOUR_S);
    assert.notDeepEqual(spanOf(NOW_S + 900), spanOf(NOW_S));
  });

  test('has its borders for what is outside', () => {
    const span = { from_s: 100, to_s: 300 };
    assert.deepEqual([0, 100, 250, 300, 999].map((at_s) => spanRatio(span, at_s)), [0, 0, 0.75, 1, 1]);
  });

  test('has as many hours as there is room for', () => {
    const span = spanOf(NOW_S);
    assert.deepEqual([4000, 1200, 600, 200, 10].map((px) => spanStep(span, px, 50)), [1, 3, 6, 24, 24]);
  });

  test('has whole hours and days of the clock on the wall', () => {
    const hours = spanHours(spanOf(NOW_S), 3).map((at_s) => new Date(at_s * 1000));
    assert.equal(hours.length, 16);
    assert.ok(hours.every((at) => at.getHours() % 3 === 0 && at.getMinutes() === 0));
    const days = spanDays(spanOf(NOW_S));
    assert.equal(days[0].from_s, FROM_S);
    assert.ok(days.slice(1).every(({ from_s }, i) => new Date(from_s * 1000).getHours() === 0 && from_s === days[i].to_s));
    assert.equal(days.at(-1).to_s, spanOf(NOW_S).to_s);
  });
});

// ---- what was --------------------------------------------------------------------------------------------------------

const past = (stretches, more = {}) =>
  pastBars({
    stretches, jobs: [], from_s: 0, as_of_s: 1000,
    present: { state: stretches.at(-1)?.state ?? 'idle', began_s: stretches.at(-1)?.began_at ?? null, job: null }, ...more,
  });
const brief = (bars) => bars.map(({ state, from_s, to_s, job }) => [state, from_s, to_s, job]);

describe('past', () => {
  test('is the stretches within the span; the same state goes on', () => {
    const stretches = [
      stretch('a', 'idle', -50, 100), stretch('a', 'idle', 100, 200), stretch('a', 'offline', 200, 300), stretch('a', 'dancing', 300, null),
    ];
    assert.deepEqual(brief(past(stretches)), [['idle', 0, 200, null], ['offline', 200, 300, null], ['unmapped', 300, 1000, null]]);
    assert.equal(past(stretches)[0].began_s, -50);
    assert.deepEqual(past([]), []);
  });

  test('ends with the state that holds now, as soon as that is known', () => {
    const stretches = [stretch('a', 'idle', 0, 400), stretch('a', 'building', 400, null)];
    const now = (state, began_s) => brief(past(stretches, { present: { state, began_s, job: 'now' } }));
    assert.deepEqual(now('building', 400), [['idle', 0, 400, null], ['building', 400, 1000, 'now']]);
    assert.deepEqual(now('part_waiting', 900).slice(1), [['building', 400, 900, 'now'], ['part_waiting', 900, 1000, 'now']]);
    assert.deepEqual(now('unobserved', 950).at(-1), ['unobserved', 950, 1000, null]);
    assert.deepEqual(now('idle', 0), now('building', 400), 'the stretches are newer');
    assert.deepEqual(now('first', null), now('building', 400));
  });

  test('names the job of a stretch, where it is known', () => {
    const stretches = [
      stretch('a', 'part_waiting', 0, 50), stretch('a', 'preparing', 100, 150), stretch('a', 'building', 150, 400),
      stretch('a', 'part_waiting', 400, 450), stretch('a', 'error', 450, 460), stretch('a', 'building', 500, 700),
      stretch('a', 'building', 700, null),
    ];
    const jobs = [
      { job_name: 'two', begun_at: 500, started_at: null, ended_at: 700 },
      { job_name: 'one', begun_at: 100, started_at: 150, ended_at: 400 },
    ];
    const bars = past(stretches, { jobs, present: { state: 'building', began_s: 700, job: 'three' } });
    assert.deepEqual(bars.map(({ job }) => job), [null, 'one', 'one', 'one', null, 'two', 'three']);
  });
});

// ---- what will be ----------------------------------------------------------------------------------------------------

describe('forecast', () => {
  const forecast = (given, state = given.state) =>
    forecastBars(given, state, NOW_S).map(({ kind, from_s, to_s, job }) => [kind, from_s - NOW_S, to_s && to_s - NOW_S, job]);

  test('is the job until its ETA, then the queue', () => {
    const queue = [waiting('b', 100), waiting('c', 200)];
    const running = building('a', 0.5, 1000, { job_name: 'a', queue });
    assert.deepEqual(forecast(running), [['job', 0, 500, 'a'], ['queue', 500, 600, 'b'], ['queue', 600, 800, 'c']]);
    const warming = building('a', 0, 1000, { state: 'preparing', job_name: 'a', eta_at: null });
    assert.deepEqual(forecast(warming), [['job', 0, 1000, 'a']]);
    assert.deepEqual(forecast(printer('a', { queue })), [['queue', 0, 100, 'b'], ['queue', 100, 300, 'c']]);
    assert.deepEqual(forecast(printer('a')), []);
  });

  test('begins with the job that is to be started', () => {
    const ready = printer('a', { job_id: 5, job_name: 'a', estimated_s: 50, queue: [waiting('b', 100)] });
    assert.deepEqual(forecast(ready), [['queue', 0, 50, 'a'], ['queue', 50, 150, 'b']]);
    assert.deepEqual(forecast({ ...ready, estimated_s: null }), [['queue', 0, null, 'a']]);
  });

  test('ends where an estimate is missing', () => {
    const queue = [waiting('b', 100), waiting('c', null), waiting('d', 200)];
    assert.deepEqual(forecast(printer('a', { queue })), [['queue', 0, 100, 'b'], ['queue', 100, null, 'c']]);
  });

  test('is open where a hand is awaited, a job is late, or nothing is known; the queue is counted', () => {
    const open = (given) => forecastBars(given, given.state, NOW_S).map(({ kind, ends, then }) => [kind, ends, then])[0];
    const queue = [waiting('b', 100), waiting('c', 200)];
    assert.deepEqual(open(printer('a', { state: 'part_waiting', queue })), ['open', 'state', { count: 2, estimated_s: 300 }]);
    assert.deepEqual(open(printer('a', { state: 'paused', queue: [waiting('b', null)] })), ['open', 'state', { count: 1, estimated_s: null }]);
    assert.deepEqual(open(building('a', 1, 1000, { eta_at: NOW_S - 60 })), ['open', 'overdue', null]);
    assert.deepEqual(open(building('a', 1, 1000, { eta_at: null })), ['open', 'unknown', null]);
  });

  test('says nothing of a printer without news', () => {
    for (const state of ['offline', 'unobserved', 'first']) assert.deepEqual(forecast(building('a', 0.5, 1000), state), []);
  });
});

test('rows come in the order of the fleet, or by place', () => {
  const printers = [
    printer('a', { location: 'Room 10' }), printer('b', { location: 'Room 9' }), printer('c', { state: 'error' }),
    printer('d', { location: 'Room 9'}),
  ];
  const items = printersSorted(printers, null, NOW_S);
  const rows = timelineRows(items, { stretches: null, jobs: null }, FROM_S, NOW_S);
  assert.deepEqual(rows.map(({ printer: { printer: id } }) => id), ['c', 'a', 'b', 'd']);
  const byNumber = new Intl.Collator('en', { numeric: true }).compare;
  const places = timelinePlaces(rows, byNumber).map(([place, inPlace]) => [place, inPlace.map(({ printer: { printer: id } }) => id)]);
  assert.deepEqual(places, [['Room 9', ['b', 'd']], ['Room 10', ['a']], [null, ['c']]]);
});

// ---- the page --------------------------------------------------------------------------------------------------------

const route = '#/timeline';
const names = (page) => page.locator('.timeline-name a').allInnerTexts();
const barsOf = (page, id) => page.locator(`.timeline-row[data-printer="${id}"] .timeline-bar`);
const sentences = (bars) => bars.evaluateAll((nodes) => nodes.map((node) => node.firstElementChild.ariaLabel.replace(/[\u2068\u2069]/g, '').replace(/\s/g, ' ')));

/** Where the bars begin and end, in hours from now. */
const hoursOf = (bars) => bars.evaluateAll((nodes, lead_h) => nodes.map(({ style: { left, width } }) =>
  [left, `${parseFloat(left) + parseFloat(width)}`].map((at) => Math.round((parseFloat(at) * 48.25 / 100 - lead_h) * 10) / 10 + 0)),
(NOW_S - FROM_S) / HOUR_S);

const running = building('run', 0.5, 4 * HOUR_S, { name: 'Runs', job_name: 'bracket', location: 'Room 2', queue: [waiting('lid', 3 * HOUR_S)] });
const done = printer('done', { name: 'Done', state: 'part_waiting', state_began_at: NOW_S - HOUR_S, location: 'Room 1', product: 'F370', queue: [waiting('lid', 600)] });
const stretches = [
  stretch('done', 'building', NOW_S - 30 * HOUR_S, NOW_S - HOUR_S), stretch('done', 'part_waiting', NOW_S - HOUR_S),
  stretch('run', 'offline', NOW_S - 5 * HOUR_S, NOW_S - 2 * HOUR_S), stretch('run', 'building', NOW_S - 2 * HOUR_S),
];
const jobs = [{ printer: 'done', job_name: 'gear', begun_at: NOW_S - 30 * HOUR_S, started_at: null, ended_at: NOW_S - HOUR_S }];

describe('page', () => {
  const two = { printers: [running, done], answers: answers(stretches, jobs) };

  gui.browse('shows a day back and what is known of the next', { route, api: two }, async ({ page, api, text, advance }) => {
    await barsOf(page, 'run').nth(1).waitFor();
    assert.deepEqual(await names(page), ['Done', 'Runs']);
    assert.deepEqual(await hoursOf(barsOf(page, 'run')), [[-5, -2], [-2, 0], [0, 2], [2, 5]]);
    assert.deepEqual(await hoursOf(barsOf(page, 'done')), [[-24, -1], [-1, 0], [0, 24.3]]);
    assert.deepEqual(await sentences(barsOf(page, 'run')), [
      'Offline, 05:30 – 08:30 · 3 h 00 min', 'Building, since 08:30 · 2 h 00 min, bracket', 'Building: forecast, 10:30 – 12:30 · 2 h 00 min, bracket',
      `${words.queued}, 12:30 – 15:30 · 3 h 00 min, lid, ${words.at_once}`,
    ]);
    assert.deepEqual((await sentences(barsOf(page, 'done'))).slice(1), [
      'Part waiting, since 09:30 · 1 h 00 min, gear', 'Part waiting: forecast, until taken out, then 1 job, 10 min',
    ]);
    assert.match(await text(page.locator('.timeline-legend')), /Part waiting Offline Building Forecast of running jobs Queue, if each job is started at once/);
    assert.match(await text(page.locator('.timeline-days')), /Monday 11 May Tuesday 12 May Wednesday 13 May/);

    const now = () => page.locator('.timeline-now').evaluate(({ style }) => parseFloat(style.left));
    const before = await now();
    assert.equal(await text(page.locator('.timeline-clock')), '10:30');
    await advance(120);
    assert.ok(Math.abs((await now()) - before - 120 / (48.25 * 36)) < 0.01);
    assert.equal(await text(page.locator('.timeline-clock')), '10:32');
    const asked = api.asked.filter(({ path }) => path === 'states').map(({ query }) => query.get('from'));
    assert.deepEqual([...new Set(asked)], [String(FROM_S)], 'the address stays');
  });

  gui.browse('shows a change as soon as the printer tells it', { route, api: two }, async ({ page, api, nextAnswer }) => {
    await barsOf(page, 'run').nth(3).waitFor();
    const paused = { ...running, state: 'paused', eta_at: null, state_began_at: NOW_S + 2 };
    api.printers = [paused, done];
    await nextAnswer();
    await page.locator('[data-printer=run] [data-state=paused][data-kind=open]').waitFor();
    assert.deepEqual((await sentences(barsOf(page, 'run'))).slice(1).map((one) => one.split(',')[0]), ['Building', 'Paused', 'Paused: forecast']);
  });

  gui.browse('order and filters stand in the address', { route, api: two }, async ({ page }) => {
    await barsOf(page, 'run').first().waitFor();
    await page.getByLabel(words.sort).selectOption('place');
    await page.waitForURL(/#\/timeline\?sort=place$/);
    assert.deepEqual(await page.locator('.timeline-place-name').allInnerTexts(), ['Room 1', 'Room 2']);
    await page.goBack();
    assert.equal(await page.locator('.timeline-place-name').count(), 0);
    await page.getByLabel(words.product).selectOption('F370');
    await page.waitForURL(/#\/timeline\?product=F370$/);
    assert.deepEqual(await names(page), ['Done']);
    assert.equal(await page.getByLabel(words.fleet_group).isVisible(), false, 'there is nothing to choose between');
    await page.evaluate(() => (location.hash = '#/timeline?product=none'));
    await page.getByText(words.none_here).waitFor();
    assert.equal(await page.locator('.timeline-row').locator('visible=true').count(), 0);
  });

  gui.browse('says the words of a bar under the pointer and at the keyboard', { route, api: two }, async ({ page, text }) => {
    await barsOf(page, 'run').nth(3).waitFor();
    const tip = page.getByRole('tooltip');
    await barsOf(page, 'done').first().hover();
    assert.match(await text(tip), /^Building Done Mon 04:30 – 09:30 · 1 d 5 h gear$/);
    await page.mouse.move(0, 0);
    await tip.waitFor({ state: 'hidden' });
    await page.locator('.timeline-name a').first().focus();
    await page.keyboard.press('Tab');
    assert.match(await text(tip), /^Part waiting Done since 09:30/, 'what is now comes first');
    await page.keyboard.press('ArrowDown');
    assert.match(await text(tip), /^Building Runs since 08:30/);
    await page.keyboard.press('End');
    assert.match(await text(tip), /^Waiting job: forecast Runs/);
    await page.keyboard.press('ArrowLeft');
    assert.match(await text(tip), /^Building: forecast Runs/);
    await page.keyboard.press('Escape');
    await tip.waitFor({ state: 'hidden' });
  });

  gui.browse('of jobs without names nothing is asked', { route, api: { ...two, printers: [running, done].map(({ job_name, ...rest }) => rest) } }, async ({ page, api }) => {
    await barsOf(page, 'run').nth(1).waitFor();
    assert.equal(api.asked.some(({ path }) => path === 'jobs'), false);
  });

  gui.browse('a history that does not come leaves the forecast', { route, api: { printers: [running], answers: {} }, expectedErrors: /404/ },
    async ({ page }) => {
      await page.locator('.notice').getByText('Not Found').waitFor();
      assert.deepEqual(await hoursOf(barsOf(page, 'run')), [[0, 2], [2, 5]]);
    });

  const hostile = [building('h', 0.1, 9 * HOUR_S, { name: HOSTILE, job_name: HOSTILE }), building('l', 0.1, 9 * HOUR_S, { name: LONG, job_name: LONG, location: LONG })];
  const history = hostile.flatMap(({ printer: id }) => [stretch(id, 'idle', NOW_S - 99 * HOUR_S, NOW_S - 6 * HOUR_S), stretch(id, 'building', NOW_S - 6 * HOUR_S)]);
  const phone = { viewport: { width: 360, height: 740 }, locale: 'de-DE' };
  gui.browse('a phone begins six hours ago, and no name breaks it', {
    route: '#/timeline?sort=place', context: phone, api: { printers: hostile, answers: answers(history) },
  }, async ({ page }) => {
    await barsOf(page, 'l').nth(1).waitFor();
    assert.equal((await names(page)).includes(HOSTILE), true);
    const left = await page.locator('.timeline-scroll').evaluate((node) => node.scrollLeft / (node.scrollWidth - 112));
    assert.ok(Math.abs(left - 18 / 48.25) < 0.02, String(left));
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
    await barsOf(page, 'l').nth(1).hover();
    const { x, width } = await page.getByRole('tooltip').boundingBox();
    assert.ok(x >= 0 && x + width <= 360);
  });

  const mixed = { printers: fleet(), answers: answers(stretches.map((one) => ({ ...one, printer: 'dim-1' }))) };
  gui.browse('axe finds nothing, light and dark', { route, api: mixed }, async ({ page }) => {
    await barsOf(page, 'dim-1').first().waitFor();
    assert.deepEqual(await axeInBothThemes(page), []);
  });

  const hundred = Array.from({ length: 100 }, (_, i) => building(`p${i}`, 0.5, 4 * HOUR_S));
  const busy = hundred.flatMap(({ printer: id }) => Array.from({ length: 24 }, (_, i) =>
    stretch(id, i % 2 ? 'building' : 'idle', NOW_S - (24 - i) * HOUR_S, i === 23 ? null : NOW_S - (23 - i) * HOUR_S)));
  gui.browse('a hundred printers have low rows', { route, api: { printers: hundred, answers: answers(busy) } }, async ({ page }) => {
    await barsOf(page, 'p99').nth(23).waitFor();
    assert.equal(await page.locator('.timeline-row').count(), 100);
    assert.equal((await page.locator('.timeline-row').first().boundingBox()).height, 22);
  });
});

test('the bars of a laboratory last as long as its states', needsBrowser, async (t) => {
  const lab = await startLab(t);
  await onPage(gui.browser, lab.url, { route }, async ({ page }) => {
    await page.locator('.timeline-bar[data-kind=past]').first().waitFor();
    const shown = await page.locator('.timeline-bar[data-kind=past]').evaluateAll((nodes) => nodes.map(({ bar, printer: { printer: id } }) => ({ ...bar, id })));
    const from_s = Math.min(...shown.map((bar) => bar.from_s));
    const as_of_s = Math.max(...shown.map((bar) => bar.to_s));
    const { items } = await lab.api(`states?from=${from_s}&limit=1000`);
    const sums = (list, idOf, lengthOf) => {
      const sum = {};
      for (const one of list) sum[`${idOf(one)} ${one.state}`] = (sum[`${idOf(one)} ${one.state}`] ?? 0) + lengthOf(one);
      return sum;
    };
    const ours = sums(shown, ({ id }) => id, (bar) => bar.to_s - bar.from_s);
    const theirs = sums(items, (one) => one.printer, (one) => Math.max(Math.min(one.ended_at ?? as_of_s, as_of_s) - Math.max(one.began_at, from_s), 0));
    assert.ok(Object.keys(theirs).length > 6);
    for (const [key, sum_s] of Object.entries(theirs)) assert.ok(Math.abs((ours[key] ?? 0) - sum_s) <= 5, `${key}: ${ours[key]} for ${sum_s}`);
  });
});

// The fleet page with many printers: what it concludes of them, its list, its filters, its refreshes (tests/gui/).
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { filterAccepts, filterValues } from '../htdocs/js/fleet/filter.js';
import { printerReach, printersCount, printersDoneAt, printersFree, printersFreeNext, printersSorted } from '../htdocs/js/printers.js';
import { building, fleet, NOW_S, printer, spool, unpolled, waiting } from './gui/fixtures.mjs';
import { fakeForFile } from './gui/page.mjs';

const RUNNING = { poller: 'running' };
const sorted = (items) => printersSorted(items, RUNNING, NOW_S);
const idsOf = (items) => items.map(({ printer: { printer: id } }) => id);
const lost = (number, digits = 3) => Number(number.toFixed(digits));

/** As many printers as wanted: the twenty of fleet(), again and again. */
function fleetOf(count) {
  const twenty = fleet();
  return Array.from({ length: count }, (_, i) => {
    const one = twenty[i % twenty.length];
    const round = Math.floor(i / twenty.length);
    return round === 0 ? one : { ...one, printer: `${one.printer}-${round}`, name: `${one.name} / ${round}` };
  });
}

describe('material', () => {
  const job = { model_material: 'ABS', model_needed_in3: 10, model_used_in3: 4, support_material: 'SR30', support_needed_in3: 0, support_used_in3: 0 };
  const spools = (abs_in3) => [spool('model', 'ABS_BLK', abs_in3), spool('support', 'SR30', 1)];
  const needing = (name, model_needed_in3, more = {}) =>
    waiting(name, 60, { model_material: 'ABS', model_needed_in3, support_needed_in3: 0, ...more });
  const reach = (abs_in3, queue, more = {}, state = 'building') =>
    printerReach(printer('a', { job_id: 5, ...job, spools: spools(abs_in3), queue, ...more }), state);

  test('lasts for the running job and the queue, in its order', () => {
    const whole = reach(16.1, [needing('b', 7), needing('c', 3)]);
    assert.deepEqual([whole.jobs, whole.lasts, whole.concern], [3, 3, null]);
    assert.deepEqual(whole.needs[0], { kind: 'model', material: 'ABS', now_in3: 6, waiting_in3: 10 });
    const { lasts, concern } = reach(15, [needing('b', 7), needing('wing', 3)]);
    assert.equal(lasts, 2);
    assert.deepEqual({ ...concern, in3: lost(concern.in3), cm3: lost(concern.cm3, 1) }, {
      place: 2, job_name: 'wing', kind: 'model', material: 'ABS', verdict: 'short', in3: 1, cm3: 16.4,
    });
    assert.equal(reach(5, [needing('b', 1)]).concern.place, 0);
    assert.equal(reach(0, []).concern.verdict, 'short');
  });

  test('counts materials apart, each job from what is left of its own', () => {
    const two = [spool('model', 'ABS', 7), spool('model', 'PC', 4), spool('support', 'SR30', 1)];
    const queue = [needing('b', 3, { model_material: 'PC' }), needing('c', 1), needing('d', 2, { model_material: 'PC' })];
    const { lasts, concern } = reach(0, queue, { spools: two });
    assert.deepEqual([lasts, concern.place, concern.material, lost(concern.in3)], [3, 3, 'PC', 1]);
    const support = reach(99, [needing('b', 1, { support_needed_in3: 1.5 })]);
    assert.deepEqual([support.lasts, support.concern.kind, lost(support.concern.in3)], [1, 'support', 0.5]);
  });

  test('is never said to be enough where that is not known', () => {
    const unknown = reach(99, [needing('b', null), needing('c', 1)]);
    assert.deepEqual([unknown.lasts, unknown.concern.place, unknown.concern.verdict], [1, 1, 'unknown']);
    assert.equal(unknown.needs[0].waiting_in3, null);
    assert.equal(reach(null, [needing('b', 1)]).lasts, 0, 'a spool of unknown content');
    assert.equal(reach(99, [needing('b', 1, { model_material: null })]).lasts, 1, 'of unknown material');
    assert.equal(reach(99, [], { model_needed_in3: null }).lasts, 0);
    assert.equal(reach(99, [needing('b', 1)], { spools: [] }).lasts, 0, 'spools unknown');
    const sure = reach(99, [needing('b', null), needing('c', 1, { support_needed_in3: 3 })]);
    assert.deepEqual([sure.lasts, sure.concern.place, sure.concern.verdict], [1, 2, 'short'], 'what is sure is told first');
  });

  test('of another kind than is loaded is missing', () => {
    const { lasts, concern } = reach(99, [needing('b', 1, { model_material: 'ASA' }), needing('c', 1)]);
    assert.deepEqual([lasts, concern.place, concern.verdict, concern.material], [1, 1, 'missing', 'ASA']);
    assert.equal(reach(99, [], { model_material: 'named otherwise' }).concern, null, 'what runs draws from what is loaded');
  });

  test('counts a job that is ready to start, none that is done, and nothing that nobody knows', () => {
    assert.equal(reach(1, [], { model_used_in3: 0, started_at: null }, 'idle').concern.place, 0);
    assert.equal(reach(1, [], { started_at: NOW_S - 60 }, 'idle'), null);
    assert.equal(reach(8, [needing('b', 7)], {}, 'part_waiting').lasts, 1);
    assert.equal(reach(8, [needing('b', 7)], {}, 'offline'), null);
    assert.equal(printerReach(unpolled('a'), 'first'), null);
  });
});

describe('free', () => {
  test('next is whose queue ends first, too', () => {
    const items = sorted([
      building('taken', 0.9, 7200, { queue: [waiting('x', 9000)] }), building('b', 0.5, 7200), building('a', 0.6, 7200),
      building('unknown', 0.9, 7200, { queue: [waiting('x', null)] }), building('warm', 0, 60, { eta_at: null }), printer('idle'),
    ]);
    const next = printersFreeNext(items, 9, NOW_S);
    assert.deepEqual(idsOf(next), ['a', 'b', 'taken', 'unknown']);
    assert.deepEqual(next.map(({ waiting: count }) => count), [0, 0, 1, 1]);
    assert.equal(next[2].eta_at, NOW_S + 720);
    assert.equal(printersFreeNext(items, 3, NOW_S).length, 3);
  });

  test('next is none whose job is late: its end is not known', () => {
    const items = sorted([building('late', 0.99, 7200, { eta_at: NOW_S - 9000 }), building('a', 0.5, 7200)]);
    assert.deepEqual(idsOf(printersFreeNext(items, 9, NOW_S)), ['a']);
    assert.equal(printersDoneAt(items, NOW_S), NOW_S + 3600);
    assert.equal(printersDoneAt(items, NOW_S + 3600), null);
  });

  test('now is first for which nothing waits or is to be started', () => {
    const items = sorted([printer('taken', { queue: [waiting('x', 60)] }), printer('ready', { job_id: 5 }), printer('a'), building('b', 0.5, 60)]);
    assert.deepEqual(printersFree(items).map((one) => one.printer), ['a', 'taken', 'ready']);
    const { idle_with_queue, idle_with_ready } = printersCount(items);
    assert.deepEqual([idle_with_queue, idle_with_ready], [1, 1]);
  });
});

describe('filters', () => {
  const items = sorted(fleet());
  const found = (query) => idsOf(items.filter((item) => filterAccepts(query, item)));

  test('take a tile, a state, or what is short', () => {
    assert.deepEqual(found({ state: 'hand' }), ['uprint-2', 'f370-2', 'dim-2', 'fortus-900', 'uprint-1', 'fortus-1']);
    assert.deepEqual(found({ state: 'short' }), ['uprint-1', 'fortus-1']);
    assert.deepEqual(found({ state: 'dark' }), ['f170-1', 'f123-9']);
    assert.deepEqual(found({ state: 'paused' }), ['f370-2']);
    assert.ok(found({ state: 'building' }).includes('dim-3'), 'warming up is of that tile');
    assert.deepEqual(found({ state: 'constructor' }), []);
  });

  test('take model, group and location together, and words of names, IDs, jobs and owners', () => {
    assert.deepEqual(found({ product: 'F370', location: 'Hall A', state: 'building' }), ['f370-1', 'f370-3']);
    assert.deepEqual(found({ product: 'kailua' }), ['new'], 'a model that has no other name');
    assert.deepEqual(found({ fleet_group: 'Research' }), ['fortus-1', 'fortus-2']);
    assert.deepEqual(found({ q: 'FORTUS lindq' }), ['fortus-1']);
    assert.deepEqual(found({ q: 'rib_set' }), ['fortus-1'], 'what waits, too');
    assert.deepEqual(found({ q: 'mojo' }), ['mojo']);
    assert.deepEqual(found({ q: '  ' }).length, 20);
  });

  test('offer what there is', () => {
    const values = filterValues(items);
    assert.deepEqual(values.fleet_group, ['Research', 'Teaching']);
    assert.deepEqual(values.state.slice(0, 6), ['hand', 'error', 'paused', 'part_waiting', 'maintenance', 'short']);
    assert.ok(!values.state.includes('unobserved'));
  });
});

const gui = fakeForFile();
const laptop = { viewport: { width: 1366, height: 768 } };
const plain = (words) => words.replace(/[\u2066-\u2069]/g, '').replace(/\s+/g, ' ').trim();

describe('page', () => {
  gui.browse('shows a hundred printers on one screen of a laptop', { api: { printers: fleetOf(100) }, context: laptop }, async ({ page, api, nextAnswer }) => {
    const rows = page.locator('.row-line');
    await rows.last().waitFor();
    assert.equal(await rows.count(), 100);
    const bottoms = await rows.evaluateAll((nodes) => nodes.map((node) => node.getBoundingClientRect().bottom));
    assert.ok(Math.max(...bottoms) <= 768, 'none is below the fold');
    assert.equal(await rows.first().getAttribute('href'), '#/printers/uprint-2');
    assert.equal(plain(await rows.first().innerText()), 'Error uPrint at the door 41 min');
    const fortus = rows.filter({ hasText: 'Fortus 450 wing_section' });
    assert.equal(plain(await fortus.textContent()), 'Building Fortus 450 wing_section_upper_07 3.8 in³ · 62 cm³ too little for this job in 7 h 53 18:23');
    assert.equal(await page.locator('article').count(), 0);

    await rows.last().evaluate((node) => (node.isTheSame = true));
    await rows.last().focus();
    const nodes = await page.locator('*').count();
    for (let round = 1; round <= 4; round++) {
      const turned = fleetOf(100).map((one, i) => (i === 98 && round % 2 ? { ...one, state: 'error' } : one));
      api.printers = turned.map((one) => ({ ...one, polled_at: one.polled_at && api.now_s, answered_at: one.answered_at && api.now_s }));
      await nextAnswer();
      await page.locator('[data-state=error]').nth(5).waitFor({ state: round % 2 ? 'attached' : 'detached' });
    }
    assert.equal(await page.locator('*').count(), nodes);
    assert.ok(await rows.last().evaluate((node) => node.isTheSame && document.activeElement === node));
  });

  gui.browse('filters by tiles, lists and words, in the address; back and forward keep them', { api: { printers: fleet() } }, async ({ page, sees, advance }) => {
    const cards = page.locator('article');
    const count = page.locator('[data-part=count]');
    const address = () => page.evaluate(() => location.hash);
    const hand = page.locator('.tile[data-tile=hand]');
    await sees(count, /^20 printers$/);
    await hand.click();
    await sees(count, /^6 of 20 printers$/);
    assert.deepEqual([await cards.count(), await address(), await hand.getAttribute('aria-pressed')], [6, '#/?state=hand', 'true']);
    await page.locator('[data-filter=product]').selectOption('F370');
    await sees(count, /^1 of 20 printers$/);
    assert.equal(await address(), '#/?state=hand&product=F370');
    await page.goBack();
    await sees(count, /^6 of 20 printers$/);
    assert.equal(await page.locator('[data-filter=product]').inputValue(), '');
    await page.goForward();
    await sees(count, /^1 of 20 printers$/);
    await hand.click();
    await sees(count, /^4 of 20 printers$/);
    await page.getByRole('searchbox').fill('nobody has this');
    await advance(1);
    await sees(count, /^0 of 20 printers$/);
    await sees(page.locator('[data-part=empty]'), 'No printer matches these filters.');
    await page.locator('[data-part=empty_clear]').click();
    await sees(count, /^20 printers$/);
    assert.deepEqual([await address(), await cards.count(), await page.getByRole('searchbox').inputValue()], ['#/', 20, '']);
    assert.ok(await page.getByRole('searchbox').evaluate((node) => node === document.activeElement));
  });

  const link = { route: '#/?view=list&location=Hall+B&fleet_group=gone&state=constructor', api: { printers: fleet() } };
  gui.browse('opens at a link, also to what is gone; remembers the view', link, async ({ page, sees }) => {
    await sees(page.locator('[data-part=count]'), /^0 of 20/);
    assert.equal(await page.locator('[data-filter=fleet_group]').inputValue(), 'gone');
    await page.locator('[data-part=clear]').click();
    await sees(page.locator('[data-part=count]'), /^20 printers/);
    assert.equal(await page.locator('.row-line').count(), 20);
    await page.locator('[data-view=cards]').click();
    await page.locator('[data-view=list]').click();
    await page.evaluate(() => (location.hash = '#/'));
    await page.locator('.row-line').nth(19).waitFor();
  });

  const queued = building('a', 0.5, 7200, {
    spools: [spool('model', 'P430_BLK', 10), spool('support', 'SR30', 4)],
    queue: [waiting('lid', 60), waiting('wing_section', 60, { position: 2 }), waiting('third', 60, { position: 3, model_needed_in3: null })],
  });
  gui.browse('tells what the material lasts for', { api: { printers: [queued, building('b', 0.5, 9000, { queue: [waiting('x', 60)] })] } }, async ({ page }) => {
    const reach = (id) => page.locator(`[aria-labelledby=printer-${id}] .reach dd`);
    await reach('a').waitFor();
    assert.equal(plain(await reach('a').innerText()), 'Lasts for this job and the next one ' +
      '3.0 in³ · 49 cm³ P430_BLK too little for “wing_section” (2nd in queue) ' +
      'this job needs 4.0 in³ P430_BLK, 1.0 in³ SR30 · the queue needs 3.0 in³ SR30');
    assert.equal(plain(await reach('b').locator('[data-part=lasts]').innerText()), 'Lasts for this job and the next one');
    const next = page.locator('.next-row');
    assert.deepEqual((await next.allInnerTexts()).map(plain), ['a 11:30 1 h 00 min then 3 waiting', 'b 11:45 1 h 15 min then 1 waiting']);
    assert.equal(await next.first().locator('a').getAttribute('href'), '#/printers/a');
  });

  const { is_state_began_seen, ...untold } = printer('untold', { name: 'Untold' }); // by an older server
  const begun = [printer('seen', { name: 'Seen' }), printer('gap', { name: 'Gap', is_state_began_seen: false }), untold];
  gui.browse('a state that may have begun before it was seen lasts at least so long', { api: { printers: begun } }, async ({ page, api, text, sees, nextAnswer }) => {
    const since = (id) => page.locator(`article[aria-labelledby="printer-${id}"] [data-part=since]`);
    await sees(since('gap'), /^at least since 09:23 · 1\sh\s06\smin$/);
    for (const id of ['seen', 'untold']) assert.equal(await text(since(id)), 'since 09:23 · 1 h 06 min');
    await page.locator('[data-view=list]').click();
    const when = (name) => page.locator('.row-line').filter({ hasText: name }).locator('.row-when');
    await sees(when('Gap'), /^\s*≥\s1\sh\s06$/);
    assert.equal(plain(await when('Gap').getAttribute('title')), 'at least since 09:23 · 1 h 06');
    assert.ok(await when('Gap').evaluate((node) => node.scrollWidth <= node.clientWidth), 'it is not cut');
    for (const name of ['Seen', 'Untold']) assert.equal(plain(await when(name).innerText()), '1 h 06');
    api.printers = begun.map((one) => ({ ...one, is_state_began_seen: one.printer !== 'seen' }));
    await nextAnswer();
    await sees(when('Seen'), /^\s*≥\s1\sh\s06$/);
    await sees(when('Gap'), /^\s*1\sh\s06$/);
  });

  const ready = printer('a', {
    job_id: 5, job_name: 'lid', model_material: 'P430_BLK', model_needed_in3: 10, spools: [spool('model', 'P430_BLK', 2), spool('support', 'SR30', 4)],
  });
  gui.browse('tells of a job that is to be started, and what it lacks', { api: { printers: [ready] } }, async ({ page }) => {
    const card = page.locator('article');
    await card.waitFor();
    assert.equal(await card.locator('[data-part=hint]').innerText(), 'A job is ready to start.');
    assert.equal(plain(await card.locator('[data-part=concern]').innerText()), '8.0 in³ · 131 cm³ P430_BLK too little for this job');
    assert.match(plain(await page.locator('.tile[data-tile=free]').innerText()), /1 with a job to start$/);
  });
});

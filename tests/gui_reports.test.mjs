// The reports: their numbers are the API's, their filters are in the address, and a month fits a sheet of paper.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { reportCsv, reportIgnores, reportUrl } from '../htdocs/js/reports/ask.js';
import { monthOfReports, monthShown, monthSpans, monthStep, monthValid } from '../htdocs/js/reports/months.js';
import { daysOf, periodLabel, periodOf, periodsFilled } from '../htdocs/js/reports/periods.js';
import { en } from '../htdocs/js/texts/en.js';
import { axeViolations } from './gui/browser.mjs';
import { HOSTILE, LONG, printer } from './gui/fixtures.mjs';
import { startLab } from './gui/lab.mjs';
import { fakeForFile, needsBrowser, onPage } from './gui/page.mjs';

globalThis.navigator ??= { languages: ['en-GB'] };
const { changeOf } = await import('../htdocs/js/reports/change.js');
const { monthTables } = await import('../htdocs/js/reports/month_tables.js');

const TODAY = { year: 2026, month: 5, day: 12 };
const words = en.reports;

// ---- what is asked --------------------------------------------------------------------------------------------------

describe('what is asked', () => {
  test('a question takes the filters that it knows, and its CSV has all columns and rows', () => {
    const at = { today: TODAY, query: { range: '2026-03', by: 'started', printer: 'a', owner: 'Ö & Co', result: 'failed', material: 'ABS', section: 'week' } };
    assert.equal(reportUrl('utilization', at, { group_by: 'day', fields: ['period', 'busy_s'], limit: 1000 }),
      'api/v1/utilization?from=2026-03-01&to=2026-03-31&printer=a&group_by=day&fields=period%2Cbusy_s&limit=1000');
    assert.equal(reportCsv('materials', at, { group_by: 'day', fields: ['period'], limit: 1000 }),
      'api/v1/materials?from=2026-03-01&to=2026-03-31&printer=a&material=ABS&group_by=day&format=csv');
    assert.match(reportUrl('outcomes', at), /by=started&printer=a&owner=%C3%96\+%26\+Co&result=failed&material=ABS$/);
    assert.deepEqual(reportIgnores('utilization', at.query), ['owner', 'result', 'material']);
    assert.deepEqual(reportIgnores('estimates', at.query), ['result']);
    assert.deepEqual(reportIgnores('outcomes', at.query), []);
  });

  test('periods are as long as the range wants them', () => {
    const periodIn = (range, counted = null) => periodOf(daysOf({ range }, TODAY, counted));
    const cases = { today: 'hour', '7d': 'day', '30d': 'day', month: 'day', semester: 'week', '2026-S1': 'week', year: 'week', 2025: 'month', '2025-S2': 'week' };
    for (const [range, period] of Object.entries(cases)) assert.equal(periodIn(range), period, range);
    assert.equal(periodOf(daysOf({ range: 'today' }, TODAY), ['day']), 'day');
    assert.equal(periodOf(100, ['day']), 'month');
    assert.equal(daysOf({ range: 'all' }, TODAY, null), null);
    assert.equal(periodIn('all', { began_at: 0, ended_at: 40 * 86400 }), 'day');
  });

  test('periods without a row are there, over the ends of months, weeks and years', () => {
    const filled = (...periods) => periodsFilled(periods.map((period) => ({ period })));
    assert.deepEqual(filled('2024-02-28', '2024-03-01'), ['2024-02-28', '2024-02-29', '2024-03-01']);
    assert.deepEqual(filled('2025-11', '2026-02'), ['2025-11', '2025-12', '2026-01', '2026-02']);
    assert.deepEqual(filled('2026-W52', '2027-W01'), ['2026-W52', '2026-W53', '2027-W01']);
    assert.deepEqual(filled('2024', '2026'), ['2024', '2025', '2026']);
    assert.deepEqual(filled('2026-10-25 02:00', '2026-10-25 05:00'), ['2026-10-25 02:00', '2026-10-25 05:00']);
    assert.deepEqual(filled(), []);
  });

  test('periods have names', () => {
    const label = (period) => periodLabel(period, 'en-GB', words);
    assert.deepEqual(['2026-03-05', '2026-03', '2026-W01', '2026', '2026-10-25 02:00'].map(label), ['5 Mar', 'Mar 2026', 'W1 · 29 Dec', '2026', '02:00']);
  });

  test('a month is compared with the one before: whole, or as many days of it', () => {
    assert.equal(monthStep('2026-01', -1), '2025-12');
      assert.ok(monthValid('2026-05', TODAY));
    for (const text of ['2026-06', '2026-13', '1970-01', 'may', undefined, HOSTILE]) assert.ok(!monthValid(text, TODAY), text);
    assert.equal(monthShown('nonsense', TODAY), '2026-04');
    assert.deepEqual(monthSpans('2026-03', TODAY), { until: null, month: { from: '2026-03', to: '2026-03' }, before: { from: '2026-02', to: '2026-02' } });
    assert.deepEqual(monthSpans('2026-03', { year: 2026, month: 3, day: 30 }), {
      until: '2026-03-30', month: { from: '2026-03-01', to: '2026-03-30' }, before: { from: '2026-02-01', to: '2026-02-28' } });
    assert.equal(monthOfReports({ range: '2026-03' }, TODAY), '2026-03');
    assert.equal(monthOfReports({ range: '30d' }, TODAY), '2026-04');
    assert.equal(monthOfReports({ range: 'all' }, TODAY), '2026-04');
  });
});

test('a month that nobody watched is no month of nothing', () => {
  const answers = (observed_s) => ({
    time: [{ calendar_s: 1000, observed_s, busy_s: 0, unobserved_s: 1000 - observed_s }], jobs: [{}], estimates: [{}], waiting: [{}], printers: [], printer_jobs: [],
    materials: [{ kind: 'model', material: 'ABS', used_cm3: 379, wasted_cm3: 0 }],
    owners: [{ owner: 'Ada', jobs: 1, build_s: 36_000 }],
  });
  const changes = (observed_s) => monthTables(answers(100), { ...answers(observed_s), materials: [], owners: [] }, { heads: {}, nameOf: String })
    .slice(1, 3).map(({ rows: [{ change }] }) => change);
  assert.deepEqual(changes(0), [null, null]);
  assert.deepEqual(changes(100), ['▲\u00a0379 more', '▲\u00a010.0 more']);
});

test('a change of shares is that of the shares as shown', () => {
  assert.equal(changeOf('share', 0.65, 0.6), '▲\u00a05.0\u00a0pp more');
  assert.equal(changeOf('share', 0.6119, 0.6121), '▼\u00a00.1\u00a0pp less', '61.1 % and 61.2 %');
  assert.equal(changeOf('share', 0.6129, 0.6121), '=\u00a0as before', '61.2 % and 61.2 %');
  assert.equal(changeOf('share', 1, null), null);
});

// ---- the numbers of the API, over the laboratory --------------------------------------------------------------------

const number = (digits) => {
  const format = new Intl.NumberFormat('en-GB', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return (value) => (value === null ? '–' : format.format(value));
};
const count = number(0);
const tenth = number(1);
const hours = (seconds) => (seconds === null ? '–' : tenth(seconds / 3600));
const share = (ratio) => (ratio === null ? '–' : `${tenth(Math.floor(ratio * 1000 + 1e-6) / 10)}%`);
const of = (...pairs) => (item) => pairs.map(([format, ...keys]) => keys.map((key) => format(item[key]))).flat();
const STATES = ['building', 'preparing', 'paused', 'part_waiting', 'maintenance', 'error', 'unmapped', 'offline', 'idle', 'unobserved'];
const RESULTS = ['completed', 'cancelled', 'failed', 'unknown'];
const time = of([share, 'busy_observed_ratio', 'busy_calendar_ratio'], [hours, 'calendar_s', 'observed_s', 'busy_s', ...STATES.map((state) => `${state}_s`)]);
const estimate = of([count, 'jobs'], [hours, 'estimated_s', 'build_s'], [share, 'build_estimate_ratio'], [count, 'off_by_10_percent_jobs']);
const volumes = of([tenth, 'used_cm3', 'used_in3', 'wasted_cm3', 'wasted_in3'], [count, 'jobs_ended']);

/** By figure, the question to the API and the cells of a row, without its names. */
const FIGURES = {
  'utilization-printers': ['utilization?group_by=printer', time],
  'utilization-periods': ['utilization?group_by=day', time],
  week: ['utilization?group_by=weekday-hour', of([share, 'busy_observed_ratio'], [hours, 'busy_s', 'observed_s', 'unobserved_s'])],
  'outcomes-jobs': ['outcomes?group_by=day', of([count, 'jobs', ...RESULTS.map((result) => `${result}_jobs`), 'running_jobs', 'never_begun_jobs'], [share, 'completed_jobs_ratio'])],
  'outcomes-hours': ['outcomes?group_by=day', of([hours, 'build_s', ...RESULTS.map((result) => `${result}_build_s`)], [share, 'completed_build_ratio'])],
  'material-periods': ['materials?group_by=day', volumes],
  materials: ['materials?', volumes],
  owners: ['owners?', of([hours, 'build_s'], [count, 'jobs', ...RESULTS.map((result) => `${result}_jobs`), 'running_jobs'],
    [tenth, 'model_used_cm3', 'model_used_in3', 'support_used_cm3', 'support_used_in3'])],
  'estimates-jobs': ['jobs?result=completed', null],
  'estimates-printers': ['estimates?group_by=printer', estimate],
  'estimates-products': ['estimates?group_by=product', estimate],
  'waiting-parts': ['waiting?group_by=printer', of([count, 'parts'], [hours, 'waited_mean_s', 'waited_max_s'], [count, 'waited_over_8_h_parts'])],
  'waiting-queue': ['waiting?group_by=printer', of([count, 'queued_jobs'], [hours, 'queued_mean_s', 'queued_max_s'])],
};
const gui = fakeForFile();
const figureOf = (page, id) => page.locator(`section[aria-labelledby="figure-${id}"]`);

const printerFilter = (page) => page.getByRole('combobox', { name: 'Printer' });

/** The rows of a figure's table, each without what names it (as many cells as `width` are numbers). */
async function tableOf(page, id, width) {
  const figure = figureOf(page, id);
  await figure.scrollIntoViewIfNeeded();
  await figure.getByRole('button', { name: 'Table' }).click();
  await figure.locator('tbody tr').first().waitFor();
  const rows = await figure.locator('tbody tr').evaluateAll((nodes) => nodes.map((row) => [...row.cells].map((cell) => cell.textContent)));
  return rows.map((row) => row.slice(-width));
}

const lastMonth = () => {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1)).toISOString().slice(0, 7);
};

test('tables, CSV and sums have the numbers of the API, and a month has them on its sheet', needsBrowser, async (t) => {
  const lab = await startLab(t);
  const month = lastMonth();
  const ask = async (question) => (await lab.api(`${question}&from=${month}&to=${month}&limit=1000`)).items;

  await onPage(gui.browser, lab.url, { route: `#/reports?range=${month}` }, async ({ page, text, sees }) => {
    await sees(page.locator('.reports-stat'), 'busy');
    const [[watched], [jobs]] = await Promise.all([ask('utilization?'), ask('outcomes?')]);
    assert.deepEqual(await page.locator('.reports-stat dd').allTextContents().then((all) => all.map((one) => one.replaceAll('\u00a0', ' '))), [
      `${count(watched.observed_s / 3600)} h`, share(watched.busy_observed_ratio), count(jobs.jobs), `${count(jobs.build_s / 3600)} h`,
      share(jobs.completed_jobs_ratio), `${count(jobs.model_used_cm3)} cm³`, `${count(jobs.support_used_cm3)} cm³`,
    ]);
    for (const [id, [question, cells]] of Object.entries(FIGURES)) {
      const items = await ask(question);
      const width = cells ? cells(items[0]).length : 1;
      const rows = await tableOf(page, id, width);
      if (cells) assert.deepEqual(rows.map(String).sort(), items.map(cells).map(String).sort(), id);
      assert.equal(rows.length, items.length, id);
      const csv = await page.request.get(new URL(await figureOf(page, id).getByRole('link', { name: 'CSV' }).getAttribute('href'), lab.url).href);
      assert.match(csv.headers()['content-type'], /^text\/csv/);
      if (id !== 'estimates-jobs') assert.equal((await csv.text()).trim().split('\n').length - 1, items.length, id);
    }
    const download = page.waitForEvent('download');
    await figureOf(page, 'week').getByRole('button', { name: 'Table' }).click();
    await figureOf(page, 'week').getByRole('button', { name: 'Picture' }).click();
    assert.equal((await download).suggestedFilename(), 'week.png');

    await printerFilter(page).selectOption('sim03');
    await page.waitForURL(/printer=sim03/);
    await sees(figureOf(page, 'utilization-printers').locator('tbody'), /Dimension/);
    await page.waitForFunction(() => document.querySelectorAll('section[aria-labelledby="figure-utilization-printers"] tbody tr').length === 1);
    await page.goBack();
    await page.waitForFunction(() => document.querySelectorAll('section[aria-labelledby="figure-utilization-printers"] tbody tr').length === 6);
    assert.equal(await printerFilter(page).inputValue(), '');
    await page.getByRole('link', { name: words.month_link }).click();
    await page.locator('.month-body').waitFor();
    assert.match(page.url(), new RegExp(`#/reports/month\\?month=${month}$`));
    assert.match(await text(page.locator('.month-part').first()), new RegExp(`Busy share ${share(watched.busy_observed_ratio)} `));
    const printers = await ask('utilization?group_by=printer');
    const busy = await page.locator('.month-wide tbody tr td:nth-child(2)').allTextContents();
    assert.deepEqual(busy, printers.map((row) => share(row.busy_observed_ratio)));
  });
});

// ---- what else comes ------------------------------------------------------------------------------------------------

const list = (items) => ({ items, total: items.length, next: null });
const AT = { began_at: 1775000000, ended_at: 1778000000 };
const sums = (share_of_busy) => ({
  ...AT, printers: 20, calendar_s: 100_000, observed_s: 90_000, busy_s: 90_000 * share_of_busy,
  ...Object.fromEntries(STATES.map((state) => [`${state}_s`, 0])), building_s: 90_000 * share_of_busy, idle_s: 90_000 * (1 - share_of_busy),
  unobserved_s: 10_000, busy_observed_ratio: share_of_busy, busy_calendar_ratio: 0.9 * share_of_busy,
});
const ended = {
  printers: 20, jobs: 12, completed_jobs: 9, cancelled_jobs: 1, failed_jobs: 1, unknown_jobs: 1, running_jobs: 0, never_begun_jobs: 2,
  build_s: 80_000, completed_build_s: 70_000, cancelled_build_s: 4000, failed_build_s: 4000, unknown_build_s: 2000,
  completed_jobs_ratio: 9 / 11, completed_build_ratio: 70 / 78, model_used_in3: 61, model_used_cm3: 1000, support_used_in3: 6.1, support_used_cm3: 100,
};
const material = { kind: 'model', material: HOSTILE, used_in3: 61, used_cm3: 1000, wasted_in3: 6.1, wasted_cm3: 100, jobs_ended: 12 };
const waited = { parts: 9, waited_mean_s: 3600, waited_max_s: 7200, waited_over_8_h_parts: 0, queued_jobs: 3, queued_mean_s: null, queued_max_s: null };
const estimated = { jobs: 9, estimated_s: 72_000, build_s: 70_000, build_estimate_ratio: 70 / 72, off_by_10_percent_jobs: 2 };
const NAMES = [HOSTILE, LONG, ...Array.from({ length: 18 }, (_, i) => `Printer ${i + 3}`)];
const IDS = NAMES.map((_, i) => `p${i}`);
const printers = IDS.map((id, i) => printer(id, { name: NAMES[i] }));

/** One answer for each way to group. */
const grouped = (row, ids = IDS) => ({ searchParams }) => {
  const by = searchParams.get('group_by');
  if (by === 'printer') return list(ids.map((id) => ({ ...row, printer: id })));
  if (by === 'product') return list([{ ...row, product: HOSTILE }, { ...row, product: null }]);
  if (by === 'weekday-hour') return list([{ ...row, weekday: 1, hour_of_day: 9 }, { ...row, weekday: 7, hour_of_day: 23, busy_observed_ratio: null }]);
  return list(by ? [{ ...row, period: '2026-05-01' }, { ...row, period: '2026-05-04' }] : [row]);
};
const owners = [HOSTILE, LONG, ...Array.from({ length: 20 }, (_, i) => `owner ${i}`)].map((owner, i) => ({ ...ended, owner, build_s: 9000 - i }));
const jobs = { items: [1, 2].map((job_uid) => ({ job_uid, printer: 'p0', job_name: HOSTILE, estimated_s: 4000, build_s: 4400, ended_at: AT.began_at })), total: 5000, next: 'api/v1/jobs?cursor=x' };
const answers = {
  utilization: grouped(sums(0.6)), outcomes: grouped(ended), materials: grouped(material), owners: list(owners), estimates: grouped(estimated),
  waiting: grouped(waited), jobs,
};
const FAKE = { api: { printers, answers }, route: '#/reports?range=30d' };
const PHONE = { viewport: { width: 360, height: 740 } };
const isNarrow = (page) => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);

/** Sees the whole page once, so that all of it is asked and drawn. */
const seeAll = (page) => page.evaluate(async () => {
  for (const figure of document.querySelectorAll('.figure')) {
    figure.scrollIntoView();
    const isShown = () => figure.ariaBusy === 'false' && (figure.querySelector('.chart-canvas canvas') || figure.querySelector('.notice').checkVisibility());
    while (!isShown()) await new Promise(requestAnimationFrame);
  }
});

describe('in the browser', { concurrency: 3 }, () => {
  gui.browse('charts and tables with any names: no violation of axe, nothing sticks out of a phone',
    { ...FAKE, context: { reducedMotion: 'reduce', ...PHONE } }, async ({ page }) => {
      await page.clock.resume();
      await page.locator('.figure').first().waitFor();
      await seeAll(page);
      assert.equal(await page.locator('main img').count(), 0);
      assert.match(await figureOf(page, 'owners').innerText(), /the 20 largest of 22/);
      assert.match(await figureOf(page, 'estimates-jobs').innerText(), /newest 2 of 5,000/);
      const rows = await tableOf(page, 'utilization-printers', 99);
      assert.deepEqual(rows.slice(0, 2).map(([name]) => name), [HOSTILE, LONG]);
      assert.deepEqual((await tableOf(page, 'waiting-parts', 3))[0], ['1.0', '2.0', '0']);
      assert.deepEqual((await tableOf(page, 'week', 4)).map(([busy]) => busy), ['60.0%', '–']);
      assert.deepEqual(await axeViolations(page), []);
      assert.ok(await isNarrow(page));
    });

  const forty = Array.from({ length: 40 }, (_, i) => `p${i}`);
  gui.browse('of many printers the chart has the busiest and the table all; no violation of axe in the dark', {
    ...FAKE, context: { colorScheme: 'dark' }, api: { printers, answers: { ...answers, utilization: grouped(sums(0.6), forty) } },
  }, async ({ page, sees }) => {
    await sees(figureOf(page, 'utilization-printers'), /the 30 busiest of 40 printers, the table all/);
    assert.deepEqual(await axeViolations(page), []);
    assert.equal((await tableOf(page, 'utilization-printers', 1)).length, 40);
  });

  gui.browse('what is far below is asked when it comes near; the address leads to a section', FAKE, async ({ page, api }) => {
    await page.locator('.figure canvas').first().waitFor();
    assert.ok(!api.asked.some(({ path }) => path === 'waiting'));
    const asked = api.next('waiting');
    await page.getByRole('link', { name: 'Waiting' }).click();
    await asked;
    assert.match(page.url(), /range=30d&section=waiting$/);
    assert.equal(await page.evaluate(() => document.activeElement.id), 'reports-waiting-heading');
  });

  gui.browse('a filter that a report does not know is named there', { ...FAKE, route: '#/reports?owner=Ada&range=2026-04' }, async ({ page, text, api }) => {
    await page.locator('.figure canvas').first().waitFor();
    assert.match(await text(page.locator('[data-part=totals_note]')), /do not apply to them: Owner\./);
    assert.match(await text(figureOf(page, 'utilization-printers')), /Not applied here: Owner\./);
    assert.doesNotMatch(await text(figureOf(page, 'outcomes-jobs')), /Not applied/);
    assert.ok(api.asked.every(({ path, query }) => path !== 'utilization' || !query.has('owner')));
  });

  gui.browse('a value that the API refuses: its own words, and no numbers', {
    ...FAKE, route: '#/reports?printer=zzz', expectedErrors: /400/,
    api: { printers, answers: { ...answers, outcomes: { status: 400, problem: { type: 'about:blank', title: 'There is no printer of this ID', status: 400, detail: 'printer=zzz: one ID' } } } },
  }, async ({ page, sees }) => {
    await sees(page.locator('.notice'), /There is no printer of this ID printer=zzz: one ID/);
    assert.equal(await page.locator('.figure:visible, .reports-stat:visible').count(), 0);
  });

  const nothing = { ...sums(0), calendar_s: 0, observed_s: 0, busy_observed_ratio: null };
  gui.browse('nothing in the range says what to do', {
    ...FAKE, context: { locale: 'de-DE' },
    api: { printers, answers: { ...answers, utilization: grouped(nothing), outcomes: grouped({ ...ended, jobs: 0, completed_jobs_ratio: null }) } },
  }, async ({ page, sees }) => {
    await sees(page.locator('.notice'), /Nichts in diesem Zeitraum Wählen Sie einen längeren/);
    assert.equal(await page.locator('.figure:visible').count(), 0);
  });

  const nameless = printers.map(({ job_name, owner, ...rest }) => rest);
  gui.browse('where people are not shown, a sentence stands for the owners, and nobody asks for names', {
    ...FAKE, route: '#/reports?range=30d&section=owners', expectedErrors: /403/,
    api: { printers: nameless, answers: { ...answers, owners: { status: 403, problem: { type: 'about:blank', title: 'Not shown here', status: 403 } } } },
  }, async ({ page, sees, api }) => {
    await sees(figureOf(page, 'owners'), /Owners are not shown here/);
    await figureOf(page, 'estimates-jobs').scrollIntoViewIfNeeded();
    await figureOf(page, 'estimates-jobs').getByRole('button', { name: 'Table' }).waitFor();
    assert.ok(api.asked.filter(({ path }) => path === 'jobs').every(({ query }) => !query.get('fields').includes('job_name')));
  });

  // ---- the month ----------------------------------------------------------------------------------------------------

  const monthly = ({ searchParams }) => grouped(sums(searchParams.get('from') === '2026-04' ? 0.65 : 0.6))({ searchParams });
  const MONTH = { route: '#/reports/month?month=2026-04', api: { printers, answers: { ...answers, utilization: monthly } } };
  const pagesOf = (pdf) => pdf.toString('latin1').match(/\/Type \/Page\b/g).length;

  gui.browse('a month beside the one before, on one sheet of A4 and of Letter, light in the dark', { ...MONTH, context: { colorScheme: 'dark' } }, async ({ page, text }) => {
    await page.locator('.month-body').waitFor();
    assert.equal(await text(page.locator('h1')), 'Month summary: April 2026');
    const [sum, , owner, each] = await page.locator('.month-part').all();
    assert.match(await text(sum), /Figure Apr 2026 Mar 2026 Change Busy share 65\.0% 60\.0% ▲ 5\.0 pp more .* Jobs 12 12 = as before/);
    assert.match(await text(owner), /and 14 more$/);
    assert.match(await text(each), /Printer 3 65\.0% 60\.0% ▲ 5\.0 pp more 16\.3 2\.8 12 81\.8% 22\.2/);
    assert.equal(await each.locator('tbody tr').count(), 20);
    assert.deepEqual(await axeViolations(page), []);
    for (const format of ['A4', 'Letter']) assert.equal(pagesOf(await page.pdf({ format })), 1, format);
    await page.emulateMedia({ media: 'print' });
    assert.ok(await page.getByRole('button', { name: 'Print' }).isHidden());
    assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector('.month-sheet')).backgroundColor), 'rgb(255, 255, 255)');
  });

  gui.browse('a month that has not ended goes until today, and so does the one before; a phone has room for it', { ...MONTH, route: '#/reports/month?month=2026-05', context: PHONE }, async ({ page, text, api }) => {
    await page.locator('.month-body').waitFor();
    assert.match(await text(page.locator('[data-part=about]')), /until today, 12 May 2026/);
    const spans = new Set(api.asked.filter(({ path, query }) => path === 'outcomes' && query.has('from')).map(({ query }) => `${query.get('from')} ${query.get('to')}`));
    assert.deepEqual([...spans].sort(), ['2026-04-01 2026-04-12', '2026-05-01 2026-05-12']);
    assert.ok(await isNarrow(page));
    await page.getByRole('link', { name: words.month.earlier }).click();
    await page.getByRole('heading', { name: 'Month summary: April 2026' }).waitFor();
    assert.equal(await page.locator('.month-step').last().getAttribute('aria-disabled'), 'false');
    await page.goBack();
    await page.getByRole('heading', { name: 'May 2026' }).waitFor();
    assert.equal(await page.locator('.month-step').last().getAttribute('href'), null);
  });
});

// Date ranges and the filter bar: what an address means, and what the bar makes of it (tests/gui/).
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { filterChanged, filterNames, filterParams, filterRunningNever } from '../htdocs/js/filters/query.js';
import {
  rangeBounds, rangeLabel, rangeOfDays, rangeParams, rangeStep, rangeToday, rangeValid,
} from '../htdocs/js/filters/range.js';
import { ZONE, zoneDiffers, zoneOf } from '../htdocs/js/zone.js';
import { axeInBothThemes } from './gui/browser.mjs';
import { fakeApiStart } from './gui/fake_api.mjs';
import { filtersBuild } from './gui/filters_harness.mjs';
import { fleet, HOSTILE, LONG, NOW_S, printer } from './gui/fixtures.mjs';
import { browserForFile, needsBrowser, onPage } from './gui/page.mjs';

const FIELDS = ['range', 'by', 'printer', 'fleet_group', 'product', 'owner', 'result', 'material', 'q'];
const day = (text) => {
  const [year, month, number] = text.split('-').map(Number);
  return { year, month, day: number };
};
const at_s = (text) => Date.parse(text) / 1000;
const bounds = (range, today) => Object.values(rangeBounds(range, day(today)) ?? {}).join('..');
const plain = (text) => text?.replace(/\s/g, ' ').replace(' – ', '–') ?? null; // as wide as this ICU sets it

// ---- ranges -------------------------------------------------------------------------------------------------------

describe('range', () => {
  test('today is the day of the zone that is asked for', () => {
    const newYear = at_s('2025-12-31T23:30:00Z');
    assert.deepEqual(rangeToday(newYear, 'Europe/Berlin'), day('2026-01-01'));
    assert.deepEqual(rangeToday(newYear, 'UTC'), day('2025-12-31'));
    assert.deepEqual(rangeToday(newYear, 'America/New_York'), day('2025-12-31'));
    assert.deepEqual(rangeToday(at_s('2024-02-29T10:30:00Z'), 'Pacific/Kiritimati'), day('2024-03-01'));
    assert.deepEqual(rangeToday(at_s('2026-03-28T23:00:00Z'), 'Europe/Berlin'), day('2026-03-29'), 'the day that loses an hour');
    assert.deepEqual(rangeToday(at_s('2026-10-25T22:59:59Z'), 'Europe/Berlin'), day('2026-10-25'), 'the day that has one more');
    assert.deepEqual(rangeToday(at_s('2026-10-25T23:00:00Z'), 'Europe/Berlin'), day('2026-10-26'));
  });

  test('a zone that is unknown to the browser leaves the reader’s', () => {
    assert.deepEqual(rangeToday(NOW_S, 'Mars/Olympus'), rangeToday(NOW_S));
    assert.deepEqual(rangeToday(NOW_S, null), rangeToday(NOW_S));
    assert.equal(zoneOf('Mars/Olympus'), null);
    assert.equal(zoneOf('Etc/UTC'), zoneOf('UTC'));
    assert.ok(zoneDiffers('Mars/Olympus'));
    assert.ok(!zoneDiffers(ZONE) && !zoneDiffers(null));
  });

  test('is one of these words and no other', () => {
    for (const range of ['today', '7d', '30d', 'month', 'semester', 'year', 'all', '2026', '2026-03', '2026-S1', '2026-S2',
      '2026-01-05..2026-02-07', '2026-01-05..2026-01-05', '2024-02-29..2024-02-29', '1970', '9999'])
      assert.ok(rangeValid(range), range);
    for (const range of ['', ' ', 'foo', 'Today', '8d', '2026-00', '2026-13', '2026-S0', '2026-S3', '1969', '0001', '10000', '2026-1',
      '2026-02-07..2026-01-05', '2026-02-29..2026-03-01', '2026-02-30..2026-03-01', '2026-01-05', '2026-01-05..', '..2026-01-05',
      '2026-01-05..2026-02-07..2026-03-01', '2026-01-05..\n2026-02-07', '2026\n', 'constructor', '__proto__', '0002-01-01..2026-01-01', HOSTILE, LONG])
      assert.ok(!rangeValid(range), range);
  });

  test('has a first and a last day', () => {
    const cases = [
      ['today', '2026-05-12', '2026-05-12..2026-05-12'],
      ['7d', '2026-01-03', '2025-12-28..2026-01-03'],
      ['7d', '2026-03-31', '2026-03-25..2026-03-31'], // an hour less
      ['30d', '2024-03-15', '2024-02-15..2024-03-15'], // a leap day within
      ['30d', '2025-03-15', '2025-02-14..2025-03-15'],
      ['month', '2024-02-10', '2024-02-01..2024-02-29'],
      ['month', '2025-12-31', '2025-12-01..2025-12-31'],
      ['semester', '2026-06-30', '2026-01-01..2026-06-30'],
      ['semester', '2026-07-01', '2026-07-01..2026-12-31'],
      ['year', '2026-05-12', '2026-01-01..2026-12-31'],
      ['2025-02', '2026-05-12', '2025-02-01..2025-02-28'],
      ['2000-02', '2026-05-12', '2000-02-01..2000-02-29'],
      ['2025-S1', '2026-05-12', '2025-01-01..2025-06-30'],
      ['2025-S2', '2026-05-12', '2025-07-01..2025-12-31'],
      ['2025', '2026-05-12', '2025-01-01..2025-12-31'],
      ['2026-01-05..2026-02-07', '2026-05-12', '2026-01-05..2026-02-07'],
      ['all', '2026-05-12', ''],
      ['nonsense', '2026-05-12', '2026-04-13..2026-05-12'],
    ];
    for (const [range, today, expected] of cases) assert.equal(bounds(range, today), expected, `${range} on ${today}`);
  });

  test('asks with the server’s own words where it has them', () => {
    const today = day('2026-05-12');
    for (const word of ['today', '7d', '30d', 'month', 'year']) assert.deepEqual(rangeParams(word, today), { from: word, to: word });
    assert.deepEqual(rangeParams('semester', today), { from: '2026-01-01', to: '2026-06-30' });
    assert.deepEqual(rangeParams('2026-02', today), { from: '2026-02-01', to: '2026-02-28' });
    assert.deepEqual(rangeParams('2026-01-05..2026-02-07', today), { from: '2026-01-05', to: '2026-02-07' });
    assert.deepEqual(rangeParams('all', today), {});
    assert.deepEqual(rangeParams('nonsense', today), rangeParams('30d', today));
  });

  test('steps back and forth by what it is', () => {
    const today = day('2026-05-12');
    const back = (range) => rangeStep(range, -1, today);
    const cases = [
      ['today', '2026-05-11..2026-05-11'], ['7d', '2026-04-29..2026-05-05'], ['30d', '2026-03-14..2026-04-12'],
      ['month', '2026-04'], ['2026-01', '2025-12'], ['2024-03', '2024-02'], ['semester', '2025-S2'], ['2025-S2', '2025-S1'],
      ['2025-S1', '2024-S2'], ['year', '2025'], ['2026-03-02..2026-03-02', '2026-03-01..2026-03-01'],
      ['2024-03-01..2024-03-02', '2024-02-28..2024-02-29'], ['2026-03-28..2026-03-30', '2026-03-25..2026-03-27'],
    ];
    for (const [range, before_] of cases) {
      assert.equal(back(range), before_);
      assert.equal(rangeStep(before_, +1, today), range, 'and to where it came from');
    }
    assert.equal(rangeStep('2026-04-01..2026-05-01', +1, today), '2026-05-02..2026-06-01', 'as far as it has begun');
  });

  test('steps not beyond the present, nor out of all time', () => {
    const today = day('2026-05-12');
    for (const range of ['today', '7d', '30d', 'month', 'semester', 'year', 'all', '2026', '2026-S1', '2026-05', '2026-05-13..2026-05-14', '2030'])
      assert.equal(rangeStep(range, +1, today), null, range);
    for (const range of ['all', '1970', '1970-01', '1970-S1', '1970-01-03..1970-01-05']) assert.equal(rangeStep(range, -1, today), null, range);
    assert.equal(rangeStep('2030-01', -1, today), '2029-12');
  });

  test('a semester begins while the reader’s zone has the one before', () => {
    const now_s = at_s('2026-06-30T22:30:00Z');
    assert.equal(bounds('semester', Object.values(rangeToday(now_s, 'Europe/Berlin')).join('-')), '2026-07-01..2026-12-31');
    assert.equal(bounds('semester', Object.values(rangeToday(now_s, 'UTC')).join('-')), '2026-01-01..2026-06-30');
  });

  test('is called as readers call it', () => {
    const today = day('2026-05-12');
    const label = (range, locale) => plain(rangeLabel(range, today, locale));
    assert.equal(label('today', 'en-GB'), '12 May 2026');
    assert.equal(label('2026-03', 'en-GB'), 'March 2026');
    assert.equal(label('2026-03', 'de-DE'), 'März 2026');
    assert.equal(label('semester', 'en-GB'), '1 Jan–30 Jun 2026');
    assert.equal(label('7d', 'en-GB'), '6–12 May 2026');
    assert.equal(label('2025-12-30..2026-01-02', 'en-GB'), '30 Dec 2025–2 Jan 2026');
    assert.equal(label('2025', 'de'), '2025');
    assert.equal(label('year', 'en-US-u-ca-buddhist-nu-thai'), '2026');
    assert.equal(label('all', 'en'), null);
    assert.equal(rangeOfDays('2026-01-05', '2026-01-04'), null);
    assert.equal(rangeOfDays('', '2026-01-04'), null);
  });
});

// ---- queries ------------------------------------------------------------------------------------------------------

describe('query', () => {
  const today = day('2026-05-12');
  const params = (query, fields = FIELDS) => filterParams(query, fields, today).toString();

  test('becomes what the API is asked', () => {
    assert.equal(params({}), 'from=30d&to=30d');
    assert.equal(params({ range: 'all' }), '');
    assert.equal(params({ range: '2026-S1', owner: 'Jörg & Söhne', q: 'a b', sort: '-ended_at' }),
      'from=2026-01-01&to=2026-06-30&owner=J%C3%B6rg+%26+S%C3%B6hne&q=a+b');
    assert.equal(params({ range: 'all', printer: '', result: 'nonsense' }), 'result=nonsense', 'the API says what is wrong');
    assert.equal(params({ range: 'year', owner: 'x', printer: 'lab' }, ['printer']), 'printer=lab');
    assert.equal(new URLSearchParams(params({ owner: HOSTILE })).get('owner'), HOSTILE);
  });

  test('tells what is set', () => {
    assert.deepEqual(filterNames({ range: '7d', by: 'ended', printer: 'a', sort: 'x' }, FIELDS), ['printer']);
    assert.deepEqual(filterNames({ by: 'started', q: 'x', owner: '' }, FIELDS), ['by', 'q']);
    assert.deepEqual(filterNames({ by: 'submitted' }, FIELDS, 'submitted'), [], 'a page has a usual one of its own');
    assert.deepEqual(filterNames({ by: 'ended' }, FIELDS, 'submitted'), ['by']);
  });

  test('changes by its values alone', () => {
    const query = { range: '7d', owner: 'a', sort: 'x' };
    assert.deepEqual(filterChanged(query, { owner: '', q: 'b', printer: null }), { range: '7d', sort: 'x', q: 'b' });
    assert.equal(query.owner, 'a');
  });

  test('knows that nothing that runs has ended', () => {
    assert.ok(filterRunningNever({ result: 'running' }, FIELDS));
    assert.ok(!filterRunningNever({ result: 'running', by: 'started' }, FIELDS));
    assert.ok(!filterRunningNever({ result: 'running', range: 'all' }, FIELDS));
    assert.ok(!filterRunningNever({ result: 'failed' }, FIELDS));
    assert.ok(!filterRunningNever({ result: 'running' }, FIELDS, 'submitted'));
    assert.ok(filterRunningNever({ result: 'running', by: 'ended' }, FIELDS, 'submitted'));
  });
});

// ---- the bar ------------------------------------------------------------------------------------------------------

describe('bar', { concurrency: 3 }, () => {
  const file = browserForFile();
  const owners = [HOSTILE, LONG, null, 'owner 2', 'owner 10'];
  const many = [...owners, ...Array.from({ length: 500 }, (_, i) => `owner ${i}`)];
  let directory;

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'gui-filters-'));
    await filtersBuild(directory, FIELDS);
  });
  after(() => rm(directory, { recursive: true, force: true }));

  const answers = (names = owners) => ({
    owners: { items: names.map((owner) => ({ owner })), total: names.length, next: null },
    materials: { items: ['SR30', 'ABS-M30', 'SR30', null].map((material) => ({ material })), total: 4, next: null },
  });

  function browse(name, options, body) {
    test(name, needsBrowser, async () => {
      const server = await fakeApiStart(join(directory, 'htdocs'), { now_s: NOW_S, printers: fleet(), answers: answers(), ...options.api });
      try {
        await onPage(file.browser, server.url, { clock_s: NOW_S, ...options }, (given) =>
          body({ ...given, api: server.api, ...controls(given.page) }));
      } finally {
        await server.close();
      }
    });
  }

  const controls = (page) => ({
    button: (words) => page.getByRole('button', { name: words, exact: true }),
    select: (label) => page.getByRole('combobox', { name: label, exact: true }),
    /** Waits until this is what the API is asked. */
    asks: (params) => page.locator('#out').getByText(params, { exact: true }).waitFor(),
  });

  browse('presets, steps and days choose the time', {}, async ({ page, button, asks, sees }) => {
    await asks('from=30d&to=30d');
    assert.equal(await button('30 days').getAttribute('aria-pressed'), 'true');
    await button('Month').click();
    await asks('from=month&to=month');
    await sees(page.getByRole('status'), /^May 2026$/);
    await button('The period before').click();
    await asks('from=2026-04-01&to=2026-04-30');
    await sees(page.getByRole('status'), /^April 2026$/);
    await button('The period after').click();
    await asks('from=month&to=month');
    assert.equal(await button('The period after').getAttribute('aria-disabled'), 'true');
    await page.goBack();
    await asks('from=2026-04-01&to=2026-04-30');
    await button('Custom').click();
    await page.getByLabel('Last day', { exact: true }).fill('2026-04-07');
    await page.clock.runFor(300);
    await asks('from=2026-04-01&to=2026-04-07');
    await page.getByLabel('First day', { exact: true }).fill('2026-04-09');
    await page.clock.runFor(300);
    await asks('from=2026-04-09&to=2026-04-09');
    await page.goBack();
    await asks('from=2026-04-01&to=2026-04-30');
  });

  browse('choosing can be taken back, typing is one step', {}, async ({ page, button, select, asks }) => {
    await select('Printer').selectOption({ label: 'Dimension 1 (dim-1)' });
    await asks('from=30d&to=30d&printer=dim-1');
    await page.getByRole('searchbox', { name: 'Search' }).pressSequentially('gear box ');
    await page.clock.runFor(300);
    await asks('from=30d&to=30d&printer=dim-1&q=gear+box');
    assert.equal(await page.getByRole('searchbox').inputValue(), 'gear box ', 'as typed');
    await page.getByRole('searchbox').pressSequentially('lid');
    await select('Result').selectOption('completed');
    await asks('from=30d&to=30d&printer=dim-1&result=completed&q=gear+box+lid');
    await button('Remove filter: Printer Dimension 1 (dim-1)').click();
    await asks('from=30d&to=30d&result=completed&q=gear+box+lid');
    await button('Clear all').click();
    await asks('from=30d&to=30d');
    assert.equal(await page.getByRole('searchbox').inputValue(), '');
    await select('Result').selectOption('running');
    await button('Go by submission').click(); // what runs has no end
    await asks('from=30d&to=30d&by=submitted&result=running');
    await button('Go by submission').waitFor({ state: 'hidden' });
    for (let steps = 0; steps < 4; steps++) await page.goBack();
    await page.goBack();
    await asks('from=30d&to=30d&printer=dim-1&q=gear+box');
    await page.goBack();
    await asks('from=30d&to=30d');
  });

  browse('a link written by hand is shown as it is', {
    route: `#/jobs?range=%3Cb%3E&printer=gone&result=nonsense&owner=${encodeURIComponent(LONG + HOSTILE)}&sort=job_name`,
    context: { viewport: { width: 360, height: 740 } }, api: { answers: answers(many) },
  }, async ({ page, button, select, asks, sees }) => {
    await sees(page.getByRole('status'), '“<b>” is no period. Shown instead: 30 days.');
    const toFilters = button('Filters (3)');
    assert.equal(await toFilters.getAttribute('aria-expanded'), 'false');
    assert.ok(await select('Printer').isHidden());
    await toFilters.click();
    assert.equal(await select('Printer').inputValue(), 'gone');
    assert.equal(await select('Result').inputValue(), 'nonsense');
    assert.equal(await select('Owner').inputValue(), LONG + HOSTILE);
    await page.getByRole('option', { name: 'owner 499' }).waitFor({ state: 'attached' });
    assert.equal(await select('Owner').inputValue(), LONG + HOSTILE);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 360), 'no scrolling sideways');
    await button('Clear all').click();
    await asks('from=30d&to=30d');
    assert.equal(new URL(page.url()).hash, '#/jobs?range=%3Cb%3E&sort=job_name');
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Filters');
  });

  browse('who runs a job is neither offered nor searched for where people are not shown', {
    api: { answers: { ...answers(), owners: { status: 403, problem: { type: 'about:blank', title: 'Not shown here', status: 403 } } } },
    expectedErrors: /403/,
  }, async ({ page, select }) => {
    await page.getByRole('searchbox').waitFor({ state: 'hidden' });
    assert.ok(await select('Owner').isHidden());
    await select('Material').waitFor();
  });

  browse('the days are those of the server', {
    context: { locale: 'de-DE', timezoneId: 'Pacific/Auckland' }, route: '#/jobs?range=semester',
    api: { now_s: at_s('2026-06-30T21:30:00Z') }, clock_s: at_s('2026-06-30T21:30:00Z'),
  }, async ({ page, asks, sees }) => {
    await sees(page.locator('.filters-zone'), 'Europe/Berlin');
    await sees(page.getByRole('status'), /^1\. Jan\.\s?–\s?30\. Juni 2026$/);
  });

  browse('is accessible, light and dark', {
    route: '#/jobs?range=2026-01-05..2026-02-07&printer=dim-1&result=running',
  }, async ({ page }) => {
    await page.getByRole('option', { name: 'owner 10' }).waitFor({ state: 'attached' });
    assert.deepEqual(await axeInBothThemes(page), []);
  });

  browse('a list that did not come is asked for again, after a while', {
    api: { printers: [printer('a')], answers: { ...answers(), materials: { status: 500, problem: { type: 'about:blank', title: 'x', status: 500 } } } },
    expectedErrors: /500/, route: '#/jobs?material=PLA',
  }, async ({ page, api, select }) => {
    await page.getByRole('option', { name: 'owner 10' }).waitFor({ state: 'attached' });
    api.answers.materials = answers().materials;
    await page.clock.runFor(30_000);
    await page.getByRole('option', { name: 'ABS-M30' }).waitFor({ state: 'attached' });
    assert.deepEqual((await select('Owner').locator('option').allInnerTexts()).slice(-2), ['owner 2', 'owner 10']);
    assert.deepEqual(await select('Material').locator('option').allInnerTexts(), ['All', 'ABS-M30', 'SR30', 'PLA']);
  });
});

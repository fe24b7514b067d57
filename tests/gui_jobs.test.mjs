// The jobs: their table and the page of one, over a history of six months and over a server that is made up (tests/gui/).
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { cursorsCreate } from '../htdocs/js/jobs/cursors.js';
import { jobsQuestion, sizeOf, sortNext, sortOf } from '../htdocs/js/jobs/question.js';
import { HOSTILE } from './gui/fixtures.mjs';
import { startLab } from './gui/lab.mjs';
import { fakeForFile, needsBrowser, onPage } from './gui/page.mjs';
import { objectsOfCsv } from './lib/csv.mjs';
import { until } from './lib/place.mjs';
import { Scope } from './bench/scope.mjs';

const file = fakeForFile();
const TODAY = { year: 2026, month: 5, day: 12 };
const count = (number) => number.toLocaleString('en-GB');

// ---- what is asked ------------------------------------------------------------------------------------------------

describe('question', () => {
  test('asks by submission, newest first, unless the address says otherwise', () => {
    const { rows, sums, csv } = jobsQuestion({}, TODAY);
    assert.equal(rows, 'api/v1/jobs?from=30d&to=30d&by=submitted&sort=-submitted_at&limit=50');
    assert.equal(sums, 'api/v1/outcomes?from=30d&to=30d&by=submitted');
    assert.equal(csv, 'api/v1/jobs?from=30d&to=30d&by=submitted&sort=-submitted_at&format=csv');
  });

  test('gives rows, sums and CSV the same filters', () => {
    const query = { range: 'all', by: 'ended', result: 'failed', q: 'a&b', owner: HOSTILE, size: '25' };
    const [rows, sums, csv] = Object.values(jobsQuestion(query, TODAY)).map((url) => Object.fromEntries(new URL(url, 'http://x').searchParams));
    const filters = { by: 'ended', result: 'failed', q: 'a&b', owner: HOSTILE };
    assert.deepEqual(sums, filters);
    assert.deepEqual(rows, { ...filters, sort: '-ended_at', limit: '25' });
    assert.deepEqual(csv, { ...filters, sort: '-ended_at', format: 'csv' });
  });

  test('leaves it to the server to refuse a sort, and takes no size that is none', () => {
    assert.equal(sortOf({ sort: 'colour' }), 'colour');
    for (const size of ['0', '17', '1e2', 'all', HOSTILE]) assert.equal(sizeOf({ size }), 50, size);
    assert.equal(sortNext('-ended_at', 'ended_at'), 'ended_at');
    assert.equal(sortNext('ended_at', 'ended_at'), '-ended_at');
    assert.equal(sortNext('-ended_at', 'started_at'), '-started_at');
  });

  test('pages are found again by their cursors, and a new question begins with the first', () => {
    const cursors = cursorsCreate();
    cursors.turnTo('jobs?a=1');
    assert.equal(cursors.url(), 'jobs?a=1');
    cursors.step(+1);
    assert.equal(cursors.page(), 0, 'there is no other one yet');
    cursors.take({ next: '/x/jobs?a=1&cursor=-at~5:6', total: 120 });
    cursors.step(+1);
    assert.equal(cursors.url(), 'jobs?a=1&cursor=-at~5%3A6');
    cursors.take({ next: null, total: null });
    assert.deepEqual([cursors.page(), cursors.total(), cursors.hasNext()], [1, 120, false]);
    cursors.turnTo('jobs?a=1');
    assert.equal(cursors.page(), 1, 'the same question stays where it is');
    cursors.turnTo('jobs?a=2');
    assert.deepEqual([cursors.url(), cursors.total()], ['jobs?a=2', null]);
  });
});

// ---- over six months of a laboratory ------------------------------------------------------------------------------

describe('in a laboratory', needsBrowser, () => {
  const scope = new Scope();
  let lab;
  before(async () => (lab = await startLab(scope)));
  after(() => scope.end());

  const rows = (page) => page.locator('.jobs-table tbody tr');
  const links = (page) => page.locator('.jobs-name a').evaluateAll((nodes) => nodes.map((node) => Number(node.hash.split('/').pop())));
  const numbersOf = (texts) => texts.map((text) => Number(text.replace(/[^\d.]/g, '')));
  const parameters = (route) => {
    const { range = '30d', size, ...more } = Object.fromEntries(new URLSearchParams(route.split('?')[1]));
    const bounds = range === 'all' ? {} : { from: range, to: range };
    return new URLSearchParams({ ...bounds, by: 'submitted', ...more }).toString();
  };

  /** Waits until the table shows what the API says to the same question, and compares the sums. */
  async function sameAsApi(page, asked, { limit = 50, sort = '-submitted_at' } = {}) {
    await until(`rows of ${asked}`, async () => {
      const { items, total } = await lab.api(`jobs?${asked}&limit=${limit}${asked.includes('sort=') ? '' : `&sort=${sort}`}`);
      const shown = await links(page);
      const position = total ? await page.locator('.jobs-position').textContent() : '';
      return shown.join() === items.map(({ job_uid }) => job_uid).join() && (!total || position === `1–${items.length} of ${count(total)}`);
    });
    const filters = new URLSearchParams(asked);
    filters.delete('sort');
    await until(`sums of ${asked}`, async () => {
      const { items: [sums] } = await lab.api(`outcomes?${filters}`);
      const results = await page.locator('.jobs-results .stat-number').allTextContents();
      const [counted] = await page.locator('[data-part=counted]').allTextContents();
      const expected = ['completed', 'cancelled', 'failed', 'unknown', 'running'].map((result) => sums[`${result}_jobs`]);
      return numbersOf(results).join() === expected.join() && numbersOf([counted])[0] === sums.jobs;
    });
  }

  test('rows and sums are the API’s, whatever is asked', async () => {
    await onPage(file.browser, lab.url, { route: '#/jobs' }, async ({ page }) => {
      await sameAsApi(page, parameters('?'));
      for (const route of ['?range=7d', '?range=month', '?range=2026', '?range=all', '?range=all&result=failed', '?range=all&printer=sim04&by=ended&sort=-ended_at',
        '?range=all&fleet_group=teaching&result=cancelled', '?range=all&q=knob', '?range=all&sort=started_at']) {
        await page.evaluate((hash) => (location.hash = hash), `#/jobs${route}`);
        await sameAsApi(page, parameters(route));
      }
    });
  });

  test('heads sort, choices filter, pages turn, and back goes back', async () => {
    await onPage(file.browser, lab.url, { route: '#/jobs?range=all' }, async ({ page }) => {
      const head = (name) => page.getByRole('columnheader', { name });
      await sameAsApi(page, 'by=submitted');
      assert.equal(await head('Submitted').getAttribute('aria-sort'), 'descending');
      await page.getByRole('button', { name: 'Started', exact: true }).click();
      await sameAsApi(page, 'by=submitted&sort=-started_at');
      assert.equal(await head('Started').getAttribute('aria-sort'), 'descending');
      assert.equal(await head('Submitted').getAttribute('aria-sort'), 'none');
      await page.getByRole('button', { name: 'Started', exact: true }).click();
      await sameAsApi(page, 'by=submitted&sort=started_at');

      await page.getByLabel('Rows a page').selectOption('25');
      await sameAsApi(page, 'by=submitted&sort=started_at', { limit: 25 });
      const first = await lab.api('jobs?by=submitted&sort=started_at&limit=25');
      const second = await lab.api(`jobs?${first.next.split('?')[1]}`);
      const uids = ({ items }) => items.map(({ job_uid }) => job_uid).join();
      await page.getByRole('button', { name: 'Next' }).click();
      await until('the second page', async () => (await links(page)).join() === uids(second));
      assert.equal(await page.locator('.jobs-position').textContent(), `26–50 of ${count(first.total)}`);

      await rows(page).nth(3).locator('.jobs-submitted').click();
      await page.waitForURL(`**/#/jobs/${second.items[3].job_uid}`);
      await page.goBack();
      await until('the second page again', async () => (await links(page)).join() === uids(second));
      await page.getByRole('button', { name: 'Previous' }).click();
      await until('the first page', async () => (await links(page)).join() === uids(first));

      await page.locator('.jobs-results a', { hasText: 'Failed' }).click();
      await sameAsApi(page, 'by=submitted&sort=started_at&result=failed', { limit: 25 });
      assert.equal(await page.locator('.filters-field', { hasText: 'Result' }).locator('select').inputValue(), 'failed');
      await page.goBack();
      await sameAsApi(page, 'by=submitted&sort=started_at', { limit: 25 });
    });
  });

  test('a job is told as the API tells it, and the CSV has all of them', async () => {
    await onPage(file.browser, lab.url, { route: '#/jobs?range=7d&result=completed' }, async ({ page, text }) => {
      await sameAsApi(page, 'from=7d&to=7d&by=submitted&result=completed');
      const { items, total } = await lab.api('jobs?from=7d&to=7d&by=submitted&result=completed&sort=-submitted_at');
      const job = items.find(({ result_source }) => result_source === 'inferred') ?? items[0];
      const row = await text(rows(page).nth(items.indexOf(job)));
      const clock = (at_s) => new Date(at_s * 1000).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'Europe/Berlin' });
      for (const word of [job.job_name, job.name, job.owner, clock(job.submitted_at), clock(job.started_at), clock(job.ended_at), 'Completed', job.model_material])
        assert.ok(row.includes(word.replace(/\s+/g, ' ').trim()), `${word} in ${row}`);

      const href = await page.getByRole('link', { name: 'CSV', exact: true }).getAttribute('href');
      const csv = objectsOfCsv(await (await fetch(new URL(href, lab.url))).text());
      assert.equal(csv.length, total);
      assert.deepEqual(csv.slice(0, 5).map(({ job_uid }) => Number(job_uid)), items.slice(0, 5).map(({ job_uid }) => job_uid));
    });
  });
});

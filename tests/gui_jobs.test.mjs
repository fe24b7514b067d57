// The jobs: their table and the page of one, over a history of six months and over a server that is made up (tests/gui/).
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { RANGE_PRESETS, rangeParams, rangeToday } from '../htdocs/js/filters/range.js';
import { jobQuestions, jobSpan, jobStep_min } from '../htdocs/js/job/span.js';
import { cursorsCreate } from '../htdocs/js/jobs/cursors.js';
import { jobsQuestion, sizeOf, sortNext, sortOf } from '../htdocs/js/jobs/question.js';
import { Scope } from './bench/scope.mjs';
import { axeViolations } from './gui/browser.mjs';
import { healthOk } from './gui/fake_api.mjs';
import { building, HOSTILE, LONG, NOW_S } from './gui/fixtures.mjs';
import { startLab } from './gui/lab.mjs';
import { fakeForFile, needsBrowser, onPage } from './gui/page.mjs';
import { objectsOfCsv } from './lib/csv.mjs';
import { until } from './lib/place.mjs';

const file = fakeForFile();
const TODAY = { year: 2026, month: 5, day: 12 };
const HOUR_S = 3600;
const CM3 = 16.387064;
const count = (number) => number.toLocaleString('en-GB');

/** A job that was completed two hours ago, but for what `more` says. */
function jobOf(job_uid, more = {}) {
  const ended_at = NOW_S - 2 * HOUR_S;
  const volume = (name, in3) => ({ [`${name}_in3`]: in3, [`${name}_cm3`]: in3 * CM3 });
  return {
    job_uid, printer: 'lab', name: 'Laboratory', product: 'F370', location: 'Hall A', fleet_group: null, serial: 'S1', job_id: 55, run: 1,
    job_name: 'bracket', owner: 'Rivera', comment: null, pack: 'a, b', submitted_at: ended_at - 9 * HOUR_S, first_seen_at: ended_at - 8 * HOUR_S,
    begun_at: ended_at - 7 * HOUR_S, started_at: ended_at - 6 * HOUR_S, ended_at, unloaded_at: ended_at + HOUR_S, ended_unseen_s: null,
    result: 'completed', result_source: 'printer', is_begun: true, estimated_s: 5 * HOUR_S, queued_s: 2 * HOUR_S, preparing_s: HOUR_S,
    build_s: 5.5 * HOUR_S, paused_s: 1800, elapsed_s: 6 * HOUR_S, waited_s: HOUR_S, unobserved_s: 0, unobserved_build_s: 0, layers_total: 300,
    model_material: 'ASA', ...volume('model_needed', 8), ...volume('model_used', 8.5),
    support_material: 'SR35', ...volume('support_needed', 2), ...volume('support_used', 2.1), ...more,
  };
}

const running = (job_uid, more = {}) =>
  jobOf(job_uid, { result: null, result_source: null, ended_at: null, unloaded_at: null, started_at: NOW_S - HOUR_S, begun_at: NOW_S - 2 * HOUR_S, build_s: HOUR_S,
    elapsed_s: null, waited_s: null, ...more });

const list = (items, more = {}) => ({ items, total: items.length, next: null, ...more });

function sumsOf(jobs, never_begun_jobs = 0) {
  const of = (result) => jobs.filter((job) => (job.result ?? 'running') === result).length;
  const results = Object.fromEntries(['completed', 'cancelled', 'failed', 'unknown', 'running'].map((result) => [`${result}_jobs`, of(result)]));
  return list([{ jobs: jobs.length, ...results, never_begun_jobs, build_s: 360_000, model_used_in3: 12.5, model_used_cm3: 204.8, support_used_in3: null, support_used_cm3: null }]);
}

/** The answers of a server that knows these jobs, and of a job page's other questions. */
function answersOf(jobs, more = {}) {
  return {
    jobs: list(jobs),
    outcomes: sumsOf(jobs),
    owners: list([{ owner: 'Rivera' }]),
    materials: list([{ material: 'ASA' }]),
    events: list([]),
    'printers/lab/states': list([]),
    'printers/lab/samples': list([]),
    'printers/lab/samples/hourly': list([]),
    ...Object.fromEntries(jobs.map((job) => [`jobs/${job.job_uid}`, job])),
    ...more,
  };
}

const problem = (status, title, detail) => ({ status, problem: { type: 'about:blank', title, status, detail } });

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

describe('span', () => {
  test('is from the warm-up until the part was taken out, as far as it is known', () => {
    const job = jobOf(1);
    assert.deepEqual(jobSpan(job), { from_s: job.begun_at, to_s: job.unloaded_at });
    assert.deepEqual(jobSpan({ ...job, begun_at: null, unloaded_at: null }), { from_s: job.started_at, to_s: job.ended_at });
    assert.deepEqual(jobSpan(running(2)), { from_s: NOW_S - 2 * HOUR_S, to_s: null });
    assert.equal(jobSpan({ ...job, begun_at: null, started_at: null }).from_s, job.first_seen_at);
  });

  test('has about 300 samples, and the same questions as long as a job runs', () => {
    assert.equal(jobStep_min(jobOf(1), NOW_S), 2);
    assert.equal(jobStep_min(running(1, { begun_at: NOW_S - 10 * 86400 }), NOW_S), 60);
    assert.equal(jobStep_min(running(1, { estimated_s: 40 * HOUR_S }), NOW_S), 10);
    assert.equal(jobQuestions(running(1), NOW_S).states, `api/v1/printers/lab/states?from=${NOW_S - 2 * HOUR_S}&limit=1000`);
    assert.match(jobQuestions(jobOf(1), NOW_S).events, new RegExp(`to=${jobOf(1).unloaded_at + 1}&printer=lab&sort=at`));
    assert.equal(jobQuestions({ ...running(1), begun_at: null, started_at: null, first_seen_at: null }, NOW_S), null);
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
    const { range = '30d', ...more } = Object.fromEntries(new URLSearchParams(route.split('?')[1]));
    return new URLSearchParams({ ...rangeParams(range, rangeToday(Date.now() / 1000, 'Europe/Berlin')), by: 'submitted', ...more }).toString();
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
      const presets = RANGE_PRESETS.map((range) => `?range=${range}`);
      for (const route of [...presets, '?range=2026-07-01..2026-09-15', '?range=2026', '?range=all&result=failed', '?range=all&printer=sim04&by=ended&sort=-ended_at',
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
      await page.locator('.job-body').waitFor();
      await page.goBack();
      await until('the second page again', async () => (await links(page)).join() === uids(second));
      await page.locator(`.jobs-name a:focus[href="#/jobs/${second.items[3].job_uid}"]`).waitFor();
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

  test('the page of a job tells what the API tells', async () => {
    const { items } = await lab.api('jobs?from=7d&to=7d&result=completed&limit=50');
    const job = items.find(({ begun_at, unloaded_at }) => begun_at && unloaded_at);
    await onPage(file.browser, lab.url, { route: `#/jobs/${job.job_uid}` }, async ({ page, text, sees }) => {
      await sees(page.locator('h1'), job.job_name);
      const facts = await text(page.locator('.job-columns'));
      const at = (at_s) => new Date(at_s * 1000).toLocaleTimeString('en-GB', { timeZone: 'Europe/Berlin' });
      for (const word of [...[job.submitted_at, job.begun_at, job.started_at, job.ended_at, job.unloaded_at].map(at), job.serial, job.product, count(job.layers_total)])
        assert.ok(facts.includes(word), `${word} in ${facts}`);
      const materials = await text(page.locator('.job-materials'));
      for (const in3 of [job.model_needed_in3, job.model_used_in3, job.support_used_in3]) assert.ok(materials.includes(`${in3.toFixed(1)} in³`), materials);

      const states = await lab.api(`printers/${job.printer}/states?from=${job.begun_at}&to=${job.unloaded_at}`);
      await until('the strip', async () => (await page.locator('.job-watched .strip > .strip-part').count()) >= states.items.length);
      const events = await lab.api(`events?printer=${job.printer}&from=${job.begun_at}&to=${job.unloaded_at + 1}`);
      await until('the events', async () => (await page.locator('.job-events > li').count()) === events.total);
      await page.locator('.job-curves .figure').first().getByRole('button', { name: 'Table' }).click();
      const step = `${jobStep_min(job, job.ended_at)}min`;
      const samples = await lab.api(`printers/${job.printer}/samples?from=${job.begun_at}&to=${job.unloaded_at + 1}&step=${step}&limit=all`);
      const shown = page.locator('.job-curves .figure').first().locator('tbody tr');
      assert.equal(await shown.count(), samples.items.length);
      assert.ok((await text(shown.nth(40))).includes(`${samples.items[40].model_temp_c.toFixed(0)} °C`));

      await page.getByRole('link', { name: 'all jobs', exact: true }).click();
      await sameAsApi(page, new URLSearchParams({ by: 'submitted', owner: job.owner }).toString());
    });
  });
});

// ---- what a server may say ----------------------------------------------------------------------------------------

const HOSTILES = [jobOf(1, { job_name: HOSTILE, owner: HOSTILE, printer: 'lab', name: HOSTILE, model_material: HOSTILE, comment: HOSTILE, pack: HOSTILE }),
  jobOf(2, { job_name: LONG, owner: LONG, name: LONG, model_material: LONG, comment: LONG, pack: LONG, result: 'failed', result_source: 'inferred' })];
const isWithin = (page) => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);

for (const [name, width, colorScheme] of [['a phone', 360, 'dark'], ['a laptop', 1366, 'light']]) {
  const context = { viewport: { width, height: 740 }, colorScheme, reducedMotion: 'reduce' };
  file.browse(`hostile names are text on ${name}`, { api: { answers: answersOf(HOSTILES) }, route: '#/jobs', context }, async ({ page, sees }) => {
    await sees(page.locator('.jobs-name a'), 'enclosure-');
    assert.deepEqual(await page.locator('.jobs-name a').allTextContents(), [HOSTILE, LONG]);
    assert.deepEqual(await page.locator('td.jobs-owner').allTextContents(), [HOSTILE, LONG]);
    assert.ok(await isWithin(page));
    assert.deepEqual(await axeViolations(page), []);
    for (const { job_uid, job_name } of HOSTILES) {
      await page.evaluate((uid) => (location.hash = `#/jobs/${uid}`), job_uid);
      await sees(page.locator('h1'), job_name.slice(0, 20));
      assert.equal(await page.locator('h1').textContent(), job_name);
      assert.ok(await isWithin(page));
    }
    assert.deepEqual(await axeViolations(page), []);
  });
}

file.browse('a job that comes appears without a reload, and what has the focus stays', { api: { answers: answersOf([jobOf(1), jobOf(2)]) }, route: '#/jobs?sort=ended_at' },
  async ({ page, api, nextAnswer }) => {
    const link = page.locator('.jobs-name a[href="#/jobs/2"]');
    await link.focus();
    api.answers.jobs = list([running(3, { job_name: 'new' }), jobOf(1), jobOf(2)]);
    assert.equal((await nextAnswer(6, 'jobs')).query.get('sort'), 'ended_at');
    await page.locator('.jobs-name', { hasText: 'new' }).waitFor();
    assert.ok(await link.evaluate((node) => node === document.activeElement));
    assert.equal(await page.locator('.jobs-position').textContent(), '1–3 of 3');
  });

file.browse('what is uncertain is said', {
  api: { answers: answersOf([
    jobOf(1, { result: 'unknown', result_source: null, ended_unseen_s: 4414 }),
    jobOf(2, { result_source: 'inferred' }),
    jobOf(3, { is_begun: false, result: 'unknown', result_source: null, begun_at: null, started_at: null, build_s: 0 }),
    running(4, { is_begun: false, begun_at: null, started_at: null, build_s: 0 }),
  ], { outcomes: sumsOf([jobOf(2), jobOf(1, { result: 'unknown' })], 2) }) },
  route: '#/jobs',
}, async ({ page, text, sees }) => {
  const row = (uid) => text(page.locator(`tr[data-job="${uid}"]`));
  await sees(page.locator('.jobs-totals'), /2 more jobs are in the list/);
  assert.match(await row(1), /after 12 May, 08:30/);
  assert.match(await row(1), /Unknown/);
  assert.match(await row(2), /Completed inferred/);
  assert.match(await row(3), /Never begun/);
  assert.match(await row(4), /Not begun yet/);
  assert.match(await text(page.locator('.jobs-sums')), /100 h Build time 12\.5 in³ Model material · 205 cm³ – Support material/);
  await page.locator('tr[data-job="1"] .jobs-name a').click();
  await sees(page.locator('.job-top'), /Nobody knows how it ended/);
  await sees(page.locator('.job-columns'), /or up to 1\sh\s13\smin later: nobody watched/);
});

file.browse('where people are not shown, their columns are absent', {
  api: { answers: answersOf([jobOf(1), jobOf(2, { job_id: 56 })].map(({ owner, job_name, comment, pack, serial, ...job }) => job), { owners: problem(403, 'Forbidden', '') }) },
  route: '#/jobs', expectedErrors: /403/,
}, async ({ page, sees, text }) => {
  await sees(page.locator('.jobs-name a'), 'job 55');
  assert.ok(!(await page.getByRole('columnheader', { name: 'Owner' }).isVisible()));
  await page.locator('.jobs-name a').last().click();
  await sees(page.locator('h1'), 'job 56');
  assert.doesNotMatch(await text(page.locator('.job-body')), /Comment|Serial|Parts|all jobs/);
});

file.browse('nothing there, and a value that the server refuses, each say what to do', { api: { answers: answersOf([]) }, route: '#/jobs?result=failed', expectedErrors: /400/ },
  async ({ page, api, sees }) => {
    await sees(page.locator('.jobs-list'), /No jobs in this period.*Remove a filter, or choose a longer period/s);
    assert.ok(!(await page.locator('.jobs-totals').isVisible()));
    assert.ok(!(await page.getByRole('link', { name: 'CSV', exact: true }).isVisible()));
    await page.evaluate(() => (location.hash = '#/jobs?range=7d'));
    await sees(page.locator('.jobs-list'), /Choose a longer period/);
    api.answers.jobs = problem(400, 'Value not allowed', '"sort" cannot be "colour": write one of job_uid.');
    await page.evaluate(() => (location.hash = '#/jobs?sort=colour'));
    await sees(page.locator('.jobs-list'), /Value not allowed.*"sort" cannot be "colour"/s);
  });

file.browse('a job that runs goes on by itself, until it has ended', {
  api: {
    printers: [building('lab', 0.42, 5 * HOUR_S, { job_id: 55 })],
    answers: answersOf([running(7)], { 'printers/lab/states': list([{ state: 'preparing', status_text: 'Finding Home', began_at: NOW_S - 2 * HOUR_S, ended_at: NOW_S - HOUR_S },
      { state: 'unobserved', status_text: null, began_at: NOW_S - HOUR_S, ended_at: NOW_S - 1800 }, { state: 'building', status_text: HOSTILE, began_at: NOW_S - 1800, ended_at: null }]) }),
  },
  route: '#/jobs/7',
}, async ({ page, api, nextAnswer, sees, text }) => {
  await sees(page.locator('.job-top'), /Running.*42/s);
  await sees(page.locator('.job-watched .strip-legend'), /Warming up 1\sh\s00\smin.*Not watched 30\smin/s);
  await page.getByText('As a list').click();
  await sees(page.locator('.job-watched td[data-part=says]'), HOSTILE.replace(/\s+/g, ' '));
  await page.locator('.job-watched .notice', { hasText: 'No figures of this time' }).first().waitFor();
  api.answers['jobs/7'] = jobOf(7, { job_id: 55, result: 'cancelled' });
  const asked = api.next('printers/lab/states');
  await nextAnswer(6, 'jobs/7');
  assert.equal((await asked).query.get('to'), String(jobOf(7).unloaded_at + 1));
  await sees(page.locator('.job-top'), /Cancelled.*The printer itself said so/s);
  assert.ok(!(await page.locator('.job-progress').isVisible()));
  assert.match(await text(page.locator('.job-materials')), /8\.5 in³ · 139 cm³ 8\.5 in³ · 139 cm³/);
});

file.browse('a job that is late was due; of one whose printer is silent no end is told', {
  api: { printers: [building('lab', 0.9, 5 * HOUR_S, { job_id: 55, eta_at: NOW_S - 900 })], answers: answersOf([running(7)]) },
  route: '#/jobs/7',
}, async ({ page, api, nextAnswer, sees }) => {
  const eta = page.locator('.job-progress [data-part=eta]');
  await sees(eta, /^was due 10:15$/);
  api.printers = api.printers.map((one) => ({ ...one, state: 'offline', eta_at: NOW_S + 900 }));
  await nextAnswer();
  await eta.waitFor({ state: 'hidden' });
  await sees(page.locator('.job-progress'), /90%/);
  api.printers = api.printers.map((one) => ({ ...one, state: 'unobserved' }));
  await nextAnswer();
  await page.locator('.job-progress').waitFor({ state: 'hidden' });
});

file.browse('where nobody watches, nothing is said of a job that may be over; hours that nobody watched are a hole', {
  api: {
    printers: [building('lab', 0.42, 5 * HOUR_S, { job_id: 55, polled_at: NOW_S - 1800, answered_at: NOW_S - 1800 })],
    health: { ...healthOk(), status: 'trouble', poller: 'stopped', problem: 'The poller stopped.' },
    answers: answersOf([running(7)], {
      'printers/lab/states': list([{ state: 'building', status_text: null, began_at: NOW_S - 2 * HOUR_S, ended_at: null }]),
      'printers/lab/samples/hourly': list([6, 5, 2].map((hours) => ({ at: NOW_S - hours * HOUR_S, model_temp_c_mean: 300 }))),
    }),
  },
  route: '#/jobs/7', expectedErrors: /503/,
}, async ({ page, text }) => {
  await page.getByRole('img', { name: /^Building 1\s?h\s30\smin, Not watched 30\smin$/ }).waitFor();
  await page.getByText('As a list').click();
  const rows = page.locator('.job-watched .strip-list tbody tr');
  await rows.nth(1).waitFor();
  assert.match(await text(rows.nth(1)), /^Not watched .* now 30 min –$/);
  const figure = page.locator('.job-curves .figure').first();
  await figure.getByRole('button', { name: 'Table' }).click();
  await figure.locator('tbody tr').nth(3).waitFor();
  const temperatures = await Promise.all((await figure.locator('tbody tr').all()).map(async (row) => text(row.locator('td').first())));
  assert.deepEqual(temperatures, ['300 °C', '300 °C', '–', '300 °C']);
});

file.browse('of a time whose samples are gone, the hours are shown', {
  api: { answers: answersOf([jobOf(1)], {
    'printers/lab/samples': list([{ at: NOW_S - 9 * HOUR_S, model_temp_c: null }]),
    'printers/lab/samples/hourly': list([{ at: NOW_S - 9 * HOUR_S, model_temp_c_mean: 301.4, progress_ratio_mean: 0.25 }]),
  }) },
  route: '#/jobs/1',
}, async ({ page, sees }) => {
  const figure = page.locator('.job-curves .figure').first();
  await sees(figure, /The mean of each hour/);
  await figure.getByRole('button', { name: 'Table' }).click();
  await sees(figure.locator('tbody'), /301\s°C/);
});

file.browse('a job that there is not says so, with a way back', {
  api: { answers: answersOf([jobOf(1)], { 'jobs/99': problem(404, 'There is no job of this number', '') }) }, route: '#/jobs?range=7d', expectedErrors: /404/,
}, async ({ page, sees }) => {
  await sees(page.locator('.jobs-name'), 'bracket');
  await page.evaluate(() => (location.hash = '#/jobs/99'));
  await sees(page.locator('.notice'), 'No job has the run number 99');
  await page.getByRole('link', { name: 'All jobs' }).click();
  await page.waitForURL(/#\/jobs\?range=7d$/);
  await sees(page.locator('.jobs-name'), 'bracket');
});

file.browse('in German, with what German Excel wants', { api: { answers: answersOf([jobOf(1)]) }, route: '#/jobs', context: { locale: 'de-DE' } }, async ({ page, sees, text }) => {
  await sees(page.locator('.jobs-list'), /1–1 von 1/);
  assert.match(await text(page.locator('tr[data-job="1"]')), /12\. Mai, 08:30/);
  assert.match(await page.getByRole('link', { name: 'CSV für Excel' }).getAttribute('href'), /&bom=1&decimal=comma&sep=semicolon$/);
  await page.locator('.jobs-name a').click();
  await sees(page.locator('.job-columns'), /Warteschlange\s*2\sh\s00\smin.*10\s%\slänger gedruckt/s);
});

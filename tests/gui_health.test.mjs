// The pages that tell of the program itself: its health, and what can be asked of its API.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { adviceFor } from '../htdocs/js/health/advice.js';
import { axeViolations } from './gui/browser.mjs';
import { healthOk } from './gui/fake_api.mjs';
import { HOSTILE, NOW_S, printer, unpolled } from './gui/fixtures.mjs';
import { startLab } from './gui/lab.mjs';
import { fakeForFile, needsBrowser, onPage } from './gui/page.mjs';

const gui = fakeForFile();
const list = (items) => ({ items, total: items.length, next: null });
const HEALTH = { route: '#/health', context: { locale: 'en-GB' } };
const row = (page, id) => page.locator('.page-health tbody tr').filter({ has: page.getByRole('link', { name: id, exact: true }) });

test('every trouble that link.c and session.c word has its advice', () => {
  const troubles = {
    refused: ['cannot connect: Connection refused'],
    silent: ['no connection within 5 s', 'cannot connect: No route to host', 'cannot connect: Network is unreachable'],
    name: ['the name of its host was not looked up within 5 s', 'lab.example: Name or service not known'],
    slow: ['only 100 of 3487 bytes of the status text within 5 s', 'connected, but no complete answer within 5 s'],
    stranger: ['expected the packet SendFile', 'the printer closed the connection before the packet SendFile', 'the connection broke: Connection reset by peer',
      'it answered with something that is no status text', 'the printer answers before it was asked'],
    log: ['no memory for its status text'],
  };
  for (const [advice, words] of Object.entries(troubles)) for (const trouble of words) assert.equal(adviceFor(trouble), advice, trouble);
});

describe('health', () => {
  const sick = [
    printer('off', { state: 'offline', failed_polls: 12, trouble: 'cannot connect: Connection refused', answered_at: NOW_S - 3000 }),
    printer('hurt', { damage: HOSTILE }), printer('word', { state: 'unmapped', status_text: 'Flushing Lines' }), unpolled('new'), printer('well'),
  ];
  const coverage = list([{ printer: 'off', calendar_s: 1000, observed_s: 905 }, { printer: 'well', calendar_s: 1000, observed_s: 1000 }]);
  const happened = ({ searchParams }) => list(searchParams.get('kind') !== 'offline' ? [] : [
    { seq: 7, at: NOW_S - 3000, printer: 'off', kind: 'offline', text: HOSTILE, job_uid: null }]);
  const answers = { utilization: coverage, events: happened };

  gui.browse('tells what is wrong with whom, and what to do', { ...HEALTH, api: { printers: sick, answers } }, async ({ page, text, sees }) => {
    await sees(row(page, 'off'), '90%');
    assert.equal(await text(row(page, 'off')), 'off Offline 09:40 12 90%');
    assert.equal(await text(row(page, 'new')), 'new Not asked yet never answered 0 –');
    const troubles = page.locator('.health-trouble');
    assert.equal(await troubles.count(), 3);
    await sees(troubles, /off cannot connect: Connection refused\s+The printer is there, but nothing listens/);
    await sees(troubles, /word “\u2068Flushing Lines\u2069”\s+Nobody mapped this word/);
    assert.equal(await text(page.locator('[data-part=watched] .state-word')), '95% of the time');
    assert.ok((await page.locator('.health-events li').textContent()).includes(HOSTILE));
    assert.equal(await text(page.locator('[data-part=poller] .state-word')), 'Running');
    await row(page, 'off').getByRole('link').click();
    assert.match(page.url(), /#\/printers\/off$/);
  });

  const stopped = { ...healthOk(), status: 'trouble', poller: 'stopped', database: 'ok', problem: 'The poller was stopped.', remedy: 'Start httpd.' };
  gui.browse('a poller that was stopped, in German', { ...HEALTH, context: { locale: 'de-DE', colorScheme: 'dark' }, expectedErrors: /503/,
    api: { printers: [printer('a')], health: stopped, answers: { utilization: list([]), events: list([]) } } }, async ({ page, text, sees }) => {
    await sees(page.locator('[data-part=poller]'), 'Angehalten');
    await sees(page.locator('.page-health'), 'Noch nichts');
    assert.match(await text(page.locator('[data-part=poller]')), /StratasysPoller On/);
    assert.match(await text(page.locator('[data-part=watched]')), /Noch ist nichts aufgezeichnet/);
    assert.doesNotMatch(await page.locator('main').innerText(), /undefined|null|NaN|\b(the|watched|printer)\b/);
    assert.deepEqual(await axeViolations(page), []);
  });

  const refused = { status: 500, problem: { type: 'about:blank', title: 'The database is busy', status: 500 } };
  const never = new Promise(() => {});
  const clockNever = ({ searchParams }) => (searchParams.get('kind') === 'clock' ? never : list([]));
  gui.browse('what is asked, what failed and what is empty are told apart', { ...HEALTH, expectedErrors: /500/,
    api: { printers: [printer('a')], answers: { utilization: () => never, events: clockNever } } }, async ({ page, sees, api }) => {
    const watched = page.locator('[data-part=watched]');
    const events = page.locator('section[aria-labelledby=health-events]');
    await sees(watched, 'Asking the server');
    await sees(events, 'Asking the server');
    Object.assign(api.answers, { utilization: refused, events: refused });
    await page.reload();
    await sees(watched, 'did not answer this question');
    await sees(events, 'The database is busy');
    Object.assign(api.answers, { utilization: list([]), events: list([]) });
    await page.reload();
    await sees(watched, 'Nothing was recorded yet');
    await sees(events, 'Nothing yet');
    await sees(page.locator('[data-part=poller]'), 'Running');
    api.answers.health = refused;
    await page.reload();
    await sees(page.locator('[data-part=poller]'), 'did not answer this question');
  });

  gui.browse('what does not come is told as not known', { ...HEALTH, expectedErrors: /Failed to load/, api: { isDown: true } }, async ({ page, sees }) => {
    await sees(page.locator('[data-part=poller]'), 'Not known');
    await sees(page.locator('.page-health .notice'), 'The server does not answer');
  });
});

describe('API', () => {
  let release;
  const jobs = new Promise((resolve) => (release = () => resolve(list([{ job_uid: 7, printer: 'a' }]))));
  const answers = { jobs: () => jobs, utilization: list([]), events: list([]) };
  gui.browse('a page that was left asks nothing more', { route: '#/api', api: { printers: [printer('a')], answers } }, async ({ page, api, sees, nextAnswer }) => {
    const asked = api.next('jobs');
    await page.locator('.page-api h1').waitFor();
    await page.getByRole('link', { name: 'Health', exact: true }).click();
    await sees(page.locator('.page-health'), 'Nothing was recorded yet');
    release();
    await asked;
    await nextAnswer();
    assert.ok(!api.asked.some(({ path }) => path === 'openapi.json'));
  });
});

gui.browse('a page that throws makes place for what to do, and harms no other', { ...HEALTH, expectedErrors: /TypeError/,
  api: { printers: [printer('a')], answers: { utilization: list([null]), events: list([]) } } }, async ({ page, api, sees }) => {
  await sees(page.locator('main .notice'), /This page could not be loaded\s+.*load the page again/);
  assert.equal(await page.locator('nav [aria-current]').innerText(), 'Health');
  await page.getByRole('link', { name: 'Fleet', exact: true }).click();
  await page.locator('article').waitFor();
  api.answers.utilization = list([]);
  await page.getByRole('link', { name: 'Health', exact: true }).click();
  await sees(page.locator('.page-health'), 'Nothing was recorded yet');
});

test('over a real server: the health it tells, and links of the API that all answer', needsBrowser, async (t) => {
  const { url, api } = await startLab(t);
  await onPage(gui.browser, url, { route: '#/health' }, async ({ page, text, sees }) => {
    const rows = page.locator('.page-health tbody tr');
    await rows.nth(5).waitFor();
    assert.equal(await rows.count(), 6);
    await sees(rows.first(), '%');
    const covered = (await api('utilization?group_by=printer&from=7d')).items;
    const sum = (key) => covered.reduce((total, each) => total + each[key], 0);
    assert.equal(await text(page.locator('[data-part=watched] .state-word')), `${Math.floor((100 * sum('observed_s')) / sum('calendar_s'))}% of the time`);
    await sees(page.locator('.health-events li'), 'Watching began');
    await page.getByRole('link', { name: 'API', exact: true }).click();
    const links = page.locator('.openapi-try a');
    await links.first().waitFor();
    const addresses = await links.evaluateAll((all) => all.filter((a) => !a.hidden).map((a) => a.href));
    const { paths } = await api('openapi.json');
    assert.equal(await page.locator('.openapi-operation').count(), Object.keys(paths).length);
    assert.ok(addresses.length > Object.keys(paths).length);
    for (const address of addresses) {
      const { status } = await fetch(address);
      assert.ok(status === 200 || (status === 503 && /busy|health|\/v1\/sim/.test(address)), `${address}: ${status}`);
    }
    assert.deepEqual(await axeViolations(page), []);
  });
});

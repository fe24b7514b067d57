// The page of one printer: against a server whose answers each test sets, and against httpd itself over six months.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { aboutOf, keysOfMachine, switchesOf, valuesOf } from '../htdocs/js/printer/keys_known.js';
import { wearOf } from '../htdocs/js/printer/wear_level.js';
import { en } from '../htdocs/js/texts/en.js';
import { axeViolations } from './gui/browser.mjs';
import { healthOk } from './gui/fake_api.mjs';
import { building, fleet, HOSTILE, LONG, NOW_S, printer, spool, unpolled, waiting } from './gui/fixtures.mjs';
import { startLab } from './gui/lab.mjs';
import { fakeForFile, needsBrowser, onPage } from './gui/page.mjs';
import { until } from './lib/place.mjs';

const gui = fakeForFile();
const words = en.printer;
const SIDE_BY_SIDE = { concurrency: 3 };
const HOUR_S = 3600;
const DAY_S = 86_400;

const list = (items) => ({ items, total: items.length, next: null });
const key = (section, name, value, position = null) => ({ section, position, key: name, value });
const odometer = (name, value, limit_warn = null, limit_error = null) => ({ odometer: name, day: '2026-05-12', value, limit_warn, limit_error });
const stretch = (state, began_at, ended_at, status_text = null) => ({ printer: 'p', state, status_text, began_at, ended_at });
const event = (kind, text, job_uid = null) => ({ seq: 1, at: NOW_S - 60, printer: 'p', kind, text, job_uid });

const MARINER = [
  key('general', 'partTip', 'T14'), key('mariner', 'doorOpen', 'true'), key('mariner', 'lightsOn', 'false'),
  key('mariner', 'modelInHead', 'true'), key('mariner', 'supportInHead', 'false'), key('mariner', 'headHeater_pwm', '51'),
  key('mariner', 'tipOffset', '0.802 -0.002'), key('mariner', 'internalState', 'sttChangeTemp'), key('mariner', 'pumpMode', '<b>7'),
  key('cassette', 'status', 'Loaded', 1), key('currentJob', 'partTip', 'T99'),
];

function job(job_uid, more = {}) {
  return { job_uid, printer: 'p', job_id: 55, job_name: `job ${job_uid}`, owner: 'Rivera', ended_at: NOW_S - HOUR_S, result: 'completed',
    build_s: 7200, model_used_in3: 1.25, ...more };
}

const sample = (at, more = {}) => ({ at, model_temp_c: 270, model_set_c: 270, support_temp_c: 265, support_set_c: 265, envelope_temp_c: 75, envelope_set_c: 75, ...more });

/** What the API says of one printer beside what all are told in. */
function answersOf(id, more = {}) {
  const answers = {
    states: list([stretch('building', NOW_S - HOUR_S, null, 'Building')]), keys: list(MARINER), odometers: list([]),
    jobs: list([job(7)]), events: list([event('job_began', 'it begins', 7)]), samples: list([sample(NOW_S - 600), sample(NOW_S - 300)]),
    'samples/hourly': list([]), ...more,
  };
  const of = Object.entries(answers).filter(([path]) => path !== 'events').map(([path, body]) => [`printers/${id}/${path}`, body]);
  return { ...Object.fromEntries(of), events: answers.events };
}

/** A test of the page of `one`; `answers` are those that are not as usual. */
function browse(name, { one = building('p', 0.42, 15_600, { name: 'Dimension 1' }), id = 'p', api = {}, answers = {}, query = '', ...options }, body) {
  const printers = one ? [one] : [];
  gui.browse(name, { route: `#/printers/${id}${query}`, api: { printers, answers: answersOf(id, answers), ...api }, ...options }, (given) => {
    const panel = (title) => given.page.locator('section.panel').filter({ has: given.page.getByRole('heading', { name: title, exact: true }) });
    const text = async (locator) => (await given.text(locator)).replace(/[\u2068\u2069]/g, ''); // what keeps directions apart
    const says = async (title) => text(panel(title));
    return body({ ...given, panel, text, says });
  });
}

describe('what the keys of machines mean', () => {
  test('switches are words, unusual ones stand out, spools and jobs are not asked', () => {
    const keys = keysOfMachine(MARINER);
    assert.deepEqual(switchesOf(keys).map(({ key: name, isOn, needsLook }) => [name, isOn, needsLook]), [
      ['doorOpen', true, true], ['lightsOn', false, false], ['modelInHead', true, false], ['supportInHead', false, false],
    ]);
    assert.deepEqual(valuesOf(keys), [
      { key: 'internalState', kind: 'word', value: 'sttChangeTemp' }, { key: 'partTip', kind: 'text', value: 'T14' },
      { key: 'headHeater_pwm', kind: 'of255', value: 0.2 }, { key: 'tipOffset', kind: 'inches', value: [0.802, -0.002] },
    ]);
  });

  test('what is not as known is left out', () => {
    const keys = { doorOpen: 'ajar', modelInHead2: 'false', headHeater_pwm: 'much', tipOffset: '1 x', materials: ' ', toString: 'true' };
    assert.deepEqual([switchesOf(keys), valuesOf(keys), aboutOf(keys)], [[], [], []]);
  });
});

test('wear is told by the limits of the machine, else by the vendor’s word, else not at all', () => {
  const wear = (...given) => Object.values(wearOf(odometer(...given)));
  assert.deepEqual([89, 90, 100, 119, 120].map((value) => wear('modelTipOdometer', value, 100, 120)[0]), ['fine', 'near', 'warn', 'warn', 'over']);
  assert.deepEqual(wear('modelTipOdometer', 60, null, 120), ['fine', 0.5, 120]);
  assert.deepEqual(wear('modelTipOdometer', 108, null, 120), ['near', 0.9, 120]);
  assert.deepEqual(wear('modelTipOdometer', 75, 100), ['fine', 0.75, 100]);
  assert.deepEqual(wear('tipTimeOdometer', 1000 * HOUR_S), ['hint', 0.5, 2000 * HOUR_S]);
  assert.deepEqual(wear('tipTimeOdometer', 2000 * HOUR_S)[0], 'past');
  for (const given of [['runTimeOdometer', 7], ['newOdometer', 7], ['newOdometer', 7, 0, 0]]) assert.deepEqual(wear(...given), ['fine', null, null]);
});

describe('what is now', SIDE_BY_SIDE, () => {
  const half = building('p', 0.42, 15_600, { name: 'Dimension 1', support_ratio: null, support_used_in3: null });
  const running = job(9, { ended_at: null, result: null, job_id: 55 });
  browse('the job: each measure, which of them is the figure, when it is done, and its page', { one: half, answers: { jobs: list([running]) } }, async ({ says, panel, text }) => {
    const link = panel('Job').getByRole('link', { name: 'bracket_v3' });
    await link.waitFor();
    assert.equal(await link.getAttribute('href'), '#/jobs/9');
    const shown = await says('Job');
    assert.match(shown, /42% by time/);
    assert.match(shown, /2 h 30 min left done today, 13:00/);
    assert.match(shown, /Layers 126 of 300 42%/);
    assert.match(shown, /Model material 3\.4 in³ of 8\.0 in³ 42%/);
    const figures = panel('Job').locator('[data-figure=true]');
    assert.equal(await figures.count(), 1);
    assert.match(await text(figures), new RegExp(`^Time 1 h 49 min of 4 h 20 min .*${words.is_shown}`));

    const untold = panel('Job').locator('li').filter({ hasText: 'Support material' });
    assert.match(await text(untold), /–/);
    assert.equal(await untold.locator('[role=progressbar]').getAttribute('aria-valuetext'), words.not_told);
  });

  const exposed = spool('model', 'P430_BLK', 31.2, { serial: '396461879.000000', lot: 'L7', made_on: '07082018', first_used_on: 'Wed Oct 18 23:58:43 2017' });
  const queued = [waiting('lid', 5400), waiting('frame', null, { position: 2, model_needed_in3: 40 }), waiting('rib', 60, { position: 3, owner: null })];
  const loaded = building('p', 0.5, 7200, { queue: queued, spools: [exposed, spool('support', 'SR30', 44.8), spool('model', null, null, { bay: 2, is_loaded: false })], model_temp_c: 200, model_set_c: 220, support_set_c: 0 });
  browse('queue and materials: when each could begin, for which job it does not last; temperatures against set points', { one: loaded }, async ({ panel, text, says }) => {
    await panel('Queue').locator('tbody tr').first().waitFor();
    const rowsOf = async (title) => Promise.all((await panel(title).locator('tbody tr').all()).map(text));
    const rows = await rowsOf('Queue');
    assert.match(rows[0], /^1 lid Chen 1 h 30 min P430_BLK 4\.5 in³ ?SR30 1\.0 in³ today, 11:30$/);
    assert.match(rows[1], /^2 frame Chen – .* today, 13:00$/);
    assert.match(rows[2], /^3 rib – 1 min .* –$/);
    const materials = await says('Materials');
    assert.match(materials, /P430_BLK model · bay 0 31\.2 in³ · 511 cm³ 55% .*serial number 396461879 · lot L7 · made 8 Jul 2018 · first used 18 Oct 2017/);
    assert.match(materials, /empty model · bay 2 not loaded/);
    assert.match(materials, /Does not last for “frame”: 17\.3 in³/);
    assert.deepEqual(await rowsOf('Temperatures'), ['Model head 200 220 below', 'Support head 265 –', 'Chamber 75 75 at set point']); // 0 is none
  });

  const worn = [odometer('modelExtruderOdometer', 4_900_000, 4_860_000, 5_400_000), odometer('supportExtruderOdometer', 5_500_000, 4_860_000, 5_400_000),
    odometer('tipTimeOdometer', 1900 * HOUR_S), odometer('runTimeOdometer', 3600 * 12_345), odometer('modelTipOdometer', 742.42), { ...odometer('newOdometer', 12), day: '2026-05-10' },
    { ...odometer('tipTimeOdometer', 1), day: '2026-05-11' }];
  browse('tips, switches and wear in words, all other keys on demand', { one: printer('p', { serial: 'S1' }), answers: { odometers: list(worn) } }, async ({ page, panel, text, sees, says }) => {
    await sees(panel('Tips and switches'), 'Door open');
    assert.equal(await text(panel('Tips and switches').locator('[data-look=true]')), 'Door open');
    const shown = await says('Tips and switches');
    for (const word of ['Lights off', 'Model material in the head', 'No support material in the head', 'changing temperature', 'Model tip T14', '20%', '0.802 / -0.002 in'])
      assert.ok(shown.includes(word), `${word} in ${shown}`);
    assert.doesNotMatch(shown, /pumpMode/);
    assert.equal(await page.locator('dt').filter({ hasText: 'pumpMode' }).count(), 0);
    await page.getByText(words.keys, { exact: true }).click();
    assert.match(await text(page.locator('.sheet-section').filter({ hasText: 'pumpMode' })), /^mariner .*pumpMode <b>7/);
    await sees(page.locator('.sheet-section'), 'cassette 1');
    assert.equal(await page.getByRole('link', { name: words.raw }).getAttribute('href'), 'api/v1/printers/p/raw');

    await sees(panel('Odometers and wear'), 'Model extruder');
    const rows = await Promise.all((await panel('Odometers and wear').locator('li').all()).map(text));
    assert.deepEqual(rows, [
      'Model extruder 1,361 h 90% of its limit: the printer warns · warns at 1,350 h · limit 1,500 h',
      'Support extruder 1,528 h 101% of its limit: over it · warns at 1,350 h · limit 1,500 h',
      `Tips 1,900 h ${words.wear_usual.hint('95%', '2,000 h')}`,
      'Switched on 12,345 h',
      `Model tip 742.4 ${words.no_unit}`,
      `newOdometer 12 ${words.no_unit} · as of 10 May 2026`,
    ]);
    assert.match(await says('Odometers and wear'), /^Odometers and wear as of 12 May 2026 /);
  });

  const withoutPeople = (({ owner: _, ...rest }) => rest)(printer('p'));
  browse('a change is shown without a reload, and keeps what stands there; no raw text where owners are not shown', { one: withoutPeople }, async ({ page, api, nextAnswer, sees, says }) => {
    await page.getByText(words.keys, { exact: true }).click();
    await sees(page.locator('.sheet-section'), 'mariner');
    assert.equal(await page.getByRole('link', { name: words.raw }).count(), 0);
    await page.locator('.sheet-state').evaluate((node) => (node.isTheSame = true));
    api.printers = [printer('p', { state: 'part_waiting', status_text: 'Part Done', state_began_at: NOW_S, queue: [waiting('lid', 60)] })];
    await nextAnswer();
    await sees(page.locator('.sheet-state'), en.states.part_waiting);
    assert.ok(await page.locator('.sheet-state').evaluate((node) => node.isTheSame));
    assert.match(await says('Materials'), /Lasts for the waiting job\.$/);
  });
});

describe('what was', SIDE_BY_SIDE, () => {
  const midnight = NOW_S - 10.5 * HOUR_S; // in Berlin
  const stretches = [stretch('idle', midnight - 30 * HOUR_S, midnight - 6 * HOUR_S), stretch('unobserved', midnight - 6 * HOUR_S, midnight + 6 * HOUR_S),
    stretch('building', midnight + 6 * HOUR_S, null, 'Building')];
  browse('yesterday and today as strips of states, in words, and as a list', { answers: { states: list(stretches) } }, async ({ page, panel, text, api }) => {
    const strips = panel('Yesterday and today').getByRole('img');
    await panel('Yesterday and today').getByRole('img', { name: 'today: Not watched 6 h 00 min, Building 4 h 30 min' }).waitFor();
    await panel('Yesterday and today').getByRole('img', { name: 'yesterday: Free 18 h 00 min, Not watched 6 h 00 min' }).waitFor();
    const parts = await strips.nth(1).locator('span').evaluateAll((nodes) =>
      nodes.map(({ dataset, style, title }) => [dataset.state, style.insetInlineStart, style.width, title.replace(/\s+/g, ' ')]));
    assert.deepEqual(parts, [
      ['unobserved', '0%', '25%', 'Not watched · 00:00 – 06:00 (6 h 00 min)'],
      ['building', '25%', '18.75%', 'Building · 06:00 – 10:30 (4 h 30 min) · “Building”'],
    ]);
    assert.match(await text(panel('Yesterday and today')), /Not watched 12 h 00 min/);
    await page.getByText(en.strip.as_list, { exact: true }).click();
    assert.match(await text(panel('Yesterday and today').locator('tbody tr').first()), /^Building 06:00 now 4 h 30 min Building$/);
    assert.equal(api.asked.find(({ path }) => path === 'printers/p/states').query.get('from'), String(midnight - DAY_S));
  });

  const hour = { at: NOW_S - 7200, model_temp_c_mean: 251.5, model_set_c_mean: 270 };
  browse('temperatures: the range is in the address, the table has the API’s numbers, and nothing is said to be nothing', { query: '?temps=30d', answers: { 'samples/hourly': list([hour]) } }, async ({ page, api, sees, panel, text }) => {
    const figure = panel(words.curves);
    await figure.getByRole('button', { name: '30 days', pressed: true }).waitFor();
    await figure.getByRole('button', { name: en.charts.table }).click();
    assert.match(await text(figure.locator('tbody tr')), /^12 May 2026, 08:30:00 252 °C 270 °C – – – –$/);
    const asked = api.next('printers/p/samples');
    await figure.getByRole('button', { name: '7 days' }).click();
    const { query } = await asked;
    assert.deepEqual([query.get('from'), query.get('step')], ['7d', '30min']);
    assert.match(page.url(), /#\/printers\/p\?temps=7d$/);
    await sees(figure.locator('tbody'), '75 °C');
    assert.equal(await figure.locator('tbody tr').count(), 2);
    assert.match(await figure.getByRole('link', { name: en.charts.csv }).getAttribute('href'), /^api\/v1\/printers\/p\/samples\?from=7d&.*format=csv$/);
    api.answers['printers/p/samples'] = list([]);
    await figure.getByRole('button', { name: '24 hours' }).click();
    await sees(figure, words.no_curves_hint);
  });

  const jobs = [job(9, { ended_at: null, result: null, build_s: 60 }), job(8, { result: 'failed' }), job(7, { result: 'unknown', job_name: null }),
    job(6, { result: 'cancelled', is_begun: false, build_s: 0, model_used_in3: 0 }), job(5, { ended_at: null, result: null, is_begun: false, build_s: 0, model_used_in3: 0 })];
  browse('the last jobs and events lead to their pages', { answers: { jobs: { ...list(jobs), total: 41 }, events: list([event('state', 'building; it says: Building'), event('material_low', 'P430: 3.0 cubic inches are left'), event('odd_new', 'x', 8)]) } }, async ({ panel, text }) => {
    await panel(words.jobs).locator('tbody tr').nth(2).waitFor();
    const rows = await Promise.all((await panel(words.jobs).locator('tbody tr').all()).map(text));
    assert.match(rows[0], /^job 9 Rivera Running – 1 min 1\.3$/);
    assert.match(rows[1], /^job 8 Rivera Failed 09:30 2 h 00 min/);
    assert.match(rows[2], /^job 55 Rivera Unknown/);
    assert.match(rows[3], new RegExp(`^job 6 Rivera ${en.jobs.never_begun} 09:30 – –$`));
    assert.match(rows[4], new RegExp(`^job 5 Rivera ${en.jobs.not_begun} – – –$`));
    assert.equal(await panel(words.jobs).getByRole('link', { name: 'job 8' }).getAttribute('href'), '#/jobs/8');
    assert.equal(await panel(words.jobs).getByRole('link', { name: 'All 41' }).getAttribute('href'), '#/jobs?printer=p&range=all');
    await panel(words.events).locator('li').nth(2).waitFor();
    assert.match(await text(panel(words.events).locator('li').first()), /^10:29 State Building · “Building”$/);
    assert.match(await text(panel(words.events).locator('li').nth(1)), /Material low P430, 3\.0 in³ left$/);
    assert.match(await text(panel(words.events).locator('li').nth(2)), /odd_new x the job$/);
    assert.equal(await panel(words.events).getByRole('link', { name: words.to_job }).getAttribute('href'), '#/jobs/8');
  });
});

describe('troubles', SIDE_BY_SIDE, () => {
  browse('an offline printer: what is last known, since when, and what to do', { one: fleet().find(({ state }) => state === 'offline'), id: 'f170-1' }, async ({ page, text, says }) => {
    await page.locator('.sheet-state').waitFor();
    const head = await text(page.locator('.sheet-head'));
    for (const part of ['F170', 'Offline', 'since 09:05', words.hints.offline, 'no answer within 5 s (164 failed attempts)', '1 h 25 min ago'])
      assert.ok(head.includes(part), `${part} in ${head}`);
    assert.match(await says('Job'), /as of 09:04 .*chess_set .*55%/);
    assert.doesNotMatch(await says('Job'), /left|done/);
    for (const title of ['Materials', 'Temperatures', 'Tips and switches']) assert.match(await says(title), /as of 09:04/);
  });

  browse('a state that may have begun before it was seen lasts at least so long', { one: printer('p', { is_state_began_seen: false }) }, async ({ page, sees }) => {
    await sees(page.locator('.sheet-since'), /^at least since 09:23 · 1\sh\s06\smin$/);
  });

  const stopped = { ...healthOk(), status: 'trouble', poller: 'stopped', problem: 'The poller stopped.' };
  browse('nobody watches: no figure of a job that may be over, and the strips say that nobody watches since the last poll', { one: building('p', 0.5, 7200, { polled_at: NOW_S - 1800, answered_at: NOW_S - 1800 }), api: { health: stopped }, expectedErrors: /503/ }, async ({ page, says, panel, text }) => {
    await page.locator('.sheet-state').filter({ hasText: en.states.unobserved }).waitFor();
    assert.match(await text(page.locator('.sheet-head')), new RegExp(words.hints.unobserved.slice(0, 20)));
    assert.doesNotMatch(await says('Job'), /50%|left|done/);
    await panel('Yesterday and today').getByRole('img', { name: 'today: Not watched 10 h 00 min, Building 30 min' }).waitFor();
    await page.getByText(en.strip.as_list, { exact: true }).click();
    const rows = panel('Yesterday and today').locator('tbody tr');
    await rows.nth(1).waitFor();
    assert.deepEqual(await Promise.all((await rows.all()).map(text)), ['Not watched 10:00 now 30 min –', 'Building 09:30 10:00 30 min Building', 'Not watched Mon 00:00 09:30 1 d 9 h –']);
  });

  browse('before the first answer nothing is claimed', { one: unpolled('p', { name: 'New one' }), answers: { keys: list([]), states: list([]), jobs: list([]), events: list([]), samples: list([]) } }, async ({ page, text, sees, says, panel }) => {
    await sees(page.locator('.sheet-head'), en.states.first);
    await sees(panel(words.jobs), words.no_jobs);
    assert.equal(await says('Job'), `Job ${words.no_job.first}`);
    assert.match(await text(page.locator('.sheet-head')), /never answered/);
    for (const title of ['Temperatures', 'Tips and switches', 'Odometers and wear']) assert.ok(await panel(title).isHidden(), title);
    await sees(panel('Yesterday and today'), words.no_states);
    assert.equal(await says('Queue'), `Queue ${words.unknown_queue}`);
  });

  browse('one that is not configured any more: its history is there', { one: null, id: 'old' }, async ({ page, sees, panel }) => {
    await sees(page.locator('.notice'), words.past('old'));
    await panel(words.jobs).getByRole('link', { name: 'job 7' }).waitFor();
    assert.ok(await panel('Job').isHidden());
    assert.equal(await page.getByRole('link', { name: en.missing_home }).getAttribute('href'), '#/');
  });

  gui.browse('one that never was', { route: '#/printers/nobody', expectedErrors: /404/ }, async ({ page, sees }) => {
    await sees(page.locator('.notice'), words.missing('nobody'));
    assert.equal(await page.locator('section.panel:visible').count(), 0);
    assert.equal(await page.locator('h1').textContent(), 'nobody');
  });

  browse('from one printer to another nothing of the first one stays', { one: printer('p') }, async ({ page, api, nextAnswer, panel, sees }) => {
    await panel(words.jobs).getByRole('link', { name: 'job 7' }).waitFor();
    api.printers = [printer('p'), printer('q', { name: 'Second' })];
    api.answers = { ...api.answers, ...answersOf('q', { jobs: new Promise(() => {}) }) };
    await nextAnswer();
    await page.evaluate(() => (location.hash = '#/printers/q'));
    await sees(page.locator('h1'), 'Second');
    await sees(panel(words.jobs), en.loading);
    assert.equal(await panel(words.jobs).getByRole('link', { name: 'job 7' }).count(), 0);
  });
});

describe('webcam', SIDE_BY_SIDE, () => {
  const withWebcam = (webcam) => printer('p', { name: 'Cam', webcam });
  const PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="36"><rect width="64" height="36"/></svg>';

  browse('the picture is renewed every 10 s: the next one takes its place when it is there', { one: withWebcam('/lab/printers/cam?size=1') }, async ({ page, panel, advance }) => {
    const asked = [];
    let answer = (route) => route.fulfill({ contentType: 'image/svg+xml', body: PICTURE });
    await page.route('**/cam?**', (route) => asked.push(route.request().url()) && answer(route));
    await panel('Webcam').waitFor();
    await panel('Webcam').scrollIntoViewIfNeeded();
    await advance(2);
    const picture = panel('Webcam').getByRole('img', { name: words.webcam_of('\u2068Cam\u2069') });
    await picture.waitFor();
    assert.match(asked[0], /cam\?size=1&at=\d+$/);
    let release;
    const held = new Promise((resolve) => (release = resolve));
    const isAsked = new Promise((resolve) => (answer = (route) => (resolve(), held.then(() => route.fulfill({ contentType: 'image/svg+xml', body: PICTURE })))));
    const first = await picture.getAttribute('src');
    await advance(11);
    await isAsked;
    assert.equal(await picture.getAttribute('src'), first);
    release();
    await page.locator(`.sheet-picture:not([src="${first}"])`).waitFor();
    assert.equal(await picture.count(), 1);
  });

  browse('one that sends no picture: words and a link; odd addresses are not asked for one', { one: withWebcam('/lab/printers/none'), expectedErrors: /404/ }, async ({ page, panel, advance, nextAnswer, sees, api }) => {
    await panel('Webcam').waitFor();
    await panel('Webcam').scrollIntoViewIfNeeded();
    await advance(2);
    await sees(panel('Webcam'), words.webcam_failed);
    assert.match(await panel('Webcam').getByRole('link', { name: words.webcam_open }).getAttribute('href'), /^http:.*\/none$/);
    for (const [i, [address, links]] of ODD.entries()) {
      api.printers = [{ ...withWebcam(address), name: `Cam ${i}` }];
      await nextAnswer();
      await sees(page.locator('h1'), `Cam ${i}`);
      assert.ok(await panel('Webcam').isHidden(), address);
      assert.equal(await page.locator('.sheet-head').getByRole('link', { name: en.webcam }).count(), links, address);
    }
  });

  const ODD = [['javascript:alert(1)', 0], ['data:text/html,x', 0], ['http://[::1]/x.jpg', 1], ['http://a:b@host.example/x.jpg', 1]];
});

describe('for everyone', SIDE_BY_SIDE, () => {
  const hostile = building('p', 0.5, 7200, {
    name: HOSTILE, job_name: LONG, owner: HOSTILE, comment: HOSTILE, pack: LONG, location: LONG, status_text: HOSTILE, trouble: LONG,
    queue: [waiting(HOSTILE, 60, { owner: LONG }), waiting(LONG, 60)], spools: [spool('model', HOSTILE, 4, { color: LONG, serial: LONG })],
  });
  const answers = {
    keys: list([key('mariner', LONG, HOSTILE), ...MARINER]), odometers: list([odometer(HOSTILE, 7), odometer('tipTimeOdometer', 7_300_000)]),
    jobs: list([job(7, { job_name: HOSTILE, owner: LONG }), job(8, { job_name: LONG, result: 'cancelled' })]), events: list([event('job_began', HOSTILE), event(LONG, LONG)]),
    states: list([stretch('building', NOW_S - 2 * HOUR_S, NOW_S - HOUR_S, HOSTILE), stretch('odd', NOW_S - HOUR_S, null, LONG)]),
  };

  for (const [colorScheme, width, locale] of [['light', 1366, 'en-GB'], ['dark', 360, 'de-DE']])
    browse(`axe finds nothing, and hostile names stay text within ${width} px, ${colorScheme}, ${locale}`, { one: hostile, answers, context: { colorScheme, locale, viewport: { width, height: 740 } } }, async ({ page, panel }) => {
      await page.locator('.sheet-odometer').first().waitFor();
      await page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)));
      await page.locator('.sheet-section').first().waitFor();
      assert.equal(await page.locator('h1').textContent(), HOSTILE);
      assert.equal(await panel(locale === 'de-DE' ? 'Letzte Aufträge' : 'Last jobs').getByRole('link', { name: LONG }).count(), 1);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
      assert.deepEqual(await axeViolations(page), []);
    });
});

describe('as httpd tells it', () => {
  const volume = (in3) => `${in3.toFixed(1)} in³`;

  test('the numbers of the page are those of the API', needsBrowser, async (t) => {
    const lab = await startLab(t);
    await onPage(gui.browser, lab.url, { route: '#/printers/sim03', expectedRequests: /\/webcam\.svg\?at=\d+$/ }, async ({ page, text, sees }) => {
      for (const { printer: id, product } of (await lab.api('printers')).items) {
        await page.evaluate((one) => (location.hash = `#/printers/${one}`), id);
        await sees(page.locator('.sheet-facts'), product ?? id);
        await until(`${id} is shown as the API tells it`, async () => {
          const shown = await text(page.locator('.sheet'));
          return (await expected(lab, id)).every((word) => shown.includes(word));
        });
      }
    });
  });

  /** What the page has to show of a printer. */
  async function expected(lab, id) {
    const ask = (path) => lab.api(`printers/${id}${path}`);
    const [one, jobs, odometers, keys] = [await lab.api(`printers/${id}`), await ask('/jobs?limit=10'), await ask('/odometers?sort=-day&limit=20'), await ask('/keys?limit=all')];
    const today = odometers.items.filter(({ day }) => day === odometers.items[0].day);
    const tip = keys.items.find(({ section, key: name }) => section === 'general' && name === 'partTip')?.value;
    return [
      one.name, en.states[one.state], one.job_name, one.serial, one.controller_version, tip, `All ${jobs.total}`,
      ...one.spools.filter(({ is_loaded, left_in3 }) => is_loaded && left_in3).map(({ left_in3 }) => volume(left_in3)),
      ...one.queue.map(({ job_name }) => job_name),
      ...jobs.items.map(({ job_name }) => job_name),
      ...today.filter(({ limit_error }) => limit_error).map(({ limit_error }) => `${Math.round(limit_error / HOUR_S).toLocaleString('en-GB')} h`),
    ].filter(Boolean).map((word) => word.replace(/\s+/g, ' ').trim());
  }
});

// stratasysctl backup and check, on history files made by hand.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync, chownSync, copyFileSync, linkSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, watch, writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { build, isRoot, makePlace, project } from './lib/place.mjs';
import { monthsOfDays } from './lib/schema.mjs';

const program = process.env.STRATASYSCTL ?? join(build, 'stratasysctl');
const OK = 0, DAMAGED = 1, USAGE = 2, FILE = 5;
const EXAMPLES_MAX = 5;
const APPLICATION_ID = 0x53545359;
const STATES = ['idle', 'preparing', 'building', 'paused', 'part_waiting', 'maintenance', 'error', 'offline', 'unmapped', 'unobserved'];
const NOBODY = 65534;

// ---- running ---------------------------------------------------------------------------------------------------------

async function ctl(args, options = {}) {
  const child = spawn(program, args, { env: { TZ: 'UTC' }, stdio: ['ignore', 'pipe', 'pipe'], ...options });
  const out = [], err = [];
  child.stdout.on('data', (chunk) => out.push(chunk));
  child.stderr.on('data', (chunk) => err.push(chunk));
  const [code, signal] = await once(child, 'close');
  return { code, signal, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() };
}

function assertFails(run, code, message) {
  assert.equal(run.code, code, run.out + run.err);
  assert.match(run.err, /^stratasysctl: [^\n]+\n$/);
  assert.match(run.err, message);
  assert.equal(run.out, '');
}

const sqlite = (file, input, ...options) => execFileSync('sqlite3', ['-bail', ...options, file], { input, encoding: 'utf8', maxBuffer: 1 << 28 });

const steps = readdirSync(join(project, 'schema')).filter((name) => /^\d+_.*\.sql$/.test(name)).sort();

function makeDatabase(file, sql = '', version = steps.length) {
  const ddl = steps.slice(0, version).map((name) => readFileSync(join(project, 'schema', name), 'utf8'));
  sqlite(file, `PRAGMA synchronous = OFF; BEGIN; ${ddl.join('\n')} PRAGMA user_version = ${version}; PRAGMA application_id = ${APPLICATION_ID};
    ${sql} COMMIT;`);
  return file;
}

/** Turns it into what the poller writes: a write-ahead log beside it, which stays. */
function setWal(file) {
  sqlite(file, 'PRAGMA journal_mode = WAL;\n.filectrl persist_wal 1\nUPDATE poller SET change_seq = change_seq;\n');
  return file;
}

// ---- a history in which all agrees -----------------------------------------------------------------------------------

const HOUR_S = 3600, DAY_S = 86400, SHORT_DAY_S = 23 * HOUR_S;
const DAY_0 = 1711753200; // 2024-03-30 in Berlin; the day after has 23 hours
const DAY_1 = DAY_0 + DAY_S, DAY_2 = DAY_1 + SHORT_DAY_S;
const SUMMED = DAY_2 + 5400, COVERED = SUMMED + 30;
const DAYS = [['2024-03-30', DAY_0, DAY_S], ['2024-03-31', DAY_1, SHORT_DAY_S], ['2024-04-01', DAY_2, DAY_S]];
const STRETCHES = [
  [1, 'unobserved', DAY_0, DAY_0 + 36000], [1, 'idle', DAY_0 + 36000, DAY_0 + 50000], [1, 'building', DAY_0 + 50000, DAY_1 + 40000],
  [1, 'part_waiting', DAY_1 + 40000, DAY_1 + 60000], [1, 'idle', DAY_1 + 60000, null], [2, 'unobserved', DAY_0, null],
];

const text = (value) => (value === null ? 'NULL' : typeof value === 'number' ? String(value) : `'${value}'`);
const insert = (table, row) => `INSERT INTO ${table} (${Object.keys(row).join()}) VALUES (${Object.values(row).map(text).join()});\n`;

function secondsOf(printer, from, to) {
  const sums = {};
  for (const [of, state, began, ended] of STRETCHES) {
    const seconds = Math.min(to, ended ?? SUMMED) - Math.max(from, began);
    if (of === printer && seconds > 0) sums[`${state}_s`] = (sums[`${state}_s`] ?? 0) + seconds;
  }
  return sums;
}

function sumRows(printer) {
  const rows = [];
  for (const [day, began, length] of DAYS) {
    const until = Math.min(began + length, SUMMED);
    rows.push(insert('usage_day', { day, printer_key: printer, printer: `p${printer}`, day_began_at: began, day_s: length,
      covered_until_at: until, ...secondsOf(printer, began, until), unobserved_build_s: day === DAYS[0][0] ? 100 : 0 }));
    for (let hour = began; hour < until; hour += HOUR_S) {
      const hourUntil = Math.min(hour + HOUR_S, SUMMED);
      rows.push(insert('usage_hour', { printer_key: printer, hour_began_at: hour, hour_s: HOUR_S, era_key: printer,
        covered_until_at: hourUntil, ...secondsOf(printer, hour, hourUntil), unobserved_build_s: hour === DAY_0 ? 100 : 0 }));
    }
  }
  return rows.join('');
}

const printerRows = (key) =>
  insert('printer', { printer_key: key, printer: `p${key}`, place: key, configured: 1, interval_ms: 10000, timeout_ms: 5000 }) +
  insert('printer_now', { printer_key: key, state: key === 1 ? 'idle' : 'unobserved' }) +
  insert('printer_reading', { printer_key: key, change_seq: 1, failed_polls: 0, polled_at: key === 1 ? COVERED : null, covered_at: COVERED, summed_at: SUMMED }) +
  insert('printer_era', { era_key: key, printer_key: key, began_at: DAY_0 }) + sumRows(key);

const job = (row) => insert('job', { printer_key: 1, era_key: 1, run: 1, job_name: 'secret', owner_key: 1, model_material_key: 1, ...row });
const material = (row) => insert('material_day', { printer_key: 1, era_key: 1, material_key: 1, kind: 'model', ...row });

const HISTORY = [
  'DELETE FROM zone_offset;', insert('zone_offset', { began_at: 1698541200, offset_s: 3600 }), insert('zone_offset', { began_at: 1711846800, offset_s: 7200 }),
  insert('owner', { owner_key: 1, owner: 'anna' }), insert('material', { material_key: 1, material: 'ASA' }),
  printerRows(1), printerRows(2), monthsOfDays,
  ...STRETCHES.map(([printer_key, state, began_at, ended_at]) => insert('state_span', { printer_key, state, began_at, ended_at })),
  job({ job_key: 1, job_id: 60, submitted_at: DAY_0 + 36000, first_seen_at: DAY_0 + 36000, begun_at: DAY_0 + 50000, started_at: DAY_0 + 50100,
    ended_at: DAY_1 + 40000, unloaded_at: DAY_1 + 60000, result: 'completed', result_source: 'printer', model_used_in3: 10, support_used_in3: 2 }),
  job({ job_key: 2, job_id: 61, submitted_at: DAY_1 + 100, first_seen_at: DAY_1 + 100, started_at: DAY_1 + 60000, ended_at: DAY_1 + 61000,
    result: 'cancelled', result_source: 'inferred', model_used_in3: 1.5 }),
  job({ job_key: 3, job_id: 61, run: 2, submitted_at: DAY_1 + 100, first_seen_at: DAY_1 + 61000, begun_at: DAY_1 + 61000, model_used_in3: 0.5 }),
  'INSERT INTO job_total SELECT printer_key, result, count(*) FROM job WHERE result IS NOT NULL GROUP BY 1, 2;',
  insert('run_now', { printer_key: 1, job_key: 3, phase: 2, is_begin_watched: 1 }),
  insert('run_use', { job_key: 3, day: '2024-03-31', kind: 'model', material_key: 1, used_in3: 0.5 }),
  material({ day: '2024-03-30', used_in3: 4 }), material({ day: '2024-03-31', used_in3: 8, wasted_in3: 1.5, jobs_ended: 2 }),
  material({ day: '2024-03-31', kind: 'support', used_in3: 2 }),
  insert('event', { at: DAY_1, printer_key: 1, kind: 'state', text: 'idle', job_key: 1 }),
].join('\n');

/** Runs check; {code, names of the checks that found something, examples of each, wrong of each}. */
async function check(file) {
  const run = await ctl(['check', '--json', '--database', file]);
  assert.equal(run.err, '');
  const report = JSON.parse(run.out);
  const failed = report.checks.filter(({ wrong }) => wrong > 0);
  assert.equal(report.is_ok, failed.length === 0);
  assert.equal(run.code, failed.length === 0 ? OK : DAMAGED);
  return { names: failed.map(({ name }) => name), failed, checks: report.checks };
}

// ---- check -----------------------------------------------------------------------------------------------------------

test('check: a sound history, and one without any rows', async (t) => {
  const place = makePlace(t);
  for (const sql of [HISTORY, '']) {
    const file = makeDatabase(join(place, `${sql.length}.db`), sql);
    const before = readFileSync(file);
    const run = await ctl(['check', '--database', file]);
    assert.equal(run.code, OK, run.out + run.err);
    const lines = run.out.trimEnd().split('\n');
    assert.match(lines.pop(), /^.*\.db: all \d+ checks are ok$/);
    assert.ok(lines.length > 10);
    for (const line of lines) assert.match(line, /^[a-z].*: ok$/);
    assert.deepEqual(readFileSync(file), before);
  }
});

const FILE_SOUND = 'the file is sound', NAMED = 'what rows name is there', OFFSETS = 'offsets of the time zone differ from one to the next';
const STRETCHES_FOLLOW = "each printer's states follow each other without hole or overlap";
const DAY_LENGTH = "each day's states add up to its length", HOUR_LENGTH = "each hour's states add up to its length";
const HOURS_TO_DAYS = 'the hours add up to their days', DAYS_TO_STRETCHES = 'the days add up to the stretches of states';
const DAYS_TO_MONTHS = 'the days add up to their months';
const USE = 'the material of the days is that of the jobs', WASTE = 'the waste of the days is that of cancelled and failed jobs';
const WASTE_OF_USE = 'no day wastes more than it uses', ENDED = 'the days count every job that ended, once';
const TIMES = 'the times of each job are in order', RESULTS = 'a job has a result when it has ended';
const RUNS = 'no run of a job is there twice', UNFINISHED = 'an unfinished job is what its printer is at, one for each printer';
const RUN_USES = 'no use is kept apart but for the last job of each printer';
const WORDS = 'every job is found by its words, and by no others', TOTALS = 'the totals are not below the history';

const day = (set, where = `day = '2024-03-30' AND printer_key = 1`) => `UPDATE usage_day SET ${set} WHERE ${where};`;
const hour = (set, at = DAY_0) => `UPDATE usage_hour SET ${set} WHERE printer_key = 1 AND hour_began_at = ${at};`;
const stretch = (set, began) => `UPDATE state_span SET ${set} WHERE printer_key = 1 AND began_at = ${began};`;
const change = (table, set, where) => `UPDATE ${table} SET ${set} WHERE ${where};`;

/** A job's words are taken out. */
const unindexed = (key) => `INSERT INTO job_text (job_text, rowid, job_name, owner) VALUES ('delete', ${key}, 'secret', 'anna');`;

/** What is done to the rows, which checks tell, what the first of them says. */
const BROKEN = [
  ['UPDATE job SET owner_key = 9 WHERE job_key = 1;', [NAMED], /^row 1 of job names a row of owner that is not there$/],
  ["INSERT INTO run_use VALUES (3, '2024-04-01', 'model', 77, 0);", [NAMED], /^a row of run_use names a row of material/],
  [insert('zone_offset', { began_at: 1729990800, offset_s: 7200 }), [OFFSETS], /^2024-10-27 01:00:00: the offset stays 7200 s$/],

  [stretch('ended_at = ended_at - 7', DAY_0 + 36000), [STRETCHES_FOLLOW, DAYS_TO_STRETCHES], /^p1: a hole of 7 s from 2024-03-30 12:53:13$/],
  [stretch('ended_at = ended_at + 7', DAY_0 + 36000), [STRETCHES_FOLLOW, DAYS_TO_STRETCHES], /^p1: two stretches share 7 s from 2024-03-30 12:53:20$/],
  [stretch('ended_at = NULL', DAY_0 + 36000), [STRETCHES_FOLLOW, DAYS_TO_STRETCHES], /^p1: the stretch that began at 2024-03-30 09:00:00 has no end/],
  [stretch('ended_at = began_at - 1', DAY_0 + 36000), [STRETCHES_FOLLOW, DAYS_TO_STRETCHES], /^p1: the stretch that began at .* ends before$/],
  [stretch(`ended_at = ${COVERED}`, DAY_1 + 60000), [STRETCHES_FOLLOW], /^p1: the last stretch of states, which lasts, ended at 2024-03-31 23:30:30$/],
  [stretch("state = 'idle'", DAY_0), [DAYS_TO_STRETCHES], /^p1: idle for 42200 s by its days, for 78200 s by its stretches$/],
  ['DELETE FROM state_span WHERE printer_key = 2;', [DAYS_TO_STRETCHES], /^p2: unobserved for 174600 s by its days, for 0 s/],
  [change('state_span', "state = 'dancing'", 'printer_key = 2'), [DAYS_TO_STRETCHES], /^p2: dancing for 0 s by its days, for 174600 s/],

  [day('covered_until_at = covered_until_at - 5'), [DAY_LENGTH], /^p1, 2024-03-30: its states add up to 86400 s, 86395 s are covered, the day has 86400 s$/],
  [day('covered_until_at = covered_until_at + 5', "day = '2024-04-01' AND printer_key = 2"), [DAY_LENGTH], /^p2, 2024-04-01: .* 5400 s, 5405 s/],
  [day('day_s = 86399'), [DAY_LENGTH], /the day has 86399 s$/],
  [day('day_s = 86401'), [DAY_LENGTH], /the day has 86401 s$/],
  [day('day_s = 86400', "day = '2024-03-31' AND printer_key = 1"), [DAY_LENGTH], /82800 s, 82800 s are covered, the day has 86400 s$/],
  [hour('covered_until_at = covered_until_at + 1'), [HOUR_LENGTH], /^p1, hour from 2024-03-29 23:00:00: .* 3600 s, 3601 s are covered, the hour has 3600 s$/],
  [hour('hour_s = 1800'), [HOUR_LENGTH], /the hour has 1800 s$/],
  [hour('hour_s = 3601'), [HOUR_LENGTH], /the hour has 3601 s$/],
  [hour('unobserved_build_s = 90'), [HOURS_TO_DAYS], /^p1, 2024-03-30, built unobserved 100.0 s but 90.0 s in its parts$/],
  [`DELETE FROM usage_hour WHERE printer_key = 1 AND hour_began_at = ${DAY_2};`, [HOURS_TO_DAYS], /^p1, 2024-04-01, idle 5400 s but 1800 s in its parts$/],
  ["DELETE FROM usage_day WHERE printer_key = 1 AND day = '2024-04-01';", [HOURS_TO_DAYS, DAYS_TO_MONTHS, DAYS_TO_STRETCHES], /^p1: 169200 s by its days, 174600 s by its hours$/],

  [change('usage_month', 'unobserved_build_s = 1', "month = '2024-03'"), [DAYS_TO_MONTHS], /^p1, 2024-03, built unobserved 1.0 s but 100.0 s in its parts$/],
  ["DELETE FROM usage_month WHERE month = '2024-04' AND printer_key = 2;", [DAYS_TO_MONTHS], /^p2, 2024-04, has days and no row$/],
  ["UPDATE usage_month SET month = '2024-05' WHERE month = '2024-04' AND printer_key = 2;", [DAYS_TO_MONTHS], /^p2, 2024-04, has days and no row$/],
  ["INSERT INTO usage_month SELECT '2024-05', printer_key, printer, idle_s, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM usage_month WHERE month = '2024-04' AND printer_key = 2;",
    [DAYS_TO_MONTHS], /^p2, 2024-05, has no days$/],

  [change('material_day', 'used_in3 = used_in3 + 0.001', "day = '2024-03-30'"), [USE], /^p1, model: 12.001000 in3 used by its days, 12.000000 in3 by its jobs$/],
  [change('job', 'support_used_in3 = 3', 'job_key = 1'), [USE], /^p1, support: 2.0\d* in3 used by its days, 3.0/],
  [change('material_day', 'wasted_in3 = 1', "day = '2024-03-31' AND kind = 'model'"), [WASTE], /^p1, model: 1.0\d* in3 wasted by its days, 1.5/],
  [change('job', "result = 'completed'", 'job_key = 2'), [WASTE], /^p1, model: 1.5\d* in3 wasted by its days, 0.0/],
  [change('material_day', "wasted_in3 = CASE day WHEN '2024-03-30' THEN -0.5 ELSE 2 END", "kind = 'model'"), [WASTE_OF_USE], /^p1, 2024-03-30, model: 4.0\d* in3 used and -0.5/],
  [change('material_day', "wasted_in3 = 9", "kind = 'model' AND wasted_in3 > 0"), [WASTE, WASTE_OF_USE], /9.0\d* in3 wasted/],
  [change('material_day', 'jobs_ended = 3', "day = '2024-03-31' AND kind = 'model'"), [ENDED], /^p1: 3 jobs by its days, 2 by its jobs$/],
  [change('material_day', "jobs_ended = 1", "day = '2024-03-31'"), [ENDED], /^p1, 2024-03-31, support: 1 jobs$/],

  [change('job', 'ended_at = started_at - 5, unloaded_at = NULL', 'job_key = 2'), [TIMES], /^p1: job 61, run 1, first seen 2024-03-30 23:01:40, ended 5 s before it was started$/],
  [change('job', 'unloaded_at = ended_at - 1', 'job_key = 1'), [TIMES], /, was taken out 1 s before it ended$/],
  [change('job', 'begun_at = ended_at + 2', 'job_key = 2'), [TIMES], /, ended 2 s before it began$/],
  [change('job', 'begun_at = submitted_at - 2', 'job_key = 1'), [TIMES], /, began before it was submitted$/],
  [change('job', 'submitted_at = first_seen_at + 2', 'job_key = 1'), [TIMES], /, was submitted after that$/],
  [change('job', 'unloaded_at = first_seen_at - 2', 'job_key = 2'), [TIMES], /, was taken out before that$/],
  [change('job', 'unloaded_at = first_seen_at + 9', 'job_key = 3'), [TIMES], /, was taken out and has no end$/],
  [change('job', 'ended_at = first_seen_at + 9', 'job_key = 3'), [RESULTS], /^p1: job 61, run 2, .*, has an end and no result$/],
  [change('job', 'ended_at = NULL', 'job_key = 2'), [ENDED, RESULTS], /^p1: 2 jobs by its days, 1 by its jobs$/],
  [change('job', "result = 'perfect'", 'job_key = 1'), [RESULTS], /, has a result that there is not$/],
  [change('job', 'result_source = NULL', 'job_key = 1'), [RESULTS], /, is completed, and nothing says so$/],
  [change('job', "result = 'unknown'", 'job_key = 1'), [RESULTS], /, has no result, and something says so$/],
  [change('job', `run = 1, begun_at = NULL, started_at = ${DAY_1 + 60000}`, 'job_key = 3'), [RUNS], /^p1: job 61, submitted 2024-03-30 23:01:40, has run 1 2 times$/],
  ['DELETE FROM run_use; DELETE FROM run_now;', [UNFINISHED], /^p1: job 61, run 2, .*, is not finished, and not what the printer is at$/],
  [job({ job_id: 62, first_seen_at: DAY_1 }), [UNFINISHED], /^p1: job 62, run 1/],
  [change('run_now', 'phase = 4', '1'), [UNFINISHED], /is not finished/],
  ['DELETE FROM run_use; UPDATE run_now SET job_key = 2; DELETE FROM job WHERE job_key = 3; UPDATE material_day SET used_in3 = 7.5 WHERE used_in3 = 8;',
    [UNFINISHED], /^p1: job 61, run 1, .*, is finished, and yet what the printer is at$/],
  ["INSERT INTO run_use VALUES (1, '2024-03-31', 'model', 1, 2);", [RUN_USES], /^p1: job 60, run 1, .*, is over$/],

  [unindexed(1), [WORDS], /^a word of 3 jobs is found in 2$/],
  [insert('job_text', { rowid: 3, job_name: 'smith' }), [WORDS], /^a word of 0 jobs is found in 1$/],
  [`DROP TRIGGER job_text_changed; ${change('job', "job_name = 'vase', owner_key = NULL", 'job_key = 2')}`, [WORDS], /^a word of 2 jobs is found in 3$/],
  ['DROP TABLE job_text;', [WORDS], /^this could not be checked: .*job_text/],
  [change('job_total', 'jobs = jobs - 1', "result = 'cancelled'"), [TOTALS], /^p1: 1 jobs in all, 2 by its jobs$/],
  ['DELETE FROM job_total;', [TOTALS], /^p1: 0 jobs in all, 2 by its jobs$/],
  [change('material_total', 'used_in3 = used_in3 - 0.001', "kind = 'model'"), [TOTALS], /^p1, model: 11.999000 in3 used in all, 12.000000 in3 by its days$/],
  ["DELETE FROM material_total WHERE kind = 'support';", [TOTALS], /^p1, support: 0.000000 in3 used in all, 2.000000 in3 by its days$/],
];

test('check: each mistake is told, and by no other check', async (t) => {
  const place = makePlace(t);
  const sound = makeDatabase(join(place, 'sound.db'), HISTORY), broken = join(place, 'broken.db');
  const { checks } = await check(sound);
  const told = new Set();
  for (const [sql, expected, message] of BROKEN) {
    copyFileSync(sound, broken);
    sqlite(broken, sql);
    const found = await check(broken);
    assert.deepEqual(found.names, expected, sql);
    assert.match(found.failed[0].examples[0], message, sql);
    expected.forEach((name) => told.add(name));
  }
  assert.deepEqual(checks.map(({ name }) => name).filter((name) => !told.has(name)), [FILE_SOUND], 'every check has been broken');
});

test('check: jobs that went another way than most are no mistakes', async (t) => {
  const place = makePlace(t);
  const sound = makeDatabase(join(place, 'sound.db'), HISTORY), other = join(place, 'other.db');
  for (const [what, sql] of [
    ['it began between two polls, and was first seen after that', change('job', 'first_seen_at = started_at + 5', 'job_key = 1')],
    ['it gave way to another one in the queue', change('job', 'run = 1, begun_at = NULL', 'job_key = 3')],
    ['it was built once more, after another one', change('job', 'run = 1', 'job_key = 3')],
    ['it went on after it had ended, and was told another end', `${change('job', "result = NULL", 'job_key = 2')}${change('job', "result = 'cancelled'", 'job_key = 2')}`],
    ['its people are forgotten', change('job', 'job_name = NULL, owner_key = NULL', 'job_key = 1')],
    ['the totals are ahead of the history', 'UPDATE job_total SET jobs = jobs + 1; UPDATE material_total SET used_in3 = used_in3 + 1;'],
  ]) {
    copyFileSync(sound, other);
    sqlite(other, sql);
    assert.deepEqual((await check(other)).names, [], what);
  }
});

test('check: a second too much of each state is seen in an hour, a day and a month', async (t) => {
  const place = makePlace(t);
  const sound = makeDatabase(join(place, 'sound.db'), HISTORY), broken = join(place, 'broken.db');
  for (const state of STATES) {
    const other = state === 'idle' ? 'offline' : 'idle';
    copyFileSync(sound, broken);
    sqlite(broken, day(`${state}_s = ${state}_s + 1`));
    assert.deepEqual((await check(broken)).names, [DAY_LENGTH, HOURS_TO_DAYS, DAYS_TO_MONTHS, DAYS_TO_STRETCHES], state);
    copyFileSync(sound, broken);
    sqlite(broken, day(`${state}_s = ${state}_s + 1, ${other}_s = ${other}_s - 1`) + hour(`${state}_s = ${state}_s + 1, ${other}_s = ${other}_s - 1`));
    assert.deepEqual((await check(broken)).names, [DAYS_TO_MONTHS, DAYS_TO_STRETCHES], state);
    copyFileSync(sound, broken);
    sqlite(broken, hour(`${state}_s = ${state}_s + 1`));
    assert.deepEqual((await check(broken)).names, [HOUR_LENGTH, HOURS_TO_DAYS], state);
    copyFileSync(sound, broken);
    sqlite(broken, `UPDATE usage_month SET ${state}_s = ${state}_s + 1 WHERE month = '2024-03' AND printer_key = 1;`);
    assert.deepEqual((await check(broken)).names, [DAYS_TO_MONTHS], state);
  }
});

test('check: five examples, the number of all, a verdict, and no names of people and jobs', async (t) => {
  const file = makeDatabase(join(makePlace(t), 'broken.db'), `${HISTORY}UPDATE usage_hour SET hour_s = 3599 WHERE printer_key = 1 AND hour_began_at < ${DAY_0 + 8 * HOUR_S};
    UPDATE job SET result = 'perfect';`);
  const { failed } = await check(file);
  assert.deepEqual(failed.map(({ name, wrong, examples }) => [name, wrong, examples.length]).slice(0, 1), [[HOUR_LENGTH, 8, EXAMPLES_MAX]]);
  const run = await ctl(['check', '--database', file]);
  assert.equal(run.code, DAMAGED);
  assert.match(run.out, new RegExp(`^${HOUR_LENGTH}: WRONG, 8 times\n(    p1, hour from .*\n){5}    \\.\\.\\.\n`, 'm'));
  assert.match(run.out, /\n\S+broken\.db: \d+ of \d+ checks found something wrong\n$/);
  assert.doesNotMatch(run.out, /secret|anna/);
});

test('check: a damaged page is told', async (t) => {
  const file = makeDatabase(join(makePlace(t), 'broken.db'), HISTORY);
  const [page, size] = sqlite(file, "SELECT rootpage FROM sqlite_master WHERE name = 'job_owner'; PRAGMA page_size;").trim().split('\n').map(Number);
  const bytes = readFileSync(file);
  bytes.fill(0xff, (page - 1) * size + 8, page * size);
  writeFileSync(file, bytes);
  const { names, failed } = await check(file);
  assert.equal(names[0], FILE_SOUND);
  assert.ok(failed[0].examples[0].length > 10);
});

// Clocks that go back over midnight: 2024-05-01 begins, and half an hour later it is 2024-04-30 23:30 once more.
test('check: a date that comes back is no mistake', async (t) => {
  const began = 1714428000, back = began + DAY_S + 1800, until = back + HOUR_S;
  const at = (day, day_began_at, day_s, covered_until_at, idle_s) => insert('usage_day', { day, printer_key: 1, printer: 'p1', day_began_at, day_s, covered_until_at, idle_s });
  const hours = [];
  for (let from = began; from < until; from += from === back - 1800 || from === back ? 1800 : HOUR_S) {
    const hour_s = from === back - 1800 || from === back ? 1800 : Math.min(HOUR_S, until - from);
    hours.push(insert('usage_hour', { printer_key: 1, hour_began_at: from, hour_s: from + hour_s < until ? hour_s : HOUR_S, era_key: 1, covered_until_at: from + hour_s, idle_s: hour_s }));
  }
  const sql = [
    insert('zone_offset', { began_at: began - 100 * DAY_S, offset_s: 7200 }), insert('zone_offset', { began_at: back, offset_s: 3600 }),
    insert('printer', { printer_key: 1, printer: 'p1', place: 1, configured: 1, interval_ms: 10000, timeout_ms: 5000 }),
    insert('printer_era', { era_key: 1, printer_key: 1, began_at: began }),
    insert('printer_reading', { printer_key: 1, change_seq: 1, failed_polls: 0, covered_at: until, summed_at: until }),
    insert('state_span', { printer_key: 1, began_at: began, state: 'idle' }),
    at('2024-04-30', began, DAY_S + 1800, back + 1800, DAY_S + 1800), at('2024-05-01', began + DAY_S, DAY_S + 1800, until, HOUR_S), ...hours, monthsOfDays,
  ].join('');
  const file = makeDatabase(join(makePlace(t), 'back.db'), sql);
  assert.deepEqual((await check(file)).failed, []);
  sqlite(file, "UPDATE usage_day SET idle_s = idle_s + 1 WHERE day = '2024-04-30'");
  assert.deepEqual((await check(file)).names, [DAY_LENGTH, HOURS_TO_DAYS, DAYS_TO_MONTHS, DAYS_TO_STRETCHES]);
});

test('check and backup: a database that is missing, empty, newer, of another program, or none', async (t) => {
  const place = makePlace(t);
  const file = join(place, 'history.db'), target = join(place, 'copy.db');
  const wrong = [
    [() => {}, /there is no database .*history\.db; --database names another/],
    [() => writeFileSync(file, ''), /is empty: no poller has written to it yet/],
    [() => writeFileSync(file, 'no database at all\n'.repeat(100)), /cannot be read: file is not a database/],
    [() => sqlite(file, 'CREATE TABLE song (title);'), /is a database of another program/],
    [() => sqlite(makeDatabase(file), 'PRAGMA user_version = 99;'), new RegExp(`has schema version 99, .* up to ${steps.length}: install the newer`)],
    [() => mkdirSync(file), /cannot be read/],
  ];
  for (const [make, message] of wrong) {
    rmSync(file, { recursive: true, force: true });
    make();
    const beside = readdirSync(place);
    assertFails(await ctl(['check', '--database', file]), FILE, message);
    assertFails(await ctl(['backup', target, '--database', file]), FILE, message);
    assert.deepEqual(readdirSync(place), beside);
  }
  assertFails(await ctl(['check', 'x']), USAGE, /x is one argument too many/);
  assertFails(await ctl(['check', '--database=']), USAGE, /--database {2}is no file/);
  for (const name of ['', '-']) assertFails(await ctl(['backup', name, '--database', file]), USAGE, /needs the name of a file/);
});

test('a database of an older version is not checked, but copied', async (t) => {
  const place = makePlace(t);
  const file = makeDatabase(join(place, 'old.db'), insert('printer', { printer: 'p1', place: 1, configured: 1, interval_ms: 1, timeout_ms: 1 }), 1);
  assertFails(await ctl(['check', '--database', file]), FILE, /has schema version 1 of \d+: the poller brings it up to date/);
  const run = await ctl(['backup', join(place, 'copy.db'), '--database', file]);
  assert.equal(run.code, OK, run.err);
  assert.match(run.out, /no printer has been polled yet/);
  assert.equal(sqlite(join(place, 'copy.db'), 'PRAGMA user_version; SELECT printer FROM printer;'), '1\np1\n');
});

// ---- backup ----------------------------------------------------------------------------------------------------------

/** Nothing but these files lies there. */
const assertFiles = (place, ...names) => assert.deepEqual(readdirSync(place).sort(), names.sort());

const dump = (file) => sqlite(`file:${file}?mode=ro`, '.dump', '-readonly');

function assertPlain(file) {
  const header = readFileSync(file).subarray(0, 100);
  assert.deepEqual([...header.subarray(18, 20)], [1, 1], 'no write-ahead log');
  assert.equal(header.readUInt32BE(68), APPLICATION_ID);
  assert.equal(statSync(file).mode & 0o777, 0o640);
  assert.equal(sqlite(`file:${file}?immutable=1`, 'PRAGMA journal_mode; PRAGMA integrity_check;'), 'delete\nok\n');
}

test('backup: a plain file with all that the history holds, also what is only in its log', async (t) => {
  const place = makePlace(t), folder = join(place, 'backups');
  const file = makeDatabase(join(place, 'history.db'), HISTORY);
  mkdirSync(folder);
  setWal(file);
  sqlite(file, `UPDATE poller SET change_seq = 77;`, '-cmd', '.filectrl persist_wal 1', '-cmd', '.dbconfig no_ckpt_on_close 1');
  assert.ok(statSync(`${file}-wal`).size > 0, 'the change is in the log');
  const before = [file, `${file}-wal`].map((name) => readFileSync(name));
  const target = join(folder, 'copy.db');
  const run = await ctl(['backup', target, '--database', file], { env: { TZ: 'Europe/Berlin' } });
  assert.equal(run.code, OK, run.err);
  assert.equal(run.out, `${target}: ${statSync(target).size} bytes, the history until 2024-04-01 01:30:30 CEST\n`);
  assertFiles(folder, 'copy.db');
  assertPlain(target);
  assert.equal(sqlite(target, 'SELECT change_seq FROM poller;'), '77\n');
  assert.deepEqual([file, `${file}-wal`].map((name) => readFileSync(name)), before, 'the history is as it was');
  assert.equal(dump(target), dump(file));
  assert.deepEqual((await check(target)).names, []);
});

test('backup: takes the place of an older backup, and of nothing else', async (t) => {
  const place = makePlace(t);
  const file = setWal(makeDatabase(join(place, 'history.db'), HISTORY)), target = join(place, 'copy.db');
  const other = join(place, 'other'), used = makeDatabase(join(place, 'used.db')), link = join(place, 'link'), same = join(place, 'same.db');
  assert.equal((await ctl(['backup', target, '--database', file])).code, OK);
  sqlite(file, 'UPDATE poller SET change_seq = 5;', '-cmd', '.filectrl persist_wal 1');
  assert.equal((await ctl(['backup', target, '--database', file])).code, OK);
  assert.equal(sqlite(target, 'SELECT change_seq FROM poller;'), '5\n');
  assertPlain(target);

  writeFileSync(other, 'my thesis\n');
  symlinkSync(target, link);
  linkSync(file, same);
  writeFileSync(`${used}-wal`, '');
  writeFileSync(join(place, 'empty'), '');
  sqlite(join(place, 'song.db'), 'CREATE TABLE song (title);');
  const files = readdirSync(place).sort(), bytes = files.map((name) => readFileSync(join(place, name)));
  const refused = [
    [other, /is there, and no backup of a history file: move it away first/], [join(place, 'song.db'), /no backup of a history file/],
    [join(place, 'empty'), /no backup of a history file/], [link, /is there, and no plain file/], [place, /is there, and no plain file/],
    [file, /is a database in use/], [`${file}-wal`, /no backup of a history file/], [used, /is a database in use: a journal lies beside it/],
    [same, /is the database itself/], [join(other, 'copy.db'), /Not a directory/], [join(place, 'nowhere', 'copy.db'), /cannot be written: No such file or directory/],
    [join(place, 'x'.repeat(254)), /cannot be written: File name too long/],
  ];
  for (const [path, message] of refused) assertFails(await ctl(['backup', path, '--database', file]), FILE, message);
  assert.deepEqual(readdirSync(place).sort(), files);
  assert.deepEqual(files.map((name) => readFileSync(join(place, name))), bytes);
});

/** A history of so many MiB. */
const FILLER = (mebibytes) => `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${mebibytes * 1024})
  INSERT INTO event (at, kind, text) SELECT i, 'state', hex(randomblob(480)) FROM n;`;

test('backup: of one moment while somebody writes without patience', async (t) => {
  const place = makePlace(t);
  const file = setWal(makeDatabase(join(place, 'history.db'), `${HISTORY}${FILLER(24)}UPDATE poller SET change_seq = (SELECT count(*) FROM event);`));
  const writer = spawn('sqlite3', ['-bail', '-cmd', '.timeout 0', file], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: writer.stdout })[Symbol.asyncIterator]();
  let commits = 0, isWriting = true;
  const write = async () => {
    writer.stdin.write(`BEGIN IMMEDIATE; INSERT INTO event (at, kind, text) VALUES (1, 'state', 'x'); UPDATE poller SET change_seq = change_seq + 1; COMMIT; SELECT 'done';\n`);
    const { value } = await lines.next();
    assert.equal(value, 'done', 'no write fails');
    commits++;
  };
  // Whoever opens the file first reads its log alone for a moment.
  await write();
  const writing = (async () => {
    while (isWriting) await write();
    writer.stdin.end();
  })();
  const run = await ctl(['backup', join(place, 'copy.db'), '--database', file]);
  isWriting = false;
  const [[code]] = await Promise.all([once(writer, 'close'), writing]);
  assert.equal(code, 0);
  assert.equal(run.code, OK, run.err);
  assert.ok(commits > 1, 'it was written meanwhile');
  assertPlain(join(place, 'copy.db'));
  assert.equal(sqlite(join(place, 'copy.db'), 'SELECT (SELECT count(*) FROM event) = change_seq FROM poller;'), '1\n');
});

test('backup: nothing is left behind by Ctrl-C', async (t) => {
  const place = makePlace(t), folder = join(place, 'backups');
  const file = setWal(makeDatabase(join(place, 'history.db'), FILLER(96)));
  mkdirSync(folder);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    const watcher = watch(folder);
    const child = spawn(program, ['backup', join(folder, 'copy.db'), '--database', file], { stdio: 'pipe' });
    const closed = once(child, 'close');
    const [, name] = await once(watcher, 'change');
    child.kill(signal);
    watcher.close();
    assert.match(name, /^copy\.db\.\w{6}$/);
    assert.deepEqual(await closed, [null, signal]);
    assertFiles(folder);
  }
});

test('backup: nothing is left behind by a full disk or a damaged database', async (t) => {
  const place = makePlace(t), folder = join(place, 'backups'), target = join(folder, 'copy.db');
  const file = makeDatabase(join(place, 'history.db'), HISTORY);
  mkdirSync(folder);
  const limited = spawn('sh', ['-c', 'trap "" XFSZ; ulimit -f 64; exec "$0" "$@"', program, 'backup', target, '--database', file], { stdio: ['ignore', 'ignore', 'pipe'] });
  const err = [];
  limited.stderr.on('data', (chunk) => err.push(chunk));
  assert.deepEqual((await once(limited, 'close'))[0], FILE);
  assert.match(err.join(''), /copy\.db cannot be written: .*(full|I\/O)/);
  assertFiles(folder);

  const [page, size] = sqlite(file, "SELECT rootpage FROM sqlite_master WHERE name = 'job'; PRAGMA page_size;").trim().split('\n').map(Number);
  const bytes = readFileSync(file);
  bytes.fill(0xff, (page - 1) * size, page * size);
  writeFileSync(file, bytes);
  assertFails(await ctl(['backup', target, '--database', file]), DAMAGED, /history\.db is damaged, and .*copy\.db was not written/);
  assertFiles(folder);
});

// ---- as a user of the group ------------------------------------------------------------------------------------------

const noOtherUser = !isRoot && 'only root can be somebody else';

test('a user of the group reads, and makes nothing beside the history', { skip: noOtherUser }, async (t) => {
  const place = makePlace(t), folder = join(place, 'db'), out = join(place, 'out'), own = join(place, 'stratasysctl');
  for (const name of [folder, out]) mkdirSync(name);
  copyFileSync(program, own);
  chmodSync(own, 0o755);
  const file = setWal(makeDatabase(join(folder, 'history.db'), HISTORY));
  const names = readdirSync(folder).sort();
  assert.deepEqual(names, ['history.db', 'history.db-shm', 'history.db-wal']);
  for (const name of names) {
    chownSync(join(folder, name), 0, NOBODY);
    chmodSync(join(folder, name), 0o640);
  }
  chownSync(folder, 0, NOBODY);
  chmodSync(folder, 0o750);
  chownSync(out, NOBODY, NOBODY);
  const asUser = async (...args) => {
    const child = spawn(own, [...args, '--database', file], { uid: NOBODY, gid: NOBODY, env: { TZ: 'UTC' }, stdio: ['ignore', 'pipe', 'pipe'] });
    const texts = { out: '', err: '' };
    child.stdout.on('data', (chunk) => (texts.out += chunk));
    child.stderr.on('data', (chunk) => (texts.err += chunk));
    const [code] = await once(child, 'close');
    return { code, ...texts };
  };
  for (const args of [['check'], ['backup', join(out, 'copy.db')]]) {
    const run = await asUser(...args);
    assert.equal(run.code, OK, run.err);
  }
  assertPlain(join(out, 'copy.db'));
  assertFails(await asUser('backup', join(folder, 'copy.db')), FILE, /copy\.db cannot be written: Permission denied/);
  assert.deepEqual(readdirSync(folder).sort(), names);

  for (const name of names.slice(1)) rmSync(join(folder, name));
  for (const args of [['check'], ['backup', join(out, 'again.db')]])
    assertFails(await asUser(...args), FILE, /its companions .*-wal and .*-shm are missing or closed to this user/);
  assertFiles(out, 'copy.db');
  assert.deepEqual(readdirSync(folder), ['history.db']);
});

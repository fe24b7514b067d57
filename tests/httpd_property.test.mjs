// The API held against the views of the database: a history that was lived, random questions over HTTP, and the same asked by SQL.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { chance } from './lib/chance.mjs';
import { objectsOfCsv } from './lib/csv.mjs';
import { httpdUser, startHttpd } from './lib/httpd.mjs';
import { isRoot, makePlace } from './lib/place.mjs';
import { query } from './lib/schema.mjs';
import { lapse } from './truth/lapse.mjs';

const FROM_S = Date.UTC(2025, 2, 1) / 1000; // over the change to summer time
const DAY_S = 86400;
const DAYS = 45;
const ROUNDS = 60;
const API = '/stratasys/api/v1/';

const quoted = (text) => `'${String(text).replaceAll("'", "''")}'`;
const close = (a, b) => a === b || (typeof a === 'number' && typeof b === 'number' && Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b)));

/** Rows are the same, figures within rounding; keys that only one of them has do not count unless they are asked for. */
function assertRows(rows, expected, keys, what) {
  assert.equal(rows.length, expected.length, `${what}: rows`);
  rows.forEach((row, i) => {
    for (const key of keys) {
      assert.ok(key in row && key in expected[i], `${what}: ${key} is there`);
      assert.ok(close(row[key], expected[i][key]), `${what}: row ${i}, ${key}: ${row[key]} is not ${expected[i][key]}`);
    }
  });
}

describe('a history of 6 printers over 45 days', () => {
  const cleanups = [];
  const scope = { after: (cleanup) => cleanups.unshift(cleanup) };
  let httpd, database;
  const select = (sql) => query(database, sql);

  before(async () => {
    const folder = join(makePlace(scope), 'db');
    mkdirSync(folder, { mode: 0o2750 });
    database = join(folder, 'stratasys.db');
    lapse({ database, printers: 6, from: FROM_S, to: FROM_S + DAYS * DAY_S, interval: 900, 'at-changes': true, zone: 'Europe/Berlin', gap: `${FROM_S + 20 * DAY_S},${FROM_S + 20 * DAY_S + 40000}` });
    if (isRoot) for (const path of [folder, database]) execFileSync('chown', ['-R', `${httpdUser}:`, path]);
    httpd = await startHttpd(scope, { config: `StratasysPoller Off\nStratasysDatabase ${database}` });
  });
  after(async () => {
    for (const cleanup of cleanups) await cleanup();
  });

  /** All pages of a list; the first one's total counts them. */
  async function pages(path, limit) {
    const rows = [];
    let total;
    for (let next = `${API}${path}${path.includes('?') ? '&' : '?'}limit=${limit}`; next;) {
      const answer = await httpd.ask(next);
      assert.equal(answer.status, 200, `${next}: ${answer.text}`);
      const page = answer.json();
      assert.ok(page.items.length <= limit);
      total ??= page.total;
      rows.push(...page.items);
      next = page.next;
    }
    assert.equal(total, rows.length, `${path}: total`);
    return rows;
  }
  const csv = async (path) => {
    const answer = await httpd.ask(`${API}${path}${path.includes('?') ? '&' : '?'}format=csv`);
    assert.equal(answer.status, 200, answer.text);
    return objectsOfCsv(answer.text);
  };

  test('jobs: pages, totals, filters, orders and CSV are what the view says', async () => {
    const { next, one } = chance(11);
    const values = Object.fromEntries(['printer', 'owner', 'product'].map((key) => [key, select(`SELECT DISTINCT ${key} AS value FROM job_history WHERE ${key} IS NOT NULL`).map((row) => row.value)]));
    values.material = select('SELECT DISTINCT model_material AS value FROM job_history WHERE model_material IS NOT NULL UNION SELECT support_material FROM job_history WHERE support_material IS NOT NULL').map((row) => row.value);
    values.result = ['completed', 'cancelled', 'failed', 'unknown', 'running'];
    const conditions = {
      printer: (value) => `printer = ${quoted(value)}`, owner: (value) => `owner = ${quoted(value)}`, product: (value) => `product = ${quoted(value)}`,
      material: (value) => `(model_material = ${quoted(value)} OR support_material = ${quoted(value)})`,
      result: (value) => (value === 'running' ? 'result IS NULL' : `result = ${quoted(value)}`),
    };
    let found = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const parts = [], where = ['1'];
      for (const key of Object.keys(conditions)) {
        if (next(4)) continue;
        const value = one(values[key]);
        parts.push(`${key}=${encodeURIComponent(value)}`);
        where.push(conditions[key](value));
      }
      const by = one(['submitted', 'started', 'ended']);
      if (next(2)) {
        const from = FROM_S + next(DAYS * DAY_S), to = from + next(20 * DAY_S);
        parts.push(`by=${by}`, `from=${from}`, `to=${to}`);
        where.push(`${by}_at >= ${from} AND ${by}_at < ${to}`);
      }
      const key = one(['job_uid', 'ended_at', 'started_at', 'submitted_at']), down = next(2);
      const order = `${key} IS NULL, ${key} ${down ? 'DESC' : ''}, job_uid ${down ? 'DESC' : ''}`;
      const path = `jobs?${[...parts, `sort=${down ? '-' : ''}${key}`].join('&')}`;
      const expected = select(`SELECT * FROM job_history WHERE ${where.join(' AND ')} ORDER BY ${order}`);
      const rows = await pages(path, one([1, 7, 100, 1000]) === 1 && expected.length < 50 ? 1 : one([7, 100, 1000]));
      assertRows(rows, expected, ['job_uid', 'printer', 'job_name', 'owner', 'result', 'ended_at', 'build_s', 'model_used_in3', 'model_used_cm3', 'waited_s', 'queued_s'], path);
      assertRows((await csv(path)).map((row) => ({ job_uid: Number(row.job_uid), ended_local: row.ended_local || null })), expected, ['job_uid', 'ended_local'], `${path} as CSV`);
      found += rows.length;
    }
    assert.ok(found > 500, 'the questions find something');
  });

  test('words: every one that a job has is found by its beginning', async () => {
    const { next, one } = chance(5);
    const jobs = select("SELECT job_uid, coalesce(job_name, '') || ' ' || coalesce(owner, '') || ' ' || coalesce(comment, '') || ' ' || coalesce(pack, '') AS text FROM job_history ORDER BY job_uid");
    const wordsOf = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);
    for (let round = 0; round < 20; round++) {
      const words = wordsOf(one(jobs).text);
      const asked = [one(words), one(words)].map((word) => word.slice(0, 1 + next(word.length)));
      const expected = jobs.filter((job) => asked.every((begin) => wordsOf(job.text).some((word) => word.startsWith(begin)))).map((job) => job.job_uid);
      const rows = await pages(`jobs?q=${encodeURIComponent(asked.join(' '))}&sort=job_uid&fields=job_uid`, 100);
      assert.deepEqual(rows.map((row) => row.job_uid), expected, asked.join(' '));
    }
  });

  test('states and events are the rows of their views', async () => {
    const { next } = chance(3);
    for (const { printer } of select('SELECT printer FROM printer_info')) {
      const from = FROM_S + next(DAYS * DAY_S), to = from + next(10 * DAY_S) + 1;
      const states = select(`SELECT * FROM state_history WHERE printer = ${quoted(printer)} AND began_at < ${to} AND (ended_at > ${from} OR ended_at IS NULL) ORDER BY began_at`);
      assertRows(await pages(`printers/${printer}/states?from=${from}&to=${to}`, 100), states, ['state', 'status_text', 'began_at', 'ended_at', 'duration_s'], 'states');
      const events = select(`SELECT * FROM event_history WHERE printer = ${quoted(printer)} ORDER BY seq`);
      assertRows(await pages(`events?printer=${printer}`, 100), events, ['seq', 'at', 'kind', 'text', 'job_uid'], 'events');
      const samples = select(`SELECT * FROM sample_history WHERE printer = ${quoted(printer)} AND at >= ${from} AND at < ${to} ORDER BY at`);
      assertRows(await pages(`printers/${printer}/samples?from=${from}&to=${to}`, 1000), samples, ['at', 'model_temp_c', 'envelope_temp_c', 'layer', 'progress_ratio', 'model_used_in3'], 'samples');
    }
  });

  test('spools and odometers are the rows of their views, newest first', async () => {
    const { next } = chance(23);
    const inDay = (at) => new Date((at + 7200) * 1000).toISOString().slice(0, 10); // noon is of the same day in winter and in summer
    let spools = 0, odometers = 0;
    for (const { printer } of select('SELECT printer FROM printer_info')) {
      const from = FROM_S + next(DAYS) * DAY_S + DAY_S / 2, to = from + next(20) * DAY_S + 1;
      const stays = select(`SELECT * FROM spool_history WHERE printer = ${quoted(printer)} AND loaded_at < ${to} AND (removed_at > ${from} OR removed_at IS NULL) ORDER BY loaded_at DESC`);
      const rows = await pages(`printers/${printer}/spools?from=${from}&to=${to}`, 3);
      const keys = ['printer', 'bay', 'kind', 'material', 'serial', 'loaded_at', 'removed_at', 'loaded_in3', 'left_cm3', 'used_in3', 'used_cm3'];
      const ordered = (list) => [...list].sort((a, b) => b.loaded_at - a.loaded_at || a.bay - b.bay || (a.serial < b.serial ? -1 : 1)); // several at once
      assert.deepEqual(rows.map((row) => row.loaded_at), stays.map((row) => row.loaded_at), printer);
      assertRows(ordered(rows), ordered(stays), keys, `spools of ${printer}`);
      const days = select(`SELECT * FROM odometer_daily WHERE printer = ${quoted(printer)} AND day BETWEEN '${inDay(from)}' AND '${inDay(to)}' ORDER BY day DESC, odometer`);
      const path = `printers/${printer}/odometers?from=${from}&to=${to}`;
      assertRows(await pages(path, 7), days, ['printer', 'day', 'odometer', 'value', 'limit_warn', 'limit_error'], path);
      assertRows((await csv(path)).map((row) => ({ ...row, value: Number(row.value) })), days, ['day', 'odometer', 'value'], `${path} as CSV`);
      spools += stays.length;
      odometers += days.length;
    }
    assert.ok(spools > 10 && odometers > 50, `${spools} spools, ${odometers} odometers`);
  });

  test('the states of all printers are the rows of their view, one printer after the other', async () => {
    const { next, one } = chance(17);
    const products = select('SELECT DISTINCT product AS value FROM state_history WHERE product IS NOT NULL').map((row) => row.value);
    for (let round = 0; round < 12; round++) {
      const from = FROM_S + next(DAYS * DAY_S), to = from + next(5 * DAY_S) + 1;
      const product = next(3) ? null : one(products), state = next(3) ? null : one(['building', 'idle', 'offline']);
      const expected = select(`SELECT * FROM state_history WHERE began_at < ${to} AND (ended_at > ${from} OR ended_at IS NULL)
        ${product ? `AND product = ${quoted(product)}` : ''} ${state ? `AND state = '${state}'` : ''} ORDER BY printer, began_at`);
      const path = `states?from=${from}&to=${to}${product ? `&product=${encodeURIComponent(product)}` : ''}${state ? `&state=${state}` : ''}`;
      assertRows(await pages(path, one([7, 100, 1000])), expected, ['printer', 'state', 'status_text', 'began_at', 'ended_at', 'duration_s', 'product', 'fleet_group'], path);
      assertRows((await csv(path)).map(({ printer, began_local }) => ({ printer, began_local })), expected, ['printer', 'began_local'], `${path} as CSV`);
    }
  });

  const STATES = ['idle_s', 'preparing_s', 'building_s', 'paused_s', 'part_waiting_s', 'maintenance_s', 'error_s', 'offline_s', 'unmapped_s', 'unobserved_s'];
  const PERIODS = {
    day: 'day', week: "strftime('%Y', day, 'weekday 0', '-3 days') || '-W' || printf('%02d', (strftime('%j', day, 'weekday 0', '-3 days') - 1) / 7 + 1)",
    month: 'substr(day, 1, 7)', year: 'substr(day, 1, 4)',
  };

  test('utilization and materials are the sums of their views, by every dimension and period', async () => {
    for (const dimension of [null, 'printer', 'fleet_group', 'product'])
      for (const period of [null, ...Object.keys(PERIODS)]) {
        const group = [period && `${PERIODS[period]} AS period`, dimension].filter(Boolean);
        const by = group.length ? `GROUP BY ${group.map((unused, i) => i + 1).join(', ')} ORDER BY ${group.map((unused, i) => i + 1).join(', ')}` : '';
        const range = "day BETWEEN '2025-03-05' AND '2025-04-09'";
        const query = `from=2025-03-05&to=2025-04-09${group.length ? `&group_by=${[dimension, period].filter(Boolean).join(',')}` : ''}`;
        const columns = group.map((column) => `${column}, `).join('');
        const keys = [period && 'period', dimension].filter(Boolean);
        const usage = select(`SELECT ${columns}${STATES.map((state) => `sum(${state}) AS ${state}`).join(', ')}, sum(busy_s) AS busy_s, sum(observed_s) AS observed_s,
          sum(observed_s + unobserved_s) AS calendar_s, 1.0 * sum(busy_s) / sum(observed_s) AS busy_observed_ratio FROM utilization_daily WHERE ${range} ${by}`);
        assertRows(await pages(`utilization?${query}`, 50), usage, [...keys, ...STATES, 'busy_s', 'observed_s', 'calendar_s', 'busy_observed_ratio'], query);
        const order = [...group.map((unused, i) => i + 1), 'kind', 'material'].join(', ');
        const used = select(`SELECT ${columns}kind, material, sum(used_in3) AS used_in3, sum(wasted_in3) AS wasted_in3, sum(jobs_ended) AS jobs_ended
          FROM material_usage WHERE ${range} GROUP BY ${order} ORDER BY ${order}`);
        assertRows(await pages(`materials?${query}`, 50), used, [...keys, 'kind', 'material', 'used_in3', 'wasted_in3', 'jobs_ended'], `materials ${query}`);
      }
  });

  test('outcomes and owners are the sums of the jobs', async () => {
    const sums = `count(*) FILTER (WHERE is_begun) AS jobs, count(*) FILTER (WHERE NOT is_begun) AS never_begun_jobs,
      count(*) FILTER (WHERE is_begun AND result = 'completed') AS completed_jobs, count(*) FILTER (WHERE is_begun AND result = 'failed') AS failed_jobs,
      count(*) FILTER (WHERE is_begun AND result = 'cancelled') AS cancelled_jobs, count(*) FILTER (WHERE is_begun AND result = 'unknown') AS unknown_jobs, count(*) FILTER (WHERE is_begun AND result IS NULL) AS running_jobs,
      sum(build_s) FILTER (WHERE is_begun) AS build_s, sum(model_used_in3) FILTER (WHERE is_begun) AS model_used_in3`;
    const [{ printer }] = select('SELECT printer FROM job_history GROUP BY printer ORDER BY count(*) DESC LIMIT 1');
    for (const filter of ['', 'result=completed', `printer=${printer}`])
      for (const dimension of [null, 'printer', 'product']) {
        const where = filter ? filter.replace(/=(.*)/, " = '$1'") : '1';
        const by = dimension ? `GROUP BY ${dimension} ORDER BY ${dimension}` : '';
        const expected = select(`SELECT ${dimension ? `${dimension}, ` : ''}${sums} FROM job_history WHERE ${where} ${by}`);
        const path = `outcomes?${[filter, dimension && `group_by=${dimension}`].filter(Boolean).join('&')}`;
        const rows = await pages(path, 5);
        const keys = ['jobs', 'never_begun_jobs', 'completed_jobs', 'failed_jobs', 'cancelled_jobs', 'unknown_jobs', 'running_jobs', 'build_s', 'model_used_in3'];
        assertRows(rows, expected, [...(dimension ? [dimension] : []), ...keys], path);
      }
    const owners = select(`SELECT owner, ${sums} FROM job_history GROUP BY owner ORDER BY owner`);
    const rows = (await pages('owners', 7)).sort((a, b) => (a.owner === null ? -1 : b.owner === null ? 1 : a.owner < b.owner ? -1 : 1));
    assertRows(rows, owners, ['owner', 'jobs', 'completed_jobs', 'build_s', 'model_used_in3'], 'owners');
  });

  const TOLD = {
    estimates: {
      sums: `count(*) AS jobs, sum(estimated_s) AS estimated_s, sum(build_s) AS build_s, 1.0 * sum(build_s) / sum(estimated_s) AS build_estimate_ratio,
        sum(abs(build_s - estimated_s) * 10 > estimated_s) AS off_by_10_percent_jobs`,
      where: "result = 'completed' AND estimated_s > 0 AND build_s > 0",
      keys: ['jobs', 'estimated_s', 'build_s', 'build_estimate_ratio', 'off_by_10_percent_jobs'],
    },
    waiting: {
      sums: `count(waited_s) AS parts, avg(waited_s) AS waited_mean_s, max(waited_s) AS waited_max_s, count(*) FILTER (WHERE waited_s > 8 * 3600) AS waited_over_8_h_parts,
        count(queued_s) AS queued_jobs, avg(queued_s) AS queued_mean_s, max(queued_s) AS queued_max_s`,
      where: '(waited_s IS NOT NULL OR queued_s IS NOT NULL)',
      keys: ['parts', 'waited_mean_s', 'waited_max_s', 'waited_over_8_h_parts', 'queued_jobs', 'queued_mean_s', 'queued_max_s'],
    },
  };

  test('estimates and waiting are what the jobs tell', async () => {
    for (const [report, { sums, where, keys }] of Object.entries(TOLD))
      for (const dimension of [null, 'printer', 'fleet_group', 'product'])
        for (const is_ranged of [false, true]) {
          const [from, to] = [FROM_S + 9 * DAY_S, FROM_S + 31 * DAY_S + 4711];
          const path = `${report}?${[dimension && `group_by=${dimension}`, is_ranged && `from=${from}&to=${to}`].filter(Boolean).join('&')}`;
          const expected = select(`SELECT ${dimension ? `${dimension}, ` : ''}${sums} FROM job_history WHERE ${where}
            ${is_ranged ? `AND ended_at >= ${from} AND ended_at < ${to}` : ''} ${dimension ? `GROUP BY ${dimension} ORDER BY ${dimension}` : ''}`);
          assert.ok(expected.every((row) => row[keys[0]] > 0), `${path}: the history has some`);
          assertRows(await pages(path, 4), expected, [...(dimension ? [dimension] : []), ...keys], path);
        }
  });
});

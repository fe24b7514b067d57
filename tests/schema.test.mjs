// The views and the ready SELECTs of schema/README.md, on a small database whose numbers are known.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { makePlace } from './lib/place.mjs';
import { describedViews, monthsOfDays, query, readySelects, run, schemaSql } from './lib/schema.mjs';

const at = (text) => Date.parse(text) / 1000;

/** Summer time as in Berlin in 2025. */
const ZONE = `INSERT INTO zone_offset VALUES (0, 3600), (${at('2025-03-30T01:00Z')}, 7200), (${at('2025-10-26T01:00Z')}, 3600);`;

/** Two printers; `one` came into another group in July. */
const PRINTERS = `
  INSERT INTO printer (printer_key, printer, name, product, fleet_group, place, configured, interval_ms, timeout_ms, serial)
    VALUES (1, 'one', 'One', 'F370', 'shop', 1, 1, 10000, 5000, 'D1'), (2, 'two', 'Two', 'uPrint SE', 'lab', 2, 1, 10000, 5000, 'P2');
  INSERT INTO printer_era (era_key, printer_key, began_at, name, product, fleet_group, serial) VALUES
    (1, 1, 0, 'First', 'F370', 'lab', 'D1'), (2, 2, 0, 'Two', 'uPrint SE', 'lab', 'P2'),
    (3, 1, ${at('2025-06-30T22:00Z')}, 'One', 'F370', 'shop', 'D1');
  INSERT INTO printer_now (printer_key, state) VALUES (1, 'idle'), (2, 'building');
  INSERT INTO printer_reading (printer_key, change_seq, failed_polls, covered_at) VALUES
    (1, 1, 0, ${at('2025-12-31T12:00Z')}), (2, 1, 0, ${at('2025-12-31T12:00Z')});`;

const DAYS = [
  ['2024-12-31', 1, 'lab', '2024-12-30T23:00Z', 86400, { building_s: 86400 }],
  ['2025-03-30', 1, 'lab', '2025-03-29T23:00Z', 82800, { building_s: 36000, idle_s: 46800 }],
  ['2025-03-30', 2, 'lab', '2025-03-29T23:00Z', 82800, { offline_s: 7200, idle_s: 75600 }],
  ['2025-03-31', 1, 'lab', '2025-03-30T22:00Z', 86400, { unobserved_s: 3600, preparing_s: 3600, paused_s: 1800, part_waiting_s: 5400,
    maintenance_s: 900, error_s: 60, unmapped_s: 40, idle_s: 71000, unobserved_build_s: 1800 }],
  ['2025-06-30', 2, 'lab', '2025-06-29T22:00Z', 86400, { idle_s: 86400 }],
  ['2025-07-01', 2, 'lab', '2025-06-30T22:00Z', 86400, { idle_s: 86400 }],
  ['2025-12-31', 1, 'shop', '2025-12-30T23:00Z', 86400, { building_s: 43200, idle_s: 43200 }],
  ['2026-01-01', 1, 'shop', '2025-12-31T23:00Z', 86400, { building_s: 86400 }],
];

const columnsOf = (row) => Object.keys(row).join(', ');
const valuesOf = (row) => Object.values(row).map((value) => (value === null ? 'NULL' : typeof value === 'string' ? `'${value}'` : value)).join(', ');
const insert = (table, row) => `INSERT INTO ${table} (${columnsOf(row)}) VALUES (${valuesOf(row)});`;

const dayRow = ([day, printer_key, fleet_group, began, day_s, sums]) => insert('usage_day', {
  day, printer_key, printer: printer_key === 1 ? 'one' : 'two', fleet_group, day_began_at: at(began), day_s, covered_until_at: at(began) + day_s, ...sums,
});

const HOURS = [
  ['2025-10-26T00:00Z', 1, { building_s: 3600 }], // 02:00 in summer time
  ['2025-10-26T01:00Z', 1, { idle_s: 3600 }], // 02:00 once more
  ['2025-10-26T01:00Z', 2, { unobserved_s: 1200, preparing_s: 1200, idle_s: 1200 }],
  ['2025-10-27T13:00Z', 1, { paused_s: 1800, idle_s: 1800 }],
  ['2026-01-05T13:00Z', 1, { building_s: 3600 }],
];
const hourRow = ([began, printer_key, sums]) => insert('usage_hour', {
  printer_key, hour_began_at: at(began), hour_s: 3600, era_key: printer_key === 1 ? 3 : 2, covered_until_at: at(began) + 3600, ...sums,
});

const JOBS = [
  { printer_key: 1, era_key: 1, owner_key: 1, submitted: '2025-06-30T19:00Z', begun: '2025-06-30T19:10Z', started: '2025-06-30T19:20Z', ended: '2025-06-30T21:30Z',
    unloaded: '2025-07-01T07:30Z', result: 'completed', result_source: 'printer', estimated_s: 7200, build_s: 7200, model_used_in3: 2, support_used_in3: 0.5,
    model_material_key: 1, support_material_key: 2 },
  { printer_key: 1, era_key: 3, owner_key: 1, submitted: '2025-06-30T19:00Z', begun: '2025-06-30T21:40Z', ended: '2025-06-30T22:30Z',
    result: 'cancelled', result_source: 'inferred', estimated_s: 7200, build_s: 3600, model_used_in3: 1, model_material_key: 3, run: 2 },
  { printer_key: 2, era_key: 2, owner_key: 2, submitted: '2025-03-30T08:00Z', begun: '2025-03-30T09:00Z', ended: '2025-03-30T10:00Z', unloaded: '2025-03-30T11:00Z',
    result: 'failed', result_source: 'inferred', estimated_s: 3600, build_s: 1800, model_used_in3: 0.5 },
  { printer_key: 2, era_key: 2, owner_key: 2, started: '2025-03-30T12:00Z', ended: '2025-03-30T13:00Z', result: 'unknown', build_s: 900, ended_unseen_s: 600 },
  { printer_key: 2, era_key: 2, owner_key: 2, ended: '2025-03-30T14:00Z', result: 'unknown', build_s: 0 }, // never begun
  { printer_key: 1, era_key: 3, owner_key: 1, begun: '2025-08-01T08:00Z', ended: '2025-08-01T12:00Z', result: 'completed', result_source: 'printer',
    estimated_s: 7200, build_s: 9000, model_used_in3: 3, run: 3 },
  { printer_key: 1, era_key: 3, owner_key: 2, begun: '2025-12-31T08:00Z' }, // runs
  { printer_key: 1, era_key: 1, owner_key: 1, begun: '2024-12-31T08:00Z', ended: '2024-12-31T22:59Z', result: 'completed', build_s: 1, estimated_s: 1 }, // the year before
  { printer_key: 1, era_key: 3, owner_key: 1, begun: '2025-12-31T22:00Z', ended: '2025-12-31T23:10Z', result: 'completed', build_s: 1, estimated_s: 1 }, // after it
];

function jobRow({ submitted, begun, started, ended, unloaded, ...job }) {
  const time = (text) => (text ? at(text) : null);
  return insert('job', {
    run: 1, first_seen_at: at('2025-01-01T00:00Z'), submitted_at: time(submitted), begun_at: time(begun), started_at: time(started), ended_at: time(ended),
    unloaded_at: time(unloaded), ...job,
  });
}

const REST = `
  INSERT INTO owner VALUES (1, 'ann'), (2, 'bob');
  INSERT INTO material VALUES (1, 'P430'), (2, 'SR30'), (3, '');
  INSERT INTO material_day VALUES ('2025-03-30', 1, 'model', 1, 1, 2, 0, 1), ('2025-03-31', 1, 'model', 1, 1, 1, 0.5, 2),
    ('2025-03-31', 2, 'model', 1, 2, 1, 0, 0), ('2025-03-31', 1, 'support', 2, 1, 0.25, 0, 0), ('2025-04-01', 1, 'model', 3, 1, 4, 4, 1),
    ('2026-01-01', 1, 'model', 1, 3, 9, 9, 9);
  INSERT INTO spool (printer_key, place, bay, kind, material_key, serial, loaded_at, removed_at, initial_in3, loaded_in3, left_in3) VALUES
    (1, 0, 0, 'model', 1, 'A', ${at('2025-03-01T08:00Z')}, ${at('2025-12-31T22:59Z')}, 50, 40, 10),
    (1, 0, 0, 'model', 1, 'B', ${at('2025-03-01T08:00Z')}, ${at('2025-12-31T23:00Z')}, 50, 40, 1),
    (2, 0, NULL, 'support', 2, NULL, ${at('2025-03-01T08:00Z')}, NULL, 30, 30, 30);
  INSERT INTO odometer_day VALUES (1, 'tip', '2024-12-31', 3600, 36000, 72000), (1, 'tip', '2025-03-30', 10800, 36000, 72000), (1, 'tip', '2025-03-31', 14400, 36000, 72000),
    (1, 'tip', '2025-04-01', 1800, 36000, 72000), (2, 'runTime', '2025-03-30', 5, NULL, NULL);
  INSERT INTO state_span VALUES (1, ${at('2025-03-30T00:30Z')}, 'unobserved', NULL, ${at('2025-03-30T01:30Z')}), (1, ${at('2025-03-30T01:30Z')}, 'idle', 'Idle', NULL),
    (2, ${at('2024-12-31T22:59Z')}, 'unobserved', NULL, ${at('2025-01-01T08:00Z')}), (2, ${at('2025-12-31T11:00Z')}, 'unobserved', NULL, NULL);
  INSERT INTO sample (printer_key, at, model_temp_c, progress_e4, model_used_e4_in3) VALUES (1, ${at('2025-03-30T01:30Z')}, 270.5, 1234, 20000);
  INSERT INTO sample_hour (printer_key, hour_began_at, samples, layer_min) VALUES (1, ${at('2025-03-30T01:00Z')}, 1, 7);
  INSERT INTO event (at, printer_key, kind, text, job_key) SELECT ${at('2025-03-30T01:30Z')}, 1, 'job_ended', 'completed', min(job_key) FROM job;
  INSERT INTO event (at, kind, text) VALUES (${at('2025-03-30T01:31Z')}, 'poller_began', 'version 1');`;

/** What each ready SELECT says of it. */
const ANSWERS = {
  'Utilization by month and printer': [
    { month: '2025-03', printer: 'one', busy_h: 11.5, observed_h: 46, busy_percent: 25 },
    { month: '2025-03', printer: 'two', busy_h: 0, observed_h: 23, busy_percent: 0 },
    { month: '2025-06', printer: 'two', busy_h: 0, observed_h: 24, busy_percent: 0 },
    { month: '2025-07', printer: 'two', busy_h: 0, observed_h: 24, busy_percent: 0 },
    { month: '2025-12', printer: 'one', busy_h: 12, observed_h: 24, busy_percent: 50 },
  ],
  'Utilization by group': [
    { fleet_group: 'lab', printers: 2, busy_h: 11.5, observed_h: 117, busy_percent: 9.8 },
    { fleet_group: 'shop', printers: 1, busy_h: 12, observed_h: 24, busy_percent: 50 },
  ],
  'Utilization by weekday and hour': [
    { weekday: 1, hour_of_day: '14:00', busy_h: 0.5, busy_percent: 50 },
    { weekday: 7, hour_of_day: '02:00', busy_h: 1.3, busy_percent: 50 },
  ],
  'Hours and material by owner and semester': [
    { semester: '2025 autumn', owner: 'ann', jobs: 2, build_h: 3.5, model_in3: 4, support_in3: null },
    { semester: '2025 spring', owner: 'ann', jobs: 1, build_h: 2, model_in3: 2, support_in3: 0.5 },
    { semester: '2025 spring', owner: 'bob', jobs: 2, build_h: 0.8, model_in3: 0.5, support_in3: null },
  ],
  'Material by month': [
    { month: '2025-03', kind: 'model', material: 'P430', used_in3: 4, used_cm3: 65.5, wasted_in3: 0.5, jobs_ended: 3 },
    { month: '2025-03', kind: 'support', material: 'SR30', used_in3: 0.25, used_cm3: 4.1, wasted_in3: 0, jobs_ended: 0 },
    { month: '2025-04', kind: 'model', material: null, used_in3: 4, used_cm3: 65.5, wasted_in3: 4, jobs_ended: 1 },
  ],
  'Success rate by jobs, hours and material': [
    { product: 'F370', completed: 2, cancelled: 1, failed: 0, result_unknown: 0, percent_of_jobs: 66.7, percent_of_hours: 81.8, percent_of_material: 84.6 },
    { product: 'uPrint SE', completed: 0, cancelled: 0, failed: 1, result_unknown: 1, percent_of_jobs: 0, percent_of_hours: 0, percent_of_material: 0 },
  ],
  'Estimate against actual': [
    { product: 'F370', jobs: 2, estimated_h: 4, build_h: 4.5, percent_of_estimate: 112.5, jobs_over_10_percent_off: 1 },
  ],
  'How long parts wait to be taken out': [
    { printer: 'one', parts: 1, mean_h: 10, longest_h: 10, over_8_h: 1 },
    { printer: 'two', parts: 1, mean_h: 1, longest_h: 1, over_8_h: 0 },
  ],
  'Queue wait': [
    { printer: 'one', jobs: 1, mean_h: 0.17, longest_h: 0.2 },
    { printer: 'two', jobs: 1, mean_h: 1, longest_h: 1 },
  ],
  'Tip and machine wear': [
    { printer: 'one', odometer: 'tip', day: '2025-04-01', value: 1800, limit_warn: 36000, limit_error: 72000, percent_of_limit: 2.5 },
    { printer: 'two', odometer: 'runTime', day: '2025-03-30', value: 5, limit_warn: null, limit_error: null, percent_of_limit: null },
  ],
  'Wear by month': [
    { month: '2025-03', printer: 'one', odometer: 'tip', gained_h: 1, replaced: 0 },
    { month: '2025-04', printer: 'one', odometer: 'tip', gained_h: 0.5, replaced: 1 },
  ],
  'Spool use': [{ kind: 'model', material: 'P430', spools: 1, used_in3: 30, used_cm3: 492, left_in3: 10, percent_left: 20 }],
  'Time nobody watched': [
    { month: '2025-03', printer: 'one', unobserved_h: 1, unobserved_build_h: 0.5, offline_h: 0 },
    { month: '2025-03', printer: 'two', unobserved_h: 0, unobserved_build_h: 0, offline_h: 2 },
  ],
  'When nobody watched': [
    { printer: 'one', began_local: '2025-03-30 01:30:00', hours: 1 },
    { printer: 'two', began_local: '2025-12-31 12:00:00', hours: 1 },
  ],
};

const database = join(makePlace({ after }), 'small.db');
before(() => {
  const rows = [...DAYS.map(dayRow), monthsOfDays, ...HOURS.map(hourRow), ...JOBS.map(jobRow)];
  run(database, [schemaSql, ZONE, PRINTERS, ...rows, REST].join('\n'));
});

test('every ready SELECT says what is known', async (t) => {
  assert.deepEqual(readySelects.map(({ heading }) => heading).sort(), Object.keys(ANSWERS).sort());
  for (const { heading, sql } of readySelects) {
    await t.test(heading, () => assert.deepEqual(query(database, sql), ANSWERS[heading]));
  }
});

test('every column of every view is described, and no other', async (t) => {
  const views = query(database, "SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY name").map(({ name }) => name);
  assert.deepEqual([...describedViews.keys()].sort(), views);
  for (const view of views) {
    await t.test(view, () => {
      const columns = query(database, `PRAGMA table_info(${view})`).map(({ name }) => name);
      assert.deepEqual([...describedViews.get(view)].sort(), columns.sort());
    });
  }
});

/** What users may rely on. */
const PROMISED = {
  job_history: 'job_uid printer job_id run job_name owner comment submitted_at started_at ended_at unloaded_at result result_source estimated_s queued_s preparing_s build_s paused_s elapsed_s waited_s unobserved_s unobserved_build_s layers_total model_material model_needed_in3 model_used_in3 support_material support_needed_in3 support_used_in3 model_needed_cm3 model_used_cm3 support_needed_cm3 support_used_cm3',
  state_history: 'printer state status_text began_at ended_at duration_s',
  utilization_daily: 'printer fleet_group day day_began_at day_s covered_until_at idle_s preparing_s building_s paused_s part_waiting_s maintenance_s error_s offline_s unmapped_s unobserved_s busy_s observed_s',
  utilization_hourly: 'printer fleet_group day hour_began_at hour_s covered_until_at idle_s preparing_s building_s paused_s part_waiting_s maintenance_s error_s offline_s unmapped_s unobserved_s busy_s observed_s',
  material_usage: 'printer day kind material used_in3 used_cm3 wasted_in3 jobs_ended',
  spool_history: 'printer bay material serial loaded_at removed_at loaded_in3 left_in3',
  odometer_daily: 'printer day odometer value limit_warn limit_error',
  sample_history: 'printer at model_temp_c support_temp_c envelope_temp_c model_set_c support_set_c envelope_set_c layer progress_ratio model_used_in3 support_used_in3',
  sample_hourly: 'printer at model_temp_c_min model_set_c_mean layer_max progress_ratio_mean support_used_in3_max',
  event_history: 'seq at printer kind text job_uid',
};

test('the promised columns are there', () => {
  for (const [view, columns] of Object.entries(PROMISED)) query(database, `SELECT ${columns.split(' ').join(', ')} FROM ${view}`);
});

test('the states of a day, an hour and a month add up', () => {
  assert.deepEqual(query(database, `SELECT day, printer FROM utilization_daily WHERE observed_s + unobserved_s <> day_s`), []);
  assert.deepEqual(query(database, `SELECT hour, printer FROM utilization_hourly WHERE observed_s <>
    idle_s + preparing_s + building_s + paused_s + part_waiting_s + maintenance_s + error_s + offline_s + unmapped_s`), []);
  const byMonth = (from, month) => query(database, `SELECT ${month} AS month, printer, sum(busy_s) AS busy_s, sum(observed_s) AS observed_s, sum(unobserved_s) AS
    unobserved_s, sum(unobserved_build_s) AS built_s FROM ${from} GROUP BY 1, 2`);
  const months = byMonth('utilization_monthly', 'month');
  assert.equal(months.length, 7);
  assert.deepEqual(months, byMonth('utilization_daily', 'substr(day, 1, 7)'));
});

test('an hour that comes twice is two rows of the same name', () => {
  assert.deepEqual(query(database, `SELECT day, hour, weekday, hour_began_at FROM utilization_hourly WHERE day = '2025-10-26' AND printer = 'one'`), [
    { day: '2025-10-26', hour: '2025-10-26 02:00', weekday: 7, hour_began_at: at('2025-10-26T00:00Z') },
    { day: '2025-10-26', hour: '2025-10-26 02:00', weekday: 7, hour_began_at: at('2025-10-26T01:00Z') },
  ]);
});

test('rows keep the names of their time', () => {
  const names = (view, order) => query(database, `SELECT name, fleet_group FROM ${view} WHERE printer = 'one' ORDER BY ${order} LIMIT 2`);
  assert.deepEqual(names('job_history', 'job_uid'), [{ name: 'First', fleet_group: 'lab' }, { name: 'One', fleet_group: 'shop' }]);
  assert.deepEqual(names('state_history', 'began_at'), Array(2).fill({ name: 'First', fleet_group: 'lab' }));
  assert.deepEqual(names('spool_history', 'loaded_at'), Array(2).fill({ name: 'First', fleet_group: 'lab' }));
  assert.deepEqual(names('utilization_hourly', 'hour_began_at'), Array(2).fill({ name: 'One', fleet_group: 'shop' }));
  assert.deepEqual(names('material_usage', 'day DESC'), [{ name: 'One', fleet_group: 'shop' }, { name: 'First', fleet_group: 'lab' }]);
});

test('a job says what is known of it, and nothing else', () => {
  const [first, second, , unknown, never, , runs] = query(database, 'SELECT * FROM job_history ORDER BY job_uid');
  assert.deepEqual([first.started_local, first.ended_local, first.elapsed_s, first.waited_s], ['2025-06-30 21:20:00', '2025-06-30 23:30:00', 7800, 36000]);
  assert.deepEqual([first.model_used_cm3, first.model_material, first.support_material], [32.774128, 'P430', 'SR30']);
  assert.deepEqual([second.queued_s, second.started_local, second.elapsed_s, second.model_material, second.support_used_cm3], [null, null, null, null, null]);
  assert.deepEqual([unknown.is_begun, unknown.ended_unseen_s, unknown.result_source], [1, 600, null]);
  assert.deepEqual([never.is_begun, never.queued_s], [0, null]);
  assert.deepEqual([runs.is_begun, runs.ended_local, runs.result, runs.waited_s], [1, null, null, null]);
});

test('numbers of jobs and events begin with the time of the database', () => {
  const [{ age_s, seq_age_s }] = query(database, `SELECT strftime('%s', 'now') - (SELECT min(job_uid) FROM job_history) AS age_s,
    strftime('%s', 'now') - (SELECT min(seq) FROM event_history) / 1000 AS seq_age_s`);
  assert.ok(age_s >= -1 && age_s < 600, `${age_s}`);
  assert.ok(seq_age_s >= -1 && seq_age_s < 600, `${seq_age_s}`);
});

test('samples, stretches and events are shown in their units', () => {
  assert.deepEqual(query(database, 'SELECT at_local, model_temp_c, support_temp_c, progress_ratio, model_used_in3, round(model_used_cm3, 4) AS cm3, support_used_cm3 FROM sample_history'),
    [{ at_local: '2025-03-30 03:30:00', model_temp_c: 270.5, support_temp_c: null, progress_ratio: 0.1234, model_used_in3: 2, cm3: 32.7741, support_used_cm3: null }]);
  assert.deepEqual(query(database, 'SELECT at_local, samples, layer_min, layer_max FROM sample_hourly'),
    [{ at_local: '2025-03-30 03:00:00', samples: 1, layer_min: 7, layer_max: null }]);
  assert.deepEqual(query(database, "SELECT ended_at, duration_s FROM state_history WHERE printer = 'one' AND state = 'idle'"),
    [{ ended_at: null, duration_s: at('2025-12-31T12:00Z') - at('2025-03-30T01:30Z') }]);
  assert.deepEqual(query(database, 'SELECT printer, kind, job_uid IS NOT NULL AS has_job FROM event_history ORDER BY seq'),
    [{ printer: 'one', kind: 'job_ended', has_job: 1 }, { printer: null, kind: 'poller_began', has_job: 0 }]);
});

/** What came with later versions than SQLite 3.34, or needs a reader's own zone. */
const TOO_NEW = /\b(STRICT|RETURNING|RIGHT\s+JOIN|FULL\s+(OUTER\s+)?JOIN|IS\s+(NOT\s+)?DISTINCT\s+FROM|(NOT\s+)?MATERIALIZED|DROP\s+COLUMN|unixepoch\s*\(|format\s*\(|concat(_ws)?\s*\(|string_agg\s*\(|octet_length\s*\(|timediff\s*\(|median\s*\(|percentile\w*\s*\(|if\s*\(|(floor|ceil|ceiling|trunc|sqrt|pow|power|mod|ln|log\d*|exp|sign|pi)\s*\(|localtime|subsec\w*)|->/i;

test('nothing is newer than SQLite 3.34, nothing asks for the reader\'s zone', () => {
  const bare = (sql) => sql.replace(/--.*$/gm, '');
  for (const [what, sql] of [['schema', schemaSql], ...readySelects.map(({ heading, sql: text }) => [heading, text])]) {
    assert.equal(TOO_NEW.exec(bare(sql))?.[0], undefined, what);
  }
});

/** The usual filters and the index that each must reach. */
const REACHED = [
  ["job_history WHERE job_uid = 7", 'j USING INTEGER PRIMARY KEY (rowid=?)'],
  ["job_history WHERE printer = 'one'", 'j USING INDEX job_printer (printer_key=?)'],
  ["job_history WHERE printer = 'one' AND ended_at >= 1 AND ended_at < 2", 'j USING INDEX job_printer (printer_key=? AND ended_at>? AND ended_at<?)'],
  ["job_history WHERE ended_at >= 1 AND ended_at < 2", 'j USING INDEX job_fact (ended_at>? AND ended_at<?)'],
  ["job_history WHERE owner = 'ann' AND ended_at >= 1", 'j USING INDEX job_owner (owner_key=? AND ended_at>?)'],
  ["state_history WHERE printer = 'one' AND began_at >= 1", 's USING PRIMARY KEY (printer_key=? AND began_at>?)'],
  ["utilization_monthly WHERE month >= '2025-01'", 'm USING PRIMARY KEY (month>?)'],
  ["utilization_daily WHERE day BETWEEN '2025-01-01' AND '2025-12-31' AND printer = 'one'", 'd USING PRIMARY KEY (day>? AND day<?)'],
  ["utilization_hourly WHERE hour_began_at >= 1 AND printer = 'one'", 'h USING PRIMARY KEY (hour_began_at>?)'],
  ["material_usage WHERE day = '2025-01-01'", 'd USING PRIMARY KEY (day=?)'],
  ["spool_history WHERE printer = 'one' AND loaded_at > 1", 's USING INDEX spool_loaded (printer_key=? AND loaded_at>?)'],
  ["odometer_daily WHERE printer = 'one' AND odometer = 'tip' AND day > '2025'", 'o USING PRIMARY KEY (printer_key=? AND odometer=? AND day>?)'],
  ["sample_history WHERE printer = 'one' AND at > 1", 's USING PRIMARY KEY (printer_key=? AND at>?)'],
  ["sample_hourly WHERE printer = 'one' AND at > 1", 's USING PRIMARY KEY (printer_key=? AND hour_began_at>?)'],
  ['event_history WHERE seq > 7', 'e USING INTEGER PRIMARY KEY (rowid>?)'],
  ['event_history WHERE at > 7', 'e USING INDEX event_at (at>?)'],
  ["event_history WHERE printer = 'one'", 'e USING INDEX event_printer (printer_key=?)'],
];

test('the usual filters reach an index', async (t) => {
  for (const [filter, reached] of REACHED) {
    await t.test(filter, () => {
      const plan = run(database, `EXPLAIN QUERY PLAN SELECT * FROM ${filter};`);
      assert.ok(plan.includes(reached), plan);
    });
  }
});

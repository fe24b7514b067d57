// A simulated fleet, usual and contrary lives, polled by the module's own history and store: what the database then says is
// held against what really happened. TRUTH=full is a year of it (make truth).
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { makePlace } from './lib/place.mjs';
import { compare, FAMILIES } from './truth/compare.mjs';
import { lapse, rowsOf, valueOf } from './truth/lapse.mjs';

const isFull = process.env.TRUTH === 'full';
const DAY_S = 86400;
const MARCH_S = Date.UTC(2025, 2, 20) / 1000;
// Some minutes of polls in a transaction: a step of the server's clock is seen at commits.
const COMMIT_POLLS = 200;
const SEED = 4; // of a fleet in which every kind of event comes within days
const ZONE = 'Europe/Berlin'; // summer time begins ten days after MARCH_S

const temperOf = (number) => (Math.floor((number - 1) / FAMILIES) % 2 ? 'contrary' : 'usual');

/** Three days without a poller, and a server's clock that goes back and later forward again. */
function scenarioOf({ days, interval, printers }) {
  const at = (day, seconds) => MARCH_S + day * DAY_S + seconds;
  return {
    from: MARCH_S, to: at(days, 0), interval, printers, temperOf,
    gaps: [[at(3, 777), at(6, 5000)]],
    steps: [[at(7, 40000), -3000], [at(8, 20000), 3000]],
  };
}

const SCENARIO = scenarioOf(isFull ? { days: 365, interval: 20, printers: 20 } : { days: 11, interval: 60, printers: 18 });

function lived(t, plan, temper) {
  const place = makePlace(t);
  const [database, truth] = [join(place, 'stratasys.db'), join(place, 'truth')];
  const said = lapse({
    database, truth, temper, seed: SEED, zone: ZONE, commit: COMMIT_POLLS, from: plan.from, to: plan.to, interval: plan.interval, printers: plan.printers,
    gap: (plan.gaps ?? []).map(String), step: (plan.steps ?? []).map(String),
  });
  return { database, truth, said };
}

test('the history of usual and contrary lives is true', async (t) => {
  const { database, truth, said } = lived(t, SCENARIO, 'mixed');
  const { classes, table } = await compare(SCENARIO, database, truth);
  console.error(`${said}\n${table}`);
  assert.equal(valueOf(database, 'PRAGMA integrity_check'), 'ok');
  assert.deepEqual(classes.offenders, []);

  await t.test('enough of every kind has happened', () => {
    const kinds = ['begin, watched (s)', 'begin, unwatched, not told', 'end, watched (s)', 'end, unwatched (s)', 'start, watched (s)',
      'build, last figures seen (s)', 'build, last figures not seen (s)', 'jobs: began and went between two answers'];
    assert.deepEqual(kinds.filter((kind) => classes.countOf(kind) < 5), []);
    const told = rowsOf(database, 'SELECT DISTINCT kind FROM event_history').map((row) => row.kind);
    const wanted = ['job_began', 'job_ended', 'state', 'offline', 'online', 'unobserved', 'material_low', 'material_loaded',
      'material_removed', 'material_out', 'clock', 'server_clock', 'damage', 'version', 'machine', 'poller_began', 'poller_stopped'];
    assert.deepEqual(wanted.filter((kind) => !told.includes(kind)), []);
  });

  await t.test('what can be known of results is known', () => {
    const [right, unknown] = ['right', 'unknown'].map((word) => classes.countOf(`results of usual lives: ${word}`));
    assert.ok(right > 3 * unknown, `${right} right, ${unknown} unknown`);
  });

  await t.test('what jobs used is what days used', () => {
    const differing = rowsOf(database, `SELECT printer, day_in3, job_in3 FROM
      (SELECT printer, sum(used_in3) AS day_in3 FROM material_usage GROUP BY printer)
      JOIN (SELECT printer, sum(model_used_in3) + sum(support_used_in3) AS job_in3 FROM job_history GROUP BY printer) USING (printer)
      WHERE abs(day_in3 - job_in3) > 0.001 * job_in3`);
    assert.deepEqual(differing, []);
  });
});

// A fleet of its own without gaps, polled twice.
const TWICE = { from: MARCH_S, printers: FAMILIES, temperOf: () => 'contrary', to: MARCH_S + (isFull ? 60 : 2) * DAY_S };
const FINE_S = 10;
const COARSE_S = 60;

test('polled at 10 s and at 60 s: the same jobs but for those that lasted less than 60 s', async (t) => {
  const found = [];
  for (const interval of [FINE_S, COARSE_S]) {
    const plan = { ...TWICE, interval };
    const { database, truth } = lived(t, plan, 'contrary');
    const { runs, classes } = await compare(plan, database, truth);
    assert.deepEqual(classes.offenders.filter((text) => text.startsWith('jobs:')), []);
    found.push(new Map(runs.filter((run) => run.row).map((run) => [`${run.printer} ${run.number} ${run.run}`, run])));
  }
  const [fine, coarse] = found;
  const lasted_s = (run) => run.gone - (run.begun ?? run.row.first_seen_at);
  const lost = [...fine].filter(([key]) => !coarse.has(key)).map(([, run]) => run);
  console.error(`${fine.size} jobs at ${FINE_S} s, ${coarse.size} at ${COARSE_S} s; only at ${FINE_S} s:`);
  for (const run of lost) console.error(`  printer ${run.printer}, ${run.fate}, run ${run.run}: lasted ${lasted_s(run)} s`);
  assert.ok(fine.size > 30, `only ${fine.size} jobs`);
  assert.deepEqual(lost.filter((run) => lasted_s(run) >= COARSE_S), []);
  assert.deepEqual([...coarse.keys()].filter((key) => !fine.has(key)), []);
});

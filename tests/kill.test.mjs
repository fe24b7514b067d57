// A time-lapse that is killed at 200 random moments, and goes on each time from what its database holds.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { makePlace } from './lib/place.mjs';
import { lapse, lapseArguments, program, rowsOf, valueOf } from './truth/lapse.mjs';

const KILLS = 200;
const LONGEST_MS = 40;
const FROM_S = Date.UTC(2025, 2, 29) / 1000;
const YEARS_S = 10 * 365 * 86400;
const FLEET = { printers: 9, temper: 'contrary', interval: 60, zone: 'Europe/Berlin', from: FROM_S, commit: 20 };

/** A life that is killed at a random moment: while it begins, or while it polls, which it tells by its progress. */
async function lifeThatIsKilled(database, isBeginning) {
  const args = lapseArguments({ ...FLEET, database, to: FROM_S + YEARS_S, resume: true, progress: true });
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(child, 'exit');
  if (!isBeginning) await once(child.stderr, 'data');
  await pause(Math.random() * LONGEST_MS);
  child.kill('SIGKILL');
  const [, signal] = await ended;
  assert.equal(signal, 'SIGKILL');
}

// What must be exactly as if nothing had happened. Not so: the keys of rows, which transactions that were lost have used up;
// what the poller says of itself; samples and odometers beside them, of which a new poller keeps the first that it sees.
const KEPT = {
  job_history: 'SELECT * FROM job_history ORDER BY printer, first_seen_at, run',
  state_history: 'SELECT * FROM state_history ORDER BY printer, began_at',
  utilization_daily: 'SELECT * FROM utilization_daily ORDER BY printer, day',
  utilization_hourly: 'SELECT * FROM utilization_hourly ORDER BY printer, hour_began_at',
  material_usage: `SELECT printer, kind, material, sum(used_in3), sum(wasted_in3), sum(jobs_ended) FROM material_usage
    GROUP BY printer, kind, material ORDER BY printer, kind, material`,
  spool_history: 'SELECT * FROM spool_history ORDER BY printer, loaded_at, bay, kind',
  job_total: 'SELECT printer, result, jobs FROM job_total JOIN printer USING (printer_key) ORDER BY printer, result',
  material_total: `SELECT printer, kind, material, used_in3 FROM material_total JOIN printer USING (printer_key) JOIN material USING (material_key)
    ORDER BY printer, kind, material`,
  event_history: "SELECT at, printer, kind, text FROM event_history WHERE kind NOT LIKE 'poller%' ORDER BY at, printer, kind, text",
};

/** Sums that were added up in another order differ in their last digits. */
const plain = ({ job_uid, ...row }) =>
  Object.fromEntries(Object.entries(row).map(([key, value]) => [key, typeof value === 'number' ? Number(value.toPrecision(9)) : value]));

/** Days whose material differs by more than a hundredth: what is used over midnight is spread over the time since the last
 * change that was kept, which is another one after a restart. */
function movedMaterial(killed, whole) {
  const [after, before] = [killed, whole].map((database) =>
    rowsOf(database, 'SELECT printer, day, kind, material, used_in3 FROM material_usage ORDER BY printer, day, kind, material'));
  assert.equal(after.length, before.length);
  return after.filter((row, i) => Math.abs(row.used_in3 - before[i].used_in3) > 0.01 * before[i].used_in3 + 0.01);
}

test(`killed ${KILLS} times, the history is the same as if it had not been`, async (t) => {
  const place = makePlace(t);
  const [killed, whole] = ['killed.db', 'whole.db'].map((name) => join(place, name));
  for (let i = 0; i < KILLS; i++) await lifeThatIsKilled(killed, i % 3 === 0);
  assert.equal(valueOf(killed, 'PRAGMA integrity_check'), 'ok');
  const to = valueOf(killed, 'SELECT max(polled_at) FROM printer_reading') + 3600;
  assert.ok(to > FROM_S + 2 * 3600, 'it hardly lived');
  lapse({ ...FLEET, database: killed, to, resume: true });
  lapse({ ...FLEET, database: whole, to });
  assert.equal(valueOf(killed, 'PRAGMA integrity_check'), 'ok');
  const begins = valueOf(killed, "SELECT count(*) FROM event_history WHERE kind = 'poller_began'");
  assert.ok(begins > KILLS / 4, `only ${begins} lives began to poll`);
  for (const [view, select] of Object.entries(KEPT)) {
    const [after, before] = [killed, whole].map((database) => rowsOf(database, select).map(plain));
    assert.ok(before.length > 0, view);
    assert.deepEqual(after, before, view);
  }
  assert.deepEqual(movedMaterial(killed, whole), []);
});

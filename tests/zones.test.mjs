// A year of every family of printers in zones with summer time: days of 23 and 25 hours (23.5 and 24.5 on Lord Howe) add up.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { makePlace } from './lib/place.mjs';
import { Classes } from './truth/classes.mjs';
import { checkSpans, checkSums } from './truth/days.mjs';
import { byPrinter, lapse, rowsOf } from './truth/lapse.mjs';

const isFull = process.env.TRUTH === 'full';
// In the short form each zone has three of the nine families.
const PRINTERS = isFull ? 9 : 3;
const YEAR = { from: '2025-01-01', to: '2026-01-01' };
const RHYTHM = isFull ? { interval: 900, 'at-changes': true } : { interval: 7200 };
const HOUR_S = 3600;

const ZONES = {
  'Europe/Berlin': { first: 1, short: ['2025-03-30', 23], long: ['2025-10-26', 25] },
  'America/New_York': { first: isFull ? 1 : 4, short: ['2025-03-09', 23], long: ['2025-11-02', 25] },
  'Australia/Lord_Howe': { first: isFull ? 1 : 7, short: ['2025-10-05', 23.5], long: ['2025-04-06', 24.5] },
};

const fields = (zone) => {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  return (unix_s) => format.format(unix_s * 1000).split(' ');
};

for (const [zone, { first, short, long }] of Object.entries(ZONES)) {
  test(`a year in ${zone}`, (t) => {
    const database = join(makePlace(t), 'stratasys.db');
    lapse({ database, zone, ...YEAR, first, printers: PRINTERS, ...RHYTHM });
    const read = (view, order) => byPrinter(rowsOf(database, `SELECT * FROM ${view} ORDER BY ${order}`), PRINTERS, first);
    const [days, hours, spans] = [read('utilization_daily', 'day_began_at'), read('utilization_hourly', 'hour_began_at'), read('state_history', 'began_at')];
    const classes = new Classes();
    const local = fields(zone);
    for (let i = 0; i < PRINTERS; i++) {
      assert.equal(days[i].length, 365);
      const unusual = days[i].filter((day) => day.day_s !== 24 * HOUR_S).map((day) => [day.day, day.day_s / HOUR_S]);
      assert.deepEqual(unusual.sort(), [short, long].sort());
      for (const day of days[i]) {
        assert.deepEqual(local(day.day_began_at), [day.day, '00:00:00']);
        assert.equal(local(day.day_began_at + day.day_s - 1)[0], day.day);
      }
      checkSums({ classes, days: days[i], hours: hours[i] });
      checkSpans({ classes, spans: spans[i], days: days[i] });
      const observed = days[i].reduce((sum, day) => sum + day.observed_s, 0);
      assert.ok(observed > 360 * 24 * HOUR_S, `printer ${i + 1} was watched for ${observed} s`);
    }
    assert.deepEqual(classes.offenders, []);
  });
}

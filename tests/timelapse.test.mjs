// The time-lapse program itself: its command line, and that it goes on where it stopped.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makePlace } from './lib/place.mjs';
import { lapse, program, rowsOf, valueOf } from './truth/lapse.mjs';

const FROM_S = Date.UTC(2025, 2, 20) / 1000;
const HOUR_S = 3600;
const GROUP_AND_OTHERS = 0o027;

const MISTAKES = [
  [['--database', 'x', '--form', '1'], /'--form' is no option/],
  [['--from', '2025-03-20'], /--database is missing/],
  [['--database', 'x'], /--from is missing/],
  [['--database', 'x', '--from', '2025-02-30x'], /--from: '2025-02-30x' is wrong: write Unix seconds/],
  [['--database', 'x', '--from', '2025-03-20', '--to', '2025-03-19'], /--from has to be before --to/],
  [['--database', 'x', '--from', '2025-03-20', '--interval', '0'], /--interval: '0' is not a whole number from 1/],
  [['--database', 'x', '--from', '2025-03-20', '--zone', 'Europe/Nowhere'], /--zone: 'Europe\/Nowhere' is wrong/],
  [['--database', 'x', '--from', '2025-03-20', '--gap', '2025-03-22,2025-03-21'], /--gap: '2025-03-22,2025-03-21' is wrong/],
  [['--database', 'x', '--from', '2025-03-20', '--temper'], /--temper takes NAME/],
  [['--database', 'x', '--from', '2025-03-20', '--resume', '--step', '2025-03-21,5'], /--resume cannot be had with --step/],
];

test('a mistake is told in one line, and nothing is done', () => {
  for (const [args, message] of MISTAKES) {
    const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
    assert.equal(status, 2, args.join(' '));
    assert.match(stderr, message);
    assert.equal(stderr.trim().split('\n').length, 1);
    assert.equal(stdout, '');
  }
});

test('printers have the names, places and groups of their configuration; its files are for the group alone', (t) => {
  const place = makePlace(t);
  const [database, fleet] = [join(place, 'stratasys.db'), join(place, 'printers.conf')];
  writeFileSync(fleet, '# mine\nStratasysPrinter north 10.0.0.1 location="Room 1" fleet_group=lab\nStratasysPrinter south 10.0.0.2:5 name=South\n');
  lapse({ database, fleet, printers: 2, from: FROM_S, to: FROM_S + HOUR_S });
  assert.deepEqual(rowsOf(database, 'SELECT printer, name, location, fleet_group FROM printer_info ORDER BY printer'), [
    { printer: 'north', name: null, location: 'Room 1', fleet_group: 'lab' },
    { printer: 'south', name: 'South', location: null, fleet_group: null },
  ]);
  assert.equal(statSync(database).mode & GROUP_AND_OTHERS, 0);
});

test('stopped and resumed, it polls the rest alone', (t) => {
  const place = makePlace(t);
  const fleet = { printers: 3, from: FROM_S, interval: 60 };
  const polls = (name, options) => Number(/^(\d+) polls/.exec(lapse({ ...fleet, database: join(place, name), ...options }))[1]);
  const whole = polls('whole.db', { to: FROM_S + 6 * HOUR_S });
  const first = polls('halves.db', { to: FROM_S + 2 * HOUR_S });
  const rest = polls('halves.db', { to: FROM_S + 6 * HOUR_S, resume: true });
  assert.equal(whole, 3 * 6 * 60);
  assert.deepEqual([first, rest], [3 * 2 * 60, 3 * 4 * 60]);
});

test('in a gap nobody watches; until now means that nobody has to wait', (t) => {
  const place = makePlace(t);
  const [gapped, fresh] = [join(place, 'gapped.db'), join(place, 'fresh.db')];
  lapse({ database: gapped, printers: 1, from: FROM_S, to: FROM_S + 6 * HOUR_S, gap: `${FROM_S + 2 * HOUR_S},${FROM_S + 4 * HOUR_S}` });
  const unobserved = valueOf(gapped, `SELECT max(duration_s) FROM state_history WHERE state = 'unobserved' AND began_at > ${FROM_S}`);
  assert.equal(unobserved, 2 * HOUR_S + 60);
  const now_s = Math.floor(Date.now() / 1000);
  lapse({ database: fresh, printers: 2, from: now_s - HOUR_S, interval: 900 });
  assert.ok(valueOf(fresh, 'SELECT min(polled_at) FROM printer_reading') >= now_s);
});

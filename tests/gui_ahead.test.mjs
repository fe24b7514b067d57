// What the GUI concludes of what a printer will do (htdocs/js/ahead.js), without a browser.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { jobsAhead, printerDoneAt, printerFreeAt, printerJobIsReady } from '../htdocs/js/ahead.js';
import { building, NOW_S, printer, waiting } from './gui/fixtures.mjs';

const fromNow = (at_s) => (at_s === null ? null : at_s - NOW_S);
const done = (one, state = one.state) => fromNow(printerDoneAt(one, state, NOW_S));
const begins = (one, state = one.state) => jobsAhead(one, state, NOW_S).map(({ begins_s }) => fromNow(begins_s));

describe('what runs', () => {
  test('is done at its ETA, or has no known end', () => {
    assert.equal(done(building('a', 0.5, 1000)), 500);
    assert.equal(done(building('a', 1, 1000, { eta_at: NOW_S - 1 })), null, 'late');
    assert.equal(done(building('a', 0.5, 1000, { eta_at: null })), null);
    assert.equal(done(building('a', 0, 1000, { eta_at: null }), 'preparing'), 1000, 'warming up');
    assert.equal(done(building('a', 0, null, { eta_at: null }), 'preparing'), null);
    assert.equal(done(printer('a')), 0);
    for (const state of ['paused', 'part_waiting', 'error', 'offline', 'unobserved']) assert.equal(done(building('a', 0.5, 1000), state), null, state);
  });
});

describe('what waits', () => {
  const queue = [waiting('b', 100), waiting('c', null), waiting('d', 200)];

  test('begins one after the other, as far as estimates say', () => {
    assert.deepEqual(begins(building('a', 0.5, 1000, { queue })), [500, 600, null]);
    assert.deepEqual(begins(printer('a', { queue })), [0, 100, null]);
    assert.deepEqual(begins(printer('a', { state: 'part_waiting', queue })), [null, null, null]);
    assert.deepEqual(begins(printer('a', { queue: null })), []);
  });

  test('begins after the job that is to be started', () => {
    const ready = printer('a', { job_id: 5, estimated_s: 60, queue });
    assert.deepEqual(begins(ready), [0, 60, 160, null]);
    assert.deepEqual(jobsAhead(ready, 'idle', NOW_S).map(({ isReady }) => isReady), [true, false, false, false]);
    assert.deepEqual(begins({ ...ready, estimated_s: null }), [0, null, null, null]);
    assert.ok(!printerJobIsReady({ ...ready, started_at: NOW_S }, 'idle'), 'one that has run');
    assert.ok(!printerJobIsReady(ready, 'part_waiting'));
    assert.ok(!printerJobIsReady({}, 'idle'), 'where jobs are not shown');
  });

  test('is done by its estimates', () => {
    const free = (one) => fromNow(printerFreeAt(one, one.state, NOW_S));
    assert.equal(free(building('a', 0.5, 1000)), 500);
    assert.equal(free(building('a', 0.5, 1000, { queue: [waiting('b', 100), waiting('d', 200)] })), 800);
    assert.equal(free(building('a', 0.5, 1000, { queue })), null);
    assert.equal(free(printer('a')), 0);
  });
});

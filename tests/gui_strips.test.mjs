// Time on strips and curves: what nobody watched is never drawn as something else.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { samplesRows, samplesTell } from '../htdocs/js/charts/samples.js';
import { presentOf, secondsByState, stretchesUntil, stretchesWithin, withBeginning, withPresent } from '../htdocs/js/stretches.js';
import { building, NOW_S, printer } from './gui/fixtures.mjs';

const HOUR_S = 3600;
const stretch = (state, began_at, ended_at = null, status_text = null) => ({ state, status_text, began_at, ended_at });
const brief = (stretches) => stretches.map(({ state, from_s, to_s, isPresent }) => [state, from_s, to_s, isPresent]);

describe('stretches up to the present', () => {
  const health = (poller) => ({ poller });
  const shared = (one, poller = 'running') => ({ printers: [one], health: health(poller), answered_at_s: NOW_S });
  const told = (one, poller, stretches) => brief(stretchesUntil(withPresent(stretches, presentOf(shared(one, poller), 'p')), NOW_S - 2 * HOUR_S, NOW_S));
  const runs = building('p', 0.5, 2 * HOUR_S);
  const stretches = [stretch('idle', NOW_S - 3 * HOUR_S, NOW_S - HOUR_S), stretch('building', NOW_S - HOUR_S)];
  const idle = ['idle', NOW_S - 2 * HOUR_S, NOW_S - HOUR_S, false];

  test('go on while somebody watches', () => {
    assert.deepEqual(told(runs, 'running', stretches), [idle, ['building', NOW_S - HOUR_S, NOW_S, true]]);
  });

  test('end with the last poll where the poller is down, or says nothing for long', () => {
    const expected = [idle, ['building', NOW_S - HOUR_S, NOW_S - 1800, false], ['unobserved', NOW_S - 1800, NOW_S, true]];
    const seen = { ...runs, polled_at: NOW_S - 1800, answered_at: NOW_S - 1800 };
    assert.deepEqual(told(seen, 'stopped', stretches), expected);
    assert.deepEqual(told(seen, 'running', stretches), expected);
  });

  test('end where the printer became offline, before the stretches say so', () => {
    const offline = printer('p', { state: 'offline', state_began_at: NOW_S - 60 });
    const expected = [idle, ['building', NOW_S - HOUR_S, NOW_S - 60, false], ['offline', NOW_S - 60, NOW_S, true]];
    assert.deepEqual(told(offline, 'running', stretches), expected);
    const since = [stretches[0], stretch('building', NOW_S - HOUR_S, NOW_S - 60), stretch('offline', NOW_S - 60)];
    assert.deepEqual(told(offline, 'running', since), expected);
  });

  test('newer ones than the present are believed, and states not known are one', () => {
    assert.deepEqual(withPresent(stretches, { state: 'idle', began_s: NOW_S - 2 * HOUR_S }), stretches);
    const dancing = [stretch('dancing', NOW_S - HOUR_S, null, 'Tango')];
    assert.deepEqual(withPresent(dancing, { state: 'unmapped', began_s: NOW_S - HOUR_S }), dancing);
    assert.deepEqual(brief(stretchesUntil(dancing, 0, NOW_S)), [['unmapped', NOW_S - HOUR_S, NOW_S, true]]);
  });

  test('of a printer that is not configured any more, the last one is not known to last', () => {
    assert.equal(presentOf(shared(runs), 'gone'), null);
    assert.deepEqual(brief(stretchesUntil(withPresent(stretches, null), 0, NOW_S)).at(-1), ['unobserved', NOW_S - HOUR_S, NOW_S, true]);
  });

  test('before the first one nobody watched', () => {
    assert.deepEqual(brief(stretchesUntil(withBeginning(stretches, 0), 0, NOW_S))[0], ['unobserved', 0, NOW_S - 3 * HOUR_S, false]);
    assert.deepEqual(withBeginning(stretches, NOW_S - 3 * HOUR_S), stretches);
    assert.deepEqual(withBeginning([], 0), []);
  });

  test('nothing is known before the first poll', () => {
    assert.deepEqual(withPresent([], presentOf(shared(printer('p', { polled_at: null, state_began_at: null })), 'p')), []);
  });
});

test('a part of stretches is cut, and lasts only where it reaches the present; each state has its sum', () => {
  const all = stretchesUntil([stretch('idle', 0, 100), stretch('building', 100, 300), stretch('idle', 300)], 50, 1000);
  assert.deepEqual(brief(stretchesWithin(all, 60, 400)), [['idle', 60, 100, false], ['building', 100, 300, false], ['idle', 300, 400, false]]);
  assert.deepEqual(brief(stretchesWithin(all, 400, 2000)), [['idle', 400, 1000, true]]);
  assert.deepEqual(stretchesWithin(all, 1000, 2000), []);
  assert.deepEqual(secondsByState(all), [['idle', 750], ['building', 200]]);
});

describe('rows of samples', () => {
  test('of hours have a hole where hours are missing', () => {
    const hour = (n, mean) => ({ at: n * HOUR_S, model_temp_c_mean: mean });
    const rows = samplesRows([hour(1, 270), hour(2, 271), hour(6, 90)], ['model_temp_c'], HOUR_S);
    assert.deepEqual(rows.map(({ at, model_temp_c }) => [at / HOUR_S, model_temp_c]), [[1, 270], [2, 271], [3, null], [6, 90]]);
  });

  test('of steps have one, too, and none where nothing is missing', () => {
    const rows = samplesRows([0, 300, 1200].map((at) => ({ at, layer: 7 })), ['layer', 'progress_ratio'], 300);
    assert.deepEqual(rows.map(({ at, layer, progress_ratio }) => [at, layer, progress_ratio]), [[0, 7, null], [300, 7, null], [600, null, null], [1200, 7, null]]);
    assert.deepEqual(samplesRows([], ['layer'], 300), []);
  });

  test('tell something, or nothing; 0 is something', () => {
    assert.ok(samplesTell([{ at: 0, layer: null }, { at: 1, layer_mean: 0 }], ['layer']));
    assert.ok(!samplesTell([{ at: 0, layer: null }, { at: 1 }], ['layer']));
  });
});

// The words and numbers that the pages of the GUI share, without a browser.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

globalThis.navigator ??= { languages: ['en-GB'] };
const { formatFull, formatPercent, isolated, percentOf } = await import('../htdocs/js/format.js');
const { dueWords, leftOf, leftWords, troubleWords } = await import('../htdocs/js/printer_words.js');
const { temperatureTrend } = await import('../htdocs/js/temperatures.js');
const { webcamAddress, webcamMayShow } = await import('../htdocs/js/webcam_address.js');
const { eventWords } = await import('../htdocs/js/event_words.js');
const { texts } = await import('../htdocs/js/texts.js');

describe('percent', () => {
  test('is never more than it is, and what it is where it is whole', () => {
    for (let percent = 0; percent <= 100; percent++) {
      assert.equal(percentOf(percent / 100), percent);
      assert.equal(formatPercent(percent / 100), `${percent}%`);
    }
    for (let tenths = 0; tenths <= 1000; tenths++) assert.equal(percentOf(tenths / 1000, 1), tenths / 10);
    assert.equal(formatPercent(0.9999), '99%');
    assert.equal(formatPercent(0.9999, 1), '99.9%');
    assert.equal(formatPercent(0.57, 1), '57.0%');
  });

  test('of what is not known is not known', () => {
    for (const ratio of [null, undefined, NaN, Infinity]) assert.equal(formatPercent(ratio), null);
  });
});

describe('when a job will be done', () => {
  const told = (eta_at, state = 'building') => {
    const left = leftOf({ eta_at }, state, 1000);
    return left && [leftWords(left).replaceAll('\u00a0', ' '), dueWords(left, '14:03'), left.urgency];
  };

  test('is said in the same words everywhere', () => {
    assert.deepEqual(told(1000 + 7500), ['2 h 05 min left', 'done 14:03', '']);
    assert.deepEqual(told(1000 + 120), ['2 min left', 'done 14:03', 'soon']);
    assert.deepEqual(told(1000 - 180), ['overdue by 3 min', 'was due 14:03', 'overdue']);
  });

  test('is not said where nobody knows', () => {
    assert.equal(told(null), null);
    assert.equal(told(undefined), null);
    for (const state of ['offline', 'unobserved', 'first']) assert.equal(told(5000, state), null, state);
  });
});

test('what printers say stays apart in our sentences', () => {
  assert.equal(troubleWords({ trouble: 'no \u202eanswer', failed_polls: 2 }), 'Connection: \u2068no \u202eanswer\u2069 (' + texts.failed_polls(2) + ')');
  assert.equal(troubleWords({ trouble: null, failed_polls: 2 }), null);
  assert.equal(isolated(null), null);
});

test('a temperature is at its set point within a few degrees; a set point of 0 is none', () => {
  assert.deepEqual([[220, 220], [223, 220], [216, 220], [224, 220]].map((pair) => temperatureTrend(...pair)), ['there', 'there', 'below', 'above']);
  assert.deepEqual([[220, 0], [220, null], [null, 220], [undefined, 220]].map((pair) => temperatureTrend(...pair)), Array(4).fill('unknown'));
});

test('a webcam is opened over http alone, and shown where the server names its host', () => {
  globalThis.location ??= new URL('https://lab.example/stratasys/');
  assert.equal(webcamAddress('/cam/1'), 'https://lab.example/cam/1');
  for (const address of [null, '', 'javascript:alert(1)', 'http://', 'data:,x']) assert.equal(webcamAddress(address), null, String(address));
  for (const address of ['https://lab.example/cam', 'http://cam_1.lab:8080/x', 'http://10.0.0.7/']) assert.ok(webcamMayShow(address), address);
  for (const address of ['http://me@cam/', 'http://[::1]/', 'http://a!b/']) assert.ok(!webcamMayShow(address), address);
});

test('events of the poller are told in the reader’s words and zone, and what is not known as it is', () => {
  const said = (kind, text) => eventWords({ kind, text });
  assert.equal(said('poller_began', 'for the first time'), texts.printer.event_texts.first);
  const when = formatFull(Date.UTC(2026, 10, 22, 19, 25, 22) / 1000);
  const { stopped_at, killed_after } = texts.printer.event_texts;
  assert.equal(said('poller_began', 'the last one was stopped in good order at 2026-11-22T19:25:22Z'), stopped_at(when));
  assert.equal(said('poller_began', 'the last one was killed, or lost its power, after 2026-11-22T19:25:22Z'), killed_after(when));
  assert.equal(said('poller_stopped', 'in good order'), 'in good order');
  assert.deepEqual([said('damage', 'its status text is damaged'), said('damage', 'its status text is whole again')], [null, 'whole again']);
  assert.equal(said('damage', '<b>'), '<b>');
  assert.equal(said('constructor', 'x'), 'x');
});

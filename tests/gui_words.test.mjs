// The words and numbers that the pages of the GUI share, without a browser.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

globalThis.navigator ??= { languages: ['en-GB'] };
const { formatPercent, percentOf } = await import('../htdocs/js/format.js');

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

// How pages ask: lists that are read whole, without a browser.
import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { apiAskAll } from '../htdocs/js/api.js';
import { pageOf } from '../htdocs/js/pages.js';
import { routeParse } from '../htdocs/js/router.js';

const URL_OF_LIST = 'api/v1/jobs?limit=2';
let pages; // by cursor: [tag, items]
let read; // the bodies that were read

/** Stands for the server: page after page, each with its tag. */
globalThis.fetch = async (url) => {
  const at = Number(new URL(url, 'http://localhost').searchParams.get('cursor') ?? 0);
  const [tag, items] = pages[at];
  const next = at + 1 < pages.length ? `/elsewhere/api/v1/jobs?limit=2&cursor=${at + 1}` : null;
  const json = async () => {
    read.push(at);
    return { items, next };
  };
  return { status: 200, headers: new Headers({ ETag: tag }), json };
};

describe('a list that is read whole', () => {
  beforeEach(() => {
    pages = [['a', [1, 2]], ['b', [3, 4]], ['c', [5]]];
    read = [];
  });

  test('has the items of all its pages', async () => {
    const { body } = await apiAskAll(URL_OF_LIST);
    assert.deepEqual([body.items, body.isCut], [[1, 2, 3, 4, 5], false]);
  });

  test('is the same while all its pages are', async () => {
    const known = await apiAskAll(URL_OF_LIST);
    read = [];
    const again = await apiAskAll(URL_OF_LIST, { known });
    assert.equal(again.body, known.body);
    assert.deepEqual(read, []);
    assert.equal((await apiAskAll(URL_OF_LIST, { known: again })).body, known.body);
  });

  test('is another where one page is, or one is more', async () => {
    const known = await apiAskAll(URL_OF_LIST);
    pages[1] = ['B', [3, 9]];
    const changed = await apiAskAll(URL_OF_LIST, { known });
    assert.deepEqual(changed.body.items, [1, 2, 3, 9, 5]);
    pages[2] = ['C', [5, 6]];
    pages.push(['d', [7]]);
    assert.deepEqual((await apiAskAll(URL_OF_LIST, { known: changed })).body.items, [1, 2, 3, 9, 5, 6, 7]);
  });

  test('is refused where an answer is none of a list', async () => {
    pages[1] = ['b', undefined];
    const { failure } = await apiAskAll(URL_OF_LIST);
    assert.deepEqual([failure.kind, failure.status], ['refused', 200]);
  });

  test('is cut where it is too long', async () => {
    pages = Array.from({ length: 30 }, (_, i) => [`${i}`, [i]]);
    const { body } = await apiAskAll(URL_OF_LIST);
    assert.deepEqual([body.items.length, body.isCut], [20, true]);
  });
});

test('an address leads to a page only with an ID that a printer or a job can have', () => {
  const pageAt = (hash) => {
    const { page, parts } = pageOf(routeParse(hash));
    return [page, ...parts].join(' ');
  };
  const pages = {
    '': 'fleet', '#/': 'fleet', '#/jobs?q=x': 'jobs', '#/jobs/17': 'job 17', '#/printers/lab_2-b': 'printer lab_2-b', '#/reports/month': 'month',
    '#/printers': 'missing', '#/printers/..': 'missing', '#/printers/.': 'missing', '#/printers/%2e%2e': 'missing', '#/printers/a%2Fb': 'missing',
    '#/printers/Lab': 'missing', '#/jobs/..': 'missing', '#/jobs/x': 'missing', '#/constructor': 'missing', '#/__proto__': 'missing', '#/%': 'missing',
  };
  for (const [hash, page] of Object.entries(pages)) assert.equal(pageAt(hash).replace(/^missing.*/, 'missing'), page, hash);
});

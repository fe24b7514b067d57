// Pages of the GUI in a real browser, each in a context of its own, that fail on what must never happen on any of them.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { build } from '../lib/place.mjs';
import { browserStart, CHROMIUM, hasChromium } from './browser.mjs';
import { fakeApiStart } from './fake_api.mjs';
import { NOW_S } from './fixtures.mjs';

const EVENT_MS = 10_000;
const TEST_MS = 60_000;
const HTDOCS = join(build, 'htdocs');
const CONTEXT = { locale: 'en-GB', timezoneId: 'Europe/Berlin', viewport: { width: 1280, height: 800 } };

/** The options of a test that needs the browser. */
export const needsBrowser = { skip: hasChromium() ? false : `${CHROMIUM} is not there`, timeout: TEST_MS };

/** For a test file: `.browser`, one for all its tests. */
export function browserForFile() {
  const file = { browser: null };
  before(async () => {
    if (hasChromium()) file.browser = await browserStart();
  });
  after(() => file.browser?.close());
  return file;
}

/**
 * Opens `url` + `route` in a context of its own and runs `body({page, response, text, sees})`. Fails on any error or warning
 * in the console but those that match `expectedErrors`, on any dialog, on any violation of the policy, and on any request off-site
 * that does not match `expectedRequests`. `context` is Playwright's: locale, timezoneId, viewport,
 * colorScheme, …; `clock_s` stops the page's clock at that moment; the text `initScript` runs before the page's own scripts.
 */
export async function onPage(browser, url, options, body) {
  const { route = '', context = {}, clock_s = null, initScript = null, expectedErrors = null, expectedRequests = null } = options;
  const opened = await browser.newContext({ ...CONTEXT, ...context });
  try {
    const troubles = await watch(opened, url, { expectedErrors, expectedRequests });
    if (initScript) await opened.addInitScript({ content: initScript });
    const page = await opened.newPage();
    page.setDefaultTimeout(EVENT_MS);
    if (clock_s !== null) await stopClock(page, clock_s);
    try {
      const response = await page.goto(url + route);
      await body({ page, response, ...WORDS });
    } catch (error) {
      error.stack += troubles.map((trouble) => `\n    the page: ${trouble}`).join('');
      throw error;
    }
    assert.deepEqual(troubles, []);
  } finally {
    await opened.close();
  }
}

async function watch(context, url, { expectedErrors, expectedRequests }) {
  const troubles = [];
  context.on('weberror', (thrown) => troubles.push(`error: ${thrown.error().message}`));
  context.on('dialog', (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`);
    return dialog.dismiss();
  });
  context.on('console', (message) => {
    const isExpected = expectedErrors?.test(message.text());
    if (['error', 'warning'].includes(message.type()) && !isExpected) troubles.push(`console: ${message.text()}`);
  });
  context.on('request', (request) => {
    if (!isOfSite(request, url) && !expectedRequests?.test(request.url())) troubles.push(`off-site: ${request.url()}`);
  });
  await context.addInitScript(() =>
    document.addEventListener('securitypolicyviolation', (event) => console.error(`policy: ${event.violatedDirective}`)));
  return troubles;
}

/** All that a page asks for is below its own address, but for webcams, which are elsewhere on its server. */
function isOfSite(request, url) {
  const isWebcam = request.resourceType() === 'image' && new URL(request.url()).origin === new URL(url).origin;
  return isWebcam || request.url().startsWith(url) || request.url().startsWith('blob:');
}

async function stopClock(page, at_s) {
  await page.clock.install({ time: (at_s - 1) * 1000 });
  await page.clock.pauseAt(at_s * 1000);
}

const WORDS = {
  /** What an element shows, its spaces made one. */
  text: async (locator) => (await locator.innerText()).replace(/\s+/g, ' ').trim(),
  /** Waits until the element shows a text that matches. */
  sees: (locator, words) => locator.filter({ hasText: words }).first().waitFor(),
};

/**
 * For a test file whose pages are those that make built, over a server that the tests make up (fake_api.mjs):
 * `.browse(name, options, body)` is a test of one page. Options are those of onPage and `api`, what the server says at first;
 * body gets what onPage gives, `api`, `advance` and `nextAnswer`.
 */
export function fakeForFile() {
  const file = Object.assign(browserForFile(), { browse });

  function browse(name, { api = {}, ...options }, body) {
    test(name, needsBrowser, async () => {
      const server = await fakeApiStart(HTDOCS, { now_s: NOW_S, ...api });
      try {
        await onPage(file.browser, server.url, { clock_s: server.api.now_s, ...options }, (given) =>
          body({ ...given, api: server.api, ...timesOf(given.page, server.api) }));
      } finally {
        await server.close();
      }
    });
  }

  return file;
}

function timesOf(page, api) {
  /** Lets so many seconds pass in the page and on the server. */
  async function advance(seconds) {
    api.now_s += seconds;
    await page.clock.runFor(seconds * 1000);
  }

  /** Lets time pass until the page has asked for its printers, or another path, again. */
  async function nextAnswer(seconds = 6, path = 'printers') {
    const answer = api.next(path);
    await advance(seconds);
    return answer;
  }

  return { advance, nextAnswer };
}

// Debian's Chromium, quiet and without a network of its own, for the tests of the GUI.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import { chromium } from 'playwright-core';

export const CHROMIUM = '/usr/bin/chromium';
export const hasChromium = () => existsSync(CHROMIUM);

/* The last switch of this name counts: Playwright's own come first, then what costs a window time that nobody looks at. */
const WITHOUT = [
  'AvoidUnnecessaryBeforeUnloadCheckSync', 'BoundaryEventDispatchTracksNodeRemoval', 'DestroyProfileOnBrowserClose', 'DialMediaRouteProvider',
  'GlobalMediaControls', 'HttpsUpgrades', 'LensOverlay', 'MediaRouter', 'OptimizationHints', 'PaintHolding', 'RenderDocument',
  'ThirdPartyStoragePartitioning', 'Translate',
  'SpareRendererForSitePerProcess', 'WebUIOmniboxAimPopup', 'WebUIOmniboxPopup',
];
const SWITCHES = [
  `--disable-features=${WITHOUT}`,
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-domain-reliability',
];

export function browserStart() {
  const asRoot = process.getuid() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath: CHROMIUM, headless: true, args: [...SWITCHES, ...asRoot] });
}

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const RULES_OF_COLOR = ['color-contrast', 'link-in-text-block'];

/** Runs axe, or only these of its rules, on the page, whose clock must go for it; resolves to its violations as text. */
export async function axeViolations(page, rules = null) {
  await page.clock.resume();
  await page.evaluate(transitionsEnd);
  if (await page.evaluate('!window.axe')) await page.evaluate(await readFile(AXE, 'utf8'));
  const { violations } = await page.evaluate((runOnly) => axe.run({ resultTypes: ['violations'], ...(runOnly && { runOnly }) }), rules);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target} ${node.failureSummary}`).join('; ')}`);
}

/** The same as it is and in the colours of the other theme, in which it stays: nothing else differs. */
export async function axeInBothThemes(page) {
  const before = await axeViolations(page);
  const theme = (await page.locator('html').getAttribute('data-bs-theme')) === 'dark' ? 'light' : 'dark';
  await page.emulateMedia({ colorScheme: theme });
  await page.locator(`html[data-bs-theme=${theme}]`).waitFor({ state: 'attached' });
  return [...before, ...(await axeViolations(page, RULES_OF_COLOR)).map((violation) => `${theme}: ${violation}`)];
}

/** Runs in the page. */
async function transitionsEnd() {
  const transitions = document.getAnimations().filter((animation) => animation instanceof CSSTransition);
  await Promise.allSettled(transitions.map(({ finished }) => finished));
}

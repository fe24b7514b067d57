// What stands around every page: the navigation, whether the data is live, the time zones, the version.
import { domAttribute, domClone, domShow, domText, domTranslate } from './dom.js';
import { formatDuration } from './format.js';
import { iconSet } from './icons.js';
import { PAGES, pagesInNav } from './pages.js';
import { countsOfTile, printersCount, printersSorted } from './printers.js';
import { language, texts } from './texts.js';
import { themeSwitchCreate } from './theme_switch.js';
import { ZONE, zoneDiffers } from './zone.js';

const PARTS = ['skip', 'nav', 'live', 'live_text', 'theme', 'theme_icon', 'zone', 'version'];

/** The view of the whole document; `href(page)` gives addresses. `open(name, title)` says which page is shown. */
export function frameCreate(root, { href }) {
  const parts = Object.fromEntries(PARTS.map((name) => [name, root.querySelector(`[data-part="${name}"]`)]));
  document.documentElement.lang = language;
  domTranslate(root);
  themeSwitchCreate(parts.theme, parts.theme_icon);
  parts.skip.addEventListener('click', () => document.getElementById('main').focus());
  const items = pagesInNav.map((name) => navItemCreate(parts.nav, name, href));
  let state = null;
  let title = texts.page_title;

  function fillTitle() {
    const waiting = state?.printers ? countsOfTile(countsOf(state), 'hand') : 0;
    const whole = title === texts.page_title ? title : `${title} · ${texts.page_title}`;
    const next = waiting > 0 ? `(${waiting}) ${whole}` : whole;
    if (document.title !== next) document.title = next;
  }

  return {
    open(name, nextTitle) {
      title = nextTitle;
      fillTitle();
      domAttribute(document.documentElement, 'data-page', name);
      for (const item of items) item.mark(name === item.name || PAGES[name].within === item.name);
    },
    update(next) {
      state = next;
      fillTitle();
      domText(parts.zone, [texts.zone(ZONE), serverZoneOf(state)].filter(Boolean).join(' '));
      domText(parts.version, state.health?.version && texts.version(state.health.version));
    },
    tick(now_s) {
      const isLive = state.printers !== null && !state.failure;
      domAttribute(parts.live, 'data-live', String(isLive));
      domShow(parts.live, state.printers !== null);
      if (state.printers === null) return;
      const age = formatDuration(now_s - state.answered_at_s);
      domText(parts.live_text, isLive ? texts.live(age) : texts.not_live(age));
    },
  };
}

function navItemCreate(nav, name, href) {
  const parts = domClone('nav-item');
  domAttribute(parts.link, 'href', href(name));
  iconSet(parts.icon, PAGES[name].icon);
  domText(parts.word, texts.nav[name]);
  nav.append(parts.root);
  return {
    name,
    mark(isHere) {
      if (isHere === parts.link.hasAttribute('aria-current')) return;
      if (!isHere) return parts.link.removeAttribute('aria-current');
      parts.link.setAttribute('aria-current', 'page');
      bringIn(nav.parentElement, parts.root);
    },
  };
}

/** On a phone the row of pages is wider than the screen: the one that is open comes to its middle. */
function bringIn(row, item) {
  const [whole, part] = [row.getBoundingClientRect(), item.getBoundingClientRect()];
  if (part.left < whole.left || part.right > whole.right) row.scrollLeft += part.left - whole.left - (whole.width - part.width) / 2;
}

const countsOf = ({ printers, health, answered_at_s }) => printersCount(printersSorted(printers, health, answered_at_s));

/** The server's zone, where it is another one than the reader's. */
const serverZoneOf = ({ time_zone }) => (zoneDiffers(time_zone) ? texts.server_zone(time_zone) : null);

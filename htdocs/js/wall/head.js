// The top of the wall: the clock, how old the data is, how many printers are in what state, and which page is shown.
import { domAttribute, domClone, domList, domShow, domText } from '../dom.js';
import { formatClock, formatDuration } from '../format.js';
import { iconSet } from '../icons.js';
import { countsOfTile, printersCount } from '../printers.js';
import { locale, texts } from '../texts.js';

const TILES = [
  { tile: 'hand', icon: 'warning', word: texts.tile_hand },
  { tile: 'building', icon: 'building', word: texts.tile_building },
  { tile: 'free', icon: 'idle', word: texts.tile_free },
  { tile: 'dark', icon: 'offline', word: texts.tile_dark },
  { tile: 'other', icon: 'unmapped', word: () => texts.wall.other },
];
const day = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' });

/** `fill(sorted, within)`, `turn(page, pages)`, and `tick(now_s, state)` each second. */
export function headCreate(parts) {
  return {
    fill(sorted, within) {
      const counts = printersCount(sorted);
      const shown = TILES.map((one) => ({ ...one, number: countsOfTile(counts, one.tile) })).filter(({ number }) => number > 0);
      domList(parts.counts, shown, () => domClone('wall-count'), fillCount);
      domText(parts.within, within);
    },
    turn(page, pages) {
      domShow(parts.turn, pages > 1);
      domText(parts.position, `${page + 1}/${pages}`);
      domList(parts.dots, Array.from({ length: pages }, (_, i) => i === page), dotCreate, ({ root }, isHere) =>
        domAttribute(root, 'data-here', String(isHere)));
    },
    tick(now_s, { printers, failure, answered_at_s }) {
      domText(parts.clock, formatClock(now_s, now_s));
      domText(parts.day, day.format(now_s * 1000));
      domAttribute(parts.root, 'data-live', String(!failure));
      iconSet(parts.age_icon, failure ? 'unreachable' : 'live');
      const age = printers && formatDuration(now_s - answered_at_s);
      domText(parts.age, age && (failure ? texts.not_live(age) : texts.live(age)), parts.age.parentElement);
    },
  };
}

function fillCount({ root, icon, number: value, word }, { tile, icon: purpose, number, word: wordOf }) {
  domAttribute(root, 'data-tile', tile);
  iconSet(icon, purpose);
  domText(value, String(number));
  domText(word, wordOf(number));
}

function dotCreate() {
  const root = document.createElement('span');
  root.className = 'wall-dot';
  return { root };
}

// The fleet in numbers: a tile for what needs a hand, what runs, what is free, what is silent, each with its states.
import { domAttribute, domClone, domShow, domText } from '../dom.js';
import { formatDuration } from '../format.js';
import { countsOfTile, printersCount, printersSorted, statesOfTile } from '../printers.js';
import { texts } from '../texts.js';
import { iconSet } from '../icons.js';

/** tile → icon, its word, what stands below when nothing is in it, and what it tells beside its states. */
const TILES = [
  ['hand', { icon: 'warning', word: texts.tile_hand, empty: texts.all_well, also: alsoHand }],
  ['building', { icon: 'building', word: texts.tile_building, empty: texts.none_running, also: alsoBuilding }],
  ['free', { icon: 'idle', word: texts.tile_free, empty: texts.none_free, also: alsoFree }],
  ['dark', { icon: 'offline', word: texts.tile_dark, empty: texts.all_answer, also: () => [] }],
];
const TELLS_ITSELF = new Set(['idle', 'building']);

/** The view below `root`. */
export function summaryCreate(root) {
  const tiles = TILES.map(([name, tile]) => [name, tile, tileCreate(root, name, tile)]);
  let counts = null;

  function fill(now_s) {
    for (const [name, tile, parts] of tiles) fillTile(parts, name, tile, counts, now_s);
  }

  return {
    update({ printers, health, answered_at_s }, now_s) {
      domShow(root, printers !== null && printers.length > 0);
      counts = printers && printersCount(printersSorted(printers, health, answered_at_s));
      if (counts) fill(now_s);
    },
    tick(now_s) {
      if (counts) fill(now_s);
    },
  };
}

function tileCreate(root, name, { icon }) {
  const parts = domClone('tile');
  domAttribute(parts.root, 'data-tile', name);
  iconSet(parts.icon, icon);
  root.append(parts.root);
  return parts;
}

function fillTile(parts, name, tile, counts, now_s) {
  const total = countsOfTile(counts, name);
  domAttribute(parts.root, 'data-empty', String(total === 0));
  domText(parts.number, String(total));
  domText(parts.word, tile.word(total));
  const states = statesOfTile(name)
    .filter((state) => counts.states[state] && !TELLS_ITSELF.has(state))
    .map((state) => texts.state_counts[state](counts.states[state]));
  const facts = [...states, ...tile.also(counts, now_s)];
  domText(parts.facts, facts.join(' · ') || (total === 0 ? emptyText(name, tile, counts) : '\u00a0'));
}

/** With printers that do not answer, nobody knows that there is nothing to do. */
function emptyText(name, tile, counts) {
  return name !== 'dark' && countsOfTile(counts, 'dark') > 0 ? texts.of_those : tile.empty;
}

function alsoHand(counts) {
  return counts.short > 0 ? [texts.short_count(counts.short)] : [];
}

function alsoBuilding(counts, now_s) {
  if (counts.next_free_at === null) return [];
  const left_s = counts.next_free_at - now_s;
  return [left_s > 0 ? texts.next_free(formatDuration(left_s)) : texts.next_free_now];
}

function alsoFree(counts) {
  return counts.idle_with_queue > 0 ? [texts.with_queue(counts.idle_with_queue)] : [];
}

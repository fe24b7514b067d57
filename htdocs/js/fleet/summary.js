// The fleet in numbers: a tile for what needs a hand, what runs, what is free, what is silent; each shows its printers alone
// when it is pressed. Beside them, who is free next.
import { domAttribute, domClone, domText } from '../dom.js';
import { formatDuration, isolated } from '../format.js';
import { iconSet } from '../icons.js';
import { countsOfTile, printerName, printersCount, printersDoneAt, printersFree, statesOfTile } from '../printers.js';
import { texts } from '../texts.js';
import { nextCreate } from './next.js';

/** tile → icon, its word, what stands below when nothing is in it, and what it tells beside its states. */
const TILES = [
  ['hand', { icon: 'warning', word: texts.tile_hand, empty: texts.all_well, also: alsoHand }],
  ['building', { icon: 'building', word: texts.tile_building, empty: texts.none_running, also: alsoBuilding }],
  ['free', { icon: 'idle', word: texts.tile_free, empty: texts.none_free, also: alsoFree }],
  ['dark', { icon: 'offline', word: texts.tile_dark, empty: texts.all_answer, also: () => [] }],
];
const TELLS_ITSELF = new Set(['idle', 'building']);
const NAMES_MOST = 3;

/** The view below `root`; `choose(tile)` is told of the tile that is pressed. */
export function summaryCreate(root, context, choose) {
  const tiles = TILES.map(([name, tile]) => [name, tile, tileCreate(root, name, tile, choose)]);
  const next = nextCreate(root, context);
  let counts = null;

  function tick(now_s) {
    if (!counts) return;
    for (const [name, tile, parts] of tiles) fillFacts(parts, name, tile, counts, now_s);
    next.tick(now_s);
  }

  return {
    /** The printers as of printersSorted, and the tile that is pressed. */
    update(sorted, pressed, now_s) {
      counts = { ...printersCount(sorted), next_done_at: printersDoneAt(sorted, now_s) };
      for (const [name, tile, parts] of tiles) fillTile(parts, name, tile, countsOfTile(counts, name), pressed);
      domText(tiles.find(([name]) => name === 'free')[2].names, namesOf(printersFree(sorted)));
      next.update(sorted, now_s);
    },
    tick,
  };
}

function tileCreate(root, name, { icon }, choose) {
  const parts = domClone('tile');
  domAttribute(parts.root, 'data-tile', name);
  iconSet(parts.icon, icon);
  parts.root.addEventListener('click', () => choose(name));
  domText(parts.names, null);
  root.append(parts.root);
  return parts;
}

function fillTile(parts, name, { word }, total, pressed) {
  domAttribute(parts.root, 'data-empty', String(total === 0));
  domAttribute(parts.root, 'aria-pressed', String(name === pressed));
  domText(parts.number, String(total));
  domText(parts.word, word(total));
}

function fillFacts(parts, name, tile, counts, now_s) {
  const states = statesOfTile(name)
    .filter((state) => counts.states[state] && !TELLS_ITSELF.has(state))
    .map((state) => texts.state_counts[state](counts.states[state]));
  const facts = [...states, ...tile.also(counts, now_s)].join(' · ');
  domText(parts.facts, facts || (countsOfTile(counts, name) === 0 ? emptyText(name, tile, counts) : null));
}

/** With printers that do not answer, nobody knows that there is nothing to do. */
function emptyText(name, tile, counts) {
  return name !== 'dark' && countsOfTile(counts, 'dark') > 0 ? texts.of_those : tile.empty;
}

function namesOf(printers) {
  const names = printers.slice(0, NAMES_MOST).map((printer) => isolated(printerName(printer)));
  const more = printers.length - names.length;
  return [names.join(', '), more > 0 && texts.fleet_page.and_more(more)].filter(Boolean).join(' ');
}

function alsoHand(counts) {
  return counts.short > 0 ? [texts.short_count(counts.short)] : [];
}

function alsoBuilding(counts, now_s) {
  const { next_done_at } = counts;
  return next_done_at > now_s ? [texts.fleet_page.next_done(formatDuration(next_done_at - now_s))] : [];
}

function alsoFree(counts) {
  const { idle_with_ready, idle_with_queue } = counts;
  return [idle_with_ready > 0 && texts.with_ready(idle_with_ready), idle_with_queue > 0 && texts.with_queue(idle_with_queue)].filter(Boolean);
}

// How many cells the wall shows at once, and how large: as large as can be, and never too small to be read. Pure.

/** What a cell needs, in its own em. */
const CELL_EM = { width: 17.5, height: 5.9 };
const GAP_EM = 0.5;
const READABLE_RATIO = 0.0155; // of the screen's shorter side: a television is as far away as it is large
const READABLE_LEAST_PX = 13;
const LARGEST_PX = 120;

/** The smallest size of a cell's text on a screen of that size. */
export const wallReadable = (width_px, height_px) => Math.max(READABLE_RATIO * Math.min(width_px, height_px), READABLE_LEAST_PX);

/**
 * {columns, rows, pages, em_px} for `count` cells in an area: all of them on one page where the text is then at least
 * `readable_px` high, and else spread evenly over as few pages as can be.
 */
export function wallLayout(count, { width_px, height_px }, readable_px) {
  const onOne = largest(Math.max(count, 1), width_px, height_px);
  if (onOne.em_px >= readable_px) return { ...onOne, pages: 1 };
  const room = (px, em) => Math.max(Math.floor((px / readable_px + GAP_EM) / (em + GAP_EM)), 1);
  const capacity = room(width_px, CELL_EM.width) * room(height_px, CELL_EM.height);
  const pages = Math.ceil(count / capacity);
  return { ...largest(Math.ceil(count / pages), width_px, height_px), pages };
}

/** The grid in which `count` cells are the largest; of equals, the one with the fewest empty places. */
function largest(count, width_px, height_px) {
  let best = null;
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const em_px = Math.min(
      width_px / (columns * (CELL_EM.width + GAP_EM) - GAP_EM),
      height_px / (rows * (CELL_EM.height + GAP_EM) - GAP_EM),
      LARGEST_PX,
    );
    const empty = columns * rows - count;
    if (!best || em_px > best.em_px || (em_px === best.em_px && empty < best.empty)) best = { columns, rows, em_px, empty };
  }
  return { columns: best.columns, rows: best.rows, em_px: best.em_px };
}

/** Which of `items` a page shows. */
export function wallPage(items, { columns, rows, pages }, page) {
  const size = pages === 1 ? items.length : Math.min(Math.ceil(items.length / pages), columns * rows);
  return items.slice(page * size, (page + 1) * size);
}

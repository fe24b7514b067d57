// The little mark beside a name in a legend, drawn alike on the page and in a picture: a filled box, or a piece of line.

const DASHES = { solid: [], dashed: [4, 3], dotted: [2, 2] };
const STEP_PX = 4;

/** Pattern → its path over a box of that size. */
const PATTERNS = {
  hatched(path, size) {
    for (let at = -size; at < size; at += STEP_PX) path.moveTo(at, size), path.lineTo(at + size, 0);
  },
  lined(path, size) {
    for (let y = 2; y < size; y += STEP_PX) path.moveTo(0, y), path.lineTo(size, y);
  },
  dotted(path, size) {
    for (let y = 2; y < size; y += STEP_PX) for (let x = 2; x < size; x += STEP_PX) path.rect(x - 0.5, y - 0.5, 1, 1);
  },
  checked(path, size) {
    for (let y = 0; y < size; y += STEP_PX) for (let x = y % 8; x < size; x += 8) path.rect(x + 1, y + 1, 2, 2);
  },
};

/** Draws the mark of {color, pattern, ink, dash} of a legend at (x, y) of a canvas. */
export function swatchDraw(context, { color, pattern, ink, dash }, x, y, size) {
  context.save();
  context.translate(x, y);
  if (dash) strokeLine(context, color, dash, size);
  else fillBox(context, color, PATTERNS[pattern], ink, size);
  context.restore();
}

function strokeLine(context, color, dash, size) {
  context.strokeStyle = color;
  context.lineWidth = 3;
  context.setLineDash(DASHES[dash]);
  context.beginPath();
  context.moveTo(0, size / 2);
  context.lineTo(size, size / 2);
  context.stroke();
}

function fillBox(context, color, pattern, ink, size) {
  context.fillStyle = color;
  context.beginPath();
  context.rect(0, 0, size, size);
  context.fill();
  if (!pattern) return;
  context.clip();
  context.strokeStyle = ink;
  context.lineWidth = 1;
  context.beginPath();
  pattern(context, size);
  context.stroke();
}

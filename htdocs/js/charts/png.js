// A chart as a picture to download: title, note and legend above it, on the background of the theme, wide enough to print.
import { chartName, themeOf } from './option.js';
import { swatchDraw } from './swatch.js';

const LEAST_WIDTH_PX = 1000;
const SHARP = 2; // pixels of the picture for one of the page
const PADDING_PX = 20;
const SWATCH_PX = 14;
const LINE = 1.4;

/** Resolves to the Blob of a PNG of `option`. */
export async function pngMake(library, option, { width_px, height_px, palette, items, title, note }) {
  const width = Math.max(width_px, LEAST_WIDTH_PX);
  const chart = library.init(document.createElement('div'), themeOf(palette), { width, height: height_px, devicePixelRatio: SHARP });
  try {
    chart.setOption({ ...option, animation: false });
    const head = headLines(title, note, items, width, palette);
    const canvas = compose(head, chart.renderToCanvas({ pixelRatio: SHARP }), width, height_px, palette);
    return await new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
  } finally {
    chart.dispose();
  }
}

function compose(head, picture, width, height, palette) {
  const canvas = document.createElement('canvas');
  canvas.width = (width + 2 * PADDING_PX) * SHARP;
  canvas.height = (head.height + height + 2 * PADDING_PX) * SHARP;
  const context = canvas.getContext('2d');
  context.scale(SHARP, SHARP);
  context.fillStyle = palette.surface;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.translate(PADDING_PX, PADDING_PX);
  context.textBaseline = 'middle';
  for (const piece of head.pieces) drawPiece(context, piece, palette, width);
  context.drawImage(picture, 0, head.height, width, height);
  return canvas;
}

function drawPiece(context, { text, font, color, item, x, y }, { ink }, width) {
  if (item) swatchDraw(context, item, x - SWATCH_PX - 6, y - SWATCH_PX / 2, SWATCH_PX);
  context.font = font;
  context.fillStyle = color ?? ink;
  context.fillText(text, x, y, width - x);
}

/** Where each line of text and each name of the legend goes: {pieces: {text, font, color, item, x, y}, height}. */
function headLines(title, note, items, width, palette) {
  const context = document.createElement('canvas').getContext('2d');
  const pieces = [];
  let y = 0;
  const paragraph = (text, font, size, color) => {
    context.font = font;
    for (const line of wrapped(context, text, width)) {
      pieces.push({ text: line, font, color, x: 0, y: y + (size * LINE) / 2 });
      y += size * LINE;
    }
  };
  paragraph(title, `600 18px ${palette.font}`, 18);
  if (note) paragraph(note, `13px ${palette.font}`, 13, palette.quiet);
  y += 8;
  const font = `13px ${palette.font}`;
  context.font = font;
  let x = 0;
  for (const item of items) {
    const name = chartName(item.name);
    const needed = SWATCH_PX + 6 + context.measureText(name).width;
    if (x > 0 && x + needed > width) [x, y] = [0, y + 22];
    pieces.push({ text: name, font, item, x: x + SWATCH_PX + 6, y: y + 11 });
    x += needed + 18;
  }
  return { pieces, height: Math.ceil(y + (items.length > 0 ? 30 : 4)) };
}

/** The words of a text in lines that are as wide as that at most, each of at least one word. */
function wrapped(context, text, width) {
  const lines = [];
  for (const word of text.split(/\s+/)) {
    const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word;
    if (lines.length > 0 && context.measureText(longer).width <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

// The little markup that descriptions in the OpenAPI text have: paragraphs, **strong** and `code`; all of it set as text.

const MARKS = /\*\*(.+?)\*\*|`(.+?)`/gs;

/** Makes `node` show `text`. */
export function proseFill(node, text) {
  const paragraphs = text.split(/\n{2,}/).filter(Boolean);
  node.replaceChildren(...(paragraphs.length > 1 ? paragraphs.map(paragraphOf) : piecesOf(text)));
}

function paragraphOf(text) {
  const paragraph = document.createElement('p');
  paragraph.append(...piecesOf(text));
  return paragraph;
}

function piecesOf(text) {
  const pieces = [];
  let at = 0;
  for (const match of text.matchAll(MARKS)) {
    pieces.push(text.slice(at, match.index), marked(match[1] === undefined ? 'code' : 'strong', match[1] ?? match[2]));
    at = match.index + match[0].length;
  }
  return [...pieces, text.slice(at)].filter((piece) => piece !== '');
}

function marked(name, text) {
  const node = document.createElement(name);
  node.textContent = text;
  return node;
}

// The numbers of a chart as a table.
import { known } from '../format.js';

/**
 * Fills `table` with `rows`, plain objects, in `columns`: {key, title, format(value, row), align: 'end'}. The first column
 * names the row.
 */
export function tableFill(table, columns, rows) {
  const head = row(columns.map((column) => cell('th', column, column.title, 'col')));
  const body = rows.map((item) => row(columns.map((column, i) => cell(i === 0 ? 'th' : 'td', column, words(column, item), 'row'))));
  table.tHead.replaceChildren(head);
  table.tBodies[0].replaceChildren(...body);
}

function words({ key, format = String }, item) {
  const value = item[key] ?? null;
  return known(value === null ? null : format(value, item));
}

function row(cells) {
  const node = document.createElement('tr');
  node.append(...cells);
  return node;
}

function cell(name, { align = 'start' }, text, scope) {
  const node = document.createElement(name);
  if (name === 'th') node.scope = scope;
  node.dataset.align = align;
  node.dir = 'auto';
  node.textContent = text;
  return node;
}

// Small helpers to fill a page without flicker: nothing is written that did not change, and text is only ever text.
// Templates (pages/*.html) name in data-part what a page fills, and by a key of the texts ("section.key") what is always the
// same: data-text, data-label (aria-label), data-title (title) and data-hint (placeholder).
import { iconSet } from './icons.js';
import { texts } from './texts.js';

/** A copy of <template id=name>: {root, and every element with data-part by its name}; its fixed words and icons in. */
export function domClone(name) {
  const root = document.getElementById(name).content.firstElementChild.cloneNode(true);
  domTranslate(root);
  const parts = { root };
  for (const node of root.querySelectorAll('[data-part]')) parts[node.dataset.part] = node;
  return parts;
}

const wordOf = (key) => key.split('.').reduce((section, part) => section[part], texts);

/** Puts the words of data-text and the like and the icons of data-icon-is="purpose" in below `root`. */
export function domTranslate(root) {
  for (const node of root.querySelectorAll('[data-text]')) node.textContent = wordOf(node.dataset.text);
  for (const node of root.querySelectorAll('[data-label]')) node.setAttribute('aria-label', wordOf(node.dataset.label));
  for (const node of root.querySelectorAll('[data-title]')) node.setAttribute('title', wordOf(node.dataset.title));
  for (const node of root.querySelectorAll('[data-hint]')) node.setAttribute('placeholder', wordOf(node.dataset.hint));
  for (const node of root.querySelectorAll('[data-icon-is]')) iconSet(node, node.dataset.iconIs);
}

/** Sets the text; null, undefined and '' hide the node, or what is given as `whole` with it. */
export function domText(node, text, whole = node) {
  const isShown = text !== null && text !== undefined && text !== '';
  domShow(whole, isShown);
  if (!isShown || node.textContent === text) return;
  if (node.firstChild) node.firstChild.nodeValue = text; // costs a third of making another
  else node.textContent = text;
}

export function domShow(node, isShown) {
  node.toggleAttribute('hidden', !isShown); // the attribute: icons have no such property
}

export function domAttribute(node, name, value) {
  if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}

/**
 * Makes the children of `parent` the nodes given, in that order, moving as few as it can; the focus stays where it was.
 */
export function domArrange(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
  const focused = parent.contains(document.activeElement) ? document.activeElement : null;
  let next = parent.firstElementChild;
  for (const node of nodes) {
    if (node === next) next = next.nextElementSibling;
    else if (next && node === next.nextElementSibling) next = node.nextElementSibling; // the one before it has its turn later
    else parent.insertBefore(node, next);
  }
  if (focused && document.activeElement !== focused) focused.focus({ preventScroll: true });
}

const rowsOf = new WeakMap(); // parent → parts of its rows

/** Keeps `parent` showing one row for each of `items`, re-using rows: `make()` gives parts, `fill(parts, item)`. Returns the rows. */
export function domList(parent, items, make, fill) {
  if (!rowsOf.has(parent)) rowsOf.set(parent, []);
  const rows = rowsOf.get(parent);
  while (rows.length > items.length) rows.pop().root.remove();
  while (rows.length < items.length) {
    const parts = make();
    rows.push(parts);
    parent.append(parts.root);
  }
  items.forEach((item, i) => fill(rows[i], item));
  return rows;
}

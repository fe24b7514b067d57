// An address that no page has.
import { domClone, domAttribute } from './dom.js';
import { texts } from './texts.js';

export function pageCreate(root, { href }) {
  const parts = domClone('missing');
  domAttribute(parts.home, 'href', href('fleet'));
  root.append(parts.root);
  return { title: () => texts.missing_title, show() {}, update() {}, tick() {}, leave() {} };
}

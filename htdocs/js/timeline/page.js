// To be written.
import { texts } from '../texts.js';

export function pageCreate(root) {
  const heading = document.createElement('h1');
  heading.className = 'page-title';
  heading.tabIndex = -1;
  heading.textContent = texts.nav.timeline;
  root.append(heading);
  return { title: () => heading.textContent, show() {}, update() {}, tick() {}, leave() {} };
}

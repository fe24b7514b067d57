// A section of the reports: a heading and its figures, asked for once they are near to what is seen.
import { domClone, domText } from '../dom.js';
import { reportCreate } from './report.js';

const NEAR = '500px';

/** `definition` is {id, title, reports}. Returns {id, root, follow(at), reveal(), close()}. */
export function sectionCreate({ id, title, reports }, context) {
  const parts = domClone('reports-section');
  const own = reports.map((definition) => reportCreate(definition, context));
  let at = null;
  let isNear = false;

  const nearness = new IntersectionObserver((entries) => entries.some(({ isIntersecting }) => isIntersecting) && near(), { rootMargin: NEAR });

  function near() {
    nearness.disconnect();
    isNear = true;
    if (at) for (const report of own) report.follow(at);
  }

  parts.root.id = `reports-${id}`;
  parts.heading.id = `reports-${id}-heading`;
  parts.root.setAttribute('aria-labelledby', parts.heading.id);
  domText(parts.heading, title);
  parts.figures.append(...own.flatMap(({ roots }) => roots));
  nearness.observe(parts.root);

  return {
    id,
    root: parts.root,
    follow(next) {
      at = next;
      if (isNear) for (const report of own) report.follow(at);
    },
    reveal() {
      parts.root.scrollIntoView({ block: 'start' });
      parts.heading.focus({ preventScroll: true });
    },
    close() {
      nearness.disconnect();
      for (const report of own) report.close();
    },
  };
}

// Arrow keys in the timeline: to the next bar of a row, and to the bar of the same time in the next row.

const STEPS = {
  ArrowLeft: (bar) => bar.previousElementSibling,
  ArrowRight: (bar) => bar.nextElementSibling,
  Home: (bar) => bar.parentElement.firstElementChild,
  End: (bar) => bar.parentElement.lastElementChild,
  ArrowUp: (bar, rows) => sameTimeIn(bar, rows, -1),
  ArrowDown: (bar, rows) => sameTimeIn(bar, rows, 1),
};

/** Listens below `rows`. */
export function keysListen(rows) {
  rows.addEventListener('keydown', (event) => {
    if (!event.target.matches('.timeline-bar') || !(event.key in STEPS) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    STEPS[event.key](event.target, rows)?.focus();
  });
  rows.addEventListener('focusin', ({ target }) => {
    if (!target.matches('.timeline-bar')) return;
    for (const bar of target.parentElement.children) bar.tabIndex = bar === target ? 0 : -1;
  });
}

function sameTimeIn(bar, rows, step) {
  const tracks = [...rows.querySelectorAll('.timeline-track')].filter((track) => track.children.length > 0);
  const track = tracks[tracks.indexOf(bar.parentElement) + step];
  const at_s = bar.bar.from_s;
  return track && ([...track.children].findLast((one) => one.bar.from_s <= at_s) ?? track.firstElementChild);
}

// When a page shows what it has to show. Runs in the page: nothing from outside of the function is there.

/** Whether nothing is awaited any more, and the charts that are seen are drawn. */
export function isReady() {
  const isSeen = (node) => node.checkVisibility() && node.getBoundingClientRect().top < innerHeight;
  const charts = [...document.querySelectorAll('.chart-canvas')].filter(isSeen);
  const busy = [...document.querySelectorAll('main [aria-busy=true]')].filter(isSeen);
  return document.querySelector('main h1') !== null && busy.length === 0 && charts.every((chart) => chart.querySelector('canvas')) &&
    [...document.images].every((image) => image.complete);
}

// The icons in use: purpose → name in Bootstrap Icons. The build makes the sprite from this table.

export const ICONS = {
  idle: 'check-circle-fill',
  preparing: 'thermometer-half',
  building: 'play-circle-fill',
  paused: 'pause-circle-fill',
  part_waiting: 'box-seam-fill',
  maintenance: 'wrench-adjustable',
  error: 'exclamation-octagon-fill',
  offline: 'plug-fill',
  unmapped: 'question-circle-fill',
  unobserved: 'eye-slash-fill',
  first: 'hourglass-split',
  warning: 'exclamation-triangle-fill',
  unreachable: 'cloud-slash-fill',
  location: 'geo-alt-fill',
  owner: 'person-fill',
  webcam: 'camera-video-fill',
  queue: 'list-ol',
  material: 'droplet-half',
  cards: 'grid-3x2-gap-fill',
  list: 'list-columns',
  temperature: 'thermometer-half',
  info: 'info-circle-fill',
  live: 'broadcast',
  fleet: 'grid-fill',
  timeline: 'bar-chart-steps',
  jobs: 'list-task',
  reports: 'bar-chart-line-fill',
  health: 'heart-pulse-fill',
  api: 'braces',
  wall: 'display',
  theme_auto: 'circle-half',
  theme_light: 'sun-fill',
  theme_dark: 'moon-stars-fill',
  search: 'search',
  filter: 'funnel-fill',
  table: 'table',
  download: 'download',
  image: 'image',
  close: 'x-lg',
  left: 'chevron-left',
  right: 'chevron-right',
  up: 'caret-up-fill',
  down: 'caret-down-fill',
  calendar: 'calendar3',
  print: 'printer-fill',
  link: 'box-arrow-up-right',
  completed: 'check-circle-fill',
  cancelled: 'slash-circle-fill',
  failed: 'x-octagon-fill',
  unknown: 'question-circle-fill',
  running: 'play-circle-fill',
};

/* global SPRITE_PATH: put in by the build */
const SVG = 'http://www.w3.org/2000/svg';

/** Makes `svg` show the icon of that purpose. Icons are decoration: the word always stands beside them. */
export function iconSet(svg, purpose) {
  if (svg.dataset.icon === purpose) return;
  svg.dataset.icon = purpose;
  const use = svg.firstElementChild ?? svg.appendChild(document.createElementNS(SVG, 'use'));
  use.setAttribute('href', `${SPRITE_PATH}#${ICONS[purpose]}`);
}

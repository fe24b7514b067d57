// The entry of a page that has charts alone: what the tests of charts call.
import { figureCreate } from '../../htdocs/js/charts/figure.js';
import { chartName, chartZoom } from '../../htdocs/js/charts/option.js';

window.charts = { chartName, chartZoom, figureCreate };

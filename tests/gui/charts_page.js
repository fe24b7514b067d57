// The entry of a page that has charts alone: what the tests of charts call.
import { chartCreate } from '../../htdocs/js/charts/chart.js';
import { figureCreate } from '../../htdocs/js/charts/figure.js';
import { chartName } from '../../htdocs/js/charts/option.js';

window.charts = { chartCreate, chartName, figureCreate };

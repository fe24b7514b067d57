// A page with nothing but a filter bar, built for its tests: the address is the page's hash, as in the GUI.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HTDOCS = fileURLToPath(new URL('../../htdocs/', import.meta.url));
const { build } = createRequire(join(HTDOCS, 'build.mjs'))('esbuild');

const SCRIPT = `
  import { apiAsk } from './js/api.js';
  import { filterBarCreate } from './js/filters/bar.js';
  import { filterParams } from './js/filters/query.js';
  import { routeHash, routeParse, routerCreate } from './js/router.js';
  const state = { printers: null, time_zone: null };
  const context = { clock: { now: () => Date.now() / 1000 }, store: { get: () => state }, get: (url) => apiAsk(url) };
  const fields = document.body.dataset.fields.split(' ');
  const out = document.getElementById('out');
  const bar = filterBarCreate({ fields, context, onChange: (query, options) => router.go(routeHash(['jobs'], query), options) });
  const router = routerCreate(({ query }) => {
    bar.show(query);
    out.textContent = filterParams(query, fields, bar.today()).toString();
  });
  document.querySelector('main').prepend(bar.root);
  router.tell();
  const learn = (name, patch) => apiAsk('api/v1/' + name).then(({ body }) => {
    Object.assign(state, patch(body));
    bar.update();
  });
  learn('printers', ({ items }) => ({ printers: items }));
  learn('health', ({ time_zone }) => ({ time_zone }));
  setInterval(() => bar.update(), 1000);
`;

/** Builds it below `directory`/htdocs; the bar has those fields. */
export async function filtersBuild(directory, fields) {
  const htdocs = join(directory, 'htdocs');
  const common = { absWorkingDir: HTDOCS, bundle: true, outdir: htdocs, logLevel: 'warning' };
  await mkdir(htdocs, { recursive: true });
  await build({ ...common, entryPoints: { style: 'css/style.css', theme: 'js/theme.js' } });
  await build({
    ...common, entryNames: 'page', format: 'esm', define: { SPRITE_PATH: '"icons.svg"' },
    stdin: { contents: SCRIPT, resolveDir: HTDOCS, sourcefile: 'page.js' },
  });
  const templates = await readFile(join(HTDOCS, 'pages', 'filters.html'), 'utf8');
  await writeFile(join(htdocs, 'icons.svg'), '<svg xmlns="http://www.w3.org/2000/svg"></svg>');
  await writeFile(join(htdocs, 'index.html'), `<!doctype html><html lang="en"><head><meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1"><title>Filters</title>
    <link rel="icon" href="icons.svg"><link rel="stylesheet" href="style.css"><script src="theme.js"></script><script type="module" src="page.js"></script></head>
    <body data-fields="${fields.join(' ')}"><main><h1>Jobs</h1><p id="out" class="cut"></p></main>${templates}</body></html>`);
}

// Builds a page that has charts alone, from the GUI's own scripts, styles and templates.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HTDOCS = new URL('../../htdocs/', import.meta.url);
const { build: bundle } = createRequire(new URL('build.mjs', HTDOCS))('esbuild');
const path = (name, base = HTDOCS) => fileURLToPath(new URL(name, base));

/** Writes it to `directory`; window.charts has what charts_page.js exports there. */
export async function chartsPageBuild(directory) {
  await bundle({
    entryPoints: { page: path('charts_page.js', import.meta.url), theme: path('js/theme.js'), style: path('css/style.css') },
    outdir: join(directory, 'assets'),
    bundle: true,
    splitting: true,
    format: 'esm',
    minify: true,
    legalComments: 'eof',
    define: { SPRITE_PATH: '"icons.svg"' },
    logLevel: 'warning',
  });
  const index = await readFile(path('index.html'), 'utf8');
  const [notice] = index.match(/<template id="notice">.*?<\/template>/s);
  const charts = await readFile(path('pages/charts.html'), 'utf8');
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, 'icons.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  await writeFile(join(directory, 'index.html'), `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Charts</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="assets/style.css">
<script src="assets/theme.js"></script>
<script type="module" src="assets/page.js"></script>
</head>
<body><main id="page"><h1>Charts</h1></main>${notice}${charts}</body>
</html>
`);
}

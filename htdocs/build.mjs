// Builds the GUI: `node htdocs/build.mjs OUTDIR` writes the files a browser loads to OUTDIR/htdocs/ and the same as C to
// OUTDIR/assets_data.c (see mod_stratasys/assets.h). The same input gives the same bytes, whatever the directory.
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, extname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build as bundle } from 'esbuild';
import { ICONS } from './js/icons.js';

const HERE = dirname(fileURLToPath(import.meta.url));
const BYTES_A_LINE = 40;
const WORTH_GZIP = 0.9; // the compressed form is kept where it is at most this part of the plain one
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const source = (...names) => readFile(join(HERE, ...names), 'utf8');
const digest = (bytes) => createHash('sha256').update(bytes).digest('hex');
const byPath = (a, b) => (a.path < b.path ? -1 : 1);

/** Builds everything below `outdir`; resolves to the assets: {path, bytes, immutable}, sorted by path. */
export async function build(outdir) {
  const sprite = hashed('icons', '.svg', await makeSprite());
  const favicon = hashed('favicon', '.svg', await source('favicon.svg'));
  const { bundles, entries } = await makeBundles(sprite.path);
  const index = await makeIndex({ ...entries, favicon: favicon.path });
  const assets = [index, sprite, favicon, ...bundles].sort(byPath);
  await writeFiles(join(outdir, 'htdocs'), assets);
  await writeFile(join(outdir, 'assets_data.c'), asC(assets));
  return assets;
}

function hashed(name, suffix, text) {
  const bytes = Buffer.from(text);
  return { path: `assets/${name}-${digest(bytes).slice(0, 8)}${suffix}`, bytes, immutable: true };
}

async function makeSprite() {
  const names = [...new Set(Object.values(ICONS))].sort();
  const symbols = await Promise.all(names.map(makeSymbol));
  const license = '<!-- Bootstrap Icons, The Bootstrap Authors, MIT license -->';
  return `<svg xmlns="http://www.w3.org/2000/svg">${license}${symbols.join('')}</svg>\n`;
}

async function makeSymbol(name) {
  const icon = await source('node_modules', 'bootstrap-icons', 'icons', `${name}.svg`);
  const [, inside] = icon.match(/<svg[^>]*>(.*)<\/svg>/s);
  return `<symbol id="${name}" viewBox="0 0 16 16">${inside.replace(/\s*\n\s*/g, '')}</symbol>`;
}

async function makeBundles(spritePath) {
  const result = await bundle({
    absWorkingDir: HERE,
    entryPoints: { app: 'js/main.js', theme: 'js/theme.js', style: 'css/style.css' },
    entryNames: 'assets/[name]-[hash]',
    chunkNames: 'assets/[name]-[hash]',
    outdir: 'out',
    bundle: true,
    splitting: true,
    format: 'esm',
    target: ['chrome111', 'firefox121', 'safari16.4'],
    minify: true,
    legalComments: 'eof',
    charset: 'utf8',
    define: { SPRITE_PATH: JSON.stringify(spritePath) },
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
  const relative = (path) => path.slice(path.indexOf('assets/'));
  const entries = {};
  for (const [path, output] of Object.entries(result.metafile.outputs)) {
    if (output.entryPoint) entries[path.match(/assets\/(\w+)-/)[1]] = relative(path);
  }
  const bundles = result.outputFiles.map((file) => ({
    path: relative(file.path.slice(join(HERE, 'out').length)),
    bytes: Buffer.from(file.contents),
    immutable: true,
  }));
  return { bundles, entries };
}

async function makeIndex(paths) {
  const values = { ...paths, templates: await makeTemplates() };
  const page = (await source('index.html')).replace(/\{\{(\w+)\}\}/g, (_, name) => {
    if (!values[name]) throw new Error(`index.html asks for {{${name}}}, which is not built`);
    return values[name];
  });
  return { path: 'index.html', bytes: Buffer.from(page), immutable: false };
}

/** The templates of all pages, one after the other. */
async function makeTemplates() {
  const names = (await readdir(join(HERE, 'pages'))).filter((name) => name.endsWith('.html')).sort();
  return (await Promise.all(names.map((name) => source('pages', name)))).join('\n');
}

async function writeFiles(directory, assets) {
  await rm(directory, { recursive: true, force: true });
  await mkdir(join(directory, 'assets'), { recursive: true });
  await Promise.all(assets.map((asset) => writeFile(join(directory, asset.path), asset.bytes)));
}

// ---- C ----------------------------------------------------------------------------------------------------------

function asC(files) {
  const assets = files.map((file) => ({ ...file, gzip: compressed(file.bytes) }));
  const arrays = assets.map(({ bytes, gzip }, i) => cArray(`bytes_${i}`, bytes) + (gzip ? cArray(`gzip_${i}`, gzip) : ''));
  return `/* Made by htdocs/build.mjs. */
#include "assets.h"

${arrays.join('\n')}
const struct asset assets[] = {
${assets.map(cRow).join('\n')}
};

const size_t asset_count = ${assets.length};
`;
}

function compressed(bytes) {
  const gzip = gzipSync(bytes, { level: 9 });
  return gzip.length <= bytes.length * WORTH_GZIP ? gzip : null;
}

function cArray(name, bytes) {
  const lines = [];
  for (let at = 0; at < bytes.length; at += BYTES_A_LINE) lines.push(bytes.subarray(at, at + BYTES_A_LINE).join(','));
  return `static const unsigned char ${name}[] = {\n${lines.join(',\n')}};\n`;
}

function cRow({ path, bytes, gzip, immutable }, i) {
  const fields = [
    JSON.stringify(path),
    JSON.stringify(TYPES[extname(path)]),
    `"\\"${digest(bytes).slice(0, 16)}\\""`,
    `bytes_${i}`,
    `sizeof bytes_${i}`,
    gzip ? `gzip_${i}` : 'NULL',
    gzip ? `sizeof gzip_${i}` : '0',
    immutable ? '1' : '0',
  ];
  return `    {${fields.join(', ')}},`;
}

if (process.argv[1] && import.meta.url === pathToFileURL(resolve(process.argv[1])).href) {
  if (!process.argv[2]) {
    console.error('usage: node htdocs/build.mjs OUTDIR');
    process.exit(2);
  }
  await build(resolve(process.argv[2]));
}

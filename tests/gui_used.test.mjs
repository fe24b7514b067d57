// Nothing in htdocs/ is there for nobody: words of the texts, and what the modules export.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { before, describe, test } from 'node:test';
import { en } from '../htdocs/js/texts/en.js';
import { project } from './lib/place.mjs';

const HTDOCS = join(project, 'htdocs');
const isSection = (value) => value !== null && typeof value === 'object';

async function filesBelow(directory, suffix) {
  const entries = await readdir(directory, { withFileTypes: true });
  const found = await Promise.all(entries.filter(({ name }) => name !== 'node_modules').map((entry) => {
    const path = join(directory, entry.name);
    return entry.isDirectory() ? filesBelow(path, suffix) : path.endsWith(suffix) ? [path] : [];
  }));
  return found.flat();
}

const textsOf = (paths) => Promise.all(paths.map(async (path) => ({ path, text: await readFile(path, 'utf8') })));

// ---- words --------------------------------------------------------------------------------------------------------

/** The keys of all words, 'section.key'. */
function keysOf(section, at = '') {
  return Object.entries(section).flatMap(([key, value]) => (isSection(value) ? keysOf(value, `${at}${key}.`) : [at + key]));
}

/** What a chain of names below `texts` uses: a word, or all of a section that is looked up in or handed on. */
function usedBy(names) {
  let at = en;
  const path = [];
  for (const name of names) {
    if (!isSection(at) || !(name in at)) break;
    at = at[name];
    path.push(name);
  }
  return isSection(at) ? keysOf(at, `${path.join('.')}.`) : [path.join('.')];
}

const chain = (text) => text.split(/\??\./).filter(Boolean);

/** The keys that a script uses: texts.a.b, and those of what it calls otherwise: `const words = texts.a`, `const { b } = texts.a`. */
function keysInScript(script) {
  const aliases = new Map([['texts', []]]);
  const used = [];
  const rest = script
    .replace(/const (\w+) = (texts(?:\.\w+)+);/g, (_, alias, of) => (aliases.set(alias, chain(of).slice(1)), ''))
    .replace(/const \{([^}]*)\} = (texts(?:\.\w+)*);/g, (_, names, of) => {
      for (const name of names.split(',')) used.push(...usedBy([...chain(of).slice(1), name.split(':')[0].trim()]));
      return '';
    })
    .replace(/^import .*$|^ *\/?\*.*$|\/\/ .*$/gm, '');
  for (const [, alias, names, next] of rest.matchAll(/(?<![.\w'])(\w+)((?:\??\.\w+)*)(?=(\??\.?\[)?)/g)) {
    const isLookup = Boolean(next);
    if (alias === 'texts' && !names && isLookup) used.push(...Object.keys(en).filter((key) => script.includes(`'${key}'`)));
    else if (aliases.has(alias) && (names || isLookup)) used.push(...usedBy([...aliases.get(alias), ...chain(names)]));
  }
  return used;
}

/** Words handed on as `words` are used by whoever takes them. */
const isTaken = (scripts, key) => scripts.some(({ text }) => !/const words = /.test(text) && new RegExp(`\\bwords\\.${key.split('.').at(-1)}\\b`).test(text));

describe('what is there is used', () => {
  let scripts;
  let users;
  before(async () => {
    scripts = await textsOf((await filesBelow(join(HTDOCS, 'js'), '.js')).filter((path) => !path.includes('/texts/')));
    users = [...scripts, ...(await textsOf([join(HTDOCS, 'build.mjs'), ...(await filesBelow(join(project, 'tests'), 'js')), ...(await filesBelow(join(project, 'tests'), '.mjs'))]))];
  });

  test('every word of the texts', async () => {
    const templates = await textsOf(await filesBelow(HTDOCS, '.html'));
    const inTemplates = templates.flatMap(({ text }) => [...text.matchAll(/\sdata-(?:text|label|title|hint)="([^"]+)"/g)].map(([, key]) => key));
    const used = new Set([...inTemplates, ...scripts.flatMap(({ text }) => keysInScript(text))]);
    assert.deepEqual(inTemplates.filter((key) => typeof usedBy(key.split('.'))[0] !== 'string'), []);
    assert.deepEqual(keysOf(en).filter((key) => !used.has(key) && !isTaken(scripts, key)), []);
  });

  test('every name that a module exports', () => {
    const imported = new Set();
    for (const { path, text } of users) {
      for (const [, names, from] of text.matchAll(/(?:import|export|const) \{([^}]*)\} (?:from |= await import\()'(\.[^']*)'/g))
        for (const name of names.split(',')) for (const base of [dirname(path), HTDOCS]) imported.add(`${resolve(base, from)} ${name.split(/ as |:/)[0].trim()}`);
    } // what a test bundles itself is below HTDOCS
    const exported = scripts.flatMap(({ path, text }) => [...text.matchAll(/^export (?:async )?(?:const|let|function|class) (\w+)/gm)].map(([, name]) => `${path} ${name}`));
    const LOADED = / pageCreate$/; // by opener.js
    assert.deepEqual(exported.filter((name) => !imported.has(name) && !LOADED.test(name)), []);
  });
});

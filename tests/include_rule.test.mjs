// The rooms of the code stay apart: who may know SQLite, httpd, the clock and the network.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { build, project } from './lib/place.mjs';

const sourcesIn = (folder) => readdirSync(join(project, folder)).filter((name) => /\.[ch]$/.test(name)).map((name) => join(folder, name));
const LIBPROTO = sourcesIn('libproto');
const MODULE = sourcesIn('mod_stratasys');
const HEADERS = new Map([...LIBPROTO, ...MODULE].filter((file) => file.endsWith('.h')).map((file) => [basename(file), file]));

function includesOf(file) {
  const lines = readFileSync(join(project, file), 'utf8').matchAll(/^\s*#\s*include\s*([<"])([^>"]+)[>"]/gm);
  return [...lines].map(([, kind, name]) => ({ name, ours: kind === '"' && HEADERS.has(name) }));
}

/** Every header that a file sees, over our own headers too. */
function seenBy(file, seen = new Set()) {
  for (const { name, ours } of includesOf(file)) {
    if (seen.has(name)) continue;
    seen.add(name);
    if (ours) seenBy(HEADERS.get(name), seen);
  }
  return seen;
}

const isSqlite = (name) => /^sqlite3/.test(name);
const isHttpd = (name) => /^(apr|ap_|httpd|http_|util_|mpm_|unixd|mod_(?!stratasys))/.test(name);

const KNOWS_SQLITE = /^(store\w*|schema|reader\w*|row|endpoint\w*|problem)\.[ch]$/;
const KNOWS_HTTPD = /^(api(_internal|_page|_send)?|config(_internal|_printer|_location)?|supervisor)\.[ch]$|^mod_stratasys\.c$/;

/** Files that see such a header though they are not of the room that may. */
const strangers = (files, room, isSuch) => files.filter((file) => !room.test(basename(file)) && [...seenBy(file)].some(isSuch));

test('SQLite is known to store, schema, reader, row, endpoints and problem alone', () => {
  assert.deepEqual(strangers([...MODULE, ...LIBPROTO], KNOWS_SQLITE, isSqlite), []);
  assert.ok(MODULE.some((file) => [...seenBy(file)].some(isSqlite)), 'somebody knows it');
});

test('httpd and APR are known to api, config, supervisor and the module record alone', () => {
  assert.deepEqual(strangers([...MODULE, ...LIBPROTO], KNOWS_HTTPD, isHttpd), []);
  assert.equal(MODULE.filter((file) => [...seenBy(file)].some(isHttpd)).length >= 6, true, 'somebody knows them');
});

test('the two halves do not see each other', () => {
  for (const file of MODULE) assert.ok(![...seenBy(file)].some(isHttpd) || ![...seenBy(file)].some(isSqlite), file);
});

const LIBC = /^(assert|ctype|errno|inttypes|limits|locale|math|stdalign|stdarg|stdbool|stddef|stdint|stdio|stdlib|string|strings)\.h$/;
const PURE = MODULE.filter((file) => /^(history\w*|moment|period|progress|zone)\.c$/.test(basename(file)));

test('libproto sees the C library and itself; history, moment, period, progress and zone nothing that knows a clock, a socket or a database', () => {
  for (const file of LIBPROTO)
    for (const { name, ours } of includesOf(file))
      assert.ok(ours ? HEADERS.get(name).startsWith('libproto/') : LIBC.test(name), `${file} includes ${name}`);
  assert.ok(PURE.length >= 10, 'they are there');
  for (const file of PURE)
    for (const name of seenBy(file)) assert.ok(HEADERS.has(name) || LIBC.test(name), `${file} sees ${name}`);
});

// ---- the same, of what the compiler made ---------------------------------------------------------------------------

const objectOf = (file) => join(build, 'obj', file.replace(/\.c$/, '.o'));

function symbols(file, ...options) {
  const lines = execFileSync('nm', [...options, '--format=posix', file], { encoding: 'utf8' }).split('\n');
  return lines.filter(Boolean).map((line) => line.split(' ')[0]);
}

const noModule = !existsSync(join(build, 'mod_stratasys.so')) && 'the module is not built';

const OUTSIDE = new RegExp(`^(${[
  'time|clock|clock_gettime|gettimeofday|gmtime|localtime|mktime', 'socket|connect|bind|send|recv|poll|ppoll|select',
  'open|read|write|fopen|getenv|fork'].join('|')})(_r|64)?$`);

test('no object calls what its room must not know', { skip: noModule }, () => {
  for (const file of [...MODULE, ...LIBPROTO].filter((each) => each.endsWith('.c'))) {
    const called = symbols(objectOf(file), '--undefined-only');
    const name = basename(file);
    if (!KNOWS_SQLITE.test(name)) assert.deepEqual(called.filter((symbol) => symbol.startsWith('sqlite3_')), [], file);
    if (!KNOWS_HTTPD.test(name)) assert.deepEqual(called.filter((symbol) => /^apr?_/.test(symbol)), [], file);
    if (PURE.includes(file) || LIBPROTO.includes(file)) assert.deepEqual(called.filter((symbol) => OUTSIDE.test(symbol)), [], file);
  }
});

test("httpd's half runs the poller and asks the endpoints, and touches nothing behind them", { skip: noModule }, () => {
  const half = MODULE.filter((file) => file.endsWith('.c') && KNOWS_HTTPD.test(basename(file)));
  const called = new Set(half.flatMap((file) => symbols(objectOf(file), '--undefined-only')));
  assert.ok(called.has('poller_run') && called.has('endpoints_answer'));
  const behind = /^(store|schema|reader|row|endpoint|problem|query|csv|moment|period|rawfile|history|progress|zone|schedule|link|resolver|session|document|status)_/;
  assert.deepEqual([...called].filter((symbol) => behind.test(symbol)), []);
});

test('the module shows one symbol', { skip: noModule }, () => {
  assert.deepEqual(symbols(join(build, 'mod_stratasys.so'), '-D', '--defined-only'), ['stratasys_module']);
});

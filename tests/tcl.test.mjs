// What libproto reads is what Tcl reads: the same sections, groups, keys and values of generated and of real texts.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { statusText } from './tcl/texts.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const ours = resolve(root, process.env.BUILD ?? 'build', 'tcl_dump');
const tclScript = join(root, 'tests/tcl/dump.tcl');
const captures = resolve(root, process.env.STRATASYS_CAPTURES ?? '../shared/captures');
const fixtures = join(root, 'tests/unit/fixtures');
const noTcl = spawnSync('tclsh', [], { input: '' }).error ? 'tclsh is not installed' : false;

/** What a program prints about each of the files. */
function dumps(program, files) {
  const out = execFileSync(program[0], [...program.slice(1), ...files], { encoding: 'latin1', maxBuffer: 1 << 26 });
  return out.split(/^(?=text$|refused$)/m);
}

function assertSame(files, describe) {
  const [mine, tcls] = [dumps([ours], files), dumps(['tclsh', tclScript], files)];
  assert.equal(mine.length, files.length);
  assert.equal(tcls.length, files.length);
  files.forEach((file, i) => assert.equal(mine[i], tcls[i], describe(file, i)));
  return tcls;
}

/** The status texts in a folder; none where there is no such folder. */
function textFiles(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => name.endsWith('.sts')).map((name) => join(folder, name));
}

function assertSameAndWhole(files) {
  assertSame(files, (file) => file).forEach((dump, i) => assert.match(dump, /^text\nsection [^]*\nkey /, files[i]));
}

test('generated texts are read as Tcl reads them', { skip: noTcl }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'tcl-texts-'));
  try {
    const texts = Array.from({ length: 400 }, (_, seed) => statusText(seed + 1)).filter((text) => text.includes('set '));
    const files = texts.map((text, i) => {
      const file = join(folder, `${i}.sts`);
      writeFileSync(file, text);
      return file;
    });
    const tcls = assertSame(files, (_, i) => `of the text ${JSON.stringify(texts[i])}`);
    const refused = tcls.filter((dump) => dump === 'refused\n').length;
    assert.ok(refused > 20, `${refused} refused texts: the nasty ones are missing`);
    assert.ok(files.length - refused > 200, `${files.length - refused} accepted texts are too few`);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('made-up texts of all families are read as Tcl reads them', { skip: noTcl }, () => {
  assert.ok(textFiles(fixtures).length > 0);
  assertSameAndWhole(textFiles(fixtures));
});

const real = textFiles(captures);
test('captures are read as Tcl reads them', { skip: noTcl || (real.length === 0 && `no captures in ${captures}`) }, () => {
  assertSameAndWhole(real);
});

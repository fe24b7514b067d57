// Runs every cmocka program of tests/unit and tells its tests one by one.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { build, project } from './lib/place.mjs';

const programs = readdirSync(join(project, 'tests/unit')).filter((name) => /^test_.*\.c$/.test(name));

/** The tests of a TAP text: [{name, ok}]. */
function readTap(text) {
  return [...text.matchAll(/^(not ok|ok) \d+ - (.*)$/gm)].map(([, result, name]) => ({
    name: name.replace(/ # .*$/, ''),
    ok: result === 'ok',
    skip: /# SKIP/i.test(name),
  }));
}

for (const source of programs) {
  const name = source.replace(/\.c$/, '');
  test(name, async (t) => {
    const run = spawnSync(join(build, 'unit', name), {
      cwd: project,
      encoding: 'utf8',
      env: { ...process.env, CMOCKA_MESSAGE_OUTPUT: 'TAP' },
    });
    const tests = readTap(run.stdout);
    for (const one of tests)
      await t.test(`${name}: ${one.name}`, { skip: one.skip && 'the program says so' }, () => assert.ok(one.ok, run.stdout + run.stderr));
    assert.equal(run.status, 0, run.stdout + run.stderr);
    assert.ok(tests.length > 0, `${name} ran no test`);
  });
}

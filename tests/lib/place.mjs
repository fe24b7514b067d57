// Directories, addresses and waiting, shared by the tests.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const project = resolve(fileURLToPath(import.meta.url), '../../..');
export const build = resolve(project, process.env.BUILD ?? 'build');
export const captures = resolve(project, process.env.STRATASYS_CAPTURES ?? '../shared/captures');
export const isRoot = process.getuid() === 0;

const ends = new WeakMap();

/** Runs the action when the test is over, the last one first: processes end before their directories go. */
export function atEnd(t, action) {
  if (!ends.has(t)) {
    const actions = [];
    ends.set(t, actions);
    t.after(async () => {
      let failure;
      for (const act of actions.reverse()) await (async () => act())().catch((error) => (failure ??= error));
      if (failure) throw failure;
    });
  }
  ends.get(t).push(action);
}

/** A directory of the test's own that other users can enter; removed when the test is over. */
export function makePlace(t, parent = tmpdir()) {
  const path = mkdtempSync(join(parent, 'stratasys-test-'));
  chmodSync(path, 0o755);
  atEnd(t, () => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A port on 127.0.0.1 that was free a moment ago. */
export function freePort() {
  return new Promise((done, failed) => {
    const server = createServer().on('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

/** Asks until the answer is truthy, and gives it; `what` says what was waited for when it never was. */
export async function until(what, ask, limit_s = 30) {
  const end = Date.now() + limit_s * 1000;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`waited ${limit_s} s in vain: ${what}`);
    await pause(25);
  }
}

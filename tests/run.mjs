// Runs test files, three at a time: many of them mostly wait for processes and pages. Takes the files; ends with the count of the reporter.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { run } from 'node:test';
import { makeHistory } from './gui/lab.mjs';
import report from './reporter.mjs';

const FILES_AT_ONCE = 3;

const files = process.argv.slice(2).map((file) => resolve(file));
const place = mkdtempSync(join(tmpdir(), 'gui-history-'));
process.on('exit', () => rmSync(place, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

process.env.GUI_HISTORY = makeHistory(place); // once for all files
const events = run({ files, concurrency: FILES_AT_ONCE });
events.on('test:fail', () => { process.exitCode = 1; });
for await (const line of report(events)) process.stdout.write(line);

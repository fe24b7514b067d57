// Runs test files, two at a time: many of them mostly wait for processes. Takes the files; ends with the count of the reporter.
import { run } from 'node:test';
import { resolve } from 'node:path';
import report from './reporter.mjs';

const FILES_AT_ONCE = 2;

const files = process.argv.slice(2).map((file) => resolve(file));
const events = run({ files, concurrency: FILES_AT_ONCE });
events.on('test:fail', () => { process.exitCode = 1; });
for await (const line of report(events)) process.stdout.write(line);

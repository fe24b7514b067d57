// Time-lapses for the tests: build/timelapse, and what it left in its database and its file of the truth.
import { execFileSync, spawnSync } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from '../lib/place.mjs';

const ANSWER_BYTES_MAX = 1024 * 1024 * 1024;

export const program = join(build, 'timelapse');

/** The command line of an object of options; a list repeats its option, true is a flag. */
export const lapseArguments = (options) =>
  Object.entries(options).flatMap(([name, value]) =>
    value === true ? [`--${name}`] : [].concat(value).flatMap((one) => [`--${name}`, String(one)]));

/** Runs a time-lapse to its end and gives the line that it prints. */
export function lapse(options) {
  const { status, stdout, stderr } = spawnSync(program, lapseArguments(options), { encoding: 'utf8' });
  if (status !== 0) throw new Error(`timelapse: ${stderr}`);
  return stdout.trim();
}

/** The rows of a SELECT, read by the sqlite3 program. */
export function rowsOf(database, select) {
  const text = execFileSync('sqlite3', ['-json', database, select], { encoding: 'utf8', maxBuffer: ANSWER_BYTES_MAX });
  return text ? JSON.parse(text) : [];
}

/** One value of a SELECT. */
export const valueOf = (database, select) => Object.values(rowsOf(database, select)[0])[0];

/** The truth by printer: [{jobs, states}], the first of printer 1. */
export async function truthOf(file) {
  const printers = [];
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const record = JSON.parse(line);
    const own = (printers[record.printer - 1] ??= { jobs: [], states: [] });
    if (record.type === 'job') own.jobs.push(record);
    if (record.type === 'state') own.states.push(record);
  }
  for (const { jobs, states } of printers) {
    states.sort((a, b) => a.from - b.from);
    jobs.sort((a, b) => a.submitted - b.submitted || a.number - b.number || a.run - b.run);
  }
  return printers;
}

/** Rows by the number in their column `printer` (p1, p2, ...), count lists from printer `first` on. */
export function byPrinter(rows, count, first = 1) {
  const printers = Array.from({ length: count }, () => []);
  for (const row of rows) printers[Number(row.printer.slice(1)) - first].push(row);
  return printers;
}

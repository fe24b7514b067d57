// The schema and its description: what tests and benchmarks need of both.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { project } from './place.mjs';

const folder = join(project, 'schema');

/** All steps of the schema, in order. */
export const schemaSql = readdirSync(folder).filter((name) => /^\d+_.*\.sql$/.test(name)).sort()
  .map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');

/** The version that these steps lead to. */
export const schemaVersion = readdirSync(folder).filter((name) => /^\d+_.*\.sql$/.test(name)).length;

const SUMS = ['idle_s', 'preparing_s', 'building_s', 'paused_s', 'part_waiting_s', 'maintenance_s', 'error_s', 'offline_s', 'unmapped_s', 'unobserved_s',
  'unobserved_build_s'];

/** Adds the months of the days that are there. */
export const monthsOfDays = `INSERT INTO usage_month (month, printer_key, printer, ${SUMS.join(', ')})
  SELECT substr(day, 1, 7), printer_key, printer, ${SUMS.map((sum) => `sum(${sum})`).join(', ')} FROM usage_day GROUP BY 1, 2;`;

const readme = readFileSync(join(folder, 'README.md'), 'utf8');

/** The ready SELECTs: [{heading, sql}]. */
export const readySelects = [...readme.matchAll(/^### (.+)\n[^#]*?```sql\n([^`]+)```$/gm)].map(([, heading, sql]) => ({ heading, sql }));

/** The views that are described: a map of name to names of columns, in the order of the text. */
export const describedViews = new Map([...readme.matchAll(/^## (\w+)\n([^#]*)/gm)]
  .map(([, view, text]) => [view, [...text.matchAll(/^\| ([a-z_0-9, ]+) \|/gm)].flatMap(([, names]) => names.split(', ')).filter((name) => name !== 'column')])
  .filter(([, columns]) => columns.length > 0));

/** Runs SQL by the sqlite3 command line and gives the rows of its one SELECT. */
export function query(database, sql) {
  const text = execFileSync('sqlite3', ['-bail', '-json', database], { input: sql, encoding: 'utf8', maxBuffer: 1 << 28 });
  return text.trim() === '' ? [] : JSON.parse(text);
}

/** Runs SQL of many statements. */
export function run(database, sql) {
  return execFileSync('sqlite3', ['-bail', database], { input: sql, encoding: 'utf8', maxBuffer: 1 << 28 });
}

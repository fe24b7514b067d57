// The large history, 1,000,000 jobs of 100 printers in five years, in memory and as httpd's user has it.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { httpdUser } from '../lib/httpd.mjs';
import { isRoot, project, until } from '../lib/place.mjs';
import { monthsOfDays, run, schemaSql, schemaVersion } from '../lib/schema.mjs';

const POLLED_S = 120; // the first time takes longer: years without polls are told as not watched

/** Pours it, and gives the lines of httpd's configuration that serve it. */
export function pourLarge(scope) {
  const place = mkdtempSync('/dev/shm/stratasys-bench-');
  chmodSync(place, 0o755);
  scope.after(() => rmSync(place, { recursive: true }));
  const folder = join(place, 'db');
  mkdirSync(folder, { mode: 0o2750 });
  const database = join(folder, 'stratasys.db');
  const began = Date.now();
  run(database, `${schemaSql}${readFileSync(join(project, 'tests/bench/fill.sql'), 'utf8')}${monthsOfDays}
    PRAGMA application_id = 1398035289; PRAGMA user_version = ${schemaVersion}; PRAGMA journal_mode = WAL;`);
  if (isRoot) for (const path of [folder, database]) execFileSync('chown', [`${httpdUser}:`, path]);
  console.log(`1,000,000 jobs, 100 printers, five years: poured in ${((Date.now() - began) / 1000).toFixed(0)} s`);
  return `DefaultRuntimeDir ${place}\nStratasysTimeZone Europe/Berlin\nStratasysDatabase ${database}`;
}

/** Waits until that many printers were polled. */
export function untilPolled(httpd, count) {
  return until('the poller polls', async () => {
    const response = await httpd.get('/stratasys/api/v1/health');
    return response.status === 200 && (await response.json()).printers.filter((p) => p.polled_at !== null).length === count;
  }, POLLED_S);
}

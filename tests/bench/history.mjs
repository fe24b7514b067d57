// The benchmarks of the history: reports on a large database, its bytes, and how fast polls go into it. Everything lies in
// memory and is removed afterwards.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build, project } from '../lib/place.mjs';
import { monthsOfDays, query, readySelects, run, schemaSql } from '../lib/schema.mjs';

const RUNS = 3;
const REPORT_MS = 300;
const FASTER_MS = { 'Utilization by month and printer': 25 };
const JOB_BYTES = 350;
const POLLS_PER_S = 20000;
const PRINTER_YEAR_MB = 10;
const YEAR_PRINTERS = Number(process.env.BENCH_YEAR_PRINTERS ?? 9); // one of each family

const place = mkdtempSync('/dev/shm/stratasys-bench-');

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const tell = (what, figure, goal) => console.log(`${what.padEnd(44)} ${figure} (to reach ${goal})`);

function fill(database) {
  const began = Date.now();
  run(database, schemaSql + readFileSync(join(project, 'tests/bench/fill.sql'), 'utf8') + monthsOfDays);
  const [{ jobs, days }] = query(database, 'SELECT (SELECT count(*) FROM job) AS jobs, (SELECT count(*) FROM usage_day) AS days');
  console.log(`1,000,000 jobs, 100 printers, 5 years: ${jobs} jobs, ${days} daily sums, ${(statSync(database).size / 1e6).toFixed(0)} MB, made in ${((Date.now() - began) / 1000).toFixed(0)} s`);
}

/** Milliseconds of processor time of each run, by sqlite3's own timer: prepared anew each time, in one process. */
function timesOf(database, sql) {
  const runs = `.timer on\n.output /dev/null\n${`${sql}\n`.repeat(RUNS)}`;
  const text = execFileSync('sqlite3', ['-bail', '-readonly', database], { input: runs, encoding: 'utf8' });
  return [...text.matchAll(/^Run Time: .* user ([\d.]+) sys ([\d.]+)/gm)].map(([, user_s, sys_s]) => (Number(user_s) + Number(sys_s)) * 1000);
}

function benchReports(database) {
  for (const { heading, sql } of readySelects) {
    const times = timesOf(database, sql);
    if (times.length !== RUNS) throw new Error(`${heading}: ${times.length} runs were timed`);
    const rows = query(database, sql).length;
    tell(heading, `${median(times).toFixed(0).padStart(7)} ms, ${rows} rows`, `${FASTER_MS[heading] ?? REPORT_MS} ms`);
  }
}

function benchJobBytes(database) {
  const [{ has_dbstat }] = query(database, "SELECT count(*) AS has_dbstat FROM pragma_module_list WHERE name = 'dbstat'");
  if (!has_dbstat) return console.log('bytes a job: not measured, this sqlite3 comes without dbstat');
  const [{ bytes }] = query(database, `SELECT 1.0 * sum(pgsize) / (SELECT count(*) FROM job) AS bytes FROM dbstat
    WHERE name IN (SELECT name FROM sqlite_master WHERE tbl_name = 'job') OR name LIKE 'job_text%'`);
  tell('a job with its indexes and words', `${bytes.toFixed(0).padStart(7)} bytes`, JOB_BYTES);
}

const lapse = (program, database, options) => execFileSync(join(build, program), ['--database', database, '--zone', 'Europe/Berlin', ...options], { encoding: 'utf8' });

function benchPolls() {
  const rates = [];
  for (let i = 0; i < RUNS; i++) {
    const text = lapse('bench_polls', join(place, `polls${i}.db`), ['--from', '2025-01-01', '--to', '2025-01-02', '--printers', '20', '--interval', '10']);
    const [polls, seconds] = text.split(' ').map(Number);
    rates.push(polls / seconds);
  }
  tell('polls through parser, history and store', `${median(rates).toFixed(0).padStart(7)}/s on one core`, POLLS_PER_S);
}

/** A year of polls each minute, at the default retention. */
function benchPrinterYear() {
  const database = join(place, 'year.db');
  lapse('timelapse', database, ['--from', '2025-01-01', '--to', '2026-01-01', '--printers', String(YEAR_PRINTERS), '--interval', '60']);
  tell('a printer-year', `${(statSync(database).size / 1e6 / YEAR_PRINTERS).toFixed(2).padStart(7)} MB`, `${PRINTER_YEAR_MB} MB`);
}

try {
  const database = join(place, 'large.db');
  fill(database);
  benchReports(database);
  benchJobBytes(database);
  rmSync(database);
  benchPolls();
  benchPrinterYear();
} finally {
  rmSync(place, { recursive: true });
}

// The benchmark of the REST API on a large history: 1,000,000 jobs, 100 printers, five years, while a poller writes to it. One request
// at a time, each another one, so that none is answered from what was made before; p50 and p99.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { askServer } from '../lib/ask.mjs';
import { chance } from '../lib/chance.mjs';
import { startHttpd } from '../lib/httpd.mjs';
import { printerLines, startSim } from '../lib/sim.mjs';
import { pourLarge, untilPolled } from './large.mjs';
import { Scope } from './scope.mjs';

const REQUESTS = Number(process.env.BENCH_REQUESTS ?? 100);
const JOBS = 1000000;
const DAY_S = 86400;
const FIRST_AT = 1609455600; // of the jobs of fill.sql: 2021 to 2025
const LAST_AT = 1767222000;
const API = '/stratasys/api/v1/';

const at = (list, share) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * share))];
const tell = (what, times, goal) =>
  console.log(`${what.padEnd(58)} p50 ${at(times, 0.5).toFixed(1).padStart(6)} ms  p99 ${at(times, 0.99).toFixed(1).padStart(6)} ms (to reach ${goal})`);

/** The large history behind an httpd whose poller adds 20 printers of its own to it. */
async function serve(scope) {
  const large = pourLarge(scope);
  const sim = await startSim(scope, ['--printers', '20']);
  const httpd = await startHttpd(scope, {
    config: `${printerLines(sim)}\n${large}
StartServers 1\nServerLimit 1\nThreadLimit 16\nThreadsPerChild 16\nMaxRequestWorkers 16\nMinSpareThreads 1\nMaxSpareThreads 16`,
  });
  await untilPolled(httpd, 20);
  return httpd;
}

const agent = new Agent({ keepAlive: true, maxSockets: 1 });

async function timed(httpd, path) {
  const began = process.hrtime.bigint();
  const answer = await httpd.ask(path, { agent });
  const ms = Number(process.hrtime.bigint() - began) / 1e6;
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.text}`);
  return { ms, answer };
}

/** Milliseconds of so many requests, whose paths make gives. */
async function times(httpd, make, count = REQUESTS) {
  const list = [];
  for (let i = 0; i < count; i++) list.push((await timed(httpd, API + make(i))).ms);
  return list;
}

const { next: random } = chance(4);
const someRange = (days) => {
  const from = FIRST_AT + random(LAST_AT - FIRST_AT - days * DAY_S);
  return `from=${from}&to=${from + days * DAY_S}`;
};
const someOwner = () => `owner=owner.${1 + random(300)}%40example.org`;
const somePrinter = () => `printer=printer${1 + random(100)}`;
const someResult = () => `result=${['completed', 'cancelled', 'failed', 'unknown'][random(4)]}`;
const someMaterial = () => `material=${['P430', 'ASA', 'PC', 'SR30', 'SR35'][random(5)]}`;
const someGroup = () => `fleet_group=group${random(5)}`;
const someSort = (by) => `by=${by}&sort=${random(2) ? '-' : ''}${by}_at`;
const BY = ['ended', 'started', 'submitted'];

/** The address of a second page: only the first one counts all rows. */
async function secondPage(httpd, ...parts) {
  const query = parts.filter(Boolean).join('&');
  const { answer } = await timed(httpd, `${API}jobs?${query}&limit=1`);
  const { next } = answer.json();
  return next ? `jobs${new URL(next, 'http://x/').search.replace('limit=1&', 'limit=100&')}` : `jobs?${query}`;
}

const WORDS = ['bracket', 'final', 'rev05', 'pin_00', 'owner.1', 'workshop grey', '0a', 'nowhere'];
const someWords = () => `q=${encodeURIComponent(WORDS[random(WORDS.length)])}`;
const maybe = (some) => (random(2) ? some() : '');

async function benchPages(httpd) {
  const filters = { owner: someOwner, printer: somePrinter, result: someResult, material: someMaterial, fleet_group: someGroup };
  for (const [name, some] of Object.entries(filters)) {
    const pages = [];
    for (let i = 0; i < REQUESTS; i++) pages.push(await secondPage(httpd, some(), someRange(365), someSort('ended')));
    tell(`page: ${name}, a year, by its end`, await times(httpd, (i) => pages[i]), '5 ms');
  }
  const pages = [];
  for (let i = 0; i < REQUESTS; i++) {
    const some = Object.values(filters).map(maybe);
    const sort = `sort=${maybe(() => '-')}${BY[random(3)]}_at`;
    pages.push(await secondPage(httpd, ...some, maybe(someWords), `by=${BY[random(3)]}`, someRange(1 + random(1500)), sort));
  }
  tell('page: any combination of filters, ranges, words and orders', await times(httpd, (i) => pages[i]), '50 ms');
}

async function benchSums(httpd) {
  const five = `from=2021-01-01&to=2025-12-31`;
  const first = (make) => times(httpd, make, Math.ceil(REQUESTS / 10));
  tell('first page with its count: everything', await first((i) => `jobs?limit=${i + 1}`), '300 ms');
  tell('first page with its count: an owner, all years', await first((i) => `jobs?${someOwner()}&limit=${i + 1}`), '300 ms');
  tell('first page with its count: result and material, all years', await first((i) => `jobs?${someResult()}&${someMaterial()}&limit=${i + 1}`), '300 ms');
  tell('first page with its count: a word of every job', await first((i) => `jobs?q=bracket&limit=${i + 1}`), '300 ms');
  for (const report of ['outcomes', 'estimates', 'waiting', 'owners']) {
    tell(`sums: ${report} of a year by month`, await first((i) => `${report}?group_by=month&from=2025-01-01&to=2025-12-${20 + (i % 10)}&limit=1000`), '300 ms');
    tell(`sums: ${report} of all 1,000,000 jobs`, await first((i) => `${report}?${five}&limit=${i + 1}`), '300 ms');
  }
  tell('sums: outcomes of all 1,000,000 jobs by printer and month', await first((i) => `outcomes?group_by=printer,month&${five}&limit=${100 + i}`), '300 ms');
  tell('sums: materials of a year by month', await first((i) => `materials?group_by=month&from=2025-01-01&to=2025-12-31&limit=${100 + i}`), '300 ms');
  tell('utilization of a year, 100 printers, by month', await times(httpd, (i) => `utilization?group_by=printer,month&from=2025-01&to=2025-12&limit=${900 - i}`, 50), '25 ms');
  tell('utilization of a year by weekday and hour', await first((i) => `utilization?group_by=weekday-hour&from=2025-01&to=2025-12&limit=${168 + i}`), '300 ms');
}

/** The process that answers, by its memory: {rss_kb, peak_kb}. */
function workerMemory(httpd) {
  const pids = execFileSync('ps', ['-o', 'pid=,comm=', '--ppid', String(httpd.pid)], { encoding: 'utf8' })
    .split('\n').filter((line) => line && !line.includes('stratasys-poll')).map((line) => line.trim().split(/\s+/)[0]);
  const status = pids.map((pid) => readFileSync(`/proc/${pid}/status`, 'utf8'));
  const kb = (name) => Math.max(...status.map((text) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)[1])));
  for (const pid of pids) writeFileSync(`/proc/${pid}/clear_refs`, '5'); // the peak begins anew
  return { rss_mb: kb('VmRSS') / 1024, peak_mb: kb('VmHWM') / 1024 };
}

/** Reads an answer to its end, and counts its bytes and lines, without keeping them. */
async function drain(httpd, path) {
  const began = Date.now();
  const response = await fetch(httpd.url + path);
  let bytes = 0, lines = 0;
  for await (const part of response.body) {
    bytes += part.length;
    for (const byte of part) lines += byte === 10;
  }
  return { bytes, lines, seconds: (Date.now() - began) / 1000 };
}

async function benchStreams(httpd) {
  for (const [what, path] of [['CSV', 'jobs?format=csv'], ['JSON', 'jobs?limit=all']]) {
    workerMemory(httpd);
    const idle = workerMemory(httpd);
    const { bytes, lines, seconds } = await drain(httpd, API + path);
    const peak = workerMemory(httpd);
    if (what === 'CSV' && lines <= JOBS) throw new Error(`${lines} lines`);
    console.log(`${`${what} of 1,000,000 jobs`.padEnd(58)} ${Math.round(JOBS / seconds)} rows/s, ${(bytes / 1e6).toFixed(0)} MB in ${seconds.toFixed(1)} s; worker ${idle.rss_mb.toFixed(1)} MB idle, at most ${(peak.peak_mb - idle.rss_mb).toFixed(1)} MB more (to reach 16 MB)`);
  }
}

const scope = new Scope();
try {
  const httpd = await serve(scope);
  await benchPages(httpd);
  await benchSums(httpd);
  await benchStreams(httpd);
} finally {
  agent.destroy();
  await scope.end();
}

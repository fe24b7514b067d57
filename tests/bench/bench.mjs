// The benchmarks. Each figure stands beside its reference, taken in the same run while the poller writes.
// Rates are the median of several short runs that take turns, so that a slow moment hits both.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startHttpd } from '../lib/httpd.mjs';
import { until } from '../lib/place.mjs';
import { printerLines, startSim } from '../lib/sim.mjs';
import { Scope } from './scope.mjs';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 2);
const WATCH_S = Number(process.env.BENCH_WATCH_S ?? 30);

const SOME_FIELDS = 'printer,name,product,location,state,status_text,state_began_at,progress_ratio,eta_at,job_id,estimated_s,build_s,layer,layers_total,model_material,model_used_in3,support_material,support_used_in3,model_temp_c,support_temp_c,envelope_temp_c,polled_at';

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

/** Requests a second and latencies of one address; a response that is not as expected ends the benchmark. */
function load(url, { headers = [], connections = 16 } = {}) {
  const text = execFileSync('wrk', ['-t1', `-c${connections}`, `-d${SECONDS}s`, '--latency', ...headers.flatMap((h) => ['-H', h]), url], { encoding: 'utf8' });
  if (/Non-2xx|Socket errors/.test(text)) throw new Error(`${url}: ${text}`);
  return {
    rate: Number(/Requests\/sec:\s+([\d.]+)/.exec(text)[1]),
    p50: /50%\s+(\S+)/.exec(text)[1],
    p99: /99%\s+(\S+)/.exec(text)[1],
  };
}

/** Both sides in turn; their median rates and the ratio. */
function compare(ours, reference) {
  const runs = { ours: [], reference: [] };
  for (let i = 0; i < ROUNDS; i++) {
    runs.reference.push(load(reference.url, reference));
    runs.ours.push(load(ours.url, ours));
  }
  const rate = (list) => median(list.map((r) => r.rate));
  const last = runs.ours.at(-1);
  return { ours: rate(runs.ours), reference: rate(runs.reference), p50: last.p50, p99: last.p99 };
}

function tell(what, { ours, reference, p50, p99 }, goal) {
  const ratio = ours / reference;
  console.log(`${what.padEnd(44)} ${Math.round(ours).toString().padStart(7)}/s  static ${Math.round(reference).toString().padStart(7)}/s  ratio ${ratio.toFixed(2)} (to reach ${goal})  p50 ${p50} p99 ${p99}`);
}

/** An httpd whose poller has asked every printer once. Its runtime directory is in memory, as /run is on a real server. */
async function serve(scope, count) {
  const runtime = mkdtempSync('/dev/shm/stratasys-bench-');
  chmodSync(runtime, 0o755);
  scope.after(() => rmSync(runtime, { recursive: true }));
  const sim = await startSim(scope, ['--printers', String(count)]);
  const httpd = await startHttpd(scope, { config: `${printerLines(sim)}\nDefaultRuntimeDir ${runtime}` });
  await until('every printer was asked', async () => {
    const { printers } = await httpd.api('health');
    return printers.length === count && printers.every((p) => p.polled_at !== null);
  });
  return httpd;
}

async function benchRequests() {
  const scope = new Scope();
  try {
    const httpd = await serve(scope, 100);
    const page = async (path, file) => {
      const body = Buffer.from(await (await httpd.get(path)).arrayBuffer());
      writeFileSync(join(httpd.place, 'www', file), body);
      return { path, bytes: body.length, ours: { url: httpd.url + path }, reference: { url: `${httpd.url}/${file}` } };
    };
    const one = await page('/stratasys/api/v1/printers/p1', 'one.json');
    tell(`one printer's JSON (${one.bytes} bytes)`, compare(one.ours, one.reference), '1.2');
    const fleet = await page('/stratasys/api/v1/printers', 'fleet.json');
    tell(`fleet of 100 (${fleet.bytes} bytes)`, compare(fleet.ours, fleet.reference), '0.9');
    const some = await page(`/stratasys/api/v1/printers?fields=${SOME_FIELDS}`, 'some.json');
    tell(`fleet of 100, some fields (${some.bytes} bytes)`, compare(some.ours, some.reference), '0.9');
    await bench304(httpd, one);
  } finally {
    await scope.end();
  }
}

/** wrk counts a 304 as a success. The page asked for changes with its printer, so most requests are true 304s: their share
 * is measured, too. */
async function bench304(httpd, one) {
  const quiet = '/stratasys/v1/p1/queue';
  const tag = (await httpd.get(quiet)).headers.get('etag');
  const staticTag = (await fetch(one.reference.url)).headers.get('etag');
  const result = compare(
    { url: httpd.url + quiet, headers: [`If-None-Match: ${tag}`] },
    { url: one.reference.url, headers: [`If-None-Match: ${staticTag}`] },
  );
  const still = await httpd.get(quiet, { headers: { 'if-none-match': tag } });
  if (still.status !== 304) throw new Error('the queue changed during the benchmark: run it again');
  tell('304', result, '0.9');
}

function processTimes(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ');
  const ticks = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
  const io = Object.fromEntries(readFileSync(`/proc/${pid}/io`, 'utf8').trim().split('\n').map((l) => l.split(': ')));
  const memory = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const kib = (name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(memory)[1]);
  return {
    cpu_s: (Number(fields[11]) + Number(fields[12])) / ticks,
    written: Number(io.write_bytes),
    rss_mb: kib('Rss') / 1024,
    own_mb: (kib('Private_Clean') + kib('Private_Dirty')) / 1024,
  };
}

async function benchPoller(count) {
  const scope = new Scope();
  try {
    const httpd = await serve(scope, count);
    const pid = await until('the poller', () => httpd.pollerPid());
    const before = processTimes(pid);
    await pause(WATCH_S * 1000);
    const after = processTimes(pid);
    const cpu = (100 * (after.cpu_s - before.cpu_s)) / WATCH_S;
    const perDay = ((after.written - before.written) / WATCH_S) * 86400;
    console.log(`poller, ${count} printers at 10 s`.padEnd(44) + ` CPU ${cpu.toFixed(2)} % of a core, RSS ${after.rss_mb.toFixed(1)} MB (its own ${after.own_mb.toFixed(1)} MB), written ${(perDay / 1e6).toFixed(0)} MB a day`);
  } finally {
    await scope.end();
  }
}

await benchRequests();
await benchPoller(20);
await benchPoller(1000);

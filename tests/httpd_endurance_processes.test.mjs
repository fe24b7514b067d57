// The poller's process: killed, stopped, restarted, in company, and after a long time.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { describe, test } from 'node:test';
import { isAlive, linesOf, pollersNaming, privateMemory_kb, processesNaming, processesWithOpen, startSteadySim } from './lib/endurance.mjs';
import { loadStratasys, polledFleet, startHttpd } from './lib/httpd.mjs';
import { atEnd, isRoot, until } from './lib/place.mjs';
import { printerLines, startSim } from './lib/sim.mjs';

const FAST = 'StratasysInterval 1s\nStratasysTimeout 700ms';
const WRK = ['/usr/bin/wrk', '/usr/local/bin/wrk'].find(existsSync);

const select = (database, sql) =>
  execFileSync('sqlite3', ['-readonly', '-cmd', '.timeout 2000', database, sql], { encoding: 'utf8' }).trim();
const changeSeq = (httpd) => Number(select(httpd.database, 'SELECT change_seq FROM poller'));
const statesOf = (fleet) => fleet.items.map((p) => [p.printer, p.state, p.state_began_at]);
const runningPoller = (httpd) => until('a poller runs', () => httpd.pollerPid());
const resumed = (httpd) => linesOf(httpd.log(), /resuming normal operations/).length;

/** Kills that process and waits for its successor; gives the successor and how long it took. */
async function killPoller(httpd, pid) {
  const at_ms = Date.now();
  process.kill(pid, 'SIGKILL');
  const next = await until('a new poller', () => {
    const now = httpd.pollerPid();
    return now !== pid && now;
  });
  return { next, took_ms: Date.now() - at_ms };
}

/** Asks one after the other until it is told to end; then gives the statuses that came. */
function askAllTheTime(httpd) {
  const statuses = [];
  let ends = false;
  const done = (async () => {
    while (!ends) {
      const response = await httpd.get('/stratasys/api/v1/printers');
      await response.text();
      statuses.push(response.status);
    }
    return statuses;
  })();
  return () => {
    ends = true;
    return done;
  };
}

/** No process of this httpd is left, and nobody has its database open. */
const nothingLeft = (httpd) =>
  until('no process is left', () => processesNaming(httpd.file).length === 0 && processesWithOpen(httpd.database).length === 0, 15);

async function onePollerOnly(httpd) {
  await until('one poller, with the lock', () => {
    const pollers = pollersNaming(httpd.file);
    return pollers.length === 1 && processesWithOpen(`${httpd.database}-poller`).join() === pollers.join();
  });
  assert.deepEqual(pollersNaming(httpd.file), [httpd.pollerPid()]);
}

describe('the poller', { concurrency: true }, () => {
  test('killed: a new one within 10 s, nothing lost, requests go on', async (t) => {
    const sim = await startSteadySim(t, 20);
    const httpd = await startHttpd(t, { config: `${FAST}\n${printerLines(sim)}` });
    const before = statesOf(await polledFleet(httpd));
    const seqBefore = changeSeq(httpd);
    const endAsking = askAllTheTime(httpd);
    const first = await killPoller(httpd, await runningPoller(httpd));
    assert.ok(changeSeq(httpd) >= seqBefore);
    // httpd looks after its children every 10 s: one that is killed just before that must not wait for the next time.
    const began_ms = Date.now();
    await until('httpd is about to look', () => Date.now() - began_ms > 9100);
    const second = await killPoller(httpd, first.next);
    for (const { took_ms } of [first, second]) assert.ok(took_ms < 9500, `${took_ms} ms until the new poller`);
    assert.equal(select(httpd.database, 'PRAGMA integrity_check'), 'ok');
    const polled = Math.max(...(await httpd.api('printers')).items.map((p) => p.polled_at));
    const after = await until('it polls', async () => {
      const fleet = await httpd.api('printers');
      return fleet.items?.every((p) => p.polled_at > polled) && fleet;
    });
    assert.deepEqual(statesOf(after), before);
    assert.ok(changeSeq(httpd) > seqBefore);
    const statuses = await endAsking();
    assert.ok(statuses.length > 100 && statuses.every((status) => status === 200), `${statuses}`);
    assert.equal(linesOf(httpd.log(), /the poller was killed by signal 9; a new one follows/).length, 2);
    await onePollerOnly(httpd);
  });

  test('one that ends at once does not spin', { skip: !isRoot && 'needs root' }, async (t) => {
    const httpd = await startHttpd(t, { mpm: 'prefork', config: 'StratasysPrinter p1 127.0.0.1:1' });
    const prlimit = (...args) => execFileSync('prlimit', ['--pid', String(httpd.pid), ...args], { encoding: 'utf8' }).trim();
    const limit = (value) => prlimit(`--nproc=${value}:`);
    const usual = prlimit('--nproc', '--output', 'SOFT', '--noheadings');
    const pid = await runningPoller(httpd);
    // What starts from now on as httpd's user gets no thread.
    limit(1);
    process.kill(pid, 'SIGKILL');
    const endings = () => linesOf(httpd.log(), /the poller ended; a new one follows/).length;
    await until('two pollers ended at once', () => endings() === 2);
    assert.equal(linesOf(httpd.log(), /the poller could not begin: no memory or no thread/).length, 2);
    assert.equal(linesOf(httpd.log(), /stratasys:error/).length, 5, httpd.log());
    limit(usual);
    await until('a poller begins', () => linesOf(httpd.log(), /the poller began/).length === 2);
  });

  test('a killed httpd leaves no poller', async (t) => {
    const sim = await startSteadySim(t, 3);
    const httpd = await startHttpd(t, { config: printerLines(sim) });
    await polledFleet(httpd);
    const poller = await runningPoller(httpd);
    const children = processesNaming(httpd.file).filter((pid) => pid !== httpd.pid);
    const killThem = () => children.filter(isAlive).forEach((pid) => process.kill(pid, 'SIGKILL'));
    atEnd(t, killThem);
    httpd.child.kill('SIGKILL');
    await until('the poller ends', () => !isAlive(poller), 10);
    assert.equal(select(httpd.database, 'PRAGMA integrity_check'), 'ok');
    assert.equal(select(httpd.database, 'SELECT stopped_at IS NULL FROM poller'), '0', 'it ended in good order');
    killThem();
    await nothingLeft(httpd);
  });

  test('two httpds on one database, and a third that only serves', async (t) => {
    const sim = await startSteadySim(t, 5);
    const first = await startHttpd(t, { config: `${FAST}\n${printerLines(sim)}` });
    await polledFleet(first);
    const serve = (more) => `${loadStratasys}
      StratasysDatabase ${first.database}
      ${FAST}\n${printerLines(sim)}\n${more}
      <Location "/stratasys">\nStratasysServe api\nRequire all granted\n</Location>`;
    const second = await startHttpd(t, { own: serve('') });
    const third = await startHttpd(t, { own: serve('StratasysPoller Off') });
    await until('the second says so', () => linesOf(second.log(), /another poller writes .*stratasys\.db/).length);
    assert.deepEqual(processesWithOpen(first.database).filter((pid) => pid === second.pollerPid()), []);
    assert.equal(third.pollerPid(), 0);
    assert.equal((await third.api('health')).poller, 'running');
    const seq = changeSeq(first);
    await first.stop();
    await until('the second takes over', () => linesOf(second.log(), /the poller began/).length, 5);
    await until('it writes', () => changeSeq(first) > seq + 2);
    for (const httpd of [second, third]) {
      const stopped_at = Math.floor(Date.now() / 1000);
      await until('what it polls is served', async () =>
        (await httpd.api('printers')).items?.every((p) => p.polled_at >= stopped_at && p.state !== 'unobserved'));
      assert.equal((await httpd.api('health')).poller, 'running');
    }
    assert.equal(linesOf(second.log(), /another poller writes/).length, 1);
    assert.deepEqual(sim.conversations().filter((c) => c.overlap), []);
  });

  test('its memory is small and does not grow', async (t) => {
    const few = await startSim(t, ['--printers', '20', '--start', '1767225600']);
    const many = await startSteadySim(t, 100);
    const small = await startHttpd(t, { config: `${FAST}\n${printerLines(few)}` });
    const large = await startHttpd(t, { config: `${FAST}\n${printerLines(many)}` });
    const served = (count) => until(`${count} polls`, () => many.conversations().length >= count);
    const poller = await runningPoller(large);
    await served(200);
    const before_kb = privateMemory_kb(poller);
    await served(1000);
    const after_kb = privateMemory_kb(poller);
    assert.ok(before_kb > 0 && after_kb - before_kb <= 256, `${before_kb} kB after 200 polls, ${after_kb} kB after 1000`);
    const memory_kb = privateMemory_kb(await runningPoller(small));
    assert.ok(memory_kb > 0 && memory_kb <= 10 * 1024, `${memory_kb} kB for 20 printers`);
  });
});

/** wrk, one connection for each request; `ended` gives what it printed. */
function startLoad(t, url) {
  const child = spawn(WRK, ['-t1', '-c4', '-d300s', '--timeout', '10s', '-H', 'Connection: close', url], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const text = (async () => {
    let all = '';
    for await (const piece of child.stdout) all += piece;
    return all;
  })();
  const stop = async () => {
    child.kill('SIGINT');
    await ended;
    return text;
  };
  atEnd(t, stop);
  return stop;
}

test('20 graceful restarts under load: no failed request, one poller', { skip: !WRK && 'wrk is not installed' }, async (t) => {
  const sim = await startSteadySim(t, 20);
  const httpd = await startHttpd(t, { config: `${FAST}\n${printerLines(sim)}` });
  await polledFleet(httpd);
  const stopLoad = startLoad(t, httpd.url + '/stratasys/api/v1/printers/p1');
  for (let i = 0; i < 20; i++) {
    const old = await runningPoller(httpd);
    const count = resumed(httpd);
    httpd.graceful();
    await until('httpd resumes', () => resumed(httpd) > count);
    await until('a new poller', () => httpd.pollerPid() && httpd.pollerPid() !== old);
    assert.ok(!isAlive(old), 'the old poller is gone');
  }
  await onePollerOnly(httpd);
  const report = await stopLoad();
  const [, requests] = /(\d+) requests in/.exec(report);
  assert.ok(Number(requests) > 1000, report);
  assert.doesNotMatch(report, /Socket errors|Non-2xx/);
  assert.deepEqual(sim.conversations().filter((c) => c.overlap), []);
  assert.deepEqual(linesOf(httpd.log(), /stratasys:error|:crit|:alert|:emerg|exit signal/), []);
});

for (const mpm of ['event', 'worker', 'prefork'])
  test(`restart and stop leave no process: ${mpm}`, async (t) => {
    const sim = await startSteadySim(t, 3);
    const httpd = await startHttpd(t, { mpm, config: `${FAST}\n${printerLines(sim)}` });
    await polledFleet(httpd);
    for (const signal of ['SIGHUP', 'SIGUSR1', 'SIGHUP']) {
      const old = await runningPoller(httpd);
      const count = resumed(httpd);
      httpd.child.kill(signal);
      await until(`httpd resumes after ${signal}`, () => resumed(httpd) > count);
      await until('a new poller', () => httpd.pollerPid() && httpd.pollerPid() !== old);
      await onePollerOnly(httpd);
    }
    httpd.child.kill('SIGWINCH');
    await httpd.ended;
    await nothingLeft(httpd);
    assert.deepEqual(linesOf(httpd.log(), /stratasys:error/), []);
  });

// The database: who reads it, what it says when nobody polls, and trouble with the disk.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { isAlive, linesOf, processesNaming, startSteadySim } from './lib/endurance.mjs';
import { httpdUser, loadStratasys, polledFleet, startHttpd } from './lib/httpd.mjs';
import { atEnd, build, isRoot, makePlace, until } from './lib/place.mjs';
import { printerLines, startSim } from './lib/sim.mjs';

const FAST = 'StratasysInterval 1s\nStratasysTimeout 700ms';
const idOf = (flag) => Number(execFileSync('id', [flag, httpdUser], { encoding: 'utf8' }));
const needsRoot = { skip: !isRoot && 'needs root' };

/** Our module alone, with its database at that path. */
const withDatabase = (path, config) => `${loadStratasys}
  StratasysDatabase ${path}
  ${config}
  <Location "/stratasys">\nStratasysServe api v1\nStratasysExpose identity people\nRequire all granted\n</Location>`;

/** The sqlite3 command line as a user that owns nothing: {status, out, error}. */
function sqliteAs(groups, database, sql) {
  const run = spawnSync('setpriv', ['--reuid=12345', '--regid=12345', groups, 'sqlite3', database, sql], { encoding: 'utf8', cwd: '/' });
  return { status: run.status, out: run.stdout.trim(), error: run.stderr };
}

function readEveryView(database, printers, when) {
  const member = (sql) => {
    const { status, out, error } = sqliteAs(`--groups=${idOf('-g')}`, database, sql);
    assert.equal(status, 0, `${when}: ${sql}: ${error}`);
    return out;
  };
  const views = member("SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY name").split('\n');
  for (const name of ['printer_info', 'printer_current']) {
    assert.ok(views.includes(name), `${when}: ${views}`);
    assert.equal(member(`SELECT count(*) FROM ${name}`), String(printers), when);
  }
  for (const view of views) member(`SELECT * FROM ${view}`);
  const other = sqliteAs('--clear-groups', database, 'SELECT * FROM printer_info');
  assert.notEqual(other.status, 0, when);
  assert.equal(other.out, '');
}

const modeOf = (path) => (statSync(path).mode & 0o7777).toString(8);

describe('the database', { concurrency: true }, () => {
  test('a member of its group reads every view, another person cannot', needsRoot, async (t) => {
    const sim = await startSteadySim(t, 3);
    const place = makePlace(t);
    const database = join(place, 'db/stratasys.db');
    const begin = () => startHttpd(t, { own: withDatabase(database, `${FAST}\n${printerLines(sim)}`) });
    const first = await begin();
    await polledFleet(first);
    assert.equal(modeOf(dirname(database)), '2750');
    for (const end of ['', '-wal', '-shm']) {
      const { uid, gid } = statSync(database + end);
      assert.deepEqual([modeOf(database + end), uid, gid], ['640', idOf('-u'), idOf('-g')]);
    }
    readEveryView(database, 3, 'while the poller runs');
    await first.stop();
    readEveryView(database, 3, 'after httpd was stopped');
    const second = await begin();
    await until('it polls', async () => (await second.api('printers')).items?.every((p) => p.state !== 'unobserved'));
    const all = processesNaming(second.file);
    for (const pid of all) process.kill(pid, 'SIGKILL');
    await until('all are gone', () => !all.some(isAlive));
    readEveryView(database, 3, 'after all were killed');
  });

  test('what changes is seen', async (t) => {
    const sim = await startSim(t, ['--printers', '20', '--start', '1767225600']);
    const still = await startSteadySim(t, 2);
    const httpd = await startHttpd(t, { config: `${FAST}\n${printerLines(sim)}` });
    await until('some were polled', async () => (await httpd.api('printers')).items?.some((p) => p.answered_at));
    const truth = async () =>
      Promise.all(sim.printers.map(async ({ number }) => JSON.parse((await sim.tell(`truth ${number}`)).slice(3))));
    const agrees = (p, true_) => p.state === true_.state && (p.status_text ?? '') === true_.text;
    const isShown = async (limit_s) => {
      const wanted = await truth();
      return until('the truth is shown', async () => {
        const response = await httpd.get('/stratasys/api/v1/printers');
        const { items } = await response.json();
        return items.every((p, i) => agrees(p, wanted[i])) && { etag: response.headers.get('etag'), wanted };
      }, limit_s);
    };
    let before = await isShown(10);
    for (let i = 0; i < 3; i++) {
      await sim.tell('advance 3600');
      const after = await isShown(10);
      assert.notEqual(after.etag, before.etag);
      assert.notDeepEqual(after.wanted.map((p) => p.text), before.wanted.map((p) => p.text));
      before = after;
    }
    // Two texts in turn: each brings its state back.
    for (const [number, state] of [[1, 'building'], [2, 'idle'], [1, 'building']]) {
      await sim.tell(`replay 5 ${join(still.place, `${number}.sts`)}`);
      await until(`p5 is ${state}`, async () => (await httpd.api('printers/p5')).state === state, 3);
    }
  });

  test('polls that cannot be kept are told by the log and by health, and the history goes on when they can', async (t) => {
    const sim = await startSteadySim(t, 2);
    const place = makePlace(t);
    const database = join(place, 'db/stratasys.db');
    const begin = () => startHttpd(t, { own: withDatabase(database, `${FAST}\n${printerLines(sim)}`) });
    const write = (sql) => execFileSync('sqlite3', ['-cmd', '.timeout 5000', database, sql]);
    const first = await begin();
    await polledFleet(first);
    assert.equal((await first.get('/stratasys/api/v1/health')).status, 200);
    await first.stop();
    write("CREATE TRIGGER broken BEFORE UPDATE ON printer_reading WHEN new.polled_at IS NOT old.polled_at BEGIN SELECT RAISE(ABORT, 'made to fail'); END");
    const httpd = await begin();
    const healthIs = (status) => until(`health ${status}`, async () => (await httpd.get('/stratasys/api/v1/health')).status === status, 60);
    const failures = () => linesOf(httpd.log(), /cannot be written: made to fail/);
    await until('the log tells', () => failures().length > 0);
    await healthIs(503);
    assert.equal(failures().length, 1, 'said once');
    write('DROP TRIGGER broken');
    await healthIs(200);
    await polledFleet(httpd);
    execFileSync(join(build, 'stratasysctl'), ['check', '--database', database]);
  });

  test('without a poller printers are unobserved, never offline', async (t) => {
    const sim = await startSteadySim(t, 5);
    const place = makePlace(t);
    const config = (more) => withDatabase(join(place, 'db/stratasys.db'), `${FAST}\n${printerLines(sim)}\n${more}`);
    const polls = await startHttpd(t, { own: config('') });
    const before = await polledFleet(polls);
    assert.equal((await polls.api('health')).poller, 'running');
    process.kill(polls.pollerPid(), 'SIGTERM');
    const health = await until('it is stopped', async () => {
      const response = await polls.get('/stratasys/api/v1/health');
      const body = await response.json();
      return body.poller === 'stopped' && { code: response.status, ...body };
    }, 5);
    assert.deepEqual([health.code, health.status], [503, 'trouble']);
    assert.match(health.problem, /was stopped/);
    await polls.stop();
    const serves = await startHttpd(t, { own: config('StratasysPoller Off') });
    const seen = new Set();
    const fleet = await until('all are unobserved', async () => {
      const now = await serves.api('printers');
      now.items.forEach((p) => seen.add(p.state));
      return now.items?.every((p) => p.state === 'unobserved') && now;
    }, 10);
    assert.ok(!seen.has('offline'), [...seen].join());
    for (const [i, p] of fleet.items.entries()) {
      assert.equal(p.state_began_at, p.polled_at);
      assert.ok(p.polled_at >= before.items[i].polled_at);
      // Three intervals, one time-out, and a second because times are whole seconds.
      assert.ok(Date.now() / 1000 >= p.polled_at + 3.7, 'not too early');
    }
    const off = await serves.get('/stratasys/api/v1/health');
    assert.deepEqual([off.status, (await off.json()).poller], [200, 'off']);
    assert.equal((await serves.get('/stratasys/api/v1/printers/p1/busy')).status, 503);
  });

  test('a poller that is silent is told from one that runs', async (t) => {
    const sim = await startSteadySim(t, 2);
    const httpd = await startHttpd(t, { config: `${FAST}\n${printerLines(sim)}` });
    await polledFleet(httpd);
    const poller = httpd.pollerPid();
    process.kill(poller, 'SIGSTOP');
    atEnd(t, () => isAlive(poller) && process.kill(poller, 'SIGCONT'));
    const healthIs = (word, limit_s) =>
      until(`the poller is ${word}`, async () => {
        const response = await httpd.get('/stratasys/api/v1/health');
        const health = await response.json();
        return health.poller === word && [response.status, health.printers.map((p) => p.state).join()];
      }, limit_s);
    assert.deepEqual(await healthIs('silent', 30), [503, 'unobserved,unobserved']);
    process.kill(poller, 'SIGCONT');
    await healthIs('running', 5);
    await until('the printers are seen again', async () =>
      (await httpd.api('printers')).items?.every((p) => p.state !== 'unobserved'), 5);
  });

  test('a full disk: said once, polls go on, and it recovers', needsRoot, async (t) => {
    const disk = makePlace(t);
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m,mode=755', 'tmpfs', disk]).status !== 0) return t.skip('may not mount');
    atEnd(t, () => execFileSync('umount', [disk]));
    const sim = await startSteadySim(t, 20);
    const httpd = await startHttpd(t, { own: withDatabase(join(disk, 'db/stratasys.db'), `${FAST}\n${printerLines(sim)}`) });
    await polledFleet(httpd);
    const filler = join(disk, 'filler');
    spawnSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=4096'], { stdio: 'ignore' });
    const failures = () => linesOf(httpd.log(), /the database cannot be written: .*; polls go on/);
    const recoveries = () => linesOf(httpd.log(), /the database is written again/);
    await until('the poller says so', () => failures().length > 0);
    const polled = Math.max(...(await httpd.api('printers')).items.map((p) => p.polled_at));
    const count = sim.conversations().length;
    await until('polls go on', () => sim.conversations().length > count + 100, 10);
    assert.deepEqual([failures().length, recoveries().length], [1, 0], httpd.log());
    rmSync(filler);
    await until('the poller says that it works again', () => recoveries().length > 0, 5);
    await until('the polls are kept', async () => (await httpd.api('printers')).items?.every((p) => p.polled_at > polled && p.state !== 'unobserved'));
    assert.deepEqual([failures().length, recoveries().length], [1, 1], httpd.log());
  });

  test('a directory that is not writable: said once, and it begins by itself when it is', needsRoot, async (t) => {
    const sim = await startSteadySim(t, 2);
    const directory = join(makePlace(t), 'db');
    mkdirSync(directory);
    const httpd = await startHttpd(t, { own: withDatabase(join(directory, 'stratasys.db'), `${FAST}\n${printerLines(sim)}`) });
    const said = () => linesOf(httpd.log(), /stratasys:error.*cannot be written: .*in a directory of its own .* that belongs to httpd's User and Group/);
    await until('the poller says so', () => said().length > 0);
    const poller = httpd.pollerPid();
    // Each attempt is a wait: it tries again and again, in silence.
    const waits = () => Number(/^voluntary_ctxt_switches:\s*(\d+)/m.exec(readFileSync(`/proc/${poller}/status`, 'utf8'))[1]);
    const waited = waits();
    await until('it tried again', () => waits() >= waited + 8, 10);
    assert.equal(said().length, 1);
    assert.equal((await httpd.get('/stratasys/api/v1/health')).status, 503);
    chownSync(directory, idOf('-u'), idOf('-g'));
    await polledFleet(httpd);
    assert.equal(httpd.pollerPid(), poller);
    assert.equal(said().length, 1);
    assert.equal((await httpd.get('/stratasys/api/v1/health')).status, 200);
  });
});

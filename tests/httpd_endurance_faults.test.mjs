// Faults of 3 printers of 20: the other 17 are polled as if nothing were.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { linesOf, startSteadySim } from './lib/endurance.mjs';
import { polledFleet, startHttpd } from './lib/httpd.mjs';
import { until } from './lib/place.mjs';
import { printerLines, startSim } from './lib/sim.mjs';

const INTERVAL_MS = 1000, TIMEOUT_MS = 700, SLACK_MS = 500;
const FAULTY = [4, 11, 18];

/* A fault for each of the three printers, and what is said of it. */
const NO_ANSWER = /connected, but no complete answer within 0\.7 s/;
// A socket that is closed while something in it is unread is reset, which may be seen first.
const CLOSED = /the printer closed the connection (before|after)|the connection broke/;
const PART = /only \d+ of \d+ bytes of the status text within 0\.7 s/;
const EXPECTED = /expected the .*, got "/;
const NO_TEXT = /something that is no status text/;
const alike = (fault, said) => FAULTY.map(() => [fault, said]);

const fleets = [
  [
    alike('refuse', /cannot connect: Connection refused/),
    [['hang connect', NO_ANSWER], ['hang size', NO_ANSWER], ['hang payload', PART]],
    [['close connect', CLOSED], ['close size', CLOSED], ['close payload', CLOSED]],
    alike('truncate', CLOSED),
  ],
  [
    alike('wrong-size-large', CLOSED),
    alike('wrong-size-hang', PART),
    [['noise sendfile', EXPECTED], ['noise size', EXPECTED], ['noise payload', NO_TEXT]],
    alike('garbage-text', NO_TEXT),
  ],
  [
    [['drip sendfile', NO_ANSWER], ['drip size', NO_ANSWER], ['drip payload', PART]],
    [['endless size', EXPECTED], ['endless na', EXPECTED], ['endless payload', /./]],
    [['hang na', NO_ANSWER], ['close na', CLOSED], ['noise na', /./]],
  ],
];

const printersOf = (httpd) => httpd.api('printers').then((fleet) => fleet.items);
const faultyOf = async (httpd) => (await printersOf(httpd)).filter((p) => FAULTY.includes(Number(p.printer.slice(1))));
const warningsOf = (log, number) => linesOf(log, new RegExp(`stratasys:warn.*printer p${number}:`));
const returnsOf = (log, number) => linesOf(log, new RegExp(`stratasys:notice.*printer p${number}: answers again`));

/** Waits until the three are offline, and sees that their last state stood until then. */
async function goOffline(httpd, before) {
  let stood = 0;
  await until('three printers are offline', async () => {
    const now = await faultyOf(httpd);
    now.forEach((printer, i) => {
      if (printer.failed_polls >= 3) assert.equal(printer.state, 'offline');
      else assert.equal(printer.state, before[i].state);
      stood += printer.failed_polls === 1 || printer.failed_polls === 2;
    });
    return now.every((p) => p.state === 'offline');
  });
  assert.ok(stood > 0, 'a printer that failed once or twice was seen');
}

/** Offline begins when the first failed poll ended. */
async function checkBegin(httpd, sim, told_at_ms) {
  for (const printer of await faultyOf(httpd)) {
    const first = sim.conversations().find((c) => `p${c.printer}` === printer.printer && c.at_ms >= told_at_ms);
    const began_ms = printer.state_began_at * 1000;
    if (first) assert.ok(Math.abs(began_ms - first.ended_ms) <= 1000 + SLACK_MS, `${printer.printer} offline since its first failed poll`);
    else assert.ok(began_ms - told_at_ms <= INTERVAL_MS + SLACK_MS, `${printer.printer} offline since it refused`);
  }
}

async function goBack(httpd, sim, before) {
  const healed_at_ms = Date.now();
  for (const number of FAULTY) await sim.tell(`heal ${number}`);
  await until('three printers answer again', async () =>
    (await faultyOf(httpd)).every((p, i) => p.state === before[i].state && p.trouble === null && p.failed_polls === 0));
  for (const number of FAULTY) {
    const served = sim.conversations().find((c) => c.printer === number && c.at_ms >= healed_at_ms && c.fault === null);
    assert.ok(served.at_ms - healed_at_ms <= INTERVAL_MS + SLACK_MS, `p${number} within an interval of healing`);
  }
}

async function strike(httpd, sim, faults) {
  const before = await faultyOf(httpd);
  const logBefore = httpd.log().length;
  const told_at_ms = Date.now();
  for (const [i, number] of FAULTY.entries()) await sim.tell(`fault ${number} ${faults[i][0]}`);
  await goOffline(httpd, before);
  await checkBegin(httpd, sim, told_at_ms);
  await goBack(httpd, sim, before);
  const log = httpd.log().slice(logBefore);
  for (const [i, number] of FAULTY.entries()) {
    const [fault, said] = faults[i];
    assert.equal(warningsOf(log, number).length, 1, `${fault} is said once: ${log}`);
    assert.match(warningsOf(log, number)[0], said);
    assert.equal(returnsOf(log, number).length, 1, `the end of ${fault} is said once: ${log}`);
  }
  assert.equal(linesOf(log, /stratasys:/).length, 2 * FAULTY.length, `nothing else is said: ${log}`);
}

/** Half a text is an answer, and damaged: the state stands, and the damage is said once. */
async function damage(httpd, sim) {
  const before = await faultyOf(httpd);
  const logBefore = httpd.log().length;
  for (const number of FAULTY) await sim.tell(`fault ${number} wrong-size-small`);
  const damaged = await until('three texts are damaged', async () => {
    const now = await faultyOf(httpd);
    return now.every((p) => p.damage !== null) && now;
  });
  assert.deepEqual(damaged.map((p) => [p.state, p.trouble]), before.map((p) => [p.state, null]));
  await until('they were read again', async () =>
    (await faultyOf(httpd)).every((p, i) => p.answered_at > damaged[i].answered_at));
  for (const number of FAULTY) await sim.tell(`heal ${number}`);
  await until('three texts are whole', async () => (await faultyOf(httpd)).every((p) => p.damage === null));
  const log = httpd.log().slice(logBefore);
  for (const number of FAULTY) assert.match(warningsOf(log, number).join(), /^[^,]*its status text is damaged: section/);
  assert.equal(linesOf(log, /stratasys:/).length, FAULTY.length, log);
}

function checkConversations(conversations, healthy) {
  assert.deepEqual(conversations.filter((c) => c.overlap), [], 'no two connections to one printer');
  for (const c of conversations)
    assert.ok(c.ended_ms - c.at_ms <= TIMEOUT_MS + SLACK_MS, `a poll ends in time: ${JSON.stringify(c)}`);
  for (const number of healthy) {
    const at_ms = conversations.filter((c) => c.printer === number).map((c) => c.at_ms);
    const gaps = at_ms.slice(1).map((at, i) => at - at_ms[i]);
    assert.ok(gaps.length > 8, `p${number} was polled all the time`);
    assert.ok(Math.min(...gaps) >= 0.4 * INTERVAL_MS && Math.max(...gaps) <= 1.7 * INTERVAL_MS, `p${number} keeps its interval: ${gaps}`);
  }
}

describe('faults of 3 printers of 20', { concurrency: true }, () => {
  for (const [index, rounds] of fleets.entries())
    test(rounds.map((faults) => faults.map(([fault]) => fault).join(', ')).join('; '), async (t) => {
      const sim = await startSteadySim(t, 20);
      // A name that does not resolve stalls nobody, and is said once.
      const ghost = index === 0 ? 'StratasysPrinter ghost host.invalid' : '';
      const httpd = await startHttpd(t, {
        config: `StratasysInterval 1s\nStratasysTimeout ${TIMEOUT_MS}ms\n${printerLines(sim)}\n${ghost}`,
      });
      if (ghost) await until('the nameless one is offline', async () => (await httpd.api('printers/ghost')).state === 'offline');
      else await polledFleet(httpd);
      for (const faults of rounds) await strike(httpd, sim, faults);
      if (index === 2) await damage(httpd, sim);
      const healthy = sim.printers.map((p) => p.number).filter((n) => !FAULTY.includes(n));
      checkConversations(sim.conversations(), healthy);
      for (const number of healthy) assert.deepEqual(warningsOf(httpd.log(), number), []);
      if (ghost) assert.equal(linesOf(httpd.log(), /printer ghost: the name of its host .*host\.invalid/).length, 1);
    });
});

/* A replayed text stays as it is, so these printers live: at a moment from which on all 20 answer and do the same for 2 min. */
test('an unbalanced brace in the job names of 3 printers of 20 costs nothing but their names', async (t) => {
  const sim = await startSim(t, ['--printers', '20', '--start', '1763568000']);
  const httpd = await startHttpd(t, { config: `StratasysInterval 1s\n${printerLines(sim)}` });
  const before = (await polledFleet(httpd)).items;
  for (const number of FAULTY) await sim.tell(`fault ${number} damage`);
  await until('three texts are damaged', async () => (await faultyOf(httpd)).every((p) => p.damage));
  const fleet = await printersOf(httpd);
  fleet.forEach((now, i) => {
    const isFaulty = FAULTY.includes(i + 1);
    const kept = (p) => [p.state, p.codename, p.serial, p.estimated_s, p.queue.length, p.spools.map((spool) => spool.material)];
    assert.deepEqual(kept(now), kept(before[i]), now.printer);
    assert.equal(now.trouble, null);
    if (isFaulty) assert.match(now.damage, /^section currentJob: /);
    else assert.equal(now.damage, before[i].damage);
  });
  for (const number of FAULTY) await sim.tell(`heal ${number}`);
  await until('three texts are whole', async () => (await faultyOf(httpd)).every((p) => p.damage === null));
  for (const number of FAULTY) assert.equal(warningsOf(httpd.log(), number).length, 1, 'the damage is said once');
});

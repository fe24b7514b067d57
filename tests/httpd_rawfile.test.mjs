// The files with the last status texts: one that cannot be written.
import assert from 'node:assert/strict';
import { mkdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { linesOf, startSteadySim } from './lib/endurance.mjs';
import { polledFleet, startHttpd } from './lib/httpd.mjs';
import { until } from './lib/place.mjs';
import { printerLines } from './lib/sim.mjs';

test("a status text that cannot be kept is told once, whatever becomes of the other printers' texts", async (t) => {
  const sim = await startSteadySim(t, 2);
  const httpd = await startHttpd(t, { config: printerLines(sim, 'interval=1s') });
  await polledFleet(httpd);
  const obstacle = join(httpd.place, 'run/stratasys/p1.new');
  const told = () => linesOf(httpd.log(), /printer p1: its status text cannot be kept/).length;
  mkdirSync(obstacle);
  await until('the log tells it', told);
  const before = sim.conversations().length;
  await until('both printers were asked again, twice', () => sim.conversations().length >= before + 6);
  assert.equal(told(), 1);
  assert.equal(linesOf(httpd.log(), /printer p2: its status text cannot be kept/).length, 0);

  rmdirSync(obstacle);
  const healed = sim.conversations().length;
  await until('both printers were asked again', () => sim.conversations().length >= healed + 4);
  mkdirSync(obstacle);
  await until('the next time it is told again', () => told() === 2);
});

// The present over HTTP, as a real httpd serves it from simulated printers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { polledFleet, startHttpd } from './lib/httpd.mjs';
import { printerLines, startSim } from './lib/sim.mjs';

test('the fleet lists all printers of all families', async (t) => {
  const sim = await startSim(t, ['--printers', '20']);
  const httpd = await startHttpd(t, { config: printerLines(sim) });
  const fleet = await polledFleet(httpd);
  assert.equal(fleet.total, 20);
  assert.equal(fleet.next, null);
  assert.deepEqual(fleet.items.map((p) => p.codename), sim.printers.map((p) => p.family));
});

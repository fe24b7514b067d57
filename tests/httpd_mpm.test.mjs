// Every MPM starts one poller, serves all parts, and ends whole.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { modules, polledFleet, startHttpd } from './lib/httpd.mjs';
import { until } from './lib/place.mjs';
import { printerLines, startSim } from './lib/sim.mjs';

const isThere = (mpm) => existsSync(join(modules, `mod_mpm_${mpm}.so`));

/** Whether the process has ended: one that nobody waited for yet has too. */
function hasEnded(pid) {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

for (const mpm of ['event', 'worker', 'prefork']) {
  const skip = !isThere(mpm) && `no ${mpm} here`;
  test(`${mpm} serves all parts, also after a graceful restart, and leaves nothing behind`, { skip }, async (t) => {
    const sim = await startSim(t, ['--printers', '5']);
    // A connection that is kept alive would keep an old worker of the worker MPM.
    const httpd = await startHttpd(t, { mpm, config: `KeepAlive Off\n${printerLines(sim)}` });
    assert.equal((await polledFleet(httpd)).total, 5);
    const serves = async () => {
      for (const path of ['', 'api/v1/printers', 'api/v1/printers/p5', 'api/v1/health', 'v1/p1/status'])
        assert.equal((await httpd.ask(`/stratasys/${path}`)).status, 200, path);
    };
    await serves();
    const first = httpd.pollerPid();
    assert.notEqual(first, 0);
    httpd.graceful();
    const second = await until('a new poller', () => ![0, first].includes(httpd.pollerPid()) && httpd.pollerPid());
    assert.equal(hasEnded(first), true, 'the old poller has ended before the new one began');
    await serves();
    await httpd.stop();
    await until('the poller has ended with its httpd', () => hasEnded(second));
    // AH03092 is of httpd's own event MPM, which closes connections that linger while it stops.
    const log = httpd.log().split('\n').filter((line) => !line.includes('AH03092')).join('\n');
    assert.doesNotMatch(log, /\[(\w*:)?(error|crit|alert|emerg)\]/);
  });
}

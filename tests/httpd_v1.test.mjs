// The routes of the original program, as its page and old clients ask for them, and what a location hides.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { join } from 'node:path';
import { startHttpd } from './lib/httpd.mjs';
import { project, until } from './lib/place.mjs';
import { printerLines, startSim } from './lib/sim.mjs';

const fixture = (name) => ['--replay', join(project, 'tests/unit/fixtures', `${name}.sts`)];

const LOCATIONS = `
<Location "/v1">
  StratasysServe v1
  StratasysExpose people
  Require all granted
</Location>
<Location "/public">
  StratasysServe api v1
  Require all granted
</Location>`;

/** p1 builds with a queue, p2 is idle, p3 refuses and is offline at its first failed poll. */
async function startThree(t) {
  const sim = await startSim(t, ['--printers', '3', ...fixture('fortus450-building'), ...fixture('uprint-idle'), '--fault', '3:refuse']);
  const config = `StratasysInterval 1h\nStratasysOfflineAfter 1\n${printerLines(sim)}\n${LOCATIONS}`;
  const httpd = await startHttpd(t, { config });
  const wasPolled = (fleet) => fleet.items?.length === 3 && fleet.items.every((printer) => printer.polled_at !== null);
  await until('all were polled', async () => wasPolled(await httpd.api('printers')));
  return httpd;
}

describe('the original routes', () => {
  const cleanups = [];
  let httpd;
  before(async () => {
    httpd = await startThree({ after: (cleanup) => cleanups.unshift(cleanup) });
  });
  after(async () => {
    for (const cleanup of cleanups) await cleanup();
  });
  const v1 = async (path) => {
    const answer = await httpd.ask(`/v1/${path}`);
    assert.equal(answer.status, 200, path);
    assert.equal(answer.headers['content-type'], 'application/json');
    return answer.json();
  };

  test('its page works: /v1/uprint/… is the first printer, with any query behind it', async () => {
    assert.equal((await v1('uprint/status?_=1700000000000')).modelerStatus, 'Building');
    const job = await v1('uprint/job');
    const { currentLayer, totalLayers, estimatedBuildTime, buildTime, jobName } = job;
    assert.deepEqual([currentLayer, totalLayers, estimatedBuildTime, buildTime, jobName], ['12', '120', '14000', '3300', 'bracket_@Zz9xY']);
    assert.deepEqual(await v1('p1/job'), job);
    const queue = await v1('uprint/queue');
    assert.deepEqual(queue.map((waiting) => [waiting.position, waiting.jobName]), [['1', 'gear'], ['2', 'cover; v2']]);
  });

  test('an empty queue is an empty list, an idle printer has a job of empty texts', async () => {
    assert.deepEqual(await v1('p2/queue'), []);
    const { jobName, jobId, totalLayers } = await v1('p2/job');
    assert.deepEqual([jobName, jobId, totalLayers], ['', '0', '0']);
  });

  test('material is the last spool as it always was, and spools are all of them', async () => {
    const { spools, ...last } = await v1('p1/material');
    assert.deepEqual([last.name, last.spool, last.remainingMatl, last.status], ['SR35', '3', '33.25', 'ACTIVE']);
    const left = [['ASA_IVR', '60.5'], ['', '0'], ['SR35', '0'], ['SR35', '33.25']];
    assert.deepEqual(spools.map(({ name, remainingMatl }) => [name, remainingMatl]), left);
  });

  test('extstatus is the machine section and the name of the machine', async () => {
    assert.deepEqual(await v1('p1/extstatus'), {
      internalState: '', materials: 'ABS-M30 ASA PC ULT9085', modelTipOdometer: '101.5', supportTipOdometer: '20.25',
      currentCurve: '3', machineName: 'Fortus',
    });
    const { machineName, tipOffset } = await v1('p2/extstatus');
    assert.deepEqual([machineName, tipOffset], ['uPrint', '0.501 -0.004']);
  });

  test('versions, serials, lots and dates are in no answer but the queue, whatever is exposed', async () => {
    const hidden = /version|serial|mfglot|mfgdate|usagedate/i;
    for (const id of ['p1', 'p2'])
      for (const route of ['status', 'job', 'material', 'extstatus'])
        for (const place of ['/v1', '/stratasys/v1']) assert.doesNotMatch((await httpd.ask(`${place}/${id}/${route}`)).text, hidden, route);
  });

  test('a printer that is offline answers 503 and says so', async () => {
    for (const route of ['status', 'job', 'queue', 'material', 'extstatus']) {
      const answer = await httpd.ask(`/v1/p3/${route}`);
      assert.equal(answer.status, 503);
      assert.deepEqual(answer.json(), { status: 'offline' });
    }
    const busy = await httpd.ask('/stratasys/api/v1/printers/p3/busy');
    assert.deepEqual([busy.status, busy.text], [503, 'unknown']);
  });

  test('busy is 1 or 0 as text', async () => {
    const busy = async (id) => (await httpd.ask(`/stratasys/api/v1/printers/${id}/busy`)).text;
    assert.deepEqual([await busy('p1'), await busy('p2')], ['1', '0']);
  });

  test('no such printer, no such route: 404 as problem+json', async () => {
    for (const path of ['nobody/status', 'p1/nothing', 'p1', '', 'p1/status/', 'P1/status', `${'p'.repeat(65)}/status`]) {
      const answer = await httpd.ask(`/v1/${path}`);
      assert.equal(answer.status, 404, path);
      assert.equal(answer.headers['content-type'], 'application/problem+json');
      assert.equal(answer.json().status, 404);
    }
  });

  const PEOPLE = /bracket|anna|gear|bert|cover; v2|carla|foot/;
  const PEOPLE_KEYS = /"(jobName|owner|comment|pack|job_name)":/;
  const IDENTITY = /W10001|5\.8\.1\.0|500001|77012|02142020/;

  test('a public location shows no job names, owners, comments and packs, in the queue neither', async () => {
    const paths = ['v1/p1/job', 'v1/p1/queue', 'v1/p1/material', 'api/v1/printers', 'api/v1/printers/p1', 'api/v1/health'];
    for (const path of paths) {
      const answer = await httpd.ask(`/public/${path}`);
      assert.equal(answer.status, 200, path);
      for (const hidden of [PEOPLE, PEOPLE_KEYS, IDENTITY]) assert.doesNotMatch(answer.text, hidden, path);
    }
    assert.equal((await httpd.ask('/public/v1/p1/queue')).json().length, 2);
    const printer = (await httpd.ask('/public/api/v1/printers/p1')).json();
    assert.deepEqual([printer.queue.length, printer.queue[0].estimated_s, printer.estimated_s], [2, 3600, 14000]);
  });

  test('the same fleet shows them where they are exposed', async () => {
    for (const path of ['v1/p1/job', 'v1/p1/queue', 'api/v1/printers', 'api/v1/printers/p1'])
      for (const shown of [PEOPLE, PEOPLE_KEYS]) assert.match((await httpd.ask(`/stratasys/${path}`)).text, shown, path);
    assert.match((await httpd.ask('/stratasys/api/v1/printers')).text, IDENTITY);
  });

  test('the raw text needs identity and people', async () => {
    const refused = await httpd.ask('/public/api/v1/printers/p1/raw');
    assert.equal(refused.status, 403);
    assert.match(refused.json().detail, /StratasysExpose identity people/);
    assert.match((await httpd.ask('/stratasys/api/v1/printers/p1/raw')).text, /^set machineStatus\(general\)/);
  });

  test('raw, before a printer ever answered, is 503', async () => {
    const answer = await httpd.ask('/stratasys/api/v1/printers/p3/raw');
    assert.equal(answer.status, 503);
    assert.match(answer.json().detail, /has not answered/);
  });
});

test('a printer that is called uprint is that one, not the first', async (t) => {
  const sim = await startSim(t, ['--printers', '2', ...fixture('fortus450-building'), ...fixture('uprint-idle')]);
  const [first, second] = sim.printers.map(({ address, port }) => `${address}:${port}`);
  const httpd = await startHttpd(t, { config: `StratasysPrinter big ${first}\nStratasysPrinter uprint ${second}` });
  const status = await until('uprint was polled', async () => {
    const answer = await httpd.ask('/stratasys/v1/uprint/status');
    return answer.status === 200 && answer.json();
  });
  assert.equal(status.modelerType, 'paia');
});

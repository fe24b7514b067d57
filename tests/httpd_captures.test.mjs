// Real captures and made-up status texts, served as they are: every value of /v1 and /api/v1 against the text itself.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { polledFleet, serverAt, startHttpd } from './lib/httpd.mjs';
import { captures } from './lib/place.mjs';
import { printerLines, startSim } from './lib/sim.mjs';
import { captureFiles, fixtureFiles, readStatus } from './lib/sts.mjs';

const CM3_PER_IN3 = 16.387064;

/** What a reader of the text would say of it: state, and which figure is the honest progress. */
const CONCLUSIONS = {
  'fortus250mc-warming-up': ['preparing', 'time'],
  'fortus450mc-building': ['building', 'time'],
  'uprint-idle-standby': ['idle', null],
  'dimension1200-part-done': ['part_waiting', 'state'],
  'f170-building': ['building', 'time'],
  'f370-door-open': ['maintenance', null],
  'fortus250-warming-up': ['preparing', 'time'],
  'fortus450-building': ['building', 'time'],
  'fortus900-paused': ['paused', 'time'],
  'mojo-idle': ['idle', null],
  'unknown-machine': ['unmapped', null],
  'uprint-idle': ['idle', null],
};

/** modelerType: product, and machineName of the original program. */
const MACHINES = {
  paia: ['uPrint SE', 'uPrint'],
  kapaa: ['Fortus 250mc', 'Fortus'],
  sst1230: ['Dimension SST 1200/1200es', 'Dimension'],
  waikiki: ['Fortus 450mc', 'Fortus'],
  lffs: ['Fortus 900mc', 'Fortus'],
  solo: ['Mojo', 'Mojo'],
  dorado1: ['F170', 'F170'],
  dorado3: ['F370', 'F370'],
  otter: [null, 'Other'],
};

const text = (value) => value || null;
const number = (value) => (value === undefined || value === '' ? null : Number(value));
const positive = (value) => (number(value) > 0 ? number(value) : null);
const ratio = (part, whole) => (number(whole) > 0 ? Math.min(1, number(part) / number(whole)) : null);

function expectedMaterial(job) {
  return {
    model_material: text(job.partMatlName), model_needed_in3: number(job.partTotalMatl),
    support_material: text(job.supportMatlName), support_needed_in3: number(job.supportTotalMatl),
  };
}

function expectedJob(job, placed) {
  return {
    job_id: positive(job.jobId ?? job.jobid), job_name: text(job.jobName), owner: text(job.owner),
    comment: text(job.comment), pack: text(job.pack), submitted_at: placed(job.submitTime),
    estimated_s: positive(job.estimatedBuildTime), ...expectedMaterial(job),
  };
}

function expectedRun(job, placed, state, source, answered_at) {
  const ratios = {
    time_ratio: ratio(job.buildTime, job.estimatedBuildTime), layer_ratio: ratio(job.currentLayer, job.totalLayers),
    model_ratio: ratio(job.partConsumed, job.partTotalMatl), support_ratio: ratio(job.supportConsumed, job.supportTotalMatl),
  };
  const best = { time: ratios.time_ratio, state: 1 };
  const left_s = job.estimatedBuildTime - job.buildTime;
  return {
    ...expectedJob(job, placed), ...ratios, started_at: placed(job.startTime), build_s: number(job.buildTime),
    layer: number(job.currentLayer), layers_total: positive(job.totalLayers), model_used_in3: number(job.partConsumed),
    support_used_in3: number(job.supportConsumed), progress_source: source, progress_ratio: best[source],
    eta_at: state === 'building' ? answered_at + left_s : null,
  };
}

const nothing = (object) => Object.fromEntries(Object.keys(object).map((key) => [key, null]));

function expectedSpool(spool, place, spools) {
  const bay = number(spool.spool) ?? place;
  const middle = (spools.length - 1) / 2;
  const is_loaded = spool.status !== 'NOT LOADED';
  const [initial_in3, left_in3] = [number(spool.initialMatl), number(spool.remainingMatl)];
  return {
    bay, kind: bay === middle ? null : bay < middle ? 'model' : 'support', material: text(spool.name), is_loaded,
    color: text(spool.colorLabel), color_rgb: text(spool.colorCode), spool_status: spool.status, initial_in3, left_in3,
    left_ratio: is_loaded ? left_in3 / initial_in3 : null, serial: text(spool.serialNumber), lot: text(spool.mfgLot),
    made_on: text(spool.mfgDate), first_used_on: text(spool['1stUsageDate']),
  };
}

function expectedPrinter({ general, machine, currentJob, cassette, queue }, [state, source], answered_at) {
  const placed = (at) => (Number(at) > 0 ? answered_at + (at - general.serverTime) : null);
  const run = expectedRun(currentJob, placed, state, source, answered_at);
  return {
    product: MACHINES[general.modelerType][0], codename: general.modelerType, state, status_text: general.modelerStatus,
    explanation: text(general.modelerExplanation), state_began_at: answered_at, polled_at: answered_at, failed_polls: 0,
    trouble: null, damage: null, clock_offset_s: general.serverTime - answered_at,
    model_temp_c: number(general.partCurrentTemp), model_set_c: number(general.partSetTemp),
    support_temp_c: number(general.supportCurrentTemp), support_set_c: number(general.supportSetTemp),
    envelope_temp_c: number(general.envelopeCurrentTemp), envelope_set_c: number(general.envelopeSetTemp),
    controller_version: general.controllerVersion, serial: machine.productSerialNumber,
    ...(currentJob.jobName ? run : nothing(run)),
    spools: cassette.map(expectedSpool),
    queue: queue.map((job, i) => ({ position: i + 1, ...expectedJob(job, placed) })),
  };
}

function assertValue(actual, expected, what) {
  if (Array.isArray(expected)) {
    assert.equal(actual.length, expected.length, what);
    expected.forEach((one, i) => assertObject(actual[i], one, `${what}[${i}]`));
  } else if (typeof expected === 'number') {
    const is_near = typeof actual === 'number' && Math.abs(actual - expected) <= Math.abs(expected) * 1e-9;
    assert.ok(is_near, `${what}: ${actual}, not ${expected}`);
  } else {
    assert.equal(actual, expected, what);
  }
}

/** Every expected value, and of every time and amount its second form. */
function assertObject(actual, expected, what) {
  for (const [key, value] of Object.entries(expected)) assertValue(actual[key], value, `${what}.${key}`);
  for (const [key, value] of Object.entries(actual)) {
    const isNull = value === null;
    const second = (ending, other) => actual[key.slice(0, -ending.length) + other];
    const time = () => new Date(value * 1000).toISOString().replace('.000Z', 'Z');
    if (key.endsWith('_in3')) assertValue(second('in3', 'cm3'), isNull ? null : value * CM3_PER_IN3, `${what}.${key}`);
    if (key.endsWith('_at')) assert.equal(second('at', 'time'), isNull ? null : time(), `${what}.${key}`);
  }
}

const HIDDEN = /version|serial|mfglot|mfgdate|usagedate/i;

function asOriginal(group, hidden = HIDDEN) {
  const shown = Object.entries(group).filter(([key]) => !hidden.test(key));
  return Object.fromEntries(shown.map(([key, value]) => [key, value.replace(/[{}"]/g, '').trim()]));
}

/** The five answers of the original program to that text. */
function expectedV1({ general, machine, currentJob, cassette, queue }) {
  return {
    status: asOriginal(general),
    job: asOriginal(currentJob),
    queue: queue.map((job) => asOriginal(job, /^$/)),
    material: { ...asOriginal(Object.assign({}, ...cassette)), spools: cassette.map((spool) => asOriginal(spool)) },
    extstatus: { ...asOriginal(machine), machineName: MACHINES[general.modelerType][1] },
  };
}

/** An httpd whose printers p1, p2, … serve the files, polled once. STRATASYS_SERVER_PORT: one that somebody else set up. */
async function serveFiles(t, files) {
  if (process.env.STRATASYS_SERVER_PORT) return serverAt(process.env.STRATASYS_SERVER_PORT);
  const sim = await startSim(t, ['--printers', String(files.length), ...files.flatMap((file) => ['--replay', file])]);
  return startHttpd(t, { config: `StratasysInterval 1h\n${printerLines(sim)}` });
}

/** One httpd with one printer for each file, and tests for each. Polled once, so that times stand still. */
function describeFiles(what, files, options = {}, also = undefined) {
  describe(what, options, () => {
    const cleanups = [];
    const t = { after: (cleanup) => cleanups.unshift(cleanup) };
    let httpd, fleet;

    before(async () => {
      httpd = await serveFiles(t, files);
      fleet = await polledFleet(httpd);
    });
    after(async () => {
      for (const cleanup of cleanups) await cleanup();
    });

    files.forEach((file, i) => {
      const name = basename(file, '.sts');
      const sections = readStatus(readFileSync(file, 'utf8'));

      test(`${name} in /api/v1`, async () => {
        assert.ok(CONCLUSIONS[name], `say in CONCLUSIONS what is true of ${name}`);
        const printer = await httpd.api(`printers/p${i + 1}`);
        assert.ok(Math.abs(printer.answered_at - Date.now() / 1000) < 60);
        assertObject(printer, expectedPrinter(sections, CONCLUSIONS[name], printer.answered_at), name);
        assert.deepEqual(printer, fleet.items[i]);
      });

      test(`${name} in /v1`, async () => {
        for (const [route, expected] of Object.entries(expectedV1(sections)))
          assert.deepEqual(await httpd.json(`/stratasys/v1/p${i + 1}/${route}`), expected, route);
      });

      test(`${name} as it came`, async () => {
        const { status, body } = await httpd.ask(`/stratasys/api/v1/printers/p${i + 1}/raw`);
        assert.equal(status, 200);
        assert.ok(body.equals(readFileSync(file)));
      });
    });

    also?.(() => fleet);
  });
}

function testStaleLayers(fleet) {
  test('a build is as far as its time, whatever its stale layers and its support say', () => {
    const building = fleet().items.find((printer) => printer.state === 'building');
    const rounded = (key, digits) => Number(building[key].toFixed(digits));
    assert.deepEqual(
      [rounded('time_ratio', 3), rounded('layer_ratio', 3), rounded('model_ratio', 4), rounded('support_ratio', 4)],
      [0.504, 0.219, 0.4836, 0.9785]);
    assert.equal(building.progress_ratio, building.time_ratio);
  });
}

describeFiles('captures', captureFiles, { skip: captureFiles.length === 0 && `no captures in ${captures}` }, testStaleLayers);
describeFiles('fixtures', fixtureFiles, { skip: Boolean(process.env.STRATASYS_SERVER_PORT) && 'that server has the captures' });

// Contrary lives of simulated printers: what usually is a sign of one result goes with another, or there is no sign.
// The truth tells the fate of each job; here it is held against the states and the texts that the printer showed.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const BINARY = process.env.STRATASIM ?? path.join(ROOT, 'build', 'stratasim');
const ANCHOR_S = 1577836800;
const YEAR_BEGINS_S = 1735689600;
const YEAR_S = 365 * 86400;
const PRINTERS = 20;
const OUTPUT_BYTES_MAX = 256 * 1024 * 1024;

if (!process.env.STRATASIM) execFileSync('make', ['-s', '-C', ROOT, 'build/stratasim'], { stdio: ['ignore', 'ignore', 'inherit'] });

const run = (...args) => execFileSync(BINARY, args, { maxBuffer: OUTPUT_BYTES_MAX });

// The texts of a printer at those times, in their order.
const textsAt = (times, printer, temper = 'contrary') =>
  run('--temper', temper, '--printer', String(printer), '--at', times.join(','))
    .toString('latin1')
    .split(/(?=set machineStatus\(general\))/);

const sectionOf = (text, name) => text.slice(text.indexOf(`machineStatus(${name})`)).split(/^\};/m)[0];

const valueOf = (text, key) => new RegExp(`^\\t-${key} +\\{?(.*?)\\}?\\r?$`, 'mi').exec(text)?.[1];

function year(temper) {
  const where = fs.mkdtempSync(path.join(os.tmpdir(), 'stratasim-'));
  const file = path.join(where, 'truth');
  run('--temper', temper, '--truth', file, '--from', String(YEAR_BEGINS_S), '--to', String(YEAR_BEGINS_S + YEAR_S), '--printers', String(PRINTERS));
  const lines = fs.readFileSync(file, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line));
  fs.rmSync(where, { recursive: true });
  return lines;
}

const LIVES = { usual: year('usual'), contrary: year('contrary') };
const jobsOf = (temper) => LIVES[temper].filter((line) => line.type === 'job');

// ---- the usual lives -------------------------------------------------------------------------------------------------

// Of texts made before there were contrary lives. Whoever changes usual lives on purpose makes it anew.
const USUAL_DIGEST = '016ea8aa9ce3c546fc5671fa616e3da39b857bb03837b36d265fd8d5ad4810da';

test('usual lives show what they always showed', () => {
  const times = Array.from({ length: 250 }, (_, i) => ANCHOR_S + i * 863987);
  const digest = createHash('sha256');
  for (let printer = 1; printer <= 9; printer++) digest.update(run('--printer', String(printer), '--at', times.join(',')));
  assert.equal(digest.digest('hex'), USUAL_DIGEST);
});

test('usual fates, each with its result', () => {
  const results = {
    completed: 'completed', withdrawn: 'cancelled', 'cancelled warming': 'cancelled', cancelled: 'cancelled', failed: 'failed', 'power lost': 'failed',
  };
  const ended = jobsOf('usual').filter((job) => job.result);
  assert.deepEqual(new Set(ended.map((job) => job.fate)), new Set(Object.keys(results)));
  for (const job of ended) assert.equal(job.result, results[job.fate]);
  assert.ok(ended.every((job) => job.run === 1 && job.file === job.number && job.halted_s === 0));
});

for (const temper of Object.keys(LIVES))
  test(`times follow each other and add up, ${temper} lives`, () => {
    for (const job of jobsOf(temper)) {
      const times = [job.submitted, job.begun, job.started, job.ended, job.unloaded].filter((time) => time !== null);
      assert.deepEqual(times, [...times].sort((a, b) => a - b), JSON.stringify(job));
      if (job.started) assert.notEqual(job.begun, null);
      if (job.unloaded) assert.equal(job.result, 'completed');
      if (!job.started || !job.ended) continue;
      assert.equal(job.build_s + job.paused_s + job.loading_s + job.halted_s, job.ended - job.started, JSON.stringify(job));
    }
    const waiting = jobsOf(temper).filter((job) => job.result === 'completed' && job.unloaded === null);
    assert.ok(waiting.length <= PRINTERS && waiting.every((job) => job.ended > YEAR_BEGINS_S));
  });

// ---- contrary fates ----------------------------------------------------------------------------------------------------

const GONE = ['Ready to Build', 'Idle', 'Queue Empty', 'Tip Maintenance', 'Nozzle Service'];
const DONE = ['Part Done', 'Build Complete', 'Remove Part and Replace Modeling Base'];
const STOPPED = ['Build Stopped', 'Halted By Operator'];
const PAUSED = ['Paused', 'Pending Pause'];

// What it truly is, what the printer says from its end on, what it says before (and never says), how much was built.
const FATES = {
  'silent end': { result: 'completed', then: GONE, never: DONE, built: [1, 1] },
  'late cancel': { result: 'cancelled', then: DONE, never: PAUSED, built: [0.975, 0.9941] },
  'early part done': { result: 'cancelled', then: DONE, never: PAUSED, built: [0.37, 0.43] },
  'brief failure': { result: 'failed', then: ['Build Error'], thenAtMost_s: 8, built: [0.04, 0.996] },
  'failed warming': { result: 'failed', then: ['Build Error'], thenAtMost_s: 8, built: null },
  'failed start': { result: 'failed', then: GONE, says: ['Finding Home'], lastAtMost_s: 8, built: null },
  'silent cancel': { result: 'cancelled', then: GONE, never: [...PAUSED, ...STOPPED], built: [0.04, 0.996] },
  'stopped by failure': { result: 'failed', then: STOPPED, never: PAUSED, built: [0.04, 0.996] },
  'error overcome': { result: 'completed', then: DONE, says: ['Build Error'], built: [1, 1] },
  'error then cancel': { result: 'cancelled', then: GONE, says: ['Build Error'], lastAtMost_s: 8, built: [0.04, 0.96] },
  'door then cancel': { result: 'cancelled', then: GONE, says: ['Door Open'], built: [0.04, 0.996] },
  'system error then cancel': { result: 'cancelled', then: GONE, says: ['System Error'], built: [0.04, 0.996] },
  'brief job': { result: 'completed', then: GONE, never: DONE, built: [1, 1] },
  'spool in pause': { result: 'completed', then: DONE, says: ['Paused'], built: [1, 1] },
  'long pause': { result: 'completed', then: DONE, says: PAUSED, built: [1, 1] },
  'long wait': { result: 'completed', then: DONE, built: [1, 1] },
  'false word and part done': { result: 'cancelled', then: DONE, built: [0.37, 0.43], leastShare: 0.002 },
  'false word and stopped': { result: 'cancelled', then: STOPPED, never: PAUSED, built: [0.37, 0.43], leastShare: 0.002 },
  'power cut': { result: 'failed', then: GONE, never: [...STOPPED, 'Build Error'], built: [0.04, 0.996] },
};

const contraryStates = Array.from({ length: PRINTERS }, (_, i) =>
  LIVES.contrary.filter((line) => line.type === 'state' && line.printer === i + 1));

// What the printer said while the job went on, and from its end on; null where it was out of reach meanwhile.
function storyOf(job) {
  const all = contraryStates[job.printer - 1];
  const end = all.findIndex((state) => state.from <= job.ended && (state.to ?? Infinity) > job.ended);
  let begin = end;
  while (begin > 0 && all[begin].from > job.begun) begin--;
  const story = { before: all.slice(begin, end), after: all[end] };
  return [...story.before, story.after].some((state) => !state || state.state === 'offline') ? null : story;
}

const isShown = (texts, states) => states.some((state) => texts.includes(state.text));

function checkStory(job, wanted) {
  const told = JSON.stringify(job);
  assert.equal(job.result, wanted.result, told);
  if (wanted.built) {
    const part = job.model_used_in3 / job.model_needed_in3;
    assert.ok(part >= wanted.built[0] - 1e-6 && part <= wanted.built[1] + 1e-6, told);
  } else assert.equal(job.started, null, told);
  const story = storyOf(job);
  if (!story) return false;
  const lasts = (state) => (state.to ?? Infinity) - state.from;
  assert.ok(wanted.then.includes(story.after.text), `${story.after.text} after ${told}`);
  for (const text of wanted.says ?? []) assert.ok(isShown([text], story.before), `no ${text}: ${told}`);
  assert.ok(!isShown(wanted.never ?? [], [...story.before, story.after]), told);
  assert.ok(lasts(story.after) <= (wanted.thenAtMost_s ?? Infinity), told);
  assert.ok(lasts(story.before.at(-1)) <= (wanted.lastAtMost_s ?? Infinity), told);
  return true;
}

for (const [fate, wanted] of Object.entries(FATES))
  test(`contrary fate: ${fate}, truly ${wanted.result}`, () => {
    const all = jobsOf('contrary').filter((job) => job.result);
    const jobs = all.filter((job) => job.fate === fate);
    const share = jobs.length / all.length;
    assert.ok(share > (wanted.leastShare ?? 0.03) && share < 0.09, `its share is ${share}`);
    const seen = jobs.filter((job) => job.begun > YEAR_BEGINS_S && checkStory(job, wanted));
    assert.ok(seen.length > jobs.length / 2, `${seen.length} of ${jobs.length} were watched`);
  });

test('contrary lives have no fate that is not told of here', () => {
  const known = new Set(['completed', 'withdrawn', 'cancelled warming', 'cancelled', 'failed', 'power lost', ...Object.keys(FATES)]);
  assert.deepEqual(new Set(jobsOf('contrary').map((job) => job.fate)), known);
});

const withFate = (fate) => jobsOf('contrary').filter((job) => job.fate === fate && job.result);

test('a brief job begins and ends within seconds, and moves the odometer of building', () => {
  const jobs = withFate('brief job').filter((job) => !job.loading_s);
  for (const job of jobs) assert.ok(job.unloaded === job.ended && job.ended - job.begun >= 5 && job.ended - job.begun <= 50, JSON.stringify(job));
  const own = jobs.filter((job) => job.printer === 2 && job.begun > YEAR_BEGINS_S);
  assert.ok(own.length > 10);
  const texts = textsAt(own.flatMap((job) => [job.begun, job.ended]), 2);
  const odometer = (text) => Number(valueOf(text, 'buildTimeOdometer'));
  own.forEach((job, i) => assert.equal(odometer(texts[2 * i + 1]) - odometer(texts[2 * i]), job.build_s));
});

test('a spool is changed in mid-build, while paused', () => {
  const loaded = new Set(LIVES.contrary.filter((line) => line.event === 'loaded').map((line) => `${line.printer} ${line.at}`));
  for (const job of withFate('spool in pause').filter((each) => each.begun > YEAR_BEGINS_S && storyOf(each))) {
    const [pause] = storyOf(job).before.filter((state) => state.text === 'Paused');
    const seconds = Array.from({ length: pause.to - pause.from - 1 }, (_, i) => pause.from + 1 + i);
    assert.ok(seconds.some((second) => loaded.has(`${job.printer} ${second}`)), JSON.stringify(job));
  }
});

test('a long pause lasts for hours, a long wait for days', () => {
  for (const job of withFate('long pause')) assert.ok(job.paused_s >= 6 * 3600, JSON.stringify(job));
  for (const job of withFate('long wait').filter((each) => each.unloaded)) assert.ok(job.unloaded - job.ended >= 60 * 3600, JSON.stringify(job));
});

test('a false word: Completed, of a job that was cancelled', () => {
  const jobs = [...withFate('false word and part done'), ...withFate('false word and stopped')].filter((job) => job.ended > YEAR_BEGINS_S && storyOf(job));
  const words = new Set();
  for (const job of jobs) {
    const current = sectionOf(textsAt([job.ended], job.printer)[0], 'currentJob');
    assert.equal(job.result, 'cancelled');
    assert.equal(Number(valueOf(current, 'jobId')), job.job_id);
    words.add(valueOf(current, 'completionStatus'));
  }
  assert.deepEqual(words, new Set(['Completed', 'Good']));
});

test('a power cut shows in no text but by the job that is gone, and by heaters that cool', () => {
  const jobs = withFate('power cut').filter((job) => job.printer === 2 && job.ended > YEAR_BEGINS_S && storyOf(job));
  assert.ok(jobs.length > 10);
  const texts = textsAt(jobs.flatMap((job) => [job.ended - 1, job.ended]), 2);
  jobs.forEach((job, i) => {
    const [before, after] = [texts[2 * i], texts[2 * i + 1]];
    assert.ok(Number(valueOf(before, 'partSetTemp')) > Number(valueOf(after, 'partSetTemp')));
    assert.equal(valueOf(sectionOf(after, 'currentJob'), 'startTime'), '0');
  });
});

// ---- runs, files, numbers, clocks --------------------------------------------------------------------------------------

test('a job that was cancelled or has failed is started again', () => {
  const again = jobsOf('contrary').filter((job) => job.run > 1);
  const runs = new Map(jobsOf('contrary').map((job) => [`${job.printer} ${job.number} ${job.run}`, job]));
  let pairs = 0;
  for (const job of again) {
    const before = runs.get(`${job.printer} ${job.number} ${job.run - 1}`);
    if (!before) continue; // it ended before the year
    pairs++;
    assert.ok(['cancelled', 'failed'].includes(before.result));
    assert.deepEqual([job.job_id, job.name, job.submitted, job.layers], [before.job_id, before.name, before.submitted, before.layers]);
    assert.ok(job.begun === null || job.begun >= before.ended);
    assert.ok(job.model_used_in3 <= job.model_needed_in3 + 1e-6);
  }
  const share = pairs / jobsOf('contrary').length;
  assert.ok(share > 0.03 && share < 0.1, `their share is ${share}`);
  assert.ok(again.some((job) => job.run === 3));
});

test('a second run has its own start, and builds from nothing', () => {
  const jobs = jobsOf('contrary').filter((job) => job.run === 2 && job.printer === 2 && job.started > YEAR_BEGINS_S && job.build_s > 60);
  assert.ok(jobs.length > 10);
  const texts = textsAt(jobs.flatMap((job) => [job.begun, job.started + 1]), 2);
  jobs.forEach((job, i) => {
    const [begun, started] = [texts[2 * i], texts[2 * i + 1]].map((text) => sectionOf(text, 'currentJob'));
    assert.deepEqual(['jobId', 'startTime', 'buildTime', 'partConsumed'].map((key) => Number(valueOf(begun, key))), [job.job_id, 0, 0, 0]);
    assert.equal(Number(valueOf(started, 'jobId')), job.job_id);
    assert.equal(Number(valueOf(started, 'buildTime')), 1);
    assert.notEqual(valueOf(started, 'startTime'), '0');
  });
});

test('the same file is sent twice in a row', () => {
  const first = new Map(jobsOf('contrary').map((job) => [`${job.printer} ${job.number}`, job]));
  const twice = jobsOf('contrary').filter((job) => job.run === 1 && job.file !== job.number && first.has(`${job.printer} ${job.file}`));
  assert.ok(twice.length > 200);
  for (const job of twice) {
    const other = first.get(`${job.printer} ${job.file}`);
    assert.deepEqual([job.name, job.owner, job.layers, job.estimated_s], [other.name, other.owner, other.layers, other.estimated_s]);
    assert.ok(job.submitted > other.submitted);
  }
  assert.ok(twice.filter((job) => job.job_id !== first.get(`${job.printer} ${job.file}`).job_id).length > twice.length * 0.9);
});

test('a file that was sent twice is spelled the same both times', () => {
  const own = jobsOf('contrary').filter((job) => job.printer === 2 && job.run === 1 && job.begun > YEAR_BEGINS_S);
  const first = new Map(own.map((job) => [job.number, job]));
  const pairs = own.filter((job) => job.file !== job.number && first.has(job.file)).map((job) => [first.get(job.file), job]);
  assert.ok(pairs.length > 10);
  const jobs = textsAt(pairs.flat().map((job) => job.begun), 2).map((text) => sectionOf(text, 'currentJob'));
  const told = (text) => ['jobName', 'owner', 'pack', 'comment', 'totalLayers', 'partTotalMatl'].map((key) => valueOf(text, key));
  pairs.forEach((_, i) => assert.deepEqual(told(jobs[2 * i + 1]), told(jobs[2 * i])));
  assert.ok(jobs.every((text) => valueOf(text, 'jobName') !== '' && valueOf(text, 'pack') !== ''));
});

test('the counter of jobs often starts again', () => {
  const inOrder = jobsOf('contrary').filter((job) => job.run === 1).sort((a, b) => a.printer - b.printer || a.number - b.number);
  const falls = inOrder.filter((job, i) => i && job.printer === inOrder[i - 1].printer && job.job_id < inOrder[i - 1].job_id);
  const share = falls.length / inOrder.length;
  assert.ok(share > 1 / 80 && share < 1 / 30, `${falls.length} of ${inOrder.length}`);
});

test('the clock is set by hours while a job builds, and while one waits', () => {
  const own = jobsOf('contrary').filter((job) => job.printer === 2 && job.run === 1 && job.ended > YEAR_BEGINS_S);
  const steps = (spans) => {
    const times = spans.slice(0, 500).flat();
    const offsets = textsAt(times, 2).map((text, i) => Number(valueOf(text, 'serverTime')) - times[i]);
    return offsets.filter((offset, i) => i % 2 && Math.abs(offset - offsets[i - 1]) > 3600).length;
  };
  assert.ok(steps(own.filter((job) => job.started).map((job) => [job.started, job.ended])) > 3);
  assert.ok(steps(own.filter((job) => job.begun).map((job) => [job.submitted, job.begun])) > 3);
});

// ---- the job before -----------------------------------------------------------------------------------------------------

// Of the jobs of which nothing is left to see: those that previousJob names (ASCII alone is compared), as it shows them.
function previousOf(printer) {
  const ended = jobsOf('contrary').filter((job) => job.printer === printer && job.ended > YEAR_BEGINS_S).sort((a, b) => a.ended - b.ended);
  const gone = ended.map((job, i) => [ended[i - 1], job]).filter(([older, job]) =>
    older && job.fate === 'silent end' && [older, job].every((each) => /^[\w@ -]+$/.test(each.name)) && older.name !== job.name);
  return textsAt(gone.map(([, job]) => job.ended), printer).map((text, i) => {
    const previous = sectionOf(text, 'previousJob');
    const [older, job] = gone[i];
    const [name, start, end, word] = ['jobName', 'startTime', 'endTime', 'completionStatus'].map((key) => valueOf(previous, key));
    return { older, job, name, start: Number(start), end: Number(end), word };
  });
}

test('on printers of odd numbers previousJob tells the truth, though now and then of an older job', () => {
  const shown = previousOf(3);
  const fresh = shown.filter(({ name, job }) => name === job.name);
  assert.ok(fresh.length > 5);
  for (const { start, end, word, job } of fresh) {
    assert.equal(word, 'Completed');
    assert.ok(start > 0 && Math.abs(end - start - (job.ended - job.started)) <= 10 * 3600);
  }
  for (const { name, job, older } of shown) assert.ok([job.name, older.name].includes(name), name);
  const stale = [3, 5, 7, 9, 11].flatMap(previousOf).filter(({ name, older }) => name === older.name);
  assert.ok(stale.length > 3);
});

test('on printers of even numbers previousJob says that the finished job never ran', () => {
  const shown = previousOf(8);
  assert.ok(shown.filter(({ name, job }) => name === job.name).length > 5);
  for (const { start, end, word } of shown) assert.deepEqual([start, end, word], [0, 0, '']);
});

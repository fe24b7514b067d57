// The jobs of one printer's history held against the truth.

// Both clocks tick in whole seconds, and the printer's drifts.
const TICK_S = 2;

// The row of a job that runs is written so often, or at every poll where that is rarer.
const SAMPLE_S = 60;

// The printers' figures have six digits, the database keeps them so.
const DIGITS_IN3 = 2e-4;

const stopTexts = new Set(['Build Stopped', 'Halted By Operator']);
const stays = ({ state, text }) => state === 'part_waiting' || state === 'error' || stopTexts.has(text);

/** Until when the printer shows a run as its current job, at least; Infinity: still. */
function goneAt(run, states) {
  if (run.ended === null) return Infinity;
  if (run.result === 'completed') return run.unloaded ?? Infinity;
  const next = states.find((record) => record.from === run.ended);
  return next && stays(next) ? (next.to ?? Infinity) : run.ended;
}

/** When a run that never began became the current job, as late as it can have been. */
function currentSince(run, runs, states) {
  const others = runs.filter((other) => other !== run && other.gone <= run.ended).map((other) => other.gone);
  const busy = states.filter((record) => record.to !== null && record.to <= run.ended && record.state !== 'idle').map((record) => record.to);
  return Math.max(run.submitted, ...others.slice(-8), busy.at(-1) ?? 0);
}

/**
 * A run that ended before it was started, or that was begun between two answers and failed, is one with the next when the same
 * job was made ready again: no start tells the two apart.
 */
function joinWithNext(run, before) {
  if (!before || (before.started !== null && before.isShown)) return;
  before.isJoined = true;
  run.joined = before;
  run.earliest = before.earliest;
  run.preparing_s += before.preparing_s;
  if (before.isShown) run.begun = before.begun;
}

/** The runs, with what the printer showed of each; those that were gone before the first poll are left out. */
function shownRuns(jobs, states, watch) {
  const runs = jobs.map((job) => ({ ...job, gone: goneAt(job, states) }));
  for (const run of runs) {
    const before = runs.find((other) => other.number === run.number && other.run === run.run - 1);
    const since = run.begun ?? (run.ended === null ? Infinity : currentSince(run, runs, states));
    run.shows = (edge) => watch.isAnsweredWithin(edge, run.gone);
    run.isShown = run.shows(since);
    run.earliest = before ? before.ended : run.submitted;
    joinWithNext(run, before);
  }
  return runs.filter((run) => run.gone > watch.polled[0]);
}

// ---- which row is which run ------------------------------------------------------------------------------------------

const keyOf = (id, name) => `${id} ${name}`;

/** Pairs rows and runs; a row is a run's when the printer showed that run as its job at the row's first sight. */
function paired(rows, runs, watch, clock, classes) {
  const groups = new Map();
  for (const run of runs) {
    const key = keyOf(run.job_id, run.name);
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  for (const row of rows) {
    const group = groups.get(keyOf(row.job_id, row.job_name)) ?? [];
    const fits = (run) => row.first_seen_at >= clock.earliest(run.earliest) - TICK_S &&
      (run.gone === Infinity || row.first_seen_at <= clock.covered(watch.from(run.gone) ?? Infinity));
    const run = group.find((one) => !one.row && !one.isJoined && fits(one));
    if (run) run.row = row;
    else classes.fail(group.some(fits) ? 'jobs: twice' : 'jobs: invented', () => JSON.stringify({ row, group }));
  }
  return runs.filter((run) => run.row);
}

// ---- edges ---------------------------------------------------------------------------------------------------------------

/** The answers around an edge, and whether it lies between two answers that follow each other by one interval. */
function around(edge, plan, watch) {
  const before = watch.before(edge);
  const after = watch.from(edge);
  const gap = before === undefined || after === undefined ? Infinity : after - before;
  const isStepped = (plan.steps ?? []).some(([at, by]) => edge >= at - plan.interval * 4 && edge <= at + Math.abs(by) + plan.interval * 4);
  return { gap, isWatched: gap <= plan.interval, isStepped };
}

/** Longest that a time can be wrong: what lay between two answers, and the step of the clock around it. */
function edgeBound(edge, plan, { gap, isStepped }) {
  const step = isStepped ? Math.max(...plan.steps.map(([, by]) => Math.abs(by))) : 0;
  return gap + step + TICK_S;
}

function noteEdge(name, told, edge, context) {
  const { plan, watch, clock, classes, run } = context;
  const where = around(edge, plan, watch);
  const kind = where.isStepped ? 'by a clock step' : where.isWatched ? 'watched' : 'unwatched';
  if (told === null) {
    if (!run.shows(edge)) classes.count(`${name}, went by between two answers, not told`);
    else if (where.isWatched && !where.isStepped) classes.fail(`${name}, watched, not told`, () => tellOf(run));
    else classes.count(`${name}, ${kind}, not told`);
    return;
  }
  classes.note(`${name}, ${kind} (s)`, Math.abs(told - clock.covered(edge)), edgeBound(edge, plan, where), () => tellOf(run));
}

/** When it ended; of runs that are one and never started, the end that was seen may be that of each. */
function endNearest(run, told) {
  const ends = [run.ended];
  for (let one = run; one.started === null && one.joined; one = one.joined) ends.push(one.joined.ended);
  return ends.reduce((best, end) => (Math.abs(end - told) < Math.abs(best - told) ? end : best));
}

/** The end is told as a moment, or as a stretch in which it lies. */
function noteEnd(context) {
  const { plan, watch, clock, classes, run } = context;
  const { ended_at: from, ended_unseen_s: unseen } = run.row;
  if (run.ended === null || from === null) {
    const isFresh = run.ended !== null && watch.from(run.ended) === undefined;
    if ((run.ended === null) !== (from === null) && !isFresh) classes.fail('end: told or not', () => tellOf(run));
    return;
  }
  const ended = endNearest(run, from);
  const where = around(ended, plan, watch);
  const edge = clock.covered(ended);
  if (!unseen) {
    noteEdge('end', from, ended, context);
    return;
  }
  const outside = Math.max(from - edge, edge - (from + unseen), 0);
  classes.note(`end, within a stretch that is told (s)`, outside, TICK_S + (where.isStepped ? edgeBound(ended, plan, where) : 0), () => tellOf(run));
}

// ---- figures ------------------------------------------------------------------------------------------------------------

/** How long it built between the last answer that showed it and its end, at most. */
const unseenBuild = ({ run, plan, watch }) => {
  if (run.ended === null) return Math.max(plan.interval, SAMPLE_S);
  if (watch.isAnsweredWithin(run.ended, run.gone)) return 0;
  return run.ended - Math.max(watch.before(run.ended) ?? run.begun, run.begun);
};

function noteBuild(context) {
  const { classes, run } = context;
  const slack = unseenBuild(context);
  const kind = slack ? 'last figures not seen' : 'last figures seen';
  if (run.started === null) {
    classes.note('build: not started (s)', run.row.build_s ?? 0, 0, () => tellOf(run));
    return;
  }
  if (run.row.build_s === null) classes.fail('build: not told', () => tellOf(run));
  else classes.note(`build, ${kind} (s)`, Math.abs(run.row.build_s - run.build_s), slack, () => tellOf(run));
}

/** Seconds that were watched in a state: each of their edges may lie anywhere between two answers. */
function notePreparing({ plan, watch, classes, run }) {
  if (run.row.preparing_s === null || run.begun === null || run.started === null || run.row.unobserved_s) return;
  const edges = [run.begun, run.started].map((edge) => around(edge, plan, watch));
  if (edges.some(({ isWatched, isStepped }) => isStepped || !isWatched)) return;
  if (!watch.isAnsweredThroughout(run.begun, run.started)) return;
  classes.note('preparing, watched (s)', Math.abs(run.row.preparing_s - run.preparing_s), 2 * plan.interval, () => tellOf(run));
}

function noteUnloaded(context) {
  const { watch, classes, run } = context;
  if (run.result !== 'completed' || !run.unloaded || !watch.isAnsweredWithin(run.ended, run.unloaded)) return;
  if (run.row.unloaded_at === null) classes.count('unloaded: not told');
  else noteEdge('unloaded', run.row.unloaded_at, run.unloaded, context);
}

function noteMaterial(context, side) {
  const { classes, run } = context;
  const used = run[`${side}_used_in3`];
  const told = run.row[`${side}_used_in3`] ?? 0;
  const slack = unseenBuild(context);
  // Support is used up to twice as fast as the mean; the estimate of the build time may be short of a quarter.
  const rate = (2 * run[`${side}_needed_in3`]) / (0.75 * Math.min(run.estimated_s, run.result === 'completed' ? run.build_s : Infinity));
  const bound = slack ? Math.max(0.01 * used, rate * slack) + DIGITS_IN3 : 0.01 * used + DIGITS_IN3;
  classes.note(`${side} material, ${slack ? 'last figures not seen' : 'last figures seen'} (in3)`, Math.abs(told - used), bound, () => tellOf(run));
}

// ---- results ------------------------------------------------------------------------------------------------------------

function noteResult({ classes, run, temper }) {
  const { result, result_source: source } = run.row;
  if (run.result === null || result === null) return;
  const right = result === run.result ? `right (${source})` : result === 'unknown' ? 'unknown' : null;
  if (right) classes.count(`result, ${temper}: ${run.fate}: ${right}`);
  classes.note('result: confidently wrong', right ? 0 : 1, 0, () => `${run.fate}: ${tellOf(run)}`);
  classes.count(`results of ${temper} lives: ${right ? right.split(' ')[0] : 'confidently wrong'}`);
}

// ---- all of one printer ---------------------------------------------------------------------------------------------

const TOLD = ['fate', 'submitted', 'begun', 'started', 'ended', 'unloaded', 'result', 'build_s', 'model_used_in3', 'run', 'number'];

function tellOf(run) {
  const truth = Object.fromEntries(TOLD.map((key) => [key, run[key]]));
  const { job_name, owner, comment, pack, ...row } = run.row ?? {};
  return `printer ${run.printer}, truth ${JSON.stringify(truth)}, history ${JSON.stringify(row)}`;
}

/** Compares the rows of job_history of one printer with its truth, into classes. */
export function compareJobs({ plan, watch, clock, classes, temper, jobs, states, rows }) {
  const runs = shownRuns(jobs, states, watch);
  for (const run of paired(rows, runs, watch, clock, classes)) {
    const context = { plan, watch, clock, classes, temper, run };
    classes.count(run.isShown ? 'jobs: found' : 'jobs: found, though never shown as current while they lasted');
    if (run.begun !== null && run.begun >= watch.answered[0]) noteEdge('begin', run.row.begun_at, run.begun, context);
    if (run.started !== null) noteEdge('start', run.row.started_at, run.started, context);
    noteEnd(context);
    noteUnloaded(context);
    noteBuild(context);
    notePreparing(context);
    for (const side of ['model', 'support']) noteMaterial(context, side);
    noteResult(context);
  }
  for (const run of runs.filter((one) => !one.row)) {
    if (run.isJoined) classes.count('jobs: ended before they started or were seen, and began anew: one with the next run');
    else if (run.isShown) classes.fail('jobs: missing', () => tellOf(run));
    else if (run.begun !== null) classes.count('jobs: began and went between two answers');
    else classes.count('jobs: waited or withdrawn between two answers');
  }
  return runs;
}

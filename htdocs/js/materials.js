// How far the material in a printer reaches for its jobs; no DOM, no text.

export const KINDS = ['model', 'support'];

const SHORT_LEAST_IN3 = 0.05; // less is rounding
export const CM3_PER_IN3 = 16.387064;
const UNKNOWN = { verdict: 'unknown' };

const isKnown = (value) => typeof value === 'number';
const asVolume = (in3) => ({ in3, cm3: in3 * CM3_PER_IN3 });

/** What the running job of a printer lacks of a kind: {in3, cm3}, or null where it lasts or nobody knows. */
export function materialShort(printer, kind) {
  const lack = draw(stockOf(printer), kind, jobOf(printer, 0).needs[kind], true);
  return lack?.verdict === 'short' ? asVolume(lack.in3) : null;
}

/**
 * How far it reaches for the current job (place 0, where one `isAhead`), then for the queue in its order (1, 2, …); null
 * without any. Of so many `jobs` (`hasCurrent` is `isAhead`) the first `lasts` have enough. `needs` has {kind, material, now_in3, waiting_in3} by kind
 * and material, null for unknown. `concern` is the first job that lacks something, or null: {place, job_name, kind,
 * material, verdict: 'short' (by in3, cm3) | 'missing' (nothing such is loaded) | 'unknown'}; what cannot be known for one job
 * is not known for those after it.
 */
export function materialReach(printer, { isRunning, isAhead }) {
  const jobs = [...(isAhead ? [jobOf(printer, 0)] : []), ...(printer.queue ?? []).map((job, i) => jobOf(job, i + 1))];
  if (jobs.length === 0) return null;
  const lacks = lacksOf(jobs, stockOf(printer), isRunning);
  const concern = lacks.find(({ verdict }) => verdict !== 'unknown') ?? lacks[0];
  return {
    jobs: jobs.length,
    hasCurrent: isAhead,
    lasts: lacks.length > 0 ? jobs.indexOf(lacks[0].job) : jobs.length,
    needs: needsOf(jobs),
    concern: concern ? asConcern(concern) : null,
  };
}

function jobOf(job, place) {
  const needs = Object.fromEntries(KINDS.map((kind) => [kind, needOf(job, kind)]));
  return { place, job_name: job.job_name ?? null, needs };
}

function needOf(job, kind) {
  const needed_in3 = job[`${kind}_needed_in3`];
  const in3 = isKnown(needed_in3) ? Math.max(needed_in3 - (job[`${kind}_used_in3`] ?? 0), 0) : null;
  return { material: job[`${kind}_material`] ?? null, in3 };
}

/** What is loaded, as copies to draw from. */
function stockOf(printer) {
  const loaded = (printer.spools ?? []).filter((spool) => spool.is_loaded !== false);
  return loaded.map(({ kind, material, left_in3 }) => ({ kind, material, left_in3: isKnown(left_in3) ? left_in3 : null }));
}

/** What the jobs lack, one after the other: {job, kind, verdict, in3}. */
function lacksOf(jobs, stock, isFirstRunning) {
  const unknown = new Set();
  const lackOf = (job, kind) => {
    const lack = unknown.has(kind) ? UNKNOWN : draw(stock, kind, job.needs[kind], isFirstRunning && job.place === 0);
    if (lack?.verdict === 'unknown') unknown.add(kind);
    return lack && { ...lack, job, kind };
  };
  return jobs.flatMap((job) => KINDS.map((kind) => lackOf(job, kind)).filter(Boolean));
}

/** Takes from the stock what a job needs of a kind: null where it lasts, or {verdict, in3}. */
function draw(stock, kind, { material, in3 }, isRunning) {
  if (in3 === null) return UNKNOWN;
  if (in3 <= SHORT_LEAST_IN3) return null;
  const loaded = stock.filter((spool) => spool.kind === kind);
  const same = spoolsOf(loaded, material);
  const spools = isRunning && same.length === 0 ? loaded : same; // what runs draws from one of them, whatever its name
  if (spools.length === 0) return material !== null && loaded.length > 0 ? { verdict: 'missing' } : UNKNOWN;
  const lacking_in3 = spools.reduce(take, in3);
  if (lacking_in3 <= SHORT_LEAST_IN3) return null;
  return spools.some(({ left_in3 }) => left_in3 === null) ? UNKNOWN : { verdict: 'short', in3: lacking_in3 };
}

function take(wanted_in3, spool) {
  const taken_in3 = Math.min(wanted_in3, spool.left_in3 ?? 0);
  if (spool.left_in3 !== null) spool.left_in3 -= taken_in3;
  return wanted_in3 - taken_in3;
}

/** Those of a material; 'P430' is 'P430_BLK' too. */
function spoolsOf(loaded, wanted) {
  const same = loaded.filter(({ material }) => material === wanted);
  return same.length > 0 ? same : loaded.filter(({ material }) => material?.startsWith(`${wanted}_`));
}

function needsOf(jobs) {
  const needs = new Map();
  for (const { place, needs: ofJob } of jobs) {
    for (const [kind, { material, in3 }] of Object.entries(ofJob)) {
      const key = `${kind} ${material}`;
      const need = needs.get(key) ?? { kind, material, now_in3: 0, waiting_in3: 0 };
      const when = place === 0 ? 'now_in3' : 'waiting_in3';
      needs.set(key, { ...need, [when]: need[when] === null || in3 === null ? null : need[when] + in3 });
    }
  }
  return [...needs.values()];
}

function asConcern({ job: { place, job_name, needs }, kind, verdict, in3 }) {
  return { place, job_name, kind, material: needs[kind].material, verdict, ...(verdict === 'short' ? asVolume(in3) : {}) };
}

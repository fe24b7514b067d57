// A whole time-lapse held against the truth.
import { Classes, tableOf } from './classes.mjs';
import { checkSpans, checkSums, compareDays, compareUnseenBuild, STATES } from './days.mjs';
import { compareJobs } from './jobs.mjs';
import { byPrinter, rowsOf, truthOf } from './lapse.mjs';
import { clockOf, expectedStates, watchOf } from './watch.mjs';

const HOUR_S = 3600;

/** How many families stratasim has; printers are of each in turn. */
export const FAMILIES = 9;

function historyOf(database, count) {
  const read = (select) => byPrinter(rowsOf(database, select), count);
  return {
    jobs: read('SELECT * FROM job_history ORDER BY first_seen_at, job_uid'),
    days: read('SELECT * FROM utilization_daily ORDER BY day_began_at'),
    hours: read(`SELECT printer, hour_began_at, hour_s, covered_until_at, ${STATES.map((state) => `${state}_s`)}
      FROM utilization_hourly ORDER BY hour_began_at`),
    spans: read('SELECT printer, state, status_text, began_at, ended_at, duration_s FROM state_history ORDER BY began_at'),
  };
}

function hoursTable(totals) {
  const rows = Object.entries(totals).map(([state, { truth, history }]) =>
    `  ${state.padEnd(14)}${(truth / HOUR_S).toFixed(2).padStart(12)}${(history / HOUR_S).toFixed(2).padStart(12)}${((history - truth) / HOUR_S).toFixed(2).padStart(10)}`);
  return `hours in each state     truth     history  difference\n${rows.join('\n')}\n`;
}

/**
 * Compares database and truth of a plan {from, to, interval, printers, gaps, steps, temperOf}: {classes, runs, table}.
 */
export async function compare(plan, database, truthFile) {
  const truth = await truthOf(truthFile);
  const history = historyOf(database, plan.printers);
  const clock = clockOf(plan);
  const classes = new Classes();
  const totals = {};
  const runs = [];
  for (let i = 0; i < plan.printers; i++) {
    const { jobs, states } = truth[i];
    const watch = watchOf(plan, i, states);
    const expected = expectedStates(plan, watch, clock, states);
    const [days, hours, spans] = [history.days[i], history.hours[i], history.spans[i]];
    runs.push(...compareJobs({ plan, watch, clock, classes, temper: plan.temperOf(i + 1), jobs, states, rows: history.jobs[i] }));
    compareDays({ plan, classes, expected, days, totals });
    compareUnseenBuild({ plan, number: i + 1, families: FAMILIES, classes, expected, states, clock, days });
    checkSums({ classes, days, hours });
    checkSpans({ classes, spans, days, clock });
  }
  return { classes, runs, table: tableOf('history against truth', classes) + hoursTable(totals) };
}

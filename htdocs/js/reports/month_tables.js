// The tables of the summary of a month, made of what the API says of it and of the month before.
import { formatNumber } from '../format.js';
import { texts } from '../texts.js';
import { changeOf, KINDS } from './change.js';
import { formatHourNumber, formatShare } from './columns.js';

const words = texts.reports.month;
const titles = texts.reports.columns;
const MATERIALS_MOST = 12;
const OWNERS_MOST = 8;

/** The sums: kind of number, word, where it is; those that are a part of the one above are set in. */
const SUMS = [
  ['share', 'busy_share', 'time', 'busy_observed_ratio'],
  ['hours', 'busy_hours', 'time', 'busy_s'],
  ['hours', 'observed', 'time', 'observed_s'],
  ['hours', 'unobserved', 'time', 'unobserved_s'],
  ['count', 'jobs', 'jobs', 'jobs'],
  ['count', 'completed', 'jobs', 'completed_jobs', true],
  ['count', 'cancelled', 'jobs', 'cancelled_jobs', true],
  ['count', 'failed', 'jobs', 'failed_jobs', true],
  ['count', 'unknown', 'jobs', 'unknown_jobs', true],
  ['share', 'success', 'jobs', 'completed_jobs_ratio'],
  ['hours', 'built', 'jobs', 'build_s'],
  ['cm3', 'model', 'model', 'used_cm3'],
  ['cm3', 'model_wasted', 'model', 'wasted_cm3', true],
  ['cm3', 'support', 'support', 'used_cm3'],
  ['cm3', 'support_wasted', 'support', 'wasted_cm3', true],
  ['share', 'ratio', 'estimates', 'build_estimate_ratio'],
  ['count', 'off', 'estimates', 'off_by_10_percent_jobs', true],
  ['duration', 'parts_mean', 'waiting', 'waited_mean_s'],
  ['duration', 'parts_most', 'waiting', 'waited_max_s', true],
  ['duration', 'queue_mean', 'waiting', 'queued_mean_s'],
  ['duration', 'queue_most', 'waiting', 'queued_max_s', true],
];

const end = (key, title) => ({ key, title, align: 'end' });
const name = (key, title) => ({ key, title });
const sumOf = (rows, key) => rows.reduce((sum, row) => sum + row[key], 0);
const byKey = (rows, keyOf) => new Map(rows.map((row) => [keyOf(row), row]));
const isWatched = ({ time: [{ observed_s }] }) => observed_s > 0;

/** What there was of something: nothing where a watched month had none of it, null of a month that nobody watched. */
const amountOf = (answers, row, key) => (isWatched(answers) ? (row?.[key] ?? 0) : null);

/** What SUMS refers to, of the answers of one month; null of a month that was not asked for. */
function sumsOf(answers) {
  const kindOf = (kind) => {
    const rows = answers.materials.filter((row) => row.kind === kind);
    return { used_cm3: sumOf(rows, 'used_cm3'), wasted_cm3: sumOf(rows, 'wasted_cm3') };
  };
  const [[time], [jobs], [estimates], [waiting]] = [answers.time, answers.jobs, answers.estimates, answers.waiting];
  return { time, jobs, estimates, waiting, model: kindOf('model'), support: kindOf('support') };
}

function sumsTable(month, before, heads) {
  const [now, then] = [sumsOf(month), sumsOf(before)];
  const isKnown = (of) => (of === 'time' ? then.time.calendar_s > 0 : isWatched(before));
  const rows = SUMS.map(([kind, word, of, key, isPart]) => {
    const value = now[of][key];
    const previous = isKnown(of) ? then[of][key] : null;
    return {
      what: isPart ? `\u2003${words[word]}` : words[word],
      month: KINDS[kind].show(value), before: KINDS[kind].show(previous), change: changeOf(kind, value, previous),
    };
  });
  return {
    title: words.sums,
    note: words.sums_note,
    columns: [name('what', words.what), end('month', heads.month), end('before', heads.before), end('change', words.change)],
    rows,
  };
}

function printersTable(month, before, { nameOf }) {
  const then = byKey(before.printers, ({ printer }) => printer);
  const jobs = byKey(month.printer_jobs, ({ printer }) => printer);
  const rows = month.printers.map((row) => {
    const [previous, ended] = [then.get(row.printer)?.busy_observed_ratio, jobs.get(row.printer)];
    return {
      name: nameOf(row.printer),
      busy: formatShare(row.busy_observed_ratio),
      before: formatShare(previous),
      change: changeOf('share', row.busy_observed_ratio, previous),
      hours: formatHourNumber(row.busy_s),
      unobserved: formatHourNumber(row.unobserved_s),
      jobs: formatNumber(ended?.jobs ?? 0),
      success: formatShare(ended?.completed_jobs_ratio),
      built: formatHourNumber(ended?.build_s ?? 0),
    };
  });
  return {
    title: words.printers,
    note: words.printers_note,
    isWide: true,
    columns: [
      name('name', titles.printer), end('busy', titles.busy), end('before', words.before), end('change', words.change),
      end('hours', words.busy_hours), end('unobserved', words.unobserved), end('jobs', titles.jobs),
      end('success', words.success_short), end('built', words.built),
    ],
    rows,
  };
}

function materialsTable(month, before) {
  const keyOf = ({ kind, material }) => `${kind} ${material}`;
  const then = byKey(before.materials, keyOf);
  const all = [...month.materials].sort((a, b) => b.used_cm3 - a.used_cm3);
  const rows = all.slice(0, MATERIALS_MOST).map((row) => ({
    material: row.material,
    kind: texts.kinds[row.kind] ?? row.kind,
    used: formatNumber(row.used_cm3),
    wasted: formatNumber(row.wasted_cm3),
    change: changeOf('cm3', row.used_cm3, amountOf(before, then.get(keyOf(row)), 'used_cm3')),
  }));
  return {
    title: words.materials,
    note: all.length > rows.length ? words.rest(all.length - rows.length) : null,
    columns: [
      name('material', titles.material), name('kind', titles.kind), end('used', `${titles.used}, cm³`),
      end('wasted', `${titles.wasted}, cm³`), end('change', words.change),
    ],
    rows,
  };
}

function ownersTable(month, before) {
  if (!month.owners) return { title: words.owners, note: texts.reports.no_people, columns: [], rows: [] };
  const then = byKey(before.owners ?? [], ({ owner }) => owner);
  const all = [...month.owners].sort((a, b) => b.build_s - a.build_s);
  const rows = all.slice(0, OWNERS_MOST).map((row) => ({
    owner: row.owner ?? texts.reports.no_owner,
    built: formatHourNumber(row.build_s),
    jobs: formatNumber(row.jobs),
    material: formatNumber((row.model_used_cm3 ?? 0) + (row.support_used_cm3 ?? 0)),
    change: changeOf('hours', row.build_s, amountOf(before, then.get(row.owner), 'build_s')),
  }));
  return {
    title: words.owners,
    note: all.length > rows.length ? words.rest(all.length - rows.length) : null,
    columns: [
      name('owner', titles.owner), end('built', words.built), end('change', words.change), end('jobs', titles.jobs),
      end('material', `${titles.material}, cm³`),
    ],
    rows,
  };
}

/** What to ask of each month: path and parameters, by the name under which its rows are. */
export const QUESTIONS = {
  time: ['utilization', { fields: 'printers,calendar_s,observed_s,busy_s,unobserved_s,busy_observed_ratio' }],
  printers: ['utilization', { group_by: 'printer', fields: 'printer,busy_s,unobserved_s,busy_observed_ratio' }],
  jobs: ['outcomes', { fields: 'jobs,completed_jobs,cancelled_jobs,failed_jobs,unknown_jobs,completed_jobs_ratio,build_s' }],
  printer_jobs: ['outcomes', { group_by: 'printer', fields: 'printer,jobs,completed_jobs_ratio,build_s' }],
  materials: ['materials', { fields: 'kind,material,used_cm3,wasted_cm3' }],
  owners: ['owners', { fields: 'owner,jobs,build_s,model_used_cm3,support_used_cm3' }],
  estimates: ['estimates', { fields: 'build_estimate_ratio,off_by_10_percent_jobs' }],
  waiting: ['waiting', { fields: 'waited_mean_s,waited_max_s,queued_mean_s,queued_max_s' }],
};

/** {title, note, columns, rows, isWide} of each table; `month` and `before` have rows by the names above, owners only where people are shown. */
export function monthTables(month, before, about) {
  return [
    sumsTable(month, before, about.heads), materialsTable(month, before), ownersTable(month, before), printersTable(month, before, about),
  ];
}

// What the reports ask of the API: which filters a question takes, and its address. Pure.
import { filterParams } from '../filters/query.js';

const OF_PRINTERS = ['range', 'printer', 'fleet_group', 'product'];
const OF_COMPLETED = ['range', 'by', 'printer', 'fleet_group', 'product', 'owner', 'material'];
export const FILTERS = ['range', 'by', 'printer', 'fleet_group', 'product', 'owner', 'result', 'material'];

const TAKES = {
  utilization: OF_PRINTERS,
  materials: [...OF_PRINTERS, 'material'],
  outcomes: FILTERS,
  owners: FILTERS,
  waiting: FILTERS,
  estimates: OF_COMPLETED,
  jobs: OF_COMPLETED,
};

/**
 * The address of a question to `path` for what the reader looks at, {query, today}. `asked` are further parameters; of
 * these, a CSV leaves out `fields` and `limit`.
 */
export function reportUrl(path, { query, today }, asked = {}) {
  const params = filterParams(query, TAKES[path], today);
  for (const [name, value] of Object.entries(asked)) params.set(name, String(value));
  return `api/v1/${path}?${params}`;
}

/** The same question as CSV: every column, all rows. */
export function reportCsv(path, at, { fields, limit, ...asked } = {}) {
  return reportUrl(path, at, { ...asked, format: 'csv' });
}

/** The filters that are set although the question cannot take them. Which time of a job counts narrows nothing down. */
export function reportIgnores(path, query) {
  return FILTERS.filter((field) => query[field] && field !== 'by' && !TAKES[path].includes(field));
}

// The filters in a page's address, as what they ask of the API. Pure.
import { RANGE_DEFAULT, rangeParams, rangeValid } from './range.js';

/** The time of a job that a range is about, where neither the address nor the page names one: the API's own default. */
export const BY_DEFAULT = 'ended';

/** The range that holds: that of the query, or the default where it has none or a wrong one. */
export const filterRange = (query) => (rangeValid(query.range ?? '') ? query.range : RANGE_DEFAULT);

/** The parameters of the API for those of `fields` that the query sets; `range` becomes from and to. */
export function filterParams(query, fields, today) {
  const params = new URLSearchParams(fields.includes('range') ? rangeParams(filterRange(query), today) : {});
  for (const field of fields) if (field !== 'range' && query[field]) params.set(field, query[field]);
  return params;
}

/** Those of `fields` that narrow down what is shown: the range, which always holds, and the usual `by` are not among them. */
export function filterNames(query, fields, by = BY_DEFAULT) {
  return fields.filter((field) => field !== 'range' && query[field] && !(field === 'by' && query.by === by));
}

/** The query with other values; one that is null or '' goes. */
export function filterChanged(query, values) {
  const changed = Object.entries({ ...query, ...values });
  return Object.fromEntries(changed.filter(([, value]) => value !== null && value !== undefined && value !== ''));
}

/** Whether the query can find nothing: what runs has not ended. */
export function filterRunningNever(query, fields, by = BY_DEFAULT) {
  const isByEnd = fields.includes('by') && (query.by ?? by) === 'ended';
  return fields.includes('result') && query.result === 'running' && isByEnd && filterRange(query) !== 'all';
}

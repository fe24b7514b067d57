// What the address of the jobs asks of the API. Pure.
import { filterParams, filterRange } from '../filters/query.js';

/** By submission nothing is left out: what runs has no end yet, what warms up no start, what never began neither. */
export const BY_USUAL = 'submitted';
export const FIELDS = ['range', 'by', 'printer', 'fleet_group', 'product', 'owner', 'result', 'material', 'q'];
export const SORTED_KEYS = ['submitted_at', 'started_at', 'ended_at'];
export const SIZES = [25, 50, 100, 200];
export const SIZE_USUAL = 50;

/** The sort where the address names none: the last ones of the time that the range is about come first. */
export const sortUsual = (query) => `-${query.by ?? BY_USUAL}_at`;
export const sortOf = (query) => query.sort || sortUsual(query);

/** The sort after a click on the head of `key`: its last ones first, or turned round. */
export const sortNext = (sort, key) => (sort === `-${key}` ? key : `-${key}`);

/** How many rows a page has; of a size that is none, as many as usual. */
export const sizeOf = (query) => SIZES.find((size) => String(size) === query.size) ?? SIZE_USUAL;

/** The list of a query, without its page: the addresses of its rows, its sums and its CSV. */
export function jobsQuestion(query, today) {
  const filters = filterParams({ by: BY_USUAL, ...query }, FIELDS, today);
  const sort = new URLSearchParams({ sort: sortOf(query) });
  return {
    rows: `api/v1/jobs?${filters}&${sort}&limit=${sizeOf(query)}`,
    sums: `api/v1/outcomes?${filters}`,
    csv: `api/v1/jobs?${filters}&${sort}&format=csv`,
  };
}

/** Whether anything but the time narrows down the list; and whether a longer time could find more. */
export const isNarrow = (query) => FIELDS.some((field) => !['range', 'by'].includes(field) && query[field]);
export const isWhole = (query) => filterRange(query) === 'all';

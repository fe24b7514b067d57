// The time that belongs to a job, and what to ask of it. Pure.
import { TEMPERATURES } from '../charts/samples.js';

const MINUTE_S = 60;
export const HOUR_S = 3600;
const POINTS = 300;
const STEPS_MIN = [1, 2, 3, 5, 10, 15, 20, 30, 60, 120, 180, 360, 720, 1440];
const STRETCHES = 1000;
const EVENTS = 500;

export const FIGURES = [...TEMPERATURES, 'progress_ratio', 'layer', 'model_used_in3', 'support_used_in3'];

/** {from_s, to_s} from its beginning until the part was taken out; `to_s` is null as long as it runs. */
export function jobSpan(job) {
  return { from_s: job.begun_at ?? job.started_at ?? job.first_seen_at, to_s: job.unloaded_at ?? job.ended_at };
}

/** So many minutes lie between two samples that there are about 300; of a job that runs, once it is done. */
export function jobStep_min(job, now_s) {
  const { from_s, to_s } = jobSpan(job);
  const span_s = to_s === null ? Math.max(job.estimated_s ?? 0, now_s - from_s) : to_s - from_s;
  return STEPS_MIN.find((step_min) => span_s / MINUTE_S / step_min <= POINTS) ?? STEPS_MIN.at(-1);
}

/** The addresses of its states, samples, hourly figures and events; of a job without a beginning, null. */
export function jobQuestions(job, now_s) {
  const { from_s, to_s } = jobSpan(job);
  if (from_s === null) return null;
  const printer = `api/v1/printers/${encodeURIComponent(job.printer)}`;
  const address = (path, from, query) => {
    const bounds = to_s === null ? { from } : { from, to: to_s + 1 }; // what happened at its end, too
    return `${path}?${new URLSearchParams({ ...bounds, ...query })}`;
  };
  const hourly = FIGURES.map((key) => `${key}_mean`);
  return {
    states: address(`${printer}/states`, from_s, { limit: STRETCHES }),
    samples: address(`${printer}/samples`, from_s, { step: `${jobStep_min(job, now_s)}min`, fields: ['at', ...FIGURES].join(), limit: 'all' }),
    hourly: address(`${printer}/samples/hourly`, from_s - (from_s % HOUR_S), { fields: ['at', ...hourly].join(), limit: 'all' }),
    events: address('api/v1/events', from_s, { printer: job.printer, sort: 'at', limit: EVENTS }),
  };
}

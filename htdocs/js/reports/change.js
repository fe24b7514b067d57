// What changed from one number to another, as arrow, number and word.
import { formatDuration, formatNumber, percentOf } from '../format.js';
import { texts } from '../texts.js';
import { formatShare } from './columns.js';

const words = texts.reports.month;
const HOUR_S = 3600;
const TENTHS_BELOW_H = 100;

function formatHourCount(seconds) {
  if (typeof seconds !== 'number') return null;
  return formatNumber(seconds / HOUR_S, seconds < TENTHS_BELOW_H * HOUR_S ? 1 : 0);
}

const whole = { show: (value) => formatNumber(value), differ: (value) => formatNumber(value) };

/**
 * How numbers of a kind are shown, their unit left to the head, and how a difference of them is, without its sign; `cut`, where
 * what is shown is less than the number, gives what is subtracted.
 */
export const KINDS = {
  share: { show: formatShare, cut: (ratio) => percentOf(ratio, 1), differ: (points) => `${formatNumber(points, 1)}\u00a0${words.points}` },
  hours: { show: formatHourCount, differ: formatHourCount },
  count: whole,
  cm3: whole,
  duration: { show: formatDuration, differ: formatDuration },
};

/** "▲ 12 more", "▼ 3 less", "= as before"; null where one of them is not known. */
export function changeOf(kind, now, before) {
  if (typeof now !== 'number' || typeof before !== 'number') return null;
  const { differ, cut = Number } = KINDS[kind];
  const difference = differ(Math.abs(cut(now) - cut(before)));
  if (difference === differ(0)) return `=\u00a0${words.same}`;
  return now > before ? `▲\u00a0${difference} ${words.more}` : `▼\u00a0${difference} ${words.less}`;
}

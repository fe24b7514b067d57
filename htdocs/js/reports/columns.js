// Columns of the tables of reports: the unit stands in the head, the number below it.
import { formatDuration, formatFull, formatNumber, formatPercent } from '../format.js';
import { locale, texts } from '../texts.js';

const HOUR_S = 3600;
const ticks = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
const words = texts.reports.columns;

/** "59.6 %". */
export const formatShare = (ratio) => formatPercent(ratio, 1);

/** A share at an axis: "50 %", and "2.5 %" where the axis has such steps. */
export const tickShare = (ratio) => ticks.format(ratio);

/** Hours as a number alone. */
export const formatHourNumber = (seconds) => (typeof seconds === 'number' ? formatNumber(seconds / HOUR_S, 1) : null);

const column = (key, title, format) => ({ key, title, format, align: 'end' });

export const nameColumn = (key, title, format = String) => ({ key, title, format });
export const hours = (key, title) => column(key, words.in_hours(title), formatHourNumber);
export const count = (key, title) => column(key, title, (value) => formatNumber(value));
export const share = (key, title) => column(key, title, formatShare);
export const duration = (key, title) => column(key, title, formatDuration);
export const time = (key, title) => column(key, title, formatFull);
export const volumes = (name, title) => ['cm³', 'in³'].map((unit) => {
  const key = `${name}_${unit.replace('³', '3')}`;
  return column(key, `${title}, ${unit}`, (value) => formatNumber(value, 1));
});

// The sums of the jobs that are filtered, and what they leave out.
import { domAttribute, domClone, domList, domText } from '../dom.js';
import { formatHours, formatNumber, formatVolume, known } from '../format.js';
import { iconSet } from '../icons.js';
import { texts } from '../texts.js';

const RESULTS = ['completed', 'cancelled', 'failed', 'unknown', 'running'];

/** Fills parts.totals with a row of `outcomes`; `resultHref(result)` is the list of that result alone. */
export function totalsFill(parts, sums, resultHref) {
  domList(parts.results, RESULTS, () => domClone('jobs-result'), (row, result) => {
    domAttribute(row.link, 'href', resultHref(result));
    domAttribute(row.root, 'data-result', result);
    iconSet(row.icon, result);
    domText(row.number, known(formatNumber(sums[`${result}_jobs`])));
    domText(row.word, texts.results[result]);
  });
  const stats = [
    { number: formatHours(sums.build_s), word: texts.jobs.build_time },
    { number: formatVolume(sums.model_used_in3, null), word: texts.jobs.model(formatVolume(null, sums.model_used_cm3)) },
    { number: formatVolume(sums.support_used_in3, null), word: texts.jobs.support(formatVolume(null, sums.support_used_cm3)) },
  ];
  domText(parts.counted, known(formatNumber(sums.jobs)));
  domText(parts.counted_word, texts.jobs.counted(sums.jobs));
  domList(parts.sums, stats, () => domClone('jobs-stat'), (row, { number, word }) => {
    domText(row.number, known(number));
    domText(row.word, word);
  });
  domText(parts.left_out, sums.never_begun_jobs > 0 ? texts.jobs.left_out(formatNumber(sums.never_begun_jobs), sums.never_begun_jobs) : null);
}

// Words about the material of a printer that its card and its row share.
import { formatVolume, isolated } from '../format.js';
import { texts } from '../texts.js';

const WORTH_TELLING_IN3 = 0.05;
const REACH = {
  short: ({ in3, cm3, material }, job) => texts.fleet_page.reach_short(formatVolume(in3, cm3), isolated(material), job),
  missing: ({ material }, job) => texts.fleet_page.reach_missing(isolated(material), job),
  unknown: (concern, job) => texts.fleet_page.reach_unknown(job),
};

/** What the jobs need of each material, of a printerReach; null where that is nothing or not known. */
export function needsWords({ needs }) {
  const { needs_now, needs_waiting } = texts.fleet_page;
  const say = (key, words) => {
    const amounts = needs
      .filter((need) => need[key] >= WORTH_TELLING_IN3)
      .map((need) => `${formatVolume(need[key])} ${isolated(need.material) ?? texts.kinds[need.kind]}`);
    return amounts.length > 0 && words(amounts.join(', '));
  };
  return [say('now_in3', needs_now), say('waiting_in3', needs_waiting)].filter(Boolean).join(' · ') || null;
}

/** The jobs that the material lasts for, of a printerReach; null for none. */
export function lastsWords({ lasts, hasCurrent }) {
  const { lasts_current, lasts_current_and, lasts_next } = texts.fleet_page;
  if (lasts === 0) return null;
  if (!hasCurrent) return lasts_next(lasts);
  return lasts === 1 ? lasts_current : lasts_current_and(lasts - 1);
}

/** The first job that it does not last for, in words; null where it lasts. */
export function concernWords({ concern }) {
  if (concern === null) return null;
  const { place, job_name, verdict } = concern;
  const job = place === 0 ? texts.fleet_page.reach_current : texts.fleet_page.reach_job(isolated(job_name), place);
  return REACH[verdict](concern, job);
}

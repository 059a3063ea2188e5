// The results of the evenings before the last graded one, as far back as there are documents.

import { daysBefore } from "./clock.js";
import { AS_KEPT, known } from "./documents.js";

export const DAYS = 30;
/** So many are looked at at once; where as many in a row are absent, the history begins. */
const TOGETHER = 5;

const pathOf = (date) => `results/${date}.json`;

/** The dates before a date that are or were looked at, the newest first. */
function walked(latest) {
  const found = [];
  for (let back = 1; back < DAYS; back += TOGETHER) {
    const few = Array.from({ length: Math.min(TOGETHER, DAYS - back) }, (_, at) => daysBefore(latest, back + at));
    if (few.includes(null)) break;
    found.push(...few);
    const states = few.map((date) => known(pathOf(date)));
    if (states.some((one) => !one.lastTried) || states.every((one) => one.missing && !one.body)) break;
  }
  return found;
}

/** What to read: dates without games have documents too, so that nothing is looked for in vain. */
export const documentsBefore = (latest) => walked(latest).map((date) => [pathOf(date), AS_KEPT]);

/** A day per date up to the last graded evening, the oldest first, as `{date, summary, missing, problem}`. */
export function daysUntil({ game_date: latest, summary }) {
  const days = walked(latest).map((date) => {
    const { body, missing, problem } = known(pathOf(date));
    return { date, summary: body?.summary ?? null, missing, problem };
  });
  days.unshift({ date: latest, summary, missing: false, problem: null });
  while (days.length > 1 && days.at(-1).missing && !days.at(-1).summary) days.pop();
  return days.reverse();
}

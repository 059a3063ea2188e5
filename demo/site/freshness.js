// How old what is shown is, and what is wrong with it. Stale is never shown as fresh.

import { ago, clockTime, minutesSince } from "./clock.js";
import { h } from "./dom.js";
import { known } from "./documents.js";

/** Whether a document's own time is older than a limit in minutes. */
export const isOld = (instant, limit) => {
  const age = minutesSince(instant);
  return age === null || age > limit;
};

/** A line under a heading: what is shown is as of when, and a word when it is old or unreachable. */
export function asOf(name, path, limit) {
  const { body, problem } = known(path);
  if (!body) return null;
  const instant = body.updated_at ?? body.generated_at;
  const age = minutesSince(instant);
  const old = limit !== null && isOld(instant, limit);
  return h(
    "p",
    { class: "asof", "data-key": `asof-${path}` },
    h("span", {}, `${name} as of ${clockTime(instant)}, ${age === null ? "age unknown" : ago(age)}`),
    old ? h("strong", { class: "flag" }, "Old") : null,
    problem ? h("strong", { class: "flag" }, `${problem} now; this is what was read before`) : null,
  );
}

/** What is said in a document's place; null when it is here. */
export function absent(what, path) {
  const { body, problem, missing } = known(path);
  if (body) return null;
  if (!problem) return h("p", { class: "notice", "data-key": `absent-${path}` }, `Reading ${what} …`);
  return h(
    "div",
    { class: "notice wrong", role: "alert", "data-key": `absent-${path}` },
    h("p", {}, h("strong", {}, `No ${what}.`), ` ${problem}: `, h("code", {}, path), "."),
    h("p", {}, missing ? "It appears here by itself once it is published." : "It is tried again by itself."),
  );
}

// How the prediction systems did: ours evening by evening, all over the season, 30 days and 7.

import { windowsChart } from "../chart.js";
import { shortDay } from "../clock.js";
import { errorsChart, ratesChart, tallied } from "../daily.js";
import { SLOW, known } from "../documents.js";
import { h } from "../dom.js";
import { absent, asOf } from "../freshness.js";
import { daysUntil, documentsBefore } from "../history.js";
import { figures, table } from "../parts.js";
import { count, number, share, signed, whole } from "../words.js";

const PERFORMANCE = "systems/performance.json";
const RESULTS = "results/latest.json";
const WINDOWS = [["season", "Season"], ["last_30_days", "Last 30 days"], ["last_7_days", "Last 7 days"]];

export const documents = () => [
  [PERFORMANCE, SLOW], [RESULTS, SLOW], ...documentsBefore(known(RESULTS).body?.game_date),
];

export function draw({ width }) {
  const body = known(PERFORMANCE).body;
  const results = known(RESULTS).body;
  return h(
    "section",
    {},
    h("h1", { tabindex: "-1" }, "Systems"),
    h("div", { class: "sources" }, asOf("Performance", PERFORMANCE, null), asOf("Results", RESULTS, null)),
    results ? drawnEvening(results) : absent("results of an evening", RESULTS),
    results ? drawnDays(daysUntil(results), width) : null,
    body ? drawnSystems(body, width) : absent("performance of the systems", PERFORMANCE),
  );
}

function drawnSystems({ systems }, width) {
  const name = (one) => [one.display_name, one.is_primary ? h("span", { class: "tag" }, "ours") : null];
  const series = systems.map((one) => ({
    name: one.display_name, primary: one.is_primary, values: WINDOWS.map(([key]) => one.windows[key].win_rate),
  }));
  return h(
    "div",
    { "data-key": "systems" },
    h("h2", {}, "All systems, window by window"),
    windowsChart({ title: "Win rate of each system: season, last 30 days, last 7 days", names: WINDOWS.map(([, word]) => word), series, width }),
    h("div", { class: "pair" }, [...WINDOWS.map(([key, word]) =>
      table(
        word,
        [["System", "who"], ["Picks", "n wide"], ["Right", "n wide"], ["Win rate", "n"], ["Mean error", "n"], ["Bias", "n"]],
        systems.map((one) => {
          const of = one.windows[key];
          return { id: one.system_id, cells: [name(one), whole(of.recommendations), whole(of.correct), share(of.win_rate), number(of.mae, 2), signed(of.bias, 2)] };
        }),
        { captionSeen: true },
      ),
    ), table(
      "Season by kind of pick",
      [["System", "who"], ["Over", "n"], ["Under", "n"], ["High confidence", "n"], ["Within 3 points", "n wide"], ["Within 5", "n wide"]],
      systems.map((one) => ({
        id: one.system_id,
        cells: [name(one), share(one.breakdown.over_win_rate), share(one.breakdown.under_win_rate),
          share(one.breakdown.high_confidence_win_rate), share(one.breakdown.within_3_pct), share(one.breakdown.within_5_pct)],
      })),
      { captionSeen: true },
    )]),
  );
}

function drawnEvening({ game_date: date, summary }) {
  return h(
    "div",
    { "data-key": "evening" },
    h("h2", {}, `The last graded evening, ${shortDay(date)}`),
    figures([
      ["Win rate", share(summary.win_rate), `${summary.correct} won, ${summary.incorrect} lost`],
      ["Picks", whole(summary.recommendations), `of ${summary.total_predictions} predictions`],
      ["Mean error", number(summary.avg_mae, 2), "points"],
      ["Within 5 points", share(summary.within_5_pct), null],
    ]),
  );
}

/** Our picks evening by evening; nothing is drawn for a date that nobody graded. */
function drawnDays(found, width) {
  const days = tallied(found);
  const { soFar } = days.at(-1);
  const decided = days.reduce((sum, one) => sum + one.won + one.lost, 0);
  const unread = found.filter((one) => one.problem && !one.missing).length;
  return h(
    "div",
    { "data-key": "days" },
    h("h2", {}, "Our picks, evening by evening"),
    soFar === null
      ? h("p", {}, "No pick of these weeks was decided yet.")
      : [
        h("p", { class: "lead" }, `${share(soFar, 1)} right of ${count(decided, "decided pick")} since ${shortDay(days[0].date)}.`),
        ratesChart({ days, width }),
      ],
    days.some((one) => one.error !== null) ? errorsChart({ days, width }) : null,
    unread ? h("p", { class: "notice wrong" }, `${count(unread, "date")} cannot be read now; it is tried again by itself.`) : null,
    h(
      "details",
      { "data-key": "days-table" },
      h("summary", {}, `${count(days.length, "date")} as a table`),
      table(
        "Evenings, the newest first",
        [["Date", "short"], ["Picks", "n"], ["Won", "n wide"], ["Lost", "n wide"], ["Win rate", "n"], ["So far", "n"], ["Mean error", "n"]],
        days.toReversed().map((one) => ({
          id: one.date,
          cells: [shortDay(one.date), whole(one.picks), whole(one.won), whole(one.lost), share(one.rate), share(one.soFar, 1), number(one.error, 2)],
        })),
      ),
    ),
  );
}

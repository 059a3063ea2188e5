// Whether all is well: each feed with its age, and what is wrong in words.

import { ago, clockTime, minutesSince, shortDay } from "../clock.js";
import { LIVE, SLOW, known } from "../documents.js";
import { h } from "../dom.js";
import { absent, asOf } from "../freshness.js";
import { table } from "../parts.js";
import { count } from "../words.js";

const STATUS = "status.json";
const OLD = 10;
const SERVICES = {
  live_data: "Live scores", tonight_data: "Tonight's players", grading: "Live grading", predictions: "Predictions",
  best_bets: "Best bets", exports: "Batch documents", live_job: "The live job", alerts: "Alerts",
};
const WORDS = {
  healthy: ["win", "✓", "Healthy"], degraded: ["behind", "▼", "Degraded"],
  unhealthy: ["loss", "✗", "Unhealthy"], unknown: ["none", "○", "Unknown"],
};
/** What the pages of this site are made of. */
const READ = [
  ["live/latest.json", LIVE], ["live-grading/latest.json", LIVE], ["tonight/all-players.json", SLOW],
  ["results/latest.json", SLOW], ["systems/performance.json", SLOW], ["trends/whos-hot-v2.json", SLOW],
  ["streaks/today.json", SLOW], ["players/index.json", SLOW],
];

export const documents = () => [[STATUS, LIVE], ...READ];

export function draw() {
  const body = known(STATUS).body;
  return h(
    "section",
    {},
    h("h1", { tabindex: "-1" }, "Status"),
    body ? drawnStatus(body) : absent("status", STATUS),
    drawnDocuments(),
  );
}

function drawnStatus(body) {
  const silent = Object.values(body.services).filter((one) => one.status === "unknown").length;
  return h(
    "div",
    { "data-key": "services" },
    h("p", { class: "overall" }, mark(body.overall_status)),
    h("div", { class: "sources" }, asOf("Status", STATUS, body.services.live_data.games_active === false ? null : OLD)),
    h("h2", {}, "What is wrong"),
    body.known_issues.length
      ? h("ul", { class: "issues" }, body.known_issues.map((one) => h("li", {}, mark(one.severity), ` ${one.message}, since ${clockTime(one.detected_at)}`)))
      : h("p", {}, "Nothing is known to be wrong."),
    silent ? h("p", {}, `${count(silent, "feed has", "feeds have")} not been judged yet.`) : null,
    body.active_break ? h("p", { class: "notice" }, `${body.active_break.headline}: ${body.active_break.message}`) : null,
    table(
      "Feeds",
      [["Feed", "who"], ["State", "says"], ["Age", "n"]],
      Object.entries(body.services).map(([key, one]) => ({
        id: key, cells: [SERVICES[key] ?? key, [mark(one.status), h("span", { class: "call" }, said(one))], age(one)],
      })),
      { captionSeen: true },
    ),
  );
}

function mark(status) {
  const [tone, sign, word] = WORDS[status] ?? WORDS.unknown;
  return h("span", { class: `verdict ${tone}` }, h("span", { "aria-hidden": "true", class: "sign" }, sign), ` ${word}`);
}

function said(one) {
  const more = [
    typeof one.total_rows === "number" ? `${one.resolved_rows} of ${count(one.total_rows, "row")} with a player and a game` : null,
    typeof one.predictions_count === "number" && one.target_date ? shortDay(one.target_date) : null,
    one.late?.length ? `late: ${one.late.map((late) => `${late.export} (${late.message})`).join(", ")}` : null,
    one.waiting ? `${one.waiting} waiting` : null,
  ];
  return [one.message, ...more.filter(Boolean)].join("; ");
}

function age(one) {
  const minutes = minutesSince(one.last_update ?? one.checked_at ?? one.last_flush);
  return minutes === null ? "–" : ago(minutes);
}

/** What this site itself reads, and how that went. */
function drawnDocuments() {
  const rows = READ.map(([path]) => {
    const { body, problem } = known(path);
    const minutes = minutesSince(body?.updated_at ?? body?.generated_at);
    const look = problem ? h("strong", { class: "flag" }, problem) : body ? "Read" : "Reading …";
    return { id: path, cells: [h("code", {}, path), look, minutes === null ? "–" : ago(minutes)] };
  });
  return table("Documents of this site", [["Document", "says"], ["Last look", ""], ["Age", "n"]], rows, { captionSeen: true });
}

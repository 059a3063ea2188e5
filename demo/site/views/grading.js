// Tonight's picks as they are decided, and the win rate as it moves.

import { clockTime, shortDay } from "../clock.js";
import { rateChart } from "../chart.js";
import { LIVE, known } from "../documents.js";
import { h } from "../dom.js";
import { absent, asOf } from "../freshness.js";
import { badge, choices, figures, meter, playerLink, table } from "../parts.js";
import { confidence, count, gameClock, number, pick, share, signed, text, verdict, whole } from "../words.js";

const GRADING = "live-grading/latest.json";
const OLD = 10;
const SHOWN = { picks: "Picks", decided: "Decided", open: "Open", all: "Every row" };

const KEPT = "courtside-win-rate";
let seen = kept();

export const documents = () => [[GRADING, LIVE]];

export function draw({ chosen, width }) {
  const body = known(GRADING).body;
  if (!body) return h("section", {}, h("h1", { tabindex: "-1" }, "Live grading"), absent("live grading", GRADING));
  const { summary, predictions } = body;
  const open = summary.games_in_progress > 0 || predictions.some((row) => row.game_status !== "final");
  const tally = counted(predictions);
  remember(body, tally);
  const show = chosen("show", "picks");
  const rows = predictions.filter((row) => wanted(row, show));
  return h(
    "section",
    {},
    h("h1", { tabindex: "-1" }, `Live grading, ${shortDay(body.game_date)}`),
    h("div", { class: "sources" }, asOf("Grading", GRADING, open ? OLD : null)),
    figures([
      ["Win rate so far", share(rate(tally), 1), `${tally.won} won, ${tally.lost} lost, decided`],
      ["Of finished games", share(summary.win_rate, 1), `${summary.correct} won, ${summary.incorrect} lost`],
      ["Still open", whole(tally.open), `${summary.trending_correct} ahead, ${summary.trending_incorrect} behind`],
      ["Mean error", number(summary.avg_error), "points, so far"],
    ]),
    seen.points.length > 1
      ? rateChart({ title: `Win rate of decided picks as this tab has seen it, from ${seen.points[0].label} on`, points: seen.points, width })
      : null,
    choices("Rows", "show", show, Object.entries(SHOWN)),
    h("p", { class: "lead", role: "status" }, count(rows.length, "row")),
    table(
      "Predictions and their verdicts",
      [["Player", "who"], ["Points and line", "against"], ["Pick", "pick"], ["Game", "wide"],
        ["Margin", "n wide"], ["Pace", "n wide"], ["Predicted", "n wide"], ["Confidence", "n wide"]],
      rows.map(drawn),
    ),
  );
}

const isPick = (row) => row.recommendation === "OVER" || row.recommendation === "UNDER";

function wanted(row, show) {
  if (show === "all") return true;
  if (!isPick(row)) return false;
  if (show === "picks") return true;
  return show === "decided" ? row.result !== "PENDING" : row.result === "PENDING";
}

function counted(rows) {
  const picks = rows.filter(isPick);
  const of = (result) => picks.filter((row) => row.result === result).length;
  return { won: of("WIN"), lost: of("LOSS"), open: of("PENDING") };
}

const rate = ({ won, lost }) => (won + lost ? won / (won + lost) : null);

/** What this tab saw before it was loaded again: the documents do not say when a pick was decided. */
function kept() {
  try {
    const { date, points } = JSON.parse(sessionStorage.getItem(KEPT));
    if (points.every(({ at, value }) => Number.isFinite(Date.parse(at)) && Number.isFinite(value))) return { date, points };
  } catch {
    // Nothing was kept, or storage is off: the curve begins now.
  }
  return { date: null, points: [] };
}

/** One point per change, so that the curve is of what was published while this tab looked on. */
function remember(body, tally) {
  if (seen.date !== body.game_date) seen = { date: body.game_date, points: [] };
  const value = rate(tally);
  const last = seen.points.at(-1);
  if (value === null || (last && Date.parse(last.at) >= Date.parse(body.updated_at))) return;
  const point = { at: body.updated_at, label: clockTime(body.updated_at), value, note: `${tally.won} won, ${tally.lost} lost` };
  // Between two changes only the last look counts.
  const still = seen.points.length > 1 && seen.points.slice(-2).every((one) => one.note === point.note);
  seen.points.splice(still ? -1 : Infinity, still ? 1 : 0, point);
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(seen));
  } catch {
    return; // Storage is off: the curve lasts as long as the page.
  }
}

function drawn(row) {
  const { tone } = verdict(row);
  const game = row.home_team && row.away_team ? `${row.away_team} at ${row.home_team}` : "Unknown game";
  return {
    id: row.player_lookup,
    cells: [
      [playerLink(row.player_lookup, row.player_name), h("span", { class: "team" }, ` ${text(row.team)}`)],
      [
        h("span", { class: "so-far" }, h("b", { "data-watch": "" }, whole(row.actual)), row.line === null ? "" : ` of ${number(row.line)}`),
        meter(row.actual ?? 0, row.line, tone),
      ],
      [h("span", { class: "call" }, pick(row)), badge(row)],
      `${game}, ${gameClock({ ...row, status: row.game_status })}`,
      signed(row.margin_vs_line),
      number(row.pace),
      number(row.predicted),
      confidence(row.confidence),
    ],
  };
}

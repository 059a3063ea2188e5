// One player: tonight, the season's games against their lines, streaks, splits, our record.

import { seasonChart } from "../chart.js";
import { leagueDate, shortDay } from "../clock.js";
import { LIVE, SLOW, known } from "../documents.js";
import { h } from "../dom.js";
import { absent, asOf } from "../freshness.js";
import { badge, figures, meter, table } from "../parts.js";
import { count, number, pick, share, signed, text, verdict, whole } from "../words.js";

const SCORES = "live/latest.json";
const GRADING = "live-grading/latest.json";
const OLD_LIVE = 10;

/** "2025-26" of an ISO date: a season begins in the summer. */
export function seasonOf(date) {
  const [year, month] = date.split("-").map(Number);
  const first = month >= 8 ? year : year - 1;
  return `${first}-${String((first + 1) % 100).padStart(2, "0")}`;
}

function paths(argument) {
  const name = encodeURIComponent(argument);
  const date = known(SCORES).body?.game_date ?? leagueDate();
  return {
    profile: `players/${name}.json`,
    tonight: `tonight/player/${name}.json`,
    season: `players/${name}/season/${seasonOf(date)}.json`,
  };
}

export function documents({ argument }) {
  const { profile, tonight, season } = paths(argument);
  const dated = known(SCORES).body || known(SCORES).problem ? [[season, SLOW]] : [];
  return [[SCORES, LIVE], [GRADING, LIVE], [profile, SLOW], [tonight, SLOW], ...dated];
}

export function draw({ argument, width }) {
  const at = paths(argument);
  const [profile, season, tonight] = [at.profile, at.season, at.tonight].map((path) => known(path).body);
  const name = [profile, season, tonight].find((body) => body?.player_full_name)?.player_full_name ?? argument;
  const games = logged(season, profile);
  return h(
    "section",
    {},
    h("h1", { tabindex: "-1" }, name),
    h("p", { class: "lead" }, described(season, profile)),
    drawnTonight(argument, tonight),
    h("h2", {}, "Season"),
    h("div", { class: "sources" }, asOf("Season", season ? at.season : at.profile, null)),
    season || profile ? null : absent("season of this player", at.profile),
    games.length ? seasonChart({ title: `Points of ${name} against his lines, game by game`, games, width }) : null,
    season?.averages?.games ? drawnSeason(season) : null,
    h(
      "div",
      { class: "pair", "data-key": "tables" },
      season?.splits ? drawnSplits(season) : null,
      profile?.summary ? drawnRecord(profile) : null,
    ),
    games.length ? drawnLog(games) : null,
  );
}

function described(season, profile) {
  const who = season?.player_profile;
  const parts = [who?.team_abbr ?? profile?.summary?.team_abbr, who?.position, who?.player_tier?.replace("_", " "),
    season ? `season ${season.season}` : null];
  return parts.filter(Boolean).join(" · ");
}

/** Newest first in both documents; the chart reads from the oldest. */
function logged(season, profile) {
  if (season?.game_log) return season.game_log.map((game) => ({ ...game }));
  return (profile?.game_log ?? []).map((game) => ({
    ...game, date: game.game_date, is_home: game.home_game, result: game.over_under, team_won: game.team_result === "W",
  }));
}

function drawnTonight(lookup, tonight) {
  const scores = known(SCORES).body;
  const game = scores?.games.find((one) => one.players.some((player) => player.player_lookup === lookup));
  const box = game && game.status !== "scheduled" ? game.players.find((player) => player.player_lookup === lookup) : null;
  const row = known(GRADING).body?.predictions.find((one) => one.player_lookup === lookup);
  const context = tonight?.game_context;
  if (!box && !row && !context) return null;
  const line = row?.line ?? context?.line ?? null;
  const open = row ? row.game_status !== "final" : true;
  const where = context ? `${context.home_game ? "against" : "at"} ${context.opponent}` : null;
  return h(
    "div",
    { class: "panel", "data-key": "tonight" },
    h("h2", {}, `Game of ${shortDay(scores?.game_date ?? tonight?.game_date)}${where ? `, ${where}` : ""}`),
    box || row ? h("div", { class: "sources" }, asOf("Live", SCORES, open ? OLD_LIVE : null)) : null,
    figures([
      ["Points", whole(box?.points ?? row?.actual), line === null ? "no line" : `line ${number(line)}`],
      row ? ["Pick", pick(row), row.pace === null ? null : `pace ${number(row.pace)}`] : null,
      ["Predicted", number(row?.predicted ?? tonight?.prediction?.predicted_points), null],
      box ? ["Rebounds, assists", `${box.rebounds}, ${box.assists}`, `${box.minutes} minutes`] : null,
    ]),
    box ? meter(box.points, line, row ? verdict(row).tone : "none") : null,
    row && row.result !== "PASS" ? h("p", {}, badge(row)) : null,
    tonight?.tonights_factors?.length
      ? h("ul", { class: "factors" }, tonight.tonights_factors.map((one) => h("li", {}, `${SIGN[one.direction] ?? ""} ${one.description}`)))
      : null,
  );
}

const SIGN = { positive: "▲ For more points:", negative: "▼ For fewer points:", neutral: "● Neither way:" };

function drawnSeason({ averages, current_form: form, prop_hit_rates: props, key_patterns: patterns }) {
  const streak = form.current_streak ? `${form.current_streak} ${form.streak_direction ?? ""}` : "None";
  return h(
    "div",
    { "data-key": "form" },
    figures([
      ["Points a game", number(averages.ppg), `${count(averages.games, "game")}, ${number(averages.minutes)} min`],
      ["Last 5, last 10", `${number(form.l5_avg)}, ${number(form.l10_avg)}`, "points a game"],
      ["Streak against the line", streak, "games in a row"],
      ["Heat", number(form.heat_score), `${text(form.temperature)}, of 10`],
      ["Over his lines", share(props.points.over_rate), `${props.points.overs} over, ${props.points.unders} under`],
      ["Our picks of him", share(props.win_rate), `${props.correct} of ${props.total_recommendations} right`],
    ]),
    patterns.length ? h("ul", { class: "factors" }, patterns.map((one) => h("li", {}, one.description))) : null,
  );
}

function drawnSplits({ splits, monthly }) {
  const names = { home: "Home", away: "Away", rested: "Rested", back_to_back: "Back to back" };
  const rows = [
    ...Object.entries(names).map(([key, name]) => [name, splits[key]]),
    ...monthly.map((one) => [one.month, one]),
  ].filter(([, one]) => one);
  return table(
    "Splits",
    [["Split", ""], ["Games", "n"], ["Points", "n"], ["Over the line", "n"]],
    rows.map(([name, one]) => ({ id: name, cells: [name, whole(one.games), number(one.ppg), share(one.over_rate)] })),
    { captionSeen: true },
  );
}

function drawnRecord({ our_track_record: record }) {
  const calls = (name, one) => ({ id: name, cells: [name, whole(one?.wins), whole(one?.losses), share(one?.pct)] });
  return table(
    "Our record on this player",
    [["Picks", ""], ["Won", "n"], ["Lost", "n"], ["Win rate", "n"]],
    [calls("All", record?.overall), calls("Over", record?.over_calls), calls("Under", record?.under_calls)],
    { captionSeen: true },
  );
}

function drawnLog(games) {
  return h(
    "details",
    { "data-key": "log" },
    h("summary", {}, `All ${count(games.length, "game")} as a table`),
    table(
      "Games, the newest first",
      [["Date", "short"], ["Opponent", "short"], ["Points", "n"], ["Line", "n"], ["Margin", "n wide"], ["Result", ""], ["Min", "n wide"]],
      games.map((game) => ({
        id: game.date,
        cells: [
          shortDay(game.date),
          `${game.is_home ? "" : "at "}${text(game.opponent)}`,
          game.points === null ? "Did not play" : whole(game.points),
          number(game.line),
          game.points === null || game.line === null ? "–" : signed(game.points - game.line),
          text(game.result),
          number(game.minutes),
        ],
      })),
    ),
  );
}

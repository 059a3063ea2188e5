// A site's program: it reads every document of a public folder with the types of the contract.
// node read.js FOLDER PATH… prints, for each path, the path and the lines that a page would show.

import { readFileSync } from "node:fs";
import type { Documents, Pattern } from "@courtside/contract";
import type { LoggedGame } from "@courtside/contract/documents/player-season";

type Lines = readonly string[];
type Readers = { readonly [P in Pattern]: (document: Documents[P]) => Lines };

const shown = (value: number | null | undefined, digits = 1): string =>
  value === null || value === undefined ? "–" : value.toFixed(digits);
const share = (value: number | null | undefined): string =>
  value === null || value === undefined ? "–" : `${(value * 100).toFixed(0)}%`;

function live(scores: Documents["live/latest.json"]): Lines {
  return scores.games.map((game) => {
    const [best] = [...game.players].sort((one, other) => other.points - one.points);
    const clock = game.status === "in_progress" ? ` ${game.time_remaining ?? ""}` : "";
    const leader = best === undefined ? "" : `, ${best.name} ${best.points}`;
    return `${game.away_team} ${game.away_score} ${game.home_team} ${game.home_score}${clock}${leader}`;
  });
}

function grading(document: Documents["live-grading/latest.json"]): Lines {
  const words = { correct: "✓", incorrect: "✗", trending_correct: "↑", trending_incorrect: "↓" };
  const mark = (status: (typeof document.predictions)[number]["status"]): string => {
    switch (status) {
      case "graded":
      case "in_progress":
      case "pending":
        return "·";
      default:
        return words[status];
    }
  };
  return document.predictions.map(
    (row) => `${mark(row.status)} ${row.player_name} ${shown(row.line)} ${shown(row.actual, 0)} ${row.decided}`,
  );
}

function results(document: Documents["results/latest.json"]): Lines {
  const { summary, breakdowns, highlights } = document;
  const tiers = Object.entries(breakdowns.by_player_tier).map(
    ([tier, bucket]: [string, { wins: number; losses: number }]) => `${tier} ${bucket.wins}-${bucket.losses}`,
  );
  const best = highlights.best_prediction?.player ?? "nobody";
  const rows = document.results.map((row) => `${row.player_lookup} ${row.result} ${shown(row.error)}`);
  return [share(summary.win_rate), best, ...tiers, ...rows];
}

function allPlayers(document: Documents["tonight/all-players.json"]): Lines {
  return document.games.flatMap((game) =>
    game.players.map((card) => {
      const line = card.props?.[0]?.line ?? null;
      const said = card.prediction?.recommendation ?? "no prediction";
      const last = card.last_10_results.join("");
      const newest = card.last_10_points[0];
      return `${card.name} ${shown(line)} ${said} ${last} ${newest === undefined ? "" : shown(newest, 0)}`;
    }),
  );
}

const predictions = (document: Documents["predictions/today.json"]): Lines =>
  document.games.flatMap(({ recommendation_breakdown: of, predictions: rows }) => [
    `${of.over} over, ${of.under} under, ${of.pass} pass`,
    ...rows.map((row) => `${row.player_lookup} ${shown(row.prediction.points)} ${shown(row.context.similar_games)}`),
  ]);

const bestBets = (document: Documents["best-bets/latest.json"]): Lines =>
  document.picks.map(
    (pick) => `${pick.rank} ${pick.tier} ${pick.player_full_name} ${pick.line.toFixed(1)} ${share(pick.confidence)} ${pick.result}`,
  );

const streaks = ({ streaks: of }: Documents["streaks/today.json"]): Lines => [
  ...[...of.over, ...of.under].map((one) => `${one.player_full_name} ${one.streak_length} ${one.games[0]?.points ?? 0}`),
  ...of.prediction_hits.map((one) => `${one.player_full_name} ${one.streak_type}`),
];

const heat = (document: Documents["trends/whos-hot-v2.json"]): Lines =>
  [...document.hot, ...document.cold].map(
    (one) => `${one.player_full_name} ${one.heat_score.toFixed(1)} ${share(one.hit_rate)} ${one.tonight?.opponent ?? "off"}`,
  );

const bounceBack = (document: Documents["trends/bounce-back.json"]): Lines =>
  document.bounce_back_candidates.map(
    (one) => `${one.player_full_name} ${one.last_game.result} ${share(one.bounce_back_rate)} ${one.significance}`,
  );

const trendPlays = (document: Documents["trends/tonight-plays.json"]): Lines =>
  document.trend_plays.map((play) => {
    const of = play.trend_details;
    switch (play.trend_type) {
      case "streak":
        return `${play.player_full_name} ${of.streak_length ?? 0} in a row`;
      case "momentum":
        return `${play.player_full_name} ${shown(of.pct_change)}% ${of.momentum_type ?? ""}`;
      case "rest":
        return `${play.player_full_name} ${of.rest_status ?? ""} ${shown(of.rested_avg)}`;
    }
  });

const deepDive = (document: Documents["trends/deep-dive.json"]): Lines => [
  document.title,
  `${document.hero_stat.value} ${document.hero_stat.label}`,
];

function profile(document: Documents["players/{player}.json"]): Lines {
  const { summary, our_track_record: record, splits } = document;
  if (summary === null) return [document.player_full_name, document.interpretation.error ?? ""];
  const rest = splits.rest === undefined ? null : splits.rest.b2b.avg;
  const news = document.recent_news.map((item) => item.headline.toUpperCase());
  const games = document.game_log.map((game) => `${game.opponent} ${shown(game.points, 0)} ${game.team_result}`);
  return [`${summary.player_name} ${share(record.overall?.pct)} ${shown(rest)}`, ...news, ...games];
}

function season(document: Documents["players/{player}/season/{season}.json"]): Lines {
  const game = (one: LoggedGame): string =>
    `${one.date} ${shown(one.points, 0)} ${one.result === null ? "no line" : one.result.toLowerCase()}`;
  const form = document.current_form.temperature ?? "unknown";
  const months = document.monthly.map((month) => `${month.month} ${shown(month.ppg)}`);
  return [document.error ?? document.player_full_name ?? "", form, ...months, ...document.game_log.map(game)];
}

const report = (document: Documents["players/{player}/game-report/{date}.json"]): Lines => [
  document.error ?? document.opponent_context?.opponent ?? "no opponent",
  shown(document.moving_averages?.l10),
  `${document.prediction_angles.supporting.length} for, ${document.prediction_angles.against.length} against`,
  document.result === null ? "not played" : document.result.actual.toFixed(0),
];

function tonight(document: Documents["tonight/player/{player}.json"]): Lines {
  const { game_context: context, prediction } = document;
  const factors = document.tonights_factors.map((one) => `${one.factor} ${one.direction} ${shown(one.impact)}`);
  const place = context === null ? "no game" : `${context.home_game === true ? "vs" : "@"} ${context.opponent}`;
  return [place, shown(prediction?.predicted_points), shown(document.quick_numbers.last_5_ppg), ...factors];
}

const readers: Readers = {
  "live/{date}.json": live,
  "live/latest.json": live,
  "live-grading/{date}.json": grading,
  "live-grading/latest.json": grading,
  "status.json": (document) =>
    Object.entries(document.services).map(
      ([name, service]: [string, { status: string; message: string }]) => `${name} ${service.status}: ${service.message}`,
    ),
  "results/{date}.json": results,
  "results/latest.json": results,
  "systems/performance.json": (document) =>
    document.systems.map((one) => `${one.display_name} ${share(one.windows.last_7_days.win_rate)} ${one.is_primary}`),
  "best-bets/{date}.json": bestBets,
  "best-bets/latest.json": bestBets,
  "predictions/{date}.json": predictions,
  "predictions/today.json": predictions,
  "tonight/{date}.json": allPlayers,
  "tonight/all-players.json": allPlayers,
  "streaks/{date}.json": streaks,
  "streaks/today.json": streaks,
  "trends/whos-hot-v2.json": heat,
  "trends/bounce-back-v2.json": bounceBack,
  "trends/bounce-back.json": bounceBack,
  "trends/tonight-trend-plays.json": trendPlays,
  "trends/tonight-plays.json": trendPlays,
  "trends/what-matters.json": (document) => [
    `${shown(document.archetypes.star.factors.rest.b2b?.over_pct)} on a back-to-back`,
    ...document.key_insights,
  ],
  "trends/team-tendencies.json": (document) => [
    ...document.pace.kings.map((one) => `${one.team} ${one.pace.toFixed(1)}`),
    ...document.defense_by_zone.paint.best.map((one) => `${one.team} ${one.dfg_pct.toFixed(1)}%`),
  ],
  "trends/quick-hits.json": (document) => document.stats.map((one) => `${one.headline} ${one.stat} ${one.trend}`),
  "trends/deep-dive.json": deepDive,
  "trends/deep-dive-current.json": deepDive,
  "tonight/player/{player}.json": tonight,
  "players/index.json": (document) => document.players.map((one) => `${one.player_full_name} ${shown(one.mae)}`),
  "players/{player}.json": profile,
  "players/{player}/season/{season}.json": season,
  "players/{player}/game-report/{date}.json": report,
};

/** The declared pattern of a path: the fixed one, or the one that has a part for each part. */
function patternOf(path: string): Pattern {
  const matches = (pattern: string): boolean =>
    new RegExp(`^${pattern.replaceAll(".", "\\.").replace(/\{\w+\}/g, "[^/]+")}$`).test(path);
  const found = (Object.keys(readers) as Pattern[]).filter(matches).sort((one, other) => one.split("{").length - other.split("{").length)[0];
  if (found === undefined) throw new Error(`${path} is of no pattern`);
  return found;
}

function read<P extends Pattern>(pattern: P, folder: string, path: string): Lines {
  const document = JSON.parse(readFileSync(`${folder}/${path}`, "utf8")) as Documents[P];
  return readers[pattern](document);
}

const [, , folder = ".", ...paths] = process.argv;
for (const path of paths) console.log(JSON.stringify([path, read(patternOf(path), folder, path)]));

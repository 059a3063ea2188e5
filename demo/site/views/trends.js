// Who is hot and who is cold against his lines, and the longest streaks.

import { SLOW, known } from "../documents.js";
import { h } from "../dom.js";
import { absent, asOf } from "../freshness.js";
import { playerLink, table } from "../parts.js";
import { count, number, share, signed, whole } from "../words.js";

const HEAT = "trends/whos-hot-v2.json";
const STREAKS = "streaks/today.json";
const LISTED = 10;

export const documents = () => [[HEAT, SLOW], [STREAKS, SLOW]];

export function draw() {
  const heat = known(HEAT).body;
  const streaks = known(STREAKS).body;
  return h(
    "section",
    {},
    h("h1", { tabindex: "-1" }, "Hot and cold"),
    h("div", { class: "sources" }, asOf("Heat", HEAT, null), asOf("Streaks", STREAKS, null)),
    heat
      ? h("p", { class: "lead" }, `Of ${count(heat.total_qualifying_players, "player")} with ${heat.min_games} games or more in the `
        + `${heat.time_period.replaceAll("_", " ")}. On average ${share(heat.league_average.hit_rate)} go over their lines.`)
      : absent("list of hot and cold players", HEAT),
    heat ? h("div", { class: "pair" }, drawnHeat("Hot", "▲", heat.hot), drawnHeat("Cold", "▼", heat.cold)) : null,
    streaks ? null : absent("list of streaks", STREAKS),
    streaks
      ? h("div", { class: "pair" }, drawnStreaks("Over the line", streaks.streaks.over), drawnStreaks("Under the line", streaks.streaks.under))
      : null,
  );
}

function drawnHeat(name, sign, players) {
  return h(
    "div",
    { "data-key": name },
    h("h2", {}, h("span", { "aria-hidden": "true", class: `sign ${name.toLowerCase()}` }, sign), ` ${name}`),
    table(
      `${name} players`,
      [["Player", "who"], ["Heat", "n"], ["Over", "n"], ["Margin", "n wide"], ["Streak", "short"], ["Tonight", "wide"]],
      players.map((one) => ({
        id: one.player_lookup,
        cells: [
          [playerLink(one.player_lookup, one.player_full_name), h("span", { class: "team" }, ` ${one.team_abbr}`)],
          number(one.heat_score),
          `${share(one.hit_rate)} of ${one.hit_rate_games}`,
          signed(one.avg_margin),
          `${one.current_streak} ${one.streak_direction}`,
          one.tonight ? [`${one.tonight.home ? "" : "at "}${one.tonight.opponent}`, h("span", { class: "call short" }, one.tonight.game_time ?? "")] : "No game",
        ],
      })),
    ),
  );
}

function drawnStreaks(name, streaks) {
  return h(
    "div",
    { "data-key": name },
    h("h2", {}, `Streaks: ${name.toLowerCase()}`),
    streaks.length
      ? table(
          `Streaks ${name.toLowerCase()}`,
          [["Player", "who"], ["Games", "n"], ["Margin", "n"]],
          streaks.slice(0, LISTED).map((one) => ({
            id: one.player_lookup,
            cells: [
              [playerLink(one.player_lookup, one.player_full_name), h("span", { class: "team" }, ` ${one.team}`)],
              whole(one.streak_length),
              signed(one.avg_margin),
            ],
          })),
        )
      : h("p", {}, "Nobody has one."),
  );
}

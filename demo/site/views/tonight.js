// Tonight's board: each game's score and the players against their lines.

import { leagueDate, shortDay } from "../clock.js";
import { LIVE, SLOW, known } from "../documents.js";
import { h } from "../dom.js";
import { absent, asOf } from "../freshness.js";
import { badge, meter, playerLink, table } from "../parts.js";
import { count, gameClock, number, pick, text, verdict, whole } from "../words.js";

const TONIGHT = "tonight/all-players.json";
const SCORES = "live/latest.json";
const GRADING = "live-grading/latest.json";
const OLD_SCORES = 10;
const OLD_LINES = 60;
const SHOWN = 6;
const ORDER = { in_progress: 0, final: 1, scheduled: 2 };

export const documents = () => [[SCORES, LIVE], [GRADING, LIVE], [TONIGHT, SLOW]];

export function draw({ chosen }) {
  const tonight = known(TONIGHT).body;
  const scores = known(SCORES).body;
  const date = tonight && scores ? (tonight.game_date > scores.game_date ? tonight.game_date : scores.game_date)
    : (tonight ?? scores)?.game_date;
  const live = scores?.game_date === date ? scores : null;
  const card = tonight?.game_date === date ? tonight : null;
  const graded = known(GRADING).body?.game_date === date ? known(GRADING).body : null;
  const games = merged(card, live);
  const open = games.some((game) => game.status !== "final");
  return h(
    "section",
    {},
    h("h1", { tabindex: "-1" }, heading(date)),
    games.length ? h("p", { class: "lead" }, told(games)) : null,
    h(
      "div",
      { class: "sources" },
      asOf("Scores", SCORES, open ? OLD_SCORES : null),
      asOf("Lines", TONIGHT, open ? OLD_LINES : null),
    ),
    scores && !live ? h("p", { class: "notice" }, `No game has begun. The last scores are of ${shortDay(scores.game_date)}.`) : null,
    scores ? null : absent("live scores", SCORES),
    tonight ? null : absent("list of tonight's players", TONIGHT),
    graded || !known(GRADING).problem ? null : absent("live grading", GRADING),
    date && !games.length ? h("p", { class: "notice" }, "No games on this date.") : null,
    h("div", { class: "games" }, games.map((game) => drawnGame(game, byPlayer(graded), chosen))),
  );
}

function heading(date) {
  if (!date) return "Tonight";
  return date === leagueDate() ? `Tonight, ${shortDay(date)}` : shortDay(date);
}

function told(games) {
  const of = (status) => games.filter((game) => game.status === status).length;
  return `${count(games.length, "game")}: ${of("in_progress")} on, ${of("final")} final, ${of("scheduled")} to come`;
}

const byPlayer = (graded) => new Map((graded?.predictions ?? []).map((row) => [row.player_lookup, row]));

/** The games of the date by their teams: feeds have different ids for one game. */
function merged(card, live) {
  const found = new Map();
  for (const game of card?.games ?? []) {
    found.set(`${game.away_team}@${game.home_team}`, {
      id: `${game.away_team}@${game.home_team}`, away: game.away_team, home: game.home_team, time: game.game_time,
      status: game.game_status, awayScore: game.away_score, homeScore: game.home_score, clock: null, card: game.players, live: [],
    });
  }
  for (const game of live?.games ?? []) {
    const id = `${game.away_team}@${game.home_team}`;
    const before = found.get(id) ?? { id, away: game.away_team, home: game.home_team, time: null, card: [] };
    const begun = game.status !== "scheduled";
    found.set(id, {
      ...before, status: game.status, clock: gameClock(game), live: begun ? game.players : [],
      awayScore: begun ? game.away_score : null, homeScore: begun ? game.home_score : null,
    });
  }
  // As the live document has them: what is on comes first.
  return [...found.values()].sort((one, other) => ORDER[one.status] - ORDER[other.status]);
}

function drawnGame(game, graded, chosen) {
  const rows = players(game, graded);
  const key = `all ${game.id}`;
  const every = chosen(key, "no") === "yes";
  const leads = game.awayScore !== null && game.homeScore !== null && game.awayScore !== game.homeScore;
  const side = (team, score, ahead) =>
    h(
      "p",
      { class: ahead ? "side ahead" : "side" },
      h("span", { class: "team" }, team),
      h("span", { class: "score", "data-watch": "", "data-score": team }, whole(score)),
    );
  return h(
    "article",
    { class: `game ${game.status}`, "data-key": game.id, "data-game": game.id, "aria-label": `${game.away} at ${game.home}` },
    h(
      "header",
      {},
      h("h2", { class: "unseen" }, `${game.away} at ${game.home}`),
      h(
        "div",
        { class: "sides" },
        side(game.away, game.awayScore, leads && game.awayScore > game.homeScore),
        side(game.home, game.homeScore, leads && game.homeScore > game.awayScore),
      ),
      h("p", { class: "clock" }, game.status === "scheduled" || !game.clock ? game.time ?? "To come" : game.clock),
    ),
    table(
      `Players of ${game.away} at ${game.home}`,
      [["Player", "who"], ["Points and line", "against"], ["Reb", "n wide"], ["Ast", "n wide"], ["Min", "n wide"], ["Pick", "pick"]],
      (every ? rows : rows.slice(0, SHOWN)).map(drawnPlayer),
    ),
    rows.length > SHOWN
      ? h(
          "button",
          { type: "button", class: "quiet more", "data-choose": key, value: every ? "no" : "yes", "aria-expanded": String(every),
            "aria-label": `${every ? "Fewer" : `All ${rows.length}`} players of ${game.away} at ${game.home}` },
          every ? "Fewer players" : `All ${rows.length} players`,
        )
      : null,
  );
}

/** The highest lines first, so that rows stay where they are while points come. */
function players(game, graded) {
  const found = new Map(game.card.map((player) => [player.player_lookup, {
    lookup: player.player_lookup, name: player.name, team: player.team, injury: player.injury_status,
    line: player.props?.[0]?.line ?? null, average: player.season_ppg, box: null,
  }]));
  for (const player of game.live) {
    const before = found.get(player.player_lookup) ?? { line: null, average: null, injury: null };
    found.set(player.player_lookup, { ...before, lookup: player.player_lookup, name: player.name, team: player.team, box: player });
  }
  const rows = [...found.values()].map((row) => {
    const grade = graded.get(row.lookup) ?? null;
    return { ...row, grade, line: grade?.line ?? row.line };
  });
  return rows.sort((one, other) => (other.line ?? -1) - (one.line ?? -1) || (other.average ?? 0) - (one.average ?? 0)
    || (one.lookup < other.lookup ? -1 : 1));
}

function drawnPlayer({ lookup, name, team, injury, line, box, grade }) {
  const hurt = injury && injury !== "available" ? h("span", { class: "tag" }, injury) : null;
  const tone = grade ? verdict(grade).tone : "none";
  return {
    id: lookup,
    cells: [
      [playerLink(lookup, name), h("span", { class: "team" }, ` ${text(team)}`), hurt],
      [
        h("span", { class: "so-far" }, h("b", { "data-watch": "" }, whole(box?.points)), line === null ? "" : ` of ${number(line)}`),
        meter(box?.points ?? 0, line, tone),
      ],
      whole(box?.rebounds),
      whole(box?.assists),
      text(box?.minutes),
      grade ? [h("span", { class: "call" }, pick(grade)), grade.result === "PASS" ? null : badge(grade)] : "–",
    ],
  };
}

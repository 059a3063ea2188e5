// What a screen reader hears of the scores: a beginning, the end of a period, a final. No more.

import { gameClock } from "./words.js";

const heard = new Map();

/** Says what changed since the last look at the live scores, politely. */
export function announce(live) {
  if (!live) return;
  const news = [];
  for (const game of live.games) {
    const key = `${live.game_date} ${game.away_team} ${game.home_team}`;
    const state = `${game.status} ${game.period}`;
    const before = heard.get(key);
    heard.set(key, state);
    if (before === undefined || before === state || game.status === "scheduled") continue;
    news.push(`${game.away_team} ${game.away_score}, ${game.home_team} ${game.home_score}, ${gameClock(game)}`);
  }
  if (news.length) document.getElementById("said").textContent = news.join(". ");
}

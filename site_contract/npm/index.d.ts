// Made by `make contract` from the document types of Courtside.
import type { LiveScores } from "./documents/live.js";
import type { LiveGrading } from "./documents/live-grading.js";
import type { Status } from "./documents/status.js";
import type { Results } from "./documents/results.js";
import type { SystemPerformance } from "./documents/system-performance.js";
import type { BestBets } from "./documents/best-bets.js";
import type { Predictions } from "./documents/predictions.js";
import type { TonightAllPlayers } from "./documents/tonight-all-players.js";
import type { StreaksOfDate } from "./documents/streaks.js";
import type { WhosHotCold } from "./documents/whos-hot-cold.js";
import type { BounceBack } from "./documents/bounce-back.js";
import type { TonightTrendPlays } from "./documents/tonight-trend-plays.js";
import type { WhatMatters } from "./documents/what-matters.js";
import type { TeamTendencies } from "./documents/team-tendencies.js";
import type { QuickHits } from "./documents/quick-hits.js";
import type { DeepDive } from "./documents/deep-dive.js";
import type { TonightPlayer } from "./documents/tonight-player.js";
import type { PlayerIndex } from "./documents/player-index.js";
import type { PlayerProfile } from "./documents/player-profile.js";
import type { PlayerSeason } from "./documents/player-season.js";
import type { PlayerGameReport } from "./documents/player-game-report.js";

export type {
  BestBets,
  BounceBack,
  DeepDive,
  LiveGrading,
  LiveScores,
  PlayerGameReport,
  PlayerIndex,
  PlayerProfile,
  PlayerSeason,
  Predictions,
  QuickHits,
  Results,
  Status,
  StreaksOfDate,
  SystemPerformance,
  TeamTendencies,
  TonightAllPlayers,
  TonightPlayer,
  TonightTrendPlays,
  WhatMatters,
  WhosHotCold,
};

/** The document at a path as it is asked for; `never` at one where nothing is published. */
export type DocumentAt<Path extends string> =
  Path extends "trends/tonight-trend-plays.json" ? TonightTrendPlays :
  Path extends "trends/deep-dive-current.json" ? DeepDive :
  Path extends "trends/team-tendencies.json" ? TeamTendencies :
  Path extends "trends/bounce-back-v2.json" ? BounceBack :
  Path extends "trends/tonight-plays.json" ? TonightTrendPlays :
  Path extends "live-grading/latest.json" ? LiveGrading :
  Path extends "systems/performance.json" ? SystemPerformance :
  Path extends "tonight/all-players.json" ? TonightAllPlayers :
  Path extends "trends/what-matters.json" ? WhatMatters :
  Path extends "trends/bounce-back.json" ? BounceBack :
  Path extends "trends/whos-hot-v2.json" ? WhosHotCold :
  Path extends "predictions/today.json" ? Predictions :
  Path extends "trends/quick-hits.json" ? QuickHits :
  Path extends "best-bets/latest.json" ? BestBets :
  Path extends "trends/deep-dive.json" ? DeepDive :
  Path extends "results/latest.json" ? Results :
  Path extends "players/index.json" ? PlayerIndex :
  Path extends "streaks/today.json" ? StreaksOfDate :
  Path extends "live/latest.json" ? LiveScores :
  Path extends "status.json" ? Status :
  Path extends `players/${infer Player}/game-report/${infer Date}.json` ? Whole<[Player, Date], PlayerGameReport> :
  Path extends `players/${infer Player}/season/${infer Season}.json` ? Whole<[Player, Season], PlayerSeason> :
  Path extends `tonight/player/${infer Player}.json` ? Whole<[Player], TonightPlayer> :
  Path extends `live-grading/${infer Date}.json` ? Whole<[Date], LiveGrading> :
  Path extends `predictions/${infer Date}.json` ? Whole<[Date], Predictions> :
  Path extends `best-bets/${infer Date}.json` ? Whole<[Date], BestBets> :
  Path extends `players/${infer Player}.json` ? Whole<[Player], PlayerProfile> :
  Path extends `results/${infer Date}.json` ? Whole<[Date], Results> :
  Path extends `streaks/${infer Date}.json` ? Whole<[Date], StreaksOfDate> :
  Path extends `tonight/${infer Date}.json` ? Whole<[Date], TonightAllPlayers> :
  Path extends `live/${infer Date}.json` ? Whole<[Date], LiveScores> :
  never;

/** The paths as they are declared, with the type of what is there. */
export interface Documents {
  "live/{date}.json": LiveScores;
  "live/latest.json": LiveScores;
  "live-grading/{date}.json": LiveGrading;
  "live-grading/latest.json": LiveGrading;
  "status.json": Status;
  "results/{date}.json": Results;
  "results/latest.json": Results;
  "systems/performance.json": SystemPerformance;
  "best-bets/{date}.json": BestBets;
  "best-bets/latest.json": BestBets;
  "predictions/{date}.json": Predictions;
  "predictions/today.json": Predictions;
  "tonight/{date}.json": TonightAllPlayers;
  "tonight/all-players.json": TonightAllPlayers;
  "streaks/{date}.json": StreaksOfDate;
  "streaks/today.json": StreaksOfDate;
  "trends/whos-hot-v2.json": WhosHotCold;
  "trends/bounce-back-v2.json": BounceBack;
  "trends/bounce-back.json": BounceBack;
  "trends/tonight-trend-plays.json": TonightTrendPlays;
  "trends/tonight-plays.json": TonightTrendPlays;
  "trends/what-matters.json": WhatMatters;
  "trends/team-tendencies.json": TeamTendencies;
  "trends/quick-hits.json": QuickHits;
  "trends/deep-dive.json": DeepDive;
  "trends/deep-dive-current.json": DeepDive;
  "tonight/player/{player}.json": TonightPlayer;
  "players/index.json": PlayerIndex;
  "players/{player}.json": PlayerProfile;
  "players/{player}/season/{season}.json": PlayerSeason;
  "players/{player}/game-report/{date}.json": PlayerGameReport;
}

/** A path as it is declared: `{date}` is `2025-12-27`, `{season}` is `2025-26`. */
export type Pattern = keyof Documents;

/** What a pattern has in braces. */
export type PathParameters<P extends string> =
  P extends `${string}{${infer Name}}${infer Rest}`
    ? { [Key in Name]: string } & PathParameters<Rest>
    : unknown;

/** A path: `documentPath("players/{player}.json", { player: "aldenbarsby" })`. */
export declare function documentPath<P extends Pattern>(
  pattern: P,
  ...parameters: P extends `${string}{${string}` ? [PathParameters<P>] : []
): string;

/** The document, if what a path has in place of the words in braces is one part each. */
type Whole<Parts extends readonly string[], Found> =
  Extract<Parts[number], "" | `${string}/${string}`> extends never ? Found : never;

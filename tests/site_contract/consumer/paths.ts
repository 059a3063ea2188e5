// The types of paths: what compiles here is right, and each `@ts-expect-error` must be an error.

import { documentPath, type DocumentAt, type LiveScores, type PlayerIndex, type PlayerProfile } from "@courtside/contract";
import type { PlayerGameReport, PlayerSeason, TonightAllPlayers, TonightPlayer } from "@courtside/contract";

type Same<One, Other> = (<T>() => T extends One ? 1 : 2) extends <T>() => T extends Other ? 1 : 2 ? true : false;

const same: readonly [
  Same<DocumentAt<"live/latest.json">, LiveScores>,
  Same<DocumentAt<"live/2025-12-27.json">, LiveScores>,
  Same<DocumentAt<"players/index.json">, PlayerIndex>,
  Same<DocumentAt<"players/aldenbarsby.json">, PlayerProfile>,
  Same<DocumentAt<"players/aldenbarsby/season/2025-26.json">, PlayerSeason>,
  Same<DocumentAt<"players/aldenbarsby/game-report/2025-12-26.json">, PlayerGameReport>,
  Same<DocumentAt<"tonight/player/aldenbarsby.json">, TonightPlayer>,
  Same<DocumentAt<"tonight/all-players.json">, TonightAllPlayers>,
  Same<DocumentAt<"tonight/2025-12-27.json">, TonightAllPlayers>,
  Same<DocumentAt<"players/aldenbarsby/trades/2025-26.json">, never>,
  Same<DocumentAt<"players/.json">, never>,
  Same<DocumentAt<"live/latest.csv">, never>,
  Same<DocumentAt<"nothing.json">, never>,
] = [true, true, true, true, true, true, true, true, true, true, true, true, true];

const paths: readonly string[] = [
  documentPath("status.json"),
  documentPath("live/{date}.json", { date: "2025-12-27" }),
  documentPath("players/{player}/season/{season}.json", { player: "aldenbarsby", season: "2025-26" }),
];

// @ts-expect-error: a date is needed
documentPath("live/{date}.json");
// @ts-expect-error: a season is needed
documentPath("players/{player}/season/{season}.json", { player: "aldenbarsby" });
// @ts-expect-error: there is nothing to say
documentPath("status.json", { date: "2025-12-27" });
// @ts-expect-error: nothing is published there
documentPath("live/newest.json");

console.log(JSON.stringify([same.length, ...paths]));

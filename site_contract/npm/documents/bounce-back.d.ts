// Made by `make contract` from the document types of Courtside.

/** The document; candidates by rate, who has no history last, then by shortfall. */
export interface BounceBack {
  /** Text: instant, RFC 3339 in UTC. */
  generated_at: string;
  /** Text: game date, as 2025-12-27. */
  as_of_date: string;
  /** Whole number: points. */
  shortfall_threshold: number;
  /** Whole number: count. */
  total_candidates: number;
  bounce_back_candidates: BounceBackCandidate[];
  league_baseline: LeagueBaseline;
}

/**
 * One player. `bounce_back_rate`, 0 to 1, is the share of his games after a bad one in which
 * he reached his average; 0.5 where `bounce_back_sample` is 0. Averages are points of a game.
 */
export interface BounceBackCandidate {
  /** Text: player_lookup, a player's key. */
  player_lookup: string;
  player_full_name: string;
  /** Text: three letters of a team. */
  team_abbr: string;
  last_game: LastGame;
  /** Number: points. */
  season_average: number;
  /** Number: points. */
  shortfall: number;
  /** Number: share, 0 to 1. */
  bounce_back_rate: number;
  /** Whole number: count. */
  bounce_back_sample: number;
  significance: "high" | "low" | "medium";
  /** Whole number: rank, 1 first. */
  rank: number;
  playing_tonight: boolean;
  tonight: Tonight | null;
}

/** How often anybody bounces back, 0 to 1, after how many bad games; None after none. */
export interface LeagueBaseline {
  /** Number: share, 0 to 1. */
  avg_bounce_back_rate: number | null;
  /** Whole number: count. */
  sample_size: number;
}

/** His newest game: `result` are his points, `margin` those above his average: below 0. */
export interface LastGame {
  /** Text: game date, as 2025-12-27. */
  date: string;
  /** Whole number: points. */
  result: number;
  /** Text: three letters of a team. */
  opponent: string;
  /** Number: points. */
  margin: number;
}

/** His team's game; `game_time` is Eastern. */
export interface Tonight {
  /** Text: three letters of a team. */
  opponent: string;
  /** Text: Eastern time, as 7:30 PM ET. */
  game_time: string | null;
  home: boolean;
}

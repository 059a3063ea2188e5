// Made by `make contract` from the document types of Courtside.

/** The document; the hottest player first in `hot`, the coldest in `cold`. */
export interface WhosHotCold {
  /** Text: instant, RFC 3339 in UTC. */
  generated_at: string;
  /** Text: game date, as 2025-12-27. */
  as_of_date: string;
  time_period: string;
  /** Whole number: count. */
  min_games: number;
  /** Whole number: count. */
  total_qualifying_players: number;
  hot: PlayerHeat[];
  cold: PlayerHeat[];
  league_average: LeagueAverage;
}

/**
 * One player: `hit_rate` is the share of overs, 0 to 1; `avg_margin` points above his lines.
 *
 * `heat_score` is 0 to 10. A streak heats, whichever way it goes.
 */
export interface PlayerHeat {
  /** Text: player_lookup, a player's key. */
  player_lookup: string;
  player_full_name: string;
  /** Text: three letters of a team. */
  team_abbr: string;
  position: string | null;
  /** Number: score, 0 to 10. */
  heat_score: number;
  /** Number: share, 0 to 1. */
  hit_rate: number;
  /** Whole number: count. */
  hit_rate_games: number;
  /** Whole number: count. */
  current_streak: number;
  streak_direction: "over" | "under";
  /** Number: points. */
  avg_margin: number;
  /** Whole number: rank, 1 first. */
  rank: number;
  playing_tonight: boolean;
  tonight: Tonight | null;
}

/** Means of all qualifying players, each as much as another; None without one. */
export interface LeagueAverage {
  /** Number: share, 0 to 1. */
  hit_rate: number | null;
  /** Number: points. */
  avg_margin: number | null;
}

/** His team's game; `game_time` is Eastern. */
export interface Tonight {
  /** Text: three letters of a team. */
  opponent: string;
  /** Text: Eastern time, as 7:30 PM ET. */
  game_time: string | null;
  home: boolean;
}

// Made by `make contract` from the document types of Courtside.

/** The document; `updated_at` is the as-of, `poll_id` names the newest answered poll. */
export interface LiveScores {
  /** Text: instant, RFC 3339 in UTC. */
  updated_at: string;
  /** Text: game date, as 2025-12-27. */
  game_date: string;
  poll_id: string;
  /** Whole number: count. */
  games_in_progress: number;
  /** Whole number: count. */
  games_final: number;
  /** Whole number: count. */
  total_games: number;
  games: LiveGame[];
}

/** One game; `game_id` is the source's, `time_remaining` its clock, verbatim. */
export interface LiveGame {
  game_id: string;
  status: "final" | "in_progress" | "scheduled";
  /** Whole number: count. */
  period: number;
  time_remaining: string | null;
  /** Text: three letters of a team. */
  home_team: string;
  /** Text: three letters of a team. */
  away_team: string;
  /** Whole number: points. */
  home_score: number;
  /** Whole number: points. */
  away_score: number;
  /** Whole number: count. */
  player_count: number;
  players: LivePlayer[];
}

/** One player's line; `minutes` is text, as the source wrote it. */
export interface LivePlayer {
  /** Text: player_lookup, a player's key. */
  player_lookup: string;
  name: string;
  /** Text: three letters of a team. */
  team: string;
  /** Whole number: points. */
  points: number;
  /** Whole number: count. */
  rebounds: number;
  /** Whole number: count. */
  assists: number;
  /** Whole number: count. */
  steals: number;
  /** Whole number: count. */
  blocks: number;
  /** Whole number: count. */
  turnovers: number;
  minutes: string;
  /** Whole number: count. */
  fg_made: number;
  /** Whole number: count. */
  fg_attempted: number;
  /** Whole number: count. */
  fg3_made: number;
  /** Whole number: count. */
  fg3_attempted: number;
  /** Whole number: count. */
  ft_made: number;
  /** Whole number: count. */
  ft_attempted: number;
}

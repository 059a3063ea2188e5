// Made by `make contract` from the document types of Courtside.

/** The document; every list empty when nobody has a streak of `min_streak_length`. */
export interface StreaksOfDate {
  /** Text: instant, RFC 3339 in UTC. */
  generated_at: string;
  /** Text: game date, as 2025-12-27. */
  as_of_date: string;
  /** Whole number: count. */
  min_streak_length: number;
  streaks: Streaks;
  summary: Summary;
}

/** The longest first; of equal ones the highest `avg_margin`, the narrowest under the lines. */
export interface Streaks {
  over: LineStreak[];
  under: LineStreak[];
  prediction_hits: HitStreak[];
}

/** How many each list has, and its longest streak; 0 without one. */
export interface Summary {
  /** Whole number: count. */
  total_over_streaks: number;
  /** Whole number: count. */
  total_under_streaks: number;
  /** Whole number: count. */
  total_prediction_streaks: number;
  /** Whole number: count. */
  longest_over: number;
  /** Whole number: count. */
  longest_under: number;
  /** Whole number: count. */
  longest_prediction: number;
}

/**
 * Games in a row on one side of his lines; `avg_margin` is points above them in a game.
 *
 * `games` are the newest ones.
 */
export interface LineStreak {
  /** Text: player_lookup, a player's key. */
  player_lookup: string;
  player_full_name: string;
  /** Text: three letters of a team. */
  team: string;
  /** Whole number: count. */
  streak_length: number;
  /** Number: points. */
  avg_margin: number;
  games: StreakGame[];
}

/** Picks in a row that were right. */
export interface HitStreak {
  /** Text: player_lookup, a player's key. */
  player_lookup: string;
  player_full_name: string;
  /** Text: three letters of a team. */
  team: string;
  /** Whole number: count. */
  streak_length: number;
  streak_type: "prediction_hits";
}

/** One game of a streak: what he scored, and his line. */
export interface StreakGame {
  /** Text: game date, as 2025-12-27. */
  game_date: string;
  /** Whole number: points. */
  points: number;
  /** Number: points. */
  line: number;
  /** Text: three letters of a team. */
  opponent: string;
}

// Made by `make contract` from the document types of Courtside.

/**
 * The document; `recent_form` newest first.
 *
 * Without a game there is no context, no number and no count.
 */
export interface TonightPlayer {
  /** Text: player_lookup, a player's key. */
  player_lookup: string;
  player_full_name: string;
  /** Text: game date, as 2025-12-27. */
  game_date: string;
  /** Text: instant, RFC 3339 in UTC. */
  generated_at: string;
  /** Whole number: count. */
  games_played?: number;
  limited_data?: boolean;
  game_context: TonightContext | null;
  quick_numbers: QuickNumbers;
  fatigue: Fatigue;
  current_streak: Streak;
  tonights_factors: Factor[];
  recent_form: RecentGame[];
  prediction: TonightPrediction | null;
}

/** His game; `days_rest` is 1 on a back-to-back. */
export interface TonightContext {
  game_id: string;
  /** Text: three letters of a team. */
  opponent: string;
  home_game: boolean | null;
  /** Text: three letters of a team. */
  team_abbr: string;
  /** Number: points. */
  line: number | null;
  /** Whole number: days. */
  days_rest: number | null;
  is_back_to_back: boolean | null;
  injury_status: string | null;
  injury_reason: string | null;
}

/** Means of points and minutes, one decimal; no key at all without a game. */
export interface QuickNumbers {
  /** Number: points. */
  season_ppg?: number | null;
  /** Number: minutes. */
  season_mpg?: number | null;
  /** Whole number: count. */
  games_played?: number;
  /** Number: points. */
  last_10_ppg?: number | null;
  /** Number: minutes. */
  last_10_mpg?: number | null;
  /** Number: points. */
  last_5_ppg?: number | null;
  /** Number: minutes. */
  last_5_mpg?: number | null;
}

/** `score` from 0 to 100, 100 is fresh; `context` is JSON text. */
export interface Fatigue {
  /** Number: score, 0 to 100. */
  score: number | null;
  level: string;
  context: string | null;
}

/** Newest results of one kind in a row. */
export interface Streak {
  type: "over" | "under" | null;
  /** Whole number: count. */
  length: number;
}

/**
 * One factor; shares from 0 to 1. Keys that a factor has not are absent.
 *
 * `defense_rank` 1 allows the fewest points.
 */
export interface Factor {
  factor: string;
  direction: "negative" | "neutral" | "positive";
  /** Number: points. */
  impact?: number;
  /** Number: share, 0 to 1. */
  vs_line_pct?: number | null;
  /** Whole number: rank, 1 first. */
  defense_rank?: number;
  defense_tier?: "average" | "elite" | "good" | "weak";
  /** Number: points. */
  ppg_allowed?: number | null;
  description: string;
}

/** One game, or one that he sat out; `margin` is cut to whole points. */
export interface RecentGame {
  /** Text: game date, as 2025-12-27. */
  game_date: string;
  /** Text: three letters of a team. */
  opponent: string | null;
  home_game: boolean | null;
  is_dnp: boolean;
  /** Whole number: points. */
  points: number | null;
  /** Number: minutes. */
  minutes: number | null;
  fg: string | null;
  three: string | null;
  ft: string | null;
  over_under: string | null;
  /** Number: points. */
  line: number | null;
  /** Whole number: points. */
  margin: number | null;
  vs_avg?: "DNP" | "O" | "P" | "U";
}

/** The champion's prediction; confidence from 0 to 100, `edge` is predicted less line. */
export interface TonightPrediction {
  /** Number: points. */
  predicted_points: number | null;
  /** Number: percent, 0 to 100. */
  confidence_score: number | null;
  recommendation: string | null;
  /** Number: points. */
  line: number | null;
  /** Number: points. */
  edge: number | null;
  /** Number: as the prediction was stored. */
  pace_adjustment: number | null;
  /** Whole number: count. */
  similar_games: number | null;
}

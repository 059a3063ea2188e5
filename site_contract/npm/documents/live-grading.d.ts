// Made by `make contract` from the document types of Courtside.

/** The document; `updated_at` is the as-of. */
export interface LiveGrading {
  /** Text: instant, RFC 3339 in UTC. */
  updated_at: string;
  /** Text: game date, as 2025-12-27. */
  game_date: string;
  summary: GradingSummary;
  predictions: GradedPrediction[];
}

/** Counts of the rows; `win_rate` is a fraction of 1, `avg_error` is in points. */
export interface GradingSummary {
  /** Whole number: count. */
  total_predictions: number;
  /** Whole number: count. */
  graded: number;
  /** Whole number: count. */
  pending: number;
  /** Whole number: count. */
  correct: number;
  /** Whole number: count. */
  incorrect: number;
  /** Whole number: count. */
  trending_correct: number;
  /** Whole number: count. */
  trending_incorrect: number;
  /** Number: share, 0 to 1. */
  win_rate: number | null;
  /** Number: points. */
  avg_error: number | null;
  /** Whole number: count. */
  games_in_progress: number;
  /** Whole number: count. */
  games_final: number;
}

/** One prediction against the player's line so far; numbers in points. */
export interface GradedPrediction {
  /** Text: player_lookup, a player's key. */
  player_lookup: string;
  player_name: string;
  /** Text: three letters of a team. */
  team: string | null;
  /** Text: three letters of a team. */
  home_team: string | null;
  /** Text: three letters of a team. */
  away_team: string | null;
  game_status: "final" | "in_progress" | "scheduled";
  /** Whole number: count. */
  period: number | null;
  time_remaining: string | null;
  /** Number: points. */
  predicted: number | null;
  /** Number: points. */
  line: number | null;
  recommendation: string | null;
  /** Number: percent, 0 to 100. */
  confidence: number | null;
  has_line: boolean;
  line_source: string | null;
  /** Whole number: points. */
  actual: number | null;
  minutes: string | null;
  /** Number: points. */
  error: number | null;
  /** Number: points. */
  margin_vs_line: number | null;
  status: "correct" | "graded" | "in_progress" | "incorrect" | "pending" | "trending_correct" | "trending_incorrect";
  result: "LOSS" | "PASS" | "PENDING" | "PUSH" | "VOID" | "WIN";
  decided: boolean;
  /** Number: points. */
  pace: number | null;
}

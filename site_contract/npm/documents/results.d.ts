// Made by `make contract` from the document types of Courtside.

/** The document; `results` by game id, then player_lookup. */
export interface Results {
  /** Text: game date, as 2025-12-27. */
  game_date: string;
  /** Text: instant, RFC 3339 in UTC. */
  generated_at: string;
  summary: Summary;
  breakdowns: Breakdowns;
  results: Result[];
  highlights: Highlights;
}

/** The date in numbers; rates from 0 to 1, 0 when nothing was counted. */
export interface Summary {
  /** Whole number: count. */
  total_predictions: number;
  /** Whole number: count. */
  recommendations: number;
  /** Whole number: count. */
  correct: number;
  /** Whole number: count. */
  incorrect: number;
  /** Whole number: count. */
  pass_count: number;
  /** Number: share, 0 to 1. */
  win_rate: number;
  /** Number: points. */
  avg_mae: number;
  /** Number: points. */
  avg_bias: number;
  /** Whole number: count. */
  within_3_points: number;
  /** Number: share, 0 to 1. */
  within_3_pct: number;
  /** Whole number: count. */
  within_5_points: number;
  /** Number: share, 0 to 1. */
  within_5_pct: number;
}

/** The OVER and UNDER picks, four times divided. */
export interface Breakdowns {
  by_player_tier: ByPlayerTier;
  by_confidence: ByConfidence;
  by_recommendation: ByRecommendation;
  by_context: ByContext;
}

/** One graded prediction; errors in points, confidence from 0 to 1. */
export interface Result {
  /** Text: player_lookup, a player's key. */
  player_lookup: string;
  game_id: string;
  /** Text: three letters of a team. */
  team: string | null;
  /** Text: three letters of a team. */
  opponent: string | null;
  /** Number: points. */
  predicted: number | null;
  /** Whole number: points. */
  actual: number | null;
  /** Number: points. */
  line: number | null;
  recommendation: string | null;
  result: "LOSS" | "PASS" | "PUSH" | "VOID" | "WIN";
  /** Number: points. */
  error: number | null;
  /** Number: points. */
  bias: number | null;
  /** Number: share, 0 to 1. */
  confidence: number | null;
  /** Number: minutes. */
  minutes: number | null;
  confidence_tier: "high" | "low" | "medium";
  player_tier: "elite" | "role_player" | "starter";
  is_home: boolean;
  is_back_to_back: boolean;
  /** Whole number: days. */
  days_rest: number;
}

/** The nearest and the farthest prediction; no key when nothing was measured. */
export interface Highlights {
  best_prediction?: Best | null;
  worst_prediction?: Worst | null;
}

/** By season average: from 25, from 15, below. */
export interface ByPlayerTier {
  elite: Bucket;
  starter: Bucket;
  role_player: Bucket;
}

/** By confidence: from 0.70, from 0.55, below. */
export interface ByConfidence {
  high: Bucket;
  medium: Bucket;
  low: Bucket;
}

/** By direction. */
export interface ByRecommendation {
  over: Bucket;
  under: Bucket;
}

/** By venue and by rest; a pick is in one of each, or of rest in none. */
export interface ByContext {
  home: Bucket;
  away: Bucket;
  back_to_back: Bucket;
  rested: Bucket;
}

/** The prediction that was nearest. */
export interface Best {
  /** Text: player_lookup, a player's key. */
  player: string;
  /** Text: three letters of a team. */
  team: string | null;
  /** Number: points. */
  predicted: number | null;
  /** Whole number: points. */
  actual: number | null;
  /** Number: points. */
  error: number | null;
}

/** The prediction that was farthest off. */
export interface Worst {
  /** Text: player_lookup, a player's key. */
  player: string;
  /** Text: three letters of a team. */
  team: string | null;
  /** Number: points. */
  predicted: number | null;
  /** Whole number: points. */
  actual: number | null;
  /** Number: points. */
  error: number | null;
  /** Number: minutes. */
  minutes: number | null;
}

/** A share of the picks; pushes and voids are in `total` and in no rate. */
export interface Bucket {
  /** Whole number: count. */
  total: number;
  /** Whole number: count. */
  wins: number;
  /** Whole number: count. */
  losses: number;
  /** Whole number: count. */
  pushes: number;
  /** Number: share, 0 to 1. */
  win_rate: number;
  /** Number: points. */
  avg_error: number;
}

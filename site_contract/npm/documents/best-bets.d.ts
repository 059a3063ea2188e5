// Made by `make contract` from the document types of Courtside.

/** The document; `picks` by tier, then by score. */
export interface BestBets {
  /** Text: game date, as 2025-12-27. */
  game_date: string;
  /** Text: instant, RFC 3339 in UTC. */
  generated_at: string;
  methodology: string;
  /** Whole number: count. */
  total_picks: number;
  tier_summary: TierSummary;
  picks: Pick[];
}

/** Picks of each tier in the list. */
export interface TierSummary {
  /** Whole number: count. */
  premium: number;
  /** Whole number: count. */
  strong: number;
  /** Whole number: count. */
  value: number;
  /** Whole number: count. */
  standard: number;
}

/** One pick; confidence and accuracy from 0 to 1, `edge` without its sign. */
export interface Pick {
  /** Whole number: rank, 1 first. */
  rank: number;
  tier: "premium" | "strong" | "value";
  /** Text: player_lookup, a player's key. */
  player_lookup: string;
  player_full_name: string;
  game_id: string;
  /** Text: three letters of a team. */
  team: string | null;
  /** Text: three letters of a team. */
  opponent: string | null;
  recommendation: string;
  /** Number: points. */
  line: number;
  /** Number: points. */
  predicted: number;
  /** Number: points. */
  edge: number;
  /** Number: share, 0 to 1. */
  confidence: number;
  /** Number: score without bounds. */
  composite_score: number;
  /** Number: share, 0 to 1. */
  player_historical_accuracy: number | null;
  /** Whole number: count. */
  player_sample_size: number | null;
  /** Number: score, 0 to 100. */
  fatigue_score: number | null;
  fatigue_level: string | null;
  rationale: string[];
  result: "LOSS" | "PASS" | "PENDING" | "PUSH" | "VOID" | "WIN";
  /** Whole number: points. */
  actual: number | null;
  /** Number: points. */
  error: number | null;
  quality_alert_level: string | null;
  /** Number: score, 0 to 100. */
  feature_quality_score: number | null;
  /** Whole number: count. */
  default_feature_count: number | null;
}

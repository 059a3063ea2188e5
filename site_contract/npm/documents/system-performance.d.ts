// Made by `make contract` from the document types of Courtside.

/** The document; `systems` by rank, then id. */
export interface SystemPerformance {
  /** Text: game date, as 2025-12-27. */
  as_of_date: string;
  /** Text: instant, RFC 3339 in UTC. */
  generated_at: string;
  systems: System[];
  comparison: Comparison;
}

/** One system; exactly one is primary. */
export interface System {
  system_id: string;
  display_name: string;
  description: string;
  is_primary: boolean;
  windows: Windows;
  breakdown: Breakdown;
}

/** The leaders of the season; no key without a system. */
export interface Comparison {
  best_mae?: Leader | null;
  best_win_rate?: Leader | null;
  lowest_bias?: Leader | null;
}

/** Dates after the as-of date less 7 and 30 days, and the season's. */
export interface Windows {
  last_7_days: WindowNumbers;
  last_30_days: WindowNumbers;
  season: WindowNumbers;
}

/** Means of the season's daily rates, from 0 to 1. */
export interface Breakdown {
  /** Number: share, 0 to 1. */
  over_win_rate: number | null;
  /** Number: share, 0 to 1. */
  under_win_rate: number | null;
  /** Number: share, 0 to 1. */
  within_3_pct: number | null;
  /** Number: share, 0 to 1. */
  within_5_pct: number | null;
  /** Number: share, 0 to 1. */
  high_confidence_win_rate: number | null;
}

/** The best system of one measure. */
export interface Leader {
  system_id: string;
  /** Number: points, or a share, as the measure. */
  value: number | null;
}

/** Counts, and rates from 0 to 1; all None when the window has no row. */
export interface WindowNumbers {
  /** Whole number: count. */
  predictions: number | null;
  /** Whole number: count. */
  recommendations: number | null;
  /** Whole number: count. */
  correct: number | null;
  /** Number: share, 0 to 1. */
  win_rate: number | null;
  /** Number: points. */
  mae: number | null;
  /** Number: points. */
  bias: number | null;
}

// Made by `make contract` from the document types of Courtside.

/** The document; plays by confidence, then type, then the order of the type. */
export interface TonightTrendPlays {
  /** Text: instant, RFC 3339 in UTC. */
  generated_at: string;
  /** Text: game date, as 2025-12-27. */
  game_date: string;
  /** Whole number: count. */
  games_tonight: number;
  /** Whole number: count. */
  total_trend_plays: number;
  trend_plays: TrendPlay[];
  by_trend_type: ByTrendType;
}

/** One player's play, the first that he qualifies for. */
export interface TrendPlay {
  /** Text: player_lookup, a player's key. */
  player_lookup: string;
  player_full_name: string;
  /** Text: three letters of a team. */
  team_abbr: string;
  position: string | null;
  trend_type: "momentum" | "rest" | "streak";
  trend_direction: "over" | "under";
  trend_details: TrendDetails;
  confidence: "high" | "medium";
  tonight: Tonight;
}

/** Plays of each type before each player keeps one. */
export interface ByTrendType {
  /** Whole number: count. */
  streak: number;
  /** Whole number: count. */
  momentum: number;
  /** Whole number: count. */
  rest: number;
}

/**
 * What a play rests on; each type of trend has keys of its own.
 *
 * Of a streak: `hit_rate_l10` is the share of overs among the newest ten, whichever way it goes.
 * Of momentum: means of the newest five and fifteen games; `pct_change` is a percentage.
 * Of rest: `days_rest` is 1 on a back-to-back; `sample_games` have tonight's kind of rest.
 */
export interface TrendDetails {
  /** Whole number: count. */
  streak_length?: number;
  /** Number: points. */
  avg_margin?: number;
  /** Number: share, 0 to 1. */
  hit_rate_l10?: number;
  momentum_type?: "slumping" | "surging";
  /** Number: points. */
  l5_avg?: number;
  /** Number: points. */
  l15_avg?: number;
  /** Number: percent of change. */
  pct_change?: number;
  /** Number: points. */
  ppg_change?: number;
  rest_status?: "fresh" | "tired";
  /** Whole number: days. */
  days_rest?: number;
  /** Number: points. */
  rested_avg?: number | null;
  /** Number: points. */
  b2b_avg?: number | null;
  /** Number: points. */
  overall_avg?: number | null;
  /** Number: points. */
  rest_impact?: number;
  /** Whole number: count. */
  sample_games?: number;
}

/** His team's game; `game_time` is Eastern. */
export interface Tonight {
  /** Text: three letters of a team. */
  opponent: string;
  /** Text: Eastern time, as 7:30 PM ET. */
  game_time: string | null;
  home: boolean;
}

// Made by `make contract` from the document types of Courtside.

/**
 * The document, as of a date of the season; `game_log` newest first, did-not-plays too.
 *
 * Who is not in the registry has an `error`, no name and nothing else.
 */
export interface PlayerSeason {
  /** Text: player_lookup, a player's key. */
  player_lookup: string;
  player_full_name?: string;
  /** Text: season, as 2025-26. */
  season: string;
  /** Text: instant, RFC 3339 in UTC. */
  generated_at: string;
  error?: string;
  player_profile: SeasonProfile | null;
  averages: Averages;
  current_form: CurrentForm;
  key_patterns: KeyPattern[];
  prop_hit_rates: PropHitRates;
  game_log: LoggedGame[];
  splits: Splits;
  monthly: Month[];
}

/** Who he is: his tier by points of a game this season. */
export interface SeasonProfile {
  position: string | null;
  /** Text: three letters of a team. */
  team_abbr: string | null;
  player_tier: "elite" | "role_player" | "starter";
  shot_profile: "balanced" | "interior" | "mid_range" | "perimeter";
}

/** Means of played games, one decimal; shooting is a share, 0 to 1. No key without a game. */
export interface Averages {
  /** Whole number: count. */
  games?: number;
  /** Number: points. */
  ppg?: number | null;
  /** Number: mean of a game. */
  rpg?: number | null;
  /** Number: mean of a game. */
  apg?: number | null;
  /** Number: mean of a game. */
  spg?: number | null;
  /** Number: mean of a game. */
  bpg?: number | null;
  /** Number: mean of a game. */
  topg?: number | null;
  /** Number: share, 0 to 1. */
  fg_pct?: number | null;
  /** Number: share, 0 to 1. */
  three_pct?: number | null;
  /** Number: share, 0 to 1. */
  ft_pct?: number | null;
  /** Number: minutes. */
  minutes?: number | null;
}

/**
 * The newest played games; no key without one.
 *
 * `heat_score` is 0 to 10, `hit_rate_l10` the share of overs, 0 to 1; means are of points.
 */
export interface CurrentForm {
  /** Number: score, 0 to 10. */
  heat_score?: number;
  temperature?: "cold" | "cool" | "hot" | "neutral" | "warm";
  /** Whole number: count. */
  current_streak?: number;
  streak_direction?: "over" | "under" | null;
  /** Number: points. */
  l5_avg?: number;
  /** Number: points. */
  l10_avg?: number;
  /** Number: share, 0 to 1. */
  hit_rate_l10?: number | null;
}

/** What he does better; the sentence names the difference in points. */
export interface KeyPattern {
  pattern: "b2b_performer" | "home_performer" | "rest_sensitive" | "road_warrior";
  description: string;
  strength: "moderate" | "strong";
}

/** Lines, and picks that were won or lost; `win_rate` is 0 to 1. No key without a row. */
export interface PropHitRates {
  points?: PointsLines;
  /** Whole number: count. */
  total_recommendations?: number;
  /** Whole number: count. */
  correct?: number;
  /** Number: share, 0 to 1. */
  win_rate?: number | null;
}

/**
 * One game; of one that he sat out there are neither points nor a result.
 *
 * `result` is the box score's, where a tie with the line is over.
 */
export interface LoggedGame {
  /** Text: game date, as 2025-12-27. */
  date: string;
  /** Text: three letters of a team. */
  opponent: string | null;
  is_home: boolean;
  /** Whole number: points. */
  points: number | null;
  /** Whole number: count. */
  rebounds: number | null;
  /** Whole number: count. */
  assists: number | null;
  /** Number: minutes. */
  minutes: number | null;
  /** Number: points. */
  line: number | null;
  result: "OVER" | "UNDER" | null;
  team_won: boolean;
}

/** By place and rest; no key of a player whom nobody knows. */
export interface Splits {
  home?: Split;
  away?: Split;
  rested?: Split;
  back_to_back?: Split;
}

/** The played games of one calendar month, as `Split`. */
export interface Month {
  month: string;
  /** Whole number: count. */
  games: number;
  /** Number: points. */
  ppg: number | null;
  /** Number: share, 0 to 1. */
  over_rate: number | null;
}

/** Games over and under the line; `over_rate` is the share of overs, 0 to 1. */
export interface PointsLines {
  /** Whole number: count. */
  games: number;
  /** Whole number: count. */
  overs: number;
  /** Whole number: count. */
  unders: number;
  /** Number: share, 0 to 1. */
  over_rate: number | null;
}

/** Played games of one kind: mean points, one decimal, and the share of overs, 0 to 1. */
export interface Split {
  /** Whole number: count. */
  games: number;
  /** Number: points. */
  ppg: number | null;
  /** Number: share, 0 to 1. */
  over_rate: number | null;
}

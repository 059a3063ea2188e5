// Made by `make contract` from the document types of Courtside.

/** The document. Without a box score it has an `error`, and neither name nor game. */
export interface PlayerGameReport {
  /** Text: player_lookup, a player's key. */
  player_lookup: string;
  player_full_name?: string;
  /** Text: game date, as 2025-12-27. */
  game_date: string;
  game_id?: string;
  /** Text: instant, RFC 3339 in UTC. */
  generated_at: string;
  error?: string;
  player_profile: ReportProfile | null;
  opponent_context: OpponentContext | null;
  moving_averages: MovingAverages | null;
  prop_line: PropLine | null;
  prediction_angles: PredictionAngles;
  recent_games: RecentGame[];
  head_to_head: HeadToHead | null;
  result: GameResult | null;
}

/** Who he was before the game; mean points of the season, two decimals. */
export interface ReportProfile {
  position: string | null;
  shot_profile: "balanced" | "interior" | "mid_range" | "perimeter";
  /** Number: points. */
  season_ppg: number | null;
}

/**
 * The opponent: possessions a game, points allowed per 100 of them, rank 1 allows the fewest.
 *
 * Only its name when nothing is known of it; no key without an opponent.
 */
export interface OpponentContext {
  /** Text: three letters of a team. */
  opponent?: string;
  /** Number: possessions of a game. */
  opp_pace?: number | null;
  /** Number: points per 100 possessions. */
  opp_def_rating?: number | null;
  /** Whole number: rank, 1 first. */
  opp_def_rank?: number | null;
  opp_paint_defense?: "average" | "strong" | "weak";
  opp_perimeter_defense?: "average" | "strong" | "weak";
}

/** Mean points of the season's newest played games before this one, one decimal. */
export interface MovingAverages {
  /** Number: points. */
  l5: number | null;
  /** Number: points. */
  l10: number | null;
  /** Number: points. */
  l20: number | null;
  /** Number: points. */
  season: number | null;
}

/** The champion's pick; confidence from 0 to 1. */
export interface PropLine {
  /** Number: points. */
  line: number | null;
  recommendation: string | null;
  /** Number: points. */
  predicted: number | null;
  /** Number: share, 0 to 1. */
  confidence: number | null;
}

/** Sentences for display, at most three of either kind. */
export interface PredictionAngles {
  supporting: string[];
  against: string[];
}

/**
 * A game before, of whatever season; without points one that he sat out.
 *
 * `result` is the box score's, where a tie with the line is over.
 */
export interface RecentGame {
  /** Text: game date, as 2025-12-27. */
  date: string;
  /** Text: three letters of a team. */
  opponent: string | null;
  /** Whole number: points. */
  points: number | null;
  /** Number: points. */
  line: number | null;
  result: "OVER" | "UNDER" | null;
  /** Number: minutes. */
  minutes: number | null;
}

/**
 * Played games against the opponent before this one; `over_rate` is 0 to 1.
 *
 * Only the number of games where there is none.
 */
export interface HeadToHead {
  /** Whole number: count. */
  games: number;
  /** Number: points. */
  avg_points?: number | null;
  /** Number: points. */
  avg_line?: number | null;
  /** Number: share, 0 to 1. */
  over_rate?: number | null;
}

/** What became of it: points, points above the pick's line, and whether the pick was won. */
export interface GameResult {
  /** Whole number: points. */
  actual: number;
  /** Number: points. */
  margin: number | null;
  correct: boolean | null;
}

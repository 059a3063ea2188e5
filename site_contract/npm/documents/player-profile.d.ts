// Made by `make contract` from the document types of Courtside.

/** The document. Who was never predicted has no summary, no game and no news. */
export interface PlayerProfile {
  /** Text: player_lookup, a player's key. */
  player_lookup: string;
  player_full_name: string;
  /** Text: instant, RFC 3339 in UTC. */
  generated_at: string;
  recent_news: NewsItem[];
  summary: Summary | null;
  interpretation: Interpretation;
  game_log: LoggedGame[];
  splits: Splits;
  our_track_record: TrackRecord;
  next_game: NextGame | null;
}

/** An article; `category` is None when nothing was made of it. */
export interface NewsItem {
  headline: string;
  category: string | null;
  source: string;
  source_url: string | null;
  /** Text: instant, RFC 3339 in UTC. */
  published_at: string | null;
}

/** The numbers at the top: shares and confidence from 0 to 1, errors in points. */
export interface Summary {
  /** Text: three letters of a team. */
  team: string | null;
  /** Text: three letters of a team. */
  team_abbr: string | null;
  /** Whole number: count. */
  games_predicted: number;
  /** Whole number: count. */
  total_recommendations: number;
  /** Whole number: count. */
  correct: number;
  /** Number: points. */
  mae: number | null;
  /** Number: share, 0 to 1. */
  win_rate: number | null;
  /** Number: points. */
  bias: number | null;
  /** Number: share, 0 to 1. */
  avg_confidence: number | null;
  /** Number: share, 0 to 1. */
  within_3_pct: number | null;
  /** Number: share, 0 to 1. */
  within_5_pct: number | null;
  date_range: DateRange;
  player_name: string;
}

/** Sentences for display; of a player without a profile only `error`. */
export interface Interpretation {
  bias?: string;
  accuracy?: string;
  sample_size?: string;
  error?: string;
}

/** One game, or one that he sat out; `margin` is in points above the line. */
export interface LoggedGame {
  /** Text: game date, as 2025-12-27. */
  game_date: string;
  /** Text: three letters of a team. */
  opponent: string;
  home_game: boolean;
  team_result: "L" | "W";
  /** Whole number: points. */
  points: number | null;
  /** Number: minutes. */
  minutes: number | null;
  fg: string | null;
  /** Whole number: count. */
  fg_makes: number | null;
  /** Whole number: count. */
  fg_attempts: number | null;
  three: string | null;
  /** Whole number: count. */
  three_makes: number | null;
  /** Whole number: count. */
  three_attempts: number | null;
  ft: string | null;
  /** Whole number: count. */
  ft_makes: number | null;
  /** Whole number: count. */
  ft_attempts: number | null;
  /** Whole number: count. */
  rebounds: number | null;
  /** Whole number: count. */
  assists: number | null;
  /** Whole number: count. */
  steals: number | null;
  /** Whole number: count. */
  blocks: number | null;
  /** Whole number: count. */
  turnovers: number | null;
  /** Number: points. */
  line: number | null;
  over_under: string | null;
  /** Number: points. */
  margin: number | null;
  did_not_play: boolean;
  dnp_reason: string | null;
}

/** Played games since 2021; opponents by games, then mean points; no key without a profile. */
export interface Splits {
  rest?: RestSplits;
  location?: LocationSplits;
  opponents?: OpponentSplit[];
}

/**
 * Predictions and what became of them; the last two are shares of games he played, 0 to 1.
 *
 * `avg_error` and `bias` are in points; no key without a profile.
 */
export interface TrackRecord {
  /** Whole number: count. */
  total_predictions?: number;
  overall?: Overall;
  over_calls?: Calls;
  under_calls?: Calls;
  /** Number: points. */
  avg_error?: number | null;
  /** Number: points. */
  bias?: number | null;
  /** Number: share, 0 to 1. */
  within_3_pts?: number | null;
  /** Number: share, 0 to 1. */
  within_5_pts?: number | null;
}

/** The next game that he is expected in. */
export interface NextGame {
  /** Text: game date, as 2025-12-27. */
  game_date: string;
  game_id: string;
  /** Text: three letters of a team. */
  opponent: string;
  home_game: boolean;
  has_prediction: boolean;
}

/** First and last date that he was predicted for. */
export interface DateRange {
  /** Text: game date, as 2025-12-27. */
  first: string;
  /** Text: game date, as 2025-12-27. */
  last: string;
}

/** By days off before the game; his first game is in none. */
export interface RestSplits {
  b2b: Split;
  one_day: Split;
  two_day: Split;
  three_plus: Split;
}

/** By place; a game that nothing knows is in neither. */
export interface LocationSplits {
  home: Split;
  away: Split;
}

/** Against one team, as `Split`. */
export interface OpponentSplit {
  /** Text: three letters of a team. */
  team: string;
  /** Number: points. */
  avg: number | null;
  /** Whole number: count. */
  games: number;
  /** Number: share, 0 to 1. */
  vs_line_pct: number | null;
}

/** Picks won and lost; `pct`, 0 to 1, is of those: pushes and voids are in none. */
export interface Overall {
  /** Whole number: count. */
  wins: number;
  /** Whole number: count. */
  losses: number;
  /** Number: share, 0 to 1. */
  pct: number | null;
}

/** Picks of one side; `total` has pushes and voids too, `pct` has none of them. */
export interface Calls {
  /** Whole number: count. */
  total: number;
  /** Whole number: count. */
  wins: number;
  /** Whole number: count. */
  losses: number;
  /** Number: share, 0 to 1. */
  pct: number | null;
}

/** Mean points of some games, one decimal, and the share of overs, 0 to 1, of those decided. */
export interface Split {
  /** Number: points. */
  avg: number | null;
  /** Whole number: count. */
  games: number;
  /** Number: share, 0 to 1. */
  vs_line_pct: number | null;
}

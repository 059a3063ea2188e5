// Made by `make contract` from the document types of Courtside.

/** The document; `games` by game id. */
export interface Predictions {
  /** Text: game date, as 2025-12-27. */
  game_date: string;
  /** Text: instant, RFC 3339 in UTC. */
  generated_at: string;
  /** Whole number: count. */
  total_games: number;
  /** Whole number: count. */
  total_predictions: number;
  games: PredictedGame[];
}

/** One game's predictions, the surest first. */
export interface PredictedGame {
  game_id: string;
  /** Text: three letters of a team. */
  home_team: string;
  /** Text: three letters of a team. */
  away_team: string;
  /** Whole number: count. */
  prediction_count: number;
  recommendation_breakdown: RecommendationBreakdown;
  predictions: PredictedPlayer[];
}

/** How many of each; other recommendations are in none. */
export interface RecommendationBreakdown {
  /** Whole number: count. */
  over: number;
  /** Whole number: count. */
  under: number;
  /** Whole number: count. */
  pass: number;
}

/** One player's prediction. */
export interface PredictedPlayer {
  /** Text: player_lookup, a player's key. */
  player_lookup: string;
  /** Text: three letters of a team. */
  team: string | null;
  is_home: boolean | null;
  prediction: PredictedPoints;
  context: PredictionContext;
}

/** Points predicted; `confidence` from 0 to 100, `edge` is predicted less line. */
export interface PredictedPoints {
  /** Number: points. */
  points: number | null;
  /** Number: percent, 0 to 100. */
  confidence: number | null;
  recommendation: string | null;
  /** Number: points. */
  line: number | null;
  /** Number: points. */
  edge: number | null;
}

/** What a system knew beside it. */
export interface PredictionContext {
  /** Number: as the prediction was stored. */
  pace_adjustment: number | null;
  /** Whole number: count. */
  similar_games: number | null;
}

// Made by `make contract` from the document types of Courtside.

/** The document; `games` by tip-off, then id. */
export interface TonightAllPlayers {
  /** Text: game date, as 2025-12-27. */
  game_date: string;
  /** Text: instant, RFC 3339 in UTC. */
  generated_at: string;
  /** Whole number: count. */
  total_players: number;
  /** Whole number: count. */
  total_with_lines: number;
  games: TonightGame[];
}

/** One game; `game_time` is Eastern, scores are None until they are known. */
export interface TonightGame {
  game_id: string;
  /** Text: three letters of a team. */
  home_team: string;
  /** Text: three letters of a team. */
  away_team: string;
  /** Text: Eastern time, as 7:30 PM ET. */
  game_time: string | null;
  game_status: "final" | "in_progress" | "scheduled";
  /** Whole number: points. */
  home_score: number | null;
  /** Whole number: points. */
  away_score: number | null;
  /** Whole number: count. */
  player_count: number;
  players: PlayerCard[];
}

/**
 * One player; the lists of the last ten games are newest first and equally long.
 *
 * Without a season average there is no `last_10_vs_avg`, without a line no `props`.
 */
export interface PlayerCard {
  /** Text: player_lookup, a player's key. */
  player_lookup: string;
  name: string;
  /** Text: three letters of a team. */
  team: string;
  is_home: boolean | null;
  has_line: boolean;
  fatigue_level: string;
  /** Number: score, 0 to 100. */
  fatigue_score: number | null;
  /** Whole number: days. */
  days_rest: number | null;
  injury_status: string;
  injury_reason: string | null;
  /** Number: points. */
  season_ppg: number | null;
  /** Number: minutes. */
  season_mpg: number | null;
  /** Number: minutes. */
  minutes_avg: number | null;
  /** Number: points. */
  last_5_ppg: number | null;
  /** Whole number: count. */
  games_played: number;
  limited_data: boolean;
  recent_form: "Cold" | "Hot" | "Neutral" | null;
  /** Number: points. */
  last_10_points: (number | null)[];
  /** Number: points. */
  last_10_lines: (number | null)[];
  last_10_results: ("-" | "DNP" | "O" | "U")[];
  last_10_record: string | null;
  last_10_vs_avg?: ("-" | "DNP" | "O" | "P" | "U")[];
  last_10_avg_record?: string;
  props?: Prop[];
  prediction?: CardPrediction;
}

/** The points line with its best American odds. */
export interface Prop {
  stat_type: "points";
  /** Number: points. */
  line: number;
  /** Whole number: American odds. */
  over_odds: number | null;
  /** Whole number: American odds. */
  under_odds: number | null;
}

/** The champion's prediction; `confidence` from 0 to 100. */
export interface CardPrediction {
  /** Number: points. */
  predicted: number | null;
  /** Number: percent, 0 to 100. */
  confidence: number | null;
  recommendation: string | null;
  factors: string[];
}

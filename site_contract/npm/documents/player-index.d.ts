// Made by `make contract` from the document types of Courtside.

/** The document; who was predicted most often comes first. */
export interface PlayerIndex {
  /** Text: instant, RFC 3339 in UTC. */
  generated_at: string;
  /** Whole number: count. */
  total_players: number;
  players: IndexedPlayer[];
}

/** One player: shares from 0 to 1, errors in points. */
export interface IndexedPlayer {
  /** Text: player_lookup, a player's key. */
  player_lookup: string;
  player_full_name: string;
  /** Text: three letters of a team. */
  team: string | null;
  /** Whole number: count. */
  games_predicted: number;
  /** Whole number: count. */
  recommendations: number;
  /** Number: points. */
  mae: number | null;
  /** Number: share, 0 to 1. */
  win_rate: number | null;
  /** Number: points. */
  bias: number | null;
  /** Number: share, 0 to 1. */
  within_5_pct: number | null;
}

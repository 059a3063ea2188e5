// Made by `make contract` from the document types of Courtside.

/** The document; `key_insights` are one to five sentences. */
export interface WhatMatters {
  /** Text: instant, RFC 3339 in UTC. */
  generated_at: string;
  /** Text: game date, as 2025-12-27. */
  as_of_date: string;
  archetypes: Archetypes;
  key_insights: string[];
}

/** All four, the best scorers first. */
export interface Archetypes {
  star: Archetype;
  scorer: Archetype;
  rotation: Archetype;
  role_player: Archetype;
}

/**
 * Players of like scoring: those with a decided game; names of the best of late, best first.
 *
 * `overall_over_pct` is 0 to 100, one decimal; None without a decided game.
 */
export interface Archetype {
  description: string;
  /** Whole number: count. */
  player_count: number;
  example_players: string[];
  /** Number: percent, 0 to 100. */
  overall_over_pct: number | null;
  factors: Factors;
}

/** What may matter. */
export interface Factors {
  rest: RestFactors;
  home_away: HomeAwayFactors;
}

/** By days off before the game: none, one, more; a kind with too few games has no key. */
export interface RestFactors {
  b2b?: Factor;
  one_day?: Factor;
  rested?: Factor;
}

/** By place; one with too few games has no key. */
export interface HomeAwayFactors {
  home?: Factor;
  away?: Factor;
}

/** Decided games and the share of overs, 0 to 100, one decimal. */
export interface Factor {
  /** Whole number: count. */
  games: number;
  /** Number: percent, 0 to 100. */
  over_pct: number;
}

// Made by `make contract` from the document types of Courtside.

/** The document; a section without teams enough is there, and empty. */
export interface TeamTendencies {
  /** Text: instant, RFC 3339 in UTC. */
  generated_at: string;
  /** Text: game date, as 2025-12-27. */
  as_of_date: string;
  pace: Pace;
  defense_by_zone: DefenseByZone;
  home_away: HomeAndAway;
  back_to_back: BackToBacks;
}

/** The fastest and the slowest teams; the mean is of all teams with games enough, or None. */
export interface Pace {
  kings: TeamPace[];
  grinders: TeamPace[];
  /** Number: possessions of a game. */
  league_average: number | null;
}

/** Both zones. */
export interface DefenseByZone {
  paint: Zone;
  perimeter: Zone;
}

/** The teams that score most at home beside away, and those that score least. */
export interface HomeAndAway {
  home_dominant: HomeAway[];
  road_warriors: HomeAway[];
}

/** The teams that lose most on a second night, and those that lose least. */
export interface BackToBacks {
  vulnerable: BackToBack[];
  resilient: BackToBack[];
}

/** A team's possessions in 48 minutes, against the league's mean, and its points in a game. */
export interface TeamPace {
  /** Text: three letters of a team. */
  team: string;
  /** Number: possessions of a game. */
  pace: number;
  /** Whole number: count. */
  games: number;
  /** Number: points. */
  avg_points: number;
  /** Number: possessions of a game. */
  vs_league: number;
  insight: string;
}

/** The teams that allow least and those that allow most. */
export interface Zone {
  best: ZoneDefense[];
  worst: ZoneDefense[];
}

/** A team's points in a game at home and away, and how many more at home. */
export interface HomeAway {
  /** Text: three letters of a team. */
  team: string;
  /** Number: points. */
  home_ppg: number;
  /** Number: points. */
  away_ppg: number;
  /** Number: points. */
  differential: number;
  insight: string;
}

/** A team's points in a game on the day after another and later, and how many more tired. */
export interface BackToBack {
  /** Text: three letters of a team. */
  team: string;
  /** Number: points. */
  b2b_ppg: number;
  /** Number: points. */
  rested_ppg: number;
  /** Number: points. */
  impact: number;
  /** Whole number: count. */
  b2b_games: number;
  insight: string;
}

/**
 * What a team allows in a zone, in percent, and points in a game of its opponents.
 *
 * `games` counts the daily analyses, each of the team's last 15 games.
 */
export interface ZoneDefense {
  /** Text: three letters of a team. */
  team: string;
  /** Number: percent, 0 to 100. */
  dfg_pct: number;
  /** Number: points. */
  opp_ppg: number | null;
  /** Whole number: count. */
  games: number;
  insight: string;
}

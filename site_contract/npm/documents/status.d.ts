// Made by `make contract` from the document types of Courtside.

/** The document; `updated_at` is the as-of of its newest section. */
export interface Status {
  /** Text: instant, RFC 3339 in UTC. */
  updated_at: string;
  overall_status: "degraded" | "healthy" | "unhealthy";
  services: Services;
  known_issues: KnownIssue[];
  maintenance_windows: MaintenanceWindow[];
  active_break: ActiveBreak | null;
}

/** One section per service, in the order of `known_issues`. */
export interface Services {
  live_data: LiveData;
  tonight_data: TonightData;
  grading: GradingData;
  predictions: PredictionsData;
  best_bets: BestBetsData;
  exports: ExportsData;
  live_job: LiveJobData;
  alerts: AlertsData;
}

/** A service that is not well; `detected_at` is since when this document says so. */
export interface KnownIssue {
  severity: "degraded" | "unhealthy";
  message: string;
  /** Text: instant, RFC 3339 in UTC. */
  detected_at: string;
}

/** Reserved: the list is always empty. */
export type MaintenanceWindow = Record<string, never>;

/** A span of days without league games; both dates have games. */
export interface ActiveBreak {
  headline: string;
  message: string;
  /** Text: game date, as 2025-12-27. */
  resume_date: string;
  /** Text: game date, as 2025-12-27. */
  last_game_date: string;
}

/** The box-score source, judged by its newest answer, not by a file's time (I-11). */
export interface LiveData {
  status: "degraded" | "healthy" | "unhealthy" | "unknown";
  message: string;
  /** Text: instant, RFC 3339 in UTC. */
  last_update: string | null;
  /** Number: minutes. */
  age_minutes: number | null;
  is_stale: boolean | null;
  games_active: boolean | null;
  /** Text: instant, RFC 3339 in UTC. */
  next_update_expected: string | null;
}

/** The homepage's documents. */
export interface TonightData {
  status: "degraded" | "healthy" | "unhealthy" | "unknown";
  message: string;
  /** Text: instant, RFC 3339 in UTC. */
  last_update: string | null;
  /** Number: minutes. */
  age_minutes: number | null;
  is_stale: boolean | null;
}

/** Live grading: its rows, those resolved, and the joins that failed. */
export interface GradingData {
  status: "degraded" | "healthy" | "unhealthy" | "unknown";
  message: string;
  /** Text: instant, RFC 3339 in UTC. */
  last_update: string | null;
  /** Whole number: count. */
  total_rows: number | null;
  /** Whole number: count. */
  resolved_rows: number | null;
  /** Whole number: count. */
  rows_without_game: number | null;
  /** Whole number: count. */
  rows_without_player: number | null;
}

/** The predictions of the target date. */
export interface PredictionsData {
  status: "degraded" | "healthy" | "unhealthy" | "unknown";
  message: string;
  /** Whole number: count. */
  predictions_count: number | null;
  /** Text: game date, as 2025-12-27. */
  target_date: string | null;
}

/** The best bets of today: none is healthy too, a file of an earlier day is not. */
export interface BestBetsData {
  status: "degraded" | "healthy" | "unhealthy" | "unknown";
  message: string;
  /** Whole number: count. */
  total_picks: number | null;
  /** Text: instant, RFC 3339 in UTC. */
  last_update: string | null;
}

/** The batch exports: those that are late, and how many wait for their source. */
export interface ExportsData {
  status: "degraded" | "healthy" | "unhealthy" | "unknown";
  message: string;
  /** Text: instant, RFC 3339 in UTC. */
  checked_at: string | null;
  late: LateExport[];
  /** Whole number: count. */
  waiting: number | null;
}

/** The live job of the open slate; without one there is no `game_date`. */
export interface LiveJobData {
  status: "degraded" | "healthy" | "unhealthy" | "unknown";
  message: string;
  /** Text: game date, as 2025-12-27. */
  game_date: string | null;
  running: boolean | null;
  /** Text: instant, RFC 3339 in UTC. */
  last_flush: string | null;
}

/** The way to a person: whether it works, and what could not be said yet. */
export interface AlertsData {
  status: "degraded" | "healthy" | "unhealthy" | "unknown";
  message: string;
  /** Whole number: count. */
  undelivered: number | null;
}

/** An export whose newest complete run is older than its limit; ages in hours. */
export interface LateExport {
  export: string;
  /** Text: game date, as 2025-12-27. */
  game_date: string | null;
  /** Number: hours. */
  age_hours: number | null;
  /** Whole number: hours. */
  limit_hours: number;
  message: string;
}

// Made by `make contract` from the document types of Courtside.

/** The document; `total_available` counts the numbers with games enough, shown or not. */
export interface QuickHits {
  /** Text: instant, RFC 3339 in UTC. */
  generated_at: string;
  /** Text: game date, as 2025-12-27. */
  as_of_date: string;
  stats: QuickHit[];
  /** Whole number: count. */
  total_available: number;
  refresh_note: string;
}

/** One number: `stat` is a share of overs as text, `sample_size` the decided games behind it. */
export interface QuickHit {
  id: string;
  category: "day_of_week" | "player_type" | "situational";
  headline: string;
  stat: string;
  description: string;
  /** Whole number: count. */
  sample_size: number;
  trend: "negative" | "neutral" | "positive";
  context: string;
}

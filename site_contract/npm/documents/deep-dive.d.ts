// Made by `make contract` from the document types of Courtside.

/** The document; `month` is `February 2026`, and `slug` the name of the full text. */
export interface DeepDive {
  /** Text: instant, RFC 3339 in UTC. */
  generated_at: string;
  month: string;
  title: string;
  subtitle: string;
  hero_stat: HeroStat;
  teaser: string;
  slug: string;
  cta: string;
}

/** The card's number as text, what it is, and what it rests on. */
export interface HeroStat {
  value: string;
  label: string;
  context: string;
}

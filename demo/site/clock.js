// What time it is for the documents, by the server that serves them, and the league's day.

const EASTERN = "America/New_York";
const TIME = new Intl.DateTimeFormat("en-US", { timeZone: EASTERN, hour: "numeric", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", weekday: "short", day: "numeric", month: "short" });
const PARTS = new Intl.DateTimeFormat("en-CA", {
  timeZone: EASTERN, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", hourCycle: "h23",
});
const NIGHT_ENDS = 4;

let offset = 0;

/** Takes the `Date` of an answer: the reader's own clock may be wrong. */
export function clockSays(header) {
  const said = header ? Date.parse(header) : NaN;
  if (Number.isFinite(said)) offset = said - Date.now();
}

/** Milliseconds since 1970. */
export const now = () => Date.now() + offset;

/** Minutes since an instant of a document; null without one. */
export function minutesSince(instant) {
  const at = Date.parse(instant ?? "");
  return Number.isFinite(at) ? Math.max(0, (now() - at) / 60_000) : null;
}

/** "9:45 PM ET", with the day when it is another one than the league's today. */
export function clockTime(instant) {
  const at = Date.parse(instant ?? "");
  if (!Number.isFinite(at)) return "an unknown time";
  const day = leagueDate(at);
  return `${TIME.format(at)} ET${day === leagueDate(now()) ? "" : `, ${shortDay(day)}`}`;
}

/** "just now", "4 min ago", "3 h ago", "2 days ago". */
export function ago(minutes) {
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${Math.floor(minutes)} min ago`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ago`;
  return `${Math.floor(minutes / 1440)} days ago`;
}

/** The date whose games an instant belongs to: until 4 AM Eastern the one before. */
export function leagueDate(at = now()) {
  const part = Object.fromEntries(PARTS.formatToParts(at).map(({ type, value }) => [type, value]));
  const date = `${part.year}-${part.month}-${part.day}`;
  if (Number(part.hour) >= NIGHT_ENDS) return date;
  return daysBefore(date, 1);
}

/** The ISO date so many days before one; null when it is no date. */
export function daysBefore(date, days) {
  const at = Date.parse(`${date}T12:00:00Z`) - days * 86_400_000;
  return Number.isFinite(at) ? new Date(at).toISOString().slice(0, 10) : null;
}

/** "Sat 27 Dec" of an ISO date. */
export function shortDay(date) {
  const at = Date.parse(`${date}T12:00:00Z`);
  return Number.isFinite(at) ? DAY.format(at).replace(",", "") : String(date);
}

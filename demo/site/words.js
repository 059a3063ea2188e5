// Numbers and verdicts as people read them. Nothing is said by colour alone.

const DASH = "–";

export const number = (value, digits = 1) => (typeof value === "number" ? value.toFixed(digits) : DASH);
export const whole = (value) => (typeof value === "number" ? String(value) : DASH);
export const share = (value, digits = 0) => (typeof value === "number" ? `${(value * 100).toFixed(digits)}%` : DASH);
export const signed = (value, digits = 1) =>
  typeof value === "number" ? `${value > 0 ? "+" : value < 0 ? "−" : ""}${Math.abs(value).toFixed(digits)}` : DASH;
export const text = (value) => (value === null || value === undefined || value === "" ? DASH : String(value));
export const count = (amount, one, many = `${one}s`) => `${amount} ${amount === 1 ? one : many}`;

/** A confidence as percent: some documents carry 0.92, others 92. */
export const confidence = (value) =>
  typeof value === "number" ? `${Math.round(value <= 1 ? value * 100 : value)}%` : DASH;

/** "OVER 11.5", or what else is said of the line. */
export function pick(row) {
  if (row.recommendation !== "OVER" && row.recommendation !== "UNDER") return row.line === null ? "No line" : "No pick";
  return `${row.recommendation === "OVER" ? "Over" : "Under"} ${number(row.line)}`;
}

const RESULTS = {
  WIN: ["win", "✓", "Won"],
  LOSS: ["loss", "✗", "Lost"],
  PUSH: ["even", "=", "Push"],
  VOID: ["even", "∅", "Void"],
  PASS: ["none", DASH, "No pick"],
};
const OPEN = {
  trending_correct: ["ahead", "▲", "Ahead"],
  trending_incorrect: ["behind", "▼", "Behind"],
  in_progress: ["open", "●", "Open"],
};

/** Class, sign and word of a graded row. */
export function verdict(row) {
  const [tone, sign, word] = RESULTS[row.result] ?? OPEN[row.status] ?? ["none", "○", "To come"];
  const early = row.decided === true && row.game_status === "in_progress" && (tone === "win" || tone === "loss");
  return { tone, sign, word, early };
}

/** "Q3 4:12", "OT2 0:31", "Half", "Final", "Final, OT" of a live game. */
export function gameClock(game) {
  const overtime = game.period > 4 ? `OT${game.period > 5 ? game.period - 4 : ""}` : "";
  if (game.status === "final") return overtime ? `Final, ${overtime}` : "Final";
  if (game.status !== "in_progress") return "To come";
  const left = String(game.time_remaining ?? "").replace(/^(Q|OT)\d*\s*/, "").trim();
  return `${overtime || `Q${game.period}`}${left ? ` ${left}` : ""}`;
}

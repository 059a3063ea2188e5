// Evening by evening: the win rate, how many picks it is of, the rate so far, and the mean error.

import { shortDay } from "./clock.js";
import { h } from "./dom.js";
import { EDGE, frame, label, levels, scale } from "./frame.js";
import { count, number, share } from "./words.js";

const HEIGHT = 260;
const COUNTS = 56; // The strip of pick counts below the rates.
const APART = 24; // Between the two.
const NAME = 20; // Half of a date's width.
const ERRORS_HEIGHT = 130;
const LEAST = 2;

/** Days as `{date, picks, won, lost, rate, soFar, error}`, each null where nothing is known of it. */
export function tallied(days) {
  let right = 0;
  let decided = 0;
  return days.map(({ date, summary }) => {
    const { recommendations: picks = null, correct: won = null, incorrect: lost = null } = summary ?? {};
    right += won;
    decided += won + lost;
    return {
      date, picks, won, lost, rate: won + lost ? won / (won + lost) : null, soFar: decided ? right / decided : null,
      error: summary?.total_predictions ? summary.avg_mae : null,
    };
  });
}

function across(days, width) {
  const slot = (width - EDGE.left - EDGE.right) / days.length;
  const x = (at) => EDGE.left + slot * (at + 0.5);
  const every = Math.max(1, Math.ceil(days.length / Math.max(1, Math.floor((width - EDGE.left) / 64))));
  const named = (y) => days.map((one, at) =>
    (days.length - 1 - at) % every === 0 ? label(Math.min(x(at), width - NAME), y, shortDay(one.date).slice(4)) : null);
  return { x, thick: Math.max(3, Math.min(18, slot * 0.7)), named };
}

const told = (one) => `${shortDay(one.date)}: ${share(one.rate)} of ${count(one.picks, "pick")}, ${one.won} won, ${one.lost} lost`;

/** Bars from the middle: above it filled, below it hollow; under them how many picks; a line for the rate so far. */
export function ratesChart({ days, width }) {
  const { x, thick, named } = across(days, width);
  const bottom = HEIGHT - EDGE.bottom - COUNTS;
  const y = scale(0, 1, bottom, EDGE.top);
  const most = Math.max(1, ...days.map((one) => one.picks));
  const high = scale(0, most, 0, COUNTS - APART);
  const played = days.map((one, at) => ({ ...one, at })).filter((one) => one.rate !== null);
  const last = played.at(-1);
  const bars = played.map((one) => {
    const kind = one.rate > 0.5 ? "over" : one.rate < 0.5 ? "under" : "push";
    const tall = Math.max(LEAST, Math.abs(y(one.rate) - y(0.5)));
    return h("rect", { class: `bar ${kind}`, x: x(one.at) - thick / 2, width: thick, y: kind === "over" ? y(0.5) - tall : y(0.5), height: tall },
      h("title", {}, told(one)));
  });
  const counts = played.map((one) =>
    h("rect", { class: "bar free", x: x(one.at) - thick / 2, width: thick, y: HEIGHT - EDGE.bottom - high(one.picks), height: high(one.picks) },
      h("title", {}, told(one))));
  return h(
    "figure",
    { "data-key": "rates-chart" },
    frame(
      "Win rate of each evening and so far",
      `${count(played.length, "evening")} with decided picks, from ${shortDay(played[0].date)} to ${shortDay(last.date)}: `
        + `${share(last.rate)} on the last one, ${share(last.soFar, 1)} of all until then. Each number is in the table below.`,
      width,
      HEIGHT,
      levels([0, 0.25, 0.5, 0.75, 1], y, width, (value) => share(value)),
      bars,
      h("polyline", { class: "series primary", points: played.map((one) => `${x(one.at)},${y(one.soFar)}`).join(" ") }),
      h("circle", { class: "end", cx: x(last.at), cy: y(last.soFar), r: 4 }),
      counts,
      label(EDGE.left - 6, HEIGHT - EDGE.bottom - high(most) + 8, String(most), "end"),
      label(EDGE.left - 6, HEIGHT - EDGE.bottom + 4, "0", "end"),
      named(HEIGHT - 8),
    ),
    h("figcaption", { class: "legend" },
      h("span", { class: "key over" }, "an evening above 50%"), h("span", { class: "key under" }, "below it"),
      h("span", { class: "key series" }, "all of these weeks so far"), h("span", { class: "key free" }, "picks of the evening")),
  );
}

/** The mean error of an evening's predictions, in points, as a line. */
export function errorsChart({ days, width }) {
  const { x, named } = across(days, width);
  const measured = days.map((one, at) => ({ ...one, at })).filter((one) => one.error !== null);
  const values = measured.map((one) => one.error);
  const top = Math.max(2, Math.ceil(Math.max(...values) / 2) * 2);
  const y = scale(0, top, ERRORS_HEIGHT - EDGE.bottom, EDGE.top);
  return h(
    "figure",
    { "data-key": "errors-chart" },
    frame(
      "Mean error of each evening in points",
      `From ${number(Math.min(...values), 2)} to ${number(Math.max(...values), 2)} points; `
        + `${number(values.at(-1), 2)} on ${shortDay(measured.at(-1).date)}. Each number is in the table below.`,
      width,
      ERRORS_HEIGHT,
      levels([0, top / 2, top], y, width, String),
      h("polyline", { class: "series primary", points: measured.map((one) => `${x(one.at)},${y(one.error)}`).join(" ") }),
      measured.map((one) => h("circle", { class: "dot primary", cx: x(one.at), cy: y(one.error), r: 2.5 },
        h("title", {}, `${shortDay(one.date)}: ${number(one.error, 2)} points`))),
      named(ERRORS_HEIGHT - 8),
    ),
    h("figcaption", {}, "Mean error of each evening, in points"),
  );
}

// Charts as SVG, drawn for the width they have, each with a title, a description and its numbers.

import { shortDay } from "./clock.js";
import { h } from "./dom.js";
import { EDGE, frame, label, levels, scale } from "./frame.js";
import { number, share } from "./words.js";

const HEIGHT = 220;

/** Bars of points, the oldest game first, each with its line; over is filled, under is hollow. */
export function seasonChart({ title, games, width }) {
  const shown = games.filter((game) => game.points !== null).reverse();
  const lines = shown.filter((game) => game.line !== null);
  const over = lines.filter((game) => game.points > game.line).length;
  const top = Math.max(10, ...shown.map((game) => Math.max(game.points, game.line ?? 0)));
  const step = top > 30 ? 10 : 5;
  const y = scale(0, top, HEIGHT - EDGE.bottom, EDGE.top);
  const slot = (width - EDGE.left - EDGE.right) / Math.max(1, shown.length);
  const thick = Math.max(3, Math.min(18, slot * 0.66));
  const x = (at) => EDGE.left + slot * (at + 0.5);
  const every = Math.max(1, Math.ceil(shown.length / Math.max(2, Math.floor(width / 90))));
  const bars = shown.flatMap((game, at) => {
    const kind = game.line === null ? "free" : game.points > game.line ? "over" : game.points < game.line ? "under" : "push";
    const told = `${shortDay(game.date)}: ${game.points} points${game.line === null ? "" : `, line ${number(game.line)}`}`;
    return [
      h("rect", { class: `bar ${kind}`, x: x(at) - thick / 2, width: thick, y: y(game.points), height: y(0) - y(game.points) }, h("title", {}, told)),
      game.line === null ? null : h("rect", { class: "line-mark", x: x(at) - thick / 2 - 2, width: thick + 4, y: y(game.line) - 1, height: 2 }),
      at % every === 0 ? label(x(at), HEIGHT - 8, shortDay(game.date).slice(4)) : null,
    ];
  });
  const grid = Array.from({ length: Math.floor(top / step) + 1 }, (_, at) => at * step);
  return h(
    "figure",
    { "data-key": "season-chart" },
    frame(
      title,
      `${shown.length} games played, ${lines.length} of them with a line: over it ${over} times. Each number is in the table below.`,
      width,
      HEIGHT,
      levels(grid, y, width, String),
      bars,
    ),
    h("figcaption", { class: "legend" },
      h("span", { class: "key over" }, "over his line"), h("span", { class: "key under" }, "under it"),
      h("span", { class: "key free" }, "level, or no line"), h("span", { class: "key mark" }, "the line")),
  );
}

/** A rate from 0 to 1 as steps, and its points as a list. */
export function rateChart({ title, points, width }) {
  const height = 140;
  const y = scale(0, 1, height - EDGE.bottom, EDGE.top);
  const times = points.map((one) => Date.parse(one.at));
  const x = scale(times[0], times.at(-1), EDGE.left, width - EDGE.right);
  const path = points.map((one, at) => (at ? `H${x(times[at])}V${y(one.value)}` : `M${x(times[0])} ${y(one.value)}`)).join("");
  const last = points.at(-1);
  const changes = points.filter((one, at) => !at || one.note !== points[at - 1].note);
  return h(
    "figure",
    { "data-key": "rate-chart" },
    frame(
      title,
      `From ${share(points[0].value, 1)} at ${points[0].label} to ${share(last.value, 1)} at ${last.label}.`,
      width,
      height,
      levels([0, 0.5, 1], y, width, (value) => share(value)),
      h("path", { class: "series primary", d: path }),
      h("circle", { class: "end", cx: x(times.at(-1)), cy: y(last.value), r: 4 }),
      label(EDGE.left, height - 8, points[0].label, "start"),
      label(width - EDGE.right, height - 8, last.label, "end"),
    ),
    h("figcaption", {}, title),
    h("details", { "data-key": "rates" }, h("summary", {}, "The same in words"),
      h("ol", {}, changes.map((one) => h("li", {}, `${one.label}: ${share(one.value, 1)}, ${one.note}`)))),
  );
}

/** One line per system over a few windows of time, named at its end. */
export function windowsChart({ title, names, series, width }) {
  const height = 240;
  const room = Math.min(170, width * 0.42);
  const values = series.flatMap((one) => one.values).filter((value) => value !== null);
  if (!values.length) return h("p", {}, "No system has a graded pick yet.");
  const low = Math.floor(Math.min(0.5, ...values) * 20) / 20;
  const high = Math.max(low + 0.05, Math.ceil(Math.max(0.5, ...values) * 20) / 20);
  const y = scale(low, high, height - EDGE.bottom, EDGE.top);
  const x = scale(0, names.length - 1, EDGE.left + 16, width - room);
  const grid = Array.from({ length: Math.round((high - low) / 0.05) + 1 }, (_, at) => low + at * 0.05);
  const ends = apart(series.map((one) => ({ one, y: y(one.values.at(-1) ?? low) })), 15, height - EDGE.bottom);
  const told = series.map((one) => `${one.name}: ${one.values.map((value) => share(value)).join(", ")}`).join("; ");
  return h(
    "figure",
    { "data-key": "windows-chart" },
    frame(
      title,
      `${names.join(", ")}. ${told}.`,
      width,
      height,
      levels(grid, y, width - room + EDGE.right + 8, (value) => share(value)),
      names.map((name, at) => label(x(at), height - 8, width < 480 ? name.replace("Last ", "") : name)),
      series.flatMap((one) => {
        const dots = one.values.map((value, at) => [value, at]).filter(([value]) => value !== null);
        const kind = one.primary ? "primary" : "other";
        return [
          h("polyline", { class: `series ${kind}`, points: dots.map(([value, at]) => `${x(at)},${y(value)}`).join(" ") }),
          ...dots.map(([value, at]) => h("circle", { class: `dot ${kind}`, cx: x(at), cy: y(value), r: one.primary ? 4 : 3 })),
        ];
      }),
      ends.map(({ one, y: at }) => label(width - room + 10, at + 4, `${share(one.values.at(-1))} ${one.name}`, "start", one.primary ? "strong" : "")),
    ),
  );
}

/** Moves names apart that would cover each other, from the top. */
function apart(ends, gap, bottom) {
  const placed = [...ends].sort((one, other) => one.y - other.y);
  for (let at = 1; at < placed.length; at += 1) placed[at].y = Math.max(placed[at].y, placed[at - 1].y + gap);
  const over = Math.max(0, (placed.at(-1)?.y ?? 0) - bottom);
  return placed.map(({ one, y }) => ({ one, y: y - over }));
}

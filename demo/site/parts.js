// Pieces that several views show: a player's link, a verdict, points against a line, a table.

import { h } from "./dom.js";
import { verdict } from "./words.js";

export const playerLink = (lookup, name) =>
  h("a", { href: `#/player/${encodeURIComponent(lookup)}` }, name || lookup);

export function badge(row) {
  const { tone, sign, word, early } = verdict(row);
  return h(
    "span",
    { class: `verdict ${tone}` },
    h("span", { "aria-hidden": "true", class: "sign" }, sign),
    ` ${word}`,
    early ? h("span", { class: "early", title: "Decided before the end: no further play can change it" }, " early") : null,
  );
}

/** Points so far as a bar and the line as a mark; the numbers stand beside it. */
export function meter(points, line, tone) {
  const top = Math.max((line ?? 0) * 1.5, points ?? 0, 10);
  const at = (value) => Math.round((Math.min(value, top) / top) * 1000) / 10;
  return h(
    "svg",
    { class: `meter ${tone}`, viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" },
    h("rect", { class: "track", x: 0, y: 3, width: 100, height: 4 }),
    h("rect", { class: "fill", x: 0, y: 2, width: at(points ?? 0), height: 6 }),
    typeof line === "number" ? h("line", { class: "mark", x1: at(line), x2: at(line), y1: 0, y2: 10 }) : null,
  );
}

/** A table that scrolls by itself when it must; `columns` are [heading, class] and cells nodes or text. */
export function table(caption, columns, rows, { captionSeen = false, key = caption } = {}) {
  return h(
    "div",
    { class: "scroll", tabindex: "0", role: "group", "aria-label": caption, "data-key": `table-${key}` },
    h(
      "table",
      {},
      h("caption", { class: captionSeen ? "" : "unseen" }, caption),
      h("thead", {}, h("tr", {}, columns.map(([name, kind]) => h("th", { scope: "col", class: kind }, name)))),
      h(
        "tbody",
        {},
        rows.map(({ id, cells, tone }) =>
          h(
            "tr",
            { "data-key": id, class: tone },
            cells.map((cell, at) =>
              at === 0 ? h("th", { scope: "row", class: columns[0][1] }, cell) : h("td", { class: columns[at][1] }, cell),
            ),
          ),
        ),
      ),
    ),
  );
}

/** Large numbers with their names. */
export const figures = (pairs) =>
  h(
    "dl",
    { class: "figures" },
    pairs.filter(Boolean).map(([name, value, note]) =>
      h("div", {}, h("dt", {}, name), h("dd", { "data-watch": "" }, value), note ? h("dd", { class: "note" }, note) : null),
    ),
  );

/** One choice of several, as buttons. */
export const choices = (label, key, current, options) =>
  h(
    "div",
    { class: "choices", role: "group", "aria-label": label },
    options.map(([value, name]) =>
      h("button", { type: "button", "data-choose": key, value, "aria-pressed": String(value === current) }, name),
    ),
  );

// What all charts are made of: a frame with words for those who do not see it, scales, levels.

import { h } from "./dom.js";

export const EDGE = { top: 14, right: 12, bottom: 28, left: 40 };

/** The frame that all charts have: what it is and says, for those who do not see it too. */
export function frame(title, description, width, height, ...marks) {
  const id = `chart-${title.replace(/[^A-Za-z0-9]+/g, "-")}`;
  return h(
    "svg",
    { class: "chart", viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-labelledby": `${id}-t ${id}-d` },
    h("title", { id: `${id}-t` }, title),
    h("desc", { id: `${id}-d` }, description),
    ...marks,
  );
}

/** Places between `low` and `high` for values between `from` and `to`. */
export const scale = (from, to, low, high) => (value) => low + ((value - from) / (to - from || 1)) * (high - low);

/** Words at a place. */
export const label = (x, y, words, anchor = "middle", kind = "") => h("text", { x, y, "text-anchor": anchor, class: `tick ${kind}` }, words);

/** Lines across at some values, named at the left. */
export function levels(values, y, width, named) {
  return values.flatMap((value) => [
    h("line", { class: "grid", x1: EDGE.left, x2: width - EDGE.right, y1: y(value), y2: y(value) }),
    label(EDGE.left - 6, y(value) + 4, named(value), "end"),
  ]);
}

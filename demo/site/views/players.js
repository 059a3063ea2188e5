// Everybody with a profile, found by a part of the name.

import { SLOW, known } from "../documents.js";
import { h } from "../dom.js";
import { absent, asOf } from "../freshness.js";
import { playerLink, table } from "../parts.js";
import { count, number, share, signed, text, whole } from "../words.js";

const INDEX = "players/index.json";
const SHOWN = 50;

export const documents = () => [[INDEX, SLOW]];

/** A name without accents and capitals, as people type it. */
const plain = (name) => name.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

export function draw({ chosen }) {
  const body = known(INDEX).body;
  const heading = h("h1", { tabindex: "-1" }, "Players");
  if (!body) return h("section", {}, heading, absent("list of players", INDEX));
  const sought = plain(chosen("name", "").trim());
  const rows = body.players.filter((one) => plain(`${one.player_full_name} ${one.team ?? ""}`).includes(sought));
  const every = chosen("every", "no") === "yes";
  return h(
    "section",
    {},
    heading,
    h("div", { class: "sources" }, asOf("Players", INDEX, null)),
    h("p", { class: "field" }, h("label", { for: "name" }, "Name or team"),
      h("input", { id: "name", type: "search", autocomplete: "off", spellcheck: "false", "data-choose": "name" })),
    h("p", { class: "lead", role: "status" }, count(rows.length, "player")),
    table(
      "Players and how our predictions of them did",
      [["Player", "who"], ["Team", ""], ["Games", "n wide"], ["Picks", "n"], ["Win rate", "n"], ["Mean error", "n wide"], ["Bias", "n wide"]],
      (every ? rows : rows.slice(0, SHOWN)).map((one) => ({
        id: one.player_lookup,
        cells: [playerLink(one.player_lookup, one.player_full_name), text(one.team), whole(one.games_predicted),
          whole(one.recommendations), share(one.win_rate), number(one.mae, 2), signed(one.bias, 2)],
      })),
    ),
    !every && rows.length > SHOWN
      ? h("p", {}, h("button", { type: "button", class: "quiet", "data-choose": "every", value: "yes" }, `All ${rows.length} players`))
      : null,
  );
}

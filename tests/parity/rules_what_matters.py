"""`trends/what-matters.json` against what was published before (`trends.md` 6)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from tests.parity.alignment import TEXT, Difference, Json
from tests.parity.decided_games import (
    RESTED,
    by_rest,
    decided,
    grouped,
    percent,
    place,
    tenths,
    window,
)
from tests.parity.facts import Facts, Row
from tests.parity.rounding import mean
from tests.parity.rules import Change, Changes, Family, rule
from tests.parity.rules_everywhere import GENERATED, HOURLY, TYPE

PLAYED = Change(
    "played",
    "D17",
    "Only games that he played make a player one of an archetype; those that he sat out counted "
    "among the twenty, and among the ten of an example.",
)
FIVE = Change(
    "five",
    "D26",
    "Five names at most, as was meant before all of them were listed, hundreds of them; of equal "
    "means by `player_lookup`.",
)
KEYS = Change(
    "keys", "D9", "Kinds of rest and places are in the contract's order; they were in any order."
)

ARCHETYPES = {
    "star": "22+ PPG stars",
    "scorer": "15-22 PPG scorers",
    "rotation": "8-15 PPG rotation",
    "role_player": TEXT,
}
ORDER = ("b2b", "one_day", "rested", "home", "away")

Players = Mapping[str, Sequence[Row]]


def model(facts: Facts, changes: Changes) -> Json:
    """The whole document."""
    found: dict[str, dict[str, Sequence[Row]]] = {name: {} for name in ARCHETYPES}
    for player, lines in facts.box.items():
        rows = window(facts, lines, 365, played=PLAYED in changes)
        if len(rows) >= 20:
            # The rows of games that he sat out have no decision and lead to no rest of their own.
            found[_archetype(_mean(rows))][player] = rows
    examples = _examples(facts, changes)
    documents = {name: _document(name, found[name], examples[name], changes) for name in ARCHETYPES}
    return {"archetypes": documents, "key_insights": [TEXT] * max(_told(documents), 1)}


def _mean(rows: Iterable[Row]) -> Fraction | None:
    return mean(row["points"] for row in rows)


def _archetype(average: Fraction | None) -> str:
    if average is None or average < 8:
        return "role_player"
    return "star" if average >= 22 else "scorer" if average >= 15 else "rotation"


def _document(name: str, players: Players, examples: Sequence[str], changes: Changes) -> Json:
    graded = {player: decided(rows) for player, rows in players.items()}
    games = [row for rows in graded.values() for row in rows]
    rest = grouped(pair for rows in players.values() for pair in by_rest(rows, changes))
    places = grouped((place(row), row) for row in games)
    return {
        "description": ARCHETYPES[name],
        "player_count": sum(map(bool, graded.values())),
        "example_players": list(examples),
        "overall_over_pct": percent(games) if games else None,
        "factors": {
            "rest": _factors(rest, 20),
            "home_away": _factors(places, 50),
        },
    }


def _factors(games: Mapping[str, Sequence[Row]], fewest: int) -> Json:
    return {
        kind: {"games": len(games[kind]), "over_pct": percent(games[kind])}
        for kind in ORDER
        if len(games.get(kind, ())) >= fewest
    }


def _examples(facts: Facts, changes: Changes) -> dict[str, list[str]]:
    golden = facts.published("trends/what-matters.json")["archetypes"]
    found: dict[str, list[tuple[Fraction, str, str]]] = {name: [] for name in ARCHETYPES}
    for player, lines in facts.box.items():
        rows, known = window(facts, lines, 90, played=PLAYED in changes), facts.registered(player)
        if len(rows) >= 10 and known is not None:
            average = _mean(rows)
            name = _archetype(average)
            found[name].append((-(average or Fraction()), player, known["player_name"]))

    def ordered(archetype: str) -> list[str]:
        before = golden[archetype]["example_players"]

        def at(one: tuple[Fraction, str, str]) -> tuple[Fraction, int, str]:
            average, player, name = one
            if FIVE in changes or name not in before:
                return average, len(before), player
            return average, before.index(name), player

        names = [name for _, _, name in sorted(found[archetype], key=at)]
        return names[:5] if FIVE in changes else names

    return {name: ordered(name) for name in ARCHETYPES}


def _told(documents: Json) -> int:
    """How many sentences there are to say."""

    def far(one: float | None, other: float | None, least: int) -> bool:
        return bool(one and other and abs(tenths(one) - tenths(other)) >= least)

    def of(name: str, factor: str, kind: str) -> float | None:
        found: float | None = documents[name]["factors"][factor].get(kind, {}).get("over_pct")
        return found

    overall = [documents[name]["overall_over_pct"] for name in ("star", "role_player")]
    told = [
        far(overall[0], overall[1], 50),
        far(of("star", "rest", "b2b"), of("star", "rest", "rested"), 20),
        *(
            far(of(name, "home_away", "home"), of(name, "home_away", "away"), 30)
            for name in documents
        ),
    ]
    return min(sum(told), 5)


def _in_order(difference: Difference, facts: Facts) -> bool:
    """The order is the contract's now."""
    return list(difference.after) == [one for one in ORDER if one in difference.after]


RULES = (
    GENERATED,
    TYPE,
    HOURLY,
    rule("archetypes.*.player_count", PLAYED),
    rule("archetypes.*.example_players", PLAYED, FIVE),
    rule("archetypes.*.overall_over_pct", PLAYED),
    rule("archetypes.*.factors.rest.* archetypes.*.factors.rest.*.games", PLAYED, RESTED),
    rule("archetypes.*.factors.rest.*.over_pct", PLAYED, RESTED),
    rule("archetypes.*.factors.home_away.*.games", PLAYED),
    rule("archetypes.*.factors.home_away.*.over_pct", PLAYED),
    rule("archetypes.*.factors.rest{} archetypes.*.factors.home_away{}", KEYS, check=_in_order),
    rule("key_insights", PLAYED, RESTED),
)

WHAT_MATTERS = Family(
    "what_matters",
    "trends-what-matters",
    re.compile(r"trends/what-matters\.json"),
    {},
    model,
    RULES,
)

"""`trends/whos-hot-v2.json` against what was published before (`trends.md` 4)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from tests.parity.alignment import Json, Listing
from tests.parity.facts import Facts, Row, days_before
from tests.parity.rounding import Exact, half_up, mean, once, share, twice
from tests.parity.rules import Change, Changes, Family, rule
from tests.parity.rules_everywhere import GENERATED, TYPE
from tests.parity.tonight_game import EASTERN, tonight

EXACT = Change(
    "exact",
    "D22",
    "Means, and means of means, are of exact values and rounded once; they were of rounded ones.",
)
TIES = Change(
    "ties",
    "D9",
    "Players with the same heat are in order of hit rate, games and `player_lookup`, before a "
    "list is cut to ten; they were in any order, so that chance decided who was published.",
)

SHAPE = {
    "hot": Listing(("player_lookup",), lambda one: (-one["heat_score"],)),
    "cold": Listing(("player_lookup",), lambda one: (one["heat_score"],)),
}


def model(facts: Facts, changes: Changes) -> Json:
    """The whole document."""
    found = [
        _player(player, rows, facts, changes)
        for player, lines in facts.box.items()
        if len(rows := _decided(lines, facts)) >= 5
    ]
    exact = EXACT in changes
    rates = [one["rate"] if exact else Fraction(str(one["hit_rate"])) for one in found]
    margins = [one["margin"] if exact else Fraction(str(one["avg_margin"])) for one in found]
    return {
        "total_qualifying_players": len(found),
        "hot": _listed(found, "hot", -1, facts, changes),
        "cold": _listed(found, "cold", 1, facts, changes),
        "league_average": {
            "hit_rate": once(mean(rates), 3),
            "avg_margin": once(mean(margins), 2),
        },
    }


def _decided(lines: Sequence[Row], facts: Facts) -> list[Row]:
    first = days_before(facts.night.day, 30)
    return [
        row
        for row in lines
        if row["game_date"] >= first and row["over_under_result"] in ("OVER", "UNDER")
    ]


def _player(player: str, rows: Sequence[Row], facts: Facts, changes: Changes) -> Json:
    results = [row["over_under_result"] for row in rows]
    length = next((n for n, one in enumerate(results) if one != results[0]), len(results))
    rate = share(results.count("OVER"), len(results))
    margin = mean(row["points"] - row["points_line"] for row in rows)
    assert rate is not None
    assert margin is not None
    team, known = rows[0]["team_abbr"], facts.registered(player)
    game = tonight(facts, team, changes)
    return {
        "player_lookup": player,
        "player_full_name": known["player_name"] if known else player,
        "team_abbr": team,
        "position": known["position"] if known else None,
        "heat_score": _heat(rate, length, margin, changes),
        "hit_rate": once(rate, 2) if EXACT in changes else twice(rate, 3, 2),
        "hit_rate_games": len(rows),
        "current_streak": length,
        "streak_direction": results[0].lower(),
        "avg_margin": (once if EXACT in changes else half_up)(margin, 2),
        "playing_tonight": game is not None,
        "tonight": game,
        "rate": rate,
        "margin": margin,
    }


def _heat(rate: Exact, streak: int, margin: Exact, changes: Changes) -> float | None:
    if EXACT not in changes:
        rate, margin = Fraction(str(half_up(rate, 3))), Fraction(str(half_up(margin, 2)))
    above = min(max((Fraction(margin) + 10) / 20, Fraction()), Fraction(1))
    heat = 5 * Fraction(rate) + Fraction(5, 2) * (min(Fraction(streak, 10), Fraction(1)) + above)
    return (once if EXACT in changes else half_up)(heat, 1)


def _listed(
    players: Sequence[Json], name: str, sign: int, facts: Facts, changes: Changes
) -> list[Json]:
    order = sorted(players, key=_order(name, sign, facts, changes))
    return [
        {key: one for key, one in player.items() if key not in ("rate", "margin")} | {"rank": rank}
        for rank, player in enumerate(order[:10], start=1)
    ]


def _order(name: str, sign: int, facts: Facts, changes: Changes) -> Callable[[Json], Any]:
    if TIES in changes:
        keys = ("heat_score", "hit_rate", "hit_rate_games")
        return lambda one: (*(sign * one[key] for key in keys), one["player_lookup"])
    # Ties were in any order: in the one that was published.
    before = [one["player_lookup"] for one in facts.published("trends/whos-hot-v2.json")[name]]

    def place(one: Json) -> tuple[Any, ...]:
        player = one["player_lookup"]
        at = before.index(player) if player in before else len(before)
        return (sign * one["heat_score"], at, player)

    return place


RULES = (
    GENERATED,
    TYPE,
    rule("hot[].tonight.game_time cold[].tonight.game_time", EASTERN),
    rule("league_average.hit_rate", EXACT),
    rule("hot[] cold[] hot[].rank cold[].rank", TIES),
)

WHOS_HOT_COLD = Family(
    "whos_hot_cold",
    "trends-hot-cold",
    re.compile(r"trends/whos-hot-v2\.json"),
    SHAPE,
    model,
    RULES,
)

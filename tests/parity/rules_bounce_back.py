"""`trends/bounce-back.json` against what was published before (`trends.md` 5)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from tests.parity.alignment import Json, Listing
from tests.parity.facts import Facts, Row, is_played
from tests.parity.rounding import Exact, half_up, mean, once, share, twice
from tests.parity.rules import Change, Changes, Family, rule
from tests.parity.rules_everywhere import GENERATED, TYPE
from tests.parity.tonight_game import EASTERN, tonight

PLAYED = Change(
    "played",
    "D17",
    "Only games that he played count: one that he sat out hid a bad game before it, was an answer "
    "to a bad game that could not be one, and counted among the ten that make an average.",
)
ROUNDED_ONCE = Change("rounded once", "D22", "Rates are rounded once; it was twice.")
PUBLISHED = Change(
    "published",
    "D9",
    "Candidates are in order of the values that are published, and of `player_lookup` where those "
    "are equal; it was by three decimals of the rate, and then any order.",
)

SHAPE = {
    "bounce_back_candidates": Listing(
        ("player_lookup",), lambda one: (one["bounce_back_sample"] == 0, -one["bounce_back_rate"])
    )
}


def model(facts: Facts, changes: Changes) -> Json:
    """The whole document."""
    found, answers = [], []
    for player, lines in facts.box.items():
        rows = [row for row in lines if is_played(row)] if PLAYED in changes else list(lines)
        since = [row for row in rows if row["season_year"] >= 2021]
        average = mean(row["points"] for row in since)
        if len(since) >= 10 and average is not None:
            answers += _answers(since, average)
        candidate = _candidate(player, rows, since, facts, changes)
        if candidate is not None:
            found.append(candidate)
    found.sort(key=_order(facts, changes))
    return {
        "total_candidates": len(found),
        "bounce_back_candidates": [
            {key: value for key, value in one.items() if key != "exact"} | {"rank": rank}
            for rank, one in enumerate(found, start=1)
        ],
        "league_baseline": {
            "avg_bounce_back_rate": _rate(share(sum(answers), len(answers)), changes),
            "sample_size": len(answers),
        },
    }


def _candidate(
    player: str, rows: Sequence[Row], since: Sequence[Row], facts: Facts, changes: Changes
) -> Json | None:
    season = [row for row in rows if row["season_year"] == facts.night.season]
    average = mean(row["points"] for row in season)
    last = season[0] if season else None
    if len(season) < 10 or average is None or last is None or last["points"] is None:
        return None
    if average - last["points"] < 10:
        return None
    answers = _answers(since, average)
    rate = share(sum(answers), len(answers)) if len(answers) >= 3 else None
    sample = len(answers) if rate is not None else 0
    shortfall = once(average - last["points"], 1)
    assert shortfall is not None
    game, known = tonight(facts, last["team_abbr"], changes), facts.registered(player)
    return {
        "player_lookup": player,
        "player_full_name": known["player_name"] if known else player,
        "team_abbr": last["team_abbr"],
        "last_game": {
            "date": last["game_date"].isoformat(),
            "result": last["points"],
            "opponent": last["opponent_team_abbr"],
            "margin": -shortfall,
        },
        "season_average": once(average, 1),
        "shortfall": shortfall,
        "bounce_back_rate": 0.5 if rate is None else _rate(rate, changes),
        "bounce_back_sample": sample,
        "significance": _significance(rate, sample),
        "playing_tonight": game is not None,
        "tonight": game,
        "exact": rate,
    }


def _answers(rows: Sequence[Row], average: Fraction) -> list[bool]:
    """Of each game after a bad one, newest first, whether the average was reached."""
    return [
        row["points"] is not None and row["points"] >= average
        for row, before in pairwise(rows)
        if before["points"] is not None and average - before["points"] >= 10
    ]


def _rate(rate: Exact | None, changes: Changes) -> float | None:
    return once(rate, 2) if ROUNDED_ONCE in changes else twice(rate, 3, 2)


def _significance(rate: Fraction | None, sample: int) -> str:
    thousandths = half_up(rate, 3) or 0
    if sample >= 10 and thousandths >= 0.7:
        return "high"
    return "medium" if sample >= 5 and thousandths >= 0.6 else "low"


def _order(facts: Facts, changes: Changes) -> Callable[[Json], Any]:
    if PUBLISHED in changes:
        return lambda one: (
            one["bounce_back_sample"] == 0,
            -one["bounce_back_rate"],
            -one["shortfall"],
            one["player_lookup"],
        )
    listed = facts.published("trends/bounce-back.json")["bounce_back_candidates"]
    before = [one["player_lookup"] for one in listed]

    def place(one: Json) -> tuple[Any, ...]:
        player = one["player_lookup"]
        at = before.index(player) if player in before else len(before)
        rate = half_up(one["exact"], 3)
        return (rate is None, -(rate or 0), -one["shortfall"], at, player)

    return place


RULES = (
    GENERATED,
    TYPE,
    rule("bounce_back_candidates[].tonight.game_time", EASTERN),
    rule("bounce_back_candidates[].bounce_back_rate", PLAYED, ROUNDED_ONCE),
    rule("bounce_back_candidates[].rank", PLAYED, PUBLISHED),
    rule(
        "bounce_back_candidates[] total_candidates league_baseline.avg_bounce_back_rate "
        "league_baseline.sample_size",
        PLAYED,
    ),
)

BOUNCE_BACK = Family(
    "bounce_back",
    "trends-bounce-back",
    re.compile(r"trends/bounce-back\.json"),
    SHAPE,
    model,
    RULES,
)

"""`streaks/today.json` against what was published before (`core.md` 10)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from tests.parity.alignment import Difference, Json, Listing
from tests.parity.facts import Facts, Row, by_player
from tests.parity.rounding import half_up, mean, once
from tests.parity.rules import Change, Changes, Family, rule
from tests.parity.rules_everywhere import GENERATED, TYPE
from tests.parity.rules_results import one_grading

TEAM = Change(
    "team",
    "D24",
    "A player is listed once, with the team that he is expected to play for on the date, else "
    "that of his newest game; he was listed once for each of the season's teams in the registry.",
)
ROUNDED_ONCE = Change("rounded once", "D22", "Rounded half to even; it was half up.")
DECIDED = Change(
    "decided",
    "D14",
    "Pushes and voids neither lengthen nor end a streak of right predictions; they ended it.",
)
ONE_ROW = Change(
    "one row", "D18", "One row per player and game: a second grading lengthened a streak."
)
POINTER = Change(
    "pointer", "D3", "It follows the newest date and is kept for five minutes; it was an hour."
)

LISTS = ("over", "under", "prediction_hits")
GAMES = Listing(("game_date",), lambda game: tuple(-ord(one) for one in game["game_date"]))

SHAPE = {
    **{
        f"streaks.{name}": Listing(
            ("player_lookup",),
            lambda one: (-one["streak_length"], -one["avg_margin"]),
            ("player_lookup",),
            ("team",),
        )
        for name in ("over", "under")
    },
    "streaks.prediction_hits": Listing(
        ("player_lookup",), lambda one: (-one["streak_length"],), ("player_lookup",), ("team",)
    ),
    "streaks.over[].games": GAMES,
    "streaks.under[].games": GAMES,
}


def model(facts: Facts, changes: Changes) -> Json:
    """The whole document; no list reaches its limit."""
    lists: dict[str, list[Json]] = {name: [] for name in LISTS}
    for player, lines in facts.box.items():
        name, length, streak = _of_lines(lines, facts, changes)
        if length >= 4:
            lists[name] += [one | streak for one in _players(player, facts, changes)]
    for player, rows in by_player(facts.gradings).items():
        length = _hits(rows, changes)
        if length >= 4:
            streak = {"streak_length": length, "streak_type": "prediction_hits"}
            lists["prediction_hits"] += [one | streak for one in _players(player, facts, changes)]
    longest = {
        name: max((one["streak_length"] for one in found), default=0)
        for name, found in lists.items()
    }
    return {
        "min_streak_length": 4,
        "streaks": lists,
        "summary": {
            "total_over_streaks": len(lists["over"]),
            "total_under_streaks": len(lists["under"]),
            "total_prediction_streaks": len(lists["prediction_hits"]),
            "longest_over": longest["over"],
            "longest_under": longest["under"],
            "longest_prediction": longest["prediction_hits"],
        },
    }


def _of_lines(lines: Sequence[Row], facts: Facts, changes: Changes) -> tuple[str, int, Json]:
    """The list that a player's streak belongs to, its length, and what is told of it."""
    decided = [
        row
        for row in lines
        if row["season_year"] == facts.night.season and row["over_under_result"] is not None
    ][:20]
    length = _first(row["over_under_result"] == decided[0]["over_under_result"] for row in decided)
    streak = decided[:length]
    margin = mean(row["points"] - row["points_line"] for row in streak)
    told = {
        "streak_length": length,
        "avg_margin": (once if ROUNDED_ONCE in changes else half_up)(margin, 1),
        "games": [
            {
                "game_date": row["game_date"].isoformat(),
                "points": row["points"],
                "line": float(row["points_line"]),
                "opponent": row["opponent_team_abbr"],
            }
            for row in streak[:5]
        ],
    }
    return (decided[0]["over_under_result"].lower() if decided else "over"), length, told


def _hits(rows: Iterable[Row], changes: Changes) -> int:
    picks = [row for row in rows if row["recommendation"] in ("OVER", "UNDER")]
    if ONE_ROW in changes:
        picks = one_grading(picks)
    if DECIDED in changes:
        picks = [
            row for row in picks if not row["is_voided"] and row["prediction_correct"] is not None
        ]
    picks.sort(key=lambda row: row["game_date"], reverse=True)
    return _first(row["prediction_correct"] is True for row in picks[:20])


def _first(words: Iterable[bool]) -> int:
    """How many of the first are true."""
    length = 0
    for word in words:
        if not word:
            break
        length += 1
    return length


def _players(player: str, facts: Facts, changes: Changes) -> list[Json]:
    """A player as he is told: once, or for each of his teams in the registry."""
    label = f"{facts.night.season}-{(facts.night.season + 1) % 100:02d}"
    seasons = [row for row in facts.registry.get(player, ()) if row["season"] == label]
    told = {"player_lookup": player}
    if TEAM in changes:
        known = facts.registered(player)
        name = known["player_name"] if known else player
        return [told | {"player_full_name": name, "team": _team(player, facts)}]
    if not seasons:
        return [told | {"player_full_name": player, "team": ""}]
    return [
        told | {"player_full_name": row["player_name"], "team": row["team_abbr"]} for row in seasons
    ]


def _team(player: str, facts: Facts) -> Any:
    context = facts.contexts.get(player)
    if context is not None:
        return context["team_abbr"]
    season = [row for row in facts.played(player) if row["season_year"] == facts.night.season]
    assert season, player
    return season[0]["team_abbr"]


def _kept_as_pointer(difference: Difference, facts: Facts) -> bool:
    return (difference.before, difference.after) == ("public, max-age=3600", "public, max-age=300")


RULES = (
    GENERATED,
    TYPE,
    rule("Cache-Control", POINTER, check=_kept_as_pointer),
    rule("streaks.over[] streaks.under[]", TEAM),
    rule("streaks.over[].avg_margin streaks.under[].avg_margin", ROUNDED_ONCE),
    rule("streaks.prediction_hits[]", TEAM, DECIDED, ONE_ROW),
    rule("streaks.prediction_hits[].streak_length summary.longest_prediction", ONE_ROW),
    rule("summary.total_over_streaks summary.total_under_streaks", TEAM),
    rule("summary.total_prediction_streaks", TEAM, DECIDED, ONE_ROW),
)

STREAKS = Family("streaks", "streaks", re.compile(r"streaks/today\.json"), SHAPE, model, RULES)

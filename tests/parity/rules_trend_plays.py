"""`trends/tonight-plays.json` against what was published before (`trends.md` 10)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

from tests.parity.alignment import Json, Listing
from tests.parity.facts import Facts, Row, days_before, is_played
from tests.parity.rounding import Exact, half_up, mean, once, share
from tests.parity.rules import Change, Changes, Family, rule
from tests.parity.rules_everywhere import GENERATED, TYPE
from tests.parity.tonight_game import EASTERN, games, tonight

PLAYED = Change(
    "played",
    "D17",
    "Only games that he played count: a game that he sat out took a place among the last five or "
    "fifteen, was the last game, and changed the days between games.",
)
ROUNDED_ONCE = Change("rounded once", "D22", "Rounded half to even; before half up.")
KNOWN = Change(
    "known",
    "D25",
    "The position is that of the registry as it was by the as-of. (A document made in its time "
    "has no other; the old ones were made over a registry of later.)",
)

KINDS = ("streak", "momentum", "rest")


def _order(play: Json) -> tuple[Any, ...]:
    details = play["trend_details"]
    inside: dict[str, tuple[Any, ...]] = {
        "streak": (-details.get("streak_length", 0), -details.get("avg_margin", 0)),
        "momentum": (-abs(details.get("pct_change", 0)),),
        "rest": (details.get("rest_status") == "tired", -abs(details.get("rest_impact", 0))),
    }
    kind = play["trend_type"]
    return (play["confidence"] != "high", KINDS.index(kind), *inside[kind])


SHAPE = {"trend_plays": Listing(("player_lookup",), _order, ("player_lookup",))}


def model(facts: Facts, changes: Changes) -> Json:
    """The whole document."""
    teams = set(games(facts))
    found: dict[str, list[Json]] = {kind: [] for kind in KINDS}
    for player, rows in facts.box.items():
        for play in _of_player(player, rows, teams, facts, changes):
            found[play["trend_type"]].append(play)
    plays: dict[str, Json] = {}
    for kind in KINDS:
        for play in sorted(found[kind], key=_order):
            plays.setdefault(play["player_lookup"], play)
    return {
        "total_trend_plays": len(plays),
        "trend_plays": [_shown(play, facts, changes) for play in plays.values()],
        "by_trend_type": {
            kind: len({(play["player_lookup"], play["team_abbr"]) for play in found[kind]})
            for kind in KINDS
        },
    }


def _shown(play: Json, facts: Facts, changes: Changes) -> Json:
    newest = facts.registered if KNOWN in changes else facts.registered_last
    known = newest(play["player_lookup"])
    return play | {
        "position": known["position"] if known else None,
        "tonight": tonight(facts, play["team_abbr"], changes),
    }


def _of_player(
    player: str, lines: Sequence[Row], tonight: set[str], facts: Facts, changes: Changes
) -> list[Json]:
    rows = [row for row in lines if is_played(row)] if PLAYED in changes else list(lines)
    teams = sorted({row["team_abbr"] for row in rows} & tonight)
    found = []
    for team in teams:
        his = [row for row in rows if row["team_abbr"] == team]
        trends = (
            _streak(his, facts.night.day, changes),
            _momentum(his, facts.night.day, changes),
        )
        found += [one | {"team_abbr": team} for one in trends if one is not None]
    last = next((row for row in rows if row["team_abbr"] in tonight), None)
    if last is not None:
        rest = _rest(rows, last["game_date"], facts.night.day, changes)
        if rest is not None:
            found.append(rest | {"team_abbr": last["team_abbr"]})
    return [{"player_lookup": player, **one} for one in found]


def _number(value: Exact | None, places: int, changes: Changes) -> float | None:
    return (once if ROUNDED_ONCE in changes else half_up)(value, places)


def _streak(rows: Sequence[Row], day: date, changes: Changes) -> Json | None:
    decided = [
        row
        for row in rows
        if row["game_date"] >= days_before(day, 30) and row["over_under_result"] is not None
    ]
    results = [row["over_under_result"] for row in decided]
    length = next((n for n, one in enumerate(results) if one != results[0]), len(results))
    if length < 3:
        return None
    margin = mean(row["points"] - row["points_line"] for row in decided)
    newest = results[:10]
    return {
        "trend_type": "streak",
        "trend_direction": results[0].lower(),
        "trend_details": {
            "streak_length": length,
            "avg_margin": _number(margin, 1, changes),
            "hit_rate_l10": _number(share(newest.count("OVER"), len(newest)), 2, changes),
        },
        "confidence": "high" if length >= 5 else "medium",
    }


def _momentum(rows: Sequence[Row], day: date, changes: Changes) -> Json | None:
    points = [row["points"] for row in rows if row["game_date"] >= days_before(day, 45)]
    l5, l15 = mean(points[:5]), mean(points[:15])
    if len(points) < 10 or l5 is None or not l15:
        return None
    change = (l5 - l15) / l15
    if abs(change) < Fraction(15, 100):
        return None
    percent = _number(100 * change, 1, changes)
    assert percent is not None
    return {
        "trend_type": "momentum",
        "trend_direction": "over" if change > 0 else "under",
        "trend_details": {
            "momentum_type": "surging" if change > 0 else "slumping",
            "l5_avg": _number(l5, 1, changes),
            "l15_avg": _number(l15, 1, changes),
            "pct_change": percent,
            "ppg_change": _number(l5 - l15, 1, changes),
        },
        "confidence": "high" if abs(percent) >= 25 else "medium",
    }


def _rest(rows: Sequence[Row], last: date, day: date, changes: Changes) -> Json | None:
    days = (day - last).days
    if days != 1 and not 3 <= days <= 7:
        return None
    since = [row for row in rows if row["season_year"] >= 2022]
    gaps = [
        (row["points"], (row["game_date"] - before["game_date"]).days)
        for row, before in pairwise(since)
    ]
    rested = [points for points, gap in gaps if gap >= 3]
    tired = [points for points, gap in gaps if gap == 1]
    overall, fresh, played = mean(p for p, _ in gaps), mean(rested), mean(tired)
    sample, average, least = (tired, played, 3) if days == 1 else (rested, fresh, 5)
    if overall is None or len(sample) < least or abs((average or 0) - overall) < 2:
        return None
    impact = _number(
        (overall if fresh is None else fresh) - (overall if played is None else played),
        1,
        changes,
    )
    assert impact is not None
    return {
        "trend_type": "rest",
        "trend_direction": "over" if (impact > 0) == (days != 1) else "under",
        "trend_details": {
            "rest_status": "tired" if days == 1 else "fresh",
            "days_rest": days,
            "rested_avg": _number(fresh, 1, changes),
            "b2b_avg": _number(played, 1, changes),
            "overall_avg": _number(overall, 1, changes),
            "rest_impact": impact,
            "sample_games": len(sample),
        },
        "confidence": "high" if len(sample) >= 10 and abs(impact) >= 3 else "medium",
    }


RULES = (
    GENERATED,
    TYPE,
    rule("trend_plays[].tonight.game_time", EASTERN),
    rule("trend_plays[].position", KNOWN),
    rule("trend_plays[].trend_details.*", PLAYED, ROUNDED_ONCE),
    rule(
        "trend_plays[] trend_plays[].trend_type trend_plays[].trend_direction "
        "trend_plays[].confidence total_trend_plays by_trend_type.momentum by_trend_type.rest",
        PLAYED,
    ),
)

TREND_PLAYS = Family(
    "tonight_trend_plays",
    "tonight-trend-plays",
    re.compile(r"trends/tonight-plays\.json"),
    SHAPE,
    model,
    RULES,
)

"""`tonight/player/{player}.json` against what was published before (`core.md` 6)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tests.parity.alignment import TEXT, Json, Listing
from tests.parity.facts import Facts, Row
from tests.parity.rounding import Exact, half_up, mean, once, share
from tests.parity.rules import NOTHING, Change, Changes, Family, rule
from tests.parity.rules_everywhere import GENERATED, TYPE
from tests.parity.rules_predictions import KNOWN
from tests.parity.rules_tonight import (
    PLAYED,
    REPORTED,
    ROUNDED_ONCE,
    STANDING,
    average,
    injury_of,
    lines_of,
    prediction_of,
    season_of,
)

STREAK = Change("streak", "D17", "A game that he sat out does not end a streak.")
GAPS = Change(
    "gaps",
    "D17",
    "Days between games are counted between games that he played: on the bench the day before is "
    "not a back-to-back.",
)
WHOLE = Change(
    "whole", "D26", "Scores in sentences are written as they are: 95, no longer 95.0 (core 6.6)."
)
FROM_EXACT = Change(
    "from exact",
    "D22",
    "The difference of the exact means, rounded once; before of the rounded ones.",
)

FACTORS = (
    "back_to_back",
    "location",
    "vs_opponent",
    "well_rested",
    "fatigue",
    "fresh",
    "opponent_defense",
)

SHAPE = {
    "tonights_factors": Listing(("factor",), lambda one: (FACTORS.index(one["factor"]),)),
    "recent_form": Listing(("game_date",), lambda row: (-int(row["game_date"].replace("-", "")),)),
}


def model(facts: Facts, changes: Changes) -> Json:
    """Every player's document by his lookup, as far as it may have changed."""
    return {player: _document(row, facts, changes) for player, row in facts.contexts.items()}


def _document(context: Row, facts: Facts, changes: Changes) -> Json:
    player = context["player_lookup"]
    season, lines = season_of(player, facts, changes), lines_of(player, facts, changes)
    row = prediction_of(player, facts, changes)
    line = None if row is None else row["current_points_line"]
    injury = injury_of(player, facts, changes)
    return {
        "games_played": len(season),
        "limited_data": len(season) < 10,
        "game_context": {
            "line": None if line is None else float(line),
            "injury_status": injury["injury_status"] if injury else None,
            "injury_reason": injury["reason"] and TEXT if injury else None,
        },
        "quick_numbers": {
            "season_ppg": average(season, "points", changes),
            "season_mpg": average(season, "minutes_played", changes),
            "games_played": len(season),
            "last_10_ppg": average(lines[:10], "points", changes),
            "last_10_mpg": average(lines[:10], "minutes_played", changes),
            "last_5_ppg": average(lines[:5], "points", changes),
            "last_5_mpg": average(lines[:5], "minutes_played", changes),
        },
        "current_streak": {"length": _streak(facts.box.get(player, [])[:10], changes)},
        "tonights_factors": _factors(context, facts, changes),
        "prediction": None if row is None else {"recommendation": row["recommendation"]},
    }


def _streak(lines: Sequence[Row], changes: Changes) -> int:
    found: list[str] = []
    for line in lines:
        if line["dnp"] and STREAK in changes:
            continue
        result = line["over_under_result"]
        if result is None and not found:
            continue
        if result is None or (found and result != found[0]):
            break
        found.append(result)
    return len(found)


def _factors(context: Row, facts: Facts, changes: Changes) -> list[Json]:
    found = []
    counted = frozenset({PLAYED}) if GAPS in changes else NOTHING
    gaps = _gaps(season_of(context["player_lookup"], facts, counted))
    tired = [row for row, gap in gaps if gap == 1]
    other = [row for row, gap in gaps if gap != 1]
    impact = _impact(tired, other, changes)
    if context["back_to_back"] and impact is not None:
        results = [row["over_under_result"] for row in tired]
        overs = results.count("OVER")
        found.append(
            {
                "factor": "back_to_back",
                "direction": "negative" if impact < 0 else "positive",
                "impact": impact,
                "vs_line_pct": once(share(overs, overs + results.count("UNDER")), 3),
            }
        )
    fatigue = facts.fatigue.get(context["player_lookup"])
    score = fatigue["fatigue_score"] if fatigue else None
    if score is not None:
        said = f"{score}" if WHOLE in changes else f"{score:.1f}"
        if score >= 95:
            text = f"Well-rested (fatigue score: {said})"
            found.append({"factor": "fresh", "description": text})
        elif score < 75:
            text = f"Elevated fatigue (score: {said})"
            found.append({"factor": "fatigue", "description": text})
    return found


def _gaps(rows: Sequence[Row]) -> list[tuple[Row, int | None]]:
    earlier = [*rows[1:], None]
    return [
        (row, None if before is None else (row["game_date"] - before["game_date"]).days)
        for row, before in zip(rows, earlier, strict=False)
    ]


def _impact(tired: Sequence[Row], other: Sequence[Row], changes: Changes) -> float | None:
    one, two = (mean(row["points"] for row in rows) for rows in (tired, other))
    if one is None or two is None:
        return None
    if FROM_EXACT in changes:
        return once(one - two, 1)

    def rounded(value: Exact) -> float:
        found = half_up(value, 1)
        assert found is not None
        return found

    return round(rounded(one) - rounded(two), 1)


RULES = (
    GENERATED,
    TYPE,
    rule("games_played limited_data quick_numbers.games_played", PLAYED),
    rule("quick_numbers.season_mpg", PLAYED, ROUNDED_ONCE),
    rule(
        "quick_numbers.last_10_ppg quick_numbers.last_10_mpg quick_numbers.last_5_ppg "
        "quick_numbers.last_5_mpg",
        PLAYED,
    ),
    rule("quick_numbers.season_ppg", ROUNDED_ONCE),
    rule("game_context.injury_status game_context.injury_reason", REPORTED),
    rule("game_context.line prediction", STANDING, KNOWN),
    rule("current_streak.length", STREAK),
    rule("tonights_factors[].description", WHOLE),
    rule("tonights_factors[].impact", GAPS, FROM_EXACT),
    rule("tonights_factors[].direction tonights_factors[].vs_line_pct tonights_factors[]", GAPS),
)

TONIGHT_PLAYER = Family(
    "tonight_player",
    "tonight-players",
    re.compile(r"tonight/player/(?P<player>[^/]+)\.json"),
    SHAPE,
    model,
    RULES,
)

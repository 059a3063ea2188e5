"""`predictions/{date}.json` against what was published before (`core.md` 2)."""

from __future__ import annotations

import re

from tests.parity.alignment import Json, Listing
from tests.parity.facts import Facts, Row
from tests.parity.rules import Change, Changes, Family, rule
from tests.parity.rules_everywhere import DATED, GENERATED, TYPE
from tests.parity.rules_results import one_grading

WITHDRAWN = Change(
    "withdrawn",
    "D18",
    "Only active predictions: one that was superseded, or withdrawn because its player is out, "
    "stayed in the list.",
)
ONE_ROW = Change(
    "one row",
    "D18",
    "One prediction per player and game, the newest; a second line, or a second grading, was a "
    "second row.",
)
KNOWN = Change(
    "known",
    "D25",
    "No prediction that was made after the as-of. (A document made in its time has none; the old "
    "ones were made over tables that had them.)",
)
TEAM = Change(
    "team",
    "D26",
    "The team is known before the game, from tonight's context; it came from gradings alone, so "
    "that it was null until the morning after.",
)

SHAPE = {
    "games": Listing(("game_id",), lambda game: (game["game_id"],)),
    "games[].predictions": Listing(
        ("player_lookup",),
        lambda row: (-(row["prediction"]["confidence"] or 0),),
        ("player_lookup",),
        ("prediction",),
    ),
}


def standing(rows: list[Row]) -> list[Row]:
    """The active ones."""
    return [row for row in rows if row["is_active"] and row["invalidation_reason"] is None]


def newest(rows: list[Row]) -> list[Row]:
    """The newest of one player's rows (D18)."""
    return sorted(
        rows, key=lambda row: (row["prediction_version"], row["updated_at"], row["created_at"])
    )[-1:]


def model(facts: Facts, changes: Changes) -> Json:
    """The rows, whose they are, and how many there are."""
    games: dict[str, list[Json]] = {}
    for player, rows in facts.predictions.items():
        found = rows
        if KNOWN in changes:
            found = [row for row in found if facts.known(row["created_at"])]
        if WITHDRAWN in changes:
            found = standing(found)
        if ONE_ROW in changes:
            found = newest(found)
        for row in found:
            graded = facts.graded_tonight.get(player, [])
            if ONE_ROW in changes:
                graded = one_grading(graded)
            # A join: one row for each grading, and one where there is none.
            joined: list[Row | None] = [*graded] or [None]
            for grading in joined:
                games.setdefault(row["game_id"], []).append(_row(row, grading, facts, changes))
    return {
        "total_predictions": sum(map(len, games.values())),
        "games": [_game(game_id, rows) for game_id, rows in games.items()],
    }


def _game(game_id: str, rows: list[Json]) -> Json:
    said = [row["prediction"]["recommendation"] for row in rows]
    words = {"over": "OVER", "under": "UNDER", "pass": "PASS"}
    return {
        "game_id": game_id,
        "prediction_count": len(rows),
        "recommendation_breakdown": {key: said.count(word) for key, word in words.items()},
        "predictions": rows,
    }


def _row(row: Row, grading: Row | None, facts: Facts, changes: Changes) -> Json:
    team = grading["team_abbr"] if grading else None
    context = facts.contexts.get(row["player_lookup"])
    if TEAM in changes and context is not None and context["game_id"] == row["game_id"]:
        team = context["team_abbr"]
    return {
        "player_lookup": row["player_lookup"],
        "team": team,
        "is_home": None if team is None else row["game_id"].endswith(f"_{team}"),
        "prediction": {
            "points": _number(row["predicted_points"]),
            "recommendation": row["recommendation"],
            "line": _number(row["current_points_line"]),
        },
    }


def _number(value: object) -> float | None:
    return None if value is None else float(str(value))


RULES = (
    GENERATED,
    TYPE,
    DATED,
    rule("games[].predictions[].team games[].predictions[].is_home", TEAM),
    rule("games[].predictions[]", WITHDRAWN, ONE_ROW, KNOWN),
    rule(
        "total_predictions games[].prediction_count games[].recommendation_breakdown.pass",
        WITHDRAWN,
        ONE_ROW,
        KNOWN,
    ),
    rule("games[].recommendation_breakdown.over", WITHDRAWN, KNOWN),
    rule("games[].recommendation_breakdown.under", WITHDRAWN, ONE_ROW, KNOWN),
)

PREDICTIONS = Family(
    "predictions",
    "predictions",
    re.compile(r"predictions/[^/]+\.json"),
    SHAPE,
    model,
    RULES,
)

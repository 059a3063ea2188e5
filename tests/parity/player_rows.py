"""What the documents of one player are made of, as they were made before and are made now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tests.parity.alignment import Json
from tests.parity.facts import Facts, Row, by_player, is_played
from tests.parity.rounding import Exact, half_up, mean, once, share
from tests.parity.rules import Change, Changes

PLAYED = Change(
    "played",
    "D17",
    "Only games that he played count, and days are counted between them: games that he sat out "
    "were counted, took a place among the last ones, and a rest ended with them.",
)
ROUNDED_ONCE = Change(
    "rounded once",
    "D22",
    "Rounded once, half to even, from the exact value; before half up, shares of shots at three "
    "decimals first, and the average of a report's profile from a binary number.",
)
EXACT = Change(
    "exact", "D22", "Compared and combined as exact means; before as means at two decimals."
)
PERCENT = Change(
    "percent",
    "D26",
    "Shares of shots are percent (core 8.3): read as parts of one, they made nearly everybody "
    "`interior`.",
)
NEWEST = Change(
    "newest",
    "D18",
    "Of several teams in the registry's newest season that of his last game by then counts; it "
    "was any of them.",
)

_BOX = (
    "player_lookup, game_date, game_id, team_abbr, opponent_team_abbr, season_year, points, "
    "offensive_rebounds, defensive_rebounds, assists, steals, blocks, turnovers, fg_makes, "
    "fg_attempts, three_pt_makes, three_pt_attempts, ft_makes, ft_attempts, minutes_played, "
    "points_line, over_under_result, coalesce(is_dnp, FALSE) AS dnp"
)


def asked_for(facts: Facts, folder: str) -> list[str]:
    """The players with a document of a folder of theirs that was published before."""
    files = (facts.golden / "players").glob(f"*/{folder}/*.json")
    return sorted(file.parent.parent.name for file in files)


def lines_of(player: str, facts: Facts, folder: str) -> list[Row]:
    """His official lines up to the date, newest first."""

    def read() -> dict[str, list[Row]]:
        players = ", ".join(f"'{player}'" for player in asked_for(facts, folder))
        where = f"player_lookup IN ({players}) AND game_date <= $day"
        rows = facts.rows("player_game_summary", _BOX, where)
        return by_player(sorted(rows, key=lambda row: row["game_date"], reverse=True))

    found: dict[str, list[Row]] = facts.kept(f"lines of {folder}", read)
    return found.get(player, [])


def counted(rows: Iterable[Row], changes: Changes) -> list[Row]:
    """The games that count."""
    return [row for row in rows if is_played(row) or PLAYED not in changes]


def points(rows: Sequence[Row], places: int, changes: Changes) -> float | None:
    """Mean points."""
    return rounded(mean(row["points"] for row in rows), places, changes)


def rounded(value: Exact | None, places: int, changes: Changes) -> float | None:
    """Rounded as now, or half up."""
    return once(value, places) if ROUNDED_ONCE in changes else half_up(value, places)


def over_rate(rows: Sequence[Row], changes: Changes) -> float | None:
    """The share of overs of the games with a result."""
    results = [row["over_under_result"] for row in rows]
    overs, unders = results.count("OVER"), results.count("UNDER")
    return rounded(share(overs, overs + unders), 2, changes)


def shot_profile(player: str, facts: Facts, changes: Changes) -> str:
    """The word for where he shoots from, as it was last analysed."""

    def read() -> dict[str, list[Row]]:
        columns = "player_lookup, analysis_date, " + ", ".join(column for column, _, _ in _SHOTS)
        return by_player(facts.rows("player_shot_zone_analysis", columns, "analysis_date <= $day"))

    zones: dict[str, list[Row]] = facts.kept("zones", read)
    newest: Row = max(zones.get(player, ()), key=lambda row: row["analysis_date"], default={})
    parts = 100 if PERCENT in changes else 1
    for column, least, word in _SHOTS:
        if newest.get(column) is not None and 100 * newest[column] >= least * parts:
            return word
    return "balanced"


_SHOTS = (
    ("paint_rate_last_10", 50, "interior"),
    ("three_pt_rate_last_10", 50, "perimeter"),
    ("mid_range_rate_last_10", 30, "mid_range"),
)


def registered(player: str, published: Json, facts: Facts, changes: Changes) -> Row:
    """His row of the registry: of several one, before the one that was published."""
    found = facts.registered(player)
    assert found is not None
    if NEWEST in changes:
        return found
    before = published["player_profile"]

    def place(row: Row) -> tuple[Any, ...]:
        same = [row[key] == before[key] for key in ("position", "team_abbr") if key in before]
        return row["season"] == found["season"], sum(same)

    return max(facts.registry[player], key=place)

"""`tonight/all-players.json` against what was published before (`core.md` 5)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from tests.parity.alignment import TEXT, Json, Listing
from tests.parity.facts import Facts, Row, days_before, in_eastern, is_played
from tests.parity.rounding import Exact, half_up, mean, once
from tests.parity.rules import Change, Changes, Family, rule
from tests.parity.rules_everywhere import DATED, GENERATED, TYPE
from tests.parity.rules_predictions import KNOWN, newest, standing

PLAYED = Change(
    "played",
    "D17",
    "Only games that he played count: a game that he sat out counted as one, took a place among "
    "the last five or ten, and brought its zero minutes into the mean.",
)
ROUNDED_ONCE = Change("rounded once", "D22", "Rounded half to even; before half up.")
STANDING = Change(
    "standing",
    "D18",
    "Only an active prediction: that of a player who is out, or one that was superseded, showed "
    "a line.",
)
REPORTED = Change(
    "reported",
    "D26",
    "An injury report counts for its own game (core 5.6): the last one ever stood for months.",
)
SANE = Change("sane", "D26", "No American odds beyond 10000 (core 5.6): 199900 was published.")
POINTS = Change(
    "points",
    "D26",
    "Odds of points lines alone (core 5.6): those of other markets at the same number were mixed "
    "in.",
)
EASTERN = Change("eastern", "D12", "Tip-offs read `7:30 PM ET`, without a leading zero.")
TWO_DAYS = Change(
    "two days", "D26", "The sentence says back-to-back only of a player who played the day before."
)

SHAPE = {
    "games": Listing(("game_id",), None),
    "games[].players": Listing(
        ("player_lookup",),
        lambda card: (
            not card["has_line"],
            card["injury_status"] == "out",
            -(card.get("prediction", {}).get("confidence") or 0),
            -(card["season_ppg"] or 0),
        ),
        ("player_lookup",),
    ),
    "games[].players[].props": Listing(("stat_type",)),
}


def season_of(player: str, facts: Facts, changes: Changes) -> list[Row]:
    """His lines of the season, newest first."""
    return [
        row for row in lines_of(player, facts, changes) if row["season_year"] == facts.night.season
    ]


def lines_of(player: str, facts: Facts, changes: Changes) -> list[Row]:
    """His lines of any season, newest first."""
    rows = facts.box.get(player, [])
    return [row for row in rows if is_played(row)] if PLAYED in changes else rows


def average(rows: Sequence[Row], column: str, changes: Changes) -> float | None:
    """A mean at one decimal."""
    value: Exact | None = mean(row[column] for row in rows)
    return once(value, 1) if ROUNDED_ONCE in changes else half_up(value, 1)


def prediction_of(player: str, facts: Facts, changes: Changes) -> Row | None:
    """The prediction that his card shows."""
    rows = facts.predictions.get(player, [])
    if KNOWN in changes:
        rows = [row for row in rows if facts.known(row["created_at"])]
    if STANDING in changes:
        found = newest(standing(rows))
        return found[0] if found else None
    return max(rows, key=lambda row: row["created_at"], default=None)


def injury_of(player: str, facts: Facts, changes: Changes) -> Row | None:
    """The report that his card shows."""
    rows = facts.injuries.get(player, [])
    if REPORTED in changes:
        oldest = days_before(facts.night.day, 2)
        rows = [
            row
            for row in rows
            if row["game_date"] == facts.night.day
            or (row["game_date"] is None and row["report_date"] >= oldest)
        ]
    return rows[0] if rows else None


def model(facts: Facts, changes: Changes) -> Json:
    """The cards, as far as they may have changed."""
    games = []
    for game in facts.games:
        cards = [
            _card(context, facts, changes)
            for context in facts.contexts.values()
            if context["game_id"] == game["key"]
        ]
        tip_off = in_eastern(game["game_date_est"])
        games.append(
            {
                "game_id": game["key"],
                "game_time": tip_off if EASTERN in changes else tip_off.rjust(11, "0"),
                "players": cards,
            }
        )
    return {
        "total_with_lines": sum(card["has_line"] for game in games for card in game["players"]),
        "games": games,
    }


def _card(context: Row, facts: Facts, changes: Changes) -> Json:
    player = context["player_lookup"]
    season = season_of(player, facts, changes)
    minutes = average(season, "minutes_played", changes)
    injury = injury_of(player, facts, changes)
    card: Json = {
        "player_lookup": player,
        "season_ppg": average(season, "points", changes),
        "season_mpg": minutes,
        "minutes_avg": minutes,
        "last_5_ppg": average(lines_of(player, facts, changes)[:5], "points", changes),
        "games_played": len(season),
        "limited_data": len(season) < 10,
        "injury_status": (injury["injury_status"] if injury else None) or "available",
        "injury_reason": injury["reason"] and TEXT if injury else None,
    }
    card["recent_form"] = recent_form(card["last_5_ppg"], card["season_ppg"])
    row = prediction_of(player, facts, changes)
    card["has_line"] = row is not None and row["current_points_line"] is not None
    if row is not None and card["has_line"]:
        line = float(row["current_points_line"])
        card["props"] = [
            {"stat_type": "points", "line": line, **_odds(player, line, facts, changes)}
        ]
        card["prediction"] = {
            "predicted": float(row["predicted_points"]),
            "recommendation": row["recommendation"],
            "factors": _factors(card, row, context, facts, changes),
        }
    return card


def recent_form(last_5: float | None, season: float | None) -> str | None:
    """In tenths, as published."""
    if not last_5 or not season:
        return None
    tenths = round(10 * last_5) - round(10 * season)
    return "Hot" if tenths >= 30 else "Cold" if tenths <= -30 else "Neutral"


def _odds(player: str, line: float, facts: Facts, changes: Changes) -> Json:
    found: dict[str, Any] = {}
    for side in ("over", "under"):
        offered = [
            row["odds_american"]
            for row in facts.prices.get(player, [])
            if row["side"] == side
            and round(row["points_line"], 1) == line
            and (POINTS not in changes or row["market_type"] == "points")
        ]
        best = max(offered, default=None)
        sane = best is not None and 100 <= abs(best) <= (10_000 if SANE in changes else 10**9)
        found[f"{side}_odds"] = best if sane else None
    return found


def _factors(card: Json, row: Row, context: Row, facts: Facts, changes: Changes) -> list[str]:
    side, found = row["recommendation"], []
    if abs(row["predicted_points"] - row["current_points_line"]) >= 3:
        found.append(TEXT)
    last_10 = facts.box.get(card["player_lookup"], [])[:10]
    results = [None if line["dnp"] else line["over_under_result"] for line in last_10]
    if side in ("OVER", "UNDER") and results.count(side) >= 5:
        found.append(TEXT)
    fatigue = facts.fatigue.get(card["player_lookup"])
    score = fatigue["fatigue_score"] if fatigue else None
    rest = context["days_rest"]
    fresh = score is not None and score >= 95
    if side == "OVER" and (fresh or (rest is not None and rest >= 3)):
        found.append("Well-rested, favors performance")
    if side == "UNDER" and score is not None and score < 75:
        one_day = rest == 1 or TWO_DAYS not in changes
        found.append("Back-to-back fatigue risk" if one_day else "Elevated fatigue risk")
    if (side, card["recent_form"]) in (("OVER", "Hot"), ("UNDER", "Cold")):
        found.append(TEXT)
    return found


RULES = (
    GENERATED,
    TYPE,
    DATED,
    rule("games[].game_time", EASTERN),
    rule("games[].players[].games_played games[].players[].limited_data", PLAYED),
    rule(
        "games[].players[].season_mpg games[].players[].minutes_avg",
        PLAYED,
        ROUNDED_ONCE,
    ),
    rule("games[].players[].season_ppg", ROUNDED_ONCE),
    rule("games[].players[].last_5_ppg games[].players[].recent_form", PLAYED),
    rule("games[].players[].injury_status games[].players[].injury_reason", REPORTED),
    rule(
        "games[].players[].has_line games[].players[].props games[].players[].prediction "
        "total_with_lines",
        STANDING,
        KNOWN,
    ),
    rule("games[].players[].props[].over_odds", POINTS, SANE),
    rule("games[].players[].props[].under_odds", SANE),
    rule("games[].players[].prediction.factors", PLAYED, TWO_DAYS),
)

TONIGHT = Family(
    "tonight_all_players",
    "tonight",
    re.compile(r"tonight/[^/]+\.json"),
    SHAPE,
    model,
    RULES,
)

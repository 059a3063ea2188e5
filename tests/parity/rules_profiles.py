"""`players/index.json` and `players/{player}.json` against what was published before (core 7)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from tests.parity.alignment import Json, Listing
from tests.parity.facts import Facts, Row, by_player, is_played
from tests.parity.rounding import Exact, half_up, mean, once, share, twice
from tests.parity.rules import Change, Changes, Family, rule
from tests.parity.rules_everywhere import GENERATED, TYPE
from tests.parity.rules_results import one_grading
from tests.parity.rules_tonight import STANDING, prediction_of

VOID = Change(
    "void",
    "D14",
    "Pushes and voids are in no denominator: a pick whose player did not play was one not won, "
    "and a prediction that was not within any points.",
)
ONE_ROW = Change(
    "one row",
    "D18",
    "One row per player and game: a second grading of a prediction counted as another one.",
)
ROUNDED_ONCE = Change(
    "rounded once",
    "D22",
    "Rounded once, half to even; before half up, rates at three decimals first.",
)
LISTED = Change(
    "listed",
    "D1",
    "The index lists the profiles: who was predicted for three or four games led to none.",
)
SCORED = Change(
    "scored",
    "D26",
    "The result is that of the schedule's score (core 7.6): every game read `L`.",
)
PLAYED = Change(
    "played",
    "D17",
    "Only games that he played count, and days are counted between them: games that he sat out "
    "were counted, and a rest ended with them.",
)
ADDED = Change(
    "added",
    "D30",
    "Keys that only add: the name in the summary, and whether and why he sat a game out.",
)

INDEX_SHAPE = {
    "players": Listing(
        ("player_lookup",), lambda one: (-one["games_predicted"],), ("player_lookup",)
    )
}
SHAPE = {
    "game_log": Listing(("game_date",), lambda row: (-int(row["game_date"].replace("-", "")),)),
    "splits.opponents": Listing(
        ("team",), lambda one: (-one["games"], -(one["avg"] or 0)), ("team",)
    ),
}

_BOX = (
    "player_lookup, game_date, game_id, team_abbr, opponent_team_abbr, season_year, points, "
    "over_under_result, dnp_reason, coalesce(is_dnp, FALSE) AS dnp"
)


_FINAL = "game_status = 3 AND game_date < $day AND home_team_score IS NOT NULL"


def index_model(facts: Facts, changes: Changes) -> Json:
    """The index, as far as it may have changed."""
    players = []
    for player, rows in _gradings(facts).items():
        games = len({row["game_date"] for row in rows})
        if games >= (5 if LISTED in changes else 3):
            said = _numbers(rows, changes)
            players.append(
                {
                    "player_lookup": player,
                    "games_predicted": games,
                    "recommendations": said["recommendations"],
                    "mae": said["mae"],
                    "win_rate": said["win_rate"],
                    "bias": said["bias"],
                    "within_5_pct": said["within_5_pct"],
                }
            )
    return {"total_players": len(players), "players": players}


def model(facts: Facts, changes: Changes) -> Json:
    """Every profile that was published before, as far as it may have changed."""
    gradings = _gradings(facts)
    return {
        player: _profile(player, gradings[player], facts, changes) if player in gradings else {}
        for player in _players(facts)
    }


def _players(facts: Facts) -> list[str]:
    files = (facts.golden / "players").glob("*.json")
    return sorted(file.stem for file in files if file.stem != "index")


def _gradings(facts: Facts) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = facts.kept(
        "gradings by player", lambda: by_player(facts.gradings)
    )
    return found


def _profile(player: str, rows: list[Row], facts: Facts, changes: Changes) -> Json:
    said, lines = _numbers(rows, changes), _lines(facts).get(player, [])
    registered = facts.registered(player)
    name = registered["player_name"] if registered else player
    return {
        "summary": {
            "total_recommendations": said["recommendations"],
            "correct": said["wins"],
            "mae": said["mae"],
            "win_rate": said["win_rate"],
            "bias": said["bias"],
            "avg_confidence": said["avg_confidence"],
            "within_3_pct": said["within_3_pct"],
            "within_5_pct": said["within_5_pct"],
            **({"player_name": name} if ADDED in changes else {}),
        },
        "game_log": [_logged(line, facts, changes) for line in lines[:50]],
        "splits": _splits(lines, changes),
        "our_track_record": {
            "total_predictions": said["predictions"],
            "overall": {"wins": said["wins"], "losses": said["losses"], "pct": said["win_rate"]},
            "over_calls": said["OVER"],
            "under_calls": said["UNDER"],
            "avg_error": said["mae"],
            "bias": said["bias"],
            "within_3_pts": said["within_3_pct"],
            "within_5_pts": said["within_5_pct"],
        },
        "next_game": {"has_prediction": prediction_of(player, facts, changes) is not None}
        if player in facts.contexts
        else None,
    }


def _numbers(rows: Sequence[Row], changes: Changes) -> Json:
    rows = one_grading(rows) if ONE_ROW in changes else rows
    picks = [row for row in rows if row["recommendation"] in ("OVER", "UNDER")]
    counted = [row for row in rows if _took_part(row)] if VOID in changes else rows
    calls = {side: _calls(picks, side, changes) for side in ("OVER", "UNDER")}
    return {
        "predictions": len(rows),
        "recommendations": len(picks),
        **_calls(picks, None, changes),
        "win_rate": _calls(picks, None, changes)["pct"],
        "mae": _mean((row["absolute_error"] for row in counted), 2, changes),
        "bias": _mean((row["signed_error"] for row in counted), 2, changes),
        "avg_confidence": _rate(mean(row["confidence_score"] for row in rows), changes),
        "within_3_pct": _within(counted, "within_3_points", changes),
        "within_5_pct": _within(counted, "within_5_points", changes),
        **calls,
    }


def _took_part(row: Row) -> bool:
    return not row["is_voided"] and row["actual_points"] is not None


def _calls(picks: Sequence[Row], side: str | None, changes: Changes) -> Json:
    rows = [row for row in picks if side in (None, row["recommendation"])]
    right = [row["prediction_correct"] for row in rows]
    wins, losses = right.count(True), right.count(False)
    whole = wins + losses if VOID in changes else len(rows)
    return {
        "total": len(rows),
        "wins": wins,
        "losses": losses,
        "pct": _rate(share(wins, whole), changes),
    }


def _within(rows: Sequence[Row], column: str, changes: Changes) -> float | None:
    return _rate(share(sum(bool(row[column]) for row in rows), len(rows)), changes)


def _rate(value: Exact | None, changes: Changes) -> float | None:
    return once(value, 2) if ROUNDED_ONCE in changes else twice(value, 3, 2)


def _mean(values: Iterable[Exact | None], places: int, changes: Changes) -> float | None:
    value = mean(values)
    return once(value, places) if ROUNDED_ONCE in changes else half_up(value, places)


def _lines(facts: Facts) -> dict[str, list[Row]]:
    """The official lines of the profiled players, newest first."""

    def read() -> dict[str, list[Row]]:
        players = ", ".join(f"'{player}'" for player in _players(facts))
        where = f"player_lookup IN ({players}) AND game_date < $day"
        rows = facts.rows("player_game_summary", _BOX, where)
        return by_player(sorted(rows, key=lambda row: row["game_date"], reverse=True))

    found: dict[str, list[Row]] = facts.kept("lines of profiles", read)
    return found


def _winners(facts: Facts) -> dict[str, str]:
    """Who won each game, by its standard id."""

    def read() -> dict[str, str]:
        return {
            f"{row['game_date']:%Y%m%d}_{row['away_team_tricode']}_{row['home_team_tricode']}": row[
                "home_team_tricode"
                if row["home_team_score"] > row["away_team_score"]
                else "away_team_tricode"
            ]
            for row in facts.rows("nbac_schedule", "*", _FINAL)
        }

    found: dict[str, str] = facts.kept("winners", read)
    return found


def _logged(line: Row, facts: Facts, changes: Changes) -> Json:
    won = SCORED in changes and _winners(facts)[line["game_id"]] == line["team_abbr"]
    added: Json = {"did_not_play": not is_played(line), "dnp_reason": line["dnp_reason"]}
    return {
        "game_date": line["game_date"].isoformat(),
        "team_result": "W" if won else "L",
        **(added if ADDED in changes else {}),
    }


def _splits(lines: Sequence[Row], changes: Changes) -> Json:
    rows = [row for row in lines if is_played(row)] if PLAYED in changes else list(lines)
    gaps = [(row, (row["game_date"] - before["game_date"]).days) for row, before in pairwise(rows)]
    by_team: dict[str, list[Row]] = {}
    for row in rows:
        by_team.setdefault(row["opponent_team_abbr"], []).append(row)

    def after(days: Iterable[int]) -> Json:
        return _split([row for row, gap in gaps if gap in days], changes)

    def at_home(wanted: bool) -> Json:
        there = [row for row in rows if row["game_id"].endswith(row["team_abbr"]) is wanted]
        return _split(there, changes)

    return {
        "rest": {
            "b2b": after((1,)),
            "one_day": after((2,)),
            "two_day": after((3,)),
            "three_plus": after(range(4, 1000)),
        },
        "location": {"home": at_home(True), "away": at_home(False)},
        "opponents": [
            {"team": team, **_split(games, changes)}
            for team, games in by_team.items()
            if len(games) >= 2
        ],
    }


def _split(rows: Sequence[Row], changes: Changes) -> Json:
    results: list[Any] = [row["over_under_result"] for row in rows]
    overs, unders = results.count("OVER"), results.count("UNDER")
    return {
        "avg": _mean((row["points"] for row in rows), 1, changes),
        "games": len(rows),
        "vs_line_pct": _rate(share(overs, overs + unders), changes),
    }


PLAYER_INDEX = Family(
    "player_index",
    "players",
    re.compile(r"players/index\.json"),
    INDEX_SHAPE,
    index_model,
    (
        GENERATED,
        TYPE,
        rule("total_players players[]", LISTED),
        rule("players[].recommendations", ONE_ROW),
        rule("players[].win_rate players[].within_5_pct", VOID, ONE_ROW, ROUNDED_ONCE),
        rule("players[].mae players[].bias", ONE_ROW, ROUNDED_ONCE),
    ),
)

PLAYER_PROFILE = Family(
    "player_profile",
    "players",
    re.compile(r"players/(?!index\.)(?P<player>[^/]+)\.json"),
    SHAPE,
    model,
    (
        GENERATED,
        TYPE,
        rule("summary.player_name game_log[].did_not_play game_log[].dnp_reason", ADDED),
        rule("game_log[].team_result", SCORED),
        rule(
            "splits.rest.*.games splits.location.*.games splits.opponents[].games "
            "splits.opponents[]",
            PLAYED,
        ),
        rule("splits.rest.*.avg", PLAYED, ROUNDED_ONCE),
        rule("splits.opponents[].avg", ROUNDED_ONCE),
        rule("splits.rest.*.vs_line_pct", PLAYED),
        rule(
            "summary.win_rate our_track_record.overall.pct our_track_record.under_calls.pct", VOID
        ),
        rule("summary.within_3_pct our_track_record.within_3_pts", VOID, ONE_ROW, ROUNDED_ONCE),
        rule("summary.within_5_pct our_track_record.within_5_pts", VOID, ONE_ROW),
        rule("summary.mae our_track_record.avg_error", ONE_ROW, ROUNDED_ONCE),
        rule("summary.bias our_track_record.bias", ONE_ROW),
        rule("summary.avg_confidence", ROUNDED_ONCE),
        rule("our_track_record.total_predictions", ONE_ROW),
        rule("next_game.has_prediction", STANDING),
    ),
)

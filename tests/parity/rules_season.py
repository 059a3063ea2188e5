"""`players/{player}/season/{season}.json` against what was published before (`core.md` 8)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from tests.parity.alignment import TEXT, Json, Listing
from tests.parity.facts import Facts, Row, by_player, is_played
from tests.parity.player_rows import (
    EXACT,
    NEWEST,
    PERCENT,
    PLAYED,
    ROUNDED_ONCE,
    asked_for,
    counted,
    lines_of,
    over_rate,
    points,
    registered,
    rounded,
    shot_profile,
)
from tests.parity.rounding import Exact, half_up, mean, once, share, twice
from tests.parity.rules import Change, Changes, Family, rule
from tests.parity.rules_everywhere import GENERATED, TYPE
from tests.parity.rules_results import one_grading

ONE_ROW = Change(
    "one row", "D18", "A game counts once, however often the game's book has it (core 8.6)."
)
GRADED_ONCE = Change(
    "graded once", "D18", "A prediction counts once: one that was graded twice was two lines."
)
SCORED = Change(
    "scored", "D26", "Who won is read from the schedule's score (core 8.6): nobody ever had."
)
VOID = Change(
    "void",
    "D14",
    "Pushes and voids are in no rate: the pick of a game that he did not play was one not won.",
)
TEAM = Change(
    "team",
    "D24",
    "His team is that of tonight's game or of his newest one; it was any team of the registry.",
)

SHAPE = {
    "game_log": Listing(("date",), lambda row: (-int(row["date"].replace("-", "")),)),
    "monthly": Listing(("month",), lambda one: ("OctNovDecJanFebMarApr".index(one["month"]),)),
    "key_patterns": Listing(("pattern",)),
}

_COUNTS = {"apg": "assists", "spg": "steals", "bpg": "blocks", "topg": "turnovers"}
_SHOTS = {"fg_pct": "fg", "three_pct": "three_pt", "ft_pct": "ft"}
_WORDS = ((8, "hot"), (6.5, "warm"), (4.5, "neutral"), (3, "cool"), (-1, "cold"))


def model(facts: Facts, changes: Changes) -> Json:
    """Every season that was published before."""
    return {
        player: _season(player, facts, changes) if player in facts.registry else {}
        for player in asked_for(facts, "season")
    }


def _season(player: str, facts: Facts, changes: Changes) -> Json:
    every = lines_of(player, facts, "season")
    rows = [row for row in every if row["season_year"] == facts.night.season]
    logged = [game for row in rows for game in _booked(row, facts, changes)]
    games, played = counted(logged, changes), counted(rows, changes)
    path = f"players/{player}/season/2023-24.json"
    known = registered(player, facts.published(path), facts, changes)
    average = mean(row["points"] for row in played) or Fraction()
    return {
        "player_full_name": known["player_name"],
        "player_profile": {
            "position": known["position"],
            "team_abbr": _team(player, every, known, facts, changes),
            "player_tier": _tier(average),
            "shot_profile": shot_profile(player, facts, changes),
        },
        "averages": _averages(games, changes),
        "current_form": _form(played, changes),
        "key_patterns": _key_patterns(played, changes),
        "prop_hit_rates": _props(player, facts, changes),
        "game_log": [_logged(game, facts, changes) for game in logged],
        "splits": {name: _split(kind, changes) for name, kind in _kinds(played).items()},
        "monthly": _monthly(played, changes),
    }


def _tier(average: Fraction) -> str:
    if average < 15:
        return "role_player"
    return "elite" if average >= 25 else "starter"


def _booked(row: Row, facts: Facts, changes: Changes) -> list[Row]:
    """A game, as often as the book has it, each with its minutes."""

    def read() -> dict[tuple[str, str], list[Row]]:
        found: dict[tuple[str, str], list[Row]] = {}
        for line in facts.rows("nbac_gamebook_player_stats", "*"):
            found.setdefault((line["player_lookup"], line["game_id"]), []).append(line)
        return found

    book = facts.kept("book", read).get((row["player_lookup"], row["game_id"]), [])
    if ONE_ROW in changes and book:
        book = [max(book, key=lambda line: line["processed_at"])]
    said = [line["minutes_decimal"] for line in book]
    return [
        row | {"minutes": minutes if row["minutes_played"] is None else row["minutes_played"]}
        for minutes in said or [None]
    ]


def _team(player: str, every: Sequence[Row], known: Row, facts: Facts, changes: Changes) -> Any:
    if TEAM not in changes:
        return known["team_abbr"]
    tonight = facts.contexts.get(player)
    played = [row for row in every if is_played(row)]
    return (tonight or played[0])["team_abbr"]


def _averages(games: Sequence[Row], changes: Changes) -> Json:
    def per_game(values: Iterable[Exact | None]) -> float | None:
        return rounded(mean(values), 1, changes)

    def shooting(kind: str) -> float | None:
        made, tried = (
            sum(game[f"{kind}_{what}"] or 0 for game in games) for what in ("makes", "attempts")
        )
        found = share(made, tried)
        return once(found, 2) if ROUNDED_ONCE in changes else twice(found, 3, 2)

    return {
        "games": len(games),
        "ppg": points(games, 1, changes),
        "rpg": per_game(_rebounds(game) for game in games),
        **{key: per_game(game[column] for game in games) for key, column in _COUNTS.items()},
        **{key: shooting(kind) for key, kind in _SHOTS.items()},
        "minutes": per_game(game["minutes"] for game in games),
    }


def _rebounds(game: Row) -> Any:
    both = game["offensive_rebounds"], game["defensive_rebounds"]
    return None if None in both else sum(both)


def _form(games: Sequence[Row], changes: Changes) -> Json:
    results: list[str | None] = [game["over_under_result"] for game in games]
    hit = share(results[:10].count("OVER"), len(results[:10]))
    assert hit is not None
    other = [place for place, one in enumerate(results) if one and one != results[0]]
    streak = other[0] if results[0] and other else min(10, len(results))
    averages = [mean(game["points"] for game in some) for some in (games[:5], games)]
    if EXACT not in changes:
        averages = [None if one is None else _hundredths(one) for one in averages]
    above = ((averages[0] or 0) - (averages[1] or 1) + 10) / Fraction(20)
    part = min(max(above, Fraction(0)), Fraction(1))
    score = 5 * hit + Fraction(min(streak, 10), 4) + part * Fraction(5, 2)
    heat = once(score, 1)
    assert heat is not None
    return {
        "heat_score": heat,
        "temperature": next(word for least, word in _WORDS if heat >= least),
        "current_streak": streak,
        "streak_direction": results[0] and results[0].lower(),
        "l5_avg": points(games[:5], 2, changes),
        "l10_avg": points(games[:10], 2, changes),
        "hit_rate_l10": once(hit, 2),
    }


def _hundredths(value: Exact) -> Fraction:
    return Fraction(str(half_up(value, 2)))


def _kinds(games: Sequence[Row]) -> dict[str, list[Row]]:
    gaps = [
        (game, (game["game_date"] - before["game_date"]).days) for game, before in pairwise(games)
    ]
    at_home = [game for game in games if game["game_id"].endswith(f"_{game['team_abbr']}")]
    return {
        "home": at_home,
        "away": [game for game in games if game not in at_home],
        "rested": [game for game, gap in gaps if gap >= 2],
        "back_to_back": [game for game, gap in gaps if gap == 1],
    }


def _key_patterns(games: Sequence[Row], changes: Changes) -> list[Json]:
    kinds, found = _kinds(games), []
    for one, other, better, worse, where in (
        ("rested", "back_to_back", "rest_sensitive", "b2b_performer", (TEXT, "on back-to-backs")),
        ("home", "away", "home_performer", "road_warrior", ("at home", "on road")),
    ):
        left, right = (mean(game["points"] for game in kinds[name]) for name in (one, other))
        if not left or not right:
            continue
        if EXACT not in changes:
            left, right = _hundredths(left), _hundredths(right)
        by = abs(left - right)
        if by >= Fraction(5, 2):
            text = where[left < right]
            told = text if text == TEXT else f"+{once(by, 1)} PPG {text}"
            found.append(
                {
                    "pattern": better if left > right else worse,
                    "description": told,
                    "strength": "strong" if by >= 4 else "moderate",
                }
            )
    return found


def _props(player: str, facts: Facts, changes: Changes) -> Json:
    graded: dict[str, list[Row]] = facts.kept(
        "gradings by player", lambda: by_player(facts.gradings)
    )
    rows = graded.get(player, [])
    if not rows:
        return {}
    there = one_grading(rows) if GRADED_ONCE in changes else rows
    if VOID in changes:
        there = [row for row in there if not row["is_voided"] and row["actual_points"] is not None]
    margins = [
        row["actual_points"] - row["line_value"]
        for row in there
        if row["actual_points"] is not None and row["line_value"] is not None
    ]
    overs, unders = sum(one > 0 for one in margins), sum(one < 0 for one in margins)
    right = [
        row["prediction_correct"] for row in there if row["recommendation"] in ("OVER", "UNDER")
    ]
    if VOID in changes:
        right = [one for one in right if one is not None]
    return {
        "points": {
            "games": overs + unders,
            "overs": overs,
            "unders": unders,
            "over_rate": rounded(share(overs, overs + unders), 3, changes),
        },
        "total_recommendations": len(right),
        "correct": right.count(True),
        "win_rate": rounded(share(right.count(True), len(right)), 3, changes),
    }


def _logged(game: Row, facts: Facts, changes: Changes) -> Json:
    def read() -> dict[str, tuple[int, int]]:
        final = "game_status = 3 AND home_team_score IS NOT NULL"
        return {
            f"{row['game_date']:%Y%m%d}_{row['away_team_tricode']}_{row['home_team_tricode']}": (
                row["home_team_score"],
                row["away_team_score"],
            )
            for row in facts.rows("nbac_schedule", "*", final)
        }

    home, away = facts.kept("scores", read)[game["game_id"]]
    at_home = game["game_id"].endswith(f"_{game['team_abbr']}")
    return {
        "date": game["game_date"].isoformat(),
        "opponent": game["opponent_team_abbr"],
        "is_home": at_home,
        "points": game["points"],
        "rebounds": _rebounds(game),
        "assists": game["assists"],
        "minutes": None if game["minutes"] is None else float(game["minutes"]),
        "line": None if game["points_line"] is None else float(game["points_line"]),
        "result": game["over_under_result"],
        "team_won": SCORED in changes and (home > away) is at_home,
    }


def _split(games: Sequence[Row], changes: Changes) -> Json:
    return {
        "games": len(games),
        "ppg": points(games, 1, changes),
        "over_rate": over_rate(games, changes),
    }


def _monthly(games: Sequence[Row], changes: Changes) -> list[Json]:
    months: dict[str, list[Row]] = {}
    for game in reversed(games):
        months.setdefault(f"{game['game_date']:%b}", []).append(game)
    return [{"month": month, **_split(some, changes)} for month, some in months.items()]


RULES = (
    GENERATED,
    TYPE,
    rule("player_profile.position", NEWEST),
    rule("player_profile.team_abbr", TEAM),
    rule("player_profile.shot_profile", PERCENT),
    rule("averages.games", PLAYED, ONE_ROW),
    rule("averages.minutes", PLAYED, ONE_ROW),
    rule("averages.ppg averages.apg averages.topg averages.fg_pct", ONE_ROW),
    rule("averages.rpg", ROUNDED_ONCE),
    rule("averages.three_pct", ONE_ROW, ROUNDED_ONCE),
    rule(
        "current_form.l5_avg current_form.l10_avg current_form.hit_rate_l10 "
        "current_form.current_streak current_form.streak_direction current_form.temperature "
        "current_form.heat_score",
        PLAYED,
    ),
    rule("key_patterns[] key_patterns[].strength", PLAYED),
    rule("key_patterns[].description", PLAYED, EXACT),
    rule("game_log[]", ONE_ROW),
    rule("game_log[].team_won", SCORED),
    rule("splits.*.games monthly[].games monthly[]", PLAYED),
    rule("splits.*.ppg", PLAYED, ROUNDED_ONCE),
    rule("monthly[].ppg", ROUNDED_ONCE),
    rule(
        "prop_hit_rates.points.games prop_hit_rates.points.unders prop_hit_rates.points.over_rate",
        GRADED_ONCE,
    ),
    rule("prop_hit_rates.total_recommendations prop_hit_rates.win_rate", VOID),
)

PLAYER_SEASON = Family(
    "player_season",
    "player-season",
    re.compile(r"players/(?P<player>[^/]+)/season/2023-24\.json"),
    SHAPE,
    model,
    RULES,
)

"""`players/{player}/game-report/{date}.json` against what was published before (`core.md` 9)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from tests.parity.alignment import Difference, Json, Listing
from tests.parity.facts import Facts, Row, is_played
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
from tests.parity.rounding import half_up, mean, once
from tests.parity.rules import Change, Changes, Family, rule
from tests.parity.rules_everywhere import GENERATED, TYPE
from tests.parity.rules_results import one_grading

RANKED = Change(
    "ranked",
    "D26",
    "The rank of a defence is among the newest rows of the thirty teams (core 9.3); it was among "
    "every row ever, up to 4215.",
)
APART = Change(
    "apart",
    "D26",
    "Paint and perimeter are judged around averages of their own (core 9.3): with one pair of "
    "cut-offs every paint was weak and every perimeter strong.",
)
SHORT = Change(
    "short",
    "D3",
    "That there is no report is kept for five minutes; it was for a day (core 9.6).",
)

Strengths = tuple[str, str]


def model(facts: Facts, changes: Changes) -> Json:
    """Every report that was published before."""
    return {
        player: _report(player, facts, changes) if player in facts.registry else {}
        for player in asked_for(facts, "game-report")
    }


def _report(player: str, facts: Facts, changes: Changes) -> Json:
    every = lines_of(player, facts, "game-report")
    game, before = every[0], every[1:]
    assert game["game_date"] == facts.night.day
    played = counted(before, changes)
    season = [row for row in played if row["season_year"] == facts.night.season]
    path = f"players/{player}/game-report/{facts.night.day}.json"
    known = registered(player, facts.published(path), facts, changes)
    profile = shot_profile(player, facts, changes)
    defence = _newest(facts)[game["opponent_team_abbr"]]
    against = [row for row in played if row["opponent_team_abbr"] == game["opponent_team_abbr"]]
    pick = _pick(player, facts)
    return {
        "player_full_name": known["player_name"],
        "game_id": game["game_id"],
        "player_profile": {
            "position": known["position"],
            "shot_profile": profile,
            "season_ppg": _season_ppg(season, changes),
        },
        "opponent_context": {
            "opponent": game["opponent_team_abbr"],
            "opp_pace": float(defence["opponent_pace"]),
            "opp_def_rating": float(defence["defensive_rating_last_15"]),
            "opp_def_rank": _rank(defence, facts, changes),
            "opp_paint_defense": _strengths(defence, changes)[0],
            "opp_perimeter_defense": _strengths(defence, changes)[1],
        },
        "moving_averages": {
            "l5": points(season[:5], 1, changes),
            "l10": points(season[:10], 1, changes),
            "l20": points(season[:20], 1, changes),
            "season": points(season, 1, changes),
        },
        "prop_line": pick,
        "prediction_angles": _angles(played[:5], season, profile, defence, changes),
        "recent_games": [_recent(row) for row in before[:5]],
        "head_to_head": _head_to_head(against, changes),
        "result": _result(player, game, facts),
    }


def _season_ppg(season: Sequence[Row], changes: Changes) -> float | None:
    average = mean(row["points"] for row in season)
    if average is None or ROUNDED_ONCE in changes:
        return once(average, 2)
    return round(float(average), 2)


def _newest(facts: Facts) -> dict[str, Row]:
    """The newest row of each team."""
    rows = _defences(facts)
    return {row["team_abbr"]: row for row in sorted(rows, key=lambda row: row["analysis_date"])}


def _defences(facts: Facts) -> list[Row]:
    columns = (
        "team_abbr, analysis_date, defensive_rating_last_15, opponent_pace, "
        "paint_pct_allowed_last_15, three_pt_pct_allowed_last_15"
    )
    where = "analysis_date <= $day"
    found: list[Row] = facts.kept(
        "defences", lambda: facts.rows("team_defense_zone_analysis", columns, where)
    )
    return found


def _rank(defence: Row, facts: Facts, changes: Changes) -> int:
    among = _newest(facts).values() if RANKED in changes else _defences(facts)
    mine = defence["defensive_rating_last_15"]
    better = [row for row in among if row["defensive_rating_last_15"] < mine]
    return 1 + len(better)


def _strengths(defence: Row, changes: Changes) -> Strengths:
    """Of the paint and of the perimeter."""

    def word(share: Fraction, strong: str, weak: str) -> str:
        if share <= Fraction(strong):
            return "strong"
        return "weak" if share >= Fraction(weak) else "average"

    apart = APART in changes
    return (
        word(
            Fraction(defence["paint_pct_allowed_last_15"]),
            *(("0.56", "0.6") if apart else ("0.45", "0.52")),
        ),
        word(
            Fraction(defence["three_pt_pct_allowed_last_15"]),
            *(("0.345", "0.375") if apart else ("0.45", "0.52")),
        ),
    )


def _angles(
    newest: Sequence[Row], season: Sequence[Row], profile: str, defence: Row, changes: Changes
) -> Json:
    found = list(_each_angle(newest, season, profile, defence, changes))
    return {
        side: [text for where, text in found if where == side][:3]
        for side in ("supporting", "against")
    }


def _each_angle(
    newest: Sequence[Row], season: Sequence[Row], profile: str, defence: Row, changes: Changes
) -> Iterator[tuple[str, str]]:
    results = [row["over_under_result"] for row in newest]
    overs, unders = results.count("OVER"), results.count("UNDER")
    if overs >= 3:
        yield "supporting", f"Hot streak ({overs}G OVER)"
    elif unders >= 3:
        yield "against", f"Cold streak ({unders}G UNDER)"
    paint, perimeter = _strengths(defence, changes)
    where = {"interior": ("paint", paint), "perimeter": ("perimeter", perimeter)}.get(profile)
    if where is not None and where[1] == "weak":
        yield "supporting", f"Weak {where[0]} defense"
    if where is not None and where[1] == "strong":
        yield "against", f"Strong {where[0]} defense"
    lately, average = (mean(row["points"] for row in some) for some in (season[:5], season))
    if EXACT not in changes:
        lately, average = (
            None if one is None else Fraction(str(half_up(one, 1))) for one in (lately, average)
        )
    # An average of no points at all was taken for none.
    if average and lately is not None and (lately or EXACT in changes):
        change = (lately - average) / average
        percent = once(100 * change, 0)
        if change >= Fraction(15, 100):
            yield "supporting", f"Trending up (+{percent:.0f}% L5)"
        if change <= -Fraction(15, 100):
            yield "against", f"Trending down ({percent:.0f}% L5)"
    if defence["opponent_pace"] >= 102:
        yield "supporting", "Fast-paced opponent"
    if defence["opponent_pace"] <= 96:
        yield "against", "Slow-paced opponent"


def _graded(player: str, facts: Facts) -> Row | None:
    """What became of the pick; None of one that is void."""
    rows = one_grading(facts.graded_tonight.get(player, []))
    there = [row for row in rows if not row["is_voided"] and row["actual_points"] is not None]
    return there[0] if there else None


def _pick(player: str, facts: Facts) -> Json | None:
    row = _graded(player, facts)
    if row is None:
        return None
    return {
        "line": float(row["line_value"]),
        "recommendation": row["recommendation"],
        "predicted": float(row["predicted_points"]),
        "confidence": once(row["confidence_score"], 2),
    }


def _recent(row: Row) -> Json:
    return {
        "date": row["game_date"].isoformat(),
        "opponent": row["opponent_team_abbr"],
        "points": row["points"],
        "line": None if row["points_line"] is None else float(row["points_line"]),
        "result": row["over_under_result"],
        "minutes": None if row["minutes_played"] is None else float(row["minutes_played"]),
    }


def _head_to_head(rows: Sequence[Row], changes: Changes) -> Json:
    if not rows:
        return {"games": 0}
    return {
        "games": len(rows),
        "avg_points": points(rows, 1, changes),
        "avg_line": rounded(mean(row["points_line"] for row in rows), 1, changes),
        "over_rate": over_rate(rows, changes),
    }


def _result(player: str, game: Row, facts: Facts) -> Json | None:
    if not is_played(game):
        return None
    row = _graded(player, facts)
    return {
        "actual": game["points"],
        "margin": None if row is None else float(game["points"] - row["line_value"]),
        "correct": None if row is None else row["prediction_correct"],
    }


def _is_short(difference: Difference, facts: Facts) -> bool:
    values = (difference.before, difference.after)
    return values == ("public, max-age=86400", "public, max-age=300") and "error" in (
        facts.published(difference.document)
    )


RULES = (
    GENERATED,
    TYPE,
    rule("Cache-Control", SHORT, check=_is_short),
    rule("player_profile.position", NEWEST),
    rule("player_profile.shot_profile", PERCENT),
    rule("player_profile.season_ppg moving_averages.season", ROUNDED_ONCE),
    rule("opponent_context.opp_def_rank", RANKED),
    rule("opponent_context.opp_paint_defense opponent_context.opp_perimeter_defense", APART),
    rule("moving_averages.l5 moving_averages.l10", PLAYED),
    rule("moving_averages.l20", PLAYED, ROUNDED_ONCE),
    rule("prediction_angles.supporting", PERCENT, APART, PLAYED, EXACT),
    rule("prediction_angles.against", PERCENT, PLAYED, EXACT),
    rule("head_to_head.games head_to_head.avg_line head_to_head.over_rate", PLAYED),
    rule("head_to_head.avg_points", PLAYED, ROUNDED_ONCE),
)

SHAPE = {"recent_games": Listing(("date",), lambda row: (-int(row["date"].replace("-", "")),))}

PLAYER_GAME_REPORT = Family(
    "player_game_report",
    "player-game-report",
    re.compile(r"players/(?P<player>[^/]+)/game-report/[^/]+\.json"),
    SHAPE,
    model,
    RULES,
)

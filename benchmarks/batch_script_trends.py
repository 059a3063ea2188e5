"""The script's trend plays of tonight's teams: streak, momentum, rest."""

from __future__ import annotations

from fractions import Fraction

from benchmarks.batch_script_cards import tip_off
from benchmarks.batch_script_form import Form
from benchmarks.batch_script_numbers import quotient
from benchmarks.batch_script_tables import Row, Tables


def trend_plays(tables: Tables, form: Form) -> Row:
    """Each player's first play, and how many there are of each type."""
    found = {"streak": _streaks(form), "momentum": _momentum(form), "rest": _rest(form)}
    teams: dict[str, tuple[Row, str, bool]] = {}
    for game in tables.games:
        home, away = game["home_team_tricode"], game["away_team_tricode"]
        teams.setdefault(home, (game, away, True))
        teams.setdefault(away, (game, home, False))
    first: dict[str, Row] = {}
    for kind, plays in found.items():
        for play in plays:
            first.setdefault(play["player_lookup"], play | {"kind": kind})
    listed = sorted(first.values(), key=lambda play: not play["high"])
    return {
        "games_tonight": len(teams) // 2,
        "total_trend_plays": len(listed),
        "trend_plays": [_shown(tables, play, *teams[play["team"]]) for play in listed],
        "by_trend_type": {kind: len(plays) for kind, plays in found.items()},
    }


def _shown(tables: Tables, play: Row, game: Row, opponent: str, home: bool) -> Row:
    known = tables.registry.get(play["player_lookup"])
    return {
        "player_lookup": play["player_lookup"],
        "player_full_name": tables.name(play["player_lookup"]),
        "team_abbr": play["team"],
        "position": known["position"] if known else None,
        "trend_type": play["kind"],
        "trend_direction": "over" if play["over"] else "under",
        "trend_details": play["details"],
        "confidence": "high" if play["high"] else "medium",
        "tonight": {
            "opponent": opponent,
            "game_time": tip_off(game["game_date_est"]),
            "home": home,
        },
    }


def _play(row: Row, details: Row, over: bool, high: bool, order: tuple[float, float]) -> Row:
    return {
        "player_lookup": row["player_lookup"],
        "team": row["team_now"],
        "details": details,
        "over": over,
        "high": high,
        "order": (*order, row["player_lookup"]),
    }


def _in_order(plays: list[Row]) -> list[Row]:
    return sorted(plays, key=lambda play: play["order"])


def _streaks(form: Form) -> list[Row]:
    plays = []
    for row in form.streaks:
        said, newest = row["results"], row["results"][:10]
        length = next((place for place, one in enumerate(said) if one != said[0]), len(said))
        if length < 3:
            continue
        margin = quotient(row["margin"], 10 * row["margins"], 1) or 0.0
        details = {
            "streak_length": length,
            "avg_margin": margin,
            "hit_rate_l10": quotient(newest.count("OVER"), len(newest), 2),
        }
        plays.append(_play(row, details, said[0] == "OVER", length >= 5, (-length, -margin)))
    return _in_order(plays)


def _momentum(form: Form) -> list[Row]:
    plays = []
    for row in form.momentum:
        points = row["points"]
        l5, l15 = Fraction(sum(points[:5]), 5), Fraction(sum(points), len(points))
        if l15 <= 0 or abs(l5 - l15) / l15 < Fraction(15, 100):
            continue
        percent = _rounded(100 * (l5 - l15) / l15)
        details = {
            "momentum_type": "surging" if l5 > l15 else "slumping",
            "l5_avg": _rounded(l5),
            "l15_avg": _rounded(l15),
            "pct_change": percent,
            "ppg_change": _rounded(l5 - l15),
        }
        plays.append(_play(row, details, l5 > l15, abs(percent) >= 25, (-abs(percent), 0)))
    return _in_order(plays)


def _rest(form: Form) -> list[Row]:
    plays = []
    for row in form.rest:
        tired_now = row["days"] == 1
        overall = _mean(row["overall"], row["overalls"])
        fresh, tired = _mean(row["fresh"], row["freshes"]), _mean(row["tired"], row["tireds"])
        sample = row["tireds"] if tired_now else row["freshes"]
        like_tonight = tired if tired_now else fresh
        if overall is None or like_tonight is None or sample < (3 if tired_now else 5):
            continue
        if abs(like_tonight - overall) < 2:
            continue
        rested = overall if fresh is None else fresh
        impact = _rounded(rested - (overall if tired is None else tired))
        details = {
            "rest_status": "tired" if tired_now else "fresh",
            "days_rest": row["days"],
            "rested_avg": None if fresh is None else _rounded(fresh),
            "b2b_avg": None if tired is None else _rounded(tired),
            "overall_avg": _rounded(overall),
            "rest_impact": impact,
            "sample_games": sample,
        }
        over = (impact > 0) != tired_now
        high = sample >= 10 and abs(impact) >= 3
        plays.append(_play(row, details, over, high, (float(tired_now), -abs(impact))))
    return _in_order(plays)


def _mean(total: int, count: int) -> Fraction | None:
    return Fraction(total, count) if count else None


def _rounded(value: Fraction) -> float:
    return float(round(value, 1))

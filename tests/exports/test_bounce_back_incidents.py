"""What went wrong with who may bounce back (trends 5.6), mended in the same tree (D26)."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from publishing.exports.bounce_back import BOUNCE_BACK
from publishing.league import League
from publishing.rows import BoxScoreRow, ScheduledGame
from tests.exports.bounces import candidate, candidates, document, history, last_season, scored
from tests.exports.past import sat_out
from tests.exports.planned import planned, published
from tests.exports.rows import (
    AFTER,
    ANN,
    BEFORE,
    DAY,
    expected,
    league,
    registered,
    scheduled,
)

BAD = "10 8x20 30"
"""An average of 20 points, and 10 in the newest game."""


# Games not played (D17)


def test_incident_a_game_not_played_that_was_stored_with_no_points_makes_no_candidate() -> None:
    """January 2026: who merely sat out was ten points below his average, which fell with it."""
    corrupt = [sat_out(1 + place, points=0) for place in range(3)]
    assert candidates(*corrupt, *scored("10x20", first=4)) == []


def test_incident_games_not_played_do_not_lower_an_average() -> None:
    corrupt = [sat_out(20 + place, points=0) for place in range(3)]
    assert candidate(*scored(BAD), *corrupt)["season_average"] == 20.0


def test_d17_a_game_not_played_makes_no_tenth_game() -> None:
    assert candidates(*scored("0 8x20"), sat_out(30)) == []


def test_d17_a_game_not_played_does_not_hide_a_candidate() -> None:
    for is_dnp in (True, None):
        found = candidate(sat_out(1, is_dnp=is_dnp), *scored(BAD, first=2))
        assert found["last_game"]["date"] == "2026-01-07"


def test_d17_a_game_not_played_is_no_answer_and_hides_none() -> None:
    """Each bad game is followed by one that he sat out, and that by one of 20 points."""
    rows = last_season("20 10 20 10 20 10")
    spread = [
        msgspec.structs.replace(row, game_date=row.game_date - timedelta(place))
        for place, row in enumerate(rows)
    ]
    between = [
        sat_out(days, season_year=2024, points=None)
        for days in ((DAY - row.game_date).days - 1 for row in spread[1::2])
    ]
    found = candidate(*scored(BAD), *spread, *between)
    assert (found["bounce_back_sample"], found["bounce_back_rate"]) == (3, 1.0)
    assert found == candidate(*scored(BAD), *spread)


def test_incident_a_game_that_was_loaded_twice_counts_once() -> None:
    rows = history("++-+")
    assert document(*rows, *rows) == document(*rows)


# Baselines (trends 5.6, 3)


def test_d26_the_formula_stays_old_games_are_judged_by_the_average_of_now() -> None:
    """15 then 22 points were a good year for him; now that he makes 30, 15 is far below."""
    now = scored("10 8x30 50")
    assert candidate(*now, *last_season("30 15 22 15 22 15 15 15"))["bounce_back_sample"] == 5


def test_d25_no_later_game_is_in_an_average_a_history_or_the_baseline() -> None:
    rows = history("++-+")
    later = scored(f"{'60 0 ' * 6}", first=-12)
    assert all(row.game_date > DAY for row in later)
    assert document(*later, *rows) == document(*rows)


def test_incident_a_history_of_several_seasons_is_intended() -> None:
    """A sibling that looked at fifteen games found nothing at all."""
    assert candidate(*history("+" * 12))["bounce_back_sample"] == 12


# The list


def test_no_recency_is_asked_for() -> None:
    assert candidate(*scored(BAD, first=85))["last_game"]["date"] == "2025-10-16"


def test_the_season_before_makes_no_candidate() -> None:
    assert candidates(*last_season(BAD)) == []


def test_incident_rates_have_two_decimals() -> None:
    assert candidate(*history("+++++++++++---"))["bounce_back_rate"] == 0.79


def test_incident_keys_are_those_of_now_and_not_of_either_older_type() -> None:
    found = candidate(*history("+++"))
    renamed = "player_name team tonight_opponent tonight_game_time".split()
    never = "prop_type streak baseline signal_strength".split()
    assert not {*renamed, *never} & found.keys()
    assert list(found["last_game"]) == ["date", "result", "opponent", "margin"]
    assert not {"opp_defense_rank", "current_line"} & found["tonight"].keys()


def test_a_player_is_named_as_his_newest_season_has_him_else_by_his_lookup() -> None:
    assert candidate(*scored(BAD))["player_full_name"] == ANN
    names = (
        registered(season="2025-26", player_name="Ann Ash"),
        registered(season="2024-25", player_name="Anna Ash"),
    )
    assert candidate(*scored(BAD), *names)["player_full_name"] == "Ann Ash"


# His team, and tonight


def test_d24_team_and_opponent_are_those_of_the_newest_game() -> None:
    newest, *rest = scored(BAD)
    traded = msgspec.structs.replace(newest, team_abbr="DEN", opponent_team_abbr="UTA")
    found = candidate(traded, *rest)
    assert (found["team_abbr"], found["last_game"]["opponent"]) == ("DEN", "UTA")
    assert (found["playing_tonight"], found["tonight"]) == (False, None)


def test_d24_who_is_expected_tonight_for_a_new_team_is_of_that_team() -> None:
    new = expected(team_abbr="NYK", opponent_team_abbr="BOS", home_game=False)
    found = candidate(*scored(BAD), new)
    assert found["team_abbr"] == "NYK"
    assert found["tonight"] == {"opponent": "BOS", "game_time": "7:30 PM ET", "home": False}


def test_a_candidate_need_not_play_tonight() -> None:
    quiet = League({ScheduledGame: [scheduled("DET", "CHI")]}, BEFORE, "catboost_v9")
    found = candidate(*scored(BAD), among=quiet)
    assert (found["playing_tonight"], found["tonight"]) == (False, None)


# Never emptier by failure (D6)


def test_without_any_official_line_the_public_document_stays() -> None:
    rows: list[BoxScoreRow] = history("+++")
    good = planned(BOUNCE_BACK, *rows, among=league(as_of=BEFORE))
    (lost,) = planned(BOUNCE_BACK, expected(), among=league(as_of=AFTER))
    assert "no row of nba_analytics.player_game_summary" in lost.lacks
    public = published(good, [lost])
    assert {found["total_candidates"] for found in public.values()} == {1}


def test_a_day_without_candidates_is_normal_and_published() -> None:
    good = planned(BOUNCE_BACK, *history("+++"), among=league(as_of=BEFORE))
    none = planned(BOUNCE_BACK, *scored("10x20"), among=league(as_of=AFTER))
    assert published(good, none)["trends/bounce-back.json"]["total_candidates"] == 0

"""Every incident of tonight's trend plays (trends 10.6), by its number, and what keeps it away."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from publishing.batch_rows import InjuryReport
from publishing.calendar import resolve_date
from publishing.documents import CacheClass, Document
from publishing.exports import EXPORTS
from publishing.exports.tonight_trend_plays import TONIGHT_TREND_PLAYS
from publishing.league import League
from publishing.occasions import HOURLY_TRENDS
from publishing.plan import of_player, of_slate, slates_of
from publishing.rows import BoxScoreRow, Row, ScheduledGame
from publishing.run import Run
from tests.exports.past import OVER, every_other_day, letters, played, sat_out
from tests.exports.planned import planned, published
from tests.exports.rows import (
    AFTER,
    BEFORE,
    CHAMPION,
    DAY,
    Json,
    league,
    player,
    registered,
    reported,
    scheduled,
)
from tests.exports.trend_plays import document, play, plays, with_gaps

POINTER = "trends/tonight-trend-plays.json"
EVENING = datetime(2026, 1, 10, 1, tzinfo=UTC)
"""8 PM Eastern on `DAY`, when UTC has the next date."""

NEXT = DAY + timedelta(days=1)
FRESH = [(24, 3)] * 5 + [(20, 2)] * 5


def run(*rows: Row, day: date = DAY, at: datetime = BEFORE) -> list[Document]:
    games = [scheduled(), scheduled("DET", "BOS", game_id="2", game_date=NEXT)]
    return planned(TONIGHT_TREND_PLAYS, *rows, dates=[day], among=league(*games, as_of=at))


def page(*runs: list[Document]) -> Json:
    return published(*runs)[POINTER]


@pytest.mark.parametrize("hour", [0, 1, 4, 8])
def test_d26_incident_1_evening_runs_switched_the_page_to_tomorrow(hour: int) -> None:
    """`today` was UTC's date: from 7 PM Eastern on it was the next one."""
    at = EVENING.replace(hour=hour)
    assert resolve_date("today", at) == DAY
    tomorrow = run(*letters("OOO"), day=NEXT, at=at)
    assert page(run(*letters("OOO")), tomorrow)["game_date"] == "2026-01-09"
    morning = run(*letters("OOO"), day=NEXT, at=AFTER)
    assert page(run(*letters("OOO")), morning)["game_date"] == "2026-01-10"


def test_d26_incident_2_a_schedule_that_fails_looked_like_a_day_without_games() -> None:
    """Nothing is made of it, and the last good page stays (D6)."""
    the_run = Run("run", EVENING, (DAY,), (TONIGHT_TREND_PLAYS.name,), CHAMPION)
    empty = League({}, EVENING, CHAMPION)
    slates = slates_of(empty, the_run)
    away = {ScheduledGame.table: "503 from the warehouse"}
    his = of_player(player(*letters("OOO"), among=empty), slates, the_run, away, lambda: 0.0)
    pieces = [piece for _, piece in his.pieces]
    found = of_slate(slates[DAY], pieces, the_run, away, lambda: 0.0)
    assert found.documents == []
    (failure,) = found.failures
    assert (failure.table, failure.reason) == (ScheduledGame.table, "503 from the warehouse")


def test_d26_incident_2_times_of_utc_under_easterns_name() -> None:
    assert play(*letters("OOO"))["tonight"]["game_time"] == "7:30 PM ET"


def test_d26_incident_3_did_not_play_was_the_last_game_and_five_games() -> None:
    """Who was injured was tired, momentum saw nulls, and the gaps were wrong."""
    out = [sat_out(1), sat_out(5), sat_out(7, is_dnp=None), sat_out(11, points=0)]
    assert plays(*out, *with_gaps(3, FRESH)) == plays(*with_gaps(3, FRESH))
    surge = every_other_day(*[25] * 5, *[15] * 5)
    assert plays(*out, *surge) == plays(*surge)
    streak = letters("OOO")
    assert plays(*out, *streak) == plays(*streak)


@pytest.mark.parametrize("team", ["BOS", "NYK"])
def test_d24_d26_incident_4_a_traded_player_plays_for_the_team_of_his_newest_game(
    team: str,
) -> None:
    """His games for the old team qualified when it plays tonight, and he was listed twice."""
    old = "NYK" if team == "BOS" else "BOS"
    before = [played(days, team_abbr=old, **OVER) for days in (10, 12, 14, 16)]
    now = [played(days, team_abbr=team, **OVER) for days in (2, 4, 6)]
    (found,) = plays(*before, *now, registered(team_abbr=old))
    assert (found["team_abbr"], found["tonight"]["home"]) == (team, team == "BOS")
    assert found["trend_details"]["streak_length"] == 3
    assert plays(*before, *now[:2]) == []


def test_d24_incident_4_a_player_traded_away_from_tonights_teams_is_not_there() -> None:
    before = [played(days, **OVER) for days in (4, 6, 8, 10, 12)]
    assert plays(*before)[0]["team_abbr"] == "BOS"
    assert plays(*before, played(2, team_abbr="MIA")) == []


def test_d24_incident_4_momentum_is_of_games_for_his_team() -> None:
    surge = every_other_day(*[25] * 5, *[15] * 5)
    moved = [row if n < 9 else played(20, 15, team_abbr="UTA") for n, row in enumerate(surge)]
    assert play(*surge)["trend_type"] == "momentum"
    assert play(*moved) == {}


def test_incident_5_the_gap_of_the_summer_counts_as_rest() -> None:
    """A formula that looks odd stays (D26): there is no upper bound on a gap."""
    games = [(24, 3)] * 4 + [(24, 120)] + [(20, 2)] * 5
    assert play(*with_gaps(3, games))["trend_details"]["sample_games"] == 5


def test_incident_6_injured_players_stay() -> None:
    """The contract has no source of injuries here: a report changes nothing."""
    rows = letters("OOO")
    assert document(*rows, reported(injury_status="out")) == document(*rows)
    assert all(one.row_type is not InjuryReport for one in TONIGHT_TREND_PLAYS.inputs)


def test_incident_7_tiny_averages_stay_and_say_so() -> None:
    """2 to 3 points is +50 %: no threshold is added, both means are beside it."""
    found = play(*every_other_day(*[3] * 5, *[1, 2] * 5))
    assert found["confidence"] == "high"
    details = found["trend_details"]
    assert (details["l5_avg"], details["l15_avg"], details["pct_change"]) == (3.0, 2.0, 50.0)


def test_incident_8_games_and_nobody_listed_over_a_good_page() -> None:
    """Without one box score of anybody a source has failed (D6, D29)."""
    good = run(*letters("OOO"))
    empty = run(registered(), at=EVENING)
    assert BoxScoreRow.table in empty[0].lacks
    assert page(good, empty)["total_trend_plays"] == 1
    nobody = run(*letters("OUO"), at=EVENING)
    assert nobody[0].lacks == ""
    assert page(good, nobody)["total_trend_plays"] == 0


def test_incident_9_a_page_that_only_an_event_made_was_two_days_old() -> None:
    """It is made by the clock, beside the other hourly trends."""
    assert HOURLY_TRENDS in TONIGHT_TREND_PLAYS.cadence
    assert "trends-daily" in TONIGHT_TREND_PLAYS.groups
    assert TONIGHT_TREND_PLAYS in EXPORTS
    assert TONIGHT_TREND_PLAYS.pointer_cache is CacheClass.TRENDS


def test_d26_incident_1_8_a_run_for_an_old_date_never_takes_the_page_back() -> None:
    """Testing `with another date so that production is not overwritten` did just that."""
    today = run(*letters("OOO"), day=NEXT, at=AFTER)
    old = run(*letters("OOO"), at=AFTER + timedelta(hours=1))
    assert page(today, old)["game_date"] == page(old, today)["game_date"] == "2026-01-10"

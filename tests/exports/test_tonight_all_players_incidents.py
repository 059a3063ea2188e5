"""Every incident of `tonight/all-players.json` (core 5.6), by its date, and what keeps it away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from publishing.documents import CacheClass, Document
from publishing.exports.tonight_all_players import TONIGHT_ALL_PLAYERS
from publishing.league import League
from publishing.rows import Row, ScheduledGame
from tests.exports.past import letters, played
from tests.exports.planned import planned, published
from tests.exports.rows import (
    AFTER,
    BEFORE,
    GAME,
    LEAGUE_ID,
    Json,
    boxed,
    expected,
    graded,
    league,
    offered,
    predicted,
    registered,
    reported,
    scheduled,
)
from tests.exports.tonight import card, document

DATED, POINTER = "tonight/2026-01-09.json", "tonight/all-players.json"
FINAL = scheduled(game_status=3, home_team_score=110, away_team_score=98)
RUNNING = scheduled(game_status=2, processed_at="2026-01-10T01:00:00Z")
EVENING = datetime(2026, 1, 10, 1, 30, tzinfo=UTC)


def run(*rows: Row, at: datetime = BEFORE, game: ScheduledGame | None = None) -> list[Document]:
    """What a run at an instant makes of these rows, with the game as it stands."""
    return planned(TONIGHT_ALL_PLAYERS, *rows, among=league(game or scheduled(), as_of=at))


def homepage(*runs: list[Document]) -> Json:
    """The public homepage after these runs."""
    found = published(*runs)
    assert found[DATED] == found[POINTER]
    return found[POINTER]


def caches(documents: list[Document]) -> dict[str, CacheClass]:
    return {target.path: target.cache for one in documents for target in one.targets}


def test_incident_2025_12_28_each_player_five_times_and_games_of_one_team() -> None:
    """Duplicate prediction rows, and a roster without one of the teams."""
    versions = [
        predicted(predicted_points=10 + n, created_at=f"2026-01-09T1{n}:00:00Z") for n in range(5)
    ]
    again = [expected(game_id=LEAGUE_ID), registered(), registered(team_abbr="UTA"), reported()]
    away = expected("bobbay", team_abbr="NYK", opponent_team_abbr="BOS", home_game=False)
    (game,) = document(*versions, expected(), *again, reported(), away)["games"]
    assert [one["player_lookup"] for one in game["players"]] == ["annash", "bobbay"]
    assert {one["team"] for one in game["players"]} == {"BOS", "NYK"}
    assert game["players"][0]["prediction"]["predicted"] == 14.0


def test_incident_2025_12_31_stars_were_out_by_reports_of_months_ago() -> None:
    """The feed was nine days old; who has a line tonight was shown as out."""
    for days in (3, 9, 210):
        day = (BEFORE - timedelta(days=days)).date()
        for of_game in (None, day):
            row = reported(report_date=day, game_date=of_game, injury_status="out")
            found = card(expected(), predicted(), row)
            assert (found["injury_status"], found["has_line"]) == ("available", True)
    today = card(expected(), predicted(), reported(injury_status="out"))
    assert (today["injury_status"], today["has_line"]) == ("out", True)


def test_incident_2026_02_10_no_player_in_any_game_for_two_kinds_of_ids() -> None:
    """The schedule said `0022500551`, the context `20260109_NYK_BOS`."""
    for of_context in (GAME, LEAGUE_ID, "18447123"):
        found = document(expected(game_id=of_context), predicted())
        assert (found["total_players"], found["total_with_lines"]) == (1, 1)
        assert found["games"][0]["game_id"] == GAME
    assert run()[0].lacks, "games without a player may replace nothing"


def test_incident_2026_02_11_200_of_481_players() -> None:
    """Three sources had stopped one behind the other: none but the roster keeps a player out."""
    lookups = [f"player{n}" for n in range(40)]
    found = document(*(expected(lookup) for lookup in lookups))
    assert found["total_players"] == found["games"][0]["player_count"] == 40


def test_incident_2026_02_11_nothing_but_dashes_for_players_with_a_line() -> None:
    """Each game has its own line or none; tonight's 15.5 decides nothing in the past."""
    low_line = {"points_line": "3.5", "over_under_result": "OVER"}
    found = card(
        expected(), predicted(), played(1, 4, **low_line), *letters("-U"), played(9, points=30)
    )
    assert found["last_10_points"] == [4, 20, 9, 30]
    assert found["last_10_lines"] == [3.5, None, 15.5, None]
    assert found["last_10_results"] == ["O", "-", "U", "-"]


def test_incident_2026_02_11_odds_of_199900() -> None:
    """The fix of the day refused only odds between -99 and 99."""
    for price in (199_900, -199_900, 10_001, 50):
        (prop,) = card(expected(), predicted(), offered(odds_american=price))["props"]
        assert prop["over_odds"] is None


def test_incident_2026_02_11_predictions_that_were_withdrawn() -> None:
    """Deactivated and injured-out ones were public."""
    for columns in ({"is_active": False}, {"invalidation_reason": "player_injured_out"}):
        found = document(expected(), predicted(**columns))
        assert (found["total_players"], found["total_with_lines"]) == (1, 0)


def test_incident_2026_02_12_lines_that_came_a_minute_after_the_run() -> None:
    """Two of three games stayed without lines: the next run has them."""
    early = run(expected(), predicted("bobbay"), expected("bobbay"))
    late = run(expected(), predicted("bobbay"), expected("bobbay"), predicted(), at=EVENING)
    assert homepage(early)["total_with_lines"] == 1
    assert homepage(early, late)["total_with_lines"] == 2


def test_incident_2026_02_11_the_page_stood_still_at_the_tip_off() -> None:
    """Its scores were null for good: a run during and one after the game replace it."""
    rows = (expected(), predicted())
    runs = [run(*rows), run(*rows, at=EVENING, game=RUNNING), run(*rows, at=AFTER, game=FINAL)]
    seen = [homepage(*runs[: last + 1])["games"][0] for last in range(3)]
    assert [one["game_status"] for one in seen] == ["scheduled", "in_progress", "final"]
    assert [one["home_score"] for one in seen] == [None, None, 110]


def test_incident_2026_02_21_odds_of_other_markets() -> None:
    """The table has all of them, whatever its name says."""
    for market in ("assists", "rebounds", "blocks", "steals", "threes"):
        other = offered(odds_american=900, market_type=market)
        (prop,) = card(expected(), predicted(), offered(), other)["props"]
        assert prop["over_odds"] == -110


def test_incident_2026_02_22_waiting_for_results_for_ever() -> None:
    """The last refresh was before the box scores: until all is graded no copy is kept long."""
    rows = (expected(), predicted(), boxed())
    waiting, settled = run(*rows, at=AFTER, game=FINAL), run(*rows, graded(), at=AFTER, game=FINAL)
    assert caches(waiting) == {DATED: CacheClass.TONIGHT, POINTER: CacheClass.TONIGHT}
    assert caches(settled) == {DATED: CacheClass.SETTLED, POINTER: CacheClass.TONIGHT}


def test_incident_2026_02_26_a_tick_without_predictions_over_a_good_page() -> None:
    """None after some is a source that failed, not news."""
    good = run(expected(), predicted())
    tick = run(expected(), at=EVENING, game=RUNNING)
    assert homepage(good, tick)["total_with_lines"] == 1
    assert homepage(tick)["total_with_lines"] == 0, "without a better one it is public"


def test_incident_2026_03_01_a_model_in_the_code_that_had_no_rows_any_more() -> None:
    """The champion is a setting."""
    rows = (expected(), predicted(system_id="catboost_v10"))
    for champion, lines in (("catboost_v10", 1), ("catboost_v9", 0)):
        among = League({ScheduledGame: [scheduled()]}, BEFORE, champion)
        assert document(*rows, among=among)["total_with_lines"] == lines


def test_incident_2026_04_28_games_without_players_for_five_days() -> None:
    """The context is made of past games and was empty in the playoffs."""
    good = run(expected(), predicted())
    empty = run(predicted(), at=EVENING, game=RUNNING)
    assert "upcoming_player_game_context" in empty[0].lacks
    assert homepage(good, empty)["total_players"] == 1
    again = run(expected(), predicted(), at=AFTER, game=FINAL)
    assert homepage(good, empty, again)["games"][0]["game_status"] == "final"


@pytest.mark.parametrize("at", [BEFORE, EVENING])
@pytest.mark.parametrize("game", [scheduled(), RUNNING, FINAL])
def test_incident_the_dated_page_was_kept_a_day_while_it_changed(
    at: datetime, game: ScheduledGame
) -> None:
    """A long life only once every game is over and every pick graded, the morning after."""
    found = run(expected(), predicted(), graded(graded_at="2026-01-09T09:00:00Z"), at=at, game=game)
    assert caches(found) == {DATED: CacheClass.TONIGHT, POINTER: CacheClass.TONIGHT}


def test_d26_around_midnight_the_pages_of_two_dates_do_not_take_turns() -> None:
    """Core 5.5: a late game and the next slate wrote one path by two clocks."""
    among = league(RUNNING, scheduled(game_id="2", game_date="2026-01-10"), as_of=EVENING)
    rows = (expected(), predicted())
    tomorrow = planned(
        TONIGHT_ALL_PLAYERS,
        expected(game_date="2026-01-10", game_id="20260110_NYK_BOS"),
        predicted(game_date="2026-01-10", game_id="20260110_NYK_BOS"),
        among=among,
        dates=[(EVENING + timedelta(hours=3)).date()],
    )
    tonight = run(*rows, at=EVENING + timedelta(minutes=3), game=RUNNING)
    for runs in ((tonight, tomorrow), (run(*rows), tomorrow, tonight)):
        found = published(*runs)
        assert found[POINTER]["game_date"] == "2026-01-09"
        assert found["tonight/2026-01-10.json"]["game_date"] == "2026-01-10"

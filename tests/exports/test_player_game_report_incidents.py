"""Every incident and mended defect of the report on a game (core 9.5, 9.6, D3, D25, D26)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from publishing.batch_rows import Grading
from publishing.documents import CacheClass, Document
from publishing.exports.player_game_report import PLAYER_GAME_REPORT
from publishing.identity import TRICODES
from publishing.rows import BoxScoreRow
from tests.exports.past import every_other_day, played, sat_out
from tests.exports.planned import planned, published
from tests.exports.reports import report
from tests.exports.rows import (
    AFTER,
    ANN,
    BEFORE,
    DAY,
    OTHER_GAME,
    boxed,
    defended,
    graded,
    league,
    made,
    player,
    registered,
    scheduled,
    slate,
    zoned,
)

PATH = "players/annash/game-report/2026-01-09.json"
NAMED = frozenset({ANN})


def cached(documents: list[Document]) -> dict[str, CacheClass]:
    return {target.path: target.cache for one in documents for target in one.targets}


def test_d3_a_report_is_settled() -> None:
    assert cached(planned(PLAYER_GAME_REPORT, registered(), boxed())) == {PATH: CacheClass.SETTLED}


@pytest.mark.parametrize(
    ("rows", "error"),
    [([registered()], "Game not found"), ([boxed()], "Player not found"), ([], "Player not found")],
)
def test_incident_an_error_was_kept_for_a_day(rows: list[BoxScoreRow], error: str) -> None:
    documents = planned(PLAYER_GAME_REPORT, *rows, named=NAMED)
    assert cached(documents) == {PATH: CacheClass.TONIGHT}
    found = published(documents)[PATH]
    assert found == {
        "player_lookup": ANN,
        "game_date": "2026-01-09",
        "generated_at": "2026-01-10T15:30:00.000000+00:00",
        "error": error,
        "player_profile": None,
        "opponent_context": None,
        "moving_averages": None,
        "prop_line": None,
        "prediction_angles": {"supporting": [], "against": []},
        "recent_games": [],
        "head_to_head": None,
        "result": None,
    }
    assert list(found)[3:5] == ["error", "player_profile"]


def test_an_error_makes_way_for_the_report_once_there_is_one() -> None:
    before = planned(PLAYER_GAME_REPORT, registered(), as_of=BEFORE, named=NAMED)
    after = planned(PLAYER_GAME_REPORT, registered(), boxed(), graded(), named=NAMED)
    assert published(before)[PATH]["error"] == "Game not found"
    assert published(before, after)[PATH]["result"]["actual"] == 22


def test_nobody_has_an_error_unless_asked_for_by_name() -> None:
    assert planned(PLAYER_GAME_REPORT, registered(), played(2)) == []


def test_there_is_a_report_for_every_box_score_of_the_date() -> None:
    rows = [
        row
        for name in ("annash", "bobbay", "catcay")
        for row in (registered(name), boxed(name, is_dnp=name == "bobbay"))
    ]
    assert set(published(planned(PLAYER_GAME_REPORT, *rows))) == {
        f"players/{name}/game-report/2026-01-09.json" for name in ("annash", "bobbay", "catcay")
    }


def test_every_date_of_a_range_has_its_report() -> None:
    days = [DAY - timedelta(days=2), DAY - timedelta(days=1), DAY]
    found = published(planned(PLAYER_GAME_REPORT, registered(), boxed(), played(2, 9), dates=days))
    assert {path: one["result"]["actual"] for path, one in found.items()} == {
        PATH: 22,
        "players/annash/game-report/2026-01-07.json": 9,
    }


def test_d18_d26_several_gradings_are_one_and_voids_are_none() -> None:
    rows = [
        graded(line_value=line, graded_at=f"2026-01-10T{hour:02}:00:00Z")
        for hour, line in ((9, "14.5"), (11, "17.5"), (10, "16.5"))
    ]
    passed = graded(recommendation="PASS", line_value="20.5", graded_at="2026-01-10T12:00:00Z")
    assert report(*rows, passed)["prop_line"]["line"] == 17.5
    void = graded(is_voided=True, line_value="18.5", prediction_correct=None)
    found = report(void)
    assert (found["prop_line"], found["result"]["margin"]) == (None, None)


def test_a_pick_for_another_game_of_the_date_is_not_the_games() -> None:
    among = league(scheduled(), as_of=AFTER)
    assert report(graded(game_id=OTHER_GAME), among=among)["prop_line"] is None


def test_another_systems_pick_is_not_the_champions() -> None:
    assert (
        report(graded(system_id="ensemble_v1", line_value="30.5"), graded())["prop_line"]["line"]
        == 15.5
    )


def test_d26_the_rank_of_a_defence_is_of_thirty_teams_and_not_of_every_row_ever() -> None:
    teams = sorted(TRICODES - {"NYK"})
    rows = [
        defended(team, analysis_date=f"2025-12-{day:02}", defensive_rating_last_15=100)
        for team in [*teams, "NYK"]
        for day in range(1, 29)
    ]
    newest = [
        defended(team, defensive_rating_last_15=100 + place) for place, team in enumerate(teams)
    ]
    last = defended("NYK", defensive_rating_last_15=140)
    found = report(among=league(*rows, *newest, last, as_of=AFTER))
    assert found["opponent_context"]["opp_def_rank"] == 30


def test_d26_shares_of_shots_are_percent() -> None:
    assert report(zoned())["player_profile"]["shot_profile"] == "balanced"


def test_d17_games_that_he_sat_out_count_nowhere() -> None:
    games = every_other_day(10, 20, 30)
    benched = [sat_out(1), sat_out(3, is_dnp=None), sat_out(5, is_dnp=False)]
    with_them, without = report(*games, *benched), report(*games)
    assert [one["points"] for one in with_them.pop("recent_games")] == [None, 10, None, 20, None]
    del without["recent_games"]
    assert with_them == without


def test_d25_nothing_of_the_game_or_after_it_is_before_it() -> None:
    tomorrow = {"game_date": "2026-01-10", "game_id": "20260110_NYK_BOS"}
    later = [
        boxed(**tomorrow, points=50),
        graded(**tomorrow),
        zoned(analysis_date="2026-01-10", paint_rate_last_10=90),
    ]
    rows = [registered(), boxed(), graded(), zoned(), *every_other_day(10, 20)]
    late = datetime(2026, 1, 12, tzinfo=UTC)
    after = defended(
        "NYK", analysis_date="2026-01-10", defensive_rating_last_15=90, opponent_pace=120
    )
    plain = league(defended("NYK", defensive_rating_last_15=110), as_of=late)
    more = league(defended("NYK", defensive_rating_last_15=110), after, as_of=late)
    assert made(PLAYER_GAME_REPORT, player(*rows, *later, among=more), slate(more)) == made(
        PLAYER_GAME_REPORT, player(*rows, among=plain), slate(plain)
    )


def test_d19_namesakes_have_reports_of_their_own() -> None:
    rows = [
        registered("garypayton", player_name="Gary Payton"),
        registered("garypaytonii", player_name="Gary Payton II"),
        boxed("garypaytonii"),
    ]
    (found,) = published(planned(PLAYER_GAME_REPORT, *rows)).items()
    assert found[0] == "players/garypaytonii/game-report/2026-01-09.json"
    assert found[1]["player_full_name"] == "Gary Payton II"


def test_d9_the_order_of_the_rows_does_not_matter() -> None:
    rows = [registered(), boxed(), *every_other_day(10, 12, 20), graded(), zoned()]
    among = league(as_of=AFTER)
    assert made(PLAYER_GAME_REPORT, player(*rows, among=among), slate(among)) == made(
        PLAYER_GAME_REPORT, player(*reversed(rows), among=among), slate(among)
    )


def test_d6_after_the_games_a_report_lacks_gradings_that_are_nowhere() -> None:
    assert PLAYER_GAME_REPORT.essential(slate(as_of=AFTER)) == (BoxScoreRow, Grading)
    assert PLAYER_GAME_REPORT.essential(slate(as_of=BEFORE)) == (BoxScoreRow,)


def test_it_is_made_on_demand_only() -> None:
    assert PLAYER_GAME_REPORT.when_named
    assert PLAYER_GAME_REPORT.pointers == ()
    assert (PLAYER_GAME_REPORT.job_type, PLAYER_GAME_REPORT.cadence) == (
        "player-game-report",
        (),
    )

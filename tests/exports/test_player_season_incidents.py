"""Every incident and mended defect of a player's season (core 8.5, 8.6, D5, D26)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from publishing.documents import CacheClass
from publishing.exports.player_season import PLAYER_SEASON
from publishing.rows import BoxScoreRow, Row, ScheduledGame
from tests.exports.past import played, sat_out
from tests.exports.planned import planned, published
from tests.exports.rows import (
    AFTER,
    ANN,
    BEFORE,
    DAY,
    Json,
    booked,
    boxed,
    graded,
    league,
    made,
    player,
    registered,
    scheduled,
    slate,
    zoned,
)
from tests.exports.seasons import away, part, season

PATH = "players/annash/season/2025-26.json"


def final(days_ago: int, home: int, road: int, **columns: Any) -> ScheduledGame:
    """The final score of BOS at home against NYK, as it was known on the morning after."""
    day = DAY - timedelta(days=days_ago)
    game: Json = {
        "game_id": f"002250{days_ago:04}",
        "game_date": day,
        "game_status": 3,
        "game_status_text": "Final",
        "home_team_score": home,
        "away_team_score": road,
        "processed_at": f"{day + timedelta(1)}T06:00:00Z",
    }
    return scheduled(**game | columns)


def won(row: Row, *games: ScheduledGame) -> bool:
    found = season(row, among=league(*games))["game_log"][0]["team_won"]
    assert isinstance(found, bool)
    return found


def test_incident_home_was_wrong_for_everybody() -> None:
    """The third part of the standard id is the home team, wherever a tricode stands in it."""
    found = season(played(2), away(4), played(6, game_id="20260103_BOS_NYK", team_abbr="NYK"))
    assert [one["is_home"] for one in found["game_log"]] == [True, False, True]


def test_d26_home_of_a_game_under_the_leagues_id_is_that_of_the_schedule() -> None:
    among = league(final(2, 100, 90))
    row = played(2, game_id="0022500002")
    assert season(row, among=among)["game_log"][0]["is_home"] is True
    assert part("splits", row, among=among)["home"]["games"] == 1


def test_incident_minutes_were_null_until_the_gamebook_was_joined() -> None:
    day = DAY - timedelta(days=2)
    book = booked(game_date=day, game_id="0022500002")
    assert part("averages", played(2, minutes_played=None), book)["minutes"] == 31.5


def test_incident_duplicate_gamebook_rows_inflated_games() -> None:
    day = DAY - timedelta(days=2)
    books = [
        booked(game_date=day, minutes_decimal=minutes, processed_at=f"{day}T{hour:02}:00:00Z")
        for hour, minutes in ((6, "30"), (9, "32.25"), (12, None))
    ]
    found = season(played(2, minutes_played=None), *books)
    assert (found["averages"]["games"], len(found["game_log"])) == (1, 1)
    assert found["game_log"][0]["minutes"] == 32.25


def test_incident_did_not_plays_counted_as_games() -> None:
    rows = [played(1, 20), played(3, 10)]
    benched = [sat_out(2), sat_out(5, is_dnp=None), sat_out(7, is_dnp=False)]
    with_them, without = season(*rows, *benched), season(*rows)
    assert len(with_them.pop("game_log")) == len(without.pop("game_log")) + 3
    assert with_them == without


def test_d26_team_won_is_of_the_scores_of_the_schedule() -> None:
    assert won(played(2), final(2, 101, 100))
    assert not won(played(2), final(2, 100, 101))
    row = played(2, team_abbr="NYK", opponent_team_abbr="BOS")
    assert won(row, final(2, 100, 101))


@pytest.mark.parametrize(
    "columns",
    [
        {"home_team_score": None},
        {"home_team_score": 90},
        {"game_status": 2},
        {"game_status_text": "PPD"},
        {"processed_at": "2026-01-09T20:00:00Z"},
    ],
)
def test_without_a_final_score_that_was_known_nobody_won(columns: Json) -> None:
    assert not won(played(2), final(2, 110, 90, **columns))


def test_d26_past_seasons_absorbed_later_ones() -> None:
    rows = [
        registered(season="2024-25"),
        *(
            graded(
                game_date=day,
                game_id=f"{day.replace('-', '')}_NYK_BOS",
                graded_at=f"{day}T23:00:00Z",
            )
            for day in ("2025-03-01", "2025-10-25", "2024-06-10")
        ),
    ]
    found = made(PLAYER_SEASON, player(*rows), slate(game_date=date(2025, 6, 30)))
    assert found["prop_hit_rates"]["total_recommendations"] == 1
    assert season(*rows[1:])["prop_hit_rates"]["total_recommendations"] == 1


def test_d26_voids_with_no_points_counted_as_unders() -> None:
    void = graded(actual_points=0, is_voided=True, prediction_correct=False)
    assert part("prop_hit_rates", void)["points"]["unders"] == 0
    assert part("prop_hit_rates", void)["total_recommendations"] == 0


def test_d18_several_gradings_of_a_game_are_one() -> None:
    rows = [
        graded(line_value=line, prediction_correct=right, graded_at=f"2026-01-10T{hour:02}:00:00Z")
        for hour, line, right in ((9, "30.5", False), (11, "15.5", True), (10, "28.5", False))
    ]
    rows.append(graded(recommendation="PASS", prediction_correct=None))
    found = part("prop_hit_rates", *rows)
    assert (found["points"]["games"], found["points"]["overs"]) == (1, 1)
    assert (found["total_recommendations"], found["correct"]) == (1, 1)


def test_d26_hardly_anybody_is_an_interior_player() -> None:
    """Shares from 0 to 100 were compared with 0.5."""
    assert part("player_profile", zoned())["shot_profile"] == "balanced"


def test_d24_the_team_is_no_alphabetical_maximum() -> None:
    rows = [played(2, team_abbr="ATL", game_id="20260107_NYK_ATL"), played(9, team_abbr="WAS")]
    assert part("player_profile", *rows)["team_abbr"] == "ATL"


def test_another_systems_gradings_are_not_the_champions() -> None:
    rows = [graded(), graded(system_id="ensemble_v1", prediction_correct=False)]
    assert part("prop_hit_rates", *rows)["total_recommendations"] == 1


def test_d19_namesakes_are_two_players() -> None:
    rows = [
        registered("garypayton", player_name="Gary Payton"),
        registered("garypaytonii", player_name="Gary Payton II"),
        boxed("garypaytonii"),
    ]
    found = published(planned(PLAYER_SEASON, *rows))
    assert {
        path: (one["player_full_name"], len(one["game_log"])) for path, one in found.items()
    } == {
        "players/garypayton/season/2025-26.json": ("Gary Payton", 0),
        "players/garypaytonii/season/2025-26.json": ("Gary Payton II", 1),
    }


def test_who_is_not_in_the_registry_is_not_found_and_has_no_name() -> None:
    found = made(PLAYER_SEASON, player(boxed()), slate())
    assert found == {
        "player_lookup": ANN,
        "season": "2025-26",
        "generated_at": "2026-01-09T18:00:00.000000+00:00",
        "error": "Player not found",
        "player_profile": None,
        "averages": {},
        "current_form": {},
        "key_patterns": [],
        "prop_hit_rates": {},
        "game_log": [],
        "splits": {},
        "monthly": [],
    }
    assert list(found)[3:5] == ["error", "player_profile"]


def test_who_is_registered_for_a_later_season_only_is_not_found() -> None:
    found = made(PLAYER_SEASON, player(registered(season="2026-27")), slate())
    assert found["error"] == "Player not found"


def test_nobody_is_published_as_not_found_unless_asked_for_by_name() -> None:
    assert planned(PLAYER_SEASON, boxed()) == []
    (document,) = planned(PLAYER_SEASON, registered(), named=frozenset({"nobody"}))
    (target,) = document.targets
    assert target.path == "players/nobody/season/2025-26.json"


def test_d5_a_season_is_a_pointer_under_the_trends_cache() -> None:
    (document,) = planned(PLAYER_SEASON, registered(), boxed())
    (target,) = document.targets
    assert (target.path, target.cache, target.moves) == (PATH, CacheClass.TRENDS, True)
    assert document.version.content_date == DAY


def test_d5_an_older_date_of_the_season_replaces_no_newer_one() -> None:
    rows = [registered(), boxed(), played(3)]
    newest = planned(PLAYER_SEASON, *rows)
    older = planned(PLAYER_SEASON, *rows, dates=[DAY - timedelta(days=2)])
    assert published(newest, older)[PATH]["averages"]["games"] == 2


def test_d5_a_range_over_two_seasons_writes_each_season_for_its_newest_date() -> None:
    days = [date(2025, 6, 10), date(2025, 6, 11), DAY - timedelta(days=1), DAY]
    rows = [
        registered(),
        registered(season="2024-25"),
        boxed(),
        boxed(game_date=days[1], game_id="20250611_NYK_BOS", season_year=2024, points=9),
    ]
    found = published(planned(PLAYER_SEASON, *rows, dates=days))
    assert {path: one["averages"]["ppg"] for path, one in found.items()} == {
        PATH: 22.0,
        "players/annash/season/2024-25.json": 9.0,
    }


def test_d25_nothing_after_the_date_is_in_the_season() -> None:
    tomorrow = {"game_date": "2026-01-10", "game_id": "20260110_NYK_BOS"}
    later = [
        boxed(**tomorrow, points=50),
        graded(**tomorrow),
        zoned(analysis_date="2026-01-10", paint_rate_last_10=90),
        booked(**tomorrow),
    ]
    among = league(scheduled(), as_of=datetime(2026, 1, 12, tzinfo=UTC))
    rows = [registered(), boxed(), graded(), zoned()]
    found, plain = (
        made(PLAYER_SEASON, player(*some, among=among), among.slate(DAY))
        for some in ([*rows, *later], rows)
    )
    assert found == plain


def test_d9_the_order_of_the_rows_does_not_matter() -> None:
    games = [*(played(n, 10 + n) for n in range(1, 12)), sat_out(20)]
    rows = [registered(), *games, graded(), zoned()]
    assert made(PLAYER_SEASON, player(*rows), slate()) == made(
        PLAYER_SEASON, player(*reversed(rows)), slate()
    )


def test_d6_a_season_lacks_box_scores_and_nothing_else() -> None:
    for seen in (slate(as_of=BEFORE), slate(as_of=AFTER)):
        assert PLAYER_SEASON.essential(seen) == (BoxScoreRow,)


def test_it_is_made_on_demand_only() -> None:
    assert PLAYER_SEASON.when_named
    assert (PLAYER_SEASON.job_type, PLAYER_SEASON.cadence) == ("player-season", ())

"""Every incident of players' profiles (core 7.6), and what keeps it away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import orjson
import pytest

from publishing.documents import Document
from publishing.exports import BY_NAME
from publishing.exports.declaration import OfPlayer, Parameters
from publishing.exports.player_profile import PLAYER_PROFILE
from publishing.plan import of_player, slates_of
from publishing.player_rows import PlayerRows
from publishing.rows import Row
from publishing.run import Run
from tests.exports.past import played, sat_out
from tests.exports.planned import planned, published
from tests.exports.profiles import LOST, VOIDED, WON, document, predicted_for, times
from tests.exports.rows import (
    ANN,
    BEFORE,
    CHAMPION,
    DAY,
    Json,
    expected,
    league,
    linked,
    noted,
    player,
    players,
    predicted,
    registered,
    scheduled,
    written,
)

SUNDAY, NEXT_SUNDAY = date(2026, 1, 11), date(2026, 1, 18)
ANN_PATH = "players/annash.json"


def at_six(day: date) -> datetime:
    """6 AM Eastern."""
    return datetime(day.year, day.month, day.day, 11, tzinfo=UTC)


def weekly(day: date, *rows: Row) -> list[Document]:
    """What the weekly run of a Sunday makes of these rows."""
    return planned(PLAYER_PROFILE, *rows, dates=[day], among=league(as_of=at_six(day)))


def run_for(*lookups: str, min_games: int = 5) -> Run:
    return Run(
        "run",
        BEFORE,
        (DAY,),
        (PLAYER_PROFILE.name,),
        CHAMPION,
        Parameters(min_games=min_games),
        frozenset(lookups) if lookups else None,
    )


def made_by(run: Run, *found: PlayerRows) -> list[Json]:
    """The documents that a run makes of players."""
    slates = slates_of(league(), run)
    made = [of_player(one, slates, run, {}, lambda: 0.0) for one in found]
    assert not any(one.failures for one in made)
    return [orjson.loads(body.body) for one in made for _, body in one.documents]


# Stale files


def test_incident_profiles_were_62_days_old() -> None:
    """Each week's run writes every profile again, whatever the week before has left."""
    rows = predicted_for(*times(5))
    first = weekly(SUNDAY, *rows, played(2))
    second = weekly(NEXT_SUNDAY, *rows, *predicted_for(WON, first=-6), played(-6), played(2))
    found = published(first, second)[ANN_PATH]
    assert found["summary"]["date_range"]["last"] == "2026-01-15"
    assert found["game_log"][0]["game_date"] == "2026-01-15"


def test_a_week_without_news_for_a_player_is_unchanged_and_not_stale() -> None:
    """Only when it was made differs: it is compared without that, and recorded (D7)."""
    first, second = weekly(SUNDAY, *_alone()), weekly(NEXT_SUNDAY, *_alone())
    assert first[0].digest == second[0].digest
    assert first[0].version < second[0].version


def test_a_backfill_of_an_old_date_moves_no_profile_back() -> None:
    rows = predicted_for(*times(6))
    now, old = weekly(NEXT_SUNDAY, *rows), weekly(SUNDAY, *rows[1:])
    for order in ((now, old), (old, now)):
        assert published(*order)[ANN_PATH]["summary"]["games_predicted"] == 6


# One player


def test_incident_one_failure_ended_the_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    """93 of 514 files were made again."""
    how = PLAYER_PROFILE.made
    assert isinstance(how, OfPlayer)

    def fails_for_bob(one: Any, *others: Any) -> msgspec.Struct | None:
        assert one.player_lookup != "bobbay", "Bob's row is broken"
        return how.document(one, *others)

    broken = replace(PLAYER_PROFILE, made=replace(how, document=fails_for_bob))
    monkeypatch.setitem(BY_NAME, PLAYER_PROFILE.name, broken)
    run = run_for()
    slates = slates_of(league(), run)
    rows = [row for one in (ANN, "bobbay", "cyday") for row in predicted_for(*times(5), lookup=one)]
    found = [of_player(one, slates, run, {}, lambda: 0.0) for one in players(*rows)]
    assert [len(one.documents) for one in found] == [1, 0, 1]
    (failure,) = found[1].failures
    assert (failure.player_lookup, failure.export) == ("bobbay", "player_profile")


def test_incident_one_null_killed_the_batch() -> None:
    """Every column that may be null is, in every row."""
    rows = [
        *(_nulls(row) for row in predicted_for(*times(5))),
        _nulls(played(2)),
        _nulls(sat_out(4)),
        _nulls(expected()),
        _nulls(predicted(), "is_active"),
        _nulls(registered()),
        _nulls(linked()),
    ]
    news = (_nulls(written()), _nulls(noted()))
    found = document(*rows, among=league(scheduled(), *news))
    assert (found["summary"]["games_predicted"], found["summary"]["win_rate"]) == (5, None)
    assert found["interpretation"] == {"sample_size": "Moderate sample size"}
    assert [one["points"] for one in found["game_log"]] == [None, None]
    assert found["recent_news"][0]["published_at"] is None
    assert found["next_game"]["has_prediction"] is True


def test_a_player_of_one_game_has_a_profile_when_he_is_asked_for_by_name() -> None:
    rows = player(*predicted_for(WON), played(1))
    assert made_by(run_for(), rows) == []
    (found,) = made_by(run_for(ANN), rows)
    assert (found["summary"]["games_predicted"], len(found["game_log"])) == (1, 1)
    assert found["splits"]["opponents"] == []
    assert found["our_track_record"]["overall"] == {"wins": 1, "losses": 0, "pct": 1.0}


def test_a_player_who_was_never_predicted_is_made_by_name_alone() -> None:
    rows = player(played(1), registered())
    assert made_by(run_for(min_games=1), rows) == []
    (found,) = made_by(run_for(ANN), rows)
    assert (found["summary"], found["game_log"]) == (None, [])
    assert list(found["interpretation"]) == ["error"]


def test_a_run_for_one_player_makes_no_other() -> None:
    others = players(*predicted_for(*times(5)), *predicted_for(*times(5), lookup="bobbay"))
    assert [one["player_lookup"] for one in made_by(run_for("bobbay"), *others)] == ["bobbay"]


# Results, teams, names


def test_incident_every_game_was_lost() -> None:
    """`win_flag` is false in every row: nothing reads it, the schedule has the score."""
    (read,) = (
        one for one in run_for().reads() if one.row_type.table.endswith("player_game_summary")
    )
    assert "win_flag" not in read.columns
    won = scheduled(
        game_id="2", game_date="2026-01-07", game_status=3, home_team_score=9, away_team_score=8
    )
    found = document(*predicted_for(WON), played(2), among=league(scheduled(), won))
    assert found["game_log"][0]["team_result"] == "W"


def test_incident_a_traded_player_stayed_with_the_team_that_the_alphabet_liked() -> None:
    traded: Json = {"team_abbr": "DEN", "opponent_team_abbr": "UTA", "game_id": "20260107_UTA_DEN"}
    found = document(*predicted_for(*times(3), team_abbr="WAS"), played(2, **traded), played(9))
    assert (found["summary"]["team"], found["summary"]["team_abbr"]) == ("DEN", "DEN")
    newest, before = found["game_log"]
    assert (newest["opponent"], newest["home_game"], before["home_game"]) == ("UTA", True, True)
    assert found["splits"]["location"]["home"]["games"] == 2


def test_a_player_who_changed_his_name_has_that_of_his_newest_season() -> None:
    rows = [
        registered(season="2024-25", player_name="Ann Elm"),
        registered(player_name="Ann Ash"),
        registered(season="2026-27", player_name="Ann Oak"),
    ]
    found = document(*predicted_for(WON), *rows)
    assert (found["player_full_name"], found["summary"]["player_name"]) == ("Ann Ash", "Ann Ash")


def test_players_of_one_name_have_a_profile_each() -> None:
    """Their lookups differ by the suffix, and nothing is joined by a name."""
    father, son = "garytrent", "garytrentjr"
    rows = [
        *predicted_for(*times(5), lookup=father),
        *predicted_for(*times(6, LOST), lookup=son),
        registered(father, player_name="Gary Trent"),
        registered(son, player_name="Gary Trent"),
        played(2, 30, father),
        played(2, 10, son),
    ]
    first, second = made_by(run_for(), *players(*rows))
    assert (first["player_lookup"], second["player_lookup"]) == (father, son)
    assert first["player_full_name"] == second["player_full_name"] == "Gary Trent"
    assert [one["summary"]["correct"] for one in (first, second)] == [5, 0]
    assert [one["game_log"][0]["points"] for one in (first, second)] == [30, 10]


# Rows that came twice, and rows from later


def test_d18_gradings_that_came_twice_count_once() -> None:
    rows = [*predicted_for(WON, LOST, VOIDED), played(2)]
    older = predicted_for(LOST, WON, WON, graded_at="2025-12-01T12:00:00Z")
    by_league = predicted_for(LOST, game_id="0022500540", graded_at="2025-12-01T12:00:00Z")
    among = league(scheduled(), scheduled(game_id="0022500540", game_date="2026-01-08"))
    assert document(*older, *rows, *by_league, among=among) == document(*rows, among=among)


def test_d18_box_scores_that_came_twice_count_once() -> None:
    """They did under two formats of the game's id; the newest row is the game."""
    rows = [*predicted_for(WON), played(2, 30), played(4, 20)]
    again = played(2, 3, game_id="0022500541", processed_at="2026-01-01T00:00:00Z")
    assert document(again, *rows, *rows[1:]) == document(*rows)


def test_d25_nothing_of_a_later_date_is_in_a_profile() -> None:
    rows = [*predicted_for(*times(3)), played(2), expected(), predicted()]
    later = [*predicted_for(LOST, LOST, first=-2), played(-1, 50), sat_out(-3)]
    assert document(*rows, *later) == document(*rows)


def test_d25_what_was_graded_played_or_written_after_the_as_of_is_not_read() -> None:
    run = run_for()
    stamped = {
        read.row_type.table.partition(".")[2]: read.row_type.stamps
        for read in run.reads()
        if read.row_type.stamps
    }
    assert set(stamped) == {
        "news_articles_raw",
        "news_insights",
        "news_player_links",
        "player_game_summary",
        "player_prop_predictions",
        "prediction_accuracy",
        "upcoming_player_game_context",
    }
    assert all(read.as_of == BEFORE for read in run.reads())


def test_incident_the_whole_table_of_gradings_was_read_for_each_player() -> None:
    tables = [read.row_type.table for read in run_for().reads()]
    assert len(tables) == len(set(tables)) == 9
    assert all(name != "player_lookup" for read in run_for().reads() for name, _ in read.equals)


def _alone() -> Sequence[Row]:
    return [*predicted_for(*times(5)), played(2)]


def _nulls(row: Any, *but: str) -> Any:
    """The row with null in every column that can be null."""
    fields = msgspec.structs.fields(type(row))
    nullable = [one.name for one in fields if "None" in str(one.type) and one.name not in but]
    return msgspec.structs.replace(row, **dict.fromkeys(nullable))

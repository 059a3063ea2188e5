"""Every incident of `tonight/player/{player}.json` (core 6.6), and what keeps it away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import orjson
import pytest

from publishing.documents import CacheClass, Document
from publishing.exports import BY_NAME
from publishing.exports.declaration import OfPlayer
from publishing.exports.tonight_player import TONIGHT_PLAYER
from publishing.plan import of_player, slates_of
from publishing.rows import Row
from publishing.run import Run
from publishing.run_record import DocumentFact
from publishing.stale import stale_documents
from tests.exports.past import letters, played, sat_out
from tests.exports.planned import planned, published
from tests.exports.rows import (
    BEFORE,
    CHAMPION,
    DAY,
    Json,
    boxed,
    defended,
    expected,
    fresh,
    league,
    made,
    player,
    players,
    predicted,
    registered,
    reported,
    scheduled,
    slate,
)
from tests.exports.tonights_factors import factors

NEXT, NEXT_NOON = date(2026, 1, 10), datetime(2026, 1, 10, 18, tzinfo=UTC)
ANN_PATH, BOB_PATH = "tonight/player/annash.json", "tonight/player/bobbay.json"
NEXT_GAME: Json = {"game_date": NEXT, "game_id": "20260110_NYK_BOS"}


def run(*rows: Row, day: date = DAY, at: datetime = BEFORE) -> list[Document]:
    """What a run for a date at an instant makes of these rows."""
    games = [scheduled(), scheduled(game_id="2", game_date=NEXT)]
    return planned(TONIGHT_PLAYER, *rows, dates=[day], among=league(*games, as_of=at))


def document(*rows: Row) -> Json:
    return made(TONIGHT_PLAYER, player(expected(), *rows), slate())


def test_incident_a_stars_file_showed_a_game_of_four_years_ago() -> None:
    """A path without a date that was never written again: the next run marks it (D36)."""
    first = run(expected(), expected("bobbay"))
    second = run(expected(**NEXT_GAME), played(2), day=NEXT, at=NEXT_NOON)
    among = league(scheduled(game_id="2", game_date=NEXT), as_of=NEXT_NOON)
    the_run = Run("next", NEXT_NOON, (NEXT,), (TONIGHT_PLAYER.name,), CHAMPION)
    there = [ANN_PATH, BOB_PATH]
    facts = [_written(path) for path in _paths(second)]
    stale = stale_documents(TONIGHT_PLAYER, there, facts, slates_of(among, the_run), the_run)
    found = published(first, second, [one for _, one in stale])
    assert {path: one["game_date"] for path, one in found.items()} == dict.fromkeys(
        there, "2026-01-10"
    )
    assert found[ANN_PATH]["game_context"]["game_id"] == "20260110_NYK_BOS"
    assert found[BOB_PATH]["game_context"] is None
    assert "games_played" not in found[BOB_PATH]


def test_incident_one_null_killed_the_batch() -> None:
    """Every column that may be null is, in every row."""
    rows = [
        _nulls(played(2)),
        _nulls(sat_out(4)),
        _nulls(predicted(), "is_active"),
        _nulls(reported()),
        _nulls(fresh()),
        _nulls(registered()),
        _nulls(defended()),
    ]
    documents = run(_nulls(expected()), *rows[:6])
    assert _paths(documents) == [ANN_PATH]
    assert orjson.loads(documents[0].body)["recent_form"][0]["points"] is None
    assert [one["factor"] for one in factors(rows[6])] == ["opponent_defense"]


def test_incident_one_player_who_fails_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """The batch ended with the first error of anybody."""
    how = TONIGHT_PLAYER.made
    assert isinstance(how, OfPlayer)

    def fails_for_bob(one: Any, *others: Any) -> msgspec.Struct | None:
        assert one.player_lookup != "bobbay", "Bob's row is broken"
        return how.document(one, *others)

    broken = replace(TONIGHT_PLAYER, made=replace(how, document=fails_for_bob))
    monkeypatch.setitem(BY_NAME, TONIGHT_PLAYER.name, broken)
    the_run = Run("run", BEFORE, (DAY,), (TONIGHT_PLAYER.name,), CHAMPION)
    slates = slates_of(league(), the_run)
    rows = (expected(), expected("bobbay"), expected("cyday"))
    found = [of_player(one, slates, the_run, {}, lambda: 0.0) for one in players(*rows)]
    assert [len(one.documents) for one in found] == [1, 0, 1]
    (failure,) = found[1].failures
    assert (failure.player_lookup, failure.export) == ("bobbay", "tonight_player")


def test_incident_minutes_for_one_query_after_the_other() -> None:
    """Seven to ten queries a player: now each table is read once for all of them."""
    the_run = Run("run", BEFORE, (DAY,), (TONIGHT_PLAYER.name,), CHAMPION)
    tables = [read.row_type.table for read in the_run.reads()]
    assert len(tables) == len(set(tables)) == 8
    assert all(name != "player_lookup" for read in the_run.reads() for name, _ in read.equals)


def test_incident_the_slow_files_starved_those_after_them() -> None:
    """Nothing comes after the players' own documents."""
    assert list(BY_NAME).index("tonight_player") > max(
        list(BY_NAME).index(name)
        for name in ("results", "best_bets", "predictions", "tonight_all_players")
    )


def test_incident_a_backfill_of_an_old_date_overwrote_todays_files() -> None:
    """Whenever it runs, and whoever ends last."""
    today = run(expected(**NEXT_GAME), day=NEXT, at=NEXT_NOON)
    backfill = run(expected(), day=DAY, at=datetime(2026, 1, 10, 19, tzinfo=UTC))
    for order in ((today, backfill), (backfill, today)):
        assert published(*order)[ANN_PATH]["game_date"] == "2026-01-10"


def test_incident_two_runs_at_once_left_56_of_80_files() -> None:
    """Of two runs every file is there, as the later one has it, in either order."""
    lookups = [f"player{n}" for n in range(80)]
    rows = [expected(one) for one in lookups]
    picks = [predicted(one) for one in lookups]
    first, second = run(*rows), run(*rows, *picks, at=datetime(2026, 1, 9, 19, tzinfo=UTC))
    for order in ((first, second), (second, first), (first[:56], second, first[56:])):
        found = published(*order)
        assert sorted(found) == sorted(f"tonight/player/{one}.json" for one in lookups)
        assert all(one["prediction"] for one in found.values())


def test_d26_incident_did_not_play_counted_as_a_game_and_as_an_anchor_of_rest() -> None:
    rows = [played(2, 20), sat_out(3), played(5, 10)]
    found = document(*rows)
    assert (found["games_played"], found["quick_numbers"]["last_5_ppg"]) == (2, 15.0)
    assert [one["factor"] for one in factors(*rows, back_to_back=True)] == ["vs_opponent"]


def test_d26_incident_half_points_of_a_margin_stay_cut() -> None:
    """The site reads whole points: the contract keeps them, toward zero."""
    found = document(*letters("OU"))["recent_form"]
    assert [(one["points"], one["line"], one["margin"]) for one in found] == [
        (22, 15.5, 6),
        (9, 15.5, -6),
    ]


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ('{"days_rest": 2}', '{"days_rest": 2}'),
        ('"{\\"days_rest\\": 2}"', '{"days_rest": 2}'),
        ('"\\"{\\\\\\"days_rest\\\\\\": 2}\\""', '{"days_rest": 2}'),
        ("tired", "tired"),
        (None, None),
    ],
)
def test_d26_incident_the_fatigue_context_is_encoded_once(
    stored: str | None, text: str | None
) -> None:
    """JSON text of an object, however often the warehouse has encoded it."""
    found = document(fresh(fatigue_context_json=stored))["fatigue"]
    assert found == {"score": 80.0, "level": "normal", "context": text}


def test_d26_incident_scores_of_80_0_in_sentences() -> None:
    (found,) = factors(fresh(fatigue_score=60))
    assert "60" in found["description"]
    assert "60.0" not in found["description"]


@pytest.mark.parametrize(("day", "of_game"), [("2026-01-06", None), ("2026-01-09", "2026-01-08")])
def test_d26_a_stale_report_or_one_of_another_game_says_nothing(
    day: str, of_game: str | None
) -> None:
    row = reported(report_date=day, game_date=of_game, injury_status="out")
    context = document(row)["game_context"]
    assert (context["injury_status"], context["injury_reason"]) == (None, None)


def test_d3_a_players_document_is_never_kept_for_long() -> None:
    final = scheduled(game_status=3, home_team_score=110, away_team_score=98)
    documents = planned(TONIGHT_PLAYER, expected(), boxed(), among=league(final))
    assert [target.cache for one in documents for target in one.targets] == [CacheClass.TONIGHT]


def test_a_document_of_a_date_that_has_not_begun_takes_no_file_over() -> None:
    tonight = run(expected())
    tomorrow = run(expected(**NEXT_GAME), day=NEXT, at=datetime(2026, 1, 10, 1, tzinfo=UTC))
    assert published(tonight, tomorrow)[ANN_PATH]["game_date"] == "2026-01-09"


def _paths(documents: Sequence[Document]) -> list[str]:
    return [target.path for one in documents for target in one.targets]


def _written(path: str) -> DocumentFact:
    return DocumentFact(path, TONIGHT_PLAYER.name, "written", "new", 0, "", "", "")


def _nulls(row: Row, *but: str) -> Row:
    """The row with null in every column that can be null."""
    fields = msgspec.structs.fields(type(row))
    nullable = [one.name for one in fields if "None" in str(one.type) and one.name not in but]
    return msgspec.structs.replace(row, **dict.fromkeys(nullable))

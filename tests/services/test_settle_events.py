"""`courtside settle --events`: the official rows are there, and the night's topic is told so."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from publishing.services import settle
from publishing.services.outside import LIFE
from publishing.services.settling.night import Settling
from publishing.store import Unavailable
from tests.live.payloads import DAY, final, game, line, pick, poll, predictions, schedule, scheduled
from tests.live.warehouse_rows import predicted
from tests.pipelines.night_events import TOPIC, NotedTopic
from tests.services.handmade import Handmade
from tests.services.test_settle import LINES, PICKS, POLLED, over, ruled

EVENTS = f"--events={TOPIC}"


@pytest.fixture
def night(tmp_path_factory: pytest.TempPathFactory) -> Handmade:
    return Handmade(tmp_path_factory.mktemp("night"))


@pytest.fixture
def topic(monkeypatch: pytest.MonkeyPatch) -> NotedTopic:
    made = NotedTopic()
    monkeypatch.setattr(settle, "LIFE", replace(LIFE, topic={TOPIC: made}.__getitem__))
    return made


def test_a_settled_night_is_told_once_more(
    night: Handmade, topic: NotedTopic, capsys: pytest.CaptureFixture[str]
) -> None:
    night.play(schedule(scheduled()), PICKS, poll(POLLED))
    night.rows([over()], [predicted()], LINES)
    assert night.settle(EVENTS, "--run_id=morning") == 0
    (told,) = topic.told
    assert told == {
        "event": "slate-settled",
        "event_id": f"slate-settled-{DAY}-official-1",
        "game_date": DAY,
        "as_of": "2026-01-10T09:00:00.000000+00:00",
        "run_id": "morning",
        "game": None,
    }
    assert f"event     {told['event_id']}  said to {TOPIC}" in capsys.readouterr().out
    # It may have been lost: the same command says it again, under the same name.
    assert night.settle(EVENTS) == 0
    assert topic.ids == [told["event_id"]] * 2


def test_rows_of_one_game_wait_for_no_other(night: Handmade, topic: NotedTopic) -> None:
    """Incident 27: a game that is stuck; incident 34: the others' results until morning."""
    stuck = game([line(3, "Di Dale", 4)], [], home_code="LAL", away_code="DEN", id=2)
    both = schedule(scheduled(), scheduled("20260109_DEN_LAL", "0022500442"))
    night.play(both, predictions(pick()), poll(POLLED, stuck))
    night.rows([over()], [predicted()], LINES)
    assert night.settle(EVENTS) == 1
    assert topic.ids == [f"game-final-{DAY}-official-1"]


def test_without_official_rows_there_is_nothing_to_tell(night: Handmade, topic: NotedTopic) -> None:
    night.play(schedule(scheduled()), PICKS, poll(final()))
    night.rows([over()], [predicted()])
    assert night.settle(EVENTS) == 1
    assert topic.requests == 0


def test_nobody_is_told_who_was_not_named(night: Handmade, topic: NotedTopic) -> None:
    night.play(schedule(scheduled()), PICKS, poll(POLLED))
    night.rows([over()], [predicted()], LINES)
    assert night.settle() == 0
    assert topic.requests == 0


def test_a_dry_run_tells_nobody(
    night: Handmade, topic: NotedTopic, capsys: pytest.CaptureFixture[str]
) -> None:
    night.play(schedule(scheduled()), PICKS, poll(POLLED))
    night.rows([over()], [predicted()], LINES)
    assert night.settle(EVENTS, "--dry_run") == 0
    assert topic.requests == 0
    assert f"slate-settled-{DAY}-official-1  would be said to" in capsys.readouterr().out


def test_a_document_that_failed_is_not_told_of(
    night: Handmade, topic: NotedTopic, monkeypatch: pytest.MonkeyPatch
) -> None:
    night.play(schedule(scheduled()), PICKS, poll(POLLED))
    night.rows([over()], [predicted()], [ruled("annash", "BOS", 12), *LINES[1:]])
    monkeypatch.setattr(settle, "PATIENCE_SECONDS", 0.3)
    with monkeypatch.context() as patch:

        def away(*_: object) -> None:
            raise Unavailable("the store is away")

        patch.setattr("publishing.adapters.folder.FolderStore.write", away)
        assert night.settle(EVENTS) == 1
    assert topic.requests == 0
    assert night.settle(EVENTS) == 0
    assert topic.ids == [f"slate-settled-{DAY}-official-1"]


def test_a_topic_that_is_away_is_a_failure_that_says_so(
    night: Handmade,
    topic: NotedTopic,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    night.play(schedule(scheduled()), PICKS, poll(POLLED))
    night.rows([over()], [predicted()], LINES)
    monkeypatch.setattr(settle, "PATIENCE_SECONDS", 0.3)
    topic.away = float("inf")
    assert night.settle(EVENTS) == 1
    assert "the topic is away" in capsys.readouterr().err
    # The documents are public all the same.
    assert {one["status"] for one in night.live()["games"]} == {"final"}


@pytest.mark.parametrize("word", ["night", "projects/nba-test/subscriptions/night"])
def test_what_is_no_topic_is_wrong_usage(
    night: Handmade, word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    night.rows()
    assert night.settle(f"--events={word}", now=datetime(2026, 1, 10, 15, tzinfo=UTC)) == 2
    assert "--events: " in capsys.readouterr().err


def test_a_topic_that_is_missing_stops_it_before_it_begins(
    night: Handmade,
    topic: NotedTopic,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    night.play(schedule(scheduled()), PICKS, poll(POLLED))
    night.rows([over()], [predicted()], LINES)
    monkeypatch.setattr(topic, "problem", lambda: "the topic x does not exist: create it")

    def never(_: Settling) -> None:
        raise AssertionError("it began")

    monkeypatch.setattr(Settling, "run", never)
    assert night.settle(EVENTS) == 2
    assert "the topic x does not exist: create it" in capsys.readouterr().err

"""The live job says what happens in a night: after its documents, once, and to its end."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import orjson
import pytest

from pipelines import live
from pipelines.config import live_options
from publishing.adapters.folder import FolderStore
from publishing.bad_options import BadOptions
from publishing.patience import FIRST_WAIT_SECONDS
from publishing.store import Unavailable
from tests.pipelines.night_events import TOPIC, NotedTopic, expected_ids
from tests.pipelines.runs import Night, Run, write
from transforms import announce

EVENTS = f"--events={TOPIC}"


@pytest.fixture(autouse=True)
def restart() -> Iterator[Any]:
    """Forgets what this process has said, as one that is started does."""

    def forget() -> None:
        announce._SAID.clear()
        announce._KEPT.clear()

    forget()
    yield forget
    forget()


@pytest.fixture
def topic(monkeypatch: pytest.MonkeyPatch) -> NotedTopic:
    """The topic of the job, in this process."""
    made = NotedTopic()
    monkeypatch.setattr(announce, "_topic", lambda path: made if path == TOPIC else None)
    monkeypatch.setattr(live, "Topic", lambda path: made if path == TOPIC else None)
    return made


def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """The job has less patience with its topic than the first wait of a second request."""
    short = partial(announce.AnnounceSettings, patience_seconds=FIRST_WAIT_SECONDS * 0.9)
    monkeypatch.setattr(live, "AnnounceSettings", short)


def test_a_night_is_told_from_its_start_to_its_end(
    simulated_night: Night, tmp_path: Path, topic: NotedTopic
) -> None:
    run = Run(tmp_path)
    public = run.output / "live" / f"{simulated_night.day}.json"

    def documents_first(message: Any) -> None:
        scores = orjson.loads(public.read_bytes())
        finals = {
            f"{simulated_night.day:%Y%m%d}_{one['away_team']}_{one['home_team']}"
            for one in scores["games"]
            if one["status"] == "final"
        }
        if message["event"] == "game-final":
            assert message["game"] in finals, "it is told before it is public"
        if message["event"] == "slate-settled":
            assert len(finals) == scores["total_games"]

    topic.look = documents_first
    counters = run.go(simulated_night, EVENTS, "--run_id=night-1")
    expected = expected_ids(simulated_night)
    assert sorted(topic.ids) == sorted(expected)
    assert (topic.ids[0], topic.ids[-1]) == (expected[0], expected[-1])
    assert counters["live/announced"] == len(expected)
    assert {one["run_id"] for one in topic.told} == {"night-1"}
    assert {one["game_date"] for one in topic.told} == {str(simulated_night.day)}
    moments = [one["as_of"] for one in topic.told]
    assert moments == sorted(moments)
    assert len(set(moments)) > 2, "all was told at the end"
    assert run.letters() == []


def test_a_replay_tells_nobody_unless_it_is_asked_to(
    simulated_night: Night, tmp_path: Path, topic: NotedTopic
) -> None:
    counters = Run(tmp_path).go(simulated_night)
    assert topic.requests == 0
    assert "live/announced" not in counters


def test_a_restarted_job_says_it_all_again_under_the_same_names(
    simulated_night: Night, tmp_path: Path, topic: NotedTopic, restart: Any
) -> None:
    lines = simulated_night.lines()
    run = Run(tmp_path)
    half = write(tmp_path / "half.jsonl.gz", lines[: int(len(lines) * 0.9)])
    run.go(simulated_night, EVENTS, "--run_id=one", file=half)
    first = set(topic.ids)
    assert 1 < len(first) < len(expected_ids(simulated_night))
    topic.told.clear()
    restart()
    run.go(simulated_night, EVENTS, "--run_id=one")
    assert sorted(topic.ids) == sorted(expected_ids(simulated_night))
    assert first < set(topic.ids)


def test_order_and_doubles_change_nothing_of_what_is_told(
    simulated_night: Night, tmp_path: Path, topic: NotedTopic
) -> None:
    lines = simulated_night.lines()
    doubled = write(tmp_path / "d.jsonl.gz", [line for line in reversed(lines) for _ in range(2)])
    Run(tmp_path).go(simulated_night, EVENTS, file=doubled)
    assert sorted(topic.ids) == sorted(expected_ids(simulated_night))


def test_a_topic_that_stumbles_is_asked_again(
    simulated_night: Night, tmp_path: Path, topic: NotedTopic
) -> None:
    topic.away = 2
    run = Run(tmp_path)
    run.go(simulated_night, EVENTS)
    assert sorted(topic.ids) == sorted(expected_ids(simulated_night))
    assert run.letters() == []


def test_a_topic_that_is_away_costs_no_document_and_nothing_is_lost(
    simulated_night: Night,
    tmp_path: Path,
    topic: NotedTopic,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plain = Run(tmp_path / "plain")
    plain.folder.mkdir()
    plain.go(simulated_night)
    _hurry(monkeypatch)
    topic.away = 4
    run = Run(tmp_path / "run")
    run.folder.mkdir()
    counters = run.go(simulated_night, EVENTS)
    assert run.documents() == plain.documents()
    assert run.flushes() == plain.flushes()
    # The next flushes said what that one could not.
    assert sorted(topic.ids) == sorted(expected_ids(simulated_night))
    assert counters["live/announced"] == len(topic.ids)
    letters = run.letters()
    assert {one["stage"] for one in letters} == {"announce"}
    kept = [orjson.loads(one["body"])["event_id"] for one in letters]
    assert len(kept) == len(set(kept)), "a letter for each flush"
    assert f"slate-started-{simulated_night.day}" in kept
    assert all("the topic is away" in one["reason"] for one in letters)


def test_a_topic_that_never_comes_back_leaves_one_letter_of_each(
    simulated_night: Night,
    tmp_path: Path,
    topic: NotedTopic,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _hurry(monkeypatch)
    topic.away = float("inf")
    run = Run(tmp_path)
    counters = run.go(simulated_night, EVENTS)
    assert topic.told == []
    assert "live/announced" not in counters
    kept = [orjson.loads(one["body"])["event_id"] for one in run.letters()]
    assert sorted(kept) == sorted(expected_ids(simulated_night))
    scores = orjson.loads(run.documents()[f"live/{simulated_night.day}.json"])
    assert {one["status"] for one in scores["games"]} == {"final"}


def test_nothing_is_told_of_documents_that_were_not_published(
    simulated_night: Night, tmp_path: Path, topic: NotedTopic, monkeypatch: pytest.MonkeyPatch
) -> None:
    dated = f"live/{simulated_night.day}.json"
    write_one = FolderStore.write
    refused: list[str] = []

    def write(self: Any, path: str, *more: Any) -> Any:
        if path == dated and len(refused) < 20:
            refused.append(path)
            raise Unavailable("the store is away")
        return write_one(self, path, *more)

    monkeypatch.setattr(live, "BUDGET_SECONDS", 0.5)
    monkeypatch.setattr(FolderStore, "write", write)
    seen: list[int] = []
    topic.look = lambda _: seen.append(len(refused))
    run = Run(tmp_path)
    run.go(simulated_night, EVENTS)
    assert [one for one in run.letters() if one["stage"] == "publish"]
    assert seen
    assert set(seen) == {20}, "it was told before a document was public"
    assert sorted(topic.ids) == sorted(expected_ids(simulated_night))


@pytest.mark.parametrize("word", ["nba-phase6-live-events", "projects/p", "gs://a/b"])
def test_what_is_no_topic_is_said_at_once(word: str) -> None:
    given = ["--source=replay:n", "--warehouse=parquet:w", "--output=o", f"--events={word}"]
    with pytest.raises(BadOptions, match=f"--events: '{word}' is not known"):
        live_options(given)


def test_a_topic_that_is_missing_is_said_before_the_night(
    simulated_night: Night,
    tmp_path: Path,
    topic: NotedTopic,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(topic, "problem", lambda: "the topic x does not exist: create it")
    assert live.main(Run(tmp_path).arguments(simulated_night, EVENTS)) == 2
    assert "error: the topic x does not exist: create it" in capsys.readouterr().err
    assert not (tmp_path / "out" / "live").exists()


def test_a_dry_run_names_the_topic(
    simulated_night: Night, tmp_path: Path, topic: NotedTopic, capsys: pytest.CaptureFixture[str]
) -> None:
    assert live.main(Run(tmp_path).arguments(simulated_night, EVENTS, "--dry_run")) == 0
    assert f"Says what happens in the night to {TOPIC}." in capsys.readouterr().out
    assert topic.requests == 0

"""Each thing that the monitor does to mend, once and twice, and while its places are away."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from publishing.adapters.jobs import Running
from publishing.operating.claims import taken
from publishing.operating.findings import (
    DrainLive,
    Heal,
    Rerun,
    RestartFeeder,
    Send,
    Settle,
    StartFeeder,
    StartLive,
)
from publishing.operating.messages import ExportTrigger, PlayersTrigger, read_trigger
from publishing.operating.requests import Request, request_of
from publishing.patience import Timing
from publishing.services.monitoring.mending import Mending
from publishing.services.nightly import NightJobs, NightPlaces, feeder_name, live_name
from publishing.services.state import State, claim_key, state_at
from publishing.store import Unavailable

DAY = date(2026, 2, 11)
NOW = datetime(2026, 2, 12, 1, tzinfo=UTC)
PLACES = NightPlaces(
    source="projects/p-test/subscriptions/live",
    archive="gs://private/archive",
    feed="projects/p-test/topics/nba-live-boxscores",
    events="projects/p-test/topics/nba-phase6-live-events",
    output="gs://public/v1",
    warehouse="bigquery:p-test",
    dead_letters="gs://private/dead",
    dead_letter_bodies=None,
    champion="catboost_v9",
    flush_seconds=90,
)


@dataclass
class Jobs:
    """A launcher in memory; one that is `away` answers nothing."""

    running: set[str] = field(default_factory=set)
    launched: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    away: bool = False

    def launch(self, template: str, name: str, parameters: Mapping[str, str]) -> bool:
        self._answer()
        if name in self.running:
            return False
        self.running.add(name)
        self.launched.append((template, name, dict(parameters)))
        return True

    def state(self, name: str) -> Running | None:
        self._answer()
        return Running(name, "running", None) if name in self.running else None

    def drain(self, name: str) -> bool:
        self._answer()
        there = name in self.running
        self.running.discard(name)
        return there

    def problem(self, templates: Sequence[str]) -> list[str]:
        return []

    def _answer(self) -> None:
        if self.away:
            raise Unavailable("Dataflow does not answer")


@dataclass
class Topic:
    """A topic in memory."""

    sent: list[dict[str, object]] = field(default_factory=list)
    away: bool = False

    def publish(self, data: bytes, attributes: Mapping[str, str]) -> str:
        if self.away:
            raise Unavailable("Pub/Sub does not answer")
        self.sent.append(json.loads(data))
        return "1"


@pytest.fixture
def jobs() -> Jobs:
    return Jobs()


@pytest.fixture
def topic() -> Topic:
    return Topic()


@pytest.fixture
def state(tmp_path: Path) -> State:
    return state_at(str(tmp_path), Timing(lambda: 0.0, lambda _: None, 1.0))


@pytest.fixture
def mending(jobs: Jobs, topic: Topic, state: State) -> Mending:
    night = NightJobs(jobs, PLACES)
    return Mending(state, night, topic, lambda day: f"settled {day}", lambda: NOW)


def test_the_live_job_is_started_once_with_all_that_it_needs(mending: Mending, jobs: Jobs) -> None:
    assert "was started" in mending.mend(StartLive(DAY))
    assert "is there" in mending.mend(StartLive(DAY))
    [(template, name, told)] = jobs.launched
    assert (template, name) == ("live", live_name(DAY))
    assert told == {
        "template": "live",
        "source": PLACES.source,
        "output": PLACES.output,
        "archive": PLACES.archive,
        "dead_letters": PLACES.dead_letters,
        "champion_system": PLACES.champion,
        "flush_interval_seconds": "90",
        "events": PLACES.events,
    }


def test_the_feeder_is_started_for_its_date(mending: Mending, jobs: Jobs) -> None:
    mending.mend(StartFeeder(DAY))
    [(template, name, told)] = jobs.launched
    assert (template, name, told["date"]) == ("feeder", feeder_name(DAY), "2026-02-11")


def test_a_feeder_is_ended_before_it_is_started_anew(mending: Mending, jobs: Jobs) -> None:
    jobs.running.add(feeder_name(DAY))
    assert "started anew" in mending.mend(RestartFeeder(DAY))
    assert [name for _, name, _ in jobs.launched] == [feeder_name(DAY)]


def test_a_live_job_that_is_drained_is_asked_once(mending: Mending, jobs: Jobs) -> None:
    jobs.running.add(live_name(DAY))
    assert "asked to end" in mending.mend(DrainLive(DAY))
    assert "is not there" in mending.mend(DrainLive(DAY))


def test_a_night_is_settled_by_the_command(mending: Mending) -> None:
    assert mending.mend(Settle(DAY)) == "settled 2026-02-11"


def _begun(state: State, what: bytes, key: str) -> None:
    long_ago = NOW - timedelta(hours=1)
    state.claims.change(key, lambda found: taken(found, what, "owner", long_ago))


@pytest.mark.parametrize(
    "message",
    [
        ExportTrigger(("tonight", "streaks"), "2026-02-11", upstream_batch_id="b"),
        ExportTrigger(("trends-daily",), "2026-02-11", update_latest=True),
        PlayersTrigger(players=True, min_games=7),
    ],
)
def test_a_silent_run_is_asked_for_as_the_same_run(
    mending: Mending, topic: Topic, state: State, message: ExportTrigger | PlayersTrigger
) -> None:
    request = request_of(message, "m", NOW)
    key = claim_key(*request.key)
    _begun(state, msgspec.json.encode(request), key)
    mending.mend(Rerun(key))
    [body] = topic.sent
    found = request_of(read_trigger(json.dumps(body).encode()), "another", NOW)
    assert found.key == request.key
    assert (found.min_games, found.exports) == (request.min_games, request.exports)
    claim = state.claims.get(key)
    assert claim is not None
    assert claim.lapsed(NOW), "the next delivery may begin at once"


def test_a_silent_orchestrator_is_helped_out_and_done(
    mending: Mending, topic: Topic, state: State
) -> None:
    body = ExportTrigger(("tonight",), "2026-02-11", upstream_batch_id="b")
    _begun(state, msgspec.json.encode(body), "k")
    mending.mend(Rerun("k"))
    assert [one["upstream_batch_id"] for one in topic.sent] == ["b"]
    claim = state.claims.get("k")
    assert claim is not None
    assert claim.state == "done"


def test_a_run_that_ended_in_the_meantime_is_left_alone(mending: Mending, topic: Topic) -> None:
    assert mending.mend(Rerun("nobody")) == "it has ended by itself"
    assert topic.sent == []


EVERY: list[Heal] = [
    StartLive(DAY),
    StartFeeder(DAY),
    RestartFeeder(DAY),
    DrainLive(DAY),
    Send(ExportTrigger(("tonight",), "today")),
]


@pytest.mark.parametrize("heal", EVERY, ids=lambda heal: type(heal).__name__)
def test_what_is_away_is_said_and_stops_no_round(
    mending: Mending, jobs: Jobs, topic: Topic, heal: Heal
) -> None:
    jobs.away = topic.away = True
    assert "could not be done" in mending.mend(heal)
    assert jobs.launched == []


def test_a_silent_run_whose_message_cannot_be_sent_stays_open(
    mending: Mending, topic: Topic, state: State
) -> None:
    request = request_of(ExportTrigger(("tonight",), "2026-02-11"), "m", NOW)
    key = claim_key(*request.key)
    _begun(state, msgspec.json.encode(request), key)
    topic.away = True
    assert "could not be done" in mending.mend(Rerun(key))
    claim = state.claims.get(key)
    assert claim is not None
    assert not claim.over
    assert msgspec.json.decode(claim.what, type=Request) == request

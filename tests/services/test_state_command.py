"""`courtside state`: what is remembered, in words, and what is released; folder and bucket."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import google.cloud.storage as storage
import msgspec
import pytest
from google.auth.credentials import AnonymousCredentials

from publishing import cli
from publishing.adapters import places
from publishing.adapters.objects import object_store
from publishing.calendar import format_instant
from publishing.exports import EXPORTS
from publishing.operating.claims import LEASE, MOST_ATTEMPTS, Claim, done, launched, renewed, taken
from publishing.operating.episodes import Episode
from publishing.operating.gates import Gate, opens, sent
from publishing.operating.marks import Mark
from publishing.operating.messages import ExportTrigger, read_trigger
from publishing.operating.requests import request_of
from publishing.patience import Timing
from publishing.services import state_command
from publishing.services.state import State, Watch, claim_key, episode_key, state_at
from tests.servers import gcs_server

NOW = datetime(2026, 2, 11, 18, tzinfo=UTC)
TODAY, LONG_AGO = "2026-02-11", "2026-01-11"
MINUTE = timedelta(minutes=1)


@dataclass
class Place:
    """A place with a state, and the command over it."""

    where: str
    state: State
    capsys: pytest.CaptureFixture[str]

    def run(self, *words: str, now: datetime = NOW) -> tuple[int, str, str]:
        code = state_command.main([*words, f"--state={self.where}"], now)
        said = self.capsys.readouterr()
        return code, said.out, said.err

    def asked(self, day: str = TODAY) -> str:
        """A run of results that began a minute ago; its key."""
        key, what = request(day)
        self.change(key, lambda one: taken(one, what, "one", NOW - MINUTE / 2))
        return key

    def given_up(self, day: str = TODAY) -> str:
        key, what = request(day)
        for attempt in range(MOST_ATTEMPTS + 1):
            at = NOW - 10 * MINUTE + attempt * LEASE
            self.change(key, lambda one, at=at: taken(one, what, "one", at))  # type: ignore[misc]
        return key

    def change(self, key: str, step: Callable[[Claim | None], Claim | None]) -> None:
        self.state.claims.change(key, step)

    def waits(self, name: str = "results", **more: Any) -> Gate:
        gate = Gate(
            name,
            TODAY,
            ("nba_predictions.prediction_accuracy",),
            "no gradings yet",
            ExportTrigger(export_types=("results",), target_date=TODAY),
            format_instant(NOW - 60 * MINUTE),
            format_instant(NOW - 60 * MINUTE),
        )
        gate = msgspec.structs.replace(gate, **more)
        self.state.gates.change(gate.key, lambda _: gate)
        return gate


def request(day: str) -> tuple[str, bytes]:
    """A run of results: the key of its claim, and what the claim stands for."""
    message = ExportTrigger(
        export_types=("results",), target_date=day, upstream_batch_id="batch-7", correlation_id="c"
    )
    found = request_of(message, "17", NOW)
    return claim_key(*found.key), msgspec.json.encode(found)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    with gcs_server() as address:
        storage.Client(
            project="test",
            credentials=AnonymousCredentials(),  # type: ignore[no-untyped-call]
            client_options={"api_endpoint": address},
        ).create_bucket("private")
        yield address


@pytest.fixture(params=["folder", pytest.param("bucket", marks=pytest.mark.integration)])
def place(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Iterator[Place]:
    if request.param == "folder":
        where = str(tmp_path / "state")
        (tmp_path / "state").mkdir()
    else:
        monkeypatch.setenv("STORAGE_EMULATOR_HOST", request.getfixturevalue("server"))
        where = f"gs://private/{tmp_path.name}/state"
    places._client.cache_clear()
    yield Place(where, state_at(where, Timing(time.monotonic, time.sleep, 5)), capsys)
    places._client.cache_clear()


def test_nothing_is_kept(place: Place) -> None:
    code, out, err = place.run("list", "claims", "gates", "episodes")
    assert (code, out) == (0, "claims:\n  none\ngates:\n  none\nepisodes:\n  none\n")
    assert err == "note: the monitor has made no round here\n"
    code, out, _ = place.run("list", "marks")
    assert code == 0
    assert [line.split() for line in out.splitlines()[1:]] == [
        [export.name, "never", "made"] for export in EXPORTS
    ]


def test_claims_say_how_their_runs_stand(place: Place) -> None:
    what = b"{}"
    at, ago = NOW - 20 * MINUTE, NOW - 2 * MINUTE
    for name in ("a", "b", "c", "d"):
        place.change(f"{TODAY}/{name}/1", lambda one: taken(one, what, "own", at))
    place.change(f"{TODAY}/a/1", lambda one: done(one, "partial", ago))
    place.change(f"{TODAY}/b/1", lambda one: launched(one, "own", "job-b", ago))
    place.change(f"{TODAY}/c/1", lambda one: renewed(one, "own", NOW))
    _, out, _ = place.run("list", "claims")
    lines = [" ".join(line.split()) for line in out.splitlines()]
    since = "attempt 1 owner own since 2026-02-11T17:40:00Z"
    assert lines == [
        "claims:",
        f"{TODAY}/a/1 done: partial {since}, ended 2026-02-11T17:58:00Z",
        f"{TODAY}/b/1 launched {since}, lease until 2026-02-11T18:43:00Z job job-b",
        f"{TODAY}/c/1 running {since}, lease until 2026-02-11T18:01:00Z",
        f"{TODAY}/d/1 silent {since}, lease until 2026-02-11T17:41:00Z",
    ]
    key = place.given_up()
    _, out, _ = place.run("list", "claims", "--json")
    said = [json.loads(line) for line in out.splitlines()]
    assert [one["stands"] for one in said] == ["done", "launched", "running", "silent", "given up"]
    assert {one["kind"] for one in said} == {"claims"}
    assert said[-1]["key"] == key
    assert said[-1]["value"]["what"]["batch"] == "batch-7"
    assert said[-1]["value"]["reason"] == "begun 4 times without an end"


def test_gates_say_why_they_wait_and_when_they_are_tried(place: Place) -> None:
    place.waits("predictions", tables=())
    once = sent(place.waits(), NOW - MINUTE)
    place.state.gates.change(once.key, lambda _: once)
    place.waits("streaks", closed_at=format_instant(NOW - timedelta(hours=49)), tries=3)
    _, out, _ = place.run("list", "gates")
    lines = [" ".join(line.split()) for line in out.splitlines()]
    since = "since 2026-02-11T17:00:00Z"
    rows = "needs rows of nba_predictions.prediction_accuracy no gradings yet"
    assert lines[1:] == [
        f"{TODAY}/predictions waits, {since} tried in the next round sent never needs no rows "
        "no gradings yet",
        f"{TODAY}/results waits, {since} tried from 2026-02-11T18:04:00Z sent once {rows}",
        f"{TODAY}/streaks waits too long, since 2026-02-09T17:00:00Z tried in the next round "
        f"sent 3 times {rows}",
    ]


def test_marks_say_their_age_against_their_limit(place: Place) -> None:
    limited = next(export for export in EXPORTS if export.limit_hours is not None)
    unlimited = next(export for export in EXPORTS if export.limit_hours is None)
    limit = timedelta(hours=limited.limit_hours or 0)
    for export in (limited, unlimited):
        at = format_instant(NOW - limit)
        mark = Mark(export.name, TODAY, at, "run-1", at, 18, 3)
        place.state.marks.change(export.name, lambda _, mark=mark: mark)  # type: ignore[misc]
    code, out, _ = place.run("list", "marks", "--json")
    by_key = {one["key"]: one for one in map(json.loads, out.splitlines())}
    assert code == 0
    assert by_key.keys() == {export.name for export in EXPORTS}
    found = by_key[limited.name]
    assert (found["stands"], found["age_hours"]) == ("made", limited.limit_hours)
    assert found["limit_hours"] == limited.limit_hours
    assert by_key[unlimited.name]["limit_hours"] is None
    assert sum(one["stands"] == "never made" for one in by_key.values()) == len(EXPORTS) - 2
    _, out, _ = place.run("list", "marks", now=NOW + timedelta(hours=1, minutes=30))
    lines = {line.split()[0]: " ".join(line.split()) for line in out.splitlines()[1:]}
    hours = f"{(limited.limit_hours or 0) + 1.5} hours old"
    assert f" too old {hours}, limit {limited.limit_hours} of {TODAY} as of " in lines[limited.name]
    assert lines[limited.name].endswith("18 documents, 3 written run run-1")
    assert f" made {hours}, no limit of " in lines[unlimited.name]


def test_episodes_say_who_knows(place: Place) -> None:
    since, told = format_instant(NOW - 30 * MINUTE), format_instant(NOW - 20 * MINUTE)
    first = Episode("late/results", "error", "An export is late", "41 hours", since, quiet=False)
    heals = (since, told)
    for episode in (
        first,
        msgspec.structs.replace(first, key="b", told_at=told, heals=heals),
        msgspec.structs.replace(first, key="c", untold="the address\x1b[2J is gone"),
        msgspec.structs.replace(first, key="d", quiet=True, heals=heals[:1]),
    ):
        place.state.episodes.change(episode_key(episode.key), lambda _, one=episode: one)  # type: ignore[misc]
    place.state.rounds.change("monitor", lambda _: Watch(since, told))
    _, out, err = place.run("list", "episodes")
    lines = {line.split()[0]: " ".join(line.split()) for line in out.splitlines()[1:]}
    at = "2026-02-11T17:30:00Z", "2026-02-11T17:40:00Z"
    begins, ends = "error since 2026-02-11T17:30:00Z", "An export is late: 41 hours"
    assert lines == {
        "late/results": f"late/results {begins} mended never told next {ends}",
        "b": f"b {begins} mended 2 times, last {at[1]} told {at[1]} {ends}",
        "c": f"c {begins} mended never could not be told: the address\\x1b[2J is gone {ends}",
        "d": f"d {begins} mended once, last {at[0]} not told yet: a quiet matter {ends}",
    }
    assert err == "note: the monitor's newest round was at 2026-02-11T17:40:00Z\n"
    # An episode has the key of its finding, as the alert has it.
    code, out, _ = place.run("show", "late/results")
    assert (code, json.loads(out)["subject"]) == (0, "An export is late")


def test_only_claims_and_gates_of_a_date_are_listed(place: Place) -> None:
    today, before = place.asked(), place.given_up(LONG_AGO)
    place.waits()
    _, out, _ = place.run("list", "claims", "gates", "--date=today")
    assert today in out
    assert f"{TODAY}/results" in out
    assert before not in out
    _, out, _ = place.run("list", "gates", "claims", f"--date={LONG_AGO}")
    assert out.startswith("claims:\n")
    assert before in out
    assert today not in out
    assert out.endswith("gates:\n  none\n")


def test_what_cannot_be_read_hides_nothing_else(place: Place) -> None:
    place.waits()
    place.state.marks.change("results", lambda _: Mark("results", TODAY, "x", "run-1", "x", 1, 1))
    broken = f"{TODAY}/broken"
    object_store(place.where).write(f"gates/{broken}.json", b"{}", 0)
    code, out, err = place.run("list")
    assert code == 1
    assert f"error: gates/{broken}.json is no object of this kind" in err
    assert f"{TODAY}/results" in out
    assert "age unknown, limit " in out
    code, out, err = place.run("show", broken)
    assert (code, out) == (1, "")
    assert err.startswith(f"error: gates/{broken}.json is no object of this kind")


def test_a_value_is_shown_as_json(place: Place) -> None:
    gate = place.waits()
    for key in (gate.key, f"gates/{gate.key}"):
        code, out, _ = place.run("show", key)
        assert code == 0
        assert msgspec.json.decode(out, type=Gate) == gate
    for nothing in ("nowhere", "claims/nowhere", "marks/2026-02-11/results", "../x", "claims/"):
        code, out, err = place.run("show", nothing)
        assert (code, out) == (1, "")
        assert err == f"error: nothing is kept as {nothing} at {place.where}: `list` says what is\n"


def test_a_key_of_several_kinds_is_asked_back(place: Place) -> None:
    gate = place.waits()
    key, what = gate.key, b"{}"
    place.change(key, lambda one: taken(one, what, "own", NOW))
    code, _, err = place.run("show", key)
    assert code == 1
    assert err == f"error: {key} is several things: write claims/{key} or gates/{key}\n"
    assert place.run("show", f"claims/{key}")[0] == 0


def next_delivery(place: Place, key: str, now: datetime) -> Claim:
    _, claim = place.state.claims.change(key, lambda one: taken(one, b"{}", "next", now))
    assert claim is not None
    return claim


def test_a_claim_that_was_given_up_is_begun_again_at_once(place: Place) -> None:
    key = place.given_up()
    assert next_delivery(place, key, NOW).state == "given up"
    code, out, _ = place.run("release", key)
    assert code == 0
    first, then = out.splitlines()
    assert first == (
        f"released {key}, which was given up: begun 4 times without an end: "
        "the next delivery of its message makes it"
    )
    said, command = then.split("; by hand: ")
    assert said == "the monitor sends the message by itself, within 10 minutes"
    claim = next_delivery(place, key, NOW)
    assert (claim.owner, claim.state, claim.attempt) == ("next", "running", 1)
    # The message that is said means the same run.
    begins = "gcloud pubsub topics publish nba-phase6-export-trigger --message='"
    assert command.startswith(begins)
    message = read_trigger(command.removeprefix(begins).removesuffix("'").encode())
    assert claim_key(*request_of(message, "other", NOW).key) == key


def test_a_claim_of_long_ago_is_nobodys_to_send(place: Place) -> None:
    key = place.given_up(LONG_AGO)
    _, out, _ = place.run("release", f"claims/{key}")
    assert "nobody sends the message by itself for a date so old; by hand: gcloud " in out


def test_a_live_claim_is_released_by_force_alone(place: Place) -> None:
    key = place.asked()
    before = place.state.claims.get(key)
    code, out, err = place.run("release", key)
    assert (code, out) == (1, "")
    assert err.startswith(f"error: {key} was not released: attempt 1 works, and says so until ")
    assert place.state.claims.get(key) == before
    code, out, _ = place.run("release", key, "--force")
    assert code == 0
    assert out.startswith(f"released {key}, which one may still be making: ")
    # The run of before may still work: it cannot take its claim back, and the next has it.
    place.change(key, lambda one: renewed(one, "one", NOW))
    assert next_delivery(place, key, NOW).owner == "next"


def test_a_silent_claim_needs_no_force(place: Place) -> None:
    key = place.asked()
    later = NOW + 2 * LEASE
    code, out, _ = place.run("release", key, now=later)
    assert code == 0
    assert out.startswith(f"released {key}, which was silent: ")
    assert next_delivery(place, key, later).attempt == 1


def test_a_launched_job_is_not_ended(place: Place) -> None:
    key = place.asked()
    place.change(key, lambda one: launched(one, "one", "courtside-daily-x", NOW))
    _, _, err = place.run("release", key)
    assert "the job courtside-daily-x works, and says so until " in err
    _, out, _ = place.run("release", key, "--force")
    assert "the job courtside-daily-x is not ended by this: while it works no other begins" in out
    assert next_delivery(place, key, NOW).owner == "next"


def test_what_is_done_is_made_again_by_force_alone(place: Place) -> None:
    key = place.asked()
    place.change(key, lambda one: done(one, "success", NOW))
    code, _, err = place.run("release", key)
    assert code == 1
    assert "it is done: success; --force has it made a second time" in err
    assert next_delivery(place, key, NOW).state == "done"
    assert place.run("release", key, "--force")[0] == 0
    assert next_delivery(place, key, NOW).owner == "next"


def test_a_gate_is_tried_in_the_next_round(place: Place) -> None:
    gate = place.waits(next_at=format_instant(NOW + 40 * MINUTE), tries=5)
    assert not opens(gate, gate.tables, NOW)
    code, out, _ = place.run("release", gate.key)
    assert code == 0
    assert out == (
        f"released {gate.key}, sent 5 times so far: the monitor's next round, within 5 minutes, "
        f"sends its message when nba_predictions.prediction_accuracy have rows of {TODAY}\n"
    )
    after = place.state.gates.get(gate.key)
    assert after is not None
    assert opens(after, after.tables, NOW)
    assert not opens(after, (), NOW)
    assert msgspec.structs.replace(after, next_at=gate.next_at) == gate


def test_only_claims_and_gates_are_released(place: Place) -> None:
    place.state.marks.change("results", lambda _: Mark("results", TODAY, "x", "run-1", "x", 1, 1))
    code, _, err = place.run("release", "results")
    assert (code, err) == (
        1,
        "error: results is the mark of what was made or found: nothing is released\n",
    )
    code, _, err = place.run("release", f"{TODAY}/results")
    assert code == 1
    assert err.startswith(f"error: nothing is kept as {TODAY}/results at {place.where}: ")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["list", "rounds"], "'rounds' is not kept: write claims, gates, marks, episodes"),
        (["list", "marks", "--date=today"], "--date: marks have no date"),
        (["list", "--date=tomorrow"], "--date: 'tomorrow' is not a date"),
        (["show"], "the following arguments are required: KEY"),
        (["release", "--force"], "the following arguments are required: KEY"),
        ([], "required: command"),
    ],
)
def test_wrong_usage(place: Place, words: list[str], sentence: str) -> None:
    code, out, err = place.run(*words)
    assert (code, out) == (2, "")
    assert sentence in err


@pytest.mark.parametrize("command", ["list", "show k", "release k"])
def test_a_place_that_is_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    nowhere = tmp_path / "nowhere"
    assert cli.main(["state", *command.split(), f"--state={nowhere}"]) == 2
    said = f"error: the folder {nowhere} does not exist: write one that does\n"
    assert capsys.readouterr().err == said
    assert not nowhere.exists()
    assert cli.main(["state", *command.split(), "--state=gs://"]) == 2
    assert "'gs://' is not a bucket" in capsys.readouterr().err


def test_help(capsys: pytest.CaptureFixture[str]) -> None:
    for words in ([], ["list"], ["show"], ["release"]):
        assert cli.main(["state", *words, "--help"]) == 0
        assert "courtside state" in capsys.readouterr().out

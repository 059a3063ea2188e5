"""`courtside explain` on nights made by hand: what it finds, and what it says when it cannot."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import msgspec
import orjson
import pytest

from publishing.adapters.folder import FolderStore
from publishing.documents import CacheClass, Composed, Section, Target, Version
from publishing.live.events import split
from publishing.live.flush_record import Flush, flush
from publishing.live.services import PredictionsData
from publishing.live.slate import Slate
from publishing.live.snapshot import snapshot
from publishing.live.status import compose
from publishing.patience import Timing
from publishing.publisher import Publisher
from publishing.services import explain
from publishing.store import Stamp
from tests.live.payloads import DAY, KEY, final, game, line, poll, schedule, scheduled, tick
from tests.services.handmade import INTERVAL, NOW, Handmade
from tests.services.test_settle import LINES, PICKS, POLLED, over, ruled

Said = pytest.CaptureFixture[str]
DATED = (f"live/{DAY}.json", f"live-grading/{DAY}.json")
EVERY = (*DATED, "live/latest.json", "live-grading/latest.json", "status.json")


@pytest.fixture
def night(tmp_path: Path) -> Handmade:
    return Handmade(tmp_path)


@pytest.fixture
def played(night: Handmade) -> Handmade:
    """Two flushes of one run and one of another."""
    night.play(schedule(scheduled()), PICKS)
    night.play(poll(POLLED))
    night.play(tick("2026-01-10T02:03:00Z"), run_id="other")
    return night


def told(night: Handmade, capsys: Said, path: str, *more: str) -> dict[str, Any]:
    """What it says to machines."""
    capsys.readouterr()
    code = night.explain(path, "--json", *more)
    found: dict[str, Any] = orjson.loads(capsys.readouterr().out)
    assert found["same"] == (code == 0)
    return found


@pytest.mark.parametrize("path", EVERY)
def test_the_same_bytes(played: Handmade, path: str, capsys: Said) -> None:
    assert played.explain(path) == 0
    size = len((played.output / path).read_bytes())
    assert capsys.readouterr().out.startswith(f"{path}: the same {size:,} bytes\n")


@pytest.mark.parametrize("path", EVERY[:4])
def test_a_settled_document_is_explained_as_any_other(
    played: Handmade, path: str, capsys: Said
) -> None:
    played.rows([over()], lines=[ruled("annash", "BOS", 12), *LINES[1:]])
    assert played.settle("--run_id=the-settle") == 0
    found = told(played, capsys, path)
    assert (found["same"], found["origin"]["run_id"]) == (True, "the-settle")
    assert found["games"][0]["official"]["event_id"].startswith("settle-official-20260109-")
    assert found["games"][0]["poll"]["kind"] == "poll"


def test_what_it_says_to_machines(played: Handmade, capsys: Said) -> None:
    found = told(played, capsys, DATED[0])
    origin = found["origin"]
    # The tick of the other run changed no document: the public one is of the flush before.
    assert (origin["run_id"], origin["game_date"], origin["objects"]) == ("live", DAY, 2)
    assert [(one["kind"], one["number"]) for one in origin["events"]] == [
        ("poll", 1),
        ("predictions", 1),
        ("schedule", 1),
    ]
    assert origin["events"][0]["first"] == "2026-01-10T02:00:00.000000+00:00"
    assert [one["kind"] for one in found["references"]] == ["schedule", "predictions"]
    (one,) = found["games"]
    assert (one["key"], one["rank"], one["period"], one["official"]) == (KEY, 2, 4, None)


def test_a_player_has_his_source_rows(played: Handmade, capsys: Said) -> None:
    played.rows([over()], lines=[ruled("annash", "BOS", 12), *LINES[1:]])
    assert played.settle() == 0
    found = told(played, capsys, DATED[1], "--player=Ann Ash")["player"]
    assert found["player_lookup"] == "annash"
    assert found["polled"][0]["row"] == POLLED["home_team"]["players"][0]
    assert found["official"][0]["row"]["points"] == 12
    assert found["predictions"][0]["row"]["line"] == "9.5"
    assert played.explain(DATED[1], "--player=annash", f"--game={KEY}") == 0
    said = capsys.readouterr().out
    for word in ("published {", "polled ", "official ", "predicted "):
        assert f"\n  {word}" in said


def test_the_published_rows_are_those_of_the_document(played: Handmade, capsys: Said) -> None:
    for path, key in ((DATED[0], "points"), (DATED[1], "actual")):
        (row,) = told(played, capsys, path, "--player=annash")["published"]
        assert row[key] == 10
    played.play(schedule(scheduled("20260109_DEN_LAL", "0022500442"), at="2026-01-10T03:00:00Z"))
    assert played.explain(DATED[1], "--player=cycole") == 0


@pytest.mark.parametrize("path", EVERY)
@pytest.mark.parametrize("share", [0.0, 0.37, 0.5, 0.99])
def test_one_changed_byte_is_found(played: Handmade, path: str, share: float, capsys: Said) -> None:
    file = played.output / path
    body = bytearray(file.read_bytes())
    place = int(share * len(body))
    body[place] ^= 1
    file.write_bytes(body)
    assert played.explain(path) == 1
    said = capsys.readouterr().out
    assert said.startswith(f"{path}: not the same: ")
    if path != "status.json":
        assert f"differs     from byte {place:,} on" in said


def test_a_changed_number_is_named(played: Handmade, capsys: Said) -> None:
    file = played.output / DATED[0]
    file.write_bytes(file.read_bytes().replace(b'"points":10', b'"points":90'))
    assert played.explain(DATED[0]) == 1
    said = capsys.readouterr().out
    assert "games[0].players[0].points: public 90, made 10" in said
    assert "changed where it is public" in said


def test_a_change_with_the_metadata_of_the_flush_is_found(played: Handmade, capsys: Said) -> None:
    """As somebody does it who uploads into a bucket and copies the metadata."""
    store = FolderStore(played.output)
    body, stored = store.read(DATED[0]) or (b"", None)
    assert stored is not None
    forged = body.replace(b"Ann Ash", b"Ann Axe")
    store.write(DATED[0], forged, CacheClass.LIVE, stored.stamp, stored.generation)
    found = told(played, capsys, DATED[0])
    assert found["difference"]["changes"] == [
        {"key": "games[0].players[0].name", "public": '"Ann Axe"', "made": '"Ann Ash"'}
    ]
    assert found["why"].endswith("its metadata is that of the flush")


def test_the_document_can_be_had_again(played: Handmade) -> None:
    for path in EVERY:
        file = played.output / path
        body, made = file.read_bytes(), played.root / "made.json"
        file.write_bytes(body[:-1] + b" ")
        assert played.explain(path, f"--write={made}") == 1
        assert made.read_bytes() == body
        file.write_bytes(body)
        assert played.explain(path, f"--write={made}") == 0
        assert made.read_bytes() == body


def _of_a_run(run_id: str, points: int) -> Flush:
    """A flush of one poll: those of two runs share their snapshot id."""
    slate = Slate(NOW.date().replace(day=9))
    shown = final([line(1, "Ann Ash", points)])
    (event,), _ = split(poll(shown, event_id=f"poll-of-{run_id}"))
    slate.apply(event)
    made = snapshot(slate, (event.line,), INTERVAL)
    assert made is not None
    return flush(made, run_id, INTERVAL, None, ())


@pytest.mark.parametrize("order", [(10, 12), (12, 10)])
def test_runs_that_share_a_snapshot_id_are_told_apart(
    night: Handmade, order: tuple[int, int], capsys: Said
) -> None:
    flushes = {points: _of_a_run(f"run-{points}", points) for points in order}
    assert len({made.record.snapshot_id for made in flushes.values()}) == 1
    for made in flushes.values():
        night.kept().keep(made.record, made.snapshot.events)
    for points in order:
        night.publish(flushes[points])
        (row,) = night.live()["games"][0]["players"][:1]
        found = told(night, capsys, DATED[0])
        assert (found["same"], found["origin"]["run_id"]) == (True, f"run-{row['points']}")


def test_a_flush_that_folded_nothing_of_its_own(played: Handmade, capsys: Said) -> None:
    """As of a run that was restarted: it publishes what it found, and another flush made it too."""
    played.output.rename(played.root / "before")
    made = played.play(run_id="restarted")
    assert made.record.events == 0
    assert not (played.archive / DAY / f"{made.record.name}.jsonl.gz").exists()
    for path in EVERY:
        assert played.explain(path) == 0
    origin = told(played, capsys, DATED[0])["origin"]
    names = {
        record.name: record.run_id for record in played.kept().records(NOW.date().replace(day=9))
    }
    (twin,) = origin["twins"]
    assert {names[twin], origin["run_id"]} == {"other", "restarted"}
    assert origin["objects"] == 3


def test_an_event_that_two_runs_archived_counts_once(night: Handmade, capsys: Said) -> None:
    """Neither had seen the other's flush when it made its own."""
    first = night.folded(schedule(scheduled()), poll(POLLED), run_id="first")
    second = night.folded(PICKS, poll(POLLED), run_id="second")
    for made in (first, second):
        night.kept().keep(made.record, made.snapshot.events)
        night.publish(made)
    night.play(poll(POLLED, at="2026-01-10T02:05:00Z"))
    for path in EVERY:
        assert night.explain(path) == 0
    origin = told(night, capsys, DATED[0])["origin"]
    assert {one["kind"]: one["number"] for one in origin["events"]} == {
        "poll": 2,
        "predictions": 1,
        "schedule": 1,
    }
    assert (origin["objects"], origin["missing"]) == (3, [])


def test_sections_of_other_writers_are_named(played: Handmade, capsys: Said) -> None:
    at = Version(NOW.date(), NOW)
    monitor = PredictionsData("healthy", "Predictions are there", 3, DAY)
    section = Section("predictions", msgspec.json.encode(monitor), at)
    composed = Composed(Target("status.json", CacheClass.LIVE), (section,), 1, "monitor-1")
    write_status(played, composed)
    found = told(played, capsys, "status.json")
    writers = {one["name"]: (one["writer"], one["same"]) for one in found["sections"]}
    assert writers == {
        "live_data": ("live job", True),
        "tonight_data": ("nobody", None),
        "grading": ("live job", True),
        "predictions": ("another writer", None),
        "best_bets": ("nobody", None),
        "exports": ("nobody", None),
        "live_job": ("nobody", None),
        "alerts": ("nobody", None),
    }
    runs = {one["name"]: one["origin"] and one["origin"]["run_id"] for one in found["sections"]}
    assert runs["live_data"] == "other"
    assert played.explain("status.json") == 0
    said = capsys.readouterr().out
    assert "section     predictions: by another writer, as of 2026-01-10/" in said
    assert "section     tonight_data: not written yet" in said
    file = played.output / "status.json"
    file.write_bytes(file.read_bytes().replace(b"are there", b"are gone!"))
    assert played.explain("status.json") == 1
    assert "status.json was changed after it was written" in capsys.readouterr().out


def write_status(night: Handmade, composed: Composed) -> None:
    """What another writer of the status does."""
    publisher = Publisher(FolderStore(night.output), Timing(lambda: 0.0, lambda _: None))
    publisher.publish_sections(composed, lambda *parts: msgspec.json.encode(compose(*parts)))


def test_live_data_that_is_shown_as_old_as_it_is_is_the_jobs_all_the_same(
    night: Handmade, capsys: Said
) -> None:
    night.play(schedule(scheduled()), poll(game(), at="2026-01-10T02:00:00Z"))
    at = Version(NOW.date(), NOW)
    monitor = PredictionsData("healthy", "Predictions are there", 3, DAY)
    section = Section("predictions", msgspec.json.encode(monitor), at)
    write_status(night, Composed(Target("status.json", CacheClass.LIVE), (section,), 1, "monitor"))
    shown = orjson.loads((night.output / "status.json").read_bytes())["services"]["live_data"]
    assert shown["message"] == "Data is 720 minutes old during game hours"
    found = told(night, capsys, "status.json")
    assert (found["same"], found["sections"][0]["same"]) == (True, True)


def test_a_section_without_its_flush_is_said(played: Handmade, capsys: Said) -> None:
    for file in (played.archive / "flushes").rglob("*-000004-*.json"):
        file.unlink()
    assert played.explain("status.json") == 1
    said = capsys.readouterr().out
    assert "not explained: no flush of the archive is of 2026-01-09/2026-01-10T02:03" in said


def sentence(night: Handmade, capsys: Said, path: str, *more: str, code: int = 1) -> str:
    """What it says when it cannot: one line, and the exit code; 2 when it did not even start."""
    capsys.readouterr()
    assert night.explain(path, *more) == code
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("error: ")
    assert said.err.count("\n") == 1
    return said.err


def test_what_cannot_be_explained_is_a_sentence_each(played: Handmade, capsys: Said) -> None:
    nowhere = sentence(played, capsys, "live/2026-01-08.json")
    assert f"live/2026-01-08.json is not at {played.output}" in nowhere
    assert "its games are 20260109_NYK_BOS" in sentence(played, capsys, DATED[0], "--game=x")
    assert "no event behind" in sentence(played, capsys, DATED[0], "--player=nobody")
    folder = sentence(played, capsys, DATED[0], f"--write={played.root}", code=2)
    assert folder == f"error: --write {played.root} is a folder: name a file\n"
    below = sentence(played, capsys, DATED[0], f"--write={played.root}/none/made", code=2)
    assert below.startswith(f"error: the folder {played.root}/none does not exist")
    for path in (DATED[0], "status.json"):
        (played.output / f"{path}.meta").unlink()
        assert "has no metadata of ours" in sentence(played, capsys, path)
    (played.archive / "flushes").rename(played.root / "gone")
    assert "has no record of snapshot 20260109-" in sentence(played, capsys, DATED[1])
    played.archive.rename(played.root / "elsewhere")
    gone = sentence(played, capsys, DATED[1], code=2)
    assert f"the folder {played.archive} does not exist" in gone
    played.output.rename(played.root / "away")
    assert played.explain(DATED[1], f"--write={played.root}") == 2
    assert capsys.readouterr().err.splitlines() == [
        f"error: the folder {played.output} does not exist: write one that does",
        f"error: the folder {played.archive} does not exist: write one that does",
        f"error: --write {played.root} is a folder: name a file",
    ]
    assert not played.output.exists()


def test_metadata_of_nobody(played: Handmade, capsys: Said) -> None:
    store = FolderStore(played.output)
    store.write("live/2026-01-08.json", b"{}", CacheClass.LIVE, Stamp(), 0)
    assert "has no metadata of ours" in sentence(played, capsys, "live/2026-01-08.json")


def test_events_that_are_missing_are_said(played: Handmade, capsys: Said) -> None:
    *_, file = sorted((played.archive / DAY).glob("*-000003-*.jsonl.gz"))
    whole = file.read_bytes()
    file.unlink()
    assert played.explain(DATED[0]) == 1
    said = capsys.readouterr().out
    assert f"missing     1 of 1 events of flush {file.name.removesuffix('.jsonl.gz')}" in said
    assert "not the same: the archive is not whole" in said
    assert "nothing was made again" in sentence(played, capsys, DATED[0], "--write=/dev/null")
    for damaged in (whole[:-9], b"no gzip"):
        file.write_bytes(damaged)
        assert "an object of the archive" in sentence(played, capsys, DATED[0])
    file.write_bytes(gzip.compress(b"{}\n"))
    assert played.explain(DATED[0]) == 1
    assert "missing     1 of 1 events" in capsys.readouterr().out
    (record,) = (played.archive / "flushes").rglob("*-000003-*.json")
    record.write_bytes(b'{"name":1}')
    assert "an object of the archive" in sentence(played, capsys, DATED[0])


def test_content_that_is_made_in_another_way_by_another_release(
    played: Handmade, capsys: Said
) -> None:
    (record,) = (played.archive / "flushes").rglob("*-000003-*.json")
    read = orjson.loads(record.read_bytes())
    for document in read["documents"]:
        document["digest"] = "0" * 32
    record.write_bytes(orjson.dumps(read))
    file = played.output / DATED[0]
    file.write_bytes(file.read_bytes().replace(b"Ann", b"Nan"))
    assert played.explain(DATED[0]) == 1
    assert "another release made it" in capsys.readouterr().out


def test_what_a_terminal_could_obey_is_shown_as_text(night: Handmade, capsys: Said) -> None:
    night.play(poll(final([line(1, "Ann \x1b[31mAsh", 10)])))
    assert night.explain(DATED[0], "--player=ann31mash") == 0
    assert "\x1b" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["live/yesterday.json"],
            "'live/yesterday.json' is no live document: they are live/{date}",
        ),
        (["status.json", "--player=annash"], "status.json has no games and no players"),
        (["status.json", "--game=x"], "status.json has no games and no players"),
        ([DATED[0], "--player=!"], "--player: '!' is no player"),
        ([DATED[0], "--output=gs://"], "'gs://' is not a bucket"),
        ([DATED[0], "--archive="], "the place is empty"),
        ([DATED[0], "--jso"], "unrecognized arguments: --jso"),
    ],
)
def test_wrong_usage(played: Handmade, arguments: list[str], said: str, capsys: Said) -> None:
    assert played.explain(*arguments) == 2
    assert said in capsys.readouterr().err


def test_help(capsys: Said) -> None:
    assert explain.main(["--help"]) == 0
    assert "Exit code 0: the same bytes" in capsys.readouterr().out

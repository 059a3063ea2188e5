"""Runs, and what they may not do to what is public (I-2, I-10, I-11, I-12, I-16, I-17, I-19)."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import orjson

from publishing import exports, job_types
from publishing.adapters.archive import Archive
from publishing.adapters.folder import FolderStore
from publishing.adapters.private import PrivateFolder
from publishing.adapters.warehouses import warehouse_at
from publishing.batch_rows import GameContext, Grading
from publishing.calendar import parse_instant
from publishing.documents import CacheClass, Version
from publishing.exports.declaration import OfPlayer
from publishing.occasions import SCHEDULED, Schedule
from publishing.operating.messages import ExportTrigger
from publishing.publisher import Publisher
from publishing.rows import Row
from publishing.run import Run
from publishing.services.nightly import NightJobs
from publishing.services.no_games import NoGames
from publishing.services.observing import Looking
from publishing.services.triggering.ticks import Ticks
from publishing.store import Stamp
from tests.incidents.operated import CHAMPION, EXPORTS, LIVE, Jobs, Operated, asked
from tests.incidents.watched import PLACES, Watched
from tests.judging.world import World, night
from tests.pipelines.small_games import AFTER, DAY
from tests.pipelines.small_league import Rows, small_league
from tests.pipelines.small_warehouse import write
from tests.publishing.memory_store import Clock

TONIGHT, PLAYER = "tonight/all-players.json", "tonight/player/longgone.json"
EVENING = World(night(str(DAY), "19:30"))


def without(folder: Path, *kinds: type[Row]) -> Path:
    """The small warehouse without the rows of `DAY` in some tables."""
    rows: Rows = small_league()
    for kind in kinds:
        rows[kind] = [row for row in rows[kind] if row[kind.date_column or ""] != DAY]
    return write(rows, folder)


def opened(watched: Watched) -> list[list[str]]:
    """What gates have sent."""
    bodies = watched.topic.bodies
    return [one["export_types"] for one in bodies if one["trigger_source"] == "gate"]


def test_incident_09_a_player_file_of_years_ago_is_rewritten(
    tmp_path: Path, small_warehouse: Path
) -> None:
    """Dec 28: a public file of a player was dated 2021 (I-11)."""
    site = Operated(tmp_path, small_warehouse)
    old = Version(date(2021, 11, 2), datetime(2021, 11, 2, 12, tzinfo=UTC))
    body = {
        "player_lookup": "longgone",
        "player_full_name": "Long Gone",
        "game_date": "2021-11-02",
        "generated_at": "2021-11-02T12:00:00.000000+00:00",
    }
    store = FolderStore(tmp_path / "out")
    store.write(PLAYER, orjson.dumps(body), CacheClass.TONIGHT, Stamp(old), 0)
    site.send(EXPORTS, asked("tonight-players"))
    found = site.public(PLAYER)
    assert found["game_date"] == str(DAY), f"I-11: a player's file is of {found['game_date']}"
    assert found["prediction"] is None
    cadence = next(one for one in exports.EXPORTS if one.name == "tonight_all_players").cadence
    crons = [one.cron for one in cadence if isinstance(one, Schedule)]
    assert "30 6-23 * * *" in crons, "I-11: nothing refreshes tonight in the morning"


def test_incident_16_an_export_before_its_input_runs_again_by_itself(tmp_path: Path) -> None:
    """Jan 23: the export ran at 02:49, its input came at 07:08, and nothing ran again (I-10)."""
    site = Operated(tmp_path, without(tmp_path / "rows", GameContext))
    said = site.send(EXPORTS, asked("tonight"))
    assert said.status_code == 200
    (waiting,) = site.completions.bodies[0]["waiting"]
    assert GameContext.table in waiting, "I-10: what waits does not say so"
    assert site.statuses[0] != "success", "I-10: an export without its input is a success"
    assert list(site.gates) == [f"{DAY}/tonight_all_players"], "I-10: nothing waits"
    watched = Watched(tmp_path, EVENING.seen(site.now), site=site)
    watched.round()
    assert not opened(watched), "I-10: it runs before its input is there"
    write(small_league(), tmp_path / "rows")
    site.later(hours=4)
    watched.round(EVENING.seen(site.now))
    assert opened(watched) == [["tonight"]], "I-10: its input is there, and nothing runs"
    site.pass_on()
    assert site.statuses[-1] == "success", "I-10: the run that waited is not made"
    assert site.public(TONIGHT)["total_players"] == 12, "I-10: the document is still empty"
    assert not site.gates, "I-10: it waits for ever"


def test_incident_23_a_slow_run_delays_no_other_kind(tmp_path: Path, small_warehouse: Path) -> None:
    """Feb 11: the players took ten minutes, and picks were never written (I-12)."""
    began, ends = threading.Event(), threading.Event()

    def slow_for_trends(run: Run) -> None:
        if "whos_hot_cold" in run.names:
            began.set()
            ends.wait(30)

    site = Operated(tmp_path, small_warehouse, before=slow_for_trends)
    thread = threading.Thread(target=site.send, args=(EXPORTS, asked("trends-hot-cold"), "slow"))
    thread.start()
    try:
        assert began.wait(30)
        said = site.send(EXPORTS, asked("best-bets"), "fast")
        public = site.public("best-bets/latest.json")
    finally:
        ends.set()
        thread.join(30)
    assert said.word == "done", f"I-12: picks wait for the slow run: {said.text}"
    assert public, "I-12: picks are not written"


def test_incident_23_what_is_fast_is_published_before_the_players(
    tmp_path: Path, small_warehouse: Path
) -> None:
    """Feb 11: the slow part came first, and the limit of time came before the rest (I-12)."""
    order: list[str] = []
    publish = Publisher.publish

    def noted(self: Publisher, documents: Any) -> Any:
        order.extend(target.path for one in documents for target in one.targets)
        return publish(self, documents)

    site = Operated(tmp_path, small_warehouse)
    with patch.object(Publisher, "publish", noted):
        site.send(
            EXPORTS, asked("tonight-players", "best-bets", "predictions", "tonight", "streaks")
        )
    players = [number for number, path in enumerate(order) if "tonight/player/" in path]
    others = [number for number, path in enumerate(order) if "tonight/player/" not in path]
    assert players
    assert max(others) < min(players), "I-12: documents of players come before the others"


def test_incident_23_the_champion_is_said_to_every_run(
    tmp_path: Path, small_warehouse: Path
) -> None:
    """Feb 11: ten exports still named the model of before, and served it (I-17)."""
    site = Operated(tmp_path, small_warehouse)
    object.__setattr__(site.work, "champion", "catboost_v12")
    site.send(EXPORTS, asked("tonight", "best-bets"))
    site.send(EXPORTS, asked("results"))
    (run,), ((_, _, told),) = site.runs, site.jobs.launched
    assert run.champion == "catboost_v12", "I-17: a run in the process names another model"
    assert told["champion_system"] == "catboost_v12", "I-17: a launched job names another model"
    asked_for = str([read.equals for read in run.reads()])
    assert "catboost_v12" in asked_for, "I-17: rows of another model are read"
    assert CHAMPION not in asked_for, "I-17: rows of another model are read"


def test_incident_26_tonight_is_refreshed_when_a_game_ends(
    tmp_path: Path, small_warehouse: Path
) -> None:
    """Feb 11: tonight, picks and best bets kept the nulls of before the games (I-6)."""
    site = Operated(tmp_path, small_warehouse)
    site.send(EXPORTS, asked("tonight", "best-bets"))
    before = site.public(TONIGHT)
    site.now = parse_instant(AFTER)
    event = {
        "event": "game-final",
        "event_id": f"game-final-{DAY}-1",
        "game_date": str(DAY),
        "as_of": AFTER,
        "run_id": "r",
        "game": f"{DAY:%Y%m%d}_X_Y",
    }
    for _ in range(3):
        site.send(LIVE, event)
    settled = {"event": "slate-settled", "event_id": f"slate-settled-{DAY}-3", "game": None}
    site.send(LIVE, event | settled)
    after = site.public(TONIGHT)
    assert {one["game_status"] for one in before["games"]} == {"scheduled"}
    assert {one["game_status"] for one in after["games"]} == {"final"}, (
        "I-6: tonight is that of before the games"
    )
    assert len(site.runs) == 3, "I-9: one end is made several times, or none"
    made = {name for run in site.runs[1:] for name in run.names}
    assert made >= {"tonight_all_players", "best_bets"}, f"I-6: only {made} are refreshed"


def test_incident_36_no_document_depends_on_an_event_alone() -> None:
    """Feb 25: a file was only made on an event, and stale when that did not come (I-10)."""
    alone = [
        one.name
        for one in exports.EXPORTS
        if one.pointers and one.cadence and not any(isinstance(at, Schedule) for at in one.cadence)
    ]
    assert not alone, f"I-10: only an event makes {alone}"
    unlimited = [
        one.name
        for one in exports.EXPORTS
        if one.cadence and one.limit_hours is None and not isinstance(one.made, OfPlayer)
    ]
    assert not unlimited, f"I-11: {unlimited} may be of any age"
    scheduled = {one.name for one in exports.EXPORTS for at in one.cadence if at in SCHEDULED}
    assert scheduled, "I-10: no export is on a schedule"


def test_incident_37_best_bets_after_the_games_keep_their_picks(tmp_path: Path) -> None:
    """Mar 1: made again when all games were over and nothing graded: 0 picks, twice (I-2)."""
    folder = without(tmp_path / "rows", Grading)
    site = Operated(tmp_path, folder)
    site.send(EXPORTS, asked("best-bets"))
    evening = site.public("best-bets/latest.json")["total_picks"]
    assert evening > 0
    site.now = parse_instant(AFTER)
    site.send(EXPORTS, asked("best-bets"))
    morning = site.public("best-bets/latest.json")["total_picks"]
    assert morning == evening, f"I-2: {evening} picks became {morning}"
    assert f"{DAY}/best_bets" in site.gates, "I-10: what lacks its gradings is not made again"
    write(small_league(), folder)
    site.send(EXPORTS, asked("best-bets"))
    graded = [one["result"] for one in site.public("best-bets/latest.json")["picks"]]
    assert graded, "I-6: with its gradings it has no picks"
    assert all(graded), "I-6: the picks are never graded"


def test_incident_38_an_empty_tonight_replaces_no_full_one(tmp_path: Path) -> None:
    """Apr: tonight was empty for five days, each hour anew and each time a success (I-2)."""
    folder = write(small_league(), tmp_path / "rows")
    site = Operated(tmp_path, folder)
    site.send(EXPORTS, asked("tonight", "tonight-players"))
    players = site.public(TONIGHT)["total_players"]
    assert players == 12
    without(folder, GameContext)
    site.later(hours=1)
    site.send(EXPORTS, asked("tonight", "tonight-players"))
    assert site.public(TONIGHT)["total_players"] == players, "I-2: the page was emptied"
    assert site.statuses[-1] != "success", "I-2: nothing to publish is a success"
    assert site.completions.bodies[-1]["waiting"], "I-10: nobody sees what is missing"


def test_incident_39_a_day_without_games_starts_no_job(
    tmp_path: Path, small_warehouse: Path
) -> None:
    """6,000 runs a month, in the summer too (I-16, I-20)."""
    now = [parse_instant("2026-01-15T21:30:00Z")]
    looking, jobs, no_games = night_parts(tmp_path, small_warehouse)
    ticks = Ticks(looking, jobs, no_games, lambda: now[0])
    answers = [ticks.live(), ticks.feeder()]
    assert {one.status_code for one in answers} == {200}, f"I-16: {answers}"
    launcher = jobs.launcher
    assert isinstance(launcher, Jobs)
    assert not launcher.launched, "I-16: jobs run on a day without games"
    file = tmp_path / "out" / "live" / "latest.json"
    latest = orjson.loads(file.read_bytes()) if file.exists() else {}
    said = (latest.get("game_date"), latest.get("games"))
    assert said == ("2026-01-15", []), "I-16: a day without games is not said"
    written = file.stat().st_mtime_ns
    ticks.live()
    assert file.stat().st_mtime_ns == written, "I-20: each tick writes what is public"
    for opened, expected in (("T23:00:00Z", []), ("T23:59:00Z", []), ("", ["feeder", "live"])):
        now[0] = parse_instant(f"{DAY}{opened}" if opened else "2026-01-15T00:10:00Z")
        for _ in range(5):
            ticks.live()
            ticks.feeder()
        templates = sorted(template for template, _, _ in launcher.launched)
        assert templates == expected, f"I-16: at {now[0]} {templates} run"


def night_parts(folder: Path, warehouse: Path) -> tuple[Looking, NightJobs, NoGames]:
    """What ticks work with, over folders."""
    store, timing = FolderStore(folder / "out"), Clock().timing()
    jobs = NightJobs(Jobs(), PLACES)
    looking = Looking(warehouse_at(f"parquet:{warehouse}"), store, jobs, CHAMPION, timing)
    archive = Archive(PrivateFolder(folder / "archive"), timing)
    return looking, jobs, NoGames(archive, Publisher(store, timing), 180)


def test_incident_40_what_one_run_publishes_is_of_one_moment(
    tmp_path: Path, small_warehouse: Path
) -> None:
    """Feb 26: the first steps of a refresh were new, the later ones of the day before (I-19)."""
    site = Operated(tmp_path, small_warehouse)
    site.send(EXPORTS, asked("best-bets", "predictions", "tonight", "tonight-players", "streaks"))
    documents = {path: site.public(path) for path in site.paths()}
    made = {path: one["generated_at"] for path, one in documents.items() if "generated_at" in one}
    assert len(made) > 10
    assert len(set(made.values())) == 1, f"I-19: one run is of several moments: {made}"
    assert site.completions.bodies[0]["errors"] == []


def test_latent_20_a_word_means_the_same_each_time() -> None:
    """A group of exports was added to the default list itself, which grew with each call (I-8)."""
    words = ["trends-all", "results"]
    first = job_types.exports_named(words)
    job_types.exports_named(["all"])
    again = job_types.exports_named(words)
    assert words == ["trends-all", "results"], "I-8: what was given has grown"
    assert again == first, "I-8: a word means more than before"
    assert isinstance(exports.EXPORTS, tuple), "I-8: the list of all can grow"
    message = ExportTrigger(("results",))
    assert isinstance(message.export_types, tuple), "I-8: the words of a message can grow"

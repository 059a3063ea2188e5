"""`courtside feeder --dry_run`: what would be fed, said without a message or a request."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from publishing.rows import RegisteredPlayer, ScheduledGame
from publishing.services import feeder
from publishing.store import Unavailable
from tests.live.warehouse_rows import planned, predicted
from tests.services.handmade import Handmade

TOPIC = "projects/courtside/topics/feed"
DAY = "2026-01-09"
ANN = RegisteredPlayer("annash", "Ann Ash", "2025-26")
SAID = """\
slate         2026-01-09: 2 games, the first at 2026-01-10T00:30:00+00:00
begins        2026-01-10T00:00:00+00:00
ends          15 min after the last final, 2026-01-10T23:00:00+00:00 at the latest
source        http://127.0.0.1:1, every 15 s, without a key
topic         projects/courtside/topics/feed
tables        nba_predictions.player_prop_predictions, nba_raw.nbac_schedule, \
nba_reference.nba_players_registry, nba_analytics.player_game_summary
not there     nba_raw.bdl_player_boxscores: the night is fed without
dead letters  are counted, and not kept
"""


@pytest.fixture
def night(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Handmade:
    """A night of two games; whoever asks the source or sends something fails."""

    def never(*_: Any) -> Any:
        raise AssertionError("a dry run asks and sends nothing")

    monkeypatch.setattr("publishing.services.feeder.Topic.problem", lambda _: None)
    monkeypatch.setattr("publishing.services.feeder.Topic.publish", never)
    monkeypatch.setattr("publishing.services.feeder.BoxScores", never)
    made = Handmade(tmp_path)
    later = datetime(2026, 1, 10, 3, tzinfo=UTC)
    other = {"home_team_tricode": "LAL", "away_team_tricode": "UTA", "game_date_est": later}
    games = [planned(game_id="0022500561", **other), planned()]
    made.rows(games, [predicted()], (), [ANN])
    return made


def dry_run(night: Handmade, *more: str, clock: str = "2026-01-09T22:00:00Z") -> int:
    places = [f"--warehouse=parquet:{night.warehouse}", f"--topic={TOPIC}"]
    source = "--source=bdl:http://127.0.0.1:1"
    return feeder.main([*places, source, f"--date={DAY}", f"--clock={clock}", "--dry_run", *more])


def test_it_says_what_would_be_fed(night: Handmade, capsys: pytest.CaptureFixture[str]) -> None:
    before = night.files()
    assert dry_run(night) == 0
    assert capsys.readouterr().out == SAID
    letters = night.root / "letters"
    assert dry_run(night, f"--dead_letters={letters}", clock="2026-01-10T00:10:00Z") == 0
    said = capsys.readouterr().out
    assert "begins        at once: it has begun\n" in said
    assert f"dead letters  {letters}\n" in said
    assert night.files() == before
    assert not letters.exists()


def test_the_key_is_said_to_be_there_and_never_shown(
    night: Handmade, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BDL_API_KEY", "sk-secret-1234")
    assert dry_run(night) == 0
    said = capsys.readouterr()
    assert "every 15 s, with a key\n" in said.out
    assert "sk-secret" not in said.out + said.err


def test_a_lost_key_is_a_problem_of_the_start(
    night: Handmade, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Incident 33: a deploy lost the key, and every poll was refused for a night."""
    monkeypatch.delenv("BDL_API_KEY", raising=False)
    for more in ([], ["--dry_run"]):
        places = [f"--warehouse=parquet:{night.warehouse}", f"--topic={TOPIC}"]
        assert feeder.main([*places, f"--date={DAY}", "--clock=2026-01-09T22:00:00Z", *more]) == 2
        said = capsys.readouterr()
        assert said.out == ""
        assert said.err.endswith("only with an API key: set BDL_API_KEY, or give --api_key_file\n")


def test_a_date_without_games_is_no_problem(
    night: Handmade, capsys: pytest.CaptureFixture[str]
) -> None:
    night.rows(registered=[ANN])
    assert dry_run(night) == 0
    said = capsys.readouterr()
    assert (said.out, said.err) == (f"{DAY} has no league games: there is nothing to feed\n", "")


def test_a_tip_off_that_nobody_knows(night: Handmade, capsys: pytest.CaptureFixture[str]) -> None:
    night.rows([planned(game_date_est=None)], registered=[ANN])
    assert dry_run(night) == 0
    said = capsys.readouterr().out
    assert f"slate         {DAY}: 1 game, no tip-off is known\n" in said


def test_every_problem_is_said_and_nothing_else(
    night: Handmade, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("publishing.services.feeder.Topic.problem", lambda _: "no topic: make it")
    (night.warehouse / f"{RegisteredPlayer.table}.parquet").unlink()
    blocked = night.root / "file"
    blocked.write_bytes(b"")
    assert dry_run(night, f"--dead_letters={blocked}", clock="2026-01-11T00:00:00Z") == 2
    said = capsys.readouterr()
    assert said.out == ""
    table, topic, slate, letters = said.err.splitlines()
    assert table.startswith(f"error: table {RegisteredPlayer.table} is missing: no ")
    assert topic == "error: no topic: make it"
    assert slate.startswith(f"error: the slate of {DAY} took events until 2026-01-10 23:00 UTC")
    assert letters.startswith(f"error: the folder {blocked} cannot be made")


def test_a_schedule_that_cannot_be_read(
    night: Handmade, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = night.warehouse / f"{ScheduledGame.table}.parquet"
    games = pq.read_table(file)
    place = games.schema.get_field_index("game_id")
    pq.write_table(games.set_column(place, "game_id", [[None] * 2]).cast(games.schema), file)
    assert dry_run(night) == 2
    assert f"error: no game of {DAY} can be read: 2 rows do not fit" in capsys.readouterr().err

    def away(*_: Any) -> Any:
        raise Unavailable("nobody answers")

    monkeypatch.setattr("publishing.adapters.parquet.ParquetWarehouse.parts", away)
    assert dry_run(night) == 2
    said = capsys.readouterr()
    assert said.err.endswith(f"{ScheduledGame.table} cannot be read: nobody answers\n")
    assert said.out == ""

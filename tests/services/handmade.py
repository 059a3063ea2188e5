"""A night made by hand: its warehouse, its archive, and what is public of it."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from demo import schemas
from publishing.adapters.archive import Archive
from publishing.adapters.folder import FolderStore
from publishing.adapters.private import PrivateFolder
from publishing.live.events import split
from publishing.live.flush_record import Flush, flush
from publishing.live.slate import Slate
from publishing.live.snapshot import snapshot
from publishing.live.status import compose
from publishing.patience import Timing
from publishing.publisher import Publisher
from publishing.rows import BoxScoreRow, Prediction, RegisteredPlayer, Row, ScheduledGame
from publishing.services import explain, settle
from tests.live.payloads import DAY
from tests.schemas import published

INTERVAL = 180
NOW = datetime(2026, 1, 10, 14, tzinfo=UTC)

_SCHEMAS: dict[type[Row], pa.Schema] = {
    Prediction: schemas.PREDICTIONS,
    ScheduledGame: schemas.SCHEDULE,
    RegisteredPlayer: schemas.REGISTRY,
    BoxScoreRow: schemas.PLAYER_GAME_SUMMARY,
}


@dataclass(frozen=True)
class Handmade:
    """Where it all stands."""

    root: Path

    @property
    def output(self) -> Path:
        return self.root / "out"

    @property
    def archive(self) -> Path:
        return self.root / "archive"

    @property
    def warehouse(self) -> Path:
        return self.root / "warehouse"

    def rows(
        self,
        games: Iterable[ScheduledGame] = (),
        picks: Iterable[Prediction] = (),
        lines: Iterable[BoxScoreRow] = (),
        registered: Iterable[RegisteredPlayer] = (),
    ) -> None:
        """Writes the whole warehouse."""
        self.warehouse.mkdir(parents=True, exist_ok=True)
        tables: dict[type[Row], Iterable[Row]] = {
            ScheduledGame: games,
            Prediction: picks,
            BoxScoreRow: lines,
            RegisteredPlayer: registered,
        }
        for row_type, rows in tables.items():
            names = row_type.__struct_fields__
            schema = pa.schema([field for field in _SCHEMAS[row_type] if field.name in names])
            table = pa.Table.from_pylist([msgspec.structs.asdict(row) for row in rows], schema)
            pq.write_table(table, self.warehouse / f"{row_type.table}.parquet")

    def kept(self) -> Archive:
        """The archive."""
        return Archive(PrivateFolder(self.archive), Timing(time.monotonic, time.sleep, 1))

    def folded(self, *lines: bytes, day: str = DAY, run_id: str = "live") -> Flush:
        """A flush of these lines, over everything that is archived."""
        archive, game_date = self.kept(), date.fromisoformat(day)
        slate, joined = Slate(game_date), tuple(archive.flushes(game_date))
        for event in archive.events(game_date, joined):
            slate.apply(event)
        events = [event for line in lines for event in split(line)[0]]
        fresh = tuple(
            event.line for event in events if event.game_date == game_date and slate.apply(event)
        )
        made = snapshot(slate, fresh, INTERVAL)
        assert made is not None
        return flush(made, run_id, INTERVAL, None, joined)

    def play(self, *lines: bytes, day: str = DAY, run_id: str = "live") -> Flush:
        """As the live job: these lines are flushed, archived and published."""
        made = self.folded(*lines, day=day, run_id=run_id)
        self.kept().keep(made.record, made.snapshot.events)
        self.publish(made)
        return made

    def publish(self, made: Flush) -> None:
        """As the live job: documents, then status."""
        publisher = Publisher(
            FolderStore(self.output), Timing(time.monotonic, time.sleep, 1), concurrency=1
        )
        publisher.publish(made.snapshot.documents)
        publisher.publish_sections(
            made.snapshot.status, lambda *parts: msgspec.json.encode(compose(*parts))
        )

    def settle(self, *more: str, word: str = DAY, now: datetime = NOW) -> int:
        """Runs the command and returns its exit code."""
        places = [f"--archive={self.archive}", f"--output={self.output}"]
        warehouse = f"--warehouse=parquet:{self.warehouse}"
        return settle.main([word, *places, warehouse, *more], now)

    def explain(self, path: str, *more: str) -> int:
        """Runs the command and returns its exit code."""
        places = [f"--archive={self.archive}", f"--output={self.output}"]
        return explain.main([path, *places, *more])

    def documents(self) -> dict[str, Any]:
        """What is public by path, each valid against its schema."""
        return {path: orjson.loads(body) for path, body in published(self.output).items()}

    def live(self, day: str = DAY) -> Any:
        """The public scores of a date."""
        return self.documents()[f"live/{day}.json"]

    def grading(self, day: str = DAY) -> Any:
        """The public grading of a date."""
        return self.documents()[f"live-grading/{day}.json"]

    def files(self) -> dict[str, tuple[bytes, int]]:
        """Every file there is, with its bytes and the time of its last change."""
        return {
            str(file.relative_to(self.root)): (file.read_bytes(), file.stat().st_mtime_ns)
            for file in sorted(self.root.rglob("*"))
            if file.is_file() and file.name != ".lock"
        }

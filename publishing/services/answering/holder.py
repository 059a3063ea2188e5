"""Keeps the newest snapshot, and the answers that were made of it."""

from __future__ import annotations

import gc
import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from publishing.adapters.warehouses import WarehouseAway
from publishing.calendar import league_date
from publishing.documents import CacheClass
from publishing.services.answering.answers import Answer
from publishing.services.answering.kept import Kept
from publishing.services.answering.making import Maker
from publishing.services.answering.snapshot import Snapshot

log = logging.getLogger("courtside.api")

BYTES_KEPT = 128_000_000
"""Bytes of finished answers."""

OLDEST = timedelta(seconds=CacheClass.TRENDS.value)
"""How old the as-of of rows that have not changed may be: as old as readers may keep it (D3)."""

MOST_AWAY = timedelta(hours=6)
"""How long answers are made of the last rows while the warehouse is away."""


class Current:
    """A snapshot, its builder, and its finished answers."""

    def __init__(self, snapshot: Snapshot, champion: str, mark: object) -> None:
        self.maker = Maker(snapshot, champion)
        self.mark = mark
        self.answers: Kept[object, Answer] = Kept(BYTES_KEPT, lambda answer: answer.size)

    @property
    def as_of(self) -> datetime:
        """The instant of its rows."""
        return self.maker.snapshot.as_of


class Holder:
    """The newest snapshot. One thread refreshes it; any may read `current`."""

    def __init__(
        self,
        load: Callable[[datetime], Snapshot],
        mark: Callable[[], object],
        champion: str,
        now: Callable[[], datetime],
    ) -> None:
        self._load, self._mark = load, mark
        self._champion, self._now = champion, now
        self._current: Current | None = None
        self._checked: datetime | None = None

    @property
    def current(self) -> Current:
        """The snapshot to answer from; WarehouseAway when there is none, or none any more."""
        if self._current is None or self._checked is None:
            raise WarehouseAway("no rows have been read yet")
        if self._now() - self._checked > MOST_AWAY:
            raise WarehouseAway("the last rows are too old")
        return self._current

    def refresh(self) -> bool:
        """Reads the rows again if they may have changed; whether there is a new snapshot.

        While they cannot be read, the last ones stay (D6).
        """
        now = self._now()
        try:
            mark = self._mark()
            if self._stays(mark, now):
                self._checked = now
                return False
            snapshot = self._load(now)
            if mark is not None and self._mark() != mark:
                raise WarehouseAway("the tables changed while they were read")
        except WarehouseAway as away:
            log.warning("refresh problem=%r", str(away))
            return False
        # So many rows would be looked through whenever something new is made.
        gc.freeze()
        self._current, self._checked = Current(snapshot, self._champion, mark), now
        return True

    def refresh_for_ever(self, seconds: float, stop: threading.Event) -> None:
        """Refreshes so often, until it is stopped."""
        while not stop.wait(seconds):
            try:
                self.refresh()
            except Exception:
                # Whatever it is: the service goes on with what it has, and says so.
                log.exception("refresh")

    def _stays(self, mark: object, now: datetime) -> bool:
        held = self._current
        return (
            held is not None
            and mark is not None
            and mark == held.mark
            and now - held.as_of < OLDEST
            and league_date(now) == league_date(held.as_of)
        )

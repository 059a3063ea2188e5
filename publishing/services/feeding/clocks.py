"""What the loops of a feeder need of a clock."""

from __future__ import annotations

import threading
from datetime import datetime
from typing import Protocol


class Timepiece(Protocol):
    """The clock of the edge: life, a rehearsal, or a test's own."""

    def now(self) -> datetime:
        """The instant, in UTC."""

    def wait(self, until: datetime, stop: threading.Event) -> bool:
        """Waits until the clock shows `until`; False when `stop` was set first."""

"""The window of a game day: [D 04:00 ET, D+1 18:00 ET), whatever the time of the event."""

from __future__ import annotations

from typing import Any

from apache_beam.coders.coders import IntervalWindowCoder
from apache_beam.transforms.window import IntervalWindow, NonMergingWindowFn
from apache_beam.utils.timestamp import Timestamp

from publishing.calendar import parse_date, slate_window


class GameDayWindows(NonMergingWindowFn):
    """Puts an element keyed by its game date (`YYYY-MM-DD`) into the window of that date.

    A rehearsal of another night takes place `offset_seconds` later than the night did.
    """

    def __init__(self, offset_seconds: float = 0.0) -> None:
        self.offset_seconds = offset_seconds

    def assign(self, assign_context: Any) -> list[IntervalWindow]:
        """The one window of the element's game date; daylight saving makes it 37 to 39 hours."""
        game_date, _ = assign_context.element
        opens, closes = slate_window(parse_date(game_date))
        begin, end = (at.timestamp() + self.offset_seconds for at in (opens, closes))
        return [IntervalWindow(Timestamp(begin), Timestamp(end))]

    def get_window_coder(self) -> IntervalWindowCoder:
        """The coder of an interval."""
        return IntervalWindowCoder()

    def __eq__(self, other: Any) -> bool:
        return type(self) is type(other) and self.offset_seconds == other.offset_seconds

    def __hash__(self) -> int:
        return hash((type(self), self.offset_seconds))

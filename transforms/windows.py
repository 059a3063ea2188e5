"""The window of a game day: [D 04:00 ET, D+1 18:00 ET), whatever the time of the event."""

from __future__ import annotations

from typing import Any

from apache_beam.coders.coders import IntervalWindowCoder
from apache_beam.transforms.window import IntervalWindow, NonMergingWindowFn
from apache_beam.utils.timestamp import Timestamp

from publishing.calendar import parse_date, slate_window


class GameDayWindows(NonMergingWindowFn):
    """Puts an element keyed by its game date (`YYYY-MM-DD`) into the window of that date."""

    def assign(self, assign_context: Any) -> list[IntervalWindow]:
        """The one window of the element's game date; daylight saving makes it 37 to 39 hours."""
        game_date, _ = assign_context.element
        opens, closes = slate_window(parse_date(game_date))
        return [IntervalWindow(Timestamp(opens.timestamp()), Timestamp(closes.timestamp()))]

    def get_window_coder(self) -> IntervalWindowCoder:
        """The coder of an interval."""
        return IntervalWindowCoder()

    def __eq__(self, other: Any) -> bool:
        return type(self) is type(other)

    def __hash__(self) -> int:
        return hash(type(self))

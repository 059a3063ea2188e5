"""The league's calendar: the only date arithmetic in the project (D10-D13, I-1, I-5).

Every function takes its instant as an argument; nothing here reads a clock.
Instants are timezone-aware; a naive one is refused with ValueError.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

EASTERN = ZoneInfo("America/New_York")
PACIFIC = ZoneInfo("America/Los_Angeles")

DAY_STARTS = time(4, 0)
"""Eastern wall clock at which `today` becomes the new date (D10)."""

SLATE_CLOSES = time(18, 0)
"""Eastern wall clock, on the day after, at which a slate takes no more events."""

GAME_YEARS = range(1946, 2200)
"""Years in which a game can be; a date outside them is a broken one."""

EMPTY_SLATE_BEGINS = time(16, 0)
"""Eastern wall clock at which a day without games becomes the newest slate (A4)."""

FIRST_DATE = date(GAME_YEARS.start, 1, 1)
"""Before the first game of all."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_SEASON = re.compile(r"[0-9]{4}-[0-9]{2}")


def league_date(instant: datetime) -> date:
    """The game date that an instant falls on when nothing else says so (D10)."""
    eastern = _aware(instant).astimezone(EASTERN)
    if eastern.time() < DAY_STARTS:
        return eastern.date() - timedelta(days=1)
    return eastern.date()


def resolve_date(word: str, now: datetime) -> date:
    """The date that `today`, `yesterday` or `YYYY-MM-DD` means at `now`.

    Any other word, another letter case, or a date that does not exist: ValueError (D10).
    """
    if word == "today":
        return league_date(now)
    if word == "yesterday":
        return league_date(now) - timedelta(days=1)
    return parse_date(word)


def parse_date(text: str) -> date:
    """A date written `YYYY-MM-DD`; anything else is a ValueError that says so."""
    if _ISO_DATE.fullmatch(text):
        try:
            found = date.fromisoformat(text)
        except ValueError:
            found = None
        if found and found.year in GAME_YEARS:
            return found
    raise ValueError(f"{text!r} is not a date: write YYYY-MM-DD, `today` or `yesterday`")


def slate_window(game_date: date) -> tuple[datetime, datetime]:
    """The half-open span of UTC in which a slate takes events: [D 04:00 ET, D+1 18:00 ET)."""
    opens = datetime.combine(game_date, DAY_STARTS, EASTERN)
    closes = datetime.combine(game_date + timedelta(days=1), SLATE_CLOSES, EASTERN)
    return opens.astimezone(UTC), closes.astimezone(UTC)


def empty_slate_begins(game_date: date) -> datetime:
    """The UTC instant from which a date without games is the newest slate (A4)."""
    return datetime.combine(game_date, EMPTY_SLATE_BEGINS, EASTERN).astimezone(UTC)


def season_year(day: date) -> int:
    """The year in which the season of `day` began: October opens a new one."""
    return day.year if day.month >= 10 else day.year - 1


def season_start(day: date) -> date:
    """The first date of the season of `day`."""
    return date(season_year(day), 10, 1)


def season_end(year: int) -> date:
    """The last date of the season that began in `year`: the day before October opens the next."""
    return date(year + 1, 9, 30)


def parse_season(text: str) -> int:
    """The year in which the season of a label such as `2025-26` began; ValueError for no label."""
    if _SEASON.fullmatch(text):
        year = int(text[:4])
        if year in GAME_YEARS and season_label(year) == text:
            return year
    raise ValueError(f"{text!r} is not a season: write it as 2025-26")


def iso_week(day: date) -> int:
    """The ISO week of a date, 1 to 53; even ones are those of bi-weekly documents (D13)."""
    return day.isocalendar().week


def days_before(day: date, days: int) -> date:
    """The date so many days earlier."""
    return day - timedelta(days=days)


def days_between(earlier: date, later: date) -> int:
    """Calendar days from one date to the other; 1 is a back-to-back (`core.md` 12.7)."""
    return (later - earlier).days


def dates_through(first: date, last: date) -> tuple[date, ...]:
    """Every date from `first` to `last`, both inside."""
    return tuple(first + timedelta(days=number) for number in range((last - first).days + 1))


def season_label(year: int) -> str:
    """`2025` as `2025-26`."""
    return f"{year}-{(year + 1) % 100:02d}"


def tip_off_text(tip_off: datetime) -> str:
    """A tip-off as the site shows it, converted to Eastern: `7:30 PM ET` (D12)."""
    eastern = _aware(tip_off).astimezone(EASTERN)
    return f"{eastern.hour % 12 or 12}:{eastern:%M} {'AM' if eastern.hour < 12 else 'PM'} ET"


def parse_instant(text: str) -> datetime:
    """An ISO-8601 instant with an offset or `Z`, in UTC; ValueError for anything else."""
    instant = _aware(datetime.fromisoformat(text))
    try:
        return instant.astimezone(UTC)
    except OverflowError:
        raise ValueError(f"{text!r} is out of range") from None


def format_instant(instant: datetime) -> str:
    """An instant as every document writes it: UTC, microseconds, `+00:00`. Sorts as time does."""
    return _aware(instant).astimezone(UTC).isoformat(timespec="microseconds")


def instant_as_said(instant: datetime) -> str:
    """An instant of a source in UTC, with no more of a fraction than it has: `…T15:00:00+00:00`."""
    return _aware(instant).astimezone(UTC).isoformat()


def interval_start(instant: datetime, seconds: int) -> datetime:
    """The last multiple of `seconds`, counted from 1970 UTC, that is not later than `instant`."""
    length = timedelta(seconds=seconds)
    return _EPOCH + (_aware(instant) - _EPOCH) // length * length


def _aware(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError(f"{instant.isoformat()} has no time zone")
    return instant

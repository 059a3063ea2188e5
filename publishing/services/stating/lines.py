"""What is remembered, one line each: how it stands now, in words and as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

import msgspec

from publishing.exports import BY_NAME
from publishing.operating.bodies import instant_of
from publishing.operating.claims import Claim
from publishing.operating.episodes import Episode, is_to_be_told
from publishing.operating.gates import Gate, too_old
from publishing.operating.marks import Mark
from publishing.services.letters.text import instant, plain
from publishing.stats import rounded


class Line(msgspec.Struct, frozen=True):
    """One thing: its words, most of all those by which it is judged, and what is kept of it."""

    shelf: str
    key: str
    stands: str
    words: tuple[str, ...]
    more: Mapping[str, Any]
    value: Any

    def json(self) -> str:
        """The line as JSON; `value` is what `show` shows."""
        said = {"kind": self.shelf, "key": self.key, "stands": self.stands, **self.more}
        return msgspec.json.encode({**said, "value": self.value}).decode()


def claim_line(key: str, claim: Claim, now: datetime) -> Line:
    """A run: `running`, `launched`, `silent` when its lease is over, `done` or `given up`."""
    until = instant_of(claim.lease_until)
    silent = not claim.over and (until is None or until <= now)
    stands = "silent" if silent else claim.state
    lease = f"{'ended' if claim.over else 'lease until'} {_at(claim.lease_until)}"
    words = [
        f"{stands}: {claim.status}" if claim.status else stands,
        f"attempt {claim.attempt}",
        f"owner {claim.owner}",
        f"since {_at(claim.claimed_at)}, {lease}",
    ]
    words += [f"job {claim.job}"] if claim.job else []
    words += [claim.reason] if claim.reason else []
    return Line("claims", key, stands, tuple(words), {}, claim)


def gate_line(key: str, gate: Gate, now: datetime) -> Line:
    """An export that waits; too old when nobody expects its rows any more."""
    since, again = instant_of(gate.closed_at), instant_of(gate.next_at)
    old = since is None or too_old(gate, now)
    stands = "waits too long" if old else "waits"
    waits = again is not None and again > now
    words = (
        f"{stands}, since {_at(gate.closed_at)}",
        f"tried {f'from {_at(gate.next_at)}' if waits else 'in the next round'}",
        f"sent {_times(gate.tries)}",
        f"needs rows of {', '.join(gate.tables)}" if gate.tables else "needs no rows",
        gate.reason,
    )
    return Line("gates", key, stands, words, {}, gate)


def mark_line(key: str, mark: Mark | None, now: datetime) -> Line:
    """The newest whole run of an export; `too old` beyond its limit (`core.md` 14.11).

    Whether that is late depends on its schedules too, which the monitor judges.
    """
    limit = BY_NAME[key].limit_hours if key in BY_NAME else None
    if mark is None:
        return Line("marks", key, "never made", ("never made",), _ages(None, limit), None)
    made = instant_of(mark.as_of)
    hours = None if made is None else _hours(now - made)
    old = made is not None and limit is not None and now - made > timedelta(hours=limit)
    stands = "too old" if old else "made"
    age = "age unknown" if hours is None else f"{hours} hours old"
    words = (
        stands,
        f"{age}, {'no limit' if limit is None else f'limit {limit}'}",
        f"of {mark.game_date} as of {_at(mark.as_of)}",
        f"{mark.documents} documents, {mark.written} written",
        f"run {mark.run_id}",
    )
    return Line("marks", key, stands, words, _ages(hours, limit), mark)


def episode_line(_: str, episode: Episode, now: datetime) -> Line:
    """Something that is wrong, by its finding: since when, how often mended, and who knows."""
    if episode.told_at is not None:
        told = f"told {_at(episode.told_at)}"
    elif episode.untold:
        told = f"could not be told: {episode.untold}"
    else:
        told = "told next" if is_to_be_told(episode, now) else "not told yet: a quiet matter"
    heals = f"mended {_times(len(episode.heals))}"
    words = (
        episode.severity,
        f"since {_at(episode.since)}",
        f"{heals}, last {_at(episode.heals[-1])}" if episode.heals else heals,
        told,
        f"{episode.subject}: {episode.text}",
    )
    return Line("episodes", episode.key, episode.severity, words, {}, episode)


def table(lines: list[Line]) -> list[str]:
    """The lines of one kind, their columns below each other; nothing a terminal could obey."""
    rows = [tuple(map(plain, (line.key, *line.words))) for line in lines]
    # The last word of a row is as long as it is, and pushes nothing.
    widths = [
        max((len(row[column]) for row in rows if column < len(row) - 1), default=0)
        for column in range(max(map(len, rows), default=0))
    ]
    return [
        "  ".join(
            word if column == len(row) - 1 else f"{word:{widths[column]}}"
            for column, word in enumerate(row)
        )
        for row in rows
    ]


def _ages(hours: float | None, limit: int | None) -> dict[str, float | int | None]:
    return {"age_hours": hours, "limit_hours": limit}


def _at(text: str) -> str:
    found = instant_of(text)
    return text if found is None else instant(found)


def _hours(age: timedelta) -> float:
    return rounded(Fraction(age // timedelta(microseconds=1), 3_600_000_000), 1)


def _times(number: int) -> str:
    return {0: "never", 1: "once"}.get(number, f"{number} times")

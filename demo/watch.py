"""What a person sees of the demo: progress while the night runs, and what was published."""

from __future__ import annotations

import logging
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

import orjson

from publishing.calendar import EASTERN
from publishing.live.snapshot import Snapshot

QUARTER = timedelta(minutes=15)

_OF_THE_NIGHT = ("live/", "live-grading/", "status.json")


class Watch(logging.Handler):
    """Prints a line per quarter of an hour of the night, and one whenever a game turns final."""

    def __init__(self) -> None:
        super().__init__()
        self._next: datetime | None = None
        self._finals = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Takes the publisher's record of one flush."""
        snapshot = getattr(record, "snapshot", None)
        if not isinstance(snapshot, Snapshot) or len(snapshot.documents) < 2:
            return
        scores, grading = (orjson.loads(one.body) for one in snapshot.documents)
        finals = scores["games_final"]
        if finals == self._finals and self._next and snapshot.as_of < self._next:
            return
        self._finals, self._next = finals, snapshot.as_of + QUARTER
        print(f"  {_clock(snapshot.as_of)}  {_games(scores)}   {_picks(grading)}", flush=True)


def _clock(instant: datetime) -> str:
    eastern = instant.astimezone(EASTERN)
    return f"{eastern:%a} {eastern.hour % 12 or 12:2}:{eastern:%M %p} ET"


def _games(scores: dict[str, int]) -> str:
    waiting = scores["total_games"] - scores["games_in_progress"] - scores["games_final"]
    words = f"{waiting} to come, {scores['games_in_progress']} on, {scores['games_final']} final"
    return f"games: {words:26}"


def _picks(grading: dict[str, list[dict[str, object]]]) -> str:
    results = Counter(row["result"] for row in grading["predictions"])
    return f"picks: {results['WIN']} won, {results['LOSS']} lost, {results['PENDING']} open"


def summary(output: Path, private: Path, day: date) -> str:
    """What is public now, how often each object was written, and the night's result."""
    decisions: dict[str, Counter[str]] = {}
    for line in (private / "journal.jsonl").read_bytes().splitlines():
        entry = orjson.loads(line)
        if not entry["path"].startswith(_OF_THE_NIGHT):
            continue
        decisions.setdefault(entry["path"], Counter())[entry["decision"]] += 1
    lines = [f"\nPublished in {output}/ (what the website reads):\n"]
    for path in sorted(decisions):
        counts, size = decisions[path], (output / path).stat().st_size
        lines.append(f"  {path:32} {size:>9,} bytes   written {counts['written']} times")
    grading = orjson.loads((output / f"live-grading/{day}.json").read_bytes())["summary"]
    scores = orjson.loads((output / f"live/{day}.json").read_bytes())
    rate = grading["win_rate"]
    lines += [
        f"\nThe night: {scores['games_final']} of {scores['total_games']} games final; "
        f"{grading['correct']} picks correct, {grading['incorrect']} incorrect"
        + (f", a win rate of {rate:.1%}" if rate is not None else "")
        + f"; mean error {grading['avg_error']} points.",
        f"Beside it, not public: {private}/ with the warehouse, the recorded night, the archive",
        "of every folded event, the journal of every decision, and the dead letters.",
    ]
    return "\n".join(lines)

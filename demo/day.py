"""The day around the demo's night: what the schedules publish in the morning and before it,
and the results of the weeks until then.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from pipelines import export
from publishing.calendar import days_before
from publishing.exports import BY_NAME
from publishing.run_record import RunRecord

MORNING, AFTERNOON = "12:00:00Z", "18:00:00Z"
"""Before the results of the evening are due (5 AM PT), and when tonight's picks are (1 PM ET)."""

OF_THE_WEEKS, WEEKS_DAYS = "results", 30
"""The job type that has a document for each of so many dates until the evening before."""

OF_THE_EVENING = "performance,best-bets,player-game-report"
"""The other job types of the morning: what is known of the games of the evening before."""

OF_THE_PAST = ("results", "player_game_report")
"""The exports that the afternoon has nothing for: its games are still to be played."""


def publish(output: Path, private: Path, day: date) -> list[RunRecord]:
    """Publishes the weeks and the evening before a date, and the date; the runs' records."""
    later = ",".join(one.job_type for one in BY_NAME.values() if one.name not in OF_THE_PAST)
    evening, morning = days_before(day, 1), f"{day}T{MORNING}"
    weeks = (f"--start_date={days_before(day, WEEKS_DAYS)}", f"--end_date={evening}")
    return [
        _run(output, private, "weeks", morning, OF_THE_WEEKS, *weeks, "--engine=inline"),
        _run(output, private, "evening", morning, OF_THE_EVENING, f"--date={evening}"),
        _run(output, private, "day", f"{day}T{AFTERNOON}", later, f"--date={day}"),
    ]


def summary(records: list[RunRecord]) -> str:
    """The public objects of each family: how many, how large, which paths."""
    lines = ["", "Documents of the day (a line per family):", ""]
    for name, paths in _families(records).items():
        size, count = sum(paths.values()), len(paths)
        patterns = ", ".join(BY_NAME[name].paths)
        lines.append(f"  {name:22} {count:>5,} objects {size:>12,} bytes   {patterns}")
    lines += [f"  {sentence}" for record in records for sentence in _troubles(record)]
    return "\n".join(lines)


def _run(output: Path, private: Path, name: str, as_of: str, only: str, *more: str) -> RunRecord:
    _, _, record = export.run(
        [
            f"--warehouse=parquet:{private / 'warehouse'}",
            f"--output={output}",
            f"--journal={private / 'journal.jsonl'}",
            f"--dead_letters={private / 'dead-letters'}",
            f"--manifest={private / 'runs' / name}.json",
            f"--as_of={as_of}",
            f"--only={only}",
            *more,
        ]
    )
    if record is None:
        raise RuntimeError(f"the run of the {name} left no record")
    return record


def _families(records: list[RunRecord]) -> dict[str, dict[str, int]]:
    """Bytes by path, by export; a path that several runs wrote counts once."""
    found: dict[str, dict[str, int]] = {name: {} for name in BY_NAME}
    for record in records:
        for document in record.documents:
            if document.decision in ("written", "unchanged"):
                found[document.export][document.path] = document.bytes
    return found


def _troubles(record: RunRecord) -> Iterator[str]:
    if record.status != "success":
        yield f"{record.dates[0]} is {record.status}:"
    for reason, count in Counter(one.reason for one in record.failures).items():
        yield f"  {count} times: {reason}"
    for lack in record.waiting:
        yield f"  {lack.export} waits: {lack.reason}"
    if record.dead_letters:
        yield f"  {record.dead_letters} rows went to the dead letters"

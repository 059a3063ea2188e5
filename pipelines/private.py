"""Where a job keeps what is not public: checked, and by default beside the output."""

from __future__ import annotations

from pathlib import Path

from pipelines.options import LiveOptions
from publishing.adapters.places import bucket_and_prefix, is_bucket, is_inside


def place_problems(given: LiveOptions) -> list[str]:
    """A sentence for each place that is none, and each private one that would be public."""
    found = []
    for place in (given.output, given.dead_letters, given.dead_letter_bodies, given.archive):
        if place and is_bucket(place):
            try:
                bucket_and_prefix(place)
            except ValueError as problem:
                found.append(str(problem))
    for name in ("dead_letters", "dead_letter_bodies", "archive", "journal"):
        private = getattr(given, name)
        if name == "dead_letters" and not private and given.output and not found:
            private = beside(given.output)
        if private and given.output and is_inside(private, given.output):
            found.append(f"--{name} {private} would be public: it is inside {given.output}")
    return found


def beside(output: str) -> str:
    """The default place of dead letters: never under the public prefix."""
    if is_bucket(output):
        return f"gs://{bucket_and_prefix(output)[0]}/dead-letters"
    folder = Path(output).resolve()
    return str(folder.parent / f"{folder.name}-dead-letters")

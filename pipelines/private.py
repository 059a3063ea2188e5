"""Where a job keeps what is not public: checked, and by default beside the output."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from publishing.adapters.places import bucket_and_prefix, is_bucket, is_inside


def place_problems(output: str | None, private: Mapping[str, str | None]) -> list[str]:
    """A sentence for each place that is none, and each private one that would be public.

    `private` are the private places by the name of their option.
    """
    found = []
    for place in (output, *private.values()):
        if place and is_bucket(place):
            try:
                bucket_and_prefix(place)
            except ValueError as problem:
                found.append(str(problem))
    for name, place in private.items():
        inside = place
        if name == "dead_letters" and not place and output and not found:
            inside = beside(output)
        if inside and output and is_inside(inside, output):
            found.append(f"--{name} {inside} would be public: it is inside {output}")
    return found


def beside(output: str, what: str = "dead-letters") -> str:
    """The default place of what is private: never under the public prefix."""
    if is_bucket(output):
        return f"gs://{bucket_and_prefix(output)[0]}/{what}"
    folder = Path(output).resolve()
    return str(folder.parent / f"{folder.name}-{what}")

"""The families of public documents: their paths and types, declared once."""

from __future__ import annotations

import re
from dataclasses import dataclass

import msgspec

from publishing.exports import EXPORTS
from publishing.live.grading import LiveGrading
from publishing.live.scores import LiveScores
from publishing.live.status import Status

_DATE = r"\d{4}-\d{2}-\d{2}"
_SEASON = r"\d{4}-\d{2}"
_PLAYER = r"[a-z0-9]+"


@dataclass(frozen=True, slots=True)
class Family:
    """Documents of one type; their paths as their export declares them."""

    name: str
    paths: tuple[str, ...]
    document: type[msgspec.Struct]

    def has(self, path: str) -> bool:
        """Whether a public path belongs to this family."""
        return any(re.fullmatch(_expression(pattern), path) for pattern in self.paths)


FAMILIES = (
    Family("live", ("live/{date}.json", "live/latest.json"), LiveScores),
    Family("live-grading", ("live-grading/{date}.json", "live-grading/latest.json"), LiveGrading),
    Family("status", ("status.json",), Status),
    *(Family(one.name.replace("_", "-"), one.paths, one.document) for one in EXPORTS),
)


def _expression(pattern: str) -> str:
    found = re.escape(pattern)
    for word, expression in (("date", _DATE), ("season", _SEASON), ("player", _PLAYER)):
        found = found.replace(rf"\{{{word}\}}", expression)
    return found


def family_of(path: str) -> Family | None:
    """The family of a public path; None for a path that nothing here publishes."""
    return next((family for family in FAMILIES if family.has(path)), None)

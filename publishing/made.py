"""What one step of a batch run leaves: documents, pieces of documents, and what went wrong."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

import msgspec

from publishing.documents import Document
from publishing.live.events import Rejection


class Failure(msgspec.Struct, frozen=True):
    """What could not be made, and why; `player_lookup` and `table` where they say more."""

    export: str
    game_date: str
    reason: str
    player_lookup: str = ""
    table: str = ""


class Piece(msgspec.Struct, frozen=True):
    """A part of a date's document, encoded, under the name of its export."""

    export: str
    body: bytes


@dataclass(slots=True)
class Made:
    """What one step has made. `pieces` are by date; `seconds` are by export.

    `unfit` counts the rejected rows by table.
    """

    documents: list[tuple[str, Document]] = field(default_factory=list)
    pieces: list[tuple[date, Piece]] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    unfit: Counter[str] = field(default_factory=Counter)
    lacking: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)


def failure(export: str, day: date, problem: Exception, player: str = "") -> Failure:
    """What an exception kept from being made, in words."""
    return Failure(export, day.isoformat(), f"{type(problem).__name__}: {problem}", player)

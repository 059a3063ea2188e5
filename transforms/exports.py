"""The plan's functions on Beam: rows of a player to pieces, pieces of a date to documents."""

from __future__ import annotations

import functools
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

import apache_beam as beam
import msgspec
from apache_beam import pvalue

from publishing.league import League, Slate
from publishing.made import Made, Piece
from publishing.plan import of_player, of_slate, slates_of
from publishing.player_rows import PlayerRows
from publishing.row_chunks import decode_rows
from publishing.run import Run
from publishing.run_record import Fact, away_of, facts_of
from transforms.tables import DEAD, FACTS

DOCUMENTS = "documents"

_encode = msgspec.msgpack.encode
_FACT = msgspec.msgpack.Decoder(Fact)
_PIECE = msgspec.msgpack.Decoder(Piece)


@functools.lru_cache(maxsize=4)
def _away(facts: tuple[bytes, ...]) -> dict[str, str]:
    return away_of(map(_FACT.decode, facts))


@functools.lru_cache(maxsize=4)
def league_of(run: Run, chunks: tuple[bytes, ...]) -> tuple[League, dict[date, Slate]]:
    """The league of a run and its slates, once in a process."""
    league = League(decode_rows(chunks), run.as_of, run.champion)
    return league, slates_of(league, run)


@beam.typehints.with_output_types(tuple[str, bytes])
class MakeOfPlayer(beam.DoFn):
    """A player's rows to the pieces of his slates, by date; his documents apart."""

    def __init__(self, run: Run) -> None:
        self.run = run

    def process(
        self, element: tuple[str, Iterable[bytes]], chunks: Sequence[bytes], facts: Sequence[bytes]
    ) -> Iterator[Any]:
        lookup, rows = element
        league, slates = league_of(self.run, tuple(sorted(chunks)))
        player = PlayerRows(lookup, decode_rows(rows), league)
        made = of_player(player, slates, self.run, _away(tuple(sorted(facts))), time.perf_counter)
        for day, piece in made.pieces:
            yield day.isoformat(), _encode(piece)
        yield from _beside(made)


@beam.typehints.with_output_types(bytes)
class MakeOfSlate(beam.DoFn):
    """A date's pieces to its encoded documents."""

    def __init__(self, run: Run) -> None:
        self.run = run

    def process(
        self, element: tuple[str, Iterable[bytes]], chunks: Sequence[bytes], facts: Sequence[bytes]
    ) -> Iterator[Any]:
        day, encoded = element
        _, slates = league_of(self.run, tuple(sorted(chunks)))
        # The empty one only sees to it that every date of the run comes here.
        pieces = (_PIECE.decode(body) for body in encoded if body)
        slate = slates[date.fromisoformat(day)]
        made = of_slate(slate, pieces, self.run, _away(tuple(sorted(facts))), time.perf_counter)
        for export, document in made.documents:
            yield _encode((export, document))
        made.documents = []
        yield from _beside(made)


def _beside(made: Made) -> Iterator[pvalue.TaggedOutput]:
    for export, document in made.documents:
        yield pvalue.TaggedOutput(DOCUMENTS, _encode((export, document)))
    for fact in facts_of(made):
        yield pvalue.TaggedOutput(FACTS, _encode(fact))
    for rejection in made.rejections:
        yield pvalue.TaggedOutput(DEAD, _encode(rejection))

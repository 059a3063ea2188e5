"""A batch run in one process: the functions of the plan, one after the other, without Beam."""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from publishing.adapters.dead_letters import TROUBLE, DeadLetters
from publishing.adapters.warehouses import BatchWarehouse
from publishing.documents import Document
from publishing.league import League
from publishing.live.events import Rejection
from publishing.made import Made, Piece
from publishing.plan import of_player, of_row, of_slate, slates_of
from publishing.player_rows import PlayerRows
from publishing.publisher import Publisher
from publishing.reads import Read
from publishing.rows import Row
from publishing.run import Run
from publishing.run_record import (
    Fact,
    LetterFact,
    SourceFact,
    away_of,
    document_facts,
    facts_of,
)
from publishing.services.exporting.expiring import expire
from publishing.services.exporting.reading import parts_of, rows_of
from publishing.stale import exports_that_expire

log = logging.getLogger("courtside.export")

AT_A_TIME = 256
"""Documents that go to the publisher in one call."""


@dataclass
class Inline:
    """One run; `facts` grow while it runs."""

    run: Run
    warehouse: BatchWarehouse
    publisher: Publisher
    dead_letters: DeadLetters
    timer: Callable[[], float] = time.perf_counter
    facts: list[Fact] = field(default_factory=list)

    def __call__(self) -> list[Fact]:
        """Runs to the end; the facts of the run's record."""
        run, away = self.run, dict[str, str]()
        league_rows = {read.row_type: self._rows(read, away) for read in run.reads_of_league()}
        league = League(league_rows, run.as_of, run.champion)
        slates = slates_of(league, run)
        players, pieces = self._grouped(away)
        documents: list[tuple[str, Document]] = []
        for lookup in sorted(players):
            made = of_player(
                PlayerRows(lookup, players.pop(lookup), league), slates, run, away, self.timer
            )
            self._keep(made)
            documents += made.documents
            for day, piece in made.pieces:
                pieces.setdefault(day, []).append(piece)
        log.info("run_id=%s step=players documents=%d", run.run_id, len(documents))
        lacking: dict[str, str] = {}
        for day in run.dates:
            made = of_slate(slates[day], pieces.pop(day, []), run, away, self.timer)
            self._keep(made)
            lacking |= made.lacking
            self._publish(made.documents)
        # The many documents of players come last: they delay nothing (`core.md` 14.4).
        for first in range(0, len(documents), AT_A_TIME):
            self._publish(with_lacks(documents[first : first + AT_A_TIME], lacking))
        for export in exports_that_expire(run, self.facts):
            self.facts += expire(self.publisher, export, self.facts, slates, run)
        return self.facts

    def _rows(self, read: Read, away: dict[str, str]) -> list[Row]:
        """A read's rows; none, and a word in `away`, when they cannot be had to the end."""
        rows: list[Row] = []
        parts = parts_of(self.warehouse, read)
        table = read.row_type.table
        facts = [parts] if isinstance(parts, SourceFact) else [SourceFact(table, 0, 0)]
        for part in [] if isinstance(parts, SourceFact) else parts:
            for row in rows_of(self.warehouse, part):
                # An `isinstance` of these types is dear, and this is asked of every row.
                if type(row) is read.row_type:
                    rows.append(row)
                elif isinstance(row, Rejection):
                    self._reject(row)
                elif isinstance(row, SourceFact):
                    facts.append(row)
        self.facts += facts
        problem = away_of(facts).get(table)
        log.info("run_id=%s step=read table=%s rows=%d", self.run.run_id, table, len(rows))
        if problem is not None:
            away[table] = problem
            return []
        return rows

    def _grouped(
        self, away: dict[str, str]
    ) -> tuple[dict[str, dict[type[Row], list[Row]]], dict[object, list[Piece]]]:
        """The players' rows by lookup and table, and the pieces of rows that are no player's."""
        # Who is asked for by name has a document, whether or not there is a row of him.
        players: dict[str, dict[type[Row], list[Row]]] = {
            lookup: {} for lookup in self.run.players or ()
        }
        pieces: dict[object, list[Piece]] = {}
        for read in self.run.reads_of_players():
            of_player: defaultdict[str | None, list[Row]] = defaultdict(list)
            for row in self._rows(read, away):
                of_player[getattr(row, "player_lookup", None)].append(row)
            for row in of_player.pop(None, ()):
                for day, piece in of_row(row, self.run):
                    pieces.setdefault(day, []).append(piece)
            for lookup, rows in of_player.items():
                players.setdefault(str(lookup), {})[read.row_type] = rows
        return players, pieces

    def _keep(self, made: Made) -> None:
        self.facts += facts_of(made)
        for rejection in made.rejections:
            self._reject(rejection)

    def _reject(self, rejection: Rejection) -> None:
        problem = ""
        try:
            self.dead_letters.add(rejection)
        except TROUBLE as trouble:
            problem = str(trouble)
        self.facts.append(LetterFact(rejection.reason, problem))

    def _publish(self, documents: Sequence[tuple[str, Document]]) -> None:
        outcomes = self.publisher.publish([document for _, document in documents])
        facts = document_facts(documents, outcomes)
        self.facts += facts
        for export in dict.fromkeys(name for name, _ in documents):
            count = sum(name == export for name, _ in documents)
            log.info(
                "run_id=%s step=publish export=%s documents=%d", self.run.run_id, export, count
            )


def with_lacks(
    documents: Sequence[tuple[str, Document]], lacking: Mapping[str, str]
) -> list[tuple[str, Document]]:
    """The players' documents, marked where a source had nothing for their date (D6)."""
    return [
        (
            export,
            msgspec.structs.replace(
                document, lacks=lacking.get(f"{export}/{document.version.content_date}", "")
            ),
        )
        for export, document in documents
    ]

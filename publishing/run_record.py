"""The record of a batch run: what it read, what became of every document, what it could not do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal

import msgspec

from publishing.calendar import format_instant
from publishing.decisions import Outcome
from publishing.documents import Document
from publishing.made import Failure, Made
from publishing.run import Run
from publishing.tally import too_many

Status = Literal["success", "partial", "failed"]


class SourceFact(msgspec.Struct, frozen=True, tag="source"):
    """What was read of a table; `problem` says why it could not be read to its end."""

    table: str
    rows: int
    rejected: int
    problem: str = ""


class DocumentFact(msgspec.Struct, frozen=True, tag="document"):
    """What became of one object; `decision` is None when the store would not take it.

    `bytes` is the size of the document, `lacks` the source that had nothing for it.
    """

    path: str
    export: str
    decision: str | None
    reason: str
    bytes: int
    digest: str
    version: str
    lacks: str


class FailureFact(msgspec.Struct, frozen=True, tag="failure"):
    """What could not be made; a player or a table where that says more."""

    failure: Failure


class LackFact(msgspec.Struct, frozen=True, tag="lack"):
    """An export of a date whose source had no row (D29): it waits for them."""

    export: str
    game_date: str
    reason: str


class LetterFact(msgspec.Struct, frozen=True, tag="letter"):
    """A row that went to the dead letters; `problem` says why it could not be kept there."""

    reason: str
    problem: str = ""


class SpentFact(msgspec.Struct, frozen=True, tag="spent"):
    """Seconds that one step worked for an export."""

    export: str
    seconds: float


Fact = SourceFact | DocumentFact | FailureFact | LackFact | LetterFact | SpentFact


class SourceRecord(msgspec.Struct, frozen=True):
    """A table of the run: rows that were read and those that did not fit their type."""

    table: str
    rows: int
    rejected: int
    problem: str | None


class DocumentRecord(msgspec.Struct, frozen=True):
    """An object of the run and the publisher's decision."""

    path: str
    export: str
    decision: str
    reason: str
    bytes: int
    digest: str
    version: str


class FailureRecord(msgspec.Struct, frozen=True):
    """What was not made or not written, in words; `path` is one that the store did not take."""

    export: str
    game_date: str
    player_lookup: str | None
    table: str | None
    reason: str
    path: str | None = None


class RunRecord(msgspec.Struct, frozen=True):
    """The record; lists are sorted, so that equal runs differ in times alone.

    `waiting` are exports whose source had no row for a date with games; `seconds` is the work
    of each export, on however many workers.
    """

    run_id: str
    status: Status
    as_of: str
    dates: list[str]
    exports: list[str]
    champion: str
    started_at: str
    finished_at: str
    duration_seconds: float
    sources: list[SourceRecord]
    documents: list[DocumentRecord]
    decisions: dict[str, int]
    failures: list[FailureRecord]
    waiting: list[LackFact]
    dead_letters: int
    seconds: dict[str, float]
    versions: dict[str, str]


def facts_of(made: Made) -> list[Fact]:
    """What a step has made, without the documents and pieces themselves."""
    found: list[Fact] = [FailureFact(failure) for failure in made.failures]
    for name, reason in made.lacking.items():
        export, _, game_date = name.partition("/")
        found.append(LackFact(export, game_date, reason))
    # They were read as rows that fit.
    found += [SourceFact(table, -number, number) for table, number in made.unfit.items()]
    found += [SpentFact(export, seconds) for export, seconds in made.seconds.items()]
    return found


def document_facts(
    published: Sequence[tuple[str, Document]], outcomes: Iterable[Outcome]
) -> list[Fact]:
    """The facts of documents that the publisher has decided on, in any order."""
    by_path: dict[tuple[str, str], tuple[str, Document]] = {}
    for export, document in published:
        for target in document.targets:
            by_path[target.path, str(document.version)] = (export, document)
    found: list[Fact] = []
    for outcome in outcomes:
        export, document = by_path[outcome.path, outcome.version]
        found.append(
            DocumentFact(
                outcome.path,
                export,
                outcome.decision,
                outcome.reason,
                len(document.body),
                document.digest,
                outcome.version,
                document.lacks,
            )
        )
    return found


def away_of(facts: Iterable[Fact]) -> dict[str, str]:
    """The tables that nothing may be made of, with the reason (D6).

    They were not read to their end, or too many of their rows do not fit.
    """
    found: dict[str, str] = {}
    rows: Counter[str] = Counter()
    rejected: Counter[str] = Counter()
    for fact in facts:
        if isinstance(fact, SourceFact):
            rows[fact.table] += fact.rows
            rejected[fact.table] += fact.rejected
            if fact.problem:
                found[fact.table] = max(fact.problem, found.get(fact.table, ""))
    for table, faulty in rejected.items():
        whole = faulty + rows[table]
        if too_many(faulty, whole):
            found.setdefault(table, f"{faulty} of {whole} rows do not fit")
    return found


def record_of(
    run: Run,
    facts: Iterable[Fact],
    started: datetime,
    finished: datetime,
    versions: dict[str, str],
) -> RunRecord:
    """The record of a run from all its facts, whatever their order."""
    by_type: dict[type, list[Fact]] = {}
    for fact in facts:
        by_type.setdefault(type(fact), []).append(fact)
    documents = [fact for fact in by_type.get(DocumentFact, []) if isinstance(fact, DocumentFact)]
    failures = _failures(by_type, documents)
    letters = by_type.get(LetterFact, [])
    waiting = sorted(
        (fact for fact in by_type.get(LackFact, []) if isinstance(fact, LackFact)),
        key=lambda fact: (fact.game_date, fact.export),
    )
    decided = [
        DocumentRecord(
            fact.path,
            fact.export,
            fact.decision,
            fact.reason,
            fact.bytes,
            fact.digest,
            fact.version,
        )
        for fact in documents
        if fact.decision is not None
    ]
    spent: Counter[str] = Counter()
    for fact in by_type.get(SpentFact, []):
        if isinstance(fact, SpentFact):
            spent[fact.export] += fact.seconds  # type: ignore[assignment]
    faulty = bool(failures or waiting or letters)
    status: Status = "success" if not faulty else "partial" if decided else "failed"
    return RunRecord(
        run_id=run.run_id,
        status=status,
        as_of=format_instant(run.as_of),
        dates=[day.isoformat() for day in run.dates],
        exports=list(run.names),
        champion=run.champion,
        started_at=format_instant(started),
        finished_at=format_instant(finished),
        duration_seconds=round((finished - started).total_seconds(), 2),
        sources=_sources(by_type.get(SourceFact, [])),
        documents=sorted(decided, key=lambda one: (one.path, one.version)),
        decisions=dict(sorted(Counter(one.decision for one in decided).items())),
        failures=failures,
        waiting=waiting,
        dead_letters=len(letters),
        seconds={export: round(seconds, 3) for export, seconds in sorted(spent.items())},
        versions=versions,
    )


def _failures(
    by_type: dict[type, list[Fact]], documents: Iterable[DocumentFact]
) -> list[FailureRecord]:
    found = [
        FailureRecord(
            fact.failure.export,
            fact.failure.game_date,
            fact.failure.player_lookup or None,
            fact.failure.table or None,
            fact.failure.reason,
        )
        for fact in by_type.get(FailureFact, [])
        if isinstance(fact, FailureFact)
    ]
    found += [
        FailureRecord(
            fact.export,
            fact.version[:10],
            None,
            None,
            f"{fact.path}: {fact.reason}",
            fact.path,
        )
        for fact in documents
        if fact.decision is None
    ]
    found += [
        FailureRecord("", "", None, None, f"a dead letter was not kept: {fact.problem}")
        for fact in by_type.get(LetterFact, [])
        if isinstance(fact, LetterFact) and fact.problem
    ]
    # The same table is missed by a date's every player: said once.
    return sorted(
        set(found),
        key=lambda one: (one.game_date, one.export, one.player_lookup or "", one.reason),
    )


def _sources(facts: Sequence[Fact]) -> list[SourceRecord]:
    rows: Counter[str] = Counter()
    rejected: Counter[str] = Counter()
    for fact in facts:
        if isinstance(fact, SourceFact):
            rows[fact.table] += fact.rows
            rejected[fact.table] += fact.rejected
    problems = away_of(facts)
    return [
        SourceRecord(table, rows[table], rejected[table], problems.get(table))
        for table in sorted(rows)
    ]

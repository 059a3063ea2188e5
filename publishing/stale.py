"""Players' documents that nobody made today: rewritten as those of players without one (D36)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from publishing.addressing import absent_document
from publishing.documents import Document
from publishing.exports.declaration import Export, OfPlayer
from publishing.identity import is_lookup
from publishing.league import Slate
from publishing.run import Run
from publishing.run_record import DocumentFact, Fact, FailureFact, LackFact, SourceFact


def exports_that_expire(run: Run, facts: Iterable[Fact]) -> tuple[Export, ...]:
    """The exports of a run whose absent players are rewritten: those that are complete.

    Never after a run that was limited to some players, missed a table, a row or a player, or
    could not publish one.
    """
    found = list(facts)
    return tuple(
        export
        for export in run.exports
        if isinstance(export.made, OfPlayer)
        and export.made.expires
        and run.players is None
        and not any(_spoils(fact, export, run) for fact in found)
    )


def folder_of(export: Export) -> str:
    """The folder of an export's documents, with its slash."""
    return export.pointers[0].partition("{player}")[0]


def stale_documents(
    export: Export,
    public: Iterable[str],
    facts: Iterable[Fact],
    slates: Mapping[date, Slate],
    run: Run,
) -> list[tuple[str, Document]]:
    """What replaces the public paths of players of whom the run made none, in order of path."""
    made = {fact.path for fact in facts if isinstance(fact, DocumentFact)}
    before, _, after = export.pointers[0].partition("{player}")
    lookups = (
        path.removeprefix(before).removesuffix(after)
        for path in sorted(set(public) - made)
        if path.startswith(before) and path.endswith(after)
    )
    slate = slates[run.newest]
    return [
        (export.name, absent_document(export, lookup, slate, run))
        for lookup in lookups
        if is_lookup(lookup)
    ]


def _spoils(fact: Fact, export: Export, run: Run) -> bool:
    """Whether a fact says that an export's players are not all there."""
    if isinstance(fact, SourceFact):
        return bool(fact.problem or fact.rejected) and fact.table in run.needs(export)
    if isinstance(fact, FailureFact):
        # A player who could not be read at all is missing from every export.
        return fact.failure.export in ("", export.name)
    if isinstance(fact, LackFact):
        return fact.export == export.name
    return isinstance(fact, DocumentFact) and fact.export == export.name and fact.decision is None

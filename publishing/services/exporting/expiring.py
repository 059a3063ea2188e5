"""After a complete run: the public documents of players who have none any more (D36)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from publishing.exports.declaration import Export
from publishing.league import Slate
from publishing.made import Failure
from publishing.publisher import Publisher
from publishing.run import Run
from publishing.run_record import Fact, FailureFact, document_facts
from publishing.stale import folder_of, stale_documents
from publishing.store import Unavailable


def expire(
    publisher: Publisher,
    export: Export,
    facts: Sequence[Fact],
    slates: Mapping[date, Slate],
    run: Run,
) -> list[Fact]:
    """Rewrites them and says what became of each; or why they could not be listed."""
    folder = folder_of(export)
    try:
        public = publisher.listed(folder)
    except Unavailable as problem:
        reason = f"{folder} could not be listed: {problem}"
        return [FailureFact(Failure(export.name, run.newest.isoformat(), reason))]
    documents = stale_documents(export, public, facts, slates, run)
    outcomes = publisher.publish([document for _, document in documents])
    return document_facts(documents, outcomes)

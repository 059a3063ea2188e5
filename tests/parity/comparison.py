"""Both editions of a night, document by document, each difference with its explanation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.parity.alignment import Json, differences, disorder
from tests.parity.facts import Facts
from tests.parity.nights import Edition
from tests.parity.registry import family_of
from tests.parity.rules import Family, Use, departures, explanation


@dataclass
class Comparison:
    """What was found: how often each change was needed at each place, and what nothing explains."""

    documents: Counter[str] = field(default_factory=Counter)
    used: Counter[Use] = field(default_factory=Counter)
    unexplained: list[str] = field(default_factory=list)

    def add(self, other: Comparison) -> None:
        """Counts another comparison in."""
        self.documents += other.documents
        self.used += other.used
        self.unexplained += other.unexplained


def compared(edition: Edition, facts: Facts) -> Comparison:
    """Every golden document of a night against the one that is published now."""
    found = Comparison()
    for path in edition.golden_paths:
        family = family_of(path)
        if family is None:
            continue
        found.documents[family.name] += 1
        after = edition.after(path)
        if after is None:
            found.unexplained.append(f"{edition.night} {path}: is not published")
            continue
        compare(found, path, family, edition.before(path), after, facts)
        _explain(found, path, family, *edition.headers(path), facts)
    return found


def compare(
    found: Comparison, path: str, family: Family, before: Json, after: Json, facts: Facts
) -> None:
    """One document against one; what it finds is added to `found`."""
    night = facts.night
    found.unexplained += [f"{night} {path}: {one}" for one in _orders(before, after, family)]
    _explain(found, path, family, before, after, facts)
    told = set(found.unexplained)
    for problem in departures(path, after, family, facts):
        if not any(problem.partition(": ")[0] in one for one in told):
            found.unexplained.append(f"{night} {path} {problem}")


def _explain(
    found: Comparison, path: str, family: Family, before: Json, after: Json, facts: Facts
) -> None:
    for difference in differences(path, before, after, family.shape):
        uses = explanation(difference, family, facts)
        found.used.update(uses)
        if not uses:
            found.unexplained.append(f"{facts.night} {difference}")


def _orders(before: Json, after: Json, family: Family) -> Iterator[str]:
    for problem in disorder(before, family.shape, ties=False):
        yield f"the contract's order is another: {problem}"
    for problem in disorder(after, family.shape, ties=True):
        yield f"not in the contract's order: {problem}"

"""What may differ from what was published before, and how each difference is verified.

A family has a model: its documents computed from the warehouse by the rules of before, with any
of its changes switched on. A rule explains a difference when the model without changes gives the
value of before, some of the rule's changes give the value of now, the fewest that do are taken,
and the model with every change gives it too. A change happens wherever the model says that it
does: a place that is as it was before, and should not be, is found as well (`departures`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from tests.parity.alignment import MISSING, Difference, Json, Shape, same
from tests.parity.facts import Facts


@dataclass(frozen=True)
class Change:
    """One thing that the website sees changed: the decision that says so, and why.

    `name` is its own in a family.
    """

    name: str
    decision: str
    reason: str


Changes = frozenset[Change]
Model = Callable[[Facts, Changes], Json]
Check = Callable[[Difference, Facts], bool]

NOTHING: Changes = frozenset()


@dataclass(frozen=True)
class Rule:
    """Where a document may differ, and because of any of which changes.

    A `*` in a pattern stands for one key. `check` verifies what no model holds.
    """

    patterns: tuple[str, ...]
    changes: tuple[Change, ...]
    check: Check | None = None


@dataclass(frozen=True, eq=False)
class Family:
    """The documents of one export, and what may differ in them.

    `paths` match theirs. Where there is one a player, the group `player` is his lookup, and the
    model has all of them by lookup.
    """

    name: str
    job_type: str
    paths: re.Pattern[str]
    shape: Shape
    model: Model
    rules: tuple[Rule, ...]

    @property
    def changes(self) -> Changes:
        """Every change of the family's model."""
        return frozenset(
            change for rule in self.rules if rule.check is None for change in rule.changes
        )


Use = tuple[str, str, Change]
"""One use of a rule: the family's name, the pattern and a change that was needed."""


def rule(patterns: str, *changes: Change, check: Check | None = None) -> Rule:
    """A rule for patterns separated by spaces."""
    return Rule(tuple(patterns.split()), changes, check)


def explanation(difference: Difference, family: Family, facts: Facts) -> tuple[Use, ...]:
    """What explains a difference, the changes that it needs together; nothing when nothing does."""
    for one in family.rules:
        for pattern in one.patterns:
            if _matches(pattern, difference.pattern):
                changes = _needed(one, difference, family, facts)
                if changes:
                    return tuple((family.name, pattern, change) for change in changes)
    return ()


def _needed(one: Rule, difference: Difference, family: Family, facts: Facts) -> tuple[Change, ...]:
    if one.check is not None:
        return one.changes if one.check(difference, facts) else ()

    def agrees(value: Any, changes: Iterable[Change]) -> bool:
        return _agrees(difference, value, frozenset(changes), family, facts)

    if agrees(difference.before, NOTHING) and agrees(difference.after, family.changes):
        for size in range(1, len(one.changes) + 1):
            for some in combinations(one.changes, size):
                if agrees(difference.after, some):
                    return some
    return ()


def _agrees(
    difference: Difference, value: Any, changes: Changes, family: Family, facts: Facts
) -> bool:
    """Whether the model with these changes has the value at the place of the difference."""
    found = places(modelled(family, changes, facts), difference, family)
    if difference.path.endswith("]"):
        return _has(difference, value, found, family, facts)
    if value is MISSING:
        return not found
    return any(fits(one, value) for one in found)


def _has(
    difference: Difference, value: Any, found: Sequence[Any], family: Family, facts: Facts
) -> bool:
    """Whether the model has an element of a list; MISSING: less often than the other side."""
    listing = family.shape[difference.pattern.removesuffix("[]")]

    def count(elements: Sequence[Any], wanted: Json) -> int:
        told = {key: wanted[key] for key in listing.apart}
        return sum(fits({key: one[key] for key in listing.apart}, told) for one in elements)

    if value is not MISSING:
        return count(found, value) > 0
    there = difference.before if difference.after is MISSING else difference.after
    other = NOTHING if difference.after is MISSING else family.changes
    whole = places(modelled(family, other, facts), difference, family)
    return count(found, there) < count(whole, there)


def modelled(family: Family, changes: Changes, facts: Facts) -> Json:
    """The family's documents of a night under some of its changes; made once."""
    model: Json = facts.kept((family.name, changes), lambda: family.model(facts, changes))
    return model


def places(document: Json, difference: Difference, family: Family) -> list[Any]:
    """Every value of a model at the place of a difference."""
    found: list[Any] = [_of_document(document, difference.document, family)]
    keys = iter(difference.keys)
    walked = ""
    for part in re.findall(r"[^.\[\]]+|\[\]", difference.pattern):
        if part == "[]":
            name = next(keys)
            listing = family.shape[walked]
            found = [one for some in found for one in some if listing.name(one) == name]
            walked += part
        else:
            found = [one[part] for one in found if isinstance(one, dict) and part in one]
            walked += f".{part}" if walked else part
    return found


def _of_document(document: Json, path: str, family: Family) -> Any:
    """The part of a model that is about one document: a player's, where there is one a player."""
    matched = family.paths.fullmatch(path)
    if matched is None or "player" not in matched.groupdict():
        return document
    return document.get(matched["player"], {})


def departures(path: str, published: Json, family: Family, facts: Facts) -> list[str]:
    """Each place of a document where it is not what the model with every change says."""
    before, now = (
        _of_document(modelled(family, changes, facts), path, family)
        for changes in (NOTHING, family.changes)
    )
    return list(_departures(before, now, published, family.shape, "", ""))


def _departures(
    before: Any, now: Any, published: Any, shape: Shape, pattern: str, path: str
) -> Iterator[str]:
    if isinstance(now, dict) and isinstance(published, dict):
        old = before if isinstance(before, dict) else {}
        for key in [*now, *(key for key in old if key not in now)]:
            dot = "." if path else ""
            yield from _departures(
                old.get(key, MISSING),
                now.get(key, MISSING),
                published.get(key, MISSING),
                shape,
                f"{pattern}{dot}{key}",
                f"{path}{dot}{key}",
            )
    elif isinstance(now, list) and isinstance(published, list) and pattern in shape:
        listing = shape[pattern]
        there, wanted = (Counter(map(listing.name, many)) for many in (published, now))
        for name in there:
            if there[name] > wanted[name] > 0:
                yield f"{path}[{name}]: is there {there[name]} times"
        old, new, found = (
            {listing.name(one): one for one in (many if isinstance(many, list) else ())}
            for many in (before, now, published)
        )
        for name in [*new, *(name for name in old if name not in new)]:
            yield from _departures(
                old.get(name, MISSING),
                new.get(name, MISSING),
                found.get(name, MISSING),
                shape,
                f"{pattern}[]",
                f"{path}[{name}]",
            )
    elif now is MISSING and published is MISSING:
        return
    elif now is MISSING or not fits(now, published):
        yield f"{path}: {published!r} should be {now!r}"


def fits(modelled_value: Any, published: Any) -> bool:
    """Whether a published value is what the model says; of an object what the model has of it.

    `<text>` on either side stands for any text.
    """
    if isinstance(modelled_value, dict) and isinstance(published, dict):
        return all(
            key in published and fits(one, published[key]) for key, one in modelled_value.items()
        )
    if isinstance(modelled_value, list) and isinstance(published, list):
        return len(modelled_value) == len(published) and all(map(fits, modelled_value, published))
    return published is not MISSING and (
        same(published, modelled_value) or same(modelled_value, published)
    )


def unused(families: Iterable[Family], used: Iterable[Use]) -> list[str]:
    """Every change of a pattern that was never needed."""
    there = set(used)
    return [
        f"{family.name}: {pattern} ({change.decision}: {change.reason})"
        for family, pattern, change in declared(families)
        if (family.name, pattern, change) not in there
    ]


def declared(families: Iterable[Family]) -> list[tuple[Family, str, Change]]:
    """Every change of every pattern, as the families declare them."""
    return [
        (family, pattern, change)
        for family in families
        for one in family.rules
        for pattern in one.patterns
        for change in one.changes
    ]


def _matches(pattern: str, found: str) -> bool:
    expression = re.escape(pattern).replace(r"\*", r"[^.\[\]]+")
    return re.fullmatch(expression, found) is not None

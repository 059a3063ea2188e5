"""What changed in every document and in the headers that it is served with."""

from __future__ import annotations

from datetime import datetime

from tests.parity.alignment import Difference
from tests.parity.facts import Facts
from tests.parity.rules import Change, Rule, rule

MICROSECONDS = Change(
    "microseconds",
    "core 12.9",
    "Always with microseconds: they disappeared when they were exactly zero, so that instants "
    "did not sort as texts.",
)
CHARSET = Change("charset", "D4", "The content type says that the text is UTF-8.")
SETTLED = Change(
    "settled",
    "D3",
    "A dated document is kept for a day only once its date will not change any more, for five "
    "minutes before; some were kept for a day while they changed, predictions for an hour always.",
)

AN_HOUR = Change(
    "an hour",
    "D3",
    "Everything of the trends is kept for an hour; some was kept for twelve, some for a day.",
)


def _same_instant(difference: Difference, facts: Facts) -> bool:
    before, after = str(difference.before), str(difference.after)
    instant = facts.night.as_of
    return (
        datetime.fromisoformat(before) == instant
        and after == instant.isoformat(timespec="microseconds")
        and instant.microsecond == 0
    )


def _names_charset(difference: Difference, facts: Facts) -> bool:
    return (difference.before, difference.after) == (
        "application/json",
        "application/json; charset=utf-8",
    )


def _kept_while_settled(difference: Difference, facts: Facts) -> bool:
    seconds = 86_400 if facts.settled else 300
    return (
        str(facts.night.day) in difference.document
        and difference.after == f"public, max-age={seconds}"
    )


def _kept_for_an_hour(difference: Difference, facts: Facts) -> bool:
    before = ("public, max-age=43200", "public, max-age=86400")
    return difference.before in before and difference.after == "public, max-age=3600"


GENERATED: Rule = rule("generated_at", MICROSECONDS, check=_same_instant)
TYPE: Rule = rule("Content-Type", CHARSET, check=_names_charset)
DATED: Rule = rule("Cache-Control", SETTLED, check=_kept_while_settled)
"""Of families with a dated document."""

HOURLY: Rule = rule("Cache-Control", AN_HOUR, check=_kept_for_an_hour)
"""Of trends that were not made each hour."""

"""Which values of an Arrow column may be beyond the limits: a look at its ends, not at each row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from publishing.calendar import GAME_YEARS
from publishing.limits import NOT_NEGATIVE, TIP_OFF, longest
from publishing.stats import LARGEST

_TINY = 1e-20
"""Exact sums refuse a float that is next to nothing."""


def extreme_places(name: str, column: Any, values: Sequence[Any]) -> Iterator[int]:
    """The places that have to be held against `publishing.limits`: none, as a rule.

    `values` are those of the column, in the same order.
    """
    if name == TIP_OFF:
        yield from (
            place
            for place, value in enumerate(values)
            if isinstance(value, datetime) and value.year not in GAME_YEARS
        )
    elif _is_extreme(name, column):
        yield from (place for place, value in enumerate(values) if value is not None)


def _is_extreme(name: str, column: Any) -> bool:
    if pa.types.is_dictionary(column.type):
        return _is_extreme(name, column.dictionary)
    kind = column.type
    if pa.types.is_string(kind):
        return (pc.max(pc.binary_length(column)).as_py() or 0) > longest(name)
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return _is_extreme(name, column.flatten())
    if pa.types.is_integer(kind) or pa.types.is_decimal(kind):
        return _is_far(name, column)
    if pa.types.is_floating(kind):
        tiny = pc.and_(pc.not_equal(column, 0), pc.less(pc.abs(column), _TINY))
        return _is_far(name, column) or bool(pc.any(tiny).as_py())
    return False


def _is_far(name: str, numbers: Any) -> bool:
    ends = pc.min_max(numbers).as_py()
    lowest, highest = ends["min"], ends["max"]
    if lowest is None:
        return False
    beyond = not -LARGEST < lowest <= highest < LARGEST
    return beyond or (lowest < 0 and name in NOT_NEGATIVE)

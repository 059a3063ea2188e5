"""Whether two folders hold the same documents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson

from benchmarks.batch_script_tables import WORDS
from tests.exports.oracles.difference import differences
from tests.exports.oracles.texts import TEXT


def unequal(folder: Path, other: Path, *, exact: bool) -> list[str]:
    """The paths that only one has, or whose documents differ.

    Unless it is to be `exact`, to the byte, where the first says `WORDS` any words may stand.
    """
    here, there = (
        {file.relative_to(root).as_posix(): file.read_bytes() for file in root.rglob("*.json")}
        for root in (folder, other)
    )
    found = set(here) ^ set(there)
    for path in set(here) & set(there):
        if exact:
            same = here[path] == there[path]
        else:
            same = not differences(_free(orjson.loads(here[path])), orjson.loads(there[path]))
        found |= set() if same else {path}
    return sorted(found) if here else ["there is none"]


def _free(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _free(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_free(one) for one in value]
    return TEXT if value == WORDS else value

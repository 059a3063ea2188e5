"""The boundaries of every export that has them, by its name."""

from __future__ import annotations

import importlib.util

from tests.exports.boundaries.boundary import Move, Scene
from tests.exports.boundaries.irregular import IRREGULAR
from tests.exports.comparison import NAMES

FOLDER = "tests.exports.boundaries"

BOUNDARIES = {
    name: importlib.import_module(f"{FOLDER}.{name}")
    for name in NAMES
    if importlib.util.find_spec(f"{FOLDER}.{name}")
}
SCENES: dict[str, dict[str, Scene]] = {
    name: found.SCENES | IRREGULAR for name, found in BOUNDARIES.items()
}
MOVES: dict[str, tuple[Move, ...]] = {name: found.MOVES for name, found in BOUNDARIES.items()}

"""Thresholds of `system_performance`."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from publishing.exports import system_performance
from tests.exports.boundaries.boundary import Move, move, scene
from tests.exports.rows import AFTER, DAY, performed

KNOWN = system_performance._KNOWN

SCENES = {
    "windows": scene(
        *(
            performed(game_date=DAY - timedelta(days), mae=4 + days, computed_at=None)
            for days in (0, 5, 6, 7, 8, 28, 29, 30, 31)
        ),
        as_of=AFTER,
    ),
    "ranks": scene(
        *(performed(system) for system in (*KNOWN, "aaa_shadow", "zzz_shadow")), as_of=AFTER
    ),
    "another champion": scene(
        *(performed(system) for system in (*KNOWN, "aaa_shadow", "zzz_shadow")),
        as_of=AFTER,
        champion="zzz_shadow",
    ),
    "errors near the one that stands for none": scene(
        performed("catboost_v9", mae=None, avg_bias=0),
        performed("ensemble_v1", mae="998.5", avg_bias="-998.5"),
        as_of=AFTER,
    ),
    "errors beyond the one that stands for none": scene(
        performed("catboost_v9", mae="999.5", avg_bias="-999.5"),
        performed("ensemble_v1", mae=None, avg_bias=0),
        as_of=AFTER,
    ),
}


def ranked(system_id: str, rank: int) -> dict[str, Any]:
    """The known systems, one of them at another rank."""
    name, description, _ = KNOWN[system_id]
    return KNOWN | {system_id: (name, description, rank)}


def reranked() -> list[Move]:
    """Each known system behind all others, and before them."""
    return [move(system_performance, "_KNOWN", ranked(one, 0), ranked(one, 100)) for one in KNOWN]


MOVES = (
    move(system_performance, "WEEK", 6, 8),
    move(system_performance, "MONTH", 29, 31),
    move(
        system_performance,
        "LAST_RANK",
        6,
        one_way="what is not known stands behind what is, however far",
    ),
    move(system_performance, "_NO_ERROR", 998.0, 1000.0),
    *reranked(),
)

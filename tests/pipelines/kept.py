"""A good run, and then one over a broken warehouse: what is public may not become emptier."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson

from publishing.batch_rows import (
    CompositeFactors,
    DailyPerformance,
    Features,
    GameContext,
    Grading,
    InjuryReport,
    PointsProp,
    TeamDefense,
)
from publishing.rows import BoxScoreRow, Prediction, RegisteredPlayer, Row, ScheduledGame
from tests.pipelines.export_runs import Export
from tests.pipelines.small_games import AFTER

ONLY = (
    "--only=results,performance,best-bets,predictions,tonight,tonight-players,tonight-trend-plays"
)

TABLES: tuple[type[Row], ...] = (
    BoxScoreRow,
    CompositeFactors,
    DailyPerformance,
    Features,
    GameContext,
    Grading,
    InjuryReport,
    PointsProp,
    Prediction,
    RegisteredPlayer,
    ScheduledGame,
    TeamDefense,
)
"""What these exports are made of."""

PATHS = {
    "results": ("results/",),
    "system_performance": ("systems/",),
    "best_bets": ("best-bets/",),
    "predictions": ("predictions/",),
    "tonight_all_players": ("tonight/all-players.json", "tonight/2026"),
    "tonight_player": ("tonight/player/",),
    "tonight_trend_plays": ("trends/",),
}
"""How the paths of each export begin."""

SOON = "2026-01-15T15:31:00Z"
"""A minute after `AFTER`: another content would be written."""


def good_run(run: Export, warehouse: Path, *more: str) -> dict[str, bytes]:
    """The documents of a run that lacks nothing."""
    documents = run.go(warehouse, ONLY, "--engine=inline", f"--as_of={AFTER}", *more)
    assert run.record().status == "success"
    return documents


def broken_run(run: Export, warehouse: Path, *more: str) -> int:
    """The exit code of a run over another warehouse a minute later."""
    engine = () if any(one.startswith("--engine") for one in more) else ("--engine=inline",)
    return run.main(warehouse, ONLY, *engine, f"--as_of={SOON}", *more)


def contents(documents: dict[str, bytes]) -> dict[str, Any]:
    """The documents without their instant: a header alone may be written anew."""
    parsed = {path: orjson.loads(body) for path, body in documents.items()}
    return {path: body | {"generated_at": None} for path, body in parsed.items()}


def of_exports(documents: dict[str, bytes], *names: str) -> dict[str, bytes]:
    """The documents of these exports."""
    starts = tuple(start for name in names for start in PATHS[name])
    return {path: body for path, body in documents.items() if path.startswith(starts)}

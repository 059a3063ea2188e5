"""Proof that the tests look: each small mistake in the product makes some history differ.

A mutant is one line of the product, changed in memory. When the product's line is written
anew, write its mutant anew too.
"""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from publishing import stats, verdicts
from publishing.live import board, boxscore, events, grading, scores, slate, snapshot
from tests.live.histories import Night
from tests.live.test_slate_properties import wrong

NIGHTS = 60


class Mutant(NamedTuple):
    """Where the product is changed: who holds the function, and a piece of its text."""

    owner: Any
    function: str
    old: str
    new: str


MUTANTS = {
    "trends at the margin": Mutant(verdicts, "live_status", "ahead < -", "ahead <= -"),
    "a margin of 6": Mutant(verdicts, "live_status", "TRENDING_MARGIN", "(TRENDING_MARGIN + 1)"),
    "level is ahead": Mutant(verdicts, "live_status", "ahead > 0", "ahead >= 0"),
    "polled_at ignored": Mutant(slate.Kept, "beats", ", self.polled_at)", ", other.polled_at)"),
    "period ignored": Mutant(slate.Kept, "beats", "self.period", "other.period"),
    "status rank ignored": Mutant(slate.Kept, "beats", "self.rank", "other.rank"),
    "the first poll wins": Mutant(slate.Kept, "beats", "mine > theirs", "mine < theirs"),
    "official ignored": Mutant(board, "_game", "if official is not None", "if False"),
    "an old official row wins": Mutant(
        slate, "_newer", "new.polled_at > kept.polled_at", "new.polled_at < kept.polled_at"
    ),
    "a push is lost": Mutant(verdicts, "verdict", "points == line", "points is line"),
    "who did not play has played": Mutant(verdicts, "verdict", "not played", "False"),
    "a void in the mean error": Mutant(snapshot, "grading", 'one.row.result != "VOID"', "True"),
    "a void is incorrect": Mutant(
        verdicts, "live_status", "outcome in IN_NO_DENOMINATOR", 'outcome in ("PUSH", "PASS")'
    ),
    "half up": Mutant(
        stats, "ratio", "2 * rest == denominator and whole % 2", "2 * rest == denominator"
    ),
    "confidence at 2 decimals": Mutant(
        grading, "_grade", "pick.confidence, 3", "pick.confidence, 2"
    ),
    "ties in the order of the feed": Mutant(snapshot, "grading", "one.order)", "one.order[:2])"),
    "confidence ascending": Mutant(grading, "_grade", "-confidence", "confidence"),
    "away first among equals": Mutant(scores, "_game", "!= game.home", "== game.home"),
    "games by id alone": Mutant(scores, "_game_order", "_GAME_ORDER[game.status]", "0"),
    "no date filter": Mutant(
        events, "_split", "boxscore.game_date_of(game) or own_date", "own_date"
    ),
    "the words are not read": Mutant(boxscore, "status_of", '"progress" in text', "False"),
    "a broken line is forgotten": Mutant(board, "_polled", "whole is not None", "False"),
    "a partial final is final": Mutant(grading, "_grade", "seen.complete", "True"),
    "overtime adds to the pace": Mutant(grading, "_pace", ", REGULATION_SECONDS)", ", 10**6)"),
}


def mutated(mutant: Mutant) -> Callable[..., Any]:
    """The function with its one change."""
    function = inspect.unwrap(getattr(mutant.owner, mutant.function))
    source = textwrap.dedent(inspect.getsource(function))
    assert source.count(mutant.old) == 1, f"{mutant.old!r} is not once in {source}"
    found: dict[str, Any] = {}
    source = "from __future__ import annotations\n" + source.replace(mutant.old, mutant.new)
    exec(source, function.__globals__, found)
    changed: Callable[..., Any] = found[mutant.function]
    return changed


@pytest.mark.parametrize("name", MUTANTS)
def test_a_mistake_is_seen(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    mutant = MUTANTS[name]
    monkeypatch.setattr(mutant.owner, mutant.function, mutated(mutant))
    assert any(wrong(Night(seed)) for seed in range(NIGHTS)), f"no night sees it: {name}"

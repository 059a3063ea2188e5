"""How far each game of a slate is settled (D35): by official rows, by polls only, or not yet."""

from __future__ import annotations

from typing import Literal

import msgspec

from publishing.live.board import Board

State = Literal["official", "polled", "open", "postponed"]
"""`polled` is final for the source alone; `open` is not over, or nobody knows its lines."""


class Standing(msgspec.Struct, frozen=True):
    """One game, and why it is not settled; `reason` is empty when it is."""

    key: str
    state: State
    reason: str

    @property
    def settled(self) -> bool:
        """Whether nothing more is awaited."""
        return self.state in ("official", "postponed")


def standings(view: Board) -> tuple[Standing, ...]:
    """Every game of the slate by key, those that only the schedule knows among them."""
    found = []
    for key, game in view.games.items():
        if game.postponed:
            found.append(Standing(key, "postponed", ""))
        elif game.status == "final":
            waiting = "" if game.official else "no official rows"
            found.append(Standing(key, "official" if game.official else "polled", waiting))
        else:
            where = f", period {game.period}" if game.status == "in_progress" else ""
            found.append(Standing(key, "open", f"{_words(game.status)}{where}"))
    for key, plan in view.unseen.items():
        if plan.status == "postponed":
            found.append(Standing(key, "postponed", ""))
        else:
            said = f"{_words(plan.status)} on the schedule, no poll and no official rows"
            found.append(Standing(key, "open", said))
    return tuple(sorted(found, key=lambda one: one.key))


def _words(status: str) -> str:
    return status.replace("_", " ")

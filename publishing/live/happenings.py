"""What has happened in a night, as its board shows it (`live.md` 6.9, I-6).

It is a function of the board alone: who folded the same events says the same, in whatever order
they came and however often the job was started. An id names a state of the night, so that what
was said too early never stands in the way of what is said later.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from publishing.live.board import Board

NightEvent = Literal["slate-started", "game-final", "slate-settled"]


class Happening(msgspec.Struct, frozen=True):
    """One thing that happened; `game` is the key of the game that ended, if it is one game."""

    event: NightEvent
    event_id: str
    game: str | None = None


def happenings(view: Board) -> tuple[Happening, ...]:
    """All that has happened so far, the same ids for the same board.

    `slate-started` once a game has begun (not merely its tip-off time), `game-final` for each game
    that is over, whoever says so, and `slate-settled` when all are over or postponed; then what
    official rows say. A correction changes none of it.
    """
    day = view.game_date.isoformat()
    return tuple(_of_the_games(view, day)) + official_happenings(view)


def official_happenings(view: Board) -> tuple[Happening, ...]:
    """At most one: of so many games the official rows are there, or of all that were played.

    Results are known then that were not when the games ended (incidents 26 and 34). One game that
    is stuck holds back no other (incident 27).
    """
    ruled = sum(game.official and game.status == "final" for game in view.games.values())
    if not ruled:
        return ()
    event: NightEvent = "slate-settled" if view.settled() else "game-final"
    return (Happening(event, f"{event}-{view.game_date.isoformat()}-official-{ruled}"),)


def _of_the_games(view: Board, day: str) -> Iterator[Happening]:
    statuses = {key: game.status for key, game in view.games.items()}
    # A game that only the schedule knows has begun and ended as well, without the live source.
    said = {**statuses, **{key: game.status for key, game in view.unseen.items()}}
    if {"in_progress", "final"} & set(said.values()):
        yield Happening("slate-started", f"slate-started-{day}")
    finals = sorted(key for key, status in said.items() if status == "final")
    for key in finals:
        yield Happening("game-final", f"game-final-{day}-{key}", key)
    if finals and view.over():
        # Games that nobody knew of yet make it another state of the night.
        yield Happening("slate-settled", f"slate-settled-{day}-{len(finals)}")

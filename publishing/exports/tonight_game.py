"""A player's team, and its game of the date: what the trends say of tonight (`trends.md` 1.10)."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from publishing.calendar import tip_off_text
from publishing.league import Slate
from publishing.player_rows import PlayerRows
from publishing.rows import BoxScoreRow


class Tonight(msgspec.Struct):
    """His team's game; `game_time` is Eastern."""

    opponent: str
    game_time: str | None
    home: bool


def team_of(player: PlayerRows, slate: Slate, played: Sequence[BoxScoreRow]) -> str:
    """The team that he is expected to play for on the date, else that of his newest game (D24).

    `played` are his games up to the date, newest first: at least one.
    """
    contexts = player.contexts(slate.game_date)
    return (contexts[0] if contexts else played[0]).team_abbr


def tonight_of(slate: Slate, team_abbr: str) -> Tonight | None:
    """The team's game of the date, whatever became of it; None when it has none."""
    found = slate.opponents.get(team_abbr)
    if found is None:
        return None
    game, opponent, home = found
    return Tonight(opponent, None if game.tip_off is None else tip_off_text(game.tip_off), home)

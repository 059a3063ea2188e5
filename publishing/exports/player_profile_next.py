"""The next game of `players/{player}.json` (`core.md` 7.2)."""

from __future__ import annotations

import msgspec

from publishing.batch_rows import GameContext
from publishing.calendar import days_before
from publishing.league import Slate
from publishing.player_rows import PlayerRows


class NextGame(msgspec.Struct):
    """The next game that he is expected in."""

    game_date: str
    game_id: str
    opponent: str
    home_game: bool
    has_prediction: bool


def next_game(player: PlayerRows, slate: Slate) -> NextGame | None:
    """The first game from the slate's date on that is still to come, as of the slate (D25)."""
    day = slate.game_date
    while (context := player.next_context(day)) is not None:
        if not _is_gone(context, player, slate):
            predictions = player.predictions(context.game_date)
            home = context.home_game
            return NextGame(
                game_date=context.game_date.isoformat(),
                game_id=context.game_id,
                opponent=context.opponent_team_abbr,
                home_game=context.game_id.endswith(f"_{context.team_abbr}")
                if home is None
                else home,
                has_prediction=context.game_id in predictions,
            )
        day = days_before(context.game_date, -1)
    return None


def _is_gone(context: GameContext, player: PlayerRows, slate: Slate) -> bool:
    """Whether an expected game will not be played any more, or not on that date.

    Of a later date than the slate's no result is looked at.
    """
    game = player.league.game(context.game_id, context.game_date)
    if context.game_date > slate.game_date:
        return game is not None and game.postponed
    return slate.past or (game is not None and game.over)

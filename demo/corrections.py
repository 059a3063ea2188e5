"""Corrections that a scorer makes to a game, during it and after its end."""

from __future__ import annotations

from demo.game import AWAY, FG3A, FG3M, FGA, FGM, FTA, HOME, PTS, Game, Play

FINAL_CORRECTION_SECONDS = 480.0
"""Wall seconds from the final to a correction of it."""


def with_points_taken_away(game: Game) -> Game | None:
    """The game in which a three of the third quarter becomes a two some minutes later.

    None when there is no such basket or when the lost point would change who wins.
    """
    third = game.periods[2]
    when = third.begins + (third.ends - third.begins) * 0.7
    threes = [
        (play, side, player)
        for play in game.plays
        if play.period == 3 and play.wall < when - 120 and play.points == 3
        for side, (player, stat, _) in play.changes
        if stat == FG3M
    ]
    if not threes or _margin(game) < 4:
        return None
    play, side, player = threes[-1]
    changes = tuple((side, (player, stat, -1)) for stat in (PTS, FG3M, FG3A))
    correction = Play(when, 3, 0, side, -1, changes, play.fives)
    plays = sorted((*game.plays, correction), key=lambda each: each.wall)
    return Game(game.sides, game.periods, tuple(plays), game.final)


def with_final_correction(game: Game) -> Game | None:
    """The game in which, eight minutes after the final, a basket goes to another player.

    None when no late basket qualifies. The team score stays as it is.
    """
    for play in reversed(game.plays):
        made = [(side, c[0]) for side, c in play.changes if c[1] == FGM]
        if len(made) != 1 or play.points != 2 or any(c[1] == FTA for _, c in play.changes):
            continue
        side, scorer = made[0]
        involved = {c[0] for s, c in play.changes if s == side}
        heir = next(player for player in play.fives[side] if player not in involved)
        changes = tuple(
            (side, (player, stat, sign * amount))
            for player, sign in ((scorer, -1), (heir, 1))
            for stat, amount in ((PTS, 2), (FGM, 1), (FGA, 1))
        )
        when = game.final + FINAL_CORRECTION_SECONDS
        late = Play(when, play.period, 0, side, 0, changes, play.fives)
        return Game(game.sides, game.periods, (*game.plays, late), game.final)
    return None


def _margin(game: Game) -> int:
    box = game.box()
    return abs(box.score(HOME) - box.score(AWAY))

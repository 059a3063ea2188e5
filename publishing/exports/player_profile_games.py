"""The games of `players/{player}.json`: the newest ones, as they were (`core.md` 7.3)."""

from __future__ import annotations

from typing import Literal

import msgspec

from publishing.exports.shooting import made_of_tried
from publishing.league import FINAL, Slate
from publishing.player_rows import PlayerRows, is_played
from publishing.rows import BoxScoreRow
from publishing.stats import finite, published, rounded

LOGGED = 50
"""Newest games in the log, those that he sat out too."""


class LoggedGame(msgspec.Struct):
    """One game, or one that he sat out; `margin` is in points above the line."""

    game_date: str
    opponent: str
    home_game: bool
    team_result: Literal["W", "L"]
    points: int | None
    minutes: float | None
    fg: str | None
    fg_makes: int | None
    fg_attempts: int | None
    three: str | None
    three_makes: int | None
    three_attempts: int | None
    ft: str | None
    ft_makes: int | None
    ft_attempts: int | None
    rebounds: int | None
    assists: int | None
    steals: int | None
    blocks: int | None
    turnovers: int | None
    line: float | None
    over_under: str | None
    margin: float | None
    did_not_play: bool
    dnp_reason: str | None


def played_up_to(player: PlayerRows, slate: Slate) -> list[BoxScoreRow]:
    """The games that he played up to the slate's date, newest first (D17, D25)."""
    return [row for row in player.played if row.game_date <= slate.game_date]


def game_log(player: PlayerRows, slate: Slate) -> list[LoggedGame]:
    """His newest games up to the slate's date, newest first."""
    rows = [row for row in player.box_scores if row.game_date <= slate.game_date]
    return [_logged(player, row) for row in rows[:LOGGED]]


def _logged(player: PlayerRows, row: BoxScoreRow) -> LoggedGame:
    line, played = finite(row.points_line), is_played(row)
    rebounds = (row.offensive_rebounds, row.defensive_rebounds)
    game = LoggedGame(
        game_date=row.game_date.isoformat(),
        opponent=row.opponent_team_abbr or "",
        home_game=player.at_home(row) is True,
        team_result=team_result(player, row),
        points=row.points,
        minutes=published(row.minutes_played, 2),
        fg=made_of_tried(row.fg_makes, row.fg_attempts),
        fg_makes=row.fg_makes,
        fg_attempts=row.fg_attempts,
        three=made_of_tried(row.three_pt_makes, row.three_pt_attempts),
        three_makes=row.three_pt_makes,
        three_attempts=row.three_pt_attempts,
        ft=made_of_tried(row.ft_makes, row.ft_attempts),
        ft_makes=row.ft_makes,
        ft_attempts=row.ft_attempts,
        rebounds=None if rebounds[0] is None or rebounds[1] is None else sum(rebounds),  # type: ignore[arg-type]
        assists=row.assists,
        steals=row.steals,
        blocks=row.blocks,
        turnovers=row.turnovers,
        line=published(line, 2),
        over_under=row.over_under_result,
        margin=None if row.points is None or line is None else rounded(row.points - line, 2),
        did_not_play=not played,
        dnp_reason=row.dnp_reason,
    )
    if not played:
        # A zero that was stored for who sat out is no score, and decides no line.
        for name in _OF_PLAYERS:
            setattr(game, name, None)
    return game


_OF_PLAYERS = """
points fg fg_makes fg_attempts three three_makes three_attempts ft ft_makes ft_attempts rebounds
assists steals blocks turnovers over_under margin
""".split()
"""What only those who played have."""


def team_result(player: PlayerRows, row: BoxScoreRow) -> Literal["W", "L"]:
    """Whether his team won, by the final score of the schedule.

    The site knows no third word. Without a score his own plus-minus decides, which goes with the
    score more often than not; where there is none either it is `L`, as it always was.
    """
    game = player.league.game(row.game_id, row.game_date)
    ahead = row.plus_minus or 0
    if game is not None and game.status == FINAL and row.team_abbr in (game.home, game.away):
        scores = (game.home_score, game.away_score)
        if scores[0] is not None and scores[1] is not None and scores[0] != scores[1]:
            lead = scores[0] - scores[1]
            ahead = lead if row.team_abbr == game.home else -lead
    return "W" if ahead > 0 else "L"

"""`trends/whos-hot-v2.json`: who is over his points lines lately, who is not (`trends.md` 4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal

import msgspec

from publishing.calendar import days_before, format_instant
from publishing.documents import CacheClass
from publishing.exports.declaration import Export, OfSlate, Parameters, always
from publishing.exports.inputs import CONTEXT, LINED, PLAYED, POSITIONS, SCHEDULE
from publishing.exports.tonight_game import Tonight, team_of, tonight_of
from publishing.form import over_under, streak_length
from publishing.league import Slate
from publishing.occasions import HOURLY_TRENDS
from publishing.player_rows import PlayerRows
from publishing.reads import Input, Window
from publishing.rows import BoxScoreRow
from publishing.stats import finite, mean, rounded

LOOKBACK_DAYS = 30
MIN_GAMES = 5
LISTED = 10
"""Players in each of the two lists, at most."""

HIT_RATE_WEIGHT, STREAK_WEIGHT, MARGIN_WEIGHT = Fraction(1, 2), Fraction(1, 4), Fraction(1, 4)
HOTTEST = 10
LONGEST_STREAK, WIDEST_MARGIN = 10, 10
"""From here on a streak, or points over or under the lines, count no more."""


class PlayerHeat(msgspec.Struct):
    """One player: `hit_rate` is the share of overs, 0 to 1; `avg_margin` points above his lines.

    `heat_score` is 0 to 10. A streak heats, whichever way it goes.
    """

    player_lookup: str
    player_full_name: str
    team_abbr: str
    position: str | None
    heat_score: float
    hit_rate: float
    hit_rate_games: int
    current_streak: int
    streak_direction: Literal["over", "under"]
    avg_margin: float
    rank: int
    playing_tonight: bool
    tonight: Tonight | None


class LeagueAverage(msgspec.Struct):
    """Means of all qualifying players, each as much as another; None without one."""

    hit_rate: float | None
    avg_margin: float | None


class WhosHotCold(msgspec.Struct):
    """The document; the hottest player first in `hot`, the coldest in `cold`."""

    generated_at: str
    as_of_date: str
    time_period: str
    min_games: int
    total_qualifying_players: int
    hot: list[PlayerHeat]
    cold: list[PlayerHeat]
    league_average: LeagueAverage


class Sums(msgspec.Struct):
    """A player's decided games, exactly; `points` are those of the games that have `lines`."""

    overs: int
    games: int
    points: int
    lines: list[Decimal]

    @property
    def hit_rate(self) -> Fraction:
        """The share of overs."""
        return Fraction(self.overs, self.games)

    @property
    def avg_margin(self) -> Fraction:
        """Points above the line in a game."""
        return (self.points - sum(map(Fraction, self.lines), Fraction())) / len(self.lines)


class Qualified(msgspec.Struct):
    """A player with enough decided games; his rank is still 0."""

    player: PlayerHeat
    sums: Sums


class Piece(msgspec.Struct):
    """A player with enough games; None when too few of them are decided."""

    qualified: Qualified | None


def pieces(player: PlayerRows, slate: Slate) -> Iterable[Piece]:
    """His games of the thirty days, when there are enough of them."""
    first = days_before(slate.game_date, LOOKBACK_DAYS)
    played = [row for row in player.played if first <= row.game_date <= slate.game_date]
    if len(played) >= MIN_GAMES:
        yield Piece(_qualified(player, slate, played))


def heat(hit_rate: Fraction, streak: int, avg_margin: Fraction) -> Fraction:
    """The heat score, 0 to 10: mostly hits, then the streak, then points above the lines."""
    margin = min(max((avg_margin + WIDEST_MARGIN) / (2 * WIDEST_MARGIN), Fraction(0)), Fraction(1))
    return HOTTEST * (
        HIT_RATE_WEIGHT * hit_rate
        + STREAK_WEIGHT * min(Fraction(streak, LONGEST_STREAK), Fraction(1))
        + MARGIN_WEIGHT * margin
    )


def document(slate: Slate, found: Sequence[Piece], _: Parameters) -> WhosHotCold:
    """The document of a date; without players when none has enough decided games."""
    qualified = [piece.qualified for piece in found if piece.qualified is not None]
    players = [one.player for one in qualified]
    return WhosHotCold(
        generated_at=format_instant(slate.as_of),
        as_of_date=slate.game_date.isoformat(),
        time_period=f"last_{LOOKBACK_DAYS}_days",
        min_games=MIN_GAMES,
        total_qualifying_players=len(players),
        hot=_ranked(players, _hottest_first),
        cold=_ranked(players, _coldest_first),
        league_average=LeagueAverage(
            mean((one.sums.hit_rate for one in qualified), 3),
            mean((one.sums.avg_margin for one in qualified), 2),
        ),
    )


def lacks(slate: Slate, found: Sequence[Piece]) -> str:
    """Says so when many play and nobody's games are decided: their lines went missing (D6)."""
    if all(game.postponed for game in slate.games):
        return ""
    if not found or any(piece.qualified is not None for piece in found):
        return ""
    return (
        f"{BoxScoreRow.table} has no player with {MIN_GAMES} decided games "
        f"in {LOOKBACK_DAYS} days, and {len(found)} who played as many"
    )


def _qualified(player: PlayerRows, slate: Slate, played: Sequence[BoxScoreRow]) -> Qualified | None:
    decided = [(row, letter) for row in played if (letter := over_under(row))]
    margins = [
        (row.points, line)
        for row, _ in decided
        if row.points is not None and (line := finite(row.points_line)) is not None
    ]
    if len(decided) < MIN_GAMES or not margins:
        return None
    letters = [letter for _, letter in decided]
    sums = Sums(
        overs=letters.count("O"),
        games=len(letters),
        points=sum(points for points, _ in margins),
        lines=[line for _, line in margins],
    )
    streak, team = streak_length(letters), team_of(player, slate, played)
    known, tonight = player.registered(slate.game_date), tonight_of(slate, team)
    entry = PlayerHeat(
        player_lookup=player.player_lookup,
        player_full_name=known.player_name if known else player.player_lookup,
        team_abbr=team,
        position=known.position if known else None,
        heat_score=rounded(heat(sums.hit_rate, streak, sums.avg_margin), 1),
        hit_rate=rounded(sums.hit_rate, 2),
        hit_rate_games=sums.games,
        current_streak=streak,
        streak_direction="over" if letters[0] == "O" else "under",
        avg_margin=rounded(sums.avg_margin, 2),
        rank=0,
        playing_tonight=tonight is not None,
        tonight=tonight,
    )
    return Qualified(entry, sums)


Place = tuple[float, float, int, str]


def _hottest_first(player: PlayerHeat) -> Place:
    return (
        -player.heat_score,
        -player.hit_rate,
        -player.hit_rate_games,
        player.player_lookup,
    )


def _coldest_first(player: PlayerHeat) -> Place:
    return player.heat_score, player.hit_rate, player.hit_rate_games, player.player_lookup


def _ranked(
    players: Iterable[PlayerHeat], place: Callable[[PlayerHeat], Place]
) -> list[PlayerHeat]:
    """The first players of an order, each a copy with its rank in this list."""
    return [
        msgspec.structs.replace(player, rank=rank)
        for rank, player in enumerate(sorted(players, key=place)[:LISTED], start=1)
    ]


WHOS_HOT_COLD = Export(
    name="whos_hot_cold",
    job_type="trends-hot-cold",
    groups=("trends-daily", "trends-all"),
    document=WhosHotCold,
    dated=None,
    pointers=("trends/whos-hot-v2.json",),
    pointer_cache=CacheClass.TRENDS,
    cadence=(HOURLY_TRENDS,),
    templates=("trends",),
    runs="process",
    limit_hours=12,
    inputs=(
        SCHEDULE,
        CONTEXT,
        POSITIONS,
        Input(
            BoxScoreRow,
            (
                *PLAYED,
                *LINED,
                "team_abbr",
            ),
            Window.MONTH,
        ),
    ),
    made=OfSlate(Piece, pieces, document, lacks),
    essential=always(BoxScoreRow),
)

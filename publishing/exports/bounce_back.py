"""`trends/bounce-back-v2.json`: who scored far below his average last time (`trends.md` 5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Literal

import msgspec

from publishing.calendar import format_instant, season_year
from publishing.documents import CacheClass
from publishing.exports.declaration import Export, OfSlate, Parameters, always
from publishing.exports.inputs import CONTEXT, NAMES, PLAYED, SCHEDULE
from publishing.exports.tonight_game import Tonight, team_of, tonight_of
from publishing.league import Slate
from publishing.occasions import HOURLY_TRENDS
from publishing.player_rows import PlayerRows
from publishing.reads import Input, Window
from publishing.rows import BoxScoreRow
from publishing.stats import rate, rounded

SHORTFALL = 10
"""Points below the average from which a game is a bad one."""

FEWEST_GAMES = 10
FIRST_SEASON = 2021
FEWEST_RESPONSES = 3
NO_HISTORY_RATE = 0.5

HIGH_SAMPLE, HIGH_RATE = 10, Fraction(7, 10)
MEDIUM_SAMPLE, MEDIUM_RATE = 5, Fraction(6, 10)

Significance = Literal["high", "medium", "low"]


class LastGame(msgspec.Struct):
    """His newest game: `result` are his points, `margin` those above his average: below 0."""

    date: str
    result: int
    opponent: str
    margin: float


class BounceBackCandidate(msgspec.Struct):
    """One player. `bounce_back_rate`, 0 to 1, is the share of his games after a bad one in which
    he reached his average; 0.5 where `bounce_back_sample` is 0. Averages are points of a game.
    """

    player_lookup: str
    player_full_name: str
    team_abbr: str
    last_game: LastGame
    season_average: float
    shortfall: float
    bounce_back_rate: float
    bounce_back_sample: int
    significance: Significance
    rank: int
    playing_tonight: bool
    tonight: Tonight | None


class LeagueBaseline(msgspec.Struct):
    """How often anybody bounces back, 0 to 1, after how many bad games; None after none."""

    avg_bounce_back_rate: float | None
    sample_size: int


class BounceBack(msgspec.Struct):
    """The document; candidates by rate, who has no history last, then by shortfall."""

    generated_at: str
    as_of_date: str
    shortfall_threshold: int
    total_candidates: int
    bounce_back_candidates: list[BounceBackCandidate]
    league_baseline: LeagueBaseline


class Responses(msgspec.Struct):
    """Games after a bad one, and those of them in which the average was reached again."""

    sample: int
    bounced: int


class Piece(msgspec.Struct):
    """A player as a candidate, and what he adds to the league's baseline."""

    candidate: BounceBackCandidate | None
    baseline: Responses


def pieces(player: PlayerRows, slate: Slate) -> Iterable[Piece]:
    """What he is, as far as he has games enough."""
    played = [row for row in player.played if row.game_date <= slate.game_date]
    history = _points(row for row in played if (row.season_year or 0) >= FIRST_SEASON)
    baseline = Responses(0, 0)
    if len(history) >= FEWEST_GAMES:
        baseline = responses(history, _average(history))
    candidate = _candidate(player, slate, played, history)
    if candidate is not None or baseline.sample:
        yield Piece(candidate, baseline)


def responses(points: Sequence[int], average: Fraction) -> Responses:
    """The games, newest first, that follow one far below the average."""
    after_bad = [game for game, before in pairwise(points) if average - before >= SHORTFALL]
    return Responses(len(after_bad), sum(game >= average for game in after_bad))


def significance(history: Responses) -> Significance:
    """How much a player's history says, by its exact rate."""
    share = Fraction(history.bounced, history.sample) if history.sample else Fraction(0)
    if history.sample >= HIGH_SAMPLE and share >= HIGH_RATE:
        return "high"
    if history.sample >= MEDIUM_SAMPLE and share >= MEDIUM_RATE:
        return "medium"
    return "low"


def document(slate: Slate, found: Sequence[Piece], _: Parameters) -> BounceBack:
    """The document of a date; its baseline is there without a candidate too."""
    candidates = sorted(
        (piece.candidate for piece in found if piece.candidate is not None), key=_place
    )
    for rank, candidate in enumerate(candidates, start=1):
        candidate.rank = rank
    sample = sum(piece.baseline.sample for piece in found)
    bounced = sum(piece.baseline.bounced for piece in found)
    return BounceBack(
        generated_at=format_instant(slate.as_of),
        as_of_date=slate.game_date.isoformat(),
        shortfall_threshold=SHORTFALL,
        total_candidates=len(candidates),
        bounce_back_candidates=candidates,
        league_baseline=LeagueBaseline(rate(bounced, sample, 2), sample),
    )


def _candidate(
    player: PlayerRows, slate: Slate, played: Sequence[BoxScoreRow], history: Sequence[int]
) -> BounceBackCandidate | None:
    season = [row for row in played if row.season_year == season_year(slate.game_date)]
    if len(season) < FEWEST_GAMES:
        return None
    average, last = _average(_points(season)), season[0]
    assert last.points is not None
    short = average - last.points
    if short < SHORTFALL:
        return None
    past = responses(history, average)
    if past.sample < FEWEST_RESPONSES:
        past = Responses(0, 0)
    known = rate(past.bounced, past.sample, 2)
    team = team_of(player, slate, season)
    tonight = tonight_of(slate, team)
    shortfall = rounded(short, 1)
    return BounceBackCandidate(
        player_lookup=player.player_lookup,
        player_full_name=player.name(slate.game_date),
        team_abbr=team,
        last_game=LastGame(
            last.game_date.isoformat(), last.points, last.opponent_team_abbr or "", -shortfall
        ),
        season_average=rounded(average, 1),
        shortfall=shortfall,
        bounce_back_rate=NO_HISTORY_RATE if known is None else known,
        bounce_back_sample=past.sample,
        significance=significance(past),
        rank=0,
        playing_tonight=tonight is not None,
        tonight=tonight,
    )


def _place(candidate: BounceBackCandidate) -> tuple[bool, float, float, str]:
    return (
        candidate.bounce_back_sample == 0,
        -candidate.bounce_back_rate,
        -candidate.shortfall,
        candidate.player_lookup,
    )


def _points(rows: Iterable[BoxScoreRow]) -> list[int]:
    return [row.points for row in rows if row.points is not None]


def _average(points: Sequence[int]) -> Fraction:
    return Fraction(sum(points), len(points))


BOUNCE_BACK = Export(
    name="bounce_back",
    job_type="trends-bounce-back",
    groups=("trends-daily", "trends-all"),
    document=BounceBack,
    dated=None,
    pointers=("trends/bounce-back-v2.json", "trends/bounce-back.json"),
    pointer_cache=CacheClass.TRENDS,
    cadence=(HOURLY_TRENDS,),
    templates=("trends",),
    runs="process",
    limit_hours=12,
    inputs=(
        SCHEDULE,
        CONTEXT,
        NAMES,
        Input(
            BoxScoreRow,
            (
                *PLAYED,
                "team_abbr",
                "opponent_team_abbr",
                "season_year",
            ),
            Window.HISTORY,
        ),
    ),
    made=OfSlate(Piece, pieces, document),
    essential=always(BoxScoreRow),
)

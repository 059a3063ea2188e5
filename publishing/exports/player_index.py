"""`players/index.json`: who has a profile (`core.md` 7, D1)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from publishing.batch_rows import Grading
from publishing.calendar import format_instant
from publishing.documents import CacheClass
from publishing.exports.declaration import Export, OfSlate, Parameters, always
from publishing.exports.inputs import CONTEXT, NAMES, PLAYED, SCHEDULES
from publishing.exports.player_profile_games import played_up_to
from publishing.exports.player_profile_record import GRADINGS, record_of, team_now
from publishing.league import Slate
from publishing.occasions import PLAYER_PROFILES
from publishing.player_rows import PlayerRows
from publishing.reads import Input, Window
from publishing.rows import BoxScoreRow

FEWEST_LISTED = 3
"""Games predicted from which a player is listed, whatever a run asks for."""


class IndexedPlayer(msgspec.Struct):
    """One player: shares from 0 to 1, errors in points."""

    player_lookup: str
    player_full_name: str
    team: str | None
    games_predicted: int
    recommendations: int
    mae: float | None
    win_rate: float | None
    bias: float | None
    within_5_pct: float | None


class PlayerIndex(msgspec.Struct):
    """The document; who was predicted most often comes first."""

    generated_at: str
    total_players: int
    players: list[IndexedPlayer]


def pieces(player: PlayerRows, slate: Slate) -> Iterable[IndexedPlayer]:
    """The player, when he may be listed."""
    record = record_of(player, slate)
    if record.games_predicted < FEWEST_LISTED:
        return
    yield IndexedPlayer(
        player_lookup=player.player_lookup,
        player_full_name=player.name(slate.game_date),
        team=team_now(player, slate, played_up_to(player, slate), record),
        games_predicted=record.games_predicted,
        recommendations=record.picks,
        mae=record.mae,
        win_rate=record.overall.pct,
        bias=record.bias,
        within_5_pct=record.within_5,
    )


def document(slate: Slate, found: Sequence[IndexedPlayer], parameters: Parameters) -> PlayerIndex:
    """The players who have a profile: a link that the site follows finds a document (D1)."""
    players = sorted(
        (one for one in found if one.games_predicted >= parameters.min_games),
        key=lambda one: (-one.games_predicted, one.player_lookup),
    )
    return PlayerIndex(format_instant(slate.as_of), len(players), players)


def lacks(_: Slate, found: Sequence[IndexedPlayer]) -> str:
    """Says so when nobody at all could be listed: a history does not end by itself (D6)."""
    if found:
        return ""
    return f"{Grading.table} has no player with {FEWEST_LISTED} predicted games"


PLAYER_INDEX = Export(
    name="player_index",
    job_type="players",
    groups=(),
    document=PlayerIndex,
    dated=None,
    pointers=("players/index.json",),
    pointer_cache=CacheClass.TRENDS,
    cadence=(PLAYER_PROFILES,),
    templates=("players",),
    runs="template",
    limit_hours=192,
    inputs=(
        SCHEDULES,
        CONTEXT,
        NAMES,
        GRADINGS,
        Input(
            BoxScoreRow,
            (
                *PLAYED,
                "game_id",
                "team_abbr",
            ),
            Window.HISTORY,
        ),
    ),
    made=OfSlate(IndexedPlayer, pieces, document, lacks),
    essential=always(BoxScoreRow),
    when_named=True,
)

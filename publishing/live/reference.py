"""The feed's reference events, as pure functions of warehouse rows and an as-of time.

Each function returns what was known at `as_of` and nothing later (D25).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Literal

import msgspec

from publishing.identity import (
    TRICODES,
    GameIdentity,
    game_key,
    is_league_game,
    player_lookup,
    teams_of,
)
from publishing.live.feed import (
    Names,
    Official,
    OfficialGame,
    OfficialLine,
    Pick,
    Predictions,
    Schedule,
    SlateGame,
)
from publishing.moved_games import is_postponed
from publishing.rows import (
    BoxScoreRow,
    Prediction,
    RegisteredPlayer,
    Row,
    ScheduledGame,
    SourcePlayer,
)

ON_THE_FLOOR = 5
"""Players of a side who must have played for a game to have been one."""

BEFORE_TIME = datetime.min.replace(tzinfo=UTC)


def schedule(rows: Iterable[ScheduledGame], game_date: date, as_of: datetime) -> Schedule:
    """One entry per league game of the date (D18): highest status, then newest.

    The teams and tip-off of a row are known beforehand; its status and scores only from
    `processed_at` on. A final without scores is not final (incident 17).
    """
    best: dict[str, tuple[tuple[bool, int, datetime, str, bytes], SlateGame]] = {}
    for row in rows:
        away, home = row.away_team_tricode, row.home_team_tricode
        if row.game_date != game_date or not is_league_game(row.game_id):
            continue
        if away not in TRICODES or home not in TRICODES:
            continue
        processed = row.processed_at or BEFORE_TIME
        known = processed <= as_of
        status = _schedule_status(row) if known else "scheduled"
        scored = known and status != "scheduled"
        key = game_key(game_date, away, home)
        game = SlateGame(
            key,
            row.game_id,
            away,
            home,
            row.game_date_est,
            status,
            row.home_team_score if scored else None,
            row.away_team_score if scored else None,
        )
        stage = (row.game_status or 0) if known else 0
        rank = (known, stage, processed, row.game_id, _text(row))
        if key not in best or rank > best[key][0]:
            best[key] = (rank, game)
    return Schedule([game for _, (_, game) in sorted(best.items())])


def _schedule_status(
    row: ScheduledGame,
) -> Literal["scheduled", "in_progress", "final", "postponed"]:
    if is_postponed(row):
        return "postponed"
    if row.game_status == 3 and row.home_team_score and row.away_team_score:
        return "final"
    return "in_progress" if row.game_status == 2 else "scheduled"


def predictions(
    rows: Iterable[Prediction], game_date: date, champion: str, as_of: datetime
) -> Predictions:
    """The champion's active picks, one per player (D18): highest version, then newest."""
    best: dict[str, tuple[tuple[int, datetime, datetime, str, bytes], Prediction]] = {}
    for row in rows:
        created = row.created_at or BEFORE_TIME
        updated = row.updated_at or created
        if row.game_date != game_date or row.system_id != champion or created > as_of:
            continue
        if not row.is_active or row.invalidation_reason:
            continue
        rank = (row.prediction_version or 0, updated, created, row.game_id, _text(row))
        if row.player_lookup not in best or rank > best[row.player_lookup][0]:
            best[row.player_lookup] = (rank, row)
    return Predictions(
        [
            Pick(
                row.player_lookup,
                row.game_id,
                row.predicted_points,
                row.current_points_line,
                row.recommendation,
                row.confidence_score,
                bool(row.has_prop_line),
                row.line_source,
            )
            for _, (_, row) in sorted(best.items())
        ]
    )


def prediction_moments(rows: Iterable[Prediction]) -> set[datetime]:
    """The instants at which what `predictions` returns can change."""
    return {row.created_at for row in rows if row.created_at}


def names(
    registered: Iterable[RegisteredPlayer], sourced: Iterable[SourcePlayer], as_of: datetime
) -> Names:
    """Names of the newest season known at `as_of`, else of the newest (D18); ids by newest game.

    A name is no result: one that was registered later is better than none.
    """
    by_lookup: dict[str, tuple[tuple[bool, str, datetime, str], str]] = {}
    for player in registered:
        processed = player.processed_at or BEFORE_TIME
        rank = (processed <= as_of, player.season, processed, player.player_name)
        if player.player_lookup not in by_lookup or rank > by_lookup[player.player_lookup][0]:
            by_lookup[player.player_lookup] = (rank, player.player_name)
    by_id: dict[int, tuple[tuple[date, str, str], tuple[str, str]]] = {}
    for source in sourced:
        if source.bdl_player_id is None:
            continue
        name = source.player_full_name or ""
        # The source's own rows spell accented names in another way: the registry decides (1.10).
        known = source.player_lookup in by_lookup
        identity = (source.player_lookup if known or not name else player_lookup(name), name)
        seen = (source.game_date, *identity)
        if source.bdl_player_id not in by_id or seen > by_id[source.bdl_player_id][0]:
            by_id[source.bdl_player_id] = (seen, identity)
    return Names(
        {lookup: name for lookup, (_, name) in sorted(by_lookup.items())},
        {source_id: identity for source_id, (_, identity) in sorted(by_id.items())},
    )


def official(
    rows: Iterable[BoxScoreRow], games: Schedule, game_date: date, as_of: datetime
) -> Official:
    """The official lines known at `as_of`, one per player and game (D18), by game that is over.

    A game is over when the schedule says so, or when it never said that the game began and both
    sides have their rows: a row that comes early ends nothing.
    """
    identity = GameIdentity.of((game.league_id, game.key) for game in games.games)
    best: dict[tuple[str, str], BoxScoreRow] = {}
    for row in rows:
        processed = row.processed_at or BEFORE_TIME
        key = identity.key(row.game_id)
        if row.game_date != game_date or key is None or processed > as_of:
            continue
        kept = best.get((key, row.player_lookup))
        if kept is None or (processed, _text(row)) > (
            kept.processed_at or BEFORE_TIME,
            _text(kept),
        ):
            best[key, row.player_lookup] = row
    lines: defaultdict[str, list[OfficialLine]] = defaultdict(list)
    for (key, _), row in sorted(best.items()):
        lines[key].append(_official_line(row))
    scheduled = {game.key: game for game in games.games}
    found = []
    for key, players in sorted(lines.items()):
        game = scheduled.get(key)
        if not any(line.played for line in players):
            continue
        over = game is not None and game.status == "final"
        if over or ((game is None or game.status == "scheduled") and _is_complete(players, key)):
            found.append(
                OfficialGame(
                    key,
                    "final",
                    game.home_score if game and over else None,
                    game.away_score if game and over else None,
                    players,
                )
            )
    return Official(found)


def _is_complete(lines: list[OfficialLine], key: str) -> bool:
    """Whether rows can be a whole game although the schedule is late (incident 32)."""
    teams = teams_of(key) or ()
    return all(
        sum(line.played for line in lines if line.team == team) >= ON_THE_FLOOR for team in teams
    )


def official_moments(rows: Iterable[BoxScoreRow]) -> set[datetime]:
    """The instants at which what `official` returns can change."""
    return {row.processed_at for row in rows if row.processed_at}


def _text(row: Row) -> bytes:
    return msgspec.json.encode(row)


def _official_line(row: BoxScoreRow) -> OfficialLine:
    played = not row.is_dnp and row.points is not None
    rebounds = (row.offensive_rebounds, row.defensive_rebounds)
    return OfficialLine(
        player_lookup=row.player_lookup,
        team=row.team_abbr,
        name=row.player_full_name,
        played=played,
        minutes=int(row.minutes_played) if row.minutes_played is not None else None,
        points=row.points,
        rebounds=None if None in rebounds else sum(value or 0 for value in rebounds),
        assists=row.assists,
        steals=row.steals,
        blocks=row.blocks,
        turnovers=row.turnovers,
        fg_made=row.fg_makes,
        fg_attempted=row.fg_attempts,
        fg3_made=row.three_pt_makes,
        fg3_attempted=row.three_pt_attempts,
        ft_made=row.ft_makes,
        ft_attempted=row.ft_attempts,
    )

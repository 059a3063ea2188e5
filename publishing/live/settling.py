"""What a settle adds to a night: the warehouse's rows as events of the slate (D35, I-6).

Only what the slate does not say already is added, and an event's id and time come from the rows
and the slate alone: the same rows, settled again at another time, add nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import msgspec

from publishing.calendar import league_date, slate_window
from publishing.documents import digest
from publishing.identity import teams_of
from publishing.live import reference
from publishing.live.boxscore import STATUS_RANK
from publishing.live.events import Kind, SlateEvent, split
from publishing.live.feed import Names, Official, OfficialGame, Predictions, Schedule
from publishing.live.slate import Slate
from publishing.rows import (
    BoxScoreRow,
    Prediction,
    RegisteredPlayer,
    ScheduledGame,
    SourcePlayer,
)

_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class NightRows:
    """The warehouse's rows of one game date; players are of all dates."""

    games: Sequence[ScheduledGame]
    picks: Sequence[Prediction]
    lines: Sequence[BoxScoreRow]
    registered: Sequence[RegisteredPlayer]
    sourced: Sequence[SourcePlayer]


def additions(
    slate: Slate, rows: NightRows, champion: str, as_of: datetime
) -> tuple[SlateEvent, ...]:
    """The events that the rows known at `as_of` add to the slate, none when they say the same.

    All are of one instant: when the newest of the date's rows was processed, but always after
    everything that the slate has heard, so that they win. ValueError when `as_of` is before
    that: older rows must not win over newer ones (D25).
    """
    if slate.heard_at is not None and as_of < slate.heard_at:
        raise ValueError(f"the slate has events of {slate.heard_at}, after {as_of}")
    games = _schedule(slate, rows, as_of)
    picks = _predictions(slate, reference.predictions(rows.picks, slate.game_date, champion, as_of))
    official = _official(slate, rows, games, as_of)
    known = reference.names(rows.registered, rows.sourced, as_of)
    payloads: dict[Kind, tuple[msgspec.Struct, msgspec.Struct | None]] = {
        "schedule": (games, slate.schedule.value if slate.schedule else _NO_GAMES),
        "predictions": (picks, slate.predictions.value if slate.predictions else None),
        "names": (
            _names(slate, known, picks, official),
            slate.names.value if slate.names else None,
        ),
        "official": (official, _NO_OFFICIAL),
    }
    at = _instant(slate, rows, champion, as_of)
    return tuple(
        _event(kind, slate.game_date, at, payload)
        for kind, (payload, kept) in payloads.items()
        if payload != kept
    )


_NO_GAMES = Schedule([])
_NO_OFFICIAL = Official([])


def _schedule(slate: Slate, rows: NightRows, as_of: datetime) -> Schedule:
    """The newest schedule. No games after some is a table that failed: the known ones stay (D6)."""
    found = reference.schedule(rows.games, slate.game_date, as_of)
    return slate.schedule.value if slate.schedule and not found.games else found


def _predictions(slate: Slate, found: Predictions) -> Predictions:
    """What was published stands; a player who had no pick gets his (incident 41)."""
    kept = slate.predictions.value.picks if slate.predictions else []
    had = {pick.player_lookup for pick in kept}
    more = [pick for pick in found.picks if pick.player_lookup not in had]
    return Predictions(
        sorted([*kept, *more], key=lambda pick: pick.player_lookup) if more else kept
    )


def _official(slate: Slate, rows: NightRows, games: Schedule, as_of: datetime) -> Official:
    """The official games that the slate has not, or has otherwise."""
    ended = _when_over(games, slate.game_date, as_of)
    found = reference.official(rows.lines, ended, slate.game_date, as_of)
    kept = {key: newest.value for key, newest in slate.official.items()}
    games_found = [_with_scores(game, slate) for game in found.games]
    return Official([game for game in games_found if game != kept.get(game.key)])


def _with_scores(game: OfficialGame, slate: Slate) -> OfficialGame:
    """The game with the sums of its lines when neither the schedule nor a final poll has a score.

    A poll from the middle of a game has no final score; neither have lines with fewer points.
    """
    state, teams = slate.games.get(game.key), teams_of(game.key)
    if game.home_score is not None or teams is None or state is None:
        return game
    away, home = (
        sum(line.points or 0 for line in game.lines if line.team == team) for team in teams
    )
    polled = state.best.game
    fewer = away < (polled.visitor_team_score or 0) or home < (polled.home_team_score or 0)
    if fewer or state.best.rank == STATUS_RANK["final"]:
        return game
    return msgspec.structs.replace(game, home_score=home, away_score=away)


def _when_over(games: Schedule, game_date: date, as_of: datetime) -> Schedule:
    """The schedule without games in progress once their day is over.

    A schedule that never turns final must not hold back rows that are complete (incident 27).
    """
    if league_date(as_of) <= game_date:
        return games
    return Schedule(
        [
            msgspec.structs.replace(game, status="scheduled")
            if game.status == "in_progress"
            else game
            for game in games.games
        ]
    )


def _names(slate: Slate, found: Names, picks: Predictions, official: Official) -> Names:
    """The night's names, with those that its picks and official lines lack."""
    if slate.names is None:
        return found
    kept = slate.names.value
    wanted = {pick.player_lookup for pick in picks.picks}
    wanted |= {line.player_lookup for game in official.games for line in game.lines}
    more = {
        lookup: found.by_lookup[lookup]
        for lookup in sorted(wanted - kept.by_lookup.keys())
        if lookup in found.by_lookup
    }
    return Names(kept.by_lookup | more, kept.by_source_id or found.by_source_id)


def _instant(slate: Slate, rows: NightRows, champion: str, as_of: datetime) -> datetime:
    known = reference.official_moments(rows.lines)
    known |= {game.processed_at for game in rows.games if game.processed_at}
    known |= reference.prediction_moments(pick for pick in rows.picks if pick.system_id == champion)
    _, closes = slate_window(slate.game_date)
    at = max((one for one in known if one <= as_of), default=min(as_of, closes))
    return at if slate.heard_at is None else max(at, slate.heard_at + _INSTANT)


def _event(kind: Kind, game_date: date, at: datetime, payload: msgspec.Struct) -> SlateEvent:
    content = msgspec.json.encode(payload)
    line = {
        "polled_at": at,
        "kind": kind,
        "event_id": f"settle-{kind}-{game_date:%Y%m%d}-{at:%Y%m%dT%H%M%S%fZ}-{digest(content)}",
        "game_date": game_date,
        "payload": msgspec.Raw(content),
    }
    events, rejected = split(msgspec.json.encode(line))
    if rejected:
        raise ValueError(f"the {kind} of {game_date} cannot be an event: {rejected[0].reason}")
    return events[0]

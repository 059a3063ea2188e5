"""The homepage's documents, the predictions and the best bets, by what they hold (`live.md` 4).

`tonight_data` keeps the limit of 60 minutes, but never for a run that was not due: it is stale
only while an occasion went by since it was made (A17). It is as new as its newest whole run: one
that changed nothing writes nothing (D7). Days without games and breaks are healthy (I-16).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from publishing.calendar import format_instant, league_date, slate_window, tip_off_text
from publishing.exports.best_bets import BEST_BETS
from publishing.exports.declaration import Export
from publishing.exports.tonight_all_players import TONIGHT_ALL_PLAYERS
from publishing.live.ages import age_minutes, whole_minutes
from publishing.live.services import BestBetsData, PredictionsData, ServiceStatus, TonightData
from publishing.occasions import SCHEDULED
from publishing.operating import nights, slates
from publishing.operating.bodies import BestBetsBody, TonightBody, body_of, date_of, instant_of
from publishing.operating.findings import Finding
from publishing.operating.marks import Mark
from publishing.operating.monitor_round import Round
from publishing.operating.schedules import last_time
from publishing.operating.seen import Away, Public

STALE = timedelta(minutes=60)

VISIBLE_WITHIN = timedelta(minutes=15)
"""How long after its time a run's documents may take to be public."""

NEEDED_BEFORE = timedelta(hours=4)
"""How long before the first tip-off predictions must be there (incident 1)."""


def tonight_data(one: Round) -> TonightData:
    """The section `tonight_data`."""
    public = one.seen.public.get(nights.TONIGHT)
    if isinstance(public, Away):
        message = f"Error checking status: {public.reason}"
        return TonightData("unknown", message, None, None, None)
    if public is None:
        return TonightData("unhealthy", "Tonight data file not found", None, None, True)
    made = _made_at(public, one.seen.marks, TONIGHT_ALL_PLAYERS)
    age = None if made is None else one.now - made

    def said(status: ServiceStatus, message: str, stale: bool) -> TonightData:
        return TonightData(
            status=status,
            message=message,
            last_update=None if made is None else format_instant(made),
            age_minutes=None if age is None else age_minutes(age),
            is_stale=stale,
        )

    body = body_of(public.body, TonightBody)
    if body is None:
        return said("degraded", "Tonight data cannot be read", True)
    if one.off is not None:
        return said("healthy", f"No games — {one.off.headline} ({one.off.message})", False)
    if one.known is not None and one.tonight is None:
        return said("healthy", f"No games on {one.today}", False)
    due = _newest_due(TONIGHT_ALL_PLAYERS, one.now)
    old = age is None or age > STALE
    behind = made is None or made < due
    other = date_of(body) < one.today and league_date(due) == one.today
    if ((old and behind) or other) and TONIGHT_ALL_PLAYERS.name in not_needed_yet(one):
        return said("healthy", f"Tonight data of {one.today} waits for its source", False)
    if old and behind:
        minutes = "of an unknown age" if age is None else f"{whole_minutes(age)} minutes old"
        return said("degraded", f"Data is {minutes}", True)
    if other:
        return said("degraded", f"Tonight data is of {body.game_date}, not of {one.today}", True)
    if _is_needed(one) and body.total_players == 0:
        return said("degraded", f"Tonight data has no player of {one.today}", False)
    if one.known is None and old:
        return said("unknown", one.why_unknown, False)
    return said("healthy", "Nothing newer is due" if old else "Data is fresh", False)


def predictions(one: Round) -> tuple[PredictionsData, tuple[Finding, ...]]:
    """The section `predictions`, and that there are none shortly before the games."""
    count, day = one.seen.predictions, one.today.isoformat()

    def said(status: ServiceStatus, message: str) -> PredictionsData:
        return PredictionsData(status, message, None if isinstance(count, Away) else count, day)

    if isinstance(count, Away):
        return said("unknown", f"Error checking status: {count.reason}"), ()
    if count > 0:
        return said("healthy", f"{count} predictions available for {day}"), ()
    if one.known is None:
        return said("unknown", f"No predictions found for {day}. {one.why_unknown}"), ()
    if one.off is not None:
        return said("healthy", f"No predictions expected — {one.off.headline}"), ()
    if one.tonight is None:
        return said("healthy", f"No predictions expected — no games on {day}"), ()
    if not _is_needed(one):
        first = slates.first_tip_off(one.tonight)
        begins = tip_off_text(first) if first else "a time that is not known yet"
        return said("healthy", f"No predictions yet for {day}: the games begin at {begins}"), ()
    message = f"No predictions found for {day}"
    return said("degraded", message), (
        Finding(f"no-predictions/{day}", "error", "There are no predictions", message),
    )


def not_needed_yet(one: Round) -> frozenset[str]:
    """The exports that wait for rows of today (D29) which nobody has to have yet.

    Phase 5 makes its predictions about noon: until they must be there nothing is wrong.
    """
    gates = one.seen.gates
    if isinstance(gates, Away) or _is_needed(one):
        return frozenset()
    return frozenset(gate.name for gate in gates.values() if gate.game_date == str(one.today))


def best_bets(one: Round) -> BestBetsData:
    """The section `best_bets`; it never counts for the overall word."""
    public = one.seen.public.get(nights.BEST_BETS)
    if isinstance(public, Away):
        return BestBetsData("unknown", f"Error checking status: {public.reason}", None, None)
    if public is None:
        return BestBetsData("degraded", "Best bets file not found", None, None)
    made = _made_at(public, one.seen.marks, BEST_BETS)
    body = body_of(public.body, BestBetsBody)

    def said(status: ServiceStatus, message: str, picks: int | None) -> BestBetsData:
        return BestBetsData(status, message, picks, None if made is None else format_instant(made))

    if body is None:
        return said("degraded", "Best bets file cannot be read", None)
    if one.off is not None:
        return said("healthy", f"No best bets expected — {one.off.headline}", 0)
    if one.known is not None and one.tonight is None:
        return said("healthy", f"No best bets expected — no games on {one.today}", 0)
    if date_of(body) < one.today:
        if one.known is None:
            return said("unknown", one.why_unknown, None)
        if BEST_BETS.name in not_needed_yet(one):
            return said("healthy", f"Best bets of {one.today} wait for their source", 0)
        if _newest_due(BEST_BETS, one.now, about="today") >= _day_began(one):
            message = f"Best bets file stale (last updated {body.game_date})"
            return said("degraded", message, body.total_picks)
        return said("healthy", f"Best bets of {one.today} are not due yet", 0)
    if body.total_picks:
        return said("healthy", f"{body.total_picks} best bets available", body.total_picks)
    if not public.lacks:
        return said("healthy", "0 picks today — all candidates filtered out", 0)
    status: ServiceStatus = "degraded" if _is_needed(one) else "healthy"
    return said(status, f"0 picks today — {public.lacks}", 0)


def _made_at(public: Public, marks: Mapping[str, Mark] | Away, export: Export) -> datetime | None:
    """When the document was made, or found unchanged, by its versions and not by its file."""
    mark = None if isinstance(marks, Away) else marks.get(export.name)
    version = public.version
    looked = instant_of(mark.as_of) if mark else None
    if mark and version and mark.game_date != version.content_date.isoformat():
        looked = None
    known = [at for at in (looked, version.as_of if version else None) if at is not None]
    return max(known, default=None)


def _newest_due(export: Export, now: datetime, about: str | None = None) -> datetime:
    """The newest time at which the export was to be made, and should be public."""
    return max(
        last_time(schedule, now - VISIBLE_WITHIN)
        for schedule in SCHEDULED
        if schedule in export.cadence and about in (None, schedule.about)
    )


def _day_began(one: Round) -> datetime:
    opens, _ = slate_window(one.today)
    return opens


def _is_needed(one: Round) -> bool:
    """Whether today has games, and the first begins in less than four hours or has begun."""
    if one.tonight is None:
        return False
    first = slates.first_tip_off(one.tonight)
    return first is not None and one.now >= first - NEEDED_BEFORE

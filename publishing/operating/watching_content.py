"""Do the night's documents say what they should? Their content is judged, not their time (I-11).

A file that is rewritten every half minute with nothing in it is fresh for a clock, and was for
the old monitor (incidents 29, 32, 33; vector 27).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from publishing.documents import CacheClass
from publishing.live.ages import STALE, whole_minutes
from publishing.live.feed import SlateGame
from publishing.operating.bodies import GradingBody, LiveBody, body_of
from publishing.operating.findings import Finding, Heal, RestartFeeder, Settle
from publishing.operating.monitor_round import Round
from publishing.operating.seen import Away, Job, Public
from publishing.operating.slates import (
    SHOULD_BE_OVER,
    Plan,
    finals,
    grading_path,
    live_path,
    played,
)

FINAL_FOR = timedelta(minutes=20)
"""How long a game may be final while no prediction at all is graded."""

FROZEN = timedelta(minutes=30)
"""How long all games that are on may stand still; half-time lasts fifteen minutes."""

SHORTEST_GAME = timedelta(hours=2)
"""From tip-off to final, breaks included."""

TIPS_OFF_WITHIN = timedelta(minutes=30)
"""After the scheduled tip-off."""


def watch(one: Round, *, job_is_gone: bool) -> Iterator[Finding]:
    """What is wrong with the content of the open slate, and of the newest one that has ended.

    While the job is gone its documents are old: that is said once, of the job.
    """
    if one.known is None or one.scores_away is not None:
        return
    if one.open is not None:
        yield from _all_pending(one, one.known, one.open)
        if not job_is_gone:
            yield from _old_polls(one, one.known, one.open)
            yield from _frozen(one, one.open)
            yield from _stuck(one, one.known, one.open)
    if one.ended is not None and one.ended != one.open:
        yield from _all_pending(one, one.known, one.ended)
        yield from _unsettled(one, one.ended)


def _all_pending(one: Round, known: Plan, day: date) -> Iterator[Finding]:
    """Vector 27: games are final, and not one prediction is graded."""
    scores, grading = one.scores(day), body_of(one.bodies.get(grading_path(day), b""), GradingBody)
    if scores is None or grading is None or grading.game_date != scores.game_date:
        return
    rows = grading.predictions
    tips = {(game.away, game.home): game.tip_off for game in known[day].games}
    ended = {
        game.teams
        for game in scores.games
        if game.status == "final" and _has_been_final(tips.get(game.teams), one.now)
    }
    concerned = any(row.teams in ended or row.home_team is None for row in rows)
    if ended and concerned and all(row.status == "pending" for row in rows):
        yield Finding(
            f"all-pending/{day}",
            "error",
            "Nothing is graded",
            f"{len(ended)} games of {day} are final, and of {len(rows)} predictions not one is "
            "graded",
            _heals(one, day),
        )


def _has_been_final(tip_off: datetime | None, now: datetime) -> bool:
    """Whether a game that is final has been for 20 minutes, as far as its tip-off tells."""
    return tip_off is None or now >= tip_off + SHORTEST_GAME + FINAL_FOR


def _old_polls(one: Round, known: Plan, day: date) -> Iterator[Finding]:
    """The source's own time inside the file, while a game is on."""
    body = one.scores(day)
    since = _active_since(known, day, body)
    if since is None or one.now <= since + STALE:
        return
    polled = body.polled_at if body else None
    if polled is not None and one.now <= polled + STALE:
        return
    age = "is not there" if polled is None else f"is {whole_minutes(one.now - polled)} minutes old"
    yield Finding(
        f"old-polls/{day}",
        "error",
        "The source has not answered",
        f"Games of {day} are on, and the newest answer in {live_path(day)} {age}",
        _heals(one, day),
    )


def _frozen(one: Round, day: date) -> Iterator[Finding]:
    """Answers that come and say nothing new: longer than any break of a game lasts."""
    body, since = one.scores(day), one.seen.unchanged_since
    if body is None or since is None or one.now - since < FROZEN:
        return
    playing = sum(game.status == "in_progress" for game in body.games)
    if playing:
        yield Finding(
            f"frozen/{day}",
            "error",
            "Nothing happens",
            f"{playing} games of {day} are on, and nothing has changed in {live_path(day)} for "
            f"{whole_minutes(one.now - since)} minutes",
            _heals(one, day),
        )


def _active_since(known: Plan, day: date, body: LiveBody | None) -> datetime | None:
    """The first tip-off of the games that should be on or are; None when there are none."""
    over = finals(known[day], body)
    tips = [game.tip_off for game in played(known[day]) if game.key not in over]
    return min((tip for tip in tips if tip is not None), default=None)


def _stuck(one: Round, known: Plan, day: date) -> Iterator[Finding]:
    """Games that do not go on: not begun long after their tip-off, or never over.

    What the schedule says of a game that is on is not enough: nobody sees its scores.
    """
    body = one.scores(day)
    over = finals(known[day], body)
    begun = {game.teams for game in body.games if game.status != "scheduled"} if body else set()
    waiting = [game for game in played(known[day]) if game.key not in over and game.tip_off]
    late = [
        game
        for game in waiting
        if (body is not None or game.status == "scheduled")
        and (game.away, game.home) not in begun
        and _since_tip_off(game, one.now) >= TIPS_OFF_WITHIN
    ]
    endless = [game for game in waiting if _since_tip_off(game, one.now) >= SHOULD_BE_OVER]
    if endless:
        yield _stuck_finding(one, day, "endless", endless, "not over hours after the tip-off")
    elif late:
        yield _stuck_finding(one, day, "late", late, "not begun 30 minutes after the tip-off")


def _since_tip_off(game: SlateGame, now: datetime) -> timedelta:
    return now - game.tip_off if game.tip_off else timedelta()


def _stuck_finding(one: Round, day: date, word: str, games: list[SlateGame], what: str) -> Finding:
    names = ", ".join(game.key for game in games)
    return Finding(
        f"{word}/{day}",
        "error" if word == "endless" else "warning",
        "A game does not go on",
        f"{names}: {what}",
        _heals(one, day),
    )


def _heals(one: Round, day: date) -> tuple[Heal, ...]:
    """Poll again; a settle only counts when no live job would publish over it."""
    found: tuple[Heal, ...] = (RestartFeeder(day),) if day == one.open else ()
    job = one.seen.live_job if day == one.open else one.seen.over_job
    stands = job is None or (isinstance(job, Job) and not job.running)
    return (*found, Settle(day)) if stands and one.is_covered(day) else found


def _unsettled(one: Round, day: date) -> Iterator[Finding]:
    """Official rows are there, and the documents are still those of the polls (D35, I-6)."""
    job = one.seen.over_job
    if not one.is_covered(day) or isinstance(job, Away) or (job is not None and job.running):
        return
    scores, grading = (one.seen.public.get(path) for path in (live_path(day), grading_path(day)))
    if isinstance(scores, Away) or isinstance(grading, Away):
        return
    if scores is None or not _is_settled(scores) or (grading and not _is_settled(grading)):
        yield Finding(
            f"settle/{day}",
            "warning",
            "A night is not settled",
            f"The official rows of {day} are there, and its documents are not settled",
            (Settle(day),),
            quiet=True,
        )


def _is_settled(public: Public) -> bool:
    return public.cache_control == CacheClass.SETTLED.header

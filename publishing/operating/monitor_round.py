"""One round of the monitor, as its rules look at it: what was seen, and which night it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from publishing.calendar import league_date
from publishing.live.feed import Schedule
from publishing.live.feeding import starts_at
from publishing.live.services import ActiveBreak
from publishing.operating import slates
from publishing.operating.bodies import LiveBody
from publishing.operating.breaks import active_break
from publishing.operating.nights import bodies_of
from publishing.operating.seen import Away, Seen
from publishing.operating.slates import Plan


@dataclass(frozen=True)
class Round:
    """`known` is None while the schedule is away; then nothing is said of any night.

    `open` is the open slate, `ended` the newest one that is over or should be: official rows of
    all games close it, whatever the schedule says (I-6). `scores_away` says why the scores of a
    date that could be open are not known.
    """

    seen: Seen
    today: date
    known: Plan | None
    bodies: Mapping[str, bytes]
    off: ActiveBreak | None
    open: date | None
    ended: date | None
    scores_away: str | None

    @classmethod
    def of(cls, seen: Seen) -> Round:
        """The round of what was seen."""
        now, today = seen.now, league_date(seen.now)
        known = None if isinstance(seen.schedule, Away) else slates.plan(seen.schedule, now)
        bodies = bodies_of(seen.public)
        if known is None:
            return cls(seen, today, None, bodies, None, None, None, None)
        open_day = slates.open_slate(known, bodies, now)
        ended = slates.newest_ended(known, bodies, now)
        if open_day is not None and open_day == ended and _is_covered(seen, known, ended):
            open_day = None
        away = [seen.public.get(slates.live_path(day)) for day in slates.near(known, now)]
        reasons = [one.reason for one in away if isinstance(one, Away)]
        return cls(
            seen=seen,
            today=today,
            known=known,
            bodies=bodies,
            off=active_break(known, today),
            open=open_day,
            ended=ended,
            scores_away=reasons[0] if reasons else None,
        )

    @property
    def now(self) -> datetime:
        """The instant of the round."""
        return self.seen.now

    @property
    def why_unknown(self) -> str:
        """Why the night is not known."""
        reason = self.seen.schedule.reason if isinstance(self.seen.schedule, Away) else ""
        return f"The schedule does not answer: {reason}"

    @property
    def tonight(self) -> Schedule | None:
        """Today's games that are to be played; None when there are none, or nobody knows."""
        slate = (self.known or {}).get(self.today)
        return slate if slate is not None and slates.played(slate) else None

    def scores(self, day: date) -> LiveBody | None:
        """The public scores of a date."""
        return slates.live_body(self.bodies, day)

    def opened(self, day: date) -> datetime:
        """When a slate was opened."""
        assert self.known is not None, "a slate is of a known schedule"
        return starts_at(self.known[day], day)

    def is_covered(self, day: date) -> bool:
        """Whether every game of the slate has official rows; False while nobody knows."""
        return (
            self.known is not None and day == self.ended and _is_covered(self.seen, self.known, day)
        )

    def is_over(self, day: date) -> bool:
        """Whether nothing more is to come of a slate: its games say so, or its official rows."""
        if self.known is None:
            return False
        return slates.over(self.known, day, self.bodies, self.now) or self.is_covered(day)


def _is_covered(seen: Seen, known: Plan, day: date) -> bool:
    return not isinstance(seen.official, Away) and slates.is_covered(known[day], seen.official)

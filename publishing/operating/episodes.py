"""Episodes: one finding for as long as it lasts, how often it was mended, and who was told.

An episode is a private object. Healing is bounded: it is tried at growing intervals, and a
person is told when that did not help, or at once when it is no quiet matter.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from publishing.calendar import format_instant, parse_instant
from publishing.operating.alerts import Alert
from publishing.operating.findings import Finding, Severity

PAUSES = (timedelta(0), timedelta(minutes=4), timedelta(minutes=10), timedelta(minutes=20))
"""How long the first tries wait for the one before; after them there is one an hour."""

LATER = timedelta(hours=1)

QUIET = timedelta(minutes=14)
"""How long a quiet matter that nobody can mend may last: three rounds."""


class Episode(msgspec.Struct, frozen=True):
    """One finding since it was first found; `heals` are the instants at which it was mended.

    `told_at` is when its alert was delivered. `untold` is why it was not.
    """

    key: str
    severity: Severity
    subject: str
    text: str
    since: str
    quiet: bool
    heals: tuple[str, ...] = ()
    told_at: str | None = None
    untold: str = ""


def found(current: Episode | None, finding: Finding, now: datetime) -> Episode:
    """The episode of a finding: as old as it was, with the newest words."""
    since = current.since if current else format_instant(now)
    known = current or Episode(finding.key, finding.severity, "", "", since, finding.quiet)
    return msgspec.structs.replace(
        known,
        severity=finding.severity,
        subject=finding.subject,
        text=finding.text,
        quiet=finding.quiet,
    )


def heals_now(episode: Episode, now: datetime) -> bool:
    """Whether mending is tried in this round."""
    number = len(episode.heals)
    if not number:
        return True
    pause = PAUSES[number] if number < len(PAUSES) else LATER
    return now >= parse_instant(episode.heals[-1]) + pause


def healed(episode: Episode, now: datetime) -> Episode:
    """The episode after one more try."""
    return msgspec.structs.replace(episode, heals=(*episode.heals, format_instant(now)))


def is_to_be_told(episode: Episode, now: datetime, *, over: bool = False) -> bool:
    """Whether a person is to be told: a quiet matter only when mending did not help, or when it
    lasts and there is nothing to mend.

    What is `over` is only told when that was tried before, and failed.
    """
    tried = len(episode.heals) >= len(PAUSES)
    lasts = not episode.heals and now - parse_instant(episode.since) > QUIET
    waits = episode.quiet and not tried and not lasts
    return episode.told_at is None and not waits and (not over or bool(episode.untold))


def told(episode: Episode, now: datetime) -> Episode:
    """The episode after its alert was delivered."""
    return msgspec.structs.replace(episode, told_at=format_instant(now), untold="")


def not_told(episode: Episode, reason: str) -> Episode:
    """The episode after its alert could not be delivered: that is tried in every round."""
    return msgspec.structs.replace(episode, untold=reason)


def alert_of(episode: Episode) -> Alert:
    """The alert of an episode."""
    tries = len(episode.heals)
    mended = f" Mending was tried {tries} time{'s' if tries > 1 else ''}." if tries else ""
    text = f"{episode.text.removesuffix('.')}."
    return Alert(
        id=f"{episode.key}@{episode.since}",
        raised_at=episode.since,
        severity=episode.severity,
        subject=episode.subject,
        text=f"{text}{mended}",
    )


def end_of(episode: Episode, now: datetime) -> Alert:
    """The word that an episode of which somebody was told is over."""
    return Alert(
        id=f"{episode.key}@{episode.since}/over",
        raised_at=format_instant(now),
        severity="warning",
        subject=f"over: {episode.subject}",
        text=f"It lasted from {episode.since} to {format_instant(now)}.",
    )

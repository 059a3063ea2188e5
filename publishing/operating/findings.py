"""What a round of the monitor finds, and what would mend it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from publishing.documents import Section
from publishing.operating.messages import ExportTrigger, PlayersTrigger

Severity = Literal["warning", "error", "critical"]


@dataclass(frozen=True, slots=True)
class StartLive:
    """Make sure that the live job of a slate runs."""

    game_date: date


@dataclass(frozen=True, slots=True)
class StartFeeder:
    """Make sure that the feeder of a slate runs."""

    game_date: date


@dataclass(frozen=True, slots=True)
class RestartFeeder:
    """End the feeder of a slate, and start it anew: it polls and reads all again."""

    game_date: date


@dataclass(frozen=True, slots=True)
class DrainLive:
    """Let the live job of a slate that is over end by itself."""

    game_date: date


@dataclass(frozen=True, slots=True)
class Send:
    """Send a message to the export trigger: an occasion that was missed."""

    message: ExportTrigger | PlayersTrigger


@dataclass(frozen=True, slots=True)
class Settle:
    """Publish the settled documents of a night from its official rows (D35)."""

    game_date: date


@dataclass(frozen=True, slots=True)
class Rerun:
    """Do again what a claim stands for: its run is silent."""

    claim: str


Heal = StartLive | StartFeeder | RestartFeeder | DrainLive | Send | Settle | Rerun


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be. `key` is the same in every round that finds it.

    `quiet` ones are mended without telling anybody, as long as the healing works.
    """

    key: str
    severity: Severity
    subject: str
    text: str
    heals: tuple[Heal, ...] = ()
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a round comes to: the monitor's sections of the status, and what it found."""

    sections: tuple[Section, ...]
    findings: tuple[Finding, ...]

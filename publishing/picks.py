"""What picks of several exports have in common: provenance, verdict, tier, fatigue."""

from __future__ import annotations

from decimal import Decimal

from publishing.batch_rows import Grading
from publishing.verdicts import DIRECTIONS, Verdict

REAL_SOURCES = frozenset({"ACTUAL_PROP", "ODDS_API", "BETTINGPROS"})
"""Where a line comes from that somebody offers (`core.md` 3.6)."""

PLACEHOLDER = Decimal(20)
"""The line that stood for none before lines said where they are from."""

LARGEST_SHARE, PERCENT = 1, 100
"""A confidence above the one is in percent."""

FRESH_FROM, NORMAL_FROM = 95, 75
"""Fatigue scores, 0 to 100 (`core.md` 3.3)."""


def is_real_line(line: Decimal | None, source: str | None) -> bool:
    """Whether somebody offers the line; one that does not say is real unless it is 20."""
    if line is None:
        return False
    return line != PLACEHOLDER if source is None else source in REAL_SOURCES


def graded_played(row: Grading) -> bool:
    """Whether the player played, as far as the grading knows (D14)."""
    return not row.is_voided and row.actual_points is not None


def graded_verdict(row: Grading) -> Verdict:
    """The verdict of a graded pick (D14)."""
    if row.recommendation not in DIRECTIONS:
        return "PASS"
    if not graded_played(row):
        return "VOID"
    if row.prediction_correct is None:
        return "PUSH"
    return "WIN" if row.prediction_correct else "LOSS"


def share(confidence: Decimal | None) -> Decimal | None:
    """A confidence from 0 to 1, whichever of the two scales it came in (`core.md` 0.4)."""
    if confidence is None or confidence <= LARGEST_SHARE:
        return confidence
    return confidence / PERCENT


def fatigue_level(score: int | None) -> str | None:
    """`fresh`, `normal` or `tired`; None without a score."""
    if score is None:
        return None
    if score >= FRESH_FROM:
        return "fresh"
    return "normal" if score >= NORMAL_FROM else "tired"

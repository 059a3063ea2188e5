"""The topics of the pipeline, declared once (`live.md` 6.1)."""

from __future__ import annotations

from dataclasses import dataclass

PREDICTIONS_COMPLETE = "nba-phase5-predictions-complete"
EXPORT_TRIGGER = "nba-phase6-export-trigger"
EXPORT_COMPLETE = "nba-phase6-export-complete"
GRADING_TRIGGER = "nba-grading-trigger"
LIVE_BOXSCORES = "nba-live-boxscores"
LIVE_EVENTS = "nba-phase6-live-events"
DEAD_LETTERS = "nba-phase6-dead-letters"

MOST_DELIVERIES = 20
"""How often a message is delivered before it goes to the dead letters of its subscription."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic. `pushed_to` is the path of the trigger that its messages are sent to, if any.

    `ours` says that it is made here; the others belong to the phases upstream.
    """

    name: str
    purpose: str
    ours: bool = True
    pushed_to: str | None = None


TOPICS = (
    Topic(
        PREDICTIONS_COMPLETE,
        "a batch of predictions is there (phase 5)",
        ours=False,
        pushed_to="/messages/predictions-complete",
    ),
    Topic(EXPORT_TRIGGER, "what is to be exported", pushed_to="/messages/export-trigger"),
    Topic(LIVE_EVENTS, "what happens in a live night", pushed_to="/messages/live-events"),
    Topic(EXPORT_COMPLETE, "a run of exports has ended"),
    Topic(LIVE_BOXSCORES, "the live feed, one event a message"),
    Topic(DEAD_LETTERS, "what does not fit, with stage, reason and original bytes"),
    Topic(GRADING_TRIGGER, "asks the phase before for gradings", ours=False),
)

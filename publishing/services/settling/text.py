"""What a settle did, as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from publishing.calendar import format_instant
from publishing.decisions import Outcome
from publishing.live.standings import Standing
from publishing.operating.messages import LiveEvent
from publishing.services.settling.night import Settled
from publishing.services.settling.options import SettleOptions

_STATES = {
    "official": "settled by official rows",
    "polled": "final by polls only",
    "open": "not final",
    "postponed": "postponed",
}


def settled_text(settled: Settled, options: SettleOptions) -> Iterator[str]:
    """The slate, what was added to it, every game and every document, a line each."""
    yield f"slate     {options.game_date}, as of {format_instant(settled.heard_at)}"
    would = "would be " if options.dry_run else ""
    kinds = ", ".join(event.kind for event in settled.added) or "nothing"
    folded = f"{settled.folded:,} events of {settled.flushes:,} flushes"
    yield f"archive   {folded}; {would}added: {kinds}"
    for game in settled.games:
        yield f"game      {game.key}  {standing_text(game)}"
    if not settled.games:
        yield "game      none: the slate has no games"
    for outcome in settled.outcomes:
        yield f"document  {_document(outcome, would)}"
    if not settled.outcomes:
        yield "document  none: no poll was answered and there are no official rows"


def event_text(event: LiveEvent, options: SettleOptions) -> str:
    """What the night's topic is told."""
    would = "would be " if options.dry_run else ""
    return f"event     {event.event_id}  {would}said to {options.events}"


def standing_text(game: Standing) -> str:
    """How far a game is settled, and why it is not."""
    return _STATES[game.state] + (f": {game.reason}" if game.reason else "")


def _document(outcome: Outcome, would: str) -> str:
    size = f", {outcome.bytes:,} bytes" if outcome.decision == "written" else ""
    decision = f"{would}{outcome.decision}" if outcome.decision else "not published"
    return f"{outcome.path}  {decision}: {outcome.reason}{size}"

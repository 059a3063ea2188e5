"""What each release of the live job wrote into its state, which every later one must read.

A folder `SCHEMA.NUMBER` holds, as a job of that release encoded them: `slate`, `clock`, a waiting
`event` and a `flush` on its way to the publisher; `facts.json`, what is to be found in the slate;
and `shapes.json`, the fields of all four. None of it is ever written again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from publishing.live.events import SlateEvent
from publishing.live.flush import FlushClock
from publishing.live.flush_record import Flush
from publishing.live.slate import SCHEMA, Slate
from tests.live.releases.shapes import Shape, incompatible, shape

FOLDER = Path(__file__).parent

ENCODED: dict[str, type[msgspec.Struct]] = {
    "slate": Slate,
    "clock": FlushClock,
    "event": SlateEvent,
    "flush": Flush,
}

RECORD = "python -m tests.live.releases"


class Refused(Exception):
    """The state of this release is not to be recorded; the text says why."""


@dataclass(frozen=True)
class Release:
    """A recorded release."""

    schema: int
    number: int
    folder: Path

    def blob(self, name: str) -> bytes | None:
        """What a job of the release wrote; None for a kind that it did not have."""
        file = self.folder / f"{name}.msgpack"
        return file.read_bytes() if file.exists() else None

    def shapes(self) -> dict[str, Shape]:
        """The fields of each kind."""
        found: dict[str, Shape] = json.loads((self.folder / "shapes.json").read_text("utf-8"))
        return found

    def facts(self) -> dict[str, Any]:
        """What is in its slate."""
        found: dict[str, Any] = json.loads((self.folder / "facts.json").read_text("utf-8"))
        return found


def releases(folder: Path = FOLDER) -> list[Release]:
    """The recorded releases, oldest first."""
    found = []
    for place in folder.glob("*.*/"):
        schema, _, number = place.name.partition(".")
        if schema.isdecimal() and number.isdecimal():
            found.append(Release(int(schema), int(number), place))
    return sorted(found, key=lambda release: (release.schema, release.number))


def shapes() -> dict[str, Shape]:
    """The fields of what the job encodes, as the code is."""
    return {name: shape(encoded) for name, encoded in ENCODED.items()}


def changes(before: Mapping[str, Shape], after: Mapping[str, Shape]) -> list[str]:
    """Why a job cannot read what one of another release wrote, a sentence each."""
    return [
        f"{name}: {sentence}"
        for name, old in before.items()
        for sentence in (incompatible(old, after[name]) if name in after else ["was removed"])
    ]


def facts(slate: Slate) -> dict[str, Any]:
    """What a slate holds, in numbers that a reader can check."""
    return {
        "game_date": slate.game_date.isoformat(),
        "sequence": slate.sequence,
        "heard_at": str(slate.heard_at),
        "informed_at": str(slate.informed_at),
        "answered_at": str(slate.answered_at),
        "unanswered": [str(slate.unanswered_at), slate.unanswered_reason],
        "corrections": slate.corrections,
        "games": {
            key: {
                "rank": state.best.rank,
                "score": [state.best.game.visitor_team_score, state.best.game.home_team_score],
                "points": sum(
                    line.pts or 0
                    for side in (state.best.game.home_team, state.best.game.visitor_team)
                    for line in side.players or ()
                ),
                "whole": state.whole is not None,
            }
            for key, state in sorted(slate.games.items())
        },
        "schedule": len(slate.schedule.value.games) if slate.schedule else 0,
        "picks": len(slate.predictions.value.picks) if slate.predictions else 0,
        "names": len(slate.names.value.by_lookup) if slate.names else 0,
        "official": {key: len(game.value.lines) for key, game in sorted(slate.official.items())},
    }


def record(encoded: Mapping[str, bytes], folder: Path = FOLDER, schema: int = SCHEMA) -> Release:
    """Writes down what a job of this release encodes; Refused when there is nothing to record.

    Refused too when the schema number would have to be another one.
    """
    now = shapes()
    own = [release for release in releases(folder) if release.schema == schema]
    problems = [line for release in own for line in changes(release.shapes(), now)]
    if problems:
        raise Refused("\n".join(dict.fromkeys([*problems, f"SCHEMA {schema} must be raised"])))
    if own and own[-1].shapes() == now:
        raise Refused(f"schema {schema} is recorded in {own[-1].folder}")
    release = Release(schema, len(own) + 1, folder / f"{schema}.{len(own) + 1}")
    release.folder.mkdir()
    for name, blob in encoded.items():
        (release.folder / f"{name}.msgpack").write_bytes(blob)
    slate = Slate.load(encoded["slate"])
    for name, body in (("shapes", now), ("facts", facts(slate))):
        text = json.dumps(body, indent=1) + "\n"
        (release.folder / f"{name}.json").write_text(text, "utf-8")
    return release

"""What must be said of a night, from its recorded polls alone, and a topic that takes it down."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from publishing.store import Unavailable
from tests.pipelines.runs import Night

TOPIC = "projects/nba-test/topics/nba-phase6-live-events"


def expected_ids(night: Night) -> list[str]:
    """The ids of a night in which every game is played: the source's own words for each."""
    keys = sorted(
        f"{night.day:%Y%m%d}_{game['visitor_team']['abbreviation']}_"
        f"{game['home_team']['abbreviation']}"
        for game in last_seen(night).values()
        if game["status"] == "Final"
    )
    assert len(keys) == len(last_seen(night)) > 1
    games = [f"game-final-{night.day}-{key}" for key in keys]
    return [f"slate-started-{night.day}", *games, f"slate-settled-{night.day}-{len(keys)}"]


def last_seen(night: Night) -> dict[int, Any]:
    """Every game of the night's date as the source showed it last, by its id."""
    found = {}
    for line in night.lines():
        for game in (orjson.loads(line).get("payload") or {"data": []})["data"]:
            if game["date"] == str(night.day):
                found[game["id"]] = game
    return found


@dataclass
class NotedTopic:
    """A topic that takes down what it is told. `away` is how many requests it lets fail.

    `look` sees each message when it comes.
    """

    away: float = 0
    look: Callable[[Any], None] = lambda _: None
    told: list[Any] = field(default_factory=list)
    requests: int = 0

    @property
    def ids(self) -> list[str]:
        """What was told, in its order."""
        return [one["event_id"] for one in self.told]

    def publish(self, data: bytes, attributes: Mapping[str, str]) -> str:
        """Takes a message, or says that it is away."""
        self.requests += 1
        if self.requests <= self.away:
            raise Unavailable("the topic is away")
        message = orjson.loads(data)
        assert dict(attributes) == {"event_id": message["event_id"]}
        self.look(message)
        self.told.append(message)
        return str(self.requests)

    def problem(self) -> str | None:
        """Nothing: it is there."""
        return None

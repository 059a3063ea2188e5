"""What does not fit goes from the job to a topic, and from there back into the feed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import orjson
import pytest

from publishing.adapters.replay import Moment
from tests.night.feed import Pace, send
from tests.night.stage import PROJECT, ROOT, Stage, drain, until

pytestmark = pytest.mark.integration

LARGE = b"{" + b'"x":"' + b"y" * 1_500_000 + b'"'


def _courtside(stage: Stage, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "publishing.cli", *arguments],
        env=os.environ | {"PUBSUB_EMULATOR_HOST": stage.pubsub},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def _letters(stage: Stage, place: str) -> Sequence[dict[str, object]]:
    listed = _courtside(stage, "dead-letters", "list", "--from", place, "--json")
    assert listed.returncode == 0, listed.stderr
    return [orjson.loads(line) for line in listed.stdout.splitlines()]


def test_letters_on_a_topic(stage: Stage, feed: list[Moment], tmp_path: Path) -> None:
    topic = f"projects/{PROJECT}/topics/{stage.name}-dead"
    subscription = f"projects/{PROJECT}/subscriptions/{stage.name}-dead"
    stage.publisher().create_topic(name=topic)
    stage.subscriber().create_subscription(name=subscription, topic=topic)
    bodies = str(tmp_path / "bodies")
    job = stage.job(
        str(Pace(feed[0].polled_at, 1000)),
        f"--dead_letters=pubsub:{topic}",
        f"--dead_letter_bodies={bodies}",
    )
    publisher = stage.publisher()
    for body in (b"not an event", LARGE):
        publisher.publish(stage.topic, body).result(30)
    send(stage, feed[:40])
    place = f"pubsub:{subscription}"
    until("both letters are there", lambda: len(_letters(stage, place)) == 2)
    letters = {str(letter["stage"]): letter for letter in _letters(stage, place)}
    assert set(letters) == {"decode"}
    sizes = sorted(int(str(letter["size"])) for letter in _letters(stage, place))
    assert sizes == [len(b"not an event"), len(LARGE)]
    large = next(one for one in _letters(stage, place) if one["size"] == len(LARGE))
    shown = _courtside(
        stage, "dead-letters", "show", str(large["id"]), "--from", place, "--bodies", bodies
    )
    assert shown.returncode == 0, shown.stderr
    assert "y" * 1000 in shown.stdout
    refused = _courtside(
        stage, "dead-letters", "replay", "--all", "--from", place, "--to", stage.topic,
        "--bodies", bodies,
    )  # fmt: skip
    assert refused.returncode == 1
    assert len(_letters(stage, place)) == 2
    assert drain(job) == 0, stage.logs()
    assert stage.documents()

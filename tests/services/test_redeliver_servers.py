"""`courtside redeliver` against a Pub/Sub server: through the command, from queue to topic."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from google.cloud import pubsub_v1

from publishing import cli
from publishing.adapters import pubsub
from publishing.adapters.pubsub import Message, Subscription, Topic
from publishing.services.letters import pulling
from tests.servers import pubsub_server
from tests.services.test_redeliver import ADDED

pytestmark = pytest.mark.integration

PROJECT = "projects/courtside-test"
NAME = "nba-phase6-live-events"
GIVEN_UP = f"{PROJECT}/subscriptions/{NAME}-dlq-monitor"
READER = f"{PROJECT}/subscriptions/{NAME}-courtside"
TOPIC = f"{PROJECT}/topics/{NAME}"
WAIT = 1.5


@pytest.fixture
def dead(monkeypatch: pytest.MonkeyPatch) -> Iterator[Topic]:
    """The topic of what was given up, with its subscription, beside the topic and its reader."""
    with pubsub_server() as address:
        monkeypatch.setenv("PUBSUB_EMULATOR_HOST", address)
        monkeypatch.setattr(pulling, "PULL_SECONDS", WAIT)
        for clients in (pubsub._publisher, pubsub._subscriber):
            clients.cache_clear()
        publisher, subscriber = pubsub_v1.PublisherClient(), pubsub_v1.SubscriberClient()
        with subscriber:
            for topic, name in ((TOPIC, READER), (f"{TOPIC}-dlq", GIVEN_UP)):
                publisher.create_topic(name=topic)
                subscriber.create_subscription(name=name, topic=topic, ack_deadline_seconds=600)
        yield Topic(f"{TOPIC}-dlq")
        for clients in (pubsub._publisher, pubsub._subscriber):
            clients.cache_clear()


def waiting(name: str) -> list[Message]:
    """What waits on a subscription; it is given back."""
    looked_at, found = Subscription(name), list[Message]()
    while pulled := looked_at.pull(100, WAIT):
        found += pulled
    looked_at.release(found)
    return sorted(found, key=lambda one: one.data)


def redeliver(*words: str) -> int:
    return cli.main(["redeliver", "--from", GIVEN_UP, "--to", TOPIC, *words])


def test_messages_go_back_to_their_topic_once(
    dead: Topic, capsys: pytest.CaptureFixture[str]
) -> None:
    ids = [
        dead.publish(b"%d" % number, {**ADDED, "event_id": f"e-{number}"}) for number in range(3)
    ]
    assert redeliver() == 0
    lines = capsys.readouterr().out.splitlines()
    assert sorted(line.split()[0] for line in lines) == sorted(ids)
    assert [one.data for one in waiting(GIVEN_UP)] == [b"0", b"1", b"2"]
    assert redeliver("--ids", ids[1]) == 0
    assert [(one.data, one.attributes) for one in waiting(READER)] == [(b"1", {"event_id": "e-1"})]
    assert [one.data for one in waiting(GIVEN_UP)] == [b"0", b"2"]
    assert redeliver("--all") == 0
    assert [one.attributes for one in waiting(READER)] == [
        {"event_id": f"e-{number}"} for number in range(3)
    ]
    assert waiting(GIVEN_UP) == []
    assert capsys.readouterr().err == ""


def test_what_is_not_there_is_said(dead: Topic, capsys: pytest.CaptureFixture[str]) -> None:
    absent = f"{PROJECT}/topics/absent"
    subscription = f"{PROJECT}/subscriptions/absent-dlq-monitor"
    assert cli.main(["redeliver", "--from", subscription, "--to", absent]) == 2
    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith(f"error: the subscription {subscription} does not exist: gcloud ")
    assert second.startswith(f"error: the topic {absent} does not exist: gcloud ")

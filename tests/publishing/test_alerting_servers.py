"""Alerts as messages, against a real server of topics."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from google.cloud import pubsub_v1

from publishing.adapters import pubsub
from publishing.adapters.alerting import channel_at
from publishing.adapters.pubsub import Subscription
from publishing.operating.alerts import Alert
from publishing.store import Unavailable
from tests.servers import pubsub_server

pytestmark = pytest.mark.integration

TOPIC = "projects/courtside-test/topics/alerts"
SUBSCRIPTION = "projects/courtside-test/subscriptions/alerts"
ALERT = Alert("a-1", "2026-02-12T01:02:03Z", "warning", "subject", "text\nof two lines")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    caches = (pubsub._publisher, pubsub._subscriber)
    with pubsub_server() as address, monkeypatch.context() as patch:
        patch.setenv("PUBSUB_EMULATOR_HOST", address)
        for cache in caches:
            cache.cache_clear()
        yield address
        for cache in caches:
            cache.cache_clear()


def test_an_alert_is_a_message(server: str) -> None:
    channel = channel_at(f"pubsub:{TOPIC}")
    problem = channel.problem()
    assert problem is not None
    assert f"the topic {TOPIC} does not exist" in problem
    with pytest.raises(Unavailable):
        channel.send(ALERT)
    pubsub_v1.PublisherClient().create_topic(name=TOPIC)
    pubsub.subscriber_client().create_subscription(name=SUBSCRIPTION, topic=TOPIC)
    assert channel.problem() is None
    channel.send(ALERT)
    (message,) = Subscription(SUBSCRIPTION).pull(5)
    assert msgspec.json.decode(message.data, type=Alert) == ALERT
    assert dict(message.attributes) == {"alert_id": "a-1", "severity": "warning"}

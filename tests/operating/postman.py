"""Pub/Sub's push, which its emulator does not sign: messages of a subscription as signed calls."""

from __future__ import annotations

import base64
import functools
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import google.cloud.pubsub_v1 as pubsub_v1
import requests
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from google.api_core import exceptions as google_errors

from tests.publishing.signing import certificate
from tests.publishing.web_server import web

AUDIENCE = "https://courtside-trigger.example"
CALLER = "pusher@courtside-test.iam.gserviceaccount.com"
KEY = "key-1"


def token(audience: str = AUDIENCE, email: str = CALLER, age: int = 0) -> str:
    """An ID token as Google makes them, so many seconds ago, signed with a key of the tests."""
    now = int(time.time()) - age
    header = {"alg": "RS256", "kid": KEY, "typ": "JWT"}
    claims = {
        "iss": "https://accounts.google.com",
        "aud": audience,
        "sub": "1",
        "email": email,
        "email_verified": True,
        "iat": now - 5,
        "exp": now + 3000,
    }
    text = f"{_part(header)}.{_part(claims)}"
    signature = _key().sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())
    return f"{text}.{_encoded(signature)}"


@contextmanager
def keys() -> Iterator[str]:
    """Serves the key that signs; yields its address."""
    with web() as server:
        server.body = json.dumps({KEY: certificate("google").public.decode()}).encode()
        yield f"http://127.0.0.1:{server.port}/certs"


def push_body(data: bytes, message_id: str, publish_time: str) -> bytes:
    """The body of a push."""
    message = {
        "data": base64.b64encode(data).decode(),
        "messageId": message_id,
        "publishTime": publish_time,
        "attributes": {},
    }
    return json.dumps({"message": message, "subscription": "s"}).encode()


@dataclass
class Postman:
    """Delivers what waits in a subscription, many at a time, until it is answered with 200.

    `copies` is how often every message is delivered at once. `answers` has what was said, by
    message id.
    """

    subscriber: pubsub_v1.SubscriberClient
    subscription: str
    url: Callable[[], str]
    copies: int = 1
    deliveries: int = 0
    answers: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    _stop: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def run(self) -> None:
        """Until it is told to stop."""
        workers: list[threading.Thread] = []
        while not self._stop.is_set():
            for received in self._pull():
                for _ in range(self.copies):
                    worker = threading.Thread(target=self._deliver, args=(received,), daemon=True)
                    worker.start()
                    workers.append(worker)
        for worker in workers:
            worker.join(60)

    def stop(self) -> None:
        """What is under way is brought to its end."""
        self._stop.set()

    def _pull(self) -> list[Any]:
        request = {"subscription": self.subscription, "max_messages": 20}
        try:
            answer = self.subscriber.pull(request=request, timeout=1.0, retry=None)
        except (google_errors.DeadlineExceeded, google_errors.ServiceUnavailable):
            return []
        return list(answer.received_messages)

    def _deliver(self, received: Any) -> None:
        message = received.message
        body = push_body(
            message.data,
            message.message_id,
            message.publish_time.isoformat().replace("+00:00", "Z"),
        )
        while True:
            code, text = self._post(body)
            with self.lock:
                self.deliveries += 1
                self.answers.setdefault(message.message_id, []).append((code, text))
            if code == 200 or code == 400:
                self.subscriber.acknowledge(
                    subscription=self.subscription, ack_ids=[received.ack_id]
                )
                return
            if self._stop.wait(0.5):
                return

    def _post(self, body: bytes) -> tuple[int, str]:
        headers = {"Authorization": f"Bearer {token()}", "Content-Type": "application/json"}
        try:
            answer = requests.post(self.url(), data=body, headers=headers, timeout=120)
        except requests.RequestException as problem:
            return 0, str(problem)
        return answer.status_code, answer.text


@functools.cache
def _key() -> rsa.RSAPrivateKey:
    key = serialization.load_pem_private_key(certificate("google").private, None)
    assert isinstance(key, rsa.RSAPrivateKey)
    return key


def _part(content: object) -> str:
    return _encoded(json.dumps(content).encode())


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")

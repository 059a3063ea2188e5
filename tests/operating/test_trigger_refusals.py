"""What does not fit, and who may not call: refused with reason and bytes, and nothing else done."""

from __future__ import annotations

import base64
import json
import random
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest
import requests

from demo.season import NIGHT
from publishing.operating.topics import EXPORT_TRIGGER, LIVE_EVENTS, PREDICTIONS_COMPLETE
from publishing.services.serving.http import LARGEST_BODY
from tests.night.stage import until
from tests.operating.conftest import MakeFloor
from tests.operating.floor import PUSHED, Floor
from tests.operating.phase5 import claims, predictions_complete
from tests.operating.postman import AUDIENCE, push_body, token

pytestmark = pytest.mark.integration

WORDS = {"export_types": ["tonight"], "target_date": NIGHT.isoformat()}

GARBLED: list[tuple[str, bytes, str]] = [
    # Incident 21: eight days of bodies like these exported yesterday.
    (EXPORT_TRIGGER, b'{"export_type":["tonight"],"date":"TODAY"}', "export_type"),
    (EXPORT_TRIGGER, b'{"export_types":["tonight"],"date":"2025-12-27"}', "date"),
    (EXPORT_TRIGGER, b'{"export_types":["tonight"],"target_date":"TODAY"}', "'TODAY'"),
    (EXPORT_TRIGGER, b'{"export_types":["tonight"],"target_date":"tomorrow"}', "'tomorrow'"),
    (EXPORT_TRIGGER, b'{"export_types":["tonight"],"target_date":"2026-13-01"}', "2026-13-01"),
    (EXPORT_TRIGGER, b'{"export_types":["tonite"]}', "'tonite' is not known; tonight is"),
    (EXPORT_TRIGGER, b'{"export_types":"tonight"}', "Expected `array`"),
    (EXPORT_TRIGGER, b'{"export_types":[]}', "length >= 1"),
    (EXPORT_TRIGGER, b"{}", "export_types"),
    (EXPORT_TRIGGER, b" ", "not JSON"),
    (EXPORT_TRIGGER, b"tonight", "not JSON"),
    (EXPORT_TRIGGER, b"\xff\xfe\x00", "not JSON"),
    (EXPORT_TRIGGER, b"null", "does not fit"),
    (EXPORT_TRIGGER, b"[" * 100_000, "Expected `object`"),
    (EXPORT_TRIGGER, b'{"export_types":' + b"[" * 100_000, "not JSON"),
    (EXPORT_TRIGGER, b'{"players":false}', "players"),
    (EXPORT_TRIGGER, b'{"players":true,"min_games":"5"}', "min_games"),
    (EXPORT_TRIGGER, b'{"players":true,"export_types":["tonight"]}', "export_types"),
    (EXPORT_TRIGGER, json.dumps(WORDS).encode() + b" " * 1_100_000, "1000000"),
    (EXPORT_TRIGGER, json.dumps(WORDS | {"update_latest": "true"}).encode(), "update_latest"),
    (PREDICTIONS_COMPLETE, b"{}", "game_date"),
    (PREDICTIONS_COMPLETE, b'{"game_date":"2025-12-27"}', "status"),
    (PREDICTIONS_COMPLETE, b'{"game_date":"today","status":"success"}', "'today' is not a date"),
    (PREDICTIONS_COMPLETE, b'{"game_date":20251227,"status":"success"}', "game_date"),
    (PREDICTIONS_COMPLETE, b'{"game_date":"2025-12-27","status":"SUCCESS"}', "SUCCESS"),
    (
        PREDICTIONS_COMPLETE,
        json.dumps(predictions_complete(metadata={"completion_pct": "80"})).encode(),
        "completion_pct",
    ),
    (PREDICTIONS_COMPLETE, json.dumps(predictions_complete(extra=1)).encode(), "extra"),
    (LIVE_EVENTS, b'{"event":"game-over"}', "game-over"),
    (LIVE_EVENTS, json.dumps(WORDS).encode(), "does not fit"),
]
"""A topic, a body, and a word of the reason for which it is refused."""


def test_garbled_messages_are_dead_letters_and_export_nothing(new_floor: MakeFloor) -> None:
    """Vector 22."""
    floor = new_floor()
    floor.trigger()
    for what in PUSHED:
        floor.deliver(what)
    for what, body, _ in GARBLED:
        floor.send(what, body)
    until("every letter", lambda: len(floor.letters()) >= len(GARBLED))
    letters = [(_bytes_of(floor, letter), letter["reason"]) for letter in floor.letters()]
    assert {letter["stage"] for letter in floor.letters()} == {"message"}
    for _, body, reason in GARBLED:
        said = [sentence for kept, sentence in letters if kept == body]
        assert any(reason in sentence for sentence in said), (body[:100], said)
    # They are answered once: no message that does not fit comes again (incident 44).
    answers = [said for postman, _ in floor.postmen for said in postman.answers.values()]
    assert [len(said) for said in answers] == [1] * len(GARBLED)
    assert {code for said in answers for code, _ in said} == {200}
    _nothing_was_done(floor)


def test_a_push_that_is_none_is_kept_as_it_came(new_floor: MakeFloor) -> None:
    floor = new_floor()
    floor.trigger()
    good = json.loads(push_body(json.dumps(WORDS).encode(), "m", "2025-12-27T18:00:00Z"))
    bodies = [
        b"",
        b"{}",
        b"[]",
        b'{"message":{}}',
        json.dumps(WORDS).encode(),
        _with(good, data="not base64!"),
        _with(good, data=good["message"]["data"] + "="),
        _with(good, data=7),
        _with(good, publishTime="yesterday"),
        _with(good, publishTime="2025-12-27T18:00:00"),
        _with(good, messageId=None),
    ]
    for body in bodies:
        said = floor.call("/messages/export-trigger", body=body)
        assert (said["code"], said["status"]) == (400, "unreadable"), (body, said)
    kept = {(_bytes_of(floor, letter), letter["stage"]) for letter in floor.letters()}
    assert kept == {(body, "push") for body in bodies}
    # Pub/Sub leaves the data of a message out that has attributes alone: that is a message.
    del good["message"]["data"]
    said = floor.call("/messages/export-trigger", body=json.dumps(good).encode())
    assert (said["code"], said["status"]) == (200, "refused")
    _nothing_was_done(floor)


def test_who_may_not_call_changes_nothing(new_floor: MakeFloor) -> None:
    floor = new_floor()
    floor.trigger()
    body = push_body(json.dumps(WORDS).encode(), "m", "2025-12-27T18:00:00Z")
    signed = token()
    refused = {
        "no token": None,
        "no bearer": signed,
        "basic": "Basic dXNlcjpwYXNz",
        "wrong audience": f"Bearer {token(audience=AUDIENCE + '/messages/export-trigger')}",
        "other caller": f"Bearer {token(email='someone@courtside-test.iam.gserviceaccount.com')}",
        "expired": f"Bearer {token(age=4000)}",
        "no signature": f"Bearer {signed.rpartition('.')[0]}.",
        "other signature": f"Bearer {signed[:-8]}AAAAAAAA",
    }
    with requests.Session() as session:
        for path in (*PUSHED.values(), "/ticks/live", "/ticks/feeder"):
            for name, header in refused.items():
                headers = {"Authorization": header} if header else {}
                answer = session.post(floor.url(path), data=body, headers=headers, timeout=30)
                assert answer.status_code == 401, (path, name, answer.text)
                assert answer.json()["message"] == "the call is not signed by a known caller"
        _garbage(floor)
        health = session.get(floor.url("/health"), timeout=30)
    assert (health.status_code, health.json()["status"]) == (200, "healthy")
    large = b"x" * (LARGEST_BODY + 1)
    assert _status_of(floor, large, {"Authorization": f"Bearer {token()}"}) == 413
    assert _status_of(floor, large, {}) == 401
    assert floor.letters() == []
    _nothing_was_done(floor)


def _garbage(floor: Floor) -> None:
    """A thousand requests of anybody: none is let in, and none makes a server's error."""

    def send(number: int) -> None:
        chance = random.Random(number)
        path = chance.choice([*PUSHED.values(), "/", "/health", "/../state", "/messages/%2e%2e"])
        method = chance.choice(["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS"])
        header = "".join(chance.choices("abc.=-_ Bearer{}", k=chance.randrange(80))).strip()
        answer = requests.request(
            method,
            floor.url(path),
            data=chance.randbytes(chance.randrange(2000)),
            headers={"Authorization": header} if number % 3 else {},
            timeout=30,
        )
        allowed = {200, 405} if path == "/health" else {401, 404, 405}
        assert answer.status_code in allowed, (method, path, answer.status_code)

    with ThreadPoolExecutor(20) as pool:
        assert len(list(pool.map(send, range(1000)))) == 1000


def _status_of(floor: Floor, body: bytes, headers: dict[str, str]) -> int:
    """The status of an answer that may come before the body is sent to its end."""
    with socket.create_connection(("127.0.0.1", floor.ports["trigger"]), timeout=30) as line:
        head = f"POST /messages/export-trigger HTTP/1.1\r\nHost: h\r\nContent-Length: {len(body)}"
        said = "".join(f"\r\n{name}: {value}" for name, value in headers.items())
        line.sendall(f"{head}{said}\r\n\r\n".encode())
        with suppress(ConnectionError):
            line.sendall(body)
        return int(line.recv(100).split()[1])


def _nothing_was_done(floor: Floor) -> None:
    assert floor.stage.documents() == {}
    assert floor.stage.wire.public() == []
    assert claims(floor) == {}
    assert list(floor.jobs.glob("jobs/*")) == []
    assert floor.completions() == []


def _bytes_of(floor: Floor, letter: dict[str, Any]) -> bytes:
    if reference := letter.get("body_reference"):
        return bytes((floor.stage.folder / "dead" / str(reference)).read_bytes())
    body = str(letter["body"])
    decode: Callable[[str], bytes] = (
        base64.b64decode if letter["body_encoding"] == "base64" else str.encode
    )
    return decode(body)


def _with(push: dict[str, Any], **changed: object) -> bytes:
    return json.dumps({**push, "message": push["message"] | changed}).encode()

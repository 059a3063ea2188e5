"""Messages that do not fit: into the dead letters, with a reason, and the night goes on (I-8)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.incidents.site import Site, message
from tests.live.payloads import (
    Json,
    final,
    game,
    pick,
    poll,
    predictions,
    schedule,
    scheduled,
)
from tests.live.published import strict

AT = "2026-01-10T02:00:10Z"
POISON: tuple[bytes, ...] = (
    b"",
    b"\xff\xfe\x00",
    b"[" * 100_000,
    b"\x1f\x8b broken archive",
    b'{"polled_at": "yesterday", "payload": {"data": []}}',
    json.dumps({"polled_at": AT, "kind": "guess", "payload": {}}).encode(),
    json.dumps({"polled_at": AT, "kind": "predictions", "payload": {"picks": [{}]}}).encode(),
)


def letters(folder: Path) -> list[Json]:
    return [json.loads(file.read_bytes()) for file in folder.rglob("*.json")]


def test_incident_15_poison_in_the_feed_costs_no_pick() -> None:
    """Jan 18: a failing import made a storm of retries; 48 of 57 picks were graded live (I-9)."""
    picks = predictions(pick(), pick("bobbirch"))
    site = Site()
    problem = site.crash(POISON[0], schedule(scheduled()), *POISON[1:3], picks, *POISON[3:])
    assert problem is None, "I-9: the job dies of a message"
    site.hear(poll(final()))
    assert len(site.letters) == len(POISON), "I-9: a message vanished without a word"
    actual = {lookup: row["actual"] for lookup, row in site.rows().items()}
    assert actual == {"annash": 10, "bobbirch": 8}, "I-9: picks were lost with the poison"


def test_incident_21_wrong_keys_have_no_default_action() -> None:
    """Feb 3-11: `export_type` and `date` were not known; yesterday was exported, for days (I-8)."""
    wrong: tuple[Json, ...] = (
        {"export_type": "tonight-picks", "date": "TODAY"},
        {"polled_at": AT, "Payload": {"data": []}},
        {"polled_at": AT, "payload": {"games": []}, "kind": "schedules"},
        {"polledAt": AT, "payload": {"data": []}},
    )
    site = Site().hear(*(json.dumps(one).encode() for one in wrong))
    assert set(site.paths()) <= {"status.json"}, "I-8: what nobody understood was acted upon"
    assert len(site.letters) == len(wrong), "I-8: a message that nobody understood is gone"
    assert all(letter.reason for letter in site.letters), "I-8: a letter does not say why"
    # A poll without its payload is a source that did not answer: it is seen, and changes nothing.
    assert site.service("live_data")["status"] == "degraded", "I-8: the alert is missing"


def test_incident_44_poison_that_comes_again_is_one_letter(tmp_path: Path) -> None:
    """Mar 3-5: one deterministic error was retried 19,100 times (I-9)."""
    site = Site(dead_letters=tmp_path)
    problem = site.crash(*[POISON[6]] * 5, *[POISON[1]] * 5)
    assert problem is None, "I-9: a permanent error is raised, and so retried for ever"
    found = letters(tmp_path)
    assert len(found) == 2, "I-9: a message that is delivered again is kept again"
    assert POISON[6].decode() in [letter["body"] for letter in found], "I-8: the bytes are lost"


def test_incident_46_a_number_that_is_none_is_published_nowhere() -> None:
    """Dec-Jan: NaN and Infinity broke the JSON of everything behind them (I-15)."""
    spoilt = poll(game(time="Q3 5:00"), at="2026-01-10T02:00:30Z")
    for word in (b"NaN", b"Infinity", b"-Infinity"):
        picks = predictions(pick(predicted=word.decode(), confidence="NaN"), pick("bobbirch"))
        site = Site().hear(picks, poll(game()), spoilt.replace(b'"pts": 10', b'"pts": ' + word))
        assert site.points() == {"annash": 10, "bobbirch": 8}, "I-15: a broken number was believed"
        assert site.games()["BOS"]["time_remaining"] == "Q3 5:00", "I-15: it cost the whole poll"
        assert site.row()["predicted"] is None, "I-15: a prediction that is no number is one"
        for path in site.paths():
            assert is_strict(site.body(path)), f"I-15: {path} is no JSON"


def is_strict(body: bytes) -> bool:
    try:
        strict(body)
    except ValueError:
        return False
    return True


def test_latent_18_words_of_another_type_are_refused() -> None:
    """A date that was no text crashed outside of the `try`; a flag was read and ignored (I-8)."""
    site = Site()
    wrong: tuple[Any, ...] = (20260109, ["2026-01-09"], {"day": 9})
    for value in wrong:
        body = json.dumps({"polled_at": AT, "game_date": value, "payload": {"data": []}}).encode()
        assert site.crash(body) is None, f"I-8: {value!r} for a date is a crash"
    bare = json.dumps({"data": [game()]}).encode()
    for attributes in ({}, {"polled_at": ""}, {"polled_at": "2026-01-10 02:00"}):
        problem = site.crash(message(bare, attributes))
        assert problem is None, f"I-8: {attributes} is a crash"
    assert not site.paths(), "I-8: a message with a wrong type was acted upon"
    assert len(site.letters) == 6, "I-8: a message with a wrong type is gone"
    site.hear(message(bare, {"polled_at": "2026-01-10T02:00:00Z"}))
    assert site.statuses() == {"BOS": "in_progress"}, "I-8: a bare answer was refused"

"""The box-score source, against a served night with every fault and against single bad answers."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest

from demo.balldontlie import Behaviour, Fault, Trouble, serving
from demo.recording import Recording
from publishing.adapters import balldontlie
from publishing.adapters.balldontlie import Answer, BoxScores, NoAnswer
from publishing.adapters.clock import Clock
from publishing.adapters.retry_after import seconds_to_wait
from publishing.live.events import split
from tests.publishing.scripted_source import Reply, answer, drip, hang, page, scripted

BEGIN = datetime(2025, 12, 27, 23, 30, tzinfo=UTC)
GAMES = [{"id": number, "home_team": {}, "visitor_team": {}} for number in range(7)]


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(balldontlie, "FIRST_WAIT_SECONDS", 0.02)


@pytest.fixture
def recording(tmp_path: Path) -> Recording:
    """Three polls, a minute apart: none, two and all seven games."""
    lines = [
        orjson.dumps(
            {"polled_at": BEGIN + timedelta(minutes=minute), "payload": {"data": GAMES[:count]}}
        )
        for minute, count in enumerate((0, 2, 7))
    ]
    unanswered = orjson.dumps({"polled_at": BEGIN + timedelta(minutes=2), "payload": None})
    tick = orjson.dumps({"polled_at": BEGIN + timedelta(minutes=2), "kind": "tick"})
    file = tmp_path / "night.jsonl.gz"
    file.write_bytes(gzip.compress(b"\n".join([*lines, unanswered, tick]) + b"\n"))
    return Recording.read(file)


def clock_at(minutes: float) -> Clock:
    return Clock(BEGIN + timedelta(minutes=minutes), time.time())


def always(fault: Trouble) -> list[Fault]:
    return [Fault(BEGIN - timedelta(days=1), BEGIN + timedelta(days=1), fault)]


def games_of(found: Answer | NoAnswer) -> list[object]:
    assert isinstance(found, Answer), found
    games: list[object] = orjson.loads(found.body)["data"]
    return games


def reason_of(found: Answer | NoAnswer) -> str:
    assert isinstance(found, NoAnswer), found
    return found.reason


@pytest.mark.parametrize(("minutes", "count"), [(-1, 0), (0, 0), (1, 2), (1.9, 2), (2, 7), (99, 7)])
def test_the_newest_poll_not_later_than_the_clock(
    recording: Recording, minutes: float, count: int
) -> None:
    with serving(Behaviour(recording, clock_at(minutes))) as address:
        assert games_of(BoxScores(address, None, 5).fetch()) == GAMES[:count]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
def test_all_pages_are_one_answer(recording: Recording, size: int) -> None:
    with serving(Behaviour(recording, clock_at(2), page_size=size)) as address:
        assert games_of(BoxScores(address, None, 5).fetch()) == GAMES


FAULTS: dict[Trouble, str] = {
    "401": "HTTP 401: the API key is missing",
    "429": "HTTP 429 from the source",
    "500": "HTTP 500 from the source",
    "502": "HTTP 502 from the source",
    "hang": "no answer in time",
    "drip": "no answer in time",
    "garbage": "the answer is not JSON",
    "truncated": "the answer broke off",
    "empty_object": "the answer has no `data` list",
}


@pytest.mark.parametrize(("fault", "reason"), FAULTS.items())
def test_every_fault_is_no_answer_within_the_budget(
    recording: Recording, fault: Trouble, reason: str
) -> None:
    behaviour = Behaviour(recording, clock_at(2), faults=always(fault))
    with serving(behaviour) as address:
        found = BoxScores(address, None, 1.2).fetch()
    assert reason_of(found) == reason
    assert isinstance(found, NoAnswer)
    kept = {"garbage": b"<html><body>Bad gateway</body></html>", "empty_object": b"{}"}
    if fault in kept:
        assert found.body == kept[fault]
    assert found.refused == (fault == "401")


def test_a_fault_that_passes_is_only_late(recording: Recording) -> None:
    now = BEGIN + timedelta(minutes=2)
    soon = [Fault(BEGIN, now + timedelta(seconds=0.3), "502")]
    behaviour = Behaviour(recording, Clock(now, time.time()), faults=soon)
    with serving(behaviour) as address:
        assert games_of(BoxScores(address, None, 5).fetch()) == GAMES


def test_the_key_is_asked_for_and_never_told(recording: Recording) -> None:
    with serving(Behaviour(recording, clock_at(2), key="right-key")) as address:
        assert games_of(BoxScores(address, "right-key", 5).fetch()) == GAMES
        wrong = BoxScores(address, "wrong-key", 5).fetch()
        missing = BoxScores(address, None, 5).fetch()
    assert reason_of(wrong) == "HTTP 401: the API key was refused"
    assert reason_of(missing) == "HTTP 401: the API key is missing"
    assert "wrong-key" not in repr(wrong)


def test_a_refused_key_is_not_tried_again() -> None:
    with scripted([answer(b"", 403)]) as source:
        assert reason_of(BoxScores(source.address, "k", 5).fetch()).startswith("HTTP 403")
    assert len(source.requests) == 1


@pytest.fixture
def netrc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with a password for the source's host."""
    file = tmp_path / "netrc"
    file.write_text("machine 127.0.0.1 login someone password secret\n")
    monkeypatch.setenv("NETRC", str(file))


@pytest.mark.usefixtures("netrc")
@pytest.mark.parametrize(("key", "sent"), [("abc", "Bearer abc"), (None, None)])
def test_the_request_is_the_contracts(key: str | None, sent: str | None) -> None:
    with scripted([page([1], 25), page([2])]) as source:
        assert games_of(BoxScores(source.address + "/", key, 5).fetch()) == [1, 2]
    assert source.targets == [
        "/v1/box_scores/live",
        "/v1/box_scores/live?cursor=25&per_page=100",
    ]
    assert source.header("Authorization") == [sent, sent]
    assert source.header("Accept") == ["application/json"] * 2
    assert source.header("User-Agent") == ["courtside-feeder/1.0"] * 2


@pytest.mark.parametrize(
    "body",
    [
        b'{"data":[1]}',
        b'{"data":[1],"meta":null}',
        b'{"data":[1],"meta":{}}',
        b'{"data":[1],"meta":[]}',
        b'{"data":[1],"meta":{"next_cursor":null,"per_page":25}}',
        b'{"data":[1],"meta":{"next_cursor":0}}',
        b'{"meta":{"next_cursor":""},"data":[1]}',
    ],
)
def test_no_cursor_ends_the_pages(body: bytes) -> None:
    with scripted([answer(body)]) as source:
        assert games_of(BoxScores(source.address, None, 5).fetch()) == [1]
    assert len(source.requests) == 1


def test_rows_stay_as_they_came() -> None:
    odd = b'{"id" : 1.50, "name":"N\\u00fa\xc3\xb1ez", "id":2}'
    with scripted([answer(b'{"data":[' + odd + b", 3 ]}")]) as source:
        found = BoxScores(source.address, None, 5).fetch()
    assert isinstance(found, Answer)
    assert found.body == b'{"data":[' + odd + b",3]}"


@pytest.mark.parametrize(
    ("cursors", "reason"),
    [
        ([7, 7], "the answer's pages never end"),
        ([1, 2, 1], "the answer's pages never end"),
        ([[1]], "the answer's cursor is neither a number nor a text"),
        ([True], "the answer's cursor is neither a number nor a text"),
        ([1.5], "the answer's cursor is neither a number nor a text"),
    ],
)
def test_a_cursor_that_leads_nowhere(cursors: list[object], reason: str) -> None:
    with scripted([page(["game"], cursor) for cursor in cursors]) as source:
        found = BoxScores(source.address, None, 5).fetch()
    assert reason_of(found) == reason
    assert len(source.requests) == len(cursors)


def test_cursors_that_never_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(balldontlie, "MOST_PAGES", 5)
    with scripted([page(["game"], number) for number in range(1, 50)]) as source:
        assert reason_of(BoxScores(source.address, None, 5).fetch()).endswith("never end")
    assert len(source.requests) == 6


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (answer(b"", 500), "page 2: HTTP 500 from the source"),
        (answer(b"", 404), "page 2: HTTP 404 from the source"),
        (answer(b"[]"), "page 2: the answer is not an object"),
        (answer(b"oops"), "page 2: the answer is not JSON"),
        (answer(b"", 401), "HTTP 401: the API key is missing"),
    ],
)
def test_half_an_answer_is_none(bad: Reply, reason: str) -> None:
    with scripted([page(["game"], 1), bad]) as source:
        assert reason_of(BoxScores(source.address, None, 3).fetch()) == reason


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "the answer is not JSON"),
        (b"null", "the answer is not an object"),
        (b'[{"data":[]}]', "the answer is not an object"),
        (b'{"data":null}', "the answer has no `data` list"),
        (b'{"data":{}}', "the answer has no `data` list"),
        (b'{"error":"unauthorized"}', "the answer has no `data` list"),
        (b'{"data":[1]}{"data":[2]}', "the answer is not JSON"),
        (b'{"data":[1', "the answer is not JSON"),
        (b"[" * 100_000, "the answer is not an object"),
        (b'{"data":' + b"[" * 100_000, "the answer is not JSON"),
        (b'{"NaN":NaN}', "the answer has no `data` list"),
        (b"NaN", "the answer is not an object"),
        (b"\x1f\x8b\x00broken", "the answer is not JSON"),
    ],
)
def test_a_garbled_body_is_kept(body: bytes, reason: str) -> None:
    with scripted([answer(body)]) as source:
        found = BoxScores(source.address, None, 5).fetch()
    assert found == NoAnswer(reason, body=body)
    assert len(source.requests) == 1


def test_nan_costs_one_line_and_not_the_poll() -> None:
    line = dict.fromkeys("pts reb ast stl blk turnover fgm fga fg3m fg3a ftm fta".split(), 0)
    players = [
        {"player": {"id": 1}, "min": "12", **line},
        {"player": {"id": 2}, "min": "3", **line},
    ]
    game = {
        "id": 1,
        "date": "2025-12-27",
        "period": 2,
        "home_team": {"abbreviation": "ORL", "players": players},
        "visitor_team": {"abbreviation": "OKC", "players": players},
    }
    body = orjson.dumps({"data": [game], "meta": None}).replace(b'"pts":0', b'"pts":NaN', 1)
    with scripted([answer(body)]) as source:
        found = BoxScores(source.address, None, 5).fetch()
    assert isinstance(found, Answer)
    events, _ = split(b'{"polled_at":"2025-12-27T23:30:00Z","payload":' + found.body + b"}")
    assert [event.answered for event in events] == [True]
    assert b'"OKC"' in events[0].line


@pytest.mark.parametrize(
    "reply",
    [
        drip(b" ", b'HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n{"data":['),
        drip(b"1\r\n \r\n", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
        drip(b"0", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
        drip(b"x", b"HTTP/1.1 200 OK\r\nX-Slow: "),
        drip(b"X-Slow: yes\r\n", b"HTTP/1.1 200 OK\r\n", seconds=0.05),
        drip(b"1", b"HTTP/1.1 2"),
    ],
    ids=["body", "chunks", "chunk size", "one header", "headers", "status line"],
)
def test_a_drip_does_not_outlive_the_budget(reply: Reply) -> None:
    with scripted([reply]) as source:
        found = threading.Event()

        def poll() -> None:
            assert reason_of(BoxScores(source.address, None, 0.2).fetch()) == "no answer in time"
            found.set()

        threading.Thread(target=poll, daemon=True).start()
        # The drip would go on for minutes; the limit is for a slow machine.
        assert found.wait(5)


@pytest.fixture
def released() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()


def test_requests_that_hang_do_not_pile_up(
    monkeypatch: pytest.MonkeyPatch, released: threading.Event
) -> None:
    monkeypatch.setattr(balldontlie, "MOST_HANGING", 2)
    # A header that never ends holds its request however long the budget is.
    stuck = drip(b"x", b"HTTP/1.1 200 OK\r\nX-Slow: ")
    with scripted([stuck]) as source:
        box_scores = BoxScores(source.address, None, 0.6)
        reasons = [reason_of(box_scores.fetch()) for _ in range(4)]
    assert reasons == ["no answer in time"] * 2 + ["the source keeps requests waiting"] * 2
    assert len(source.requests) <= 2


def test_requests_that_have_ended_do_not_count_as_hanging() -> None:
    with scripted([page(["game"])]) as source:
        box_scores = BoxScores(source.address, None, 5)
        for _ in range(balldontlie.MOST_HANGING + 1):
            assert games_of(box_scores.fetch()) == ["game"]


def test_one_that_hangs_leaves_time_for_another(released: threading.Event) -> None:
    with scripted([hang(released), page(["game"])]) as source:
        assert games_of(BoxScores(source.address, None, 1).fetch()) == ["game"]


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_what_may_pass_is_tried_again(status: int) -> None:
    with scripted([answer(b"", status), answer(b"", status), page(["game"])]) as source:
        assert games_of(BoxScores(source.address, None, 5).fetch()) == ["game"]


@pytest.mark.parametrize("status", [204, 301, 302, 400, 404, 410])
def test_what_does_not_pass_is_not_tried_again(status: int) -> None:
    with scripted([answer(b"", status, Location="/elsewhere")]) as source:
        found = BoxScores(source.address, "key", 5).fetch()
    assert reason_of(found) == f"HTTP {status} from the source"
    assert source.targets == ["/v1/box_scores/live"]


def test_retry_after_is_kept_when_it_fits() -> None:
    with scripted([answer(b"", 429, Retry_After="1"), page(["game"])]) as source:
        begun = time.monotonic()
        assert games_of(BoxScores(source.address, None, 10).fetch()) == ["game"]
    assert time.monotonic() - begun >= 1


def test_retry_after_beyond_the_budget_gives_up_at_once() -> None:
    with scripted([answer(b"", 429, Retry_After="3600"), page(["game"])]) as source:
        assert reason_of(BoxScores(source.address, None, 30).fetch()) == "HTTP 429 from the source"
    assert len(source.requests) == 1


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0),
        ({"Retry-After": "7"}, 7),
        ({"Retry-After": " 7 "}, 7),
        ({"Retry-After": "-7"}, 0),
        ({"Retry-After": "soon"}, 0),
        ({"Retry-After": "9" * 400}, float("inf")),
        (
            {
                "Date": "Sat, 27 Dec 2025 23:30:00 GMT",
                "Retry-After": "Sat, 27 Dec 2025 23:30:09 GMT",
            },
            9,
        ),
        (
            {
                "Date": "Sat, 27 Dec 2025 23:30:00 GMT",
                "Retry-After": "Sat, 27 Dec 2025 23:29:00 GMT",
            },
            0,
        ),
        ({"Retry-After": "Sat, 27 Dec 2003 23:30:09 GMT"}, 0),
    ],
)
def test_how_long_a_server_wants_to_be_left_alone(headers: dict[str, str], seconds: float) -> None:
    assert seconds_to_wait(headers) == seconds


def test_a_huge_body_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(balldontlie, "LARGEST_ANSWER", 200_000)
    endless = drip(b" " * 50_000, b"HTTP/1.1 200 OK\r\n\r\n{", seconds=0)
    with scripted([endless]) as source:
        found = BoxScores(source.address, None, 5).fetch()
    assert reason_of(found) == "the answer is larger than 200000 bytes"
    assert isinstance(found, NoAnswer)
    assert found.body is not None
    assert len(found.body) <= 65536


def test_the_size_is_of_all_pages_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(balldontlie, "LARGEST_ANSWER", 3_000)
    with scripted([page(["x" * 1000], number) for number in range(1, 9)]) as source:
        reason = reason_of(BoxScores(source.address, None, 5).fetch())
    assert reason == "page 3: the answer is larger than 3000 bytes"


def test_a_small_body_that_unpacks_to_a_huge_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(balldontlie, "LARGEST_ANSWER", 1_000_000)
    packed = gzip.compress(b'{"data":[' + b" " * 50_000_000 + b"]}")
    with scripted([answer(packed, Content_Encoding="gzip")]) as source:
        reason = reason_of(BoxScores(source.address, None, 5).fetch())
    assert reason == "the answer is larger than 1000000 bytes"


def test_a_zipped_answer() -> None:
    packed = gzip.compress(b'{"data":["game"]}')
    with scripted([answer(packed, Content_Encoding="gzip")]) as source:
        assert games_of(BoxScores(source.address, None, 5).fetch()) == ["game"]


def test_nobody_listens() -> None:
    with scripted([]) as gone:
        pass
    assert reason_of(BoxScores(gone.address, "a-key", 1.5).fetch()) == "no connection to the source"


def test_a_connection_that_breaks_is_tried_again() -> None:
    with scripted([lambda connection: None, page(["game"])]) as source:
        assert games_of(BoxScores(source.address, None, 5).fetch()) == ["game"]


def test_a_defect_of_ours_is_not_taken_for_the_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: bytes) -> None:
        raise TypeError("ours")

    monkeypatch.setattr(balldontlie, "page_of", broken)
    with scripted([page([])]) as source, pytest.raises(TypeError, match="ours"):
        BoxScores(source.address, None, 5).fetch()


def test_the_server_outlives_clients_that_go_away(
    recording: Recording, capsys: pytest.CaptureFixture[str]
) -> None:
    behaviour = Behaviour(recording, clock_at(2), faults=always("drip"))
    with serving(behaviour) as address:
        for _ in range(3):
            assert reason_of(BoxScores(address, None, 0.1).fetch()) == "no answer in time"
    assert "Traceback" not in capsys.readouterr().err


def test_pages_are_of_one_poll_while_time_goes_on(recording: Recording) -> None:
    behaviour = Behaviour(recording, Clock(BEGIN + timedelta(minutes=1), time.time(), 600), None, 1)
    first = orjson.loads(behaviour.page(None))
    cursor = first["meta"]["next_cursor"]
    time.sleep(0.15)
    assert len(recording.rows(recording.at(behaviour.clock.now()))) == 7
    assert [*first["data"], *orjson.loads(behaviour.page(cursor))["data"]] == GAMES[:2]

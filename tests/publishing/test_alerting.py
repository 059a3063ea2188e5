"""An alert arrives whole, or the sender knows; the URL of a webhook stays a secret."""

from __future__ import annotations

import json
import logging
import ssl
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest

from publishing.adapters import alerting
from publishing.adapters.alerting import channel_at
from publishing.operating.alerts import Alert
from publishing.store import Unavailable
from tests.publishing.signing import certificate
from tests.publishing.web_server import Web, web

SECRET = "T0SECRET"
ALERT = Alert(
    "stale-2026-02-11",
    "2026-02-12T01:02:03Z",
    "critical",
    "live scores are <old> & cold",
    'line one\n"two" <!channel>',
)


@pytest.fixture
def server() -> Iterator[Web]:
    with web() as found:
        yield found


@pytest.fixture(autouse=True)
def everything_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)


def holding(tmp_path: Path, url: str) -> str:
    (tmp_path / "url").write_text(url)
    return f"webhook:{tmp_path}/url"


def at(tmp_path: Path, server: Web) -> str:
    return holding(tmp_path, f"http://127.0.0.1:{server.port}/services/{SECRET}?a={SECRET}\n")


def test_a_webhook_gets_what_slack_takes_and_our_fields(tmp_path: Path, server: Web) -> None:
    channel = channel_at(at(tmp_path, server))
    assert channel.place == f"webhook:{tmp_path}/url"
    assert channel.problem() is None
    assert server.requests == []
    channel.send(ALERT)
    ((method, path, headers, body),) = server.requests
    assert (method, path) == ("POST", f"/services/{SECRET}?a={SECRET}")
    assert headers["Content-Type"] == "application/json"
    assert json.loads(body) == {
        "text": "*critical: live scores are &lt;old&gt; &amp; cold*\n"
        'line one\n"two" &lt;!channel&gt;',
        "alert": {
            "id": "stale-2026-02-11",
            "raised_at": "2026-02-12T01:02:03Z",
            "severity": "critical",
            "subject": "live scores are <old> & cold",
            "text": 'line one\n"two" <!channel>',
        },
    }


@pytest.mark.parametrize("status", [204, 201])
def test_any_success_confirms(tmp_path: Path, server: Web, status: int) -> None:
    server.status, server.body = status, b""
    channel_at(at(tmp_path, server)).send(ALERT)
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", [301, 302, 307, 400, 403, 404, 410, 429, 500, 503])
def test_any_other_status_is_said_and_the_url_is_not(
    tmp_path: Path, server: Web, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    server.status, server.headers = status, {"Location": f"/moved/{SECRET}"}
    with pytest.raises(Unavailable, match=f"HTTP {status}$") as caught:
        channel_at(at(tmp_path, server)).send(ALERT)
    assert len(server.requests) == 1
    assert_secret(caught.value, caplog)


def test_a_server_that_is_gone_or_silent_is_said_and_the_url_is_not(
    tmp_path: Path,
    server: Web,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(alerting, "REQUEST_SECONDS", 0.2)
    server.silent = True
    with pytest.raises(Unavailable, match="TimeoutError") as caught:
        channel_at(at(tmp_path, server)).send(ALERT)
    assert_secret(caught.value, caplog)
    with web() as gone:
        place = at(tmp_path, gone)
    with pytest.raises(Unavailable, match="ConnectionRefusedError") as caught:
        channel_at(place).send(ALERT)
    assert_secret(caught.value, caplog)


def test_a_server_without_a_known_certificate_is_refused(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    made = certificate("127.0.0.1")
    (tmp_path / "pem").write_bytes(made.private + made.public)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "pem")
    with web(context) as server:
        place = holding(tmp_path, f"https://127.0.0.1:{server.port}/{SECRET}")
        with pytest.raises(Unavailable, match="SSLCertVerificationError") as caught:
            channel_at(place).send(ALERT)
        assert server.requests == []
    assert_secret(caught.value, caplog)


@pytest.mark.parametrize(
    "url",
    [
        "",
        " \n",
        f"http://hooks.example.com/{SECRET}",
        f"http://127.0.0.1.example.com/{SECRET}",
        f"http://10.0.0.1/{SECRET}",
        f"ftp://127.0.0.1/{SECRET}",
        f"file:///{SECRET}",
        f"https:///{SECRET}",
        f"https://[/{SECRET}",
        f"https://host:x/{SECRET}",
        f"https://{SECRET}@host/",
        f"https://host/{SECRET}\nhttps://host/{SECRET}",
        f"https://host/{SECRET} x",
        f"https://host/é{SECRET}",
        f"hooks.example.com/{SECRET}",
    ],
)
def test_a_url_that_alerts_may_not_go_to_is_a_problem(
    tmp_path: Path, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    channel = channel_at(holding(tmp_path, url))
    problem = channel.problem()
    assert problem is not None
    assert f"the file {tmp_path}/url holds no URL" in problem
    with pytest.raises(Unavailable) as caught:
        channel.send(ALERT)
    assert str(caught.value) == problem
    assert_secret(caught.value, caplog)


@pytest.mark.parametrize(
    "url",
    [
        "https://hooks.slack.com/services/x",
        "https://host",
        "http://localhost:80/",
        "http://[::1]/x",
        "http://127.8.8.8/x",
    ],
)
def test_a_url_that_alerts_may_go_to_is_none(tmp_path: Path, url: str) -> None:
    assert channel_at(holding(tmp_path, url)).problem() is None


def test_a_missing_or_unreadable_file_is_a_problem(tmp_path: Path) -> None:
    for place, said in (("absent", "does not exist"), ("", "Is a directory")):
        channel = channel_at(f"webhook:{tmp_path}/{place}")
        problem = channel.problem()
        assert problem is not None
        assert said in problem
        with pytest.raises(Unavailable, match=said):
            channel.send(ALERT)


def test_a_url_that_is_replaced_is_used_at_once(tmp_path: Path, server: Web) -> None:
    channel = channel_at(holding(tmp_path, ""))
    at(tmp_path, server)
    channel.send(ALERT)
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "place", ["", "none", "webhook:", "Log", "projects/p/topics/t", "pubsub:x", "slack"]
)
def test_any_other_place_is_refused(place: str) -> None:
    with pytest.raises(ValueError, match="write"):
        channel_at(place)


@pytest.mark.parametrize("scheme", ["", "webhook:", "pubsub:"])
def test_a_url_as_a_place_is_refused_and_not_repeated(scheme: str) -> None:
    with pytest.raises(ValueError, match="webhook:FILE") as caught:
        channel_at(f"{scheme}https://hooks.slack.com/{SECRET}")
    assert SECRET not in str(caught.value)


def test_the_log_has_one_error_line_with_all_fields(caplog: pytest.LogCaptureFixture) -> None:
    channel = channel_at("log")
    assert channel.problem() is None
    channel.send(ALERT)
    (record,) = caplog.records
    assert (record.name, record.levelno) == ("courtside.alert", logging.ERROR)
    line = record.getMessage()
    head, _, fields = line.partition(" alert=")
    assert head == "step=alert severity=critical id=stale-2026-02-11"
    assert json.loads(fields)["text"] == ALERT.text
    assert "\n" not in line


def test_a_log_that_is_turned_off_is_a_problem(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, "courtside.alert")
    problem = channel_at("log").problem()
    assert problem is not None
    assert "courtside.alert" in problem
    with pytest.raises(Unavailable, match="turned off"):
        channel_at("log").send(ALERT)


def assert_secret(problem: BaseException, caplog: pytest.LogCaptureFixture) -> None:
    """Nowhere in what is logged, nor in what would be logged of the error."""
    assert SECRET not in "".join(traceback.format_exception(problem))
    assert problem.__context__ is None
    assert SECRET not in caplog.text

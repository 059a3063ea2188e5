"""Where alerts go: the log, a topic, or a webhook (I-13: one that is missing is an error)."""

from __future__ import annotations

import http.client
import ipaddress
import logging
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, urlsplit

import msgspec

from publishing.adapters.pubsub import Topic
from publishing.operating.alerts import Alert
from publishing.store import Unavailable

REQUEST_SECONDS = 10.0
"""How long a webhook may take to be reached, and how long for each part of its answer."""

_TOPIC = "pubsub:"
_WEBHOOK = "webhook:"

log = logging.getLogger("courtside.alert")


class Channel(Protocol):
    """A place for alerts, by the name that a user gave it."""

    place: str

    def send(self, alert: Alert) -> None:
        """Sends an alert; Unavailable when it was not confirmed. It may then come twice."""

    def problem(self) -> str | None:
        """Why no alert would arrive, and what to do; None when nothing is known against it."""


def channel_at(place: str) -> Channel:
    """The channel `log`, `pubsub:projects/P/topics/T` or `webhook:FILE`.

    ValueError with a sentence for any other place. The sentence does not quote a URL, which
    may be a secret.
    """
    if place == "log":
        return LogChannel()
    if "://" in place:
        raise ValueError("an alert channel is no URL: write it to a file, and webhook:FILE here")
    if place.startswith(_TOPIC):
        return TopicChannel(place)
    if place.startswith(_WEBHOOK) and place != _WEBHOOK:
        return Webhook(place)
    raise ValueError(
        f"{place!r} is no alert channel: write log, pubsub:projects/PROJECT/topics/NAME "
        "or webhook:FILE"
    )


class LogChannel:
    """Implements `Channel`: an ERROR line of `courtside.alert`, for a log-based alert policy."""

    place = "log"

    def send(self, alert: Alert) -> None:
        """See `Channel.send`. A line whatever is in the alert: its fields are JSON."""
        problem = self.problem()
        if problem:
            raise Unavailable(problem)
        fields = msgspec.json.encode(alert).decode()
        log.error("step=alert severity=%s id=%s alert=%s", alert.severity, alert.id, fields)

    def problem(self) -> str | None:
        """See `Channel.problem`."""
        if log.isEnabledFor(logging.ERROR):
            return None
        return f"the logger {log.name} is turned off: it has to write ERROR lines"


class TopicChannel:
    """Implements `Channel`: one message per alert, its body the alert as JSON."""

    def __init__(self, place: str) -> None:
        self.place = place
        self._topic = Topic(place.removeprefix(_TOPIC))

    def send(self, alert: Alert) -> None:
        """See `Channel.send`."""
        attributes = {"alert_id": alert.id, "severity": alert.severity}
        self._topic.publish(msgspec.json.encode(alert), attributes)

    def problem(self) -> str | None:
        """See `Channel.problem`."""
        return self._topic.problem()


class Webhook:
    """Implements `Channel`: a POST as Slack takes it, to the URL that a file holds.

    The URL is a secret. It is read anew for each alert, and is in no log line and no error.
    """

    def __init__(self, place: str) -> None:
        self.place = place
        self._file = Path(place.removeprefix(_WEBHOOK))

    def send(self, alert: Alert) -> None:
        """See `Channel.send`."""
        url = self._url()
        if isinstance(url, str):
            raise Unavailable(url)
        trouble = _posted(url, _payload(alert))
        # Out of reach of what was caught, whose text has the URL.
        if trouble:
            raise Unavailable(f"{self.place} did not take the alert: {trouble}")

    def problem(self) -> str | None:
        """See `Channel.problem`; nothing is sent."""
        url = self._url()
        return url if isinstance(url, str) else None

    def _url(self) -> SplitResult | str:
        """Where to send to, or why that is not known."""
        try:
            text = self._file.read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return f"the file {self._file} does not exist: it has to hold the URL of the webhook"
        except OSError as problem:
            return f"the file {self._file} with the URL of the webhook: {problem.strerror}"
        except UnicodeDecodeError:
            text = ""
        if not text:
            return f"the file {self._file} holds no URL of a webhook"
        return _split(text) or (
            f"the file {self._file} holds no URL that alerts may go to: one line, "
            "https://HOST/…; http only to this machine"
        )


def _split(text: str) -> SplitResult | None:
    """The URL in its parts when alerts may go there."""
    try:
        url = urlsplit(text)
        sound = url.hostname and (url.port is None or url.port > 0) and not url.username
    except ValueError:
        return None
    if not sound or not text.isprintable() or " " in text:
        return None
    allowed = url.scheme == "https" or (url.scheme == "http" and _is_loopback(url.hostname or ""))
    return url if allowed else None


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _posted(url: SplitResult, body: bytes) -> str | None:
    """Posts the body once, with no redirection; what went wrong, without the URL."""
    # Other clients log the URL at DEBUG level.
    kind = http.client.HTTPSConnection if url.scheme == "https" else http.client.HTTPConnection
    connection = kind(url.hostname or "", url.port, timeout=REQUEST_SECONDS)
    target = (url.path or "/") + (f"?{url.query}" if url.query else "")
    try:
        connection.request("POST", target, body, {"Content-Type": "application/json"})
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as problem:
        return type(problem).__name__
    finally:
        connection.close()
    return None if status in range(200, 300) else f"HTTP {status}"


def _payload(alert: Alert) -> bytes:
    text = f"*{alert.severity}: {_escaped(alert.subject)}*\n{_escaped(alert.text)}"
    return msgspec.json.encode({"text": text, "alert": alert})


def _escaped(text: str) -> str:
    """As Slack shows it: what is in a message calls nobody and links nowhere."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

"""The feed of a live night: one ordered stream of events, the clock among them (idea 5).

An event is one line of JSON. Whatever arrives is decoded here, split by game date and checked
once; what does not fit comes back as a rejection with the stage, the reason and the bytes.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Literal

import msgspec

from publishing.calendar import GAME_YEARS, league_date, parse_instant, slate_window
from publishing.live import boxscore
from publishing.live.boxscore import parse_game
from publishing.live.feed import Names, Official, Predictions, Schedule

Kind = Literal["poll", "schedule", "predictions", "names", "official", "tick"]

LARGEST_BODY = 4 * 1024 * 1024
"""Bytes of one event, unpacked: sixteen times the largest night."""

Instant = Annotated[datetime, msgspec.Meta(tz=True)]


class SlateEvent(msgspec.Struct, frozen=True):
    """One event as one slate sees it: a small head, and its line in the replay format.

    `finals` are the keys of the games that the event shows as over.
    """

    kind: Kind
    event_id: str
    polled_at: datetime
    game_date: date
    answered: bool
    finals: tuple[str, ...]
    line: bytes


class Rejection(msgspec.Struct, frozen=True):
    """What did not fit: at which stage, why, and its original bytes."""

    stage: str
    reason: str
    body: bytes


class _Line(msgspec.Struct):
    polled_at: Instant | None = None
    kind: Kind = "poll"
    event_id: str | None = None
    game_date: date | None = None
    payload: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    data: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    home_team: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    reason: str | None = None


class _Body(msgspec.Struct):
    data: list[msgspec.Raw]


class _Poll(_Line, kw_only=True):
    kind: Literal["poll"] = "poll"
    payload: _Body | None  # type: ignore[assignment]


_LISTED_AHEAD = timedelta(days=1)

_NOT_A_NUMBER = -(10**9)


class Unfit(ValueError):
    """An event that cannot be used at all; the text is the reason."""


def unpack(body: bytes) -> bytes:
    """The event's JSON, unzipped when it came zipped. Unfit: too large, or a broken archive."""
    if body[:2] == b"\x1f\x8b":
        try:
            unzip = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
            body = unzip.decompress(body, LARGEST_BODY + 1)
        except zlib.error as problem:
            raise Unfit(f"not a gzip body: {problem}") from None
    if len(body) > LARGEST_BODY:
        raise Unfit(f"the body is larger than {LARGEST_BODY} bytes")
    if not body.strip():
        raise Unfit("the body is empty")
    return body


def split(
    body: bytes, attributes: Mapping[str, str] | None = None
) -> tuple[list[SlateEvent], list[Rejection]]:
    """The slates' events in `body`, and what of it was rejected. Never raises for bad input.

    `body` is an event line, a bare balldontlie response or a single game; for the last two
    `polled_at` comes from the attributes of the message.
    """
    rejected: list[Rejection] = []
    try:
        text = unpack(body)
        try:
            line = _decoded(text)
        except msgspec.DecodeError:
            text = _without_nan(text)
            line = _decoded(text)
            rejected.append(Rejection("decode", "NaN or Infinity is not JSON", body))
        return _split(line, text, body, attributes or {}, rejected), rejected
    except Unfit as unfit:
        return [], [Rejection("decode", str(unfit), body)]
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as problem:
        return [], [Rejection("decode", f"not an event: {problem}", body)]


def admission(event: SlateEvent, arrived: datetime) -> Literal["open", "early", "closed"]:
    """Whether the event's slate takes events at `arrived`.

    `early` is a game of the coming slate that the source already lists: it will come again.
    """
    opens, closes = slate_window(event.game_date)
    # A poll of a later time than the slate's last would win over every true one.
    if max(arrived, event.polled_at) >= closes or arrived < opens - _LISTED_AHEAD:
        return "closed"
    return "early" if arrived < opens else "open"


def _split(
    line: _Line,
    text: bytes,
    body: bytes,
    attributes: Mapping[str, str],
    rejected: list[Rejection],
) -> list[SlateEvent]:
    polled_at = line.polled_at or _attribute_instant(attributes)
    for stated in (polled_at, line.game_date):
        if stated is not None and stated.year not in GAME_YEARS:
            raise Unfit(f"{stated.isoformat()} is out of range")
    polled_at = polled_at.astimezone(UTC)
    event_id = (
        line.event_id or attributes.get("event_id") or _derived_id(line.kind, polled_at, text)
    )
    own_date = line.game_date or league_date(polled_at)
    if line.kind != "poll":
        return [_reference_event(line, event_id, polled_at, own_date)]
    try:
        listed, reason = _listed(line, text), line.reason or "no answer"
    except (Unfit, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as problem:
        # An answer that cannot be read is no answer (I-2).
        listed, reason = None, f"the answer does not fit: {problem}"
        rejected.append(Rejection("decode", f"not an event: {problem}", body))
    if listed is None:
        return [_poll_event(event_id, polled_at, own_date, None, (), reason)]
    by_date: dict[date, list[bytes]] = {own_date: []}
    finals: dict[date, list[str]] = {own_date: []}
    for raw in listed:
        game, unreadable = parse_game(bytes(raw))
        rejected.extend(Rejection("parse", item.reason, item.body) for item in unreadable)
        if game is None:
            continue
        game_date = boxscore.game_date_of(game) or own_date
        by_date.setdefault(game_date, []).append(bytes(raw))
        if boxscore.status_of(game) == "final":
            finals.setdefault(game_date, []).append(boxscore.key_of(game, game_date))
    return [
        _poll_event(event_id, polled_at, day, games, tuple(finals.get(day, ())), None)
        for day, games in by_date.items()
    ]


def _decoded(text: bytes) -> _Line:
    """A poll in one pass; any other event, and a poll that does not fit, in a second."""
    try:
        return msgspec.json.decode(text, type=_Poll)
    except msgspec.ValidationError:
        return msgspec.json.decode(text, type=_Line)


def _listed(line: _Line, text: bytes) -> list[msgspec.Raw] | None:
    """The games that a poll lists; None when the source did not answer."""
    if isinstance(line, _Poll):
        return line.payload.data if line.payload else None
    if line.payload is not msgspec.UNSET:
        return msgspec.json.decode(line.payload, type=_Body).data
    if line.data is not msgspec.UNSET:
        return msgspec.json.decode(text, type=_Body).data
    if line.home_team is not msgspec.UNSET:
        return [msgspec.Raw(text)]
    raise Unfit("a poll needs a `payload`, or null when the source did not answer")


def _poll_event(
    event_id: str,
    polled_at: datetime,
    game_date: date,
    games: list[bytes] | None,
    finals: tuple[str, ...],
    reason: str | None,
) -> SlateEvent:
    answered = games is not None
    payload = b'{"data":[' + b",".join(games) + b"]}" if games is not None else b"null"
    line = {
        "polled_at": polled_at,
        "kind": "poll",
        "event_id": event_id,
        "game_date": game_date,
        "payload": msgspec.Raw(_in_one_line(payload)),
    }
    if reason:
        line["reason"] = reason
    return SlateEvent(
        "poll", event_id, polled_at, game_date, answered, finals, msgspec.json.encode(line)
    )


_PAYLOADS: dict[str, type[msgspec.Struct]] = {
    "schedule": Schedule,
    "predictions": Predictions,
    "names": Names,
    "official": Official,
}


def _reference_event(
    line: _Line, event_id: str, polled_at: datetime, game_date: date
) -> SlateEvent:
    finals: tuple[str, ...] = ()
    encoded: dict[str, object] = {
        "polled_at": polled_at,
        "kind": line.kind,
        "event_id": event_id,
        "game_date": game_date,
    }
    if line.kind != "tick":
        if line.payload is msgspec.UNSET:
            raise Unfit(f"a `{line.kind}` event needs a `payload`")
        payload = msgspec.json.decode(line.payload, type=_PAYLOADS[line.kind])
        if isinstance(payload, Official):
            finals = tuple(game.key for game in payload.games if game.status == "final")
        try:
            msgspec.msgpack.encode(payload)
        except OverflowError as problem:
            raise Unfit(f"a `{line.kind}` event that no slate can keep: {problem}") from None
        encoded["payload"] = msgspec.Raw(_in_one_line(bytes(line.payload)))
    return SlateEvent(
        line.kind, event_id, polled_at, game_date, True, finals, msgspec.json.encode(encoded)
    )


def _in_one_line(payload: bytes) -> bytes:
    """The same JSON without line breaks, which stand between tokens only: an event is one line."""
    return payload.translate(None, b"\r\n")


def _attribute_instant(attributes: Mapping[str, str]) -> datetime:
    try:
        return parse_instant(attributes["polled_at"])
    except KeyError:
        raise Unfit("no `polled_at`, neither in the body nor beside it") from None
    except ValueError as problem:
        raise Unfit(f"`polled_at`: {problem}") from None


def _derived_id(kind: str, polled_at: datetime, text: bytes) -> str:
    # The same poll, sent twice, must have the same id; two polls of one instant must not.
    return f"{kind}-{polled_at.strftime('%Y%m%dT%H%M%S%fZ')}-{zlib.crc32(text):08x}"


def _without_nan(text: bytes) -> bytes:
    """The same JSON with NaN and infinities as a number that no field of a poll takes.

    Raises the strict parser's error when that was not the trouble.
    """
    found: list[str] = []

    def constant(name: str) -> int:
        found.append(name)
        return _NOT_A_NUMBER

    try:
        strict = msgspec.json.encode(json.loads(text, parse_constant=constant))
    except (ValueError, RecursionError):
        found.clear()
    if not found:
        raise Unfit(_why_not_json(text))
    return strict


def _why_not_json(text: bytes) -> str:
    try:
        msgspec.json.decode(text, type=_Line)
    except msgspec.DecodeError as problem:
        return f"not an event: {problem}"
    return "not an event"

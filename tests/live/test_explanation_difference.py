"""Where two bodies differ."""

from __future__ import annotations

import msgspec
import pytest

from publishing.live.difference import MOST, Change, difference

BODY = b'{"a":1,"games":[{"id":"x","n":[1,2]},{"id":"y","n":[]}],"z":null}'


def test_the_same_bytes_do_not_differ() -> None:
    assert difference(BODY, bytes(BODY)) is None


@pytest.mark.parametrize(
    ("public", "byte", "changes"),
    [
        (BODY.replace(b'"y"', b'"q"'), BODY.index(b"y"), [Change("games[1].id", '"q"', '"y"')]),
        (BODY.replace(b"[1,2]", b"[1]"), BODY.index(b",2]"), [Change("games[0].n[1]", "", "2")]),
        (BODY.replace(b"null", b"0"), BODY.index(b"null"), [Change("z", "0", "null")]),
        (BODY.replace(b'"a":1', b'"a":1.0'), 6, [Change("a", "1.0", "1")]),
        (BODY.replace(b'"a":1', b'"b":1'), 2, [Change("b", "1", ""), Change("a", "", "1")]),
        (BODY.replace(b'"a":1', b'"a":true'), 5, [Change("a", "true", "1")]),
        (BODY + b" ", len(BODY), []),
        (BODY[:-1], len(BODY) - 1, []),
        (b"", 0, []),
        (b"\xff" + BODY[1:], 0, []),
    ],
)
def test_the_first_byte_and_the_keys(public: bytes, byte: int, changes: list[Change]) -> None:
    found = difference(public, BODY)
    assert found is not None
    assert (found.byte, list(found.changes)) == (byte, changes)


def test_every_single_byte_counts() -> None:
    for place in range(len(BODY)):
        changed = bytearray(BODY)
        changed[place] ^= 1
        found = difference(bytes(changed), BODY)
        assert found is not None
        assert found.byte == place


def test_what_stands_around_is_shown_and_a_long_list_is_cut() -> None:
    public, made = (msgspec.json.encode([number] * 1000) for number in (1, 2))
    found = difference(public, made)
    assert found is not None
    assert len(found.changes) == MOST
    assert (found.public, found.made) == (public[:31].decode(), made[:31].decode())

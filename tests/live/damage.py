"""Random damage to a poll: to its bytes, and to the JSON of one of its games."""

from __future__ import annotations

import copy
import json
from random import Random
from typing import Any

from tests.live.payloads import Json, final, game, line

HEAD, TAIL = b'{"polled_at": "2026-01-10T02:00:00Z", "payload": {"data": [', b"]}}"

WRONG: list[Any] = [
    None,
    True,
    -1,
    0,
    1.5,
    301,
    10**30,
    "",
    " ",
    "x",
    "NaN",
    "Final",
    "\ud800",
    "Postponed",
    float("nan"),
    float("inf"),
    1e300,
    [],
    {},
    [[]] * 3,
    {"id": 1},
]


def simulated() -> list[Json]:
    """Three games: one running, one over, one to come."""
    sides = [
        [line(10 * side + place, f"A{place} B{side}", place) for place in range(1, 5)]
        for side in range(4)
    ]
    return [
        game(sides[0], sides[1], id=11),
        final(sides[2], sides[3], id=22, home_code="LAL", away_code="DEN"),
        game([], [], id=33, home_code="CHI", away_code="MIA", status="7:00 pm ET", period=0),
    ]


def packed(games: list[Json]) -> tuple[bytes, list[range]]:
    """The poll of these games, and where in its bytes each of them stands."""
    body, spans = HEAD, []
    for number, one in enumerate(games):
        encoded = json.dumps(one).encode()
        body += b"," if number else b""
        spans.append(range(len(body), len(body) + len(encoded)))
        body += encoded
    return body + TAIL, spans


def bitten(body: bytes, at: int, random: Random) -> bytes:
    """One change at a byte: flipped, deleted, inserted, or a piece written twice."""
    kind = random.randrange(5)
    size = random.choice((1, 1, 1, 2, 9, 60))
    if kind == 0:
        return body[:at] + bytes([body[at] ^ (1 << random.randrange(8))]) + body[at + 1 :]
    if kind == 1:
        return body[:at] + body[at + size :]
    if kind == 2:
        return body[:at] + random.randbytes(size) + body[at:]
    if kind == 3:
        return body[:at] + bytes([random.choice(b'"{}[],:0-9.eE\\ntf')]) + body[at + 1 :]
    return body[: at + size] + body[at:]


def edited(one: Json, random: Random) -> Json:
    """The game with one place of its tree deleted, retyped, swapped or doubled."""
    one = copy.deepcopy(one)
    holder, key = random.choice(list(_places(one)))
    kind = random.randrange(5)
    if kind == 0:
        del holder[key]
    elif kind == 1:
        keys = list(holder) if isinstance(holder, dict) else range(len(holder))
        other = random.choice(list(keys))
        holder[key], holder[other] = holder[other], holder[key]
    elif kind == 2 and isinstance(holder, list):
        holder.insert(0, copy.deepcopy(holder[key]))
    else:
        holder[key] = random.choice(WRONG)
    return one


def _places(node: Any) -> list[tuple[Any, Any]]:
    found = []
    pairs = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in pairs:
        found.append((node, key))
        if isinstance(value, dict | list):
            found += _places(value)
    return found

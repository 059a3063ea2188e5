"""Thousands of damaged polls: never an exception, nothing wrong, nothing lost without a word."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from random import Random

import msgspec
import pytest

from publishing.live.events import Rejection, split
from publishing.live.slate import Slate
from tests.live import oracle
from tests.live.damage import bitten, edited, packed, simulated
from tests.live.payloads import DAY, Json, pick, poll, predictions
from tests.live.published import documents, fold, strict

QUICK = 300
SLOW = 10_000


def of_body(body: bytes) -> tuple[dict[str, Json], list[Rejection]]:
    """The published games by id after one body and a restart of the job, and the rejections."""
    events, rejected = split(body)
    slate, _ = fold([predictions()])
    for event in events:
        json.loads(event.line.decode(errors="replace"))
        if event.game_date.isoformat() == DAY:
            slate.apply(event)
    found = documents(Slate.load(slate.dump()))
    return {one["game_id"]: one for one in found.get("live", {"games": []})["games"]}, rejected


def damage(games: list[Json], seed: int) -> str:
    """One damaged poll of these games, judged; the word says what became of it."""
    random = Random(f"damage {seed}")
    whole, spans = packed(games)
    intact = _intact(whole)
    touched: int | None = random.randrange(len(games))
    assert touched is not None
    edit = random.random() < 0.6
    if edit:
        damaged = list(games)
        damaged[touched] = edited(games[touched], random)
        body, _ = packed(damaged)
    else:
        at = random.randrange(len(whole))
        touched = next((n for n, span in enumerate(spans) if at in span), None)
        body = bitten(whole, at, random)
    found, rejected = of_body(body)
    for part in rejected:
        assert part.reason
        assert part.body in body or rejected[0].body == body
    if any(part.body == body for part in rejected) and not found:
        return "refused whole"
    if touched is None:
        return "envelope"
    lost = cut_off(spans, touched, body, whole)
    for number, one in enumerate(games):
        if number != touched and number not in lost:
            assert found[str(one["id"])] == intact[str(one["id"])], f"damage {seed}"
    if rejected:
        return "part refused"
    if edit:
        expected = oracle.documents([_with_kind(body)], DAY).get("live", {"games": []})
        right = {one["game_id"]: one for one in expected["games"]}
        assert json.dumps(found) == json.dumps(right), f"damage {seed}"
    return "published"


def cut_off(spans: list[range], touched: int, body: bytes, whole: bytes) -> set[int]:
    """The games after the touched one when a cut of several bytes reached into them."""
    missing = len(whole) - len(body)
    if missing <= 1:
        return set()
    return {
        n
        for n, span in enumerate(spans)
        if n > touched and whole[span.start : span.stop] not in body
    }


def _with_kind(body: bytes) -> bytes:
    return b'{"kind": "poll", ' + body[1:]


@cache
def _intact(whole: bytes) -> dict[str, Json]:
    found, rejected = of_body(whole)
    assert not rejected
    return found


def real(real_data: Path) -> list[Json]:
    """Two games of a real body and one of ours, with a few players a side to be quick."""
    body = strict((real_data / "balldontlie" / f"box_scores_{DAY}.json").read_bytes())
    games = body["data"][:2]
    for one in games:
        for side in ("home_team", "visitor_team"):
            one[side]["players"] = one[side]["players"][:3] + one[side]["players"][-2:]
    return [*games, simulated()[2]]


def run(games: list[Json], seeds: range) -> None:
    became = Counter(damage(games, seed) for seed in seeds)
    assert min(became[word] for word in ("refused whole", "part refused", "published")) > 5


def test_damaged_polls_of_a_simulated_night() -> None:
    run(simulated(), range(QUICK))


def test_damaged_polls_of_a_real_night(real_data: Path) -> None:
    run(real(real_data), range(QUICK))


@pytest.mark.slow
@pytest.mark.parametrize("thousand", range(SLOW // 1_000))
def test_many_damaged_polls_of_a_simulated_night(thousand: int) -> None:
    run(simulated(), range(QUICK + thousand * 1_000, QUICK + thousand * 1_000 + 1_000))


@pytest.mark.slow
@pytest.mark.parametrize("thousand", range(SLOW // 1_000))
def test_many_damaged_polls_of_a_real_night(thousand: int, real_data: Path) -> None:
    run(real(real_data), range(QUICK + thousand * 1_000, QUICK + thousand * 1_000 + 1_000))


@pytest.mark.parametrize("seed", range(100))
def test_damaged_predictions_never_stop_a_flush(seed: int) -> None:
    whole = predictions(pick(), pick("bobbirch"))
    random = Random(f"picks {seed}")
    for _ in range(20):
        body = bitten(whole, random.randrange(len(whole)), random)
        events, rejected = split(body)
        slate = Slate(date.fromisoformat(DAY))
        assert events or rejected
        for event in (*events, *split(poll(*simulated()))[0]):
            if event.game_date == slate.game_date:
                slate.apply(event)
        documents(Slate.load(slate.dump()))
        msgspec.json.encode(events)

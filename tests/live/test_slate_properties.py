"""The fold over random nights: order cannot matter, and it says what the contract says."""

from __future__ import annotations

import json
from difflib import unified_diff
from random import Random

import pytest

from publishing.live.memory import Memory
from publishing.live.slate import Slate
from publishing.live.snapshot import Snapshot, snapshot
from tests.live import oracle, oracle_grading, published
from tests.live.histories import Night, deal
from tests.live.payloads import Json, game, poll
from tests.live.published import INTERVAL, fold

QUICK = 100
SLOW = 2_000


def bodies(flushed: Snapshot) -> list[bytes]:
    """Everything of a flush that becomes public."""
    sections = [section.body for section in flushed.status.sections]
    return [document.body for document in flushed.documents] + sections


def ordered(documents: Json) -> str:
    """The documents with their keys in the order in which they stand."""
    return json.dumps({name: documents[name] for name in sorted(documents)}, indent=1)


def wrong(night: Night) -> str | None:
    """Where product and oracle first differ in the course of the night; None when they agree."""
    count = len(night.lines)
    for seen in sorted({count // 3, count * 2 // 3, count}):
        slate, _ = fold(night.lines[:seen], night.day)
        expected = oracle.documents(night.lines[:seen], night.day)
        flushed = snapshot(slate, (), INTERVAL)
        found = {
            one.targets[0].path.split("/")[0]: published.strict(one.body)
            for one in (flushed.documents if flushed else ())
        }
        if ordered(found) != ordered(expected):
            lines = unified_diff(ordered(expected).split("\n"), ordered(found).split("\n"), n=2)
            return "\n".join((f"after {seen} lines", *lines))
    return None


def check(seed: int) -> None:
    night, random = Night(seed), Random(seed)
    difference = wrong(night)
    assert not difference, f"night {seed} {difference}"
    plain, _ = fold(night.lines, night.day)
    expected = bodies(published.flush(plain))
    for _ in range(2):
        slate, _ = fold([], night.day)
        for bag in deal(night.lines, random):
            slate, _ = fold(bag, night.day, Slate.load(slate.dump()))
        flushed = snapshot(slate, (), INTERVAL)
        assert flushed is not None
        assert bodies(flushed) == expected, f"night {seed}, dealt again"


@pytest.mark.parametrize("tens", range(QUICK // 10))
def test_random_nights_equal_the_oracle_in_every_order(tens: int) -> None:
    for seed in range(tens * 10, tens * 10 + 10):
        check(seed)


@pytest.mark.slow
@pytest.mark.parametrize("hundreds", range(QUICK // 100, (QUICK + SLOW) // 100))
def test_many_random_nights_equal_the_oracle_in_every_order(hundreds: int) -> None:
    for seed in range(hundreds * 100, hundreds * 100 + 100):
        check(seed)


@pytest.mark.parametrize("seed", range(20))
def test_what_is_remembered_between_flushes_changes_nothing(seed: int) -> None:
    night = Night(seed)
    slate, memory = fold([], night.day)[0], Memory()
    for body in night.lines:
        fold([body], night.day, slate)
        flushed = snapshot(slate, (), INTERVAL, memory)
        assert flushed is not None
        assert bodies(flushed) == bodies(published.flush(slate))


def test_two_polls_of_one_instant_give_one_answer_in_either_order() -> None:
    one, other = poll(game(time="5:01")), poll(game(time="5:02"), event_id="other")
    first, second = fold([one, other])[0], fold([other, one])[0]
    assert bodies(published.flush(first)) == bodies(published.flush(second))
    assert first.sequence == second.sequence == 2


def test_an_event_that_comes_again_is_folded_once() -> None:
    slate, _ = fold([poll(game()), poll(game()), poll(game())])
    assert slate.sequence == 1


def test_a_slate_of_a_later_release_is_refused() -> None:
    slate, _ = fold([poll(game())])
    slate.schema += 1
    with pytest.raises(ValueError, match="newer"):
        Slate.load(slate.dump())


def test_a_correction_of_the_source_is_counted() -> None:
    earlier = game()
    later = game(time="Q3 5:00")
    later["home_team"]["players"][0]["pts"] = 8
    slate, _ = fold([poll(earlier), poll(later, at="2026-01-10T02:00:30Z")])
    assert slate.corrections == 1


def test_random_nights_have_everything_in_them() -> None:
    """The generator is worth something only while every branch is drawn."""
    words = set()
    for seed in range(60):
        night = Night(seed)
        slate, _ = fold(night.lines, night.day)
        found = published.documents(slate)
        for row in found.get("live-grading", {"predictions": []})["predictions"]:
            words |= {row["status"], row["result"], row["game_status"]}
            words |= {"over" if row["decided"] else "open", row["recommendation"]}
    assert words >= set(oracle_grading.STATUSES) | {
        "WIN",
        "LOSS",
        "PUSH",
        "VOID",
        "PASS",
        "PENDING",
    }
    assert words >= {"scheduled", "in_progress", "final", "over", "open", None}

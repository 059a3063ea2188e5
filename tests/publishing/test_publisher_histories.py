"""Three publishers over one store, with everything that can go wrong (I-4, I-9, I-18)."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.publishing.checker import violations
from tests.publishing.histories import History, Protocol
from tests.publishing.mutants import EVERYWHERE, IN_A_FOLDER, Mutate
from tests.publishing.record import Record

PROTOCOLS: tuple[Protocol, ...] = ("bucket", "folder")
QUICK = 30
BLOCK = 100
BLOCKS = range(10)
FREE = range(20_000, 20_100)
ENOUGH = 150
"""Histories within which every mutant must be found."""


@pytest.fixture
def eager_switches() -> Iterator[None]:
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(usual)


def check(
    protocol: Protocol, seeds: range, folder: Path, free: bool = False, least: bool = True
) -> None:
    records = []
    for seed in seeds:
        record = History(seed, protocol, folder / str(seed), free).run()
        assert not violations(record), f"{protocol} {seed}"
        records.append(record)
    if least:
        assert_eventful(records)


def assert_eventful(records: list[Record]) -> None:
    """The histories went through what they are for."""
    decisions = {
        outcome.decision
        for record in records
        for call in record.calls
        for outcome in call.outcomes or ()
    }
    assert decisions == {"written", "unchanged", "refused", None}
    assert any(call.outcomes is None for record in records for call in record.calls)
    assert any(not one.answered for record in records for one in record.generations)


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_few_histories(protocol: Protocol, tmp_path: Path) -> None:
    check(protocol, range(10_000, 10_000 + QUICK), tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("block", BLOCKS)
@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_many_histories(protocol: Protocol, block: int, tmp_path: Path) -> None:
    check(protocol, range(block * BLOCK, (block + 1) * BLOCK), tmp_path)


@pytest.mark.slow
@pytest.mark.usefixtures("eager_switches")
@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_histories_of_free_threads(protocol: Protocol, tmp_path: Path) -> None:
    check(protocol, FREE, tmp_path, free=True)


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_seed_gives_the_same_history(protocol: Protocol, tmp_path: Path) -> None:
    first, second = (
        History(7, protocol, tmp_path / str(number)).run().generations for number in range(2)
    )
    assert first == second


@pytest.mark.parametrize(
    ("mutate", "protocol"),
    [(mutate, protocol) for mutate in EVERYWHERE for protocol in PROTOCOLS]
    + [(mutate, "folder") for mutate in IN_A_FOLDER],
)
def test_the_checker_finds_each_mutant(
    mutate: Mutate, protocol: Protocol, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mutate(monkeypatch)
    for seed in range(ENOUGH):
        if violations(History(seed, protocol, tmp_path / str(seed)).run()):
            return
    pytest.fail(f"{mutate.__name__} is not found in {ENOUGH} histories")


def test_the_checker_refuses_what_is_not_strict_json(tmp_path: Path) -> None:
    record = History(10_000, "bucket", tmp_path).run()
    one = record.generations[0]
    assert not violations(record)
    one.body = json.dumps({**json.loads(one.body), "value": float("nan")}).encode()
    assert any("NaN is not JSON" in sentence for sentence in violations(record))

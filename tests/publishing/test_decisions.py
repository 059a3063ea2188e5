"""D5, D7 and D11, row by row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from publishing.decisions import Decision, decide, newer_sections
from publishing.documents import CONTENT_TYPE, CacheClass, Section, Target, Version
from publishing.store import Stamp, Stored
from tests.publishing.builders import document, section, version

LIVE, TONIGHT, SETTLED = CacheClass.LIVE, CacheClass.TONIGHT, CacheClass.SETTLED


@dataclass(frozen=True)
class Case:
    """A document of day 1, minute 10, value 5, sequence 3, over something public."""

    name: str
    expected: Decision
    reason: str
    day: int = 1
    minute: int = 10
    value: int = 5
    sequence: int = 3
    cache: CacheClass = TONIGHT
    public_cache: CacheClass | None = None
    content_type: str | None = CONTENT_TYPE
    moves: bool = True


CASES = (
    Case("older", "refused", "is newer", minute=11),
    Case("older date, later as-of", "refused", "is newer", day=2, minute=0),
    Case("older, same content", "refused", "is newer", minute=11, value=5),
    Case("older, even live", "refused", "is newer", minute=11, cache=LIVE),
    Case("newer, other content", "written", "newer", minute=9, value=4),
    Case("newer, same content", "unchanged", "same content", minute=9),
    Case("newer, same content, less behind it", "unchanged", "same content", minute=9, sequence=9),
    Case("newer, live, same content", "written", "newer", minute=9, cache=LIVE),
    Case("newer, cache changed", "written", "newer", minute=9, public_cache=SETTLED),
    Case("newer, type changed", "written", "newer", minute=9, content_type="application/json"),
    Case("newer, no type", "written", "newer", minute=9, content_type=None),
    Case("new date", "written", "newer", day=0, value=4),
    Case("new date, may not move", "refused", "has not begun", day=0, value=4, moves=False),
    Case("new date, same content, may not move", "refused", "has not begun", day=0, moves=False),
    Case("same date, follows itself", "written", "newer", minute=9, value=4, moves=False),
    Case("older, may not move", "refused", "is newer", day=2, moves=False),
    Case("equal", "unchanged", "is public"),
    Case("equal, live", "unchanged", "is public", cache=LIVE),
    Case("equal, more behind the public one", "unchanged", "is public", sequence=4),
    Case("equal version, other content, more", "written", "more behind", value=4, sequence=2),
    Case("equal version, other content, tie", "refused", "no more", value=4),
    Case("equal version, other content, less", "refused", "no more", value=4, sequence=4),
    Case("equal version, cache changed, more", "written", "more", public_cache=LIVE, sequence=2),
    Case("equal version, cache changed, tie", "refused", "no more", public_cache=LIVE),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_decide(case: Case) -> None:
    public = document(day=case.day, minute=case.minute, value=case.value)
    own = document(day=1, minute=10, value=5, sequence=3)
    # The game date is part of the body: the content of another date is told to be the same.
    digest = own.digest if case.value == 5 else public.digest
    stamp = Stamp(public.version, digest, case.sequence, "other")
    current = Stored(1, stamp, (case.public_cache or case.cache).header, case.content_type)
    decision, reason = decide(Target("a.json", case.cache, case.moves), own, current)
    assert decision == case.expected
    assert case.reason in reason


@pytest.mark.parametrize("moves", [True, False])
@pytest.mark.parametrize(
    "current", [None, Stored(1, Stamp(), None, None), Stored(1, Stamp(digest="x"), "private", "")]
)
def test_anything_is_written_over_nothing_of_ours(current: Stored | None, moves: bool) -> None:
    assert decide(Target("a.json", LIVE, moves), document(), current)[0] == "written"


@pytest.mark.parametrize("content_type", [CONTENT_TYPE, "text/plain"])
@given(
    st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 1), st.integers(0, 2)),
    st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 1), st.integers(0, 2)),
    st.sampled_from(CacheClass),
)
def test_two_writers_agree_on_who_wins(
    content_type: str,
    one: tuple[int, int, int, int],
    two: tuple[int, int, int, int],
    cache: CacheClass,
) -> None:
    """Never may each replace the other: that would go on for ever."""
    target = Target("a.json", cache)
    made = [document(day=d, minute=m, value=v, sequence=s) for d, m, v, s in (one, two)]
    stored = [
        Stored(1, Stamp(x.version, x.digest, x.sequence), cache.header, content_type) for x in made
    ]
    first = decide(target, made[0], stored[1])[0]
    second = decide(target, made[1], stored[0])[0]
    assert not (first == second == "written")
    if made[0].version > made[1].version:
        assert second == "refused"
        assert first != "refused"


def names(sections: tuple[Section, ...]) -> list[str]:
    return [one.name for one in sections]


def test_sections_are_judged_each_by_its_own_version() -> None:
    own = (
        section("first", 0, 5),
        section("older", 0, 5),
        section("equal", 0, 5),
        section("newer", 0, 5),
    )
    public = {"older": version(0, 6), "equal": version(0, 5), "newer": version(0, 4)}
    assert names(newer_sections(own, public, {})) == ["first", "newer"]


@pytest.mark.parametrize(
    ("day", "minute", "moves", "expected"),
    [
        (2, 0, True, ["a"]),
        (2, 0, False, []),
        (1, 9, False, ["a"]),
        (1, 5, False, []),
        (0, 59, True, []),
        (0, 59, False, []),
    ],
)
def test_a_section_moves_as_a_pointer_does(
    day: int, minute: int, moves: bool, expected: list[str]
) -> None:
    own = (section("a", day, minute, moves=moves),)
    assert names(newer_sections(own, {"a": version(1, 5)}, {})) == expected


def test_equal_versions_of_a_section_are_decided_by_what_is_behind_them() -> None:
    own = (replace(section("a", 1, 5), sequence=7),)
    public = {"a": version(1, 5)}
    assert names(newer_sections(own, public, {"a": 6})) == ["a"]
    assert names(newer_sections(own, public, {"a": 7})) == []
    assert names(newer_sections(own, public, {"a": 8})) == []


def test_a_section_that_may_not_move_may_begin() -> None:
    assert names(newer_sections((section("a", 1, moves=False),), {"b": version()}, {})) == ["a"]


INSTANTS = st.datetimes(
    datetime(1990, 1, 1),  # noqa: DTZ001 - the zone comes from the next argument
    datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from((UTC, timezone(timedelta(hours=-5)), timezone(timedelta(hours=9)))),
)


@given(st.tuples(st.dates(), INSTANTS), st.tuples(st.dates(), INSTANTS))
def test_the_text_of_a_version_sorts_as_versions_do(
    one: tuple[date, datetime], two: tuple[date, datetime]
) -> None:
    first, second = Version(*one), Version(*two)
    assert (str(first) < str(second)) == (first < second)
    assert (str(first) == str(second)) == (first == second)
    assert Version.parse(str(first)) == first


@pytest.mark.parametrize("text", ["", "2026-02-11", "2026-02-11/", "2026-02-11/2026-02-11", "x/y"])
def test_any_other_text_is_no_version(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Version.parse(text)
    assert Stamp.of({"courtside-version": text or "x", "courtside-digest": "d"}) == Stamp()


@given(st.tuples(st.dates(), INSTANTS), st.text("0123456789abcdef"), st.integers(0))
def test_a_stamp_survives_its_metadata(
    parts: tuple[date, datetime], digest: str, sequence: int
) -> None:
    at = Version(*parts)
    stamp = Stamp(at, digest, sequence, "snapshot", {"live_data": at, "grading": version()})
    assert Stamp.of(stamp.metadata()) == stamp

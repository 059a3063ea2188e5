"""Names of jobs: readable, allowed on Dataflow, and never the same for other work."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from publishing.operating.job_names import is_job_name, job_name

ALLOWED = re.compile(r"[a-z]([-a-z0-9]{0,61}[a-z0-9])?")

NEAR = st.lists(
    st.one_of(
        st.sampled_from(["live", "2026", "02", "11", "2026-02-11", "a-b", "a", "b", "", "-", "A"]),
        st.text(alphabet="ab2-x0 É_", max_size=6),
        st.text(max_size=90),
    ),
    min_size=1,
    max_size=6,
).map(tuple)


@pytest.mark.parametrize(
    ("given_words", "name"),
    [
        (("live",), "courtside-live"),
        (("live", "2026-02-11"), "courtside-live-2026-02-11"),
        (("feeder", "2026-02-11", "2"), "courtside-feeder-2026-02-11-2"),
        (("backfill", "2025-10-21", "2026-02-11"), "courtside-backfill-2025-10-21-2026-02-11"),
    ],
)
def test_plain_words_and_dates_are_the_name(given_words: tuple[str, ...], name: str) -> None:
    assert job_name(*given_words) == name


def test_what_was_cut_or_cleaned_can_still_be_read() -> None:
    assert job_name("Tonight picks!", "2026-02-11").startswith(
        "courtside-tonight-picks-2026-02-11-x"
    )
    long = job_name("daily", "w" * 80)
    assert long.startswith("courtside-daily-www")
    assert len(long) == 63


@given(NEAR)
def test_every_name_is_allowed_and_the_same_each_time(words: tuple[str, ...]) -> None:
    name = job_name(*words)
    assert ALLOWED.fullmatch(name)
    assert is_job_name(name)
    assert name == job_name(*words)
    assert name.startswith("courtside-")


@given(NEAR, NEAR)
@example(("live", "2026-02-11"), ("live", "2026", "02", "11"))
@example(("a-b", "c"), ("a", "b-c"))
@example(("a", "b"), ("a-b",))
@example(("A",), ("a",))
@example(("a", ""), ("a",))
@example(("a",), ("a", " "))
@example(("w" * 80, "a"), ("w" * 80, "b"))
def test_other_words_have_another_name(one: tuple[str, ...], two: tuple[str, ...]) -> None:
    assert (job_name(*one) == job_name(*two)) == (one == two)


@given(NEAR)
@example(("daily", "w" * 80))
@example(("a-b", "c"))
def test_no_words_have_the_name_of_others_with_a_digest(words: tuple[str, ...]) -> None:
    rest = job_name(*words).removeprefix("courtside-")
    for other in (tuple(rest.split("-")), (rest,)):
        assert (job_name(*other) == job_name(*words)) == (other == words)


@pytest.mark.parametrize("text", ["", "1a", "-a", "a-", "A", "a_b", "a" * 64, "a\n", "á", "a.b"])
def test_what_no_job_can_be_called(text: str) -> None:
    assert not is_job_name(text)


@pytest.mark.parametrize("text", ["a", "a1", "a--b", "a" * 63])
def test_what_a_job_can_be_called(text: str) -> None:
    assert is_job_name(text)

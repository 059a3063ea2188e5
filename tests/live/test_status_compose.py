"""status.json from the sections of its writers: the truth table of `live.md` 4.1 (vector 18)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

import msgspec
import pytest

from publishing.documents import Section, Version
from publishing.live.services import Services
from publishing.live.status import compose, overall
from tests.live.payloads import Json
from tests.live.published import strict
from tests.schemas import require_valid

WORDS = ("healthy", "degraded", "unhealthy", "unknown")
NAMES = ("live_data", "tonight_data", "grading", "predictions")
ADDED = ("best_bets", "exports", "live_job", "alerts")
AT = datetime(2026, 1, 10, 2, tzinfo=UTC)
VERSION = Version(date(2026, 1, 9), AT)

BODIES: Json = {
    "live_data": dict.fromkeys(
        ("last_update", "age_minutes", "is_stale", "games_active", "next_update_expected")
    ),
    "tonight_data": dict.fromkeys(("last_update", "age_minutes", "is_stale")),
    "grading": dict.fromkeys(
        ("last_update", "total_rows", "resolved_rows", "rows_without_game", "rows_without_player")
    ),
    "predictions": dict.fromkeys(("predictions_count", "target_date")),
    "best_bets": dict.fromkeys(("total_picks", "last_update")),
    "exports": {"checked_at": None, "late": [], "waiting": None},
    "live_job": dict.fromkeys(("game_date", "running", "last_flush")),
    "alerts": {"undelivered": None},
}


def section(name: str, word: str, at: datetime = AT, **more: Any) -> Section:
    body = {"status": word, "message": f"{name} is {word}"} | BODIES[name] | more
    return Section(name, msgspec.json.encode(body), Version(date(2026, 1, 9), at))


def composed(*sections: Section, current: bytes | None = None) -> Json:
    versions = dict.fromkeys(NAMES, VERSION) | {one.name: one.version for one in sections}
    body = msgspec.json.encode(compose(current, versions, sections))
    require_valid("status.json", body)
    return strict(body)


@pytest.mark.parametrize("words", list(product(WORDS, repeat=3)))
@pytest.mark.parametrize("grading", ["healthy", "unhealthy"])
def test_vector_18_the_overall_word(words: tuple[str, ...], grading: str) -> None:
    live, tonight, picks = words
    all_four = dict(zip(NAMES, (live, tonight, grading, picks), strict=True))
    found = composed(*(section(name, word) for name, word in all_four.items()))
    if "unhealthy" in words:
        expected = "unhealthy"
    elif "degraded" in words or "unknown" in words:
        expected = "degraded"
    else:
        expected = "healthy"
    assert found["overall_status"] == expected
    bad = [name for name in NAMES if all_four[name] in ("degraded", "unhealthy")]
    assert found["known_issues"] == [
        {
            "severity": all_four[name],
            "message": f"{name} is {all_four[name]}",
            "detected_at": "2026-01-10T02:00:00.000000+00:00",
        }
        for name in bad
    ]


def test_what_nobody_reported_is_unknown_and_degrades() -> None:
    found = composed(section("live_data", "healthy"))
    assert found["services"]["tonight_data"]["status"] == "unknown"
    assert found["overall_status"] == "degraded"
    assert found["known_issues"] == []


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("name", ADDED)
def test_the_overall_word_with_the_monitors_services(name: str, word: str) -> None:
    """best_bets never counts; the others do when they are bad, and not while they are unknown."""
    found = composed(*(section(one, "healthy") for one in NAMES), section(name, word))
    expected = {"unknown": "healthy"}.get(word, word) if name != "best_bets" else "healthy"
    assert found["overall_status"] == expected
    bad = word in ("degraded", "unhealthy")
    issues = [(one["severity"], one["message"]) for one in found["known_issues"]]
    assert issues == ([(word, f"{name} is {word}")] if bad else [])


def test_known_issues_are_in_the_order_of_the_services() -> None:
    found = composed(*(section(name, "degraded") for name in reversed((*NAMES, *ADDED))))
    said = [one["message"] for one in found["known_issues"]]
    assert said == [f"{name} is degraded" for name in (*NAMES, *ADDED)]


BREAK_BODY = {
    "headline": "All-Star Break",
    "message": "Games resume Thursday, Feb 19",
    "resume_date": "2026-02-19",
    "last_game_date": "2026-02-12",
}


def test_an_active_break_is_carried_by_its_own_section_and_ended_by_it() -> None:
    begun = Section("active_break", msgspec.json.encode(BREAK_BODY), VERSION)
    first = composed(section("live_data", "healthy"), begun)
    assert first["active_break"] == BREAK_BODY
    kept = composed(section("grading", "healthy"), current=msgspec.json.encode(first))
    assert kept["active_break"] == BREAK_BODY
    over = Section("active_break", b"null", VERSION)
    assert composed(over, current=msgspec.json.encode(kept))["active_break"] is None


def later(minutes: int) -> datetime:
    return AT + timedelta(minutes=minutes)


def test_an_issue_keeps_the_time_at_which_it_was_first_detected() -> None:
    body = None
    for minutes, words in enumerate(("healthy", "degraded", "degraded", "unhealthy")):
        one = section("predictions", words, later(minutes), message=f"since {minutes}")
        body = msgspec.json.encode(composed(one, current=body))
    issues = strict(body or b"")["known_issues"]
    assert issues == [
        {
            "severity": "unhealthy",
            "message": "since 3",
            "detected_at": "2026-01-10T02:01:00.000000+00:00",
        }
    ]
    well = composed(section("predictions", "healthy", later(5)), current=body)
    again = section("predictions", "degraded", later(6))
    found = composed(again, current=msgspec.json.encode(well))["known_issues"]
    assert [one["detected_at"] for one in found] == ["2026-01-10T02:06:00.000000+00:00"]


def test_an_issue_beside_another_keeps_its_own_time() -> None:
    first = composed(section("grading", "degraded"))
    both = composed(
        section("tonight_data", "degraded", later(4)), current=msgspec.json.encode(first)
    )
    times = [(one["message"], one["detected_at"][14:16]) for one in both["known_issues"]]
    assert times == [("tonight_data is degraded", "04"), ("grading is degraded", "00")]


@pytest.mark.parametrize(
    "issues",
    [
        "none",
        [],
        [{"severity": "unhealthy", "message": "", "detected_at": "2026-01-01T00:00:00Z"}],
        [{"severity": "degraded", "message": "", "detected_at": "yesterday"}],
    ],
)
def test_times_that_cannot_be_read_are_not_kept(issues: Any) -> None:
    current = composed(section("grading", "degraded")) | {"known_issues": issues}
    found = composed(section("grading", "degraded"), current=msgspec.json.encode(current))
    assert [one["detected_at"] for one in found["known_issues"]] == [
        "2026-01-10T02:00:00.000000+00:00"
    ]


def test_d32_a_writer_replaces_its_own_section_only() -> None:
    first = composed(*(section(name, "healthy") for name in NAMES))
    again = composed(section("grading", "degraded"), current=msgspec.json.encode(first))
    assert again["services"] == first["services"] | {"grading": again["services"]["grading"]}
    assert again["services"]["grading"]["status"] == "degraded"
    assert again["overall_status"] == "healthy"


def test_d32_an_issue_is_dated_by_its_section_and_the_document_by_the_newest() -> None:
    earlier = datetime(2026, 1, 10, 1, tzinfo=UTC)
    versions = {
        "live_data": Version(date(2026, 1, 9), earlier),
        "predictions": Version(date(2026, 1, 10), AT),
    }
    sections = (section("live_data", "degraded", earlier), section("predictions", "healthy"))
    status = compose(None, versions, sections)
    assert status.known_issues[0].detected_at == "2026-01-10T01:00:00.000000+00:00"
    assert status.updated_at == "2026-01-10T02:00:00.000000+00:00"


@pytest.mark.parametrize(
    "current", [b"", b"not json", b"[]", b'{"services": 1}', b"{}", b'{"services":{"new":{}}}']
)
def test_an_unreadable_status_is_written_anew(current: bytes) -> None:
    found = composed(section("live_data", "healthy"), current=current)
    assert found["services"]["live_data"]["status"] == "healthy"
    assert found["services"]["predictions"]["status"] == "unknown"


def test_a_section_that_does_not_fit_is_unknown_and_the_others_stay() -> None:
    current = composed(*(section(name, "healthy") for name in NAMES))
    current["services"]["tonight_data"]["age_minutes"] = "old"
    found = composed(section("live_data", "healthy"), current=msgspec.json.encode(current))
    assert found["services"]["tonight_data"]["status"] == "unknown"
    assert found["services"]["predictions"]["status"] == "healthy"


def test_nothing_written_yet() -> None:
    blank = compose(None, {}, ())
    assert (blank.updated_at, blank.overall_status) == ("", "degraded")
    assert overall(blank.services, {}) == blank
    assert Services.__struct_fields__ == (*NAMES, *ADDED)
    assert {getattr(blank.services, name).status for name in (*NAMES, *ADDED)} == {"unknown"}

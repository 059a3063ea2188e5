"""status.json from the sections of its writers: the truth table of `live.md` 4.1 (vector 18)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import product
from typing import Any

import msgspec
import pytest

from publishing.documents import Section, Version
from publishing.live.status import Services, compose, overall
from tests.live.payloads import Json
from tests.live.published import strict
from tests.schemas import require_valid

WORDS = ("healthy", "degraded", "unhealthy", "unknown")
NAMES = ("live_data", "tonight_data", "grading", "predictions")
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
    assert Services.__struct_fields__ == NAMES

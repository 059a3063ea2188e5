"""The system's performance evening by evening, drawn from the dated results."""

from __future__ import annotations

import urllib.request
from datetime import date, timedelta
from typing import Any

import orjson
import pytest
from playwright.sync_api import Request, expect

from tests.site.looking import Looker

pytestmark = pytest.mark.integration

LATEST = date(2025, 12, 26)
DAYS = [LATEST - timedelta(days=back) for back in range(30)]
"""The dates of the table, the newest first."""

NOTHING = "\N{EN DASH}"

SENT = """() => performance.getEntriesByType("resource")
  .filter((one) => one.name.includes("results/2025-")).map((one) => one.transferSize)"""
"""Bytes that came over the network for each of the dated results; of a 304 its headers alone."""


def summary_of(address: str, day: date) -> dict[str, Any]:
    with urllib.request.urlopen(f"{address}v1/results/{day}.json", timeout=10) as answer:
        body: dict[str, Any] = orjson.loads(answer.read())
    return body["summary"]  # type: ignore[no-any-return]


def requests(looker: Looker) -> list[str]:
    """The dated results that the page asks for from now on."""
    asked: list[str] = []

    def note(request: Request) -> None:
        if "results/2025" in request.url:
            asked.append(request.url.rpartition("/")[2])

    looker.page.on("request", note)
    return asked


def rows(looker: Looker) -> list[list[str]]:
    """The cells of the table's rows."""
    looker.page.locator("summary", has_text="as a table").click()
    table = looker.page.get_by_role("table", name="Evenings, the newest first")
    return [row.locator("th, td").all_inner_texts() for row in table.locator("tbody tr").all()]


def percent(won: int, decided: int, digits: int = 0) -> str:
    return f"{won * 100 / decided:.{digits}f}%" if decided else NOTHING


def test_every_evening_of_the_weeks_is_drawn_and_told(looker: Looker) -> None:
    looker.go("systems")
    expected: list[list[str]] = []
    right = decided = evenings = 0
    for day in reversed(DAYS):
        one = summary_of(looker.address, day)
        won, lost = one["correct"], one["incorrect"]
        right, decided, evenings = right + won, decided + won + lost, evenings + bool(won + lost)
        error = f"{one['avg_mae']:.2f}" if one["total_predictions"] else NOTHING
        counts = [str(one["recommendations"]), str(won), str(lost)]
        so_far = percent(right, decided, 1)
        expected.insert(0, [f"{day:%a} {day.day} {day:%b}", *counts, percent(won, won + lost)])
        expected[0] += [so_far, error]
    # Dates without games are among them, and are no gap.
    assert 20 < evenings < len(DAYS)
    chart = looker.page.get_by_role("img", name="Win rate of each evening and so far")
    expect(chart).to_be_visible()
    expect(chart.locator(".bar:not(.free)")).to_have_count(evenings)
    expect(chart.locator(".bar.free")).to_have_count(evenings)
    errors = looker.page.get_by_role("img", name="Mean error of each evening in points")
    expect(errors.locator("circle")).to_have_count(evenings)
    assert rows(looker) == expected
    assert f"{percent(right, decided, 1)} right of {decided} decided picks" in looker.main()


def test_an_evening_is_read_once_and_not_sent_again(looker: Looker) -> None:
    asked = requests(looker)
    looker.go("systems")
    assert min(looker.page.evaluate(SENT)) > 1_000
    looker.go("status")
    looker.go("systems")
    assert len(asked) == len(DAYS) - 1
    looker.page.reload()
    looker.go("systems")
    assert len(looker.page.evaluate(SENT)) == len(DAYS) - 1
    assert max(looker.page.evaluate(SENT)) < 1_000


def test_the_history_of_a_new_site_ends_where_its_documents_end(troubled: Looker) -> None:
    asked = requests(troubled)
    for day in DAYS[1:]:
        troubled.fail(f"v1/results/{day}.json", 404)
    troubled.go("systems")
    # One evening is a chart of one bar; what is before it is looked for only so far.
    expect(troubled.page.locator(".chart .bar:not(.free)")).to_have_count(1)
    assert sorted(asked, reverse=True) == [f"{day}.json" for day in DAYS[1:6]]
    assert [row[0] for row in rows(troubled)] == ["Fri 26 Dec"]
    assert troubled.page.get_by_role("alert").count() == 0
    assert "cannot be read" not in troubled.main()


def test_a_date_without_a_document_is_a_gap_and_one_that_fails_is_told(troubled: Looker) -> None:
    gap, failing = DAYS[3], DAYS[8]
    troubled.fail(f"v1/results/{gap}.json", 404)
    troubled.fail(f"v1/results/{failing}.json", 503)
    troubled.go("systems")
    expect(troubled.page.locator(".notice.wrong")).to_have_text(
        "1 date cannot be read now; it is tried again by itself."
    )
    told = rows(troubled)
    assert len(told) == len(DAYS)
    for row in (told[3], told[8]):
        assert row[1:5] == [NOTHING] * 4


def test_nothing_is_drawn_of_weeks_without_a_decided_pick(troubled: Looker) -> None:
    def empty(body: dict[str, Any]) -> None:
        body["summary"] = dict.fromkeys(body["summary"], 0)

    troubled.change("v1/results/*.json", empty)
    troubled.go("systems")
    assert "No pick of these weeks was decided yet." in troubled.main()
    assert troubled.page.get_by_role("img", name="evening").count() == 0
    assert rows(troubled)[0] == ["Fri 26 Dec", "0", "0", "0", NOTHING, NOTHING, NOTHING]

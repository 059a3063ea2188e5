"""A reader looks on while the real job plays a night."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.site.looking import LIVE, Looker

pytestmark = pytest.mark.integration


A_WHILE = 45_000
"""Milliseconds within which a game of the night begins or scores."""

SCORES = "() => [...document.querySelectorAll('.in_progress [data-score]')].map(s => s.textContent)"

AS_PUBLISHED = """async (path) => {
  const live = await (await fetch(path, { cache: "no-store" })).json();
  const shown = (game, team) => document.querySelector(
    `[data-game="${game.away_team}@${game.home_team}"] [data-score="${team}"]`)?.textContent;
  const begun = live.games.filter((game) => game.status !== "scheduled");
  return begun.length > 0 && begun.every((game) =>
    shown(game, game.away_team) === String(game.away_score) &&
    shown(game, game.home_team) === String(game.home_score));
}"""


def test_scores_change_without_a_reload_and_are_those_published(looker: Looker) -> None:
    page = looker.page
    looker.go("")
    page.evaluate("window.notReloaded = true")
    page.wait_for_selector(".in_progress [data-score]", timeout=A_WHILE)
    before = page.evaluate(SCORES)
    page.wait_for_function(
        f"(before) => JSON.stringify(({SCORES})()) !== JSON.stringify(before)",
        arg=before,
        timeout=A_WHILE,
    )
    page.wait_for_function(AS_PUBLISHED, arg=LIVE, polling=200, timeout=A_WHILE)
    assert page.evaluate("window.notReloaded") is True
    assert "just now" in looker.main() or "min ago" in looker.main()


def test_a_screen_reader_hears_the_end_of_a_period(looker: Looker) -> None:
    looker.go("")
    said = looker.page.locator("#said")
    expect(said).to_have_attribute("aria-live", "polite")
    expect(said).to_have_text("")
    looker.page.wait_for_function(
        "() => /[A-Z]{3} \\d+, [A-Z]{3} \\d+, (Q|OT|Final)/"
        ".test(document.getElementById('said').textContent)",
        timeout=A_WHILE,
    )


def test_what_the_reader_opened_stays_open_while_scores_come(looker: Looker) -> None:
    page = looker.page
    looker.go("")
    # Cards change places when a game begins or ends.
    first = page.locator("[data-game]").first.get_attribute("data-game")
    game = page.locator(f'[data-game="{first}"]')
    few = game.locator("tbody tr").count()
    game.get_by_role("button", name="All").click()
    expect(game.get_by_role("button", name="Fewer")).to_be_focused()
    before = page.locator(".sources").inner_text()
    page.wait_for_function(
        "(before) => document.querySelector('.sources').innerText !== before", arg=before
    )
    expect(game.get_by_role("button", name="Fewer")).to_be_focused()
    assert game.locator("tbody tr").count() > few


def test_a_player_is_opened_by_keyboard(looker: Looker) -> None:
    page = looker.page
    looker.go("")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the content")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    name = ""
    for _ in range(5):
        page.keyboard.press("Tab")
        if (page.locator(":focus").get_attribute("href") or "").startswith("#/player/"):
            name = page.locator(":focus").inner_text()
            break
    assert name
    page.keyboard.press("Enter")
    heading = page.get_by_role("heading", level=1, name=name, exact=True)
    expect(heading).to_be_focused()
    expect(page).to_have_title(f"{name} · Courtside")
    chart = page.get_by_role("img", name=f"Points of {name} against his lines, game by game")
    expect(chart).to_be_visible()
    # Whoever does not see the chart has its numbers: a row per game, as many as there are bars.
    bars = page.locator(".chart .bar").count()
    page.get_by_text("games as a table").click()
    rows = page.get_by_role("table", name="Games, the newest first").locator("tbody tr")
    played = rows.filter(has_not_text="Did not play").count()
    assert bars == played > 5
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sat 27 Dec")


def test_the_theme_is_switched_and_remembered(looker: Looker) -> None:
    page = looker.page
    looker.go("status")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.get_by_role("button", name="Dark theme").click()
    dark = page.evaluate(paper)
    assert dark != light
    page.reload()
    page.wait_for_selector('main[aria-busy="false"] h1')
    assert page.evaluate(paper) == dark
    page.get_by_role("button", name="Light theme").click()
    assert page.evaluate(paper) == light


def test_picks_are_shown_as_they_are_decided(looker: Looker) -> None:
    page = looker.page
    looker.go("grading")
    everything = page.locator("tbody tr")
    picks = everything.count()
    page.get_by_role("button", name="Every row").click()
    assert everything.count() > picks > 0
    page.get_by_role("button", name="Decided").click()
    expect(everything.first).to_be_visible(timeout=2 * A_WHILE)
    words = ("Won", "Lost", "Push", "Void")
    assert all(any(word in row for word in words) for row in everything.all_inner_texts())
    page.get_by_role("button", name="Open", exact=True).click()
    assert not any(word in row for row in everything.all_inner_texts() for word in words)


def test_the_curve_of_the_win_rate_is_kept_when_the_page_is_loaded_again(looker: Looker) -> None:
    instant = datetime(2025, 12, 28, 2, tzinfo=UTC)
    looks = 0

    def decide(body: dict[str, Any]) -> None:
        nonlocal looks
        picks = [one for one in body["predictions"] if one["recommendation"] in ("OVER", "UNDER")]
        looks += 1
        for at, row in enumerate(picks):
            row["result"] = ("WIN", "LOSS")[at % 2] if at < looks else "PENDING"
        body["updated_at"] = (instant + timedelta(minutes=looks)).isoformat()

    page = looker.page
    looker.change("v1/live-grading/latest.json", decide)
    looker.go("grading")
    curve = page.get_by_role("img", name="as this tab has seen it, from 9:01 PM ET on")
    expect(curve).to_be_visible()
    changes = page.locator('[data-key="rates"] li')
    expect(changes).to_have_count(3)
    page.reload()
    expect(curve).to_be_visible()
    expect(changes).to_have_count(4)
    page.get_by_text("The same in words").click()
    assert changes.all_inner_texts() == [
        "9:01 PM ET: 100.0%, 1 won, 0 lost",
        "9:02 PM ET: 50.0%, 1 won, 1 lost",
        "9:03 PM ET: 66.7%, 2 won, 1 lost",
        "9:04 PM ET: 50.0%, 2 won, 2 lost",
    ]


def test_a_player_is_found_by_a_part_of_the_name(looker: Looker) -> None:
    page = looker.page
    looker.go("players")
    page.get_by_label("Name or team").fill("inigo valcarez")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody tr a")).to_have_text("Íñigo Válcarez")

"""Documents that are missing, old, unreadable or hostile, as a reader sees them."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.site.looking import LIVE, Looker

pytestmark = pytest.mark.integration

HOSTILE = "<img src=x onerror=\"document.title='taken'\"><script>document.title='taken'</script>"


@pytest.fixture
def looker(troubled: Looker) -> Looker:
    return troubled


@pytest.mark.parametrize(
    ("view", "path", "what"),
    [
        ("", LIVE, "live scores"),
        ("", "v1/tonight/all-players.json", "list of tonight's players"),
        ("grading", "v1/live-grading/latest.json", "live grading"),
        ("trends", "v1/trends/whos-hot-v2.json", "list of hot and cold players"),
        ("players", "v1/players/index.json", "list of players"),
        ("systems", "v1/systems/performance.json", "performance of the systems"),
        ("status", "v1/status.json", "status"),
    ],
)
@pytest.mark.parametrize(
    ("status", "told"), [(404, "It is not published"), (503, "The server answers 503")]
)
def test_a_document_that_fails_is_named(
    returning: Looker, view: str, path: str, what: str, status: int, told: str
) -> None:
    returning.leave()
    returning.fail(path, status)
    returning.go(view)
    alert = returning.page.get_by_role("alert").filter(has_text=f"No {what}")
    expect(alert).to_contain_text(told)
    expect(alert).to_contain_text(path.removeprefix("v1/"))


def test_a_document_that_is_no_json_is_named(looker: Looker) -> None:
    looker.page.route("**/v1/status.json", lambda route: route.fulfill(body="<html>"))
    looker.go("status")
    expect(looker.page.get_by_role("alert")).to_contain_text("It is not readable")


def test_what_was_read_stays_when_the_server_goes_away_and_comes_back(looker: Looker) -> None:
    page = looker.page
    looker.go("grading")
    rows = page.locator("tbody tr").count()
    page.route("**/v1/**", lambda route: route.abort())
    flag = page.locator(".flag").filter(has_text="It cannot be reached now")
    expect(flag).to_be_visible(timeout=45_000)
    assert page.locator("tbody tr").count() == rows > 0
    page.unroute("**/v1/**")
    expect(flag).to_be_hidden(timeout=45_000)


def test_scores_that_a_dead_job_left_are_shown_as_old(looker: Looker) -> None:
    instant = datetime.fromisoformat("2025-12-28T02:00:00+00:00")

    def leave(body: dict[str, Any]) -> None:
        body["updated_at"] = instant.isoformat()
        body["games"][0]["status"] = "in_progress"

    looker.change(LIVE, leave, format_datetime(instant + timedelta(minutes=25), usegmt=True))
    for other in ("v1/tonight/all-players.json", "v1/live-grading/latest.json"):
        looker.fail(other, 404)
    looker.go("")
    scores = looker.page.locator(".asof").filter(has_text="Scores as of 9:00 PM ET, 25 min ago")
    expect(scores.get_by_text("Old", exact=True)).to_be_visible()


def test_scores_of_the_evening_before_are_not_shown_as_tonights(looker: Looker) -> None:
    def tomorrow(body: dict[str, Any]) -> None:
        body["game_date"] = "2025-12-28"

    looker.change("v1/tonight/all-players.json", tomorrow)
    looker.go("")
    expect(looker.page.get_by_role("heading", level=1)).to_contain_text("Sun 28 Dec")
    assert "No game has begun. The last scores are of Sat 27 Dec." in looker.main()
    scores = looker.page.locator("[data-score]").all_inner_texts()
    assert not any(score.isdigit() for score in scores)
    assert scores


def test_hostile_texts_are_shown_as_text(looker: Looker) -> None:
    def hostile(body: Any) -> None:
        if isinstance(body, dict):
            for key, value in body.items():
                if key in ("name", "player_name", "player_full_name", "message", "display_name"):
                    body[key] = HOSTILE
                else:
                    hostile(value)
        elif isinstance(body, list):
            for value in body:
                hostile(value)

    page = looker.page
    looker.change("v1/**", hostile)
    for view in ("", "grading", "trends", "players", "systems", "status"):
        looker.go(view)
        assert HOSTILE in looker.main(), view
        assert page.locator("main img, main script").count() == 0
        assert page.title() != "taken"
    page.goto(f"{looker.address}#/player/{HOSTILE}")
    expect(page.get_by_role("heading", level=1)).to_have_text(HOSTILE)
    assert page.locator("main img, main script").count() == 0


def test_a_hostile_lookup_leaves_neither_the_site_nor_the_documents(looker: Looker) -> None:
    def hostile(body: dict[str, Any]) -> None:
        for player in body["games"][0]["players"]:
            player["player_lookup"] = f"../../secret/{player['player_lookup']}"

    looked: list[str] = []
    looker.page.on("request", lambda request: looked.append(request.url))
    looker.change("v1/tonight/all-players.json", hostile)
    looker.go("")
    link = looker.page.locator('a[href*="secret"]').first
    name = link.get_attribute("href") or ""
    link.click()
    looker.page.wait_for_selector('main[aria-busy="false"] .notice.wrong')
    assert name.startswith("#/player/..%2F..%2Fsecret%2F")
    assert f"{looker.address}v1/players/{name.removeprefix('#/player/')}.json" in looked
    assert not [url for url in looked if "/secret" in url]

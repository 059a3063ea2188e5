"""Every view, in both themes, on a phone and at a desktop, looked through by axe."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import orjson
import pytest
from playwright.sync_api import Browser, Route

from tests.site.looking import Looker
from tests.site.midway import GRADING, Midway

pytestmark = pytest.mark.integration

VIEWS = {
    "tonight": "",
    "grading": "grading",
    "trends": "trends",
    "players": "players",
    "nobody": "player/nobody",
    "systems": "systems",
    "status": "status",
    "nowhere": "nowhere",
}

A_NIGHT = 120
"""Seconds after which the night is over, however slow the machine."""


def go_back_to(midway: Midway, looker: Looker) -> None:
    """From now on the page reads what was public in the middle of the night, as of then."""
    midway.join(A_NIGHT)
    looks = 0

    def fulfil(route: Route) -> None:
        nonlocal looks
        path = route.request.url.removeprefix(looker.address)
        body = orjson.loads(midway.bodies[path])
        if path == GRADING:
            # Two looks of different times are a curve of the win rate.
            looks += 1
            updated_at = datetime.fromisoformat(body["updated_at"]) + timedelta(seconds=looks)
            body["updated_at"] = updated_at.isoformat()
        route.fulfill(json=body, headers={"date": midway.date})

    looker.change("v1/**", lambda _: None, midway.date)
    for path in midway.bodies:
        looker.page.route(f"**/{path}", fulfil)


@pytest.mark.parametrize("width", [360, 1280])
def test_nobody_is_kept_out(
    browser: Browser, night: str, midway: Midway, axe: str, screenshots: Path, width: int
) -> None:
    looker = Looker(browser, night, width)
    page = looker.page
    go_back_to(midway, looker)
    looker.go("")
    page.evaluate(axe)
    player = page.locator("tbody a").first.get_attribute("href") or ""
    found: list[str] = []
    for name, view in {**VIEWS, "player": player.removeprefix("#/")}.items():
        looker.go(view)
        if name == "grading":
            page.wait_for_selector('[data-key="rate-chart"]')
            assert page.locator(".verdict .early").count() > 0
        found += looker.look_through(screenshots, name)
        # Nothing is wider than the page; a wide table scrolls by itself.
        assert page.evaluate("document.documentElement.scrollWidth") == width, name
    looker.close()
    assert found == []
    # Nobody's player has no document: that is all that the console may say.
    assert all("404" in one for one in looker.wrong)

"""Every view, in both themes, on a phone and at a desktop, looked through by axe."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.site.looking import Looker

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
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

LOOK = """async (rules) => {
  const found = await axe.run(document, { runOnly: rules, resultTypes: ["violations"] });
  const told = (one) => (node) => `${one.id}: ${node.html} ${node.failureSummary}`;
  return found.violations.flatMap((one) => one.nodes.map(told(one)));
}"""


@pytest.mark.parametrize("width", [360, 1280])
def test_nobody_is_kept_out(
    browser: Browser, night: str, axe: str, screenshots: Path, width: int
) -> None:
    looker = Looker(browser, night, width)
    page = looker.page
    looker.go("")
    page.evaluate(axe)
    player = page.locator("tbody a").first.get_attribute("href") or ""
    found: list[str] = []
    for name, view in {**VIEWS, "player": player.removeprefix("#/")}.items():
        looker.go(view)
        for theme in ("light", "dark"):
            found += [f"{name} {theme}: {one}" for one in page.evaluate(LOOK, RULES)]
            page.screenshot(path=screenshots / f"{name}-{width}-{theme}.png")
            page.locator("#theme").click()
        # Nothing is wider than the page; a wide table scrolls by itself.
        assert page.evaluate("document.documentElement.scrollWidth") == width, name
    looker.close()
    assert found == []
    # Nobody's player has no document: that is all that the console may say.
    assert all("404" in one for one in looker.wrong)

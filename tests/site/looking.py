"""One reader of the site in a browser context of his own."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any

import orjson
from playwright.sync_api import Browser, ConsoleMessage, Error, Route

LIVE = "v1/live/latest.json"

DRAWN = """(page) => {
  const main = document.querySelector("main");
  return main?.dataset.page === page && main.getAttribute("aria-busy") === "false";
}"""

# A setting of the page, before its scripts read it. A route would switch the browser's cache off.
OFTEN = """new MutationObserver(() => {
  document.querySelector('meta[name="courtside-poll-seconds"]')?.setAttribute("content", "1");
}).observe(document, { childList: true, subtree: true });"""

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

LOOK = """async (rules) => {
  const found = await axe.run(document, { runOnly: rules, resultTypes: ["violations"] });
  const told = (one) => (node) => `${one.id}: ${node.html} ${node.failureSummary}`;
  return found.violations.flatMap((one) => one.nodes.map(told(one)));
}"""

Change = Callable[[Any], None]


class Looker:
    """A page that looks every second; in `wrong` is all that its console complains of."""

    def __init__(self, browser: Browser, address: str, width: int, height: int = 900) -> None:
        self.address = address
        self.width = width
        self.wrong: list[str] = []
        self._context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="light",
            reduced_motion="reduce",
        )
        self._context.add_init_script(OFTEN)
        self.page = self._context.new_page()
        self.page.on("console", self._said)
        self.page.on("pageerror", self._failed)

    def go(self, view: str) -> None:
        """Opens a view, and returns when each of its documents was looked at."""
        self.page.goto(f"{self.address}#/{view}")
        self.page.wait_for_function(DRAWN, arg=f"#/{view}")

    def main(self) -> str:
        """The text of the page between its header and its footer."""
        return self.page.locator("main").inner_text()

    def look_through(self, pictures: Path, name: str) -> list[str]:
        """What axe, which is on the page, finds in both themes; leaves a picture of each."""
        found: list[str] = []
        for theme in ("light", "dark"):
            found += [f"{name} {theme}: {one}" for one in self.page.evaluate(LOOK, RULES)]
            self.page.screenshot(path=pictures / f"{name}-{self.width}-{theme}.png")
            self.page.locator("#theme").click()
        return found

    def change(self, path: str, change: Change, date: str | None = None) -> None:
        """From now on the page reads a document in which `change` changed something, at `date`."""

        def fulfil(route: Route) -> None:
            asked = {k: v for k, v in route.request.headers.items() if k != "if-none-match"}
            answer = route.fetch(headers=asked)
            if answer.status != HTTPStatus.OK:
                route.fulfill(response=answer)
                return
            body = answer.json()
            change(body)
            headers = {**answer.headers, "cache-control": "no-store"}
            if date is not None:
                headers["date"] = date
            route.fulfill(response=answer, body=orjson.dumps(body), headers=headers)

        self.page.route(f"**/{path}", fulfil)

    def fail(self, path: str, status: int) -> None:
        """From now on a document is answered with a status and no body."""
        self.page.route(f"**/{path}", lambda route: route.fulfill(status=status, body=""))

    def leave(self) -> None:
        """Goes elsewhere: the next visit knows nothing of this one, and reads what is published."""
        self.page.goto("about:blank")
        self.page.unroute_all(behavior="ignoreErrors")

    def close(self) -> None:
        """Ends the reader's visit."""
        self.page.unroute_all(behavior="ignoreErrors")
        self._context.close()

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.wrong.append(message.text)

    def _failed(self, error: Error) -> None:
        self.wrong.append(str(error))

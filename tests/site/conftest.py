"""A night that is being played and served by `make demo`, and a browser that looks at it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.servers import emulators, free_port, missing, running, wait_for
from tests.site.looking import Looker
from tests.site.midway import Midway

SPEED = "300"
"""A flush of the night two times a second; it lasts almost two minutes, on a busy machine too."""

# Other work may have the machine; what never comes is waited for in vain only once.
expect.set_options(timeout=20_000)

_SCREENSHOTS = Path(__file__).parents[2] / "out-private" / "screenshots"


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium without a window; its event loop is not left running for the tests of others."""
    binary = emulators() / "browser" / "chromium"
    if not binary.exists():
        absent = emulators() / "browser.absent"
        if absent.exists():
            pytest.skip(absent.read_text())
        missing(f"no {binary}: run `make emulators`")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=binary)
        yield chromium
        chromium.close()


@pytest.fixture(scope="package")
def night(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a demo that plays its night from now on; no browser, no night.

    What needs a night that goes on comes first: `test_live.py`, and in it what waits for games.
    """
    port = free_port()
    output = tmp_path_factory.mktemp("night") / "out"
    command = [sys.executable, "-m", "demo", "--serve", "--speed", SPEED]
    with running([*command, "--port", str(port), "--output", str(output)]) as process:
        address = f"http://127.0.0.1:{port}/"
        wait_for(process, f"{address}v1/live/latest.json")
        yield address


@pytest.fixture(scope="package", autouse=True)
def midway(night: str) -> Midway:
    """The middle of the night, which is waited for from its beginning on."""
    moment = Midway(night)
    moment.start()
    return moment


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe, which finds what keeps people out."""
    return files("axe_playwright_python").joinpath("axe.min.js").read_text()


@pytest.fixture(scope="session")
def screenshots() -> Path:
    """The folder in which screenshots are kept."""
    folder = Path(os.environ.get("COURTSIDE_SCREENSHOTS", _SCREENSHOTS))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def looker(browser: Browser, night: str) -> Iterator[Looker]:
    """Somebody at a desktop with the light theme; nothing may go wrong in the console."""
    looking = Looker(browser, night, width=1280)
    yield looking
    looking.close()
    assert looking.wrong == []


@contextmanager
def _forgiven(browser: Browser, night: str) -> Iterator[Looker]:
    looking = Looker(browser, night, width=1280)
    yield looking
    looking.close()
    assert [one for one in looking.wrong if "Failed to load resource" not in one] == []


@pytest.fixture
def troubled(browser: Browser, night: str) -> Iterator[Looker]:
    """Somebody at a desktop; the console says which documents failed, and nothing else."""
    with _forgiven(browser, night) as looking:
        yield looking


@pytest.fixture(scope="module")
def returning(browser: Browser, night: str) -> Iterator[Looker]:
    """The same one, who comes again and again: a new browser context takes longer than a visit."""
    with _forgiven(browser, night) as looking:
        yield looking

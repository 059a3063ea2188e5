"""What the demo publishes, made once for the tests of the contract."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from demo.__main__ import main


@pytest.fixture(scope="session")
def demo_output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The public folder after the demo's day and night."""
    logger = logging.getLogger("courtside.publish")
    before = logger.level, logger.propagate, list(logger.handlers)
    output = tmp_path_factory.mktemp("demo") / "out"
    code = main(["--output", str(output)])
    # The demo listens to the publisher's log; nobody else's test should.
    logger.level, logger.propagate, logger.handlers = before
    assert code == 0
    return output

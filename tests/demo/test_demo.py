"""`make demo` as a stranger runs it."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import orjson
import pytest

from demo.__main__ import INTERRUPTED, main
from publishing.exports import EXPORTS
from publishing.families import FAMILIES, family_of
from tests.schemas import published

LIVE = ("live/", "live-grading/", "status.json")
"""The documents of the night; the others are those of the day around it."""


@pytest.fixture(autouse=True)
def quiet_afterwards() -> Iterator[None]:
    """The demo listens to the publisher's log; nobody else's test should."""
    logger = logging.getLogger("courtside.publish")
    before = logger.level, logger.propagate, list(logger.handlers)
    yield
    logger.level, logger.propagate, logger.handlers = before


def test_the_night_is_published_and_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "out"
    assert main(["--output", str(output)]) == 0
    every = published(output)
    documents = {path: body for path, body in every.items() if path.startswith(LIVE)}
    assert len(documents) == 5
    scores = orjson.loads(documents["live/latest.json"])
    grading = orjson.loads(documents["live-grading/latest.json"])["summary"]
    said = capsys.readouterr().out
    assert f"The night: {scores['games_final']} of {scores['total_games']} games final" in said
    assert f"{grading['correct']} picks correct, {grading['incorrect']} incorrect" in said
    for path, body in documents.items():
        assert f"{len(body):>9,} bytes" in said
        assert path in said
    # The documents of the day, a line per family.
    by_family: dict[str, list[str]] = {}
    for path in every:
        family = family_of(path)
        assert family is not None
        by_family.setdefault(family.name, []).append(path)
    assert by_family.keys() == {family.name for family in FAMILIES}
    for export in EXPORTS:
        paths = by_family[export.name.replace("_", "-")]
        size = sum(len(every[path]) for path in paths)
        assert f"{len(paths):>5,} objects {size:>12,} bytes" in said
    assert "dead letters" not in said.partition("Documents of the day")[2]
    # Progress on the way: past midnight, and each of the six finals.
    assert "Sun 12:" in said
    assert all(f"{finals} final" in said for finals in range(1, 7))
    assert "Traceback" not in said
    # The preview site was up meanwhile, and is down with the demo.
    address = said.partition("The preview site, while the night runs: ")[2].split()[0]
    with pytest.raises(urllib.error.URLError, match="refused"):
        urllib.request.urlopen(address, timeout=5)


@pytest.mark.parametrize("speed", ["fast", "0", "inf", "nan"])
def test_a_speed_that_is_none_is_refused(speed: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--speed", speed])
    assert "--speed" in capsys.readouterr().err


@pytest.mark.slow
def test_a_second_demo_begins_anew(tmp_path: Path) -> None:
    output = tmp_path / "out"
    (output / "live").mkdir(parents=True)
    (output / "live" / "2020-01-01.json").write_text("{}")
    assert main(["--output", str(output), "--season", "8"]) == 0
    assert not (output / "live" / "2020-01-01.json").exists()


@pytest.mark.slow
@pytest.mark.parametrize("serve", [[], ["--serve"]], ids=["alone", "serving"])
def test_a_night_that_is_interrupted_ends_with_one_sentence(
    tmp_path: Path, serve: list[str]
) -> None:
    command = [sys.executable, "-m", "demo", *serve, "--speed", "60"]
    with subprocess.Popen(
        [*command, "--output", str(tmp_path / "out")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.default_int_handler),
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert any("games:" in line for line in process.stdout)
        os.killpg(process.pid, signal.SIGINT)
        said = process.stdout.read()
        assert process.wait(10) == INTERRUPTED
        assert said.splitlines()[-2:] == ["", "Ended before the night was over."]
        assert process.stderr.read() == ""
        with pytest.raises(ProcessLookupError):
            os.killpg(process.pid, 0)
    # What is public is whole: it was replaced, never rewritten.
    scores = orjson.loads((tmp_path / "out" / "live" / "latest.json").read_bytes())
    assert scores["games_final"] == 0


@pytest.mark.slow
def test_a_demo_that_serves_stays_up_until_it_is_interrupted(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "demo", "--serve", "--speed", "max"]
    with subprocess.Popen(
        [*command, "--output", str(tmp_path / "out")],
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.default_int_handler),
    ) as process:
        assert process.stdout is not None
        address = ""
        for line in process.stdout:
            if line.startswith("The preview site stays up at "):
                address = line.split()[6]
                break
        with urllib.request.urlopen(f"{address}v1/live/latest.json", timeout=5) as answer:
            assert orjson.loads(answer.read())["games_final"] == 6
            # The night's clock goes on where the night ended.
            assert answer.headers["Date"].startswith("Sun, 28 Dec 2025 06:0")
        process.send_signal(signal.SIGINT)
        assert process.stdout.read() == "\nEnded.\n"
        assert process.wait(10) == 0

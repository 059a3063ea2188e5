"""The real `courtside api` as a process: crowds and hostile callers, and nothing is written."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import orjson
import pytest
import requests

from publishing.documents import digest
from publishing.services.serving.patient import Limits
from tests.pipelines.export_runs import Export
from tests.pipelines.small_games import AFTER, BEFORE, DAY, PLAYERS
from tests.pipelines.small_league import small_league
from tests.pipelines.small_warehouse import write
from tests.services.test_patient import answer

pytestmark = pytest.mark.integration

START_SECONDS = 60.0
SOMEBODY = sorted(PLAYERS)[0]
SEASON = f"/v1/players/{SOMEBODY}/season/2025-26"
CROWD = 1000

HOSTILE = (
    "/v1/../../../../etc/passwd",
    "/v1/%2e%2e/%2e%2e/etc/passwd",
    "/v1/..%2f..%2fprivate%2fsecret.json",
    "/v1/players/../../private/secret/season/2025-26",
    "/v1/players/..%5c..%5cwindows/season/2025-26",
    f"/v1/players/{'a' * 10_000}/season/2025-26",
    f"/v1/players/{'%C4%8D' * 3000}/season/2025-26",
    "/v1/players/%00/season/2025-26",
    "/v1/players/%E2%80%AEkcid/season/2025-26",
    "/v1/players/%F0%9F%92%A9/game-report/2026-01-14",
    "/v1/players/%ff%fe/season/2025-26",
    f"/v1/players/{SOMEBODY}/game-report/2026-02-30",
    f"/v1/players/{SOMEBODY}/game-report/0000-00-00",
    f"/v1/players/{SOMEBODY}/season/2025-26' OR '1'='1",
    f"/v1/players/{SOMEBODY}/season/2025-26%22%20OR%20TRUE",
    f"/v1/players/{SOMEBODY}/season/$(id)",
    f"{SEASON}?as_of=%00",
    f"{SEASON}?as_of=" + "9" * 9000,
    "/v1/tonight/player/%2e%2e.json",
    "/v1/status.json.meta",
    "/v1/.lock",
    "/v1/live/",
    "/.env",
)
LEAKS = re.compile(rb"Traceback|File \"|site-packages|/tmp/|/dev/shm/|secret|root:|Error\b")


@dataclass(frozen=True)
class Process:
    """A service that listens, where it reads, and what it has said."""

    child: subprocess.Popen[bytes]
    port: int
    folder: Path

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=30)


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    folder = tmp_path_factory.mktemp("api")
    warehouse = write(small_league(), folder / "warehouse")
    Export(folder).go(warehouse, "--engine=inline", f"--as_of={BEFORE}")
    (folder / "private").mkdir()
    (folder / "private" / "secret.json").write_text('{"secret": true}')
    command = [
        *(sys.executable, "-m", "publishing.cli", "api", f"--warehouse=parquet:{warehouse}"),
        *(f"--output={folder / 'out'}", "--host=127.0.0.1", "--port=0", f"--clock={AFTER}"),
    ]
    log = folder.parent / f"{folder.name}.log"
    with log.open("w") as lines, subprocess.Popen(command, stderr=lines) as child:
        try:
            yield Process(child, _port(child, log), folder)
        finally:
            child.send_signal(signal.SIGTERM)
            assert child.wait(30) == 0
    said = log.read_text()
    assert "Traceback" not in said, said


def _port(child: subprocess.Popen[bytes], log: Path) -> int:
    ends = time.monotonic() + START_SECONDS
    while child.poll() is None and time.monotonic() < ends:
        if found := re.search(r"listening .*port=(\d+)", log.read_text()):
            return int(found[1])
        time.sleep(0.05)
    pytest.fail(log.read_text())


def files(folder: Path) -> dict[str, tuple[int, str]]:
    return {
        str(file): (file.stat().st_mtime_ns, digest(file.read_bytes()))
        for file in folder.rglob("*")
        if file.is_file()
    }


def is_well(process: Process) -> bool:
    said = requests.get(process.address + SEASON, timeout=30)
    return said.status_code == 200 and said.json()["player_lookup"] == SOMEBODY


def test_hostile_paths_are_refused_in_words_and_nothing_is_written(process: Process) -> None:
    before = files(process.folder)
    for path in HOSTILE:
        line = process.connect()
        with line:
            line.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
            status, headers, body = answer(line)
        # Whatever is no request at all is refused by the server itself, in the same words.
        assert status in (400, 404), path
        assert headers["content-type"] == "application/problem+json", path
        assert orjson.loads(body)["status"] == status
        assert not LEAKS.search(body), (path, body)
        assert len(body) < 400
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        said = requests.request(method, process.address + SEASON, data=b"x" * 5_000_000, timeout=30)
        assert said.status_code == 405
    assert is_well(process)
    assert files(process.folder) == before


def test_a_thousand_at_once_are_answered_or_told_to_come_again(process: Process) -> None:
    paths = [
        f"/v1/players/{player}/{what}"
        for player in PLAYERS
        for what in ("season/2025-26", f"game-report/{DAY}")
    ] + ["/v1/tonight/all-players.json", "/v1/players/nosuchplayer/season/2025-26"]
    # Made once: from then on it is no work, which is done when there is time for it.
    for path in paths:
        assert requests.get(process.address + path, timeout=30).status_code in (200, 404)
    lines = [process.connect() for _ in range(CROWD)]
    try:
        for number, line in enumerate(lines):
            path = paths[number % len(paths)]
            line.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        codes = []
        for line in lines:
            status, headers, body = answer(line)
            codes.append(status)
            assert orjson.loads(body)
            assert status in (200, 404, 503)
            assert ("retry-after" in headers) is (status == 503)
    finally:
        for line in lines:
            line.close()
    # However slow the machine is: of those that come late in a turn, a few are still answered.
    assert len(codes) - codes.count(503) >= Limits().few
    assert is_well(process)


def test_slow_callers_delay_nobody(process: Process) -> None:
    silent = [process.connect() for _ in range(300)]
    try:
        for line in silent[:150]:
            line.sendall(b"GET /v1/players/")
        with ThreadPoolExecutor(8) as pool:
            began = time.monotonic()
            assert all(pool.map(lambda _: is_well(process), range(100)))
            assert time.monotonic() - began < 20
    finally:
        for line in silent:
            line.close()


def test_it_ends_when_it_is_asked_to_and_says_what_stops_it(process: Process) -> None:
    command = [sys.executable, "-m", "publishing.cli", "api"]
    nothing = subprocess.run(
        [*command, "--port=x", "--origins=*"], capture_output=True, text=True, timeout=60
    )
    assert nothing.returncode == 2
    for word in ("warehouse", "output", "port", "origins"):
        assert f"error: --{word}: " in nothing.stderr
    absent = process.folder / "none"
    places = [f"--warehouse=parquet:{absent}", f"--output={absent}"]
    missing = subprocess.run([*command, *places], capture_output=True, text=True, timeout=60)
    assert missing.returncode == 2
    assert len(missing.stderr.splitlines()) == 2
    assert not absent.exists()
    there = [
        f"--warehouse=parquet:{process.folder / 'warehouse'}",
        f"--output={process.folder / 'out'}",
        "--dry_run",
    ]
    dry = subprocess.run(
        [*command, *there], capture_output=True, text=True, timeout=60, env={**os.environ}
    )
    assert (dry.returncode, dry.stderr) == (0, "")
    assert "would listen on port 8080" in dry.stdout

"""Real servers of other people on loopback, for the tests marked `integration`.

Each has a virtual environment of its own under `COURTSIDE_EMULATORS` (by default `.emulators`
in the repository), made by `make emulators`.
"""

from __future__ import annotations

import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest

READY_SECONDS = 30.0
END_SECONDS = 10.0

_ROOT = Path(__file__).resolve().parents[1]


def emulators() -> Path:
    """The folder of the servers' environments."""
    return Path(os.environ.get("COURTSIDE_EMULATORS", _ROOT / ".emulators"))


@contextmanager
def gcs_server() -> Iterator[str]:
    """A fake-gcs-server with empty memory; yields its address."""
    binary = _binary("gcs", "fake-gcs-server-linux-amd64")
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    # By default it speaks https to the whole network.
    command = [
        str(binary),
        *("-scheme", "http", "-backend", "memory"),
        *("-host", "127.0.0.1", "-port", str(port)),
        *("-external-url", address, "-public-host", f"127.0.0.1:{port}"),
    ]
    with running(command) as process:
        wait_for(process, f"{address}/storage/v1/b?project=test")
        yield address


@contextmanager
def pubsub_server(port: int | None = None) -> Iterator[str]:
    """Google's Pub/Sub emulator with empty memory; yields `host:port`."""
    command = emulators() / "pubsub" / "bin" / "cloud-pubsub-emulator"
    if not command.exists():
        absent = emulators() / "pubsub.absent"
        if absent.exists():
            pytest.skip(absent.read_text())
        missing(f"no {command}: run `make emulators`")
    port = port or free_port()
    # Half a gigabyte of heap is plenty; by default it takes a quarter of the machine.
    environment = {**os.environ, "JAVA_OPTS": "-Xmx512m"}
    with running([str(command), "--host=127.0.0.1", f"--port={port}"], environment) as process:
        wait_for(process, f"http://127.0.0.1:{port}/")
        yield f"127.0.0.1:{port}"


def free_port() -> int:
    """A port of loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(
    command: list[str], environment: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """The command as a child, ended by its own pid."""
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(END_SECONDS)


def wait_for(process: subprocess.Popen[bytes], url: str) -> None:
    """Returns when `url` answers; fails when the process ends or takes too long."""
    ends = time.monotonic() + READY_SECONDS
    while time.monotonic() < ends:
        if process.poll() is not None:
            pytest.fail(f"the server ended with {process.returncode}")
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.02)
    pytest.fail(f"no answer from {url} within {READY_SECONDS:.0f} s")


def _binary(environment: str, name: str) -> Path:
    found = next((emulators() / environment).rglob(name), None)
    if found is None:
        missing(f"{name} is not under {emulators() / environment}: run `make emulators`")
    return found


def missing(sentence: str) -> NoReturn:
    """Fails where everything must be tested, and skips the test elsewhere."""
    if os.environ.get("CI_FULL") == "1":
        pytest.fail(sentence)
    pytest.skip(sentence)

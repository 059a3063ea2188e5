"""A BigQuery emulator on loopback, for the tests marked `integration`."""

from __future__ import annotations

import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from publishing.adapters.bigquery_clients import GRPC_VARIABLE, REST_VARIABLE, Emulator
from tests.servers import READY_SECONDS, emulators, free_port, missing, running, wait_for


@contextmanager
def bigquery_server() -> Iterator[Emulator]:
    """A bqemulator with empty memory; yields where it listens."""
    command = emulators() / "bigquery" / "bin" / "bqemulator"
    if not command.exists():
        missing(f"no {command}: run `make emulators`")
    rest, storage = free_port(), free_port()
    with tempfile.TemporaryDirectory() as scratch:
        # DuckDB looks for its extensions in HOME; uploads are kept in TMPDIR while they are read.
        environment = {
            **os.environ,
            "HOME": str(emulators() / "bigquery" / "home"),
            "TMPDIR": scratch,
        }
        arguments = ["start", "--rest-port", str(rest), "--grpc-port", str(storage)]
        with running([str(command), *arguments], environment) as process:
            wait_for(process, f"http://127.0.0.1:{rest}/readyz")
            _wait_for_port(process, storage)
            yield Emulator(f"http://127.0.0.1:{rest}", f"127.0.0.1:{storage}")


def variables(emulator: Emulator) -> dict[str, str]:
    """The environment with which a process uses the emulator."""
    return {REST_VARIABLE: emulator.rest, GRPC_VARIABLE: emulator.grpc}


def _wait_for_port(process: subprocess.Popen[bytes], port: int) -> None:
    ends = time.monotonic() + READY_SECONDS
    while time.monotonic() < ends and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.02)
    pytest.fail(f"nothing listens on port {port}")

"""Serves an application until it is asked to end."""

from __future__ import annotations

import logging
import signal
import socket
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import uvicorn

log = logging.getLogger("courtside.http")

GRACE_SECONDS = 8
"""How long what is being answered may still take after SIGTERM."""

MOST_AT_ONCE = 100
"""Requests at a time; more are told to come again."""

NOTHING_ELSE: Mapping[str, Any] = MappingProxyType({})


def serve(
    app: Any, host: str, port: int, settings: Mapping[str, Any] = NOTHING_ELSE, backlog: int = 128
) -> int:
    """Serves until SIGTERM or SIGINT; 0, or 2 when it cannot listen. Port 0 is a free one.

    `settings` are uvicorn's own, where a service has others.
    """
    try:
        listener = socket.create_server((host, port), backlog=backlog)
    except OSError as problem:
        print(f"error: cannot listen on {host}:{port}: {problem.strerror}")
        return 2
    # Else the last part of an answer waits for the caller to say that he has the first.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    log.info("listening address=%s port=%d", host, listener.getsockname()[1])
    usual: dict[str, Any] = {
        "log_config": None,
        "access_log": False,
        "server_header": False,
        "limit_concurrency": MOST_AT_ONCE,
        "timeout_keep_alive": 30,
        "timeout_graceful_shutdown": GRACE_SECONDS,
    }
    config = uvicorn.Config(app, **{**usual, **settings})
    server = uvicorn.Server(config)

    def end(_: int, __: object) -> None:
        server.should_exit = True

    # uvicorn sends itself the signal once more when all is answered: that is no way to die.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    server.run(sockets=[listener])
    return 0

"""The live documents of one moment of the night, for whoever looks at them when it is over."""

from __future__ import annotations

import time
import urllib.request
from threading import Thread

import orjson

SCORES, GRADING, STATUS = "v1/live/latest.json", "v1/live-grading/latest.json", "v1/status.json"


class Midway(Thread):
    """Keeps what is public when a game is final and a pick was decided in one that still runs.

    `date` is the server's at that time.
    """

    def __init__(self, address: str) -> None:
        super().__init__(daemon=True)
        self.bodies: dict[str, bytes] = {}
        self.date = ""
        self._address = address

    def run(self) -> None:
        """Looks until it is so, or until the server has gone."""
        while not self.bodies:
            try:
                found = {path: self._read(path) for path in (STATUS, GRADING, SCORES)}
            except OSError:
                return
            rows = orjson.loads(found[GRADING])["predictions"]
            running = [row for row in rows if row["game_status"] == "in_progress"]
            early = any(row["result"] in ("WIN", "LOSS") for row in running)
            if early and orjson.loads(found[SCORES])["games_final"]:
                self.bodies = found
            else:
                time.sleep(0.1)

    def _read(self, path: str) -> bytes:
        with urllib.request.urlopen(self._address + path, timeout=10) as answer:
            self.date = answer.headers["Date"]
            return bytes(answer.read())

"""`openapi.json`, made from the routes and the documents' types: `make contract` writes it."""

from __future__ import annotations

from pathlib import Path

from publishing.openapi import description

FILE = Path(__file__).parent / "openapi.json"


def stale() -> bool:
    """Whether the file is not that of the declarations."""
    return not FILE.is_file() or FILE.read_bytes() != description()


def write() -> bool:
    """Brings the file up to date; whether it changed."""
    changed = stale()
    FILE.write_bytes(description())
    return changed

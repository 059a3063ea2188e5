"""A small warehouse for the stories of messages, runs and rounds."""

from __future__ import annotations

from tests.pipelines.conftest import small_warehouse

__all__ = ["small_warehouse"]

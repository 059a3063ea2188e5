"""Shots as a box score writes them."""

from __future__ import annotations


def made_of_tried(made: int | None, tried: int | None) -> str | None:
    """`7/15`; None without an attempt."""
    return f"{made or 0}/{tried}" if tried else None

"""Texts whose wording is free: sentences for display, methodology, descriptions (D26)."""

from __future__ import annotations

from typing import Final


class FreeText:
    """Equal to every text that is not empty, and to nothing else but itself."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FreeText) or (isinstance(other, str) and other != "")

    def __hash__(self) -> int:
        return hash(FreeText)

    def __repr__(self) -> str:
        return "<text>"


class Saying(FreeText):
    """Equal to every text that says these words, in whatever case and with whatever around."""

    def __init__(self, *words: str) -> None:
        self.words = words

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str) and all(word in other.lower() for word in self.words)

    def __hash__(self) -> int:
        return hash(self.words)

    def __repr__(self) -> str:
        return f"<{' … '.join(self.words)}>"


class NoNumber(FreeText):
    """Equal to every text without a digit that is not empty."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str) and other != "" and not any(map(str.isdigit, other))

    def __hash__(self) -> int:
        return hash(NoNumber)

    def __repr__(self) -> str:
        return "<text without a number>"


TEXT: Final = FreeText()
"""Stands in an expected document where any words may stand."""

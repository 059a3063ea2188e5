"""What a runner keeps for a slate: its bag, its values and its timers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


class Cell:
    def __init__(self) -> None:
        self.value: bytes | None = None

    def read(self) -> bytes | None:
        return self.value

    def write(self, value: bytes) -> None:
        self.value = value


class Bag(list[bytes]):
    def add(self, value: bytes) -> None:
        self.append(value)

    def read(self) -> list[bytes]:
        return list(self)


class Timer:
    def __init__(self) -> None:
        self.at: Any = None

    def set(self, at: Any) -> None:
        self.at = at

    def clear(self) -> None:
        self.at = None


@dataclass
class State:
    """What a runner keeps for one slate."""

    events: Bag = field(default_factory=Bag)
    slate: Cell = field(default_factory=Cell)
    clock: Cell = field(default_factory=Cell)
    end: Timer = field(default_factory=Timer)
    silence: Timer = field(default_factory=Timer)

"""What a person is told when something needs one (I-13)."""

from __future__ import annotations

from typing import Literal

import msgspec


class Alert(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One alert. `raised_at` is an instant in RFC 3339; equal alerts have equal ids."""

    id: str
    raised_at: str
    severity: Literal["warning", "error", "critical"]
    subject: str
    text: str

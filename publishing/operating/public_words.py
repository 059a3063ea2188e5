"""What a public sentence may say of a private place: nothing."""

from __future__ import annotations

import re

LONGEST = 300
"""Characters of a public message."""

_PLACE = re.compile(r"\S*[/@\\]\S*")


def in_public(message: str) -> str:
    """The message without the names of places, accounts and files, and not too long.

    The log and the alert have them; a public status is read by everybody.
    """
    return _PLACE.sub("…", message)[:LONGEST]

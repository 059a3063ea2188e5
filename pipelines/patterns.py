"""What the options of a template take, as regular expressions: never more than the job does.

They are checked before a container starts, by an engine without look-ahead: what depends on another
option, and the one word that is no player, are left to the job.
"""

from __future__ import annotations

from collections.abc import Iterable

BOOLEAN = ("true", "false")

_YEAR = r"20[0-9][0-9]"
_LEAP_YEAR = r"20(?:[02468][048]|[13579][26])"
_MONTHS = (
    r"(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])",
    r"(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)",
    r"02-(?:0[1-9]|1[0-9]|2[0-8])",
)
_DAY = f"(?:{_YEAR}-(?:{'|'.join(_MONTHS)})|{_LEAP_YEAR}-02-29)"
_TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
_INSTANT = rf"{_DAY}T{_TIME}(?:\.[0-9]{{1,6}})?(?:Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])"

_PROJECT_ID = r"[a-z][a-z0-9-]{4,28}[a-z0-9]"
_RESOURCE = r"[A-Za-z][A-Za-z0-9._~+%-]{2,254}"
_BUCKET = r"[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]"
_SEGMENT = r"[A-Za-z0-9_=-]+(?:\.[A-Za-z0-9_=-]+)*"
_ANY = r"[A-Za-z0-9._=-]{0,90}"
_PART = rf"{_ANY}[A-Za-z0-9_=-]{_ANY}"


def whole(pattern: str) -> str:
    """The expression that a whole value matches."""
    return f"^(?:{pattern})$"


DATE = whole(f"today|yesterday|{_DAY}")
INSTANT = whole(_INSTANT)
REHEARSAL = whole(rf"{_INSTANT}(?:@1[0-9]{{9}})?(?:x[1-9][0-9]?)?")
PLACE = whole(f"gs://{_BUCKET}(?:/{_SEGMENT})*/?")
PLACE_WITH_PREFIX = whole(f"gs://{_BUCKET}(?:/{_SEGMENT})+/?")
FILE = whole(f"gs://{_BUCKET}(?:/{_SEGMENT})+")
TOPIC = whole(f"projects/{_PROJECT_ID}/topics/{_RESOURCE}")
SUBSCRIPTION = whole(f"projects/{_PROJECT_ID}/subscriptions/{_RESOURCE}")
LETTERS = whole(
    f"gs://{_BUCKET}(?:/{_SEGMENT})*/?|pubsub:projects/{_PROJECT_ID}/topics/{_RESOURCE}"
)
WAREHOUSE = whole(f"bigquery:{_PROJECT_ID}")
NAME = whole(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
PATH = whole(rf"(?:{_PART}/){{0,3}}{_PART}")
PLAYERS = whole(r"[a-z0-9]+(?:,[a-z0-9]+)*")
TO_10000 = whole(r"[1-9][0-9]{0,3}|10000")
TO_A_DAY = whole(r"[1-9][0-9]{0,3}|[1-7][0-9]{4}|8[0-5][0-9]{3}|86[0-3][0-9]{2}|86400")


def words(known: Iterable[str]) -> str:
    """One or more of the words, separated by commas."""
    one = f"(?:{'|'.join(known)})"
    return whole(f"{one}(?:,{one})*")

"""What a request's headers ask for: an encoding, a tag that is known, an origin."""

from __future__ import annotations

from collections.abc import Iterable

Headers = Iterable[tuple[bytes, bytes]]
"""As ASGI has them: names in small letters."""


def header(headers: Headers, name: bytes) -> str:
    """All values of a header, joined with commas; nothing when it was not sent."""
    return ", ".join(value.decode("latin-1") for found, value in headers if found == name)


def takes_gzip(accepted: str) -> bool:
    """Whether `Accept-Encoding` takes gzip (RFC 9110, 12.5.3)."""
    weights: dict[str, float] = {}
    for part in accepted.split(","):
        coding, *parameters = (one.strip().lower() for one in part.split(";"))
        weights[coding] = _weight(parameters)
    return weights.get("gzip", weights.get("x-gzip", weights.get("*", 0.0))) > 0


def knows(if_none_match: str, etag: str) -> bool:
    """Whether `If-None-Match` has the tag, compared weakly (RFC 9110, 13.1.2)."""
    if not etag or not if_none_match:
        return False
    known = {one.strip().removeprefix("W/") for one in if_none_match.split(",")}
    return "*" in known or etag.removeprefix("W/") in known


def _weight(parameters: Iterable[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0

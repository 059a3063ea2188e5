"""Names of jobs: the same work has the same name, so it is not started twice (`live.md` I-9)."""

from __future__ import annotations

import hashlib
import json
import re

_LONGEST = 63
_PREFIX = "courtside"

_NAME = re.compile(r"[a-z]([-a-z0-9]{0,61}[a-z0-9])?")
_WORDS = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PART = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![^-])|[a-z0-9]+")
_DIGEST = re.compile(r"x[0-9a-f]{16}")


def job_name(kind: str, *parts: str) -> str:
    """The name of a job, as in `courtside-live-2026-02-11`: 63 characters at most, as on Dataflow.

    Distinct inputs give distinct names: one that had to be cut or cleaned, or that would be read
    as another's, ends with a digest of what was given.
    """
    given = (kind, *parts)
    joined = "-".join(given)
    plain = f"{_PREFIX}-{joined}"
    if len(plain) <= _LONGEST and _WORDS.fullmatch(joined) and _read(joined) == given:
        return plain
    digest = f"x{hashlib.sha256(json.dumps(given).encode()).hexdigest()[:16]}"
    cleaned = re.sub(r"[^a-z0-9]+", "-", f"{_PREFIX}-{joined.lower()}")
    return f"{cleaned[: _LONGEST - len(digest) - 1].rstrip('-')}-{digest}"


def is_job_name(text: str) -> bool:
    """Whether a job can have the name: Dataflow's rule."""
    return _NAME.fullmatch(text) is not None


def _read(joined: str) -> tuple[str, ...]:
    """The only parts that a plain name stands for; none for one that ends like a digest."""
    found = tuple(_PART.findall(joined))
    return () if _DIGEST.fullmatch(found[-1]) else found

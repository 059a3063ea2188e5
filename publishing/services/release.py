"""Which release this process is (I-14): said in `/health`, in logs and in the record of a run."""

from __future__ import annotations

import functools
import os
from importlib.metadata import version

IMAGE = "COURTSIDE_IMAGE"
"""The variable by which a container knows its own image."""


installed = functools.cache(version)
"""The version of a package; its description is read once."""


def release() -> str:
    """The tag of the image, as in `0.1.0-0123456789ab`; outside of one the project's version."""
    _, colon, tag = os.environ.get(IMAGE, "").rpartition("/")[2].partition(":")
    return tag if colon and "@" not in tag else installed("courtside")

"""How a service begins: all is checked, or all that is wrong is said; then it serves."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from publishing.adapters.tokens import Verifier
from publishing.bad_options import BadOptions
from publishing.services.serving.answers import Answer
from publishing.services.serving.http import app
from publishing.services.serving.options import ServiceOptions
from publishing.services.serving.server import serve

OptionsT = TypeVar("OptionsT")


def begun(
    argv: Sequence[str] | None,
    options_of: Callable[[Sequence[str] | None], OptionsT],
    preflight: Callable[[OptionsT], list[str]],
) -> OptionsT | None:
    """The checked options of a service; None after everything that is wrong was said."""
    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    logging.getLogger("courtside").setLevel(logging.INFO)
    try:
        options = options_of(argv)
        if problems := preflight(options):
            raise BadOptions(problems)
    except BadOptions as bad:
        print("\n".join(f"error: {problem}" for problem in bad.problems), file=sys.stderr)
        return None
    return options


def serve_signed(service: ServiceOptions, handlers: Mapping[str, Callable[[bytes], Answer]]) -> int:
    """Serves these paths to the known callers until it is asked to end; an exit code."""
    verifier = Verifier(service.audience, service.callers, service.certs_url)
    return serve(app(verifier, handlers), service.host, service.port)

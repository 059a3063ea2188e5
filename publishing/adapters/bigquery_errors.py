"""What BigQuery's clients raise, in one sentence each."""

from __future__ import annotations

import re

import pyarrow as pa
import requests
from google.api_core import exceptions as google_errors
from google.auth import exceptions as auth_errors

from publishing.adapters.bigquery_fixes import enable, grant_sessions, grant_table
from publishing.adapters.granting import trouble
from publishing.rows import Row
from publishing.store import Unavailable

TROUBLE = (google_errors.GoogleAPIError, auth_errors.GoogleAuthError, OSError, pa.ArrowException)
"""What can go wrong between here and a table's rows."""

_PASSING = (
    google_errors.ServerError,
    google_errors.TooManyRequests,
    google_errors.Aborted,
    auth_errors.TransportError,
    requests.ConnectionError,
    requests.Timeout,
    requests.exceptions.ChunkedEncodingError,
    ConnectionError,
    TimeoutError,
)


_PERMISSION = re.compile(r"bigquery\.\w+\.\w+")


class Unreachable(Unavailable):
    """BigQuery itself is away, or there are no credentials: no table can be read."""


def is_passing(problem: BaseException) -> bool:
    """Whether the same request may work a little later."""
    if isinstance(problem, google_errors.Forbidden):
        return "rateLimitExceeded" in _reasons(problem)
    return isinstance(problem, _PASSING)


def unavailable(problem: BaseException, row_type: type[Row], project: str, who: str) -> Unavailable:
    """The trouble with a table as a sentence; a missing right names the command that grants it.

    `who` is the account that asks, as IAM names it.
    """
    cause = getattr(problem, "cause", None) or problem
    said = str(getattr(cause, "message", None) or cause).split("\n")[0]
    why = f"{type(cause).__name__}: {said}".rstrip(": ")
    if isinstance(cause, google_errors.Forbidden):
        if "readsessions.create" in said:
            return Unavailable(
                f"project {project} may not be read without bigquery.readsessions.create: "
                f"{grant_sessions(project, who)}"
            )
        if "accessDenied" in _reasons(cause) or "permission" in said.casefold():
            named = _PERMISSION.search(said)
            right = f" without {named[0]}" if named else ""
            return Unavailable(
                f"table {row_type.table} of project {project} may not be read{right} ({why}): "
                f"{grant_table(project, row_type, who)}"
            )
        if "disabled" in said:
            switched_off = f"a service of project {project} is switched off ({why})"
            return Unavailable(f"{switched_off}: {enable(project)}")
    if isinstance(cause, auth_errors.GoogleAuthError):
        why = trouble(cause)
    if is_passing(cause) or isinstance(cause, auth_errors.GoogleAuthError | OSError):
        return Unreachable(f"BigQuery cannot be reached for project {project}: {why}")
    return Unavailable(f"table {row_type.table} of project {project} cannot be read: {why}")


def _reasons(problem: google_errors.GoogleAPICallError) -> set[str]:
    """The reasons that a REST answer gives; none of a gRPC one."""
    return {str(error.get("reason")) for error in problem.errors if isinstance(error, dict)}

"""What BigQuery's clients raise, in one sentence each."""

from __future__ import annotations

import pyarrow as pa
import requests
from google.api_core import exceptions as google_errors
from google.auth import exceptions as auth_errors

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


class Unreachable(Unavailable):
    """BigQuery itself is away, or there are no credentials: no table can be read."""


def is_passing(problem: BaseException) -> bool:
    """Whether the same request may work a little later."""
    if isinstance(problem, google_errors.Forbidden):
        return "rateLimitExceeded" in _reasons(problem)
    return isinstance(problem, _PASSING)


def unavailable(problem: BaseException, row_type: type[Row], project: str) -> Unavailable:
    """The trouble with a table as a sentence; a missing right names the role to grant."""
    cause = getattr(problem, "cause", None) or problem
    said = str(getattr(cause, "message", None) or cause).split("\n")[0]
    why = f"{type(cause).__name__}: {said}".rstrip(": ")
    if isinstance(cause, google_errors.Forbidden):
        if "readsessions.create" in said:
            return Unavailable(
                f"project {project} may not be read: grant roles/bigquery.readSessionUser on it"
            )
        if "accessDenied" in _reasons(cause) or "permission" in said.casefold():
            return Unavailable(
                f"table {row_type.table} of project {project} may not be read: "
                f"grant roles/bigquery.dataViewer on it ({why})"
            )
    if is_passing(cause) or isinstance(cause, auth_errors.GoogleAuthError | OSError):
        return Unreachable(f"BigQuery cannot be reached for project {project}: {why}")
    return Unavailable(f"table {row_type.table} of project {project} cannot be read: {why}")


def _reasons(problem: google_errors.GoogleAPICallError) -> set[str]:
    """The reasons that a REST answer gives; none of a gRPC one."""
    return {str(error.get("reason")) for error in problem.errors if isinstance(error, dict)}

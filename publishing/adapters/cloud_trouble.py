"""What goes wrong with Dataflow and Cloud Run, in a sentence that says what mends it (I-14)."""

from __future__ import annotations

import msgspec
from google.api_core import exceptions as google_errors
from google.auth import exceptions as auth_errors
from google.protobuf import json_format

from publishing.adapters.dataflow_place import DataflowPlace
from publishing.store import Unavailable

FEEDER_JOB = "courtside-feeder"
"""The Cloud Run job that runs `courtside feeder`."""

TROUBLE = (
    google_errors.GoogleAPIError,
    auth_errors.GoogleAuthError,
    json_format.Error,
    msgspec.MsgspecError,
    OSError,
)
"""What a request to either service can raise."""

_SIGN_IN = "gcloud auth application-default login, or run it as a service account"


def dataflow_trouble(problem: Exception, place: DataflowPlace, template: str = "") -> Unavailable:
    """The trouble with Dataflow, or with the template when that is it."""
    said, project = what_was_said(problem), place.project
    if isinstance(problem, google_errors.Forbidden):
        if _is_switched_off(problem):
            return _switched_off("Dataflow", "dataflow.googleapis.com", place)
        if "actas" in said.casefold() or "act as" in said.casefold():
            whom = place.service_account or "the service account of the workers"
            return Unavailable(
                f"jobs of project {project} may not run as {whom}: "
                f"grant roles/iam.serviceAccountUser on it ({said})"
            )
        if "storage." in said:
            return Unavailable(
                f"{place.templates} may not be read: "
                f"grant roles/storage.objectViewer on {place.templates_bucket} ({said})"
            )
        return Unavailable(
            f"Dataflow of project {project} may not be used: "
            f"grant roles/dataflow.developer on the project ({said})"
        )
    if template and (isinstance(problem, google_errors.NotFound) or is_no_template(problem)):
        spec = place.spec(template)
        return Unavailable(
            f"the template {spec} is not there, or is none: "
            f"gcloud dataflow flex-template build {spec} ({said})"
        )
    if isinstance(problem, google_errors.NotFound):
        return Unavailable(
            f"project {project} or its region {place.region} is not known to Dataflow ({said})"
        )
    return _any_trouble("Dataflow", problem, place)


def run_trouble(problem: Exception, place: DataflowPlace) -> Unavailable:
    """The trouble with the Cloud Run job of the feeder."""
    said, where = what_was_said(problem), f"--region {place.region} --project {place.project}"
    if isinstance(problem, google_errors.Forbidden):
        if _is_switched_off(problem):
            return _switched_off("Cloud Run", "run.googleapis.com", place)
        return Unavailable(
            f"the Cloud Run job {FEEDER_JOB} of project {place.project} may not be used: "
            f"grant roles/run.developer on it ({said})"
        )
    if isinstance(problem, google_errors.NotFound):
        return Unavailable(
            f"there is no Cloud Run job {FEEDER_JOB}: gcloud run jobs create {FEEDER_JOB} {where} "
            "--image IMAGE --command courtside --args feeder,…"
        )
    return _any_trouble("Cloud Run", problem, place)


def is_no_template(problem: Exception) -> bool:
    """Whether Dataflow refused what it found where a template should be."""
    return isinstance(problem, google_errors.BadRequest) and (
        "template file" in what_was_said(problem).casefold()
    )


def what_was_said(problem: Exception) -> str:
    """The first line of Google's own words, without the request; else the error's."""
    text = str(getattr(problem, "message", None) or problem)
    if isinstance(problem, google_errors.GoogleAPICallError) and "://" in text:
        # The client writes the request first, as in `POST https://…: the words`.
        text = text.partition(": ")[2]
    return text.strip().partition("\n")[0] or type(problem).__name__


def _any_trouble(service: str, problem: Exception, place: DataflowPlace) -> Unavailable:
    said, project = what_was_said(problem), place.project
    if isinstance(problem, google_errors.Unauthorized | auth_errors.GoogleAuthError) and not (
        isinstance(problem, auth_errors.TransportError)
    ):
        return Unavailable(f"{service} knows no one who asks: {_SIGN_IN} ({said})")
    if isinstance(problem, google_errors.TooManyRequests):
        return Unavailable(f"{service} of project {project} asks for patience ({said})")
    if isinstance(problem, google_errors.ClientError):
        return Unavailable(f"{service} of project {project} refuses: {said}")
    if isinstance(problem, json_format.Error | msgspec.MsgspecError):
        return Unavailable(f"{service} answered what cannot be read: {said}")
    return Unavailable(
        f"{service} of project {project} cannot be reached: {type(problem).__name__}: {said}"
    )


def _is_switched_off(problem: google_errors.Forbidden) -> bool:
    return "SERVICE_DISABLED" in (problem.reason or "") or (
        "has not been used in project" in str(problem)
    )


def _switched_off(service: str, api: str, place: DataflowPlace) -> Unavailable:
    return Unavailable(
        f"{service} is switched off in project {place.project}: "
        f"gcloud services enable {api} --project {place.project}"
    )

"""The feeder of a night as an execution of one Cloud Run job, found by the name it was given."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any, TypeVar

import google.auth
import msgspec
import requests
from google.api_core import exceptions as google_errors
from google.auth.credentials import AnonymousCredentials
from google.auth.transport.requests import AuthorizedSession

from publishing.adapters.cloud_run_executions import (
    NAME_VARIABLE,
    Execution,
    Job,
    Operation,
    Page,
)
from publishing.adapters.cloud_trouble import FEEDER_JOB, TROUBLE, run_trouble
from publishing.adapters.dataflow_place import DataflowPlace
from publishing.adapters.jobs import ACTIVE, Running
from publishing.store import Unavailable

REQUEST_SECONDS = 30.0
_ENDPOINT = "https://run.googleapis.com"
_SCOPE = "https://www.googleapis.com/auth/cloud-platform"

T = TypeVar("T")


class CloudRunFeeder:
    """Starts, finds and ends executions of the feeder's job; all calls as in `Launcher`."""

    def __init__(self, place: DataflowPlace) -> None:
        self._place = place
        self._path = f"projects/{place.project}/locations/{place.region}/jobs/{FEEDER_JOB}"

    def launch(self, name: str, parameters: Mapping[str, str]) -> bool:
        """See `Launcher.launch`: the parameters follow the job's own arguments.

        Of two that were started at once the older one stays.
        """
        if self._active(name):
            return False
        body = self._request(name, parameters)
        begun = self._ask("POST", f"{self._path}:run", Operation, body).metadata
        if any(other.age < begun.age for other in self._active(name)):
            self._cancel(begun)
            return False
        return True

    def state(self, name: str) -> Running | None:
        """See `Launcher.state`."""
        newest = max(self._executions(name), key=lambda one: one.age, default=None)
        return newest.as_running(name) if newest else None

    def drain(self, name: str) -> bool:
        """See `Launcher.drain`: every active execution of the name is cancelled."""
        active = self._active(name)
        for execution in active:
            if execution.as_running(name).state != "draining":
                self._cancel(execution)
        return bool(active)

    def problem(self) -> list[str]:
        """See `Launcher.problem`: a run is asked for that is only looked at."""
        try:
            body = self._request(FEEDER_JOB, {}) | {"validateOnly": True}
            self._ask("POST", f"{self._path}:run", dict, body)
            self._executions(FEEDER_JOB)
        except Unavailable as problem:
            return [str(problem)]
        return []

    def _request(self, name: str, parameters: Mapping[str, str]) -> dict[str, object]:
        containers = self._ask("GET", self._path, Job).template.template.containers
        own = containers[0].args if containers else ()
        override = {
            "args": [*own, *(f"--{key}={value}" for key, value in parameters.items())],
            "env": [{"name": NAME_VARIABLE, "value": name}],
        }
        return {"overrides": {"containerOverrides": [override]}}

    def _active(self, name: str) -> list[Execution]:
        return [one for one in self._executions(name) if one.as_running(name).state in ACTIVE]

    def _executions(self, name: str) -> list[Execution]:
        """All executions of the name."""
        found: list[Execution] = []
        query = {"pageSize": "100"}
        while True:
            page = self._ask("GET", f"{self._path}/executions", Page, query=query)
            found += [one for one in page.executions if one.job == name]
            if not page.next_page_token:
                return found
            query["pageToken"] = page.next_page_token

    def _cancel(self, execution: Execution) -> None:
        self._ask("POST", f"{execution.name}:cancel", dict, {})

    def _ask(
        self,
        method: str,
        path: str,
        kind: type[T],
        body: Any = None,
        query: Mapping[str, str] | None = None,
    ) -> T:
        """The answer to one request; Unavailable with a sentence when there is none."""
        url = f"{self._place.run_endpoint or _ENDPOINT}/v2/{path}"
        try:
            session: requests.Session = _session(anonymous=bool(self._place.run_endpoint))
            answer = session.request(method, url, json=body, params=query, timeout=REQUEST_SECONDS)
            if answer.status_code >= 400:
                raise google_errors.from_http_response(answer)  # type: ignore[no-untyped-call]
            return msgspec.json.decode(answer.content, type=kind)
        except TROUBLE as problem:
            raise run_trouble(problem, self._place) from problem


@functools.cache
def _session(*, anonymous: bool) -> requests.Session:
    if anonymous:
        return AuthorizedSession(AnonymousCredentials())  # type: ignore[no-untyped-call]
    credentials, _ = google.auth.default(scopes=[_SCOPE])
    return AuthorizedSession(credentials)  # type: ignore[no-untyped-call]

"""Jobs on Google Cloud: flex templates on Dataflow, and the feeder on Cloud Run."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import google.cloud.dataflow_v1beta3 as dataflow
from google.api_core import exceptions as google_errors
from google.auth.credentials import AnonymousCredentials

from publishing.adapters.cloud_trouble import TROUBLE, dataflow_trouble, is_no_template
from publishing.adapters.dataflow_place import DataflowPlace
from publishing.adapters.jobs import (
    ACTIVE,
    Running,
    State,
    require_job,
    require_name,
    require_template,
)
from publishing.adapters.launching_cloud_run import CloudRunFeeder
from publishing.store import Unavailable

REQUEST_SECONDS = 60.0
FEEDER = "feeder"
_PROBE = "courtside-probe"

_Jobs = dataflow.JobState
_STATES: dict[int, State] = {
    _Jobs.JOB_STATE_UNKNOWN: "starting",
    _Jobs.JOB_STATE_STOPPED: "starting",
    _Jobs.JOB_STATE_PENDING: "starting",
    _Jobs.JOB_STATE_QUEUED: "starting",
    _Jobs.JOB_STATE_RUNNING: "running",
    _Jobs.JOB_STATE_PAUSING: "running",
    _Jobs.JOB_STATE_PAUSED: "running",
    _Jobs.JOB_STATE_DRAINING: "draining",
    _Jobs.JOB_STATE_CANCELLING: "draining",
    _Jobs.JOB_STATE_RESOURCE_CLEANING_UP: "draining",
    _Jobs.JOB_STATE_DONE: "done",
    _Jobs.JOB_STATE_DRAINED: "done",
    _Jobs.JOB_STATE_UPDATED: "done",
    _Jobs.JOB_STATE_FAILED: "failed",
    _Jobs.JOB_STATE_CANCELLED: "failed",
}
"""A cancelled job has lost what it held. A state that came later than this table is a running one:
nothing is started beside it."""


class DataflowLauncher:
    """Implements `Launcher` in one project and region.

    The names of feeders, and no others, have the word `feeder` between their dashes: they say
    where to look for a job.
    """

    def __init__(self, place: DataflowPlace) -> None:
        self._place = place
        self._feeder = CloudRunFeeder(place)

    def launch(self, template: str, name: str, parameters: Mapping[str, str]) -> bool:
        """See `Launcher.launch`; Dataflow itself lets one job of a name be active."""
        require_job(template, name, parameters)
        if (template == FEEDER) != _is_feeder(name):
            raise ValueError(f"{name!r} is no name of a {template}: only feeders are called so")
        if template == FEEDER:
            return self._feeder.launch(name, parameters)
        if self._active(name):
            return False
        try:
            self._ask_to_launch(template, name, parameters, validate_only=False)
        except TROUBLE as problem:
            if isinstance(problem, google_errors.Conflict) and self._active(name):
                return False
            raise dataflow_trouble(problem, self._place, template) from problem
        return True

    def state(self, name: str) -> Running | None:
        """See `Launcher.state`."""
        require_name(name)
        if _is_feeder(name):
            return self._feeder.state(name)
        newest = self._newest(name)
        if newest is None:
            return None
        return Running(name, _state(newest), _instant(newest.current_state_time))

    def drain(self, name: str) -> bool:
        """See `Launcher.drain`; a job of batch cannot be drained, and says so."""
        require_name(name)
        if _is_feeder(name):
            return self._feeder.drain(name)
        newest = self._active(name)
        if newest is None:
            return False
        if _state(newest) == "draining":
            return True
        request = dataflow.UpdateJobRequest(
            project_id=self._place.project,
            location=self._place.region,
            job_id=newest.id,
            job=dataflow.Job(requested_state=_Jobs.JOB_STATE_DRAINED),
        )
        try:
            self._jobs().update_job(request, timeout=REQUEST_SECONDS, retry=None)
        except TROUBLE as problem:
            if not self._active(name):
                return False
            raise dataflow_trouble(problem, self._place) from problem
        return True

    def problem(self, templates: Sequence[str]) -> list[str]:
        """See `Launcher.problem`: every template is looked at, nothing is started."""
        try:
            for template in templates:
                require_template(template)
        except ValueError as problem:
            return [str(problem)]
        others = [template for template in templates if template != FEEDER]
        found = self._problems_of(others) if others else []
        return found + (self._feeder.problem() if FEEDER in templates else [])

    def _problems_of(self, templates: Sequence[str]) -> list[str]:
        """Where jobs cannot even be listed, nothing else would be said of a template."""
        try:
            self._newest(_PROBE)
        except Unavailable as trouble:
            return [str(trouble)]
        found = []
        for template in templates:
            try:
                self._ask_to_launch(template, _PROBE, {}, validate_only=True)
            except google_errors.BadRequest as problem:
                # Without parameters a template may refuse; that it is one is seen all the same.
                if is_no_template(problem):
                    found.append(str(dataflow_trouble(problem, self._place, template)))
            except TROUBLE as problem:
                found.append(str(dataflow_trouble(problem, self._place, template)))
        return list(dict.fromkeys(found))

    def _ask_to_launch(
        self, template: str, name: str, parameters: Mapping[str, str], *, validate_only: bool
    ) -> None:
        place = self._place
        environment = dataflow.FlexTemplateRuntimeEnvironment(
            service_account_email=place.service_account,
            temp_location=place.temp_location,
            staging_location=f"{place.temp_location.rstrip('/')}/staging",
            max_workers=place.max_workers,
            machine_type=place.machine_type,
            subnetwork=place.subnetwork,
            sdk_container_image=place.sdk_container_image,
            ip_configuration=dataflow.WorkerIPAddressConfiguration.WORKER_IP_PRIVATE,
            enable_streaming_engine=template == "live",
            additional_user_labels={**dict(place.labels), "app": "courtside", "template": template},
        )
        request = dataflow.LaunchFlexTemplateRequest(
            project_id=place.project,
            location=place.region,
            validate_only=validate_only,
            launch_parameter=dataflow.LaunchFlexTemplateParameter(
                job_name=name,
                container_spec_gcs_path=place.spec(template),
                parameters=dict(parameters),
                environment=environment,
            ),
        )
        templates = _client(dataflow.FlexTemplatesServiceClient, place.dataflow_endpoint)
        # An answer that was lost is not asked for again here: the job may have been started.
        templates.launch_flex_template(request, timeout=REQUEST_SECONDS, retry=None)

    def _active(self, name: str) -> dataflow.Job | None:
        """The newest job of that name while it is active."""
        newest = self._newest(name)
        return newest if newest is not None and _state(newest) in ACTIVE else None

    def _newest(self, name: str) -> dataflow.Job | None:
        """The job of that name that was made last; Unavailable when not all could be seen."""
        request = dataflow.ListJobsRequest(
            project_id=self._place.project,
            location=self._place.region,
            filter=dataflow.ListJobsRequest.Filter.ALL,
            name=name,
        )
        found: list[dataflow.Job] = []
        try:
            pages = self._jobs().list_jobs(request, timeout=REQUEST_SECONDS, retry=None).pages
            for page in pages:
                if page.failed_location:
                    away = ", ".join(location.name for location in page.failed_location)
                    raise Unavailable(f"Dataflow cannot list the jobs of {away} now")
                found += [job for job in page.jobs if job.name == name]
        except TROUBLE as problem:
            raise dataflow_trouble(problem, self._place) from problem
        return max(found, key=_age, default=None)

    def _jobs(self) -> Any:
        return _client(dataflow.JobsV1Beta3Client, self._place.dataflow_endpoint)


def _state(job: dataflow.Job) -> State:
    return _STATES.get(job.current_state, "running")


def _age(job: dataflow.Job) -> tuple[float, str]:
    return (job.create_time.timestamp() if job.create_time else 0.0), job.id


def _instant(stamp: datetime | None) -> datetime | None:
    return stamp and datetime.fromtimestamp(stamp.timestamp(), stamp.tzinfo)


def _is_feeder(name: str) -> bool:
    return FEEDER in name.split("-")


@functools.cache
def _client(kind: Any, endpoint: str) -> Any:
    # Over HTTP: no channel has to be kept open for a few requests an hour.
    if not endpoint:
        return kind(transport="rest")
    return kind(
        transport="rest",
        credentials=AnonymousCredentials(),  # type: ignore[no-untyped-call]
        client_options={"api_endpoint": endpoint},
    )

"""Where jobs run on the cloud and with what settings, as a user writes it (I-14)."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import parse_qsl

WORDING = "dataflow:PROJECT/REGION/gs://BUCKET/templates[?SETTING=VALUE&…]"

_PLACE = re.compile(
    r"dataflow:(?P<project>[a-z][a-z0-9.:-]{4,}[a-z0-9])/(?P<region>[a-z]+-[a-z]+[0-9]+)/"
    r"(?P<templates>gs://(?P<bucket>[a-z0-9][a-z0-9._-]+)(/[^?/]+)*)/?(\?(?P<settings>.+))?"
)
_LABEL = re.compile(r"[a-z][a-z0-9_-]{0,62}:[a-z0-9_-]{0,63}")
_MOST_WORKERS = 1000


@dataclass(frozen=True, slots=True)
class DataflowPlace:
    """A project's region, the templates' folder, and the environment of every job.

    What is empty is left to the template or to Google. `max_workers` bounds the cost (I-20);
    `labels` are pairs beside our own. The endpoints name emulators, which get no credentials.
    """

    project: str
    region: str
    templates: str
    temp_location: str
    service_account: str = ""
    max_workers: int = 4
    machine_type: str = ""
    subnetwork: str = ""
    sdk_container_image: str = ""
    labels: tuple[tuple[str, str], ...] = ()
    dataflow_endpoint: str = ""
    run_endpoint: str = ""

    def spec(self, template: str) -> str:
        """Where the template's specification is."""
        return f"{self.templates}/{template}.json"

    @property
    def templates_bucket(self) -> str:
        """The bucket of the templates."""
        return "/".join(self.templates.split("/")[:3])


_SETTINGS = tuple(
    field.name
    for field in fields(DataflowPlace)
    if field.name not in ("project", "region", "templates")
)


def dataflow_place(text: str) -> DataflowPlace:
    """The place of `dataflow:PROJECT/REGION/gs://BUCKET/templates`, with settings after a `?`.

    As in `…?service_account=jobs@p.iam.gserviceaccount.com&max_workers=2&labels=team:web,env:prod`.
    Temporary files go to `gs://BUCKET/temp` unless told otherwise. ValueError with a sentence for
    anything else.
    """
    found = _PLACE.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is no place for jobs: write {WORDING}")
    settings: dict[str, Any] = {"temp_location": f"gs://{found['bucket']}/temp"}
    for name, value in parse_qsl(found["settings"] or "", keep_blank_values=True):
        if name not in _SETTINGS:
            near = difflib.get_close_matches(name, _SETTINGS, n=1)
            hint = f"; {near[0]} is" if near else ""
            raise ValueError(f"{name!r} is no setting of a job{hint}")
        settings[name] = _READ.get(name, str)(value)
    return DataflowPlace(found["project"], found["region"], found["templates"], **settings)


def _bucket(text: str) -> str:
    if not text.startswith("gs://"):
        raise ValueError(f"temp_location {text!r} is no place in a bucket")
    return text


def _endpoint(text: str) -> str:
    if not text.startswith(("http://", "https://")):
        raise ValueError(f"the endpoint {text!r} is no address: write http://HOST:PORT")
    return text.rstrip("/")


def _labels(text: str) -> tuple[tuple[str, str], ...]:
    return tuple(_label(label) for label in text.split(","))


def _workers(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= _MOST_WORKERS:
        raise ValueError(f"max_workers {text!r} is not a whole number from 1 to {_MOST_WORKERS}")
    return int(text)


def _label(text: str) -> tuple[str, str]:
    if not _LABEL.fullmatch(text):
        raise ValueError(f"the label {text!r} is not known: write key:value in small letters")
    key, _, value = text.partition(":")
    return key, value


_READ: Mapping[str, Callable[[str], Any]] = {
    "temp_location": _bucket,
    "max_workers": _workers,
    "labels": _labels,
    "dataflow_endpoint": _endpoint,
    "run_endpoint": _endpoint,
}

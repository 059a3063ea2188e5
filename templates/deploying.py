"""What a deployment does, as the commands that do it: the image, the specifications, the places."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from templates.metadata import FOLDER
from templates.registry import TEMPLATES
from templates.release import ROOT, Release
from templates.specs import BUILD

Command = tuple[str, ...]

INFRASTRUCTURE = FOLDER / "infrastructure"

ARTIFACTS = "google_storage_bucket.artifacts"
"""The bucket of the specifications: it is made before they are uploaded, the rest after."""

_PROJECT = re.compile(r"[a-z][a-z0-9-]{4,28}[a-z0-9]")
_REGION = re.compile(r"[a-z]+-[a-z]+[0-9]+")
_BUCKET = re.compile(r"[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]")
_REPOSITORY = re.compile(r"[a-z]([a-z0-9-]{0,61}[a-z0-9])?")


@dataclass(frozen=True, slots=True)
class Deployment:
    """Where to, as the user says it. `bucket` is that of the templates, without `gs://`.

    `state` is the bucket in which Terraform remembers, `variables` its file of all that differs
    between deployments. `approved` asks nobody before it changes anything.
    """

    project: str
    region: str
    bucket: str
    state: str
    variables: Path
    release: Release
    repository: str = "courtside"
    approved: bool = False

    @property
    def image(self) -> str:
        """The image by its tag."""
        place = f"{self.region}-docker.pkg.dev/{self.project}/{self.repository}"
        return f"{place}/courtside:{self.release.tag}"


def problems(this: Deployment) -> list[str]:
    """A sentence for each value that cannot be."""
    words = (
        ("PROJECT", this.project, _PROJECT, "the id of a project"),
        ("REGION", this.region, _REGION, "one region, as in us-west2"),
        ("BUCKET", this.bucket, _BUCKET, "the name of a bucket, without gs://"),
        ("STATE", this.state, _BUCKET, "the name of a bucket, without gs://"),
        ("REPOSITORY", this.repository, _REPOSITORY, "a repository of Artifact Registry"),
    )
    found = [
        f"{name} {value!r} is not known: write {what}"
        for name, value, known, what in words
        if not known.fullmatch(value)
    ]
    if this.bucket == this.state:
        found.append("STATE is a bucket of its own: Terraform makes BUCKET, and cannot be in it")
    return found


def image_commands(image: str) -> tuple[Command, ...]:
    """What makes the image from this tree."""
    return (
        (
            "docker",
            "build",
            "--platform=linux/amd64",
            f"--file={FOLDER / 'Dockerfile'}",
            f"--build-arg=IMAGE={image}",
            f"--tag={image}",
            str(ROOT),
        ),
    )


def push_commands(this: Deployment) -> tuple[Command, ...]:
    """What brings it to where jobs and services read it."""
    host = f"{this.region}-docker.pkg.dev"
    return (
        ("gcloud", "auth", "configure-docker", host, "--quiet"),
        ("docker", "push", this.image),
    )


def digest_command(image: str) -> Command:
    """What says the pushed image's name with its digest."""
    return ("docker", "inspect", "--format={{index .RepoDigests 0}}", image)


def place_commands(this: Deployment, image: str) -> tuple[Command, ...]:
    """What makes the places and brings the specifications there; `image` is by its digest."""
    terraform = ("terraform", f"-chdir={INFRASTRUCTURE}")
    init = (f"-backend-config=bucket={this.state}", "-backend-config=prefix=courtside")
    apply = (*terraform, "apply", *(("-auto-approve",) if this.approved else ()))
    variables = _variables(this, image)
    uploads = tuple(
        (
            "gcloud",
            "storage",
            "cp",
            f"--project={this.project}",
            "--cache-control=no-store",
            str(BUILD / f"{template.name}.json"),
            f"gs://{this.bucket}/templates/{template.name}.json",
        )
        for template in TEMPLATES
    )
    return (
        (*terraform, "init", "-input=false", "-reconfigure", *init),
        (*apply, f"-target={ARTIFACTS}", *variables),
        *uploads,
        (*apply, *variables),
    )


def _variables(this: Deployment, image: str) -> tuple[str, ...]:
    repository = {
        "project": this.project,
        "location": this.region,
        "repository": this.repository,
    }
    said = {
        "project_id": this.project,
        "region": this.region,
        "artifacts_bucket": this.bucket,
        "image": image,
        "image_repository": json.dumps(repository),
    }
    # The file comes first: what is said here is not for it to change.
    file = this.variables.resolve()
    return (f"-var-file={file}", *(f"-var={name}={value}" for name, value in said.items()))

"""The commands of `python -m templates`: metadata, build, deploy."""

from __future__ import annotations

import argparse
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from templates import metadata, specs
from templates.deploying import (
    INFRASTRUCTURE,
    Command,
    Deployment,
    digest_command,
    image_commands,
    place_commands,
    problems,
    push_commands,
)
from templates.release import ROOT, NoRelease, release

TOOLS = ("docker", "gcloud", "terraform")


class Failed(Exception):
    """Something did not work; the text says what, and what to do."""


def main(argv: Sequence[str] | None = None) -> int:
    """Exit code 0 when it was done, 1 when not."""
    given = _parser().parse_args(argv)
    try:
        given.do(given)
    except (Failed, NoRelease) as problem:
        for sentence in str(problem).splitlines():
            print(f"error: {sentence}", file=sys.stderr)
        return 1
    return 0


def _metadata(_: argparse.Namespace) -> None:
    for file in metadata.write():
        print(file.relative_to(ROOT))


def _build(given: argparse.Namespace) -> None:
    image = f"{given.image}:{release(given.revision).tag}"
    if _has_docker():
        for command in image_commands(image):
            _run(command)
    else:
        print(f"No docker is running here: {image} was not built, its templates are.")
    for file in specs.write(image):
        print(file.relative_to(ROOT))


def _deploy(given: argparse.Namespace) -> None:
    this = _deployment(given)
    first = (*image_commands(this.image), *push_commands(this))
    asks = digest_command(this.image)
    if given.dry_run:
        if this.release.changed:
            print("note: this tree differs from its revision and is not deployed", file=sys.stderr)
        image = f"{this.image.rpartition(':')[0]}@sha256:DIGEST"
        for command in (*first, asks, *place_commands(this, image)):
            print(shlex.join(command))
        return
    if this.release.changed:
        raise Failed("this tree differs from its revision: commit first, an image is of a revision")
    _check_here(this)
    for command in first:
        _run(command)
    image = _said(asks)
    specs.write(image)
    for command in place_commands(this, image):
        _run(command)
    print(f"{image} is deployed to {this.project}.")


def _deployment(given: argparse.Namespace) -> Deployment:
    needed = {
        "PROJECT": given.project,
        "REGION": given.region,
        "BUCKET": given.bucket,
        "STATE": given.state,
        "VARIABLES": given.variables,
    }
    missing = [name for name, value in needed.items() if not value]
    if missing:
        raise Failed(
            f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} needed: make deploy "
            "PROJECT=… REGION=… BUCKET=… STATE=… VARIABLES=FILE.tfvars [DRY_RUN=1]"
        )
    this = Deployment(
        given.project,
        given.region,
        given.bucket,
        given.state,
        Path(given.variables),
        release(given.revision),
        given.repository,
        given.approve,
    )
    if found := problems(this):
        raise Failed("\n".join(found))
    return this


def _check_here(this: Deployment) -> None:
    """Failed with a sentence for each thing that is missing on this machine."""
    found = [
        f"{tool} is not here: install it, or see its commands with DRY_RUN=1"
        for tool in TOOLS
        if shutil.which(tool) is None
    ]
    if not found and not _has_docker():
        found.append("docker is here and does not run: start its daemon")
    if not this.variables.is_file():
        found.append(f"VARIABLES {this.variables} is not there: write the variables that differ")
    if not INFRASTRUCTURE.is_dir():
        found.append(f"{INFRASTRUCTURE} is not there")
    if found:
        raise Failed("\n".join(found))


def _has_docker() -> bool:
    if shutil.which("docker") is None:
        return False
    asked = subprocess.run(["docker", "info"], capture_output=True, check=False)
    return asked.returncode == 0


def _run(command: Command) -> None:
    print(shlex.join(command), flush=True)
    code = subprocess.run(command, cwd=ROOT, check=False).returncode
    if code:
        raise Failed(f"{' '.join(command[:3])} … ended with {code}: what it says is above")


def _said(command: Command) -> str:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode or not done.stdout.strip():
        raise Failed(f"{shlex.join(command)} says no digest: {done.stderr.strip()}")
    return done.stdout.strip()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m templates", allow_abbrev=False)
    parser.set_defaults(do=_metadata)
    commands = parser.add_subparsers(metavar="COMMAND")
    commands.add_parser(
        "metadata", help="Writes templates/NAME/metadata.json; what happens without a command."
    )
    build = commands.add_parser("build", help="Builds the image, and writes the specifications.")
    build.set_defaults(do=_build)
    build.add_argument("--image", default="courtside", help="The image's name, without a tag.")
    deploy = commands.add_parser("deploy", help="Deploys everything to Google Cloud.")
    deploy.set_defaults(do=_deploy)
    deploy.add_argument("--project", help="The project's id.")
    deploy.add_argument("--region", help="Where jobs and services run.")
    deploy.add_argument("--bucket", help="The bucket of the templates, which Terraform makes.")
    deploy.add_argument("--state", help="The bucket in which Terraform remembers.")
    deploy.add_argument("--variables", help="Terraform's file of variables for this deployment.")
    deploy.add_argument("--repository", default="courtside", help="In Artifact Registry.")
    deploy.add_argument("--approve", action="store_true", help="Asks nobody before it changes.")
    deploy.add_argument("--dry_run", action="store_true", help="Prints the commands alone.")
    for one in (build, deploy):
        one.add_argument("--revision", help="The revision, where git does not say.")
    return parser

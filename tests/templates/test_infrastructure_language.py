"""What Terraform itself would refuse: unknown words, names that are nowhere, circles, form.

`provider.json` has the arguments of each resource in the pinned provider: 1 for one that must be
there, and a pair with the block's own arguments for a block.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

import pytest

from tests.templates.terraform import DYNAMIC, FOLDER, Body, Terraform, load, texts

PROVIDER: dict[str, Any] = json.loads((Path(__file__).parent / "provider.json").read_text())
META = {"for_each", "count", "depends_on", "lifecycle", "provider"}

_REFERENCE = re.compile(r"\b((?:data\.)?google_\w+\.\w+|local\.\w+|var\.\w+)")


def unknown(found: Terraform) -> Iterator[str]:
    """Arguments that the provider does not know, and those that it needs."""
    for at, body in found.blocks.items():
        if at[0] in ("resource", "data"):
            yield from _unknown(".".join(at), body, PROVIDER[f"{at[0]}.{at[1]}"], META)


def _unknown(where: str, body: Body, known: Body, also: set[str]) -> Iterator[str]:
    yield from (f"{where} has no {name}" for name in body.keys() - known.keys() - also)
    for name, argument in known.items():
        required, inside = argument if isinstance(argument, list) else (argument, None)
        if required and name not in body:
            yield f"{where} lacks {name}"
        if inside is None or name not in body:
            continue
        for block in body[name]:
            if not isinstance(block, dict):
                yield f"{where}.{name} is a block"
                continue
            yield from _unknown(f"{where}.{name}", block, inside, {DYNAMIC})


def references(found: Terraform) -> dict[str, set[str]]:
    """What each named thing refers to."""
    blocks = [at for at in found.blocks if at[0] != "moved"]
    said = {".".join(at[1:] if at[0] == "resource" else at): at for at in blocks}
    graph = {name: _names(found.blocks[at]) for name, at in said.items()}
    graph |= {f"local.{name}": _names(value) for name, value in found.locals.items()}
    return {name.replace("variable.", "var."): names for name, names in graph.items()}


def _names(value: Any) -> set[str]:
    if isinstance(value, dict):
        return {name for one in value.values() for name in _names(one)}
    if isinstance(value, list):
        return {name for one in value for name in _names(one)}
    inside = re.findall(r"\$\{(.*?)\}(?=[^}]|$)", value, re.S) if isinstance(value, str) else []
    return {name for text in inside for name in _REFERENCE.findall(text)}


def lost(graph: dict[str, set[str]]) -> list[str]:
    """References to what is nowhere."""
    return sorted(name for names in graph.values() for name in names if name not in graph)


def unused(graph: dict[str, set[str]]) -> list[str]:
    """Variables and locals that nothing refers to."""
    used = {name for names in graph.values() for name in names}
    return sorted(
        name for name in graph if name.startswith(("var.", "local.")) and name not in used
    )


def in_order(graph: dict[str, set[str]]) -> bool:
    """Whether nothing needs itself; a variable's own check may."""
    try:
        TopologicalSorter({name: names - {name} for name, names in graph.items()}).prepare()
    except CycleError:
        return False
    return True


def moves(found: Terraform) -> Iterator[str]:
    """What is moved from where something is, or to where nothing is."""
    kinds = {at[1] for at in found.blocks if at[0] == "resource"}
    there = {f"${{{kind}.{at}}}" for kind in kinds for at in found.instances(kind)}
    for body in (body for at, body in found.blocks.items() if at[0] == "moved"):
        if body["from"] in there:
            yield f"{body['from']} is still there"
        if body["to"] not in there:
            yield f"{body['to']} is nowhere"


def unformatted(text: str) -> list[int]:
    """Lines that are not indented by two spaces a block, end in spaces, or have tabs."""
    depth, odd, here_until = 0, [], ""
    for number, line in enumerate(text.splitlines(), 1):
        bare = line.strip()
        if here_until:
            here_until = "" if bare == here_until else here_until
            continue
        closing = len(bare) - len(bare.lstrip("}])"))
        wanted = " " * (2 * (depth - (closing > 0))) if bare else ""
        if line != wanted + bare:
            odd.append(number)
        outside = re.sub(r'"(?:[^"\\]|\\.)*"|#.*', "", bare)
        opened = sum(outside.count(sign) for sign in "{[(")
        closed = sum(outside.count(sign) for sign in "}])")
        depth += (opened > closed) - (closed > opened)
        if found := re.search(r"<<-(\w+)$", bare):
            here_until = found[1]
    return odd


def test_the_provider_knows_every_argument() -> None:
    assert list(unknown(load(texts()))) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("max_delivery_attempts", "max_deliveries"),
        ("push_endpoint = ", "endpoint = "),
        ("  oidc_token {", "  oidc {"),
        ('  name  = "${each.key}-courtside"', ""),
    ],
)
def test_an_unknown_argument_is_seen(before: str, after: str) -> None:
    files = texts()
    assert before in files["subscriptions.tf"]
    files["subscriptions.tf"] = files["subscriptions.tf"].replace(before, after, 1)
    assert list(unknown(load(files)))


def test_every_reference_is_there_and_used_and_in_no_circle() -> None:
    graph = references(load(texts()))
    assert lost(graph) == []
    assert unused(graph) == []
    assert in_order(graph)


def test_a_lost_reference_and_a_circle_are_seen() -> None:
    files = texts()
    files["names.tf"] = files["names.tf"].replace(
        "google_storage_bucket.private.name", "google_storage_bucket.kept.name"
    )
    assert lost(references(load(files))) == ["google_storage_bucket.kept"]
    files = texts()
    # The address as the service itself says it, which is told the address.
    files["names.tf"] = re.sub(
        'trigger = "https.*"',
        'trigger = google_cloud_run_v2_service.service["trigger"].uri',
        files["names.tf"],
    )
    assert not in_order(references(load(files)))


def test_what_is_moved_has_a_place() -> None:
    assert list(moves(load(texts()))) == []
    files = texts()
    files["services.tf"] = files["services.tf"].replace("scheduler_to_trigger", "to_trigger")
    assert list(moves(load(files))) == [
        '${google_cloud_run_v2_service_iam_member.callers["scheduler_to_trigger"]} is nowhere'
    ]
    files["moved.tf"] = (
        files["moved.tf"]
        .replace('.service["trigger"]', ".other")
        .replace(
            "from = google_cloud_run_v2_service.trigger", "from = google_cloud_run_v2_job.feeder"
        )
    )
    assert len(list(moves(load(files)))) == 3


@pytest.mark.parametrize("name", sorted(texts()))
def test_a_file_is_indented(name: str) -> None:
    assert unformatted(texts()[name]) == []


def test_a_wrong_form_is_seen() -> None:
    assert unformatted("locals {\n a = 1\n}\n") == [2]
    assert unformatted("locals {\n  a = [\n    1,\n    ]\n}\n") == [4]
    assert unformatted("locals { \n}\n") == [1]


def test_terraform_would_change_no_form() -> None:
    terraform = shutil.which("terraform")
    if terraform is None:
        pytest.skip("terraform is not here")
    done = subprocess.run(
        [terraform, "fmt", "-check", "-recursive", "-diff", str(FOLDER)],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stdout + done.stderr

"""The contracts that were released, a file each, and what it takes to release the next one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import msgspec

from site_contract.compatibility import Difference, breaks
from site_contract.contract import Contract

FOLDER = Path(__file__).parent / "released"
CHANGELOG = Path(__file__).parent / "CHANGELOG.md"
UNRELEASED = "## Unreleased\n"

Numbers = tuple[int, int, int]


class NotReleased(Exception):
    """Why a contract cannot be released, in sentences."""


def newest(folder: Path = FOLDER) -> str:
    """The version of the contract that was released last; NotReleased when none ever was."""
    versions = [file.stem for file in folder.glob("*.json")]
    if not versions:
        raise NotReleased(f"no contract was ever released to {folder}")
    return max(versions, key=numbers)


def read(version: str, folder: Path = FOLDER) -> Contract:
    """The contract of a released version."""
    return msgspec.json.decode((folder / f"{version}.json").read_bytes(), type=Contract)


def numbers(version: str) -> Numbers:
    """The three numbers of a version; NotReleased for what is none."""
    if not re.fullmatch(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)", version):
        raise NotReleased(f"{version} is no version like 1.2.0")
    major, minor, patch = map(int, version.split("."))
    return major, minor, patch


def unreleased(changelog: str) -> str:
    """What the changelog says of the next release."""
    _, found, rest = changelog.partition(UNRELEASED)
    if not found:
        raise NotReleased("CHANGELOG.md has no part `Unreleased`")
    return rest.partition("\n## ")[0]


def unnamed(found: Sequence[Difference], changelog: str) -> list[Difference]:
    """The differences that the changelog's `Unreleased` does not name by their places."""
    said = unreleased(changelog)
    return [one for one in found if f"`{one.place}`" not in said]


def require_releasable(
    version: str, last: str, found: Sequence[Difference], changelog: str
) -> None:
    """NotReleased unless the version is large enough for the differences, all of them named."""
    major, minor, patch = numbers(last)
    if breaks(found):
        least: Numbers = (major + 1, 0, 0)
    elif found:
        least = (major, minor + 1, 0)
    else:
        least = (major, minor, patch + 1)
    wrong = [f"{one}: CHANGELOG.md does not name it" for one in unnamed(found, changelog)]
    if numbers(version) < least:
        wrong.insert(0, f"it must be at least {'.'.join(map(str, least))}, not {version}")
    if wrong:
        raise NotReleased("\n".join(wrong))


def write(version: str, contract: Contract, folder: Path, changelog: Path) -> None:
    """Keeps a contract as a version, and gives the version what was said of the next release."""
    encoded = msgspec.json.format(msgspec.json.encode(contract), indent=1)
    said = changelog.read_text()
    unreleased(said)
    folder.mkdir(exist_ok=True)
    (folder / f"{version}.json").write_bytes(encoded + b"\n")
    changelog.write_text(said.replace(UNRELEASED, f"{UNRELEASED}\n## {version}\n", 1))

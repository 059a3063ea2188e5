"""Writes the generated files of the contract and of the documentation, or makes a release.

python -m site_contract                  what `make contract` writes
python -m site_contract release X.Y.Z    keeps the present contract as a version
python -m site_contract examples FOLDER  the documentation's examples, of what the demo published
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from site_contract import (
    compatibility,
    contract,
    description,
    examples,
    exports_table,
    generate,
    pages,
    released,
    schedules_table,
)


def main(arguments: Sequence[str]) -> int:
    """Does what it is told; the exit code."""
    match arguments:
        case []:
            generated()
        case ["release", version]:
            return release(version)
        case ["examples", folder]:
            for path in examples.write(Path(folder)):
                print(f"docs/documents/examples/{path}")
            generated()
        case _:
            print(__doc__)
            return 2
    return 0


def generated() -> None:
    """Brings every generated file up to date and names those that changed."""
    for path in generate.write():
        print(f"site_contract/{path}")
    if exports_table.write():
        print("README.md")
    if description.write():
        print("site_contract/openapi.json")
    if schedules_table.write():
        print("docs/schedules.md")
    for path in pages.write():
        print(f"docs/documents/{path}")


def release(
    version: str, folder: Path = released.FOLDER, changelog: Path = released.CHANGELOG
) -> int:
    """Keeps the present contract as a version, if it may be one; the exit code."""
    now = contract.present()
    try:
        last = released.newest(folder)
        found = compatibility.differences(released.read(last, folder), now)
        released.require_releasable(version, last, found, changelog.read_text())
        released.write(version, now, folder, changelog)
    except released.NotReleased as reason:
        print(f"{version} was not released:\n{reason}")
        return 1
    for one in found:
        print(f"{one.kind}: {one}")
    print(f"The contract is {version}.")
    generated()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

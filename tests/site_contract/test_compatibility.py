"""A change of the contract is named in the changelog, and none breaks the last release."""

from __future__ import annotations

import copy
import dataclasses
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_type_hints

import msgspec
import pytest

from publishing.families import FAMILIES
from publishing.live.scores import LiveScores
from site_contract import contract, released
from site_contract.__main__ import main, release
from site_contract.compatibility import Difference, breaks, differences

Change = Callable[[dict[str, Any]], object]

SEED = 20251227

OLD: dict[str, Any] = {
    "families": {
        "live": {
            "paths": {"live/{date}.json": [30, 86400], "live/latest.json": [30]},
            "document": "Scores",
            "types": {
                "Scores": {
                    "games": {"shape": {"kind": "list", "of": {"kind": "object", "name": "Game"}}},
                    "updated_at": {"shape": {"kind": "string"}},
                },
                "Game": {
                    "points": {"shape": {"kind": "integer"}, "unit": "points"},
                    "status": {"shape": {"kind": "words", "words": ["final", "scheduled"]}},
                    "clock": {"shape": {"kind": "string", "null": True}},
                    "note": {"shape": {"kind": "string"}, "optional": True},
                    "shares": {
                        "shape": {"kind": "map", "of": {"kind": "number"}},
                        "unit": "share, 0 to 1",
                    },
                },
            },
        },
        "status": {
            "paths": {"status.json": [30]},
            "document": "Status",
            "types": {"Status": {"word": {"shape": {"kind": "string"}}}},
        },
    }
}


def built(tree: dict[str, Any]) -> contract.Contract:
    return msgspec.convert(tree, contract.Contract)


def after(change: Change) -> list[str]:
    """What is different after a change of `OLD`, each with its kind."""
    tree = copy.deepcopy(OLD)
    change(tree["families"])
    return [f"{one.kind}: {one}" for one in differences(built(OLD), built(tree))]


def game(families: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = families["live"]["types"]["Game"]
    return found


def path(families: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = families["live"]["paths"]
    return found


ONE = {"shape": {"kind": "string"}}

CASES: dict[str, tuple[Change, list[str]]] = {
    "nothing": (lambda _: None, []),
    "a new family": (
        lambda them: them.update(more={"paths": {}, "document": "More", "types": {"More": {}}}),
        ["addition: `more` is a new family"],
    ),
    "a family gone": (
        lambda them: them.pop("status"),
        ["break: `status` is gone with all its documents"],
    ),
    "a new path": (
        lambda them: path(them).update({"live/now.json": [30]}),
        ["addition: `live live/now.json` is a new path"],
    ),
    "a path gone": (
        lambda them: path(them).pop("live/latest.json"),
        ["break: `live live/latest.json` is not published any more"],
    ),
    "another cache time": (
        lambda them: path(them).update({"live/{date}.json": [300]}),
        ["break: `live live/{date}.json` may be kept for 300 s, not 30 or 86400 s"],
    ),
    "another document": (
        lambda them: them["status"].update(document="State"),
        ["break: `status document` is a State and no Status any more"],
    ),
    "a renamed type": (
        lambda them: them["status"]["types"].update(State=them["status"]["types"].pop("Status")),
        ["break: `status Status` is no type any more"],
    ),
    "a new key": (
        lambda them: game(them).update(arena=ONE),
        ["addition: `live Game.arena` is a new key"],
    ),
    "a key gone": (lambda them: game(them).pop("note"), ["break: `live Game.note` is gone"]),
    "a renamed key": (
        lambda them: game(them).update(remark=game(them).pop("note")),
        ["break: `live Game.note` is gone", "addition: `live Game.remark` is a new key"],
    ),
    "another type": (
        lambda them: game(them)["points"].update(shape={"kind": "string"}),
        ["break: `live Game.points` is string, not integer"],
    ),
    "a fraction": (
        lambda them: game(them)["points"].update(shape={"kind": "number"}),
        ["break: `live Game.points` is number, not integer"],
    ),
    "another element": (
        lambda them: game(them)["shares"]["shape"]["of"].update(kind="string"),
        ["break: `live Game.shares[]` is string, not number"],
    ),
    "a null element": (
        lambda them: game(them)["shares"]["shape"]["of"].update(null=True),
        ["break: `live Game.shares[]` may be null now"],
    ),
    "another unit": (
        lambda them: game(them)["shares"].update(unit="percent, 0 to 100"),
        ["break: `live Game.shares` is in percent, 0 to 100, not in share, 0 to 1"],
    ),
    "null now": (
        lambda them: game(them)["status"]["shape"].update(null=True),
        ["break: `live Game.status` may be null now"],
    ),
    "null no more": (
        lambda them: game(them)["clock"]["shape"].pop("null"),
        ["addition: `live Game.clock` is never null any more"],
    ),
    "absent now": (
        lambda them: game(them)["clock"].update(optional=True),
        ["break: `live Game.clock` may be absent now"],
    ),
    "always there now": (
        lambda them: game(them)["note"].pop("optional"),
        ["addition: `live Game.note` is always there now"],
    ),
    "a new word": (
        lambda them: game(them)["status"]["shape"].update(words=["final", "live", "scheduled"]),
        ['break: `live Game.status` has a new word "live"'],
    ),
    "a word gone": (
        lambda them: game(them)["status"]["shape"].update(words=["final"]),
        ['break: `live Game.status` has no word "scheduled" any more'],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_each_kind_of_change_is_what_it_is(case: str) -> None:
    change, expected = CASES[case]
    assert after(change) == expected


def test_nothing_that_was_released_is_broken() -> None:
    found = differences(released.read(released.newest()), contract.present())
    assert [str(one) for one in breaks(found)] == []
    unnamed = released.unnamed(found, released.CHANGELOG.read_text())
    assert [str(one) for one in unnamed] == [], "name them in site_contract/CHANGELOG.md"


def test_a_document_type_without_a_key_breaks_what_was_released() -> None:
    live = FAMILIES[0]
    assert live.document is LiveScores
    fields = [(name, kind) for name, kind in get_type_hints(LiveScores).items()]
    less = msgspec.defstruct("LiveScores", [one for one in fields if one[0] != "poll_id"])
    changed = [dataclasses.replace(live, document=less), *FAMILIES[1:]]
    found = differences(released.read(released.newest()), contract.present(changed))
    assert [str(one) for one in breaks(found)] == ["`live LiveScores.poll_id` is gone"]


def test_every_release_can_be_read_and_is_in_the_changelog() -> None:
    said = released.CHANGELOG.read_text()
    for file in released.FOLDER.iterdir():
        assert file.suffix == ".json"
        assert released.read(file.stem).families
        assert f"\n## {file.stem}\n" in said


def keys(tree: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [
        (family, name, key)
        for family, of in tree["families"].items()
        for name, found in of["types"].items()
        for key in found
    ]


def test_every_key_of_every_family_can_be_neither_dropped_nor_retyped() -> None:
    last = released.read(released.newest())
    tree = msgspec.to_builtins(last)
    chance = random.Random(SEED)
    every = keys(tree)
    assert len(every) > 800
    for family, name, key in every:
        mutant = copy.deepcopy(tree["families"][family])
        inside = mutant["types"][name]
        if chance.random() < 0.5:
            del inside[key]
        else:
            kind = "integer" if inside[key]["shape"]["kind"] == "string" else "string"
            inside[key]["shape"] = {"kind": kind}
        now = contract.Contract(
            {**last.families, family: msgspec.convert(mutant, contract.FamilyContract)}
        )
        found = breaks(differences(last, now))
        assert [one.place for one in found] == [f"{family} {name}.{key}"]


ADDED = Difference("addition", "live Game.arena", "is a new key")
BROKEN = Difference("break", "live Game.note", "is gone")
NAMED = "## Unreleased\n\n- `live Game.arena`: where it is played.\n- `live Game.note` is gone.\n"


@pytest.mark.parametrize(
    ("found", "least", "less"),
    [
        ([], "1.4.3", "1.4.2"),
        ([ADDED], "1.5.0", "1.4.9"),
        ([BROKEN], "2.0.0", "1.99.0"),
        ([ADDED, BROKEN], "2.0.0", "1.5.0"),
    ],
)
def test_a_version_is_as_large_as_its_differences(
    found: list[Difference], least: str, less: str
) -> None:
    released.require_releasable(least, "1.4.2", found, NAMED)
    with pytest.raises(released.NotReleased, match=f"at least {least}, not {less}"):
        released.require_releasable(less, "1.4.2", found, NAMED)


def test_a_release_names_every_difference() -> None:
    changelog = "## Unreleased\n\n## 1.4.2\n\n- `live Game.arena` and `live Game.note`\n"
    with pytest.raises(released.NotReleased) as refused:
        released.require_releasable("2.0.0", "1.4.2", [ADDED, BROKEN], changelog)
    assert str(refused.value).splitlines() == [
        "`live Game.arena` is a new key: CHANGELOG.md does not name it",
        "`live Game.note` is gone: CHANGELOG.md does not name it",
    ]


@pytest.mark.parametrize("version", ["1", "1.2", "v1.2.3", "1.2.3-rc1", "01.2.3", "1.2.3\n"])
def test_what_is_no_version_is_refused(version: str) -> None:
    with pytest.raises(released.NotReleased, match="is no version"):
        released.require_releasable(version, "1.0.0", [], NAMED)


def test_the_command_releases_what_it_may_and_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, changelog = tmp_path / "released", tmp_path / "CHANGELOG.md"
    changelog.write_text("# Changes\n\n## Unreleased\n\n- `live` and `status` are new.\n")
    whole = contract.present()
    before = {name: of for name, of in whole.families.items() if name not in ("live", "status")}
    released.write("1.4.2", contract.Contract(before), folder, changelog)
    changelog.write_text(changelog.read_text().replace("\n- `live` and", "\n- `live`, not"))
    assert release("1.5.0", folder, changelog) == 1
    assert "`live` is a new family: CHANGELOG.md does not name it" in capsys.readouterr().out
    assert released.newest(folder) == "1.4.2"
    named = changelog.read_text().replace(
        "## Unreleased\n", f"{released.UNRELEASED}- `live`, `status`\n"
    )
    changelog.write_text(named)
    assert release("1.4.3", folder, changelog) == 1
    assert release("1.5.0", folder, changelog) == 0
    assert "addition: `status` is a new family" in capsys.readouterr().out
    assert released.read("1.5.0", folder) == whole
    assert released.unreleased(changelog.read_text()).strip() == ""


def test_the_command_says_what_it_can_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["publish"]) == 2
    assert "python -m site_contract release X.Y.Z" in capsys.readouterr().out
    assert main(["release", released.newest()]) == 1


def test_a_release_is_kept_and_the_newest_is_that_of_numbers(tmp_path: Path) -> None:
    folder, changelog = tmp_path / "released", tmp_path / "CHANGELOG.md"
    changelog.write_text(f"# Changes\n\n{NAMED}\n## 1.9.0\n\nBefore.\n")
    with pytest.raises(released.NotReleased, match="ever"):
        released.newest(folder)
    for version in ("1.9.0", "1.10.0"):
        released.write(version, built(OLD), folder, changelog)
    assert released.newest(folder) == "1.10.0"
    assert released.read("1.10.0", folder) == built(OLD)
    said = changelog.read_text()
    assert released.unreleased(said).strip() == ""
    assert "## Unreleased\n\n## 1.10.0\n" in said
    assert said.index("## 1.10.0") < said.index("where it is played") < said.rindex("## 1.9.0")

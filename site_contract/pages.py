"""`docs/documents/`: a page for each family of documents, made from its type and an example."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from publishing.documents import schema
from publishing.exports.declaration import Export
from publishing.families import FAMILIES, Family
from publishing.occasions import words_of
from site_contract import examples
from site_contract.contract import cache_seconds, export_of, object_types
from site_contract.shapes import Key, ObjectType, in_words

FOLDER = Path(__file__).parents[1] / "docs" / "documents"

_MADE = "Made by `make contract` from the document types."

_INDEX = f"""# The documents

{_MADE} A page for each family: where it is, how long it may be kept, when it is made, every key,
and a real example of the simulated season, its lists shortened. The same types are JSON Schemas in
[site_contract/schemas](../../site_contract/schemas) and TypeScript in
[site_contract/npm](../../site_contract/npm); what changes is in the
[changelog](../../site_contract/CHANGELOG.md), and
what is other than in the files of before in [changes.md](../changes.md).

In a path `{{date}}` is a game date as `2025-12-27`, `{{season}}` is `2025-26` and `{{player}}` is a
`player_lookup`. Each answer is `application/json; charset=utf-8` and says in `Cache-Control` how
long it may be kept. A key that may be null is there; one that may be absent is marked with `?`. `0`
is a number like others. Ignore keys that you do not know: more may come.

| family | at | kept, s | made |
|---|---|---|---|
"""

_LIVE_MADE = (
    "While a night is played, at each flush: every three minutes unless the job is told otherwise, "
    "and within seconds when a game ends or the source stops or resumes answering."
)
_STATUS_MADE = (
    "At each flush of the live job, and by the monitor's rounds every five minutes, day and night."
)
_LIVE_FRESH = (
    "`updated_at` is the instant of what it says. How old the live data is, and whether that is "
    "well, is in `status.json` under `services.live_data`."
)


def files() -> dict[str, str]:
    """Every page by its path in the folder."""
    rows = "".join(f"| {' | '.join(_cells(family))} |\n" for family in FAMILIES)
    return {"README.md": _INDEX + rows, **{f"{one.name}.md": page(one) for one in FAMILIES}}


def stale() -> list[str]:
    """The pages that are missing, wrong, or of no family any more."""
    wanted, found = files(), {path.name: path.read_text() for path in FOLDER.glob("*.md")}
    return sorted(path for path in {*wanted, *found} if wanted.get(path) != found.get(path))


def write() -> list[str]:
    """Brings the pages up to date and returns those that changed."""
    changed, wanted = stale(), files()
    for path in changed:
        if path in wanted:
            (FOLDER / path).write_text(wanted[path])
        else:
            (FOLDER / path).unlink()
    return changed


def page(family: Family) -> str:
    """One family's page."""
    root, *others = object_types(family.name, schema(family.document, family.name))
    path, example = examples.example_of(family)
    kept = "".join(f"| `{one}` | {_kept(family, one)} |\n" for one in family.paths)
    return "\n".join(
        [
            f"# {family.name}\n\n{_MADE}\n\n{root.text}\n",
            f"| path | kept |\n|---|---|\n{kept}",
            f"**Made:** {_made(family)}\n\n**How fresh:** {_fresh(family)}\n",
            f"**Types:** [JSON Schema](../../site_contract/schemas/{family.name}.schema.json), "
            f"[TypeScript](../../site_contract/npm/documents/{family.name}.d.ts)\n",
            f"## {root.name}\n\n{_table(root)}",
            *(f"## {one.name}\n\n{_said(one)}{_table(one)}" for one in others),
            f"## Example\n\n`{path}`, its lists shortened:\n\n```json\n{example}```\n",
        ]
    )


def _cells(family: Family) -> tuple[str, ...]:
    paths = ", ".join(f"`{path}`" for path in family.paths)
    kept = "; ".join(dict.fromkeys(_seconds(cache_seconds(family, path)) for path in family.paths))
    export = export_of(family)
    made = "at each flush of a night" if export is None else words_of(export.cadence)
    return f"[{family.name}]({family.name}.md)", paths, kept, made


def _table(one: ObjectType) -> str:
    if not one.keys:
        return "No keys.\n"
    rows = "".join(f"| {' | '.join(_row(name, key))} |\n" for name, key in one.keys.items())
    return f"| key | type | unit |\n|---|---|---|\n{rows}"


def _row(name: str, key: Key) -> tuple[str, ...]:
    return f"`{name}`{'?' if key.optional else ''}", in_words(key.shape), key.unit


def _said(one: ObjectType) -> str:
    return f"{one.text}\n\n" if one.text else ""


def _kept(family: Family, path: str) -> str:
    first, *settled = cache_seconds(family, path)
    return f"{first} s" + "".join(f"; {one} s once the date is settled" for one in settled)


def _seconds(kept: Iterable[int]) -> str:
    return ", settled ".join(map(str, kept))


def _made(family: Family) -> str:
    export = export_of(family)
    if export is None:
        return _STATUS_MADE if family.name == "status" else _LIVE_MADE
    words = words_of(export.cadence)
    return f"{words[0].upper()}{words[1:]}."


def _fresh(family: Family) -> str:
    export = export_of(family)
    return _LIVE_FRESH if export is None else f"`generated_at` says when. {_limit(export)}"


def _limit(export: Export) -> str:
    if export.limit_hours is None:
        return "It has no age limit: it is as old as the last time that it was asked for."
    return (
        f"Older than {export.limit_hours} hours, and not made when it was due since, it is late: "
        "`status.json` then names it under `services.exports`."
    )

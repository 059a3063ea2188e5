"""The README's table of all exports, made from their declarations: `make contract` writes it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from publishing.documents import CacheClass
from publishing.exports import EXPORTS
from publishing.exports.declaration import Export, OfPlayer
from publishing.occasions import words_of
from publishing.rows import ScheduledGame

README = Path(__file__).parents[1] / "README.md"
BEGIN, END = "<!-- exports: made by `make contract` -->", "<!-- exports end -->"


def table(exports: Iterable[Export] = EXPORTS) -> str:
    """Name, word, path, aliases, cache in seconds, cadence and input tables of each export."""
    head = (
        "| export | `--only` | path | also at | cache | cadence | reads |\n"
        "|---|---|---|---|---|---|---|\n"
    )
    return head + "".join(f"| {' | '.join(_cells(export))} |\n" for export in exports)


def stale() -> bool:
    """Whether the README's table is not that of the declarations."""
    text = README.read_text()
    return _with_table(text) != text


def write() -> bool:
    """Brings the README up to date; whether it changed."""
    text = README.read_text()
    README.write_text(_with_table(text))
    return _with_table(text) != text


def _with_table(text: str) -> str:
    """ValueError when the README has lost its marks."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"README.md has no {BEGIN} … {END}")
    return f"{before}{BEGIN}\n{table()}{END}{after}"


def _cells(export: Export) -> tuple[str, ...]:
    path, *aliases = export.paths
    words = ", ".join(f"`{word}`" for word in (export.job_type, *export.groups))
    names = {ScheduledGame.table} | {one.row_type.table for one in export.inputs}
    return (
        export.name,
        words,
        f"`{path}`",
        ", ".join(f"`{alias}`" for alias in aliases),
        _cache(export),
        words_of(export.cadence),
        ", ".join(sorted(name.partition(".")[2] for name in names)),
    )


def _cache(export: Export) -> str:
    """Seconds; a date's document may be kept for a day once its date is settled (D3)."""
    if export.dated is None:
        return str(export.pointer_cache.value)
    if isinstance(export.made, OfPlayer):
        return str(CacheClass.SETTLED.value)
    return f"{CacheClass.TONIGHT.value}, settled {CacheClass.SETTLED.value}"

"""A document knows nothing of a later date, nor what was made after its as-of (D25)."""

from __future__ import annotations

from pathlib import Path

import pytest

from publishing import league
from publishing.adapters import columns, parquet
from publishing.calendar import parse_instant
from publishing.exports import BY_NAME, EXPORTS
from publishing.player_rows import PlayerRows
from publishing.reads import Window
from publishing.run import Run
from tests.incidents.mutant import instead, text
from tests.pipelines.export_runs import ENGINES, Export
from tests.pipelines.poison import poisoned
from tests.pipelines.small_games import AFTER, BEFORE, DAY
from tests.pipelines.small_league import small_league
from tests.pipelines.small_warehouse import write

AS_OFS = (BEFORE, AFTER)

Warehouses = dict[str, Path]


@pytest.fixture(scope="module")
def poison(tmp_path_factory: pytest.TempPathFactory) -> Warehouses:
    """The small league with a future that nobody can know, by as-of."""
    return {
        as_of: write(
            poisoned(small_league(), parse_instant(as_of)), tmp_path_factory.mktemp("poison")
        )
        for as_of in AS_OFS
    }


@pytest.mark.parametrize("as_of", AS_OFS)
@pytest.mark.parametrize("engine", ENGINES)
def test_the_future_changes_nothing(
    engine: str, as_of: str, small_warehouse: Path, poison: Warehouses, tmp_path: Path
) -> None:
    asked = (f"--engine={engine}", f"--as_of={as_of}")
    plain, run = Export(tmp_path / "plain"), Export(tmp_path / "poison")
    assert run.go(poison[as_of], *asked) == plain.go(small_warehouse, *asked)
    assert run.record().documents == plain.record().documents
    assert run.letters() == []


def test_the_whole_future_is_known_a_little_later(poison: Warehouses, tmp_path: Path) -> None:
    """What was planted is no harmless row: a microsecond later every document is another."""
    families = ("results", "best-bets", "tonight", "streaks", "performance", "trends-daily")
    for only in (*families, "trends-weekly", "trends-deep-dive"):
        asked = ("--engine=inline", f"--only={only}")
        early, late = (
            Export(tmp_path / only / as_of).go(poison[AFTER], *asked, f"--as_of={as_of}")
            for as_of in (AFTER, "2026-01-15T15:30:00.000001Z")
        )
        for path, body in early.items():
            assert body.replace(b"00.000000+", b"00.000001+") != late[path], path


def test_of_later_dates_only_what_is_planned_is_read() -> None:
    """Every export drops rows of later dates by itself as well: no document would show them."""
    run = Run("run", parse_instant(AFTER), (DAY,), tuple(BY_NAME), "catboost_v9")
    planned = {
        one.row_type for export in EXPORTS for one in export.inputs if one.window is Window.AHEAD
    }
    later = {read.row_type for read in run.reads() if read.last is not None and read.last > DAY}
    assert later == planned


MUTANTS = {
    "no stamp is looked at": instead(parquet, "known_rows", lambda rows, _: rows),
    "one early stamp is enough": text(columns, "is_known", "all(", "any("),
    "a stamp at the next instant is early": text(
        columns, "is_known", "stamp <= as_of", "(stamp - as_of).total_seconds() < 1"
    ),
    "scores that came later": text(league, "_game", "row.processed_at <= as_of", "True"),
    "names that came later": text(PlayerRows, "registered", "row.processed_at <= as_of", "True"),
    "names of later seasons": text(PlayerRows, "registered", "row.season <= season", "True"),
}


@pytest.mark.parametrize("name", MUTANTS)
def test_a_run_that_looks_ahead_is_seen(
    name: str,
    small_warehouse: Path,
    poison: Warehouses,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = ("--engine=inline", f"--as_of={AFTER}")
    plain = Export(tmp_path / "plain").go(small_warehouse, *asked)
    MUTANTS[name](monkeypatch)
    run = Export(tmp_path / "poison")
    assert run.main(poison[AFTER], *asked) in (0, 1)
    assert run.documents() != plain

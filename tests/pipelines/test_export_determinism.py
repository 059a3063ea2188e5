"""The same rows and as-of give the same bytes, on both engines, in any order and parts (D9)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from publishing.exports import EXPORTS
from publishing.exports.declaration import OfPlayer
from publishing.reads import Read
from publishing.run import Run
from tests.pipelines.export_runs import Export
from tests.pipelines.small_games import AFTER, BEFORE, DAY, EVE, PLAYERS
from tests.pipelines.small_league import small_league
from tests.pipelines.small_warehouse import write_shuffled

SEEDS = range(5)

EVERYTHING = "--only=all"
"""What is made on demand too."""


@pytest.fixture(scope="module")
def plain(small_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Export]:
    """A run of `DAY` with one engine, of one file a table, by as-of."""
    runs = {asof: Export(tmp_path_factory.mktemp("plain")) for asof in (BEFORE, AFTER)}
    for as_of, run in runs.items():
        run.go(small_warehouse, "--engine=inline", f"--as_of={as_of}", EVERYTHING)
    return runs


def test_the_small_league_has_something_of_everything(plain: dict[str, Export]) -> None:
    """What all other tests of a batch run compare is not empty."""
    settled = plain[AFTER]
    assert len(settled.documents()) == sum(
        len(one.paths) * (len(PLAYERS) if isinstance(one.made, OfPlayer) else 1) for one in EXPORTS
    )
    assert settled.record().status == "success"
    assert settled.document("best-bets/latest.json")["total_picks"] >= 5
    assert settled.document("predictions/today.json")["total_predictions"] == 12
    assert settled.document("results/latest.json")["summary"]["correct"] >= 3
    assert settled.document("systems/performance.json")["systems"][0]["is_primary"]
    tonight = settled.document("tonight/all-players.json")
    assert (tonight["total_players"], tonight["total_with_lines"]) == (12, 10)
    trends = settled.document("trends/tonight-trend-plays.json")["by_trend_type"]
    assert all(trends.values())
    assert len(settled.document("trends/whos-hot-v2.json")["hot"]) == 10
    bounce_back = settled.document("trends/bounce-back.json")
    assert bounce_back["bounce_back_candidates"][0]["bounce_back_sample"]
    assert bounce_back["league_baseline"]["sample_size"]
    stars = settled.document("trends/what-matters.json")["archetypes"]["star"]
    assert len(stars["example_players"]) == 5
    assert set(stars["factors"]["rest"]) == {"b2b", "one_day", "rested"}
    assert set(stars["factors"]["home_away"]) == {"home", "away"}
    assert settled.document("trends/quick-hits.json")["total_available"] >= 3
    assert settled.document("trends/deep-dive.json")["hero_stat"]["value"].endswith("%")
    streaks = settled.document("streaks/today.json")["summary"]
    assert streaks["total_over_streaks"]
    assert streaks["total_under_streaks"]
    teams = settled.document("trends/team-tendencies.json")
    zones = teams.pop("defense_by_zone")
    sections = [teams[name] for name in ("pace", "home_away", "back_to_back")]
    for section in (*sections, zones["paint"], zones["perimeter"]):
        assert all(section.values())
    factors = {
        factor["factor"]
        for lookup in PLAYERS
        for factor in settled.document(f"tonight/player/{lookup}.json")["tonights_factors"]
    }
    assert {"back_to_back", "location", "vs_opponent", "opponent_defense"} <= factors


@pytest.mark.parametrize("as_of", [BEFORE, AFTER])
def test_both_engines_publish_the_same_bytes(
    as_of: str, small_warehouse: Path, batch: Export, plain: dict[str, Export]
) -> None:
    documents = batch.go(small_warehouse, "--engine=beam", f"--as_of={as_of}", EVERYTHING)
    assert documents == plain[as_of].documents()
    assert batch.headers() == plain[as_of].headers()


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("engine", ["inline", pytest.param("beam", marks=pytest.mark.slow)])
def test_neither_the_order_of_rows_nor_their_parts_matter(
    engine: str, seed: int, tmp_path: Path, batch: Export, plain: dict[str, Export]
) -> None:
    shuffled = write_shuffled(small_league(), tmp_path / "shuffled", seed)
    documents = batch.go(shuffled, f"--engine={engine}", f"--as_of={AFTER}", EVERYTHING)
    assert documents == plain[AFTER].documents()


@pytest.mark.parametrize(
    ("engine", "as_of"),
    [
        ("inline", BEFORE),
        ("inline", AFTER),
        pytest.param("beam", AFTER, marks=pytest.mark.slow),
    ],
)
def test_an_export_alone_is_that_of_a_run_of_all(
    engine: str, as_of: str, small_warehouse: Path, tmp_path: Path, plain: dict[str, Export]
) -> None:
    """Every export declares every column and row that it is made of."""
    together = plain[as_of].documents()
    alone: dict[str, bytes] = {}
    for export in EXPORTS:
        asked = (f"--engine={engine}", f"--as_of={as_of}", f"--only={export.job_type}")
        found = Export(tmp_path / export.name).go(small_warehouse, *asked)
        assert found == {path: together[path] for path in found}
        alone |= found
    assert alone == together


def test_an_export_alone_has_the_headers_of_a_run_of_all(
    small_warehouse: Path, tmp_path: Path, plain: dict[str, Export]
) -> None:
    headers = plain[AFTER].headers()
    assert len(set(headers.values())) == 3
    for export in EXPORTS:
        run = Export(tmp_path / export.name)
        asked = ("--engine=inline", f"--as_of={AFTER}", f"--only={export.job_type}")
        paths = run.go(small_warehouse, *asked)
        assert run.headers() == {path: headers[path] for path in paths}


def test_a_date_of_a_range_is_that_of_the_date_alone(
    small_warehouse: Path, tmp_path: Path, plain: dict[str, Export]
) -> None:
    """A document of the first date knows nothing of the last, read at once with it (D25)."""
    run = Export(tmp_path / "range")
    asked = ("--engine=inline", f"--as_of={AFTER}", EVERYTHING)
    together = run.go(small_warehouse, *asked, f"--start_date={EVE}", f"--end_date={DAY}")
    eve = Export(tmp_path / "eve").go(small_warehouse, *asked, f"--date={EVE}")
    dated = {path: body for path, body in eve.items() if f"/{EVE}" in path}
    assert len(dated) == 5 + len(PLAYERS)
    assert together == plain[AFTER].documents() | dated


def test_a_column_that_is_not_read_is_noticed(
    small_warehouse: Path, batch: Export, plain: dict[str, Export], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The comparisons above are sharp: without one column the bytes are others."""
    reads = Run.reads

    def without_minutes(run: Run) -> tuple[Read, ...]:
        return tuple(
            replace(read, columns=tuple({*read.columns} - {"minutes_played"}))
            for read in reads(run)
        )

    monkeypatch.setattr(Run, "reads", without_minutes)
    found = batch.go(small_warehouse, "--engine=inline", "--only=tonight", f"--as_of={AFTER}")
    assert found["tonight/all-players.json"] != plain[AFTER].documents()["tonight/all-players.json"]

"""Whole seasons through the batch command: simulated, and real where they are."""

from __future__ import annotations

import random
import re
from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from publishing.run_record import LackFact
from tests.pipelines.export_runs import Export
from tests.pipelines.test_export_workers import in_processes

pytestmark = pytest.mark.slow

SEASONS = ("written", "written_2024", "written_2019")

CHAMPION = "catboost_v9"

DATES = {
    "written": "2025-10-20 2025-10-21 2025-11-04 2025-11-27 2025-12-14 2025-12-27 2025-12-28",
    "written_2024": (
        "2023-10-23 2023-10-24 2023-12-10 2023-12-25 2024-02-18 2024-02-22 2024-03-02 2024-04-14 "
        "2024-04-20 2024-06-06 2024-06-17 2024-06-18"
    ),
    "written_2019": (
        "2018-10-15 2018-10-16 2018-11-22 2018-12-25 2019-02-17 2019-02-21 2019-04-10 2019-04-13 "
        "2019-05-30 2019-06-13 2019-06-14"
    ),
}
"""Before and on the first day, without games, Christmas, the All-Star break, the season's last
day, playoffs, finals, the last game and the day after."""

_NO_ROW = re.compile(r"no row of (?P<tables>[\w., ]+?)(?: for (?P<day>\S+))?")

BOX_SCORES = "nba_analytics.player_game_summary"

_UNDECIDED = re.compile(
    rf"{BOX_SCORES} has no (?:player with (?P<games>\d+) )?decided games?"
    r"(?: in (?P<days>\d+) days)?"
)
"""Rows there are, and no line to decide them by."""

_DATED = {
    "nba_predictions.prediction_accuracy": "graded_at",
    "nba_predictions.player_prop_predictions": "created_at",
    "nba_predictions.ml_feature_store_v2": "created_at",
    "nba_analytics.upcoming_player_game_context": "created_at",
}
"""Tables of which a date needs rows of its own, with the stamp that says when they came."""

_EARLIER = {
    "nba_analytics.player_game_summary": "processed_at",
    "nba_analytics.team_offense_game_summary": "processed_at",
    "nba_precompute.team_defense_zone_analysis": "processed_at",
    "nba_precompute.player_shot_zone_analysis": "processed_at",
    "nba_predictions.system_daily_performance": "computed_at",
}
"""Tables that are read back from a date."""


@pytest.fixture(params=SEASONS)
def season(request: pytest.FixtureRequest) -> tuple[str, Path]:
    """A season's fixture and its warehouse."""
    return request.param, request.getfixturevalue(request.param)


def is_explained(lack: LackFact, folder: Path, as_of: str) -> bool:
    """Whether the warehouse really has no such row, as the files themselves say."""
    found = _NO_ROW.fullmatch(lack.reason)
    if found is None:
        return _is_undecided(lack, folder, as_of)
    return any(
        _count(folder, table, date.fromisoformat(lack.game_date), as_of) == 0
        for table in found["tables"].split(", ")
    )


def _is_undecided(lack: LackFact, folder: Path, as_of: str) -> bool:
    """Whether nobody has as many decided games before the date as the reason asks for."""
    found = _UNDECIDED.match(lack.reason)
    if found is None:
        return False
    day, back = date.fromisoformat(lack.game_date), int(found["days"] or 30)
    rows = pl.read_parquet(folder / f"{BOX_SCORES}.parquet").filter(
        (pl.col("processed_at") <= datetime.fromisoformat(as_of))
        & (pl.col("game_date") < day)
        & (pl.col("game_date") > day - timedelta(days=back))
        & pl.col("over_under_result").is_not_null()
    )
    enough = pl.col("count") >= int(found["games"] or 1)
    return rows["player_lookup"].value_counts().filter(enough).is_empty()


def _count(folder: Path, table: str, day: date, as_of: str) -> int:
    rows = pl.read_parquet(folder / f"{table}.parquet")
    stamp = {**_DATED, **_EARLIER}[table]
    rows = rows.filter(pl.col(stamp) <= datetime.fromisoformat(as_of))
    if "system_id" in rows.columns and table in _DATED:
        rows = rows.filter(pl.col("system_id") == CHAMPION)
    dated = "analysis_date" if "analysis_date" in rows.columns else "game_date"
    if table in _DATED:
        return rows.filter(pl.col(dated) == day).height
    return rows.filter((pl.col(dated) < day) & (pl.col(dated) >= day - timedelta(days=365))).height


def require_sound(run: Export, folder: Path, as_of: str) -> None:
    """Nothing failed, no row was refused, and what waits waits for rows that are not there."""
    record = run.record()
    assert record.failures == []
    assert record.dead_letters == 0
    assert run.letters() == []
    unexplained = [lack for lack in record.waiting if not is_explained(lack, folder, as_of)]
    assert unexplained == []
    assert record.status == ("partial" if record.waiting else "success")
    # Each is read back, strictly, and held against its schema.
    assert run.documents().keys() >= {document.path for document in record.documents}


def as_ofs(day: date) -> tuple[str, str]:
    """The evening of a date, and the afternoon after it."""
    return f"{day}T22:00:00+00:00", f"{day + timedelta(days=1)}T16:00:00+00:00"


def test_dates_of_every_kind(season: tuple[str, Path], tmp_path: Path) -> None:
    name, folder = season
    for day in map(date.fromisoformat, DATES[name].split()):
        for number, as_of in enumerate(as_ofs(day)):
            run = Export(tmp_path / f"{day}-{number}")
            run.go(folder, "--engine=inline", f"--date={day}", f"--as_of={as_of}")
            require_sound(run, folder, as_of)
            tonight = run.document(f"tonight/{day}.json")
            games = pl.read_parquet(folder / "nba_raw.nbac_schedule.parquet").filter(
                (pl.col("game_date") == day) & ~pl.col("is_all_star")
            )
            assert len(tonight["games"]) == games["game_id"].n_unique()
            if games.is_empty():
                assert tonight["total_players"] == 0


def test_any_date_at_any_time(season: tuple[str, Path], tmp_path: Path) -> None:
    name, folder = season
    chance = random.Random(f"{name} 1")
    first, *_, last = map(date.fromisoformat, DATES[name].split())
    for number in range(12):
        day = first + timedelta(days=chance.randrange((last - first).days + 1))
        hours = chance.choice((-30, -3, 0, 14, 20, 26, 34, 39, 40, 41, 100, 5_000))
        as_of = f"{datetime.fromisoformat(f'{day}T00:00:00+00:00') + timedelta(hours=hours)}"
        run = Export(tmp_path / str(number))
        run.go(folder, "--engine=inline", f"--date={day}", f"--as_of={as_of.replace(' ', 'T')}")
        require_sound(run, folder, as_of)


def test_thirty_dates_at_once(season: tuple[str, Path], tmp_path: Path) -> None:
    """A backfill of a month is its dates, one by one, and moves each pointer once (D5, D25)."""
    name, folder = season
    last = date.fromisoformat(DATES[name].split()[-3])
    first, as_of = last - timedelta(days=29), as_ofs(last)[1]
    run = Export(tmp_path / "range")
    dates = (f"--start_date={first}", f"--end_date={last}")
    together = run.go(folder, "--engine=inline", *dates, f"--as_of={as_of}")
    require_sound(run, folder, as_of)
    assert len(run.record().dates) == 30
    for family in ("results", "predictions", "best-bets", "tonight"):
        dated = [path for path in together if re.fullmatch(rf"{family}/\d.*\.json", path)]
        assert len(dated) == 30
    alone = Export(tmp_path / "alone")
    newest = alone.go(folder, "--engine=inline", f"--date={last}", f"--as_of={as_of}")
    for path, body in newest.items():
        assert together[path] == body
    for day in (first, first + timedelta(days=11)):
        one = Export(tmp_path / str(day))
        found = one.go(folder, "--engine=inline", f"--date={day}", f"--as_of={as_of}")
        for path in (f"results/{day}.json", f"predictions/{day}.json", f"tonight/{day}.json"):
            assert together[path] == found[path]


@pytest.fixture(scope="module")
def real_date(
    written_2024: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[list[str], Export]:
    """A full date of the real season, as one process makes it."""
    asked = ["--date=2024-03-27", "--as_of=2024-03-28T16:00:00Z"]
    run = Export(tmp_path_factory.mktemp("real-date"))
    run.go(written_2024, "--engine=inline", *asked)
    assert run.record().status == "success"
    assert run.document("tonight/2024-03-27.json")["total_players"] > 100
    return asked, run


@pytest.mark.parametrize("workers", [0, 1, 2, 4])
def test_engines_and_workers_make_the_same_bytes_of_a_real_date(
    workers: int, written_2024: Path, real_date: tuple[list[str], Export], tmp_path: Path
) -> None:
    """Beam in this process, and in one to four others (D9)."""
    asked, plain = real_date
    run = Export(tmp_path / "run")
    if workers:
        in_processes(run.arguments(written_2024, *asked), workers)
    else:
        run.go(written_2024, "--engine=beam", *asked)
    assert run.documents() == plain.documents()
    assert run.headers() == plain.headers()
    assert run.record().documents == plain.record().documents


@pytest.mark.parametrize("seed", range(5))
def test_shuffled_rows_and_files_make_the_same_bytes(
    seed: int, written: Path, tmp_path: Path
) -> None:
    """The rows of the simulated season in another order, in one to four files (D9)."""
    chance = random.Random(seed)
    shuffled = tmp_path / "shuffled"
    for file in sorted(written.glob("*.parquet")):
        rows = pl.read_parquet(file).sample(fraction=1.0, shuffle=True, seed=seed)
        parts = chance.randint(1, 4)
        place = shuffled / file.name
        place.mkdir(parents=True)
        for part in range(parts):
            size = chance.randint(100, 5_000)
            rows.gather_every(parts, part).write_parquet(
                place / f"{part}.parquet", row_group_size=size
            )
    asked = ("--engine=inline", "--date=2025-12-14", "--as_of=2025-12-15T16:00:00Z")
    plain, run = Export(tmp_path / "plain"), Export(tmp_path / "run")
    assert run.go(shuffled, *asked) == plain.go(written, *asked)
    assert run.record().documents == plain.record().documents
    assert len(plain.documents()) > 100

"""The job as a graph: its labels, its workers, several slates in one feed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import apache_beam as beam
import orjson
from apache_beam.options.pipeline_options import PipelineOptions

from demo import night, source, warehouse
from demo.season import NIGHT
from pipelines import live
from pipelines.config import live_options
from tests.pipelines.conftest import SEED
from tests.pipelines.runs import Night, Run, write

STEPS = [
    "Night",
    "ReadReplay",
    "SplitByGameDate",
    "GameDays",
    "FoldSlate",
    "PaceSnapshots",
    "Publish",
    "FailedAnyTime",
    "Announce",
    "UnsaidAnyTime",
    "AllDeadLetters",
    "KeepDeadLetters",
]


def test_every_step_has_its_label() -> None:
    _, config = live_options(
        ["--source=replay:n", "--warehouse=parquet:w", "--output=o", "--speed=60"]
    )
    pipeline = beam.Pipeline(options=PipelineOptions(["--runner=FnApiRunner"]))
    live.build(pipeline, config)
    proto = pipeline.to_runner_api()
    labels = [
        step.unique_name
        for key, step in proto.components.transforms.items()
        if key not in proto.root_transform_ids
    ]
    assert sorted(label for label in labels if label and "/" not in label) == sorted(STEPS)
    # A label that Beam makes up holds a place in a file, and changes with it.
    assert not [label for label in labels if re.search(r"lambda|\.py|:\d", label)]


def test_workers_of_their_own_can_run_it(
    simulated_night: Night, plain_run: Callable[[Night], Run], tmp_path: Path
) -> None:
    run = Run(tmp_path)
    run.go(simulated_night, "--direct_running_mode=multi_processing", "--direct_num_workers=1")
    assert run.documents() == plain_run(simulated_night).documents()
    assert run.flushes() == plain_run(simulated_night).flushes()


def test_the_newest_slate_that_has_begun_has_the_pointer(tmp_path: Path) -> None:
    before = date(2025, 12, 26)
    warehouse.build(source.simulated(SEED), tmp_path / "warehouse")
    days = [list(night.polls(SEED, day, every_seconds=300)) for day in (before, NIGHT)]
    # The source still lists the evening's finals when the next day's first poll comes.
    late = orjson.loads(days[1][0])
    late["payload"]["data"] += [
        game for game in orjson.loads(days[0][-20])["payload"]["data"] if game["status"] == "Final"
    ]
    lines = [*days[0], orjson.dumps(late), *days[1][1:-1]]
    file = write(tmp_path / "two.jsonl.gz", lines)
    run = Run(tmp_path / "run")
    run.go(Night(file, tmp_path / "warehouse", NIGHT))
    documents = run.documents()
    for day in (before, NIGHT):
        scores = orjson.loads(documents[f"live/{day}.json"])
        assert {game["status"] for game in scores["games"]} == {"final"}
    for family in ("live", "live-grading"):
        assert documents[f"{family}/latest.json"] == documents[f"{family}/{NIGHT}.json"]
    dates = [
        entry["version"][:10]
        for entry in run.journal()
        if entry["path"] == "live/latest.json" and entry["decision"] == "written"
    ]
    assert dates == sorted(dates)
    assert set(dates) == {before.isoformat(), NIGHT.isoformat()}

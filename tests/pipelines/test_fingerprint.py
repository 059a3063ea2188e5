"""The fingerprint of the live job: it is that of the golden file, and it notices every change."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import apache_beam as beam
import pytest
from apache_beam.coders import StrUtf8Coder
from apache_beam.portability.api import beam_runner_api_pb2 as api
from apache_beam.transforms.timeutil import TimeDomain
from apache_beam.transforms.userstate import TimerSpec, on_timer

from pipelines import feed, live
from tests.pipelines.fingerprint import GOLDEN, MEANING, differences, fingerprint, translated
from transforms.live import FoldSlate


@pytest.fixture(scope="module")
def pipeline() -> api.Pipeline:
    found: api.Pipeline = translated().proto_pipeline
    return found


def test_the_job_is_the_one_that_may_be_running(pipeline: api.Pipeline) -> None:
    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))
    found = differences(golden, fingerprint(pipeline))
    assert not found, "\n".join((MEANING, *found))


def test_options_do_not_change_the_fingerprint(pipeline: api.Pipeline) -> None:
    other = translated(
        "--run_id=another",
        "--output=gs://nba-other/v2",
        "--dead_letters=gs://nba-other/letters",
        "--clock=2018-11-23T16:30:00Z@1763950000x60",
        "--flush_interval_seconds=30",
    )
    assert other.proto_pipeline != pipeline
    assert fingerprint(other.proto_pipeline) == fingerprint(pipeline)


def _release(old: str, new: str) -> ModuleType:
    """The job's module of another release, in which one text stands for another."""
    source = Path(live.__file__).read_text(encoding="utf-8")
    read = Path(feed.__file__).read_text(encoding="utf-8")
    assert (source + read).count(old) == 1
    module, other = ModuleType("live_of_another_release"), ModuleType("feed_of_another_release")
    exec(compile(read.replace(old, new), other.__name__, "exec"), vars(other))
    exec(compile(source.replace(old, new), module.__name__, "exec"), vars(module))
    vars(module)["feed"] = vars(other)["feed"]
    return module


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('"FoldSlate" >>', '"Fold" >>', "steps/FoldSlate: "),
        ("if not config.local:", "if False:", "steps/Commit: "),
        ('"event_id"', '"id"', "steps/ReadPubSub/Read/id_attribute: "),
        (
            "GameDayWindows(offset)",
            "beam.window.FixedWindows(86400)",
            "steps/FoldSlate/outputs/None/windowing: ",
        ),
        (
            "GameDayWindows(offset)",
            "GameDayWindows(offset), allowed_lateness=60",
            "steps/FoldSlate/outputs/None/windowing: ",
        ),
    ],
)
def test_the_fingerprint_notices_another_graph(
    pipeline: api.Pipeline, old: str, new: str, place: str
) -> None:
    changed = translated(job=_release(old, new)).proto_pipeline
    found = differences(fingerprint(pipeline), fingerprint(changed))
    assert [line for line in found if line.startswith(place)]


class HourlyFold(FoldSlate):
    """The fold with a timer of its own more."""

    HOUR = TimerSpec("hour", TimeDomain.REAL_TIME)

    @on_timer(HOUR)
    def at_hour(self, hour: Any = beam.DoFn.TimerParam(HOUR)) -> None:  # noqa: B008
        hour.clear()


def _other_coder(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(FoldSlate.SLATE, "coder", StrUtf8Coder())


def _other_cell(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(FoldSlate.CLOCK, "name", "watch")


def _other_domain(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(FoldSlate.SILENCE, "time_domain", TimeDomain.WATERMARK)


def _other_timer(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(live, "FoldSlate", HourlyFold)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (_other_coder, "steps/FoldSlate/state/slate/coder_id: bytes became string_utf8"),
        (_other_cell, "steps/FoldSlate/state/watch: None became "),
        (_other_domain, "steps/FoldSlate/timers/ts-silence/domain: PROCESSING_TIME became "),
        (_other_timer, "steps/FoldSlate/timers/ts-hour: None became "),
    ],
)
def test_the_fingerprint_notices_another_state(
    pipeline: api.Pipeline,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[pytest.MonkeyPatch], None],
    place: str,
) -> None:
    change(monkeypatch)
    found = differences(fingerprint(pipeline), fingerprint(translated().proto_pipeline))
    assert [line for line in found if line.startswith(place)], found
    assert all(line.startswith("steps/FoldSlate/") for line in found)

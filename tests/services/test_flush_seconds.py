"""One interval is told to trigger and monitor, and whatever depends on it has it from there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipelines.options import LIVE
from publishing.bad_options import BadOptions
from publishing.services import monitor, settle, trigger
from publishing.services.monitoring.options import monitor_options
from publishing.services.nightly import NightJobs
from publishing.services.triggering.options import trigger_options

DAY = date(2026, 2, 11)


class Launches:
    """What is launched, with what it is told."""

    def __init__(self) -> None:
        self.told: list[dict[str, str]] = []

    def launch(self, _: str, __: str, told: dict[str, str]) -> bool:
        self.told.append(told)
        return True


@pytest.fixture
def words(tmp_path: Path) -> list[str]:
    (tmp_path / "jobs").mkdir()
    (tmp_path / "jobs" / "commands.json").write_text("{}")
    places = {name: tmp_path / name for name in ("state", "output", "archive", "dead_letters")}
    return [
        *(f"--{name}={place}" for name, place in places.items()),
        f"--warehouse=parquet:{tmp_path}",
        f"--launcher=processes:{tmp_path / 'jobs'}",
        "--live_subscription=projects/nba-test/subscriptions/feed",
        "--live_topic=projects/nba-test/topics/feed",
        "--trigger_topic=projects/nba-test/topics/nba-phase6-export-trigger",
        "--audience=https://here",
        "--callers=scheduler@p.iam.gserviceaccount.com",
    ]


COMPLETION = "--completion=projects/nba-test/topics/nba-phase6-export-complete"


@pytest.mark.parametrize(("more", "seconds"), [([], 180), (["--flush_seconds=60"], 60)])
def test_the_interval_reaches_whatever_depends_on_it(
    more: list[str], seconds: int, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    triggering = trigger_options([*words, COMPLETION, *more])
    monitoring = monitor_options([*words, *more])
    for night in (triggering.night, monitoring.night):
        launches: Any = Launches()
        NightJobs(launches, night).start_live(DAY)
        assert [told["flush_interval_seconds"] for told in launches.told] == [str(seconds)]
    no_games: Any = trigger.ticks_of(triggering).no_games
    assert no_games.interval_seconds == seconds

    def settled(words: Sequence[str], *_: object) -> int:
        settlings.append(words)
        return 0

    settlings: list[Sequence[str]] = []
    monkeypatch.setattr(settle, "main", settled)
    rounds = monitor.rounds_of(monitoring)
    assert rounds.flush_seconds == seconds
    rounds.mending.settle(DAY)
    assert f"--flush_interval_seconds={seconds}" in settlings[0]


def test_the_live_job_has_the_same_interval_when_it_is_told_none(words: list[str]) -> None:
    [option] = [one for one in LIVE.options if one.name == "flush_interval_seconds"]
    assert option.default == str(monitor_options(words).night.flush_seconds)


@pytest.mark.parametrize("odd", ["0", "-1", "1.5", "3601", "often"])
def test_an_interval_that_is_none_is_said(odd: str, words: list[str]) -> None:
    for read, more in ((trigger_options, [COMPLETION]), (monitor_options, [])):
        with pytest.raises(BadOptions) as bad:
            read([*words, *more, f"--flush_seconds={odd}"])
        assert bad.value.problems == (
            f"--flush_seconds: {odd!r} is not a whole number from 1 to 3600",
        )

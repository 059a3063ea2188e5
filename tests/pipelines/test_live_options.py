"""What the live job says before it starts: everything that is wrong, in sentences."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines import live
from pipelines.config import live_options
from publishing.bad_options import BadOptions
from tests.pipelines.runs import Night, Run

GOOD = ["--source=replay:night.jsonl", "--warehouse=parquet:w", "--output=out"]


def test_options_become_plain_values() -> None:
    _, config = live_options([*GOOD, "--speed=60"])
    assert config.replay_file == "night.jsonl"
    assert config.warehouse == "w"
    assert config.speed == 60
    assert config.flush_interval_seconds == 180
    assert config.dead_letters == str(Path("out-dead-letters").resolve())
    assert live_options([*GOOD[:2], "--output=gs://bucket/v1"])[1].dead_letters == (
        "gs://bucket/dead-letters"
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "--source is missing"),
        ([*GOOD, "--source=kafka:x"], "--source 'kafka:x' is not known"),
        ([*GOOD, "--warehouse=w"], "--warehouse is needed"),
        ([*GOOD, "--speed=fast"], "--speed 'fast' is not known"),
        ([*GOOD, "--speed=-1"], "--speed '-1' is not known"),
        ([*GOOD, "--flush_interval_seconds=0"], "must be at least 1"),
        ([*GOOD, "--flush_interval_seconds=often"], "must be at least 1"),
        ([*GOOD, "stray"], "'stray' is no option's value"),
        ([*GOOD, "--archive"], "argument --archive: expected one argument"),
        ([*GOOD, "--dry_run=perhaps"], "--dry_run is true or false, not 'perhaps'"),
        ([*GOOD, "--ouput=x"], "--ouput is not an option; --output is"),
        ([*GOOD, "--archive=gs://"], "is not a bucket"),
        ([*GOOD, "--archive=out/archive"], "--archive out/archive would be public"),
        ([*GOOD, "--dead_letters=out"], "--dead_letters out would be public"),
        (
            [*GOOD[:2], "--output=gs://b/v1", "--archive=gs://b/v1/x"],
            "--archive gs://b/v1/x would be public",
        ),
    ],
)
def test_a_bad_option_is_named(arguments: list[str], sentence: str) -> None:
    with pytest.raises(BadOptions, match=sentence):
        live_options(arguments)


def test_a_subscription_is_a_source_as_it_is_named() -> None:
    """A service's own form for a subscription knows no scheme before it."""
    named = "projects/nba-test/subscriptions/live"
    more = ["--output=gs://nba-test/v1", "--archive=gs://nba-private/archive"]
    for source in (named, f"pubsub:{named}"):
        _, config = live_options([f"--source={source}", *more])
        assert config.subscription == named
    with pytest.raises(BadOptions, match="is not known"):
        live_options(["--source=projects/nba-test/topics/live", *more])


@pytest.mark.parametrize("word", ["--dry_run", "--dry_run=true", "--dry_run=True"])
def test_a_dry_run_says_what_it_would_do_and_does_nothing(
    word: str, tmp_path: Path, simulated_night: Night, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = tmp_path / "archive"
    words = Run(tmp_path / "run").arguments(simulated_night, word, f"--archive={archive}")
    assert live.main(words) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert said.out.startswith("A dry run: nothing is written.")
    assert (
        f"Reads {simulated_night.file}, and from parquet:{simulated_night.warehouse}:" in said.out
    )
    assert "  nba_raw.nbac_schedule\n" in said.out
    for path in ("live/{date}.json", "live/latest.json", "live-grading/latest.json", "status.json"):
        assert f"  {path}\n" in said.out
    assert "results" not in said.out
    assert f"Archives to {archive}, and restores from it." in said.out
    assert list(tmp_path.iterdir()) == []


def test_a_dry_run_that_is_none(tmp_path: Path, simulated_night: Night) -> None:
    run = Run(tmp_path)
    assert live.main(run.arguments(simulated_night, "--dry_run=false")) == 0
    assert (run.output / "live").is_dir()


def test_places_beside_the_output_are_not_inside_it() -> None:
    _, config = live_options([*GOOD, "--archive=out-archive", "--journal=journal.jsonl"])
    assert config.archive == "out-archive"


def test_help_names_every_option(capsys: pytest.CaptureFixture[str]) -> None:
    assert live.main(["--help"]) == 0
    said = capsys.readouterr().out
    assert "--source" in said
    assert "--flush_interval_seconds" in said


def test_everything_wrong_is_said_at_once(
    tmp_path: Path, simulated_night: Night, capsys: pytest.CaptureFixture[str]
) -> None:
    warehouse = tmp_path / "warehouse"
    warehouse.mkdir()
    for file in simulated_night.warehouse.iterdir():
        (warehouse / file.name).write_bytes(file.read_bytes())
    (warehouse / "nba_raw.nbac_schedule.parquet").unlink()
    predictions = warehouse / "nba_predictions.player_prop_predictions.parquet"
    pq.write_table(pq.read_table(predictions).drop(["is_active", "system_id"]), predictions)
    summary = warehouse / "nba_analytics.player_game_summary.parquet"
    games = pq.read_table(summary)
    text = games["game_date"].cast(pa.string())
    place = games.schema.get_field_index("game_date")
    pq.write_table(games.set_column(place, "game_date", text), summary)
    night = Night(tmp_path / "none.jsonl.gz", warehouse, simulated_night.day)
    assert live.main(Run(tmp_path).arguments(night)) == 2
    said = capsys.readouterr().err
    assert "nba_raw.nbac_schedule is missing" in said
    assert "player_prop_predictions lacks system_id, is_active" in said
    assert "none.jsonl.gz cannot be read: No such file" in said
    assert "column game_date of table nba_analytics.player_game_summary is string" in said
    assert "Traceback" not in said
    assert not (tmp_path / "out" / "live").exists()


def test_a_broken_table_file_is_a_sentence(
    tmp_path: Path, simulated_night: Night, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("nba_predictions.player_prop_predictions", "nba_raw.nbac_schedule"):
        (tmp_path / f"{name}.parquet").write_bytes(b"not parquet")
    registry = pa.table({"player_lookup": ["a"], "player_name": ["A"], "season": ["2025-26"]})
    pq.write_table(registry, tmp_path / "nba_reference.nba_players_registry.parquet")
    night = Night(simulated_night.file, tmp_path, simulated_night.day)
    assert live.main(Run(tmp_path).arguments(night)) == 2
    said = capsys.readouterr().err
    assert said.count("cannot be read") == 2
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("more", "word"),
    [
        (["--output=gs://bucket-without-prefix"], "would be public"),
        (["--output=/"], "would be public"),
        (["--flush_interval_seconds=100000000000000"], "at most"),
        (["--clock=2018-11-23T16:30:00Z@1763950000000x60"], "is not known"),
    ],
)
def test_what_would_fail_later_is_said_at_once(more: list[str], word: str) -> None:
    asked = ["--source=pubsub:projects/nba-test/subscriptions/live", "--archive=a", "--output=o"]
    with pytest.raises(BadOptions) as bad:
        live_options([*asked, *more])
    assert any(word in problem for problem in bad.value.problems), bad.value.problems

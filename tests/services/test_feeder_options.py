"""The feeder's command line: everything that is wrong in one message, and never the key."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from publishing.adapters.parquet import ParquetWarehouse
from publishing.bad_options import BadOptions
from publishing.services import feeder
from publishing.services.feeding.options import feeder_options

TOPIC = "projects/courtside/topics/feed"
LEAST = ["--warehouse=parquet:warehouse", f"--topic={TOPIC}", "--source=bdl:http://127.0.0.1:1"]
KEY = "sk-secret-1234"


def test_the_defaults() -> None:
    arguments = ["--warehouse=parquet:warehouse", f"--topic={TOPIC}"]
    config = feeder_options(arguments, {"BDL_API_KEY": f" {KEY}\n"})
    assert config.base_url == "https://api.balldontlie.io"
    assert isinstance(config.warehouse, ParquetWarehouse)
    assert (config.poll_seconds, config.budget_seconds, config.tick_seconds) == (15, 12, 30)
    assert (config.reference_seconds, config.grace) == (300, timedelta(minutes=15))
    assert (config.champion, config.dead_letters) == ("catboost_v9", None)
    assert config.api_key == KEY
    assert KEY not in repr(config)


@pytest.mark.parametrize(
    ("now", "word", "day"),
    [
        # The Eastern wall clock shows 03:59, then 04:00; daylight time ends, and begins.
        ("2026-01-10T08:59:00Z", "today", date(2026, 1, 9)),
        ("2026-01-10T09:00:00Z", "today", date(2026, 1, 10)),
        ("2025-11-03T08:59:00Z", "today", date(2025, 11, 2)),
        ("2026-03-08T07:59:00Z", "today", date(2026, 3, 7)),
        ("2026-03-08T08:59:00Z", "yesterday", date(2026, 3, 7)),
        ("2026-01-10T09:00:00Z", "2025-12-27", date(2025, 12, 27)),
    ],
)
def test_the_date_is_that_of_the_one_calendar(now: str, word: str, day: date) -> None:
    config = feeder_options([*LEAST, f"--date={word}", f"--clock={now}x0.001"], {})
    assert config.game_date == day


def problems_of(*arguments: str, environment: dict[str, str] | None = None) -> tuple[str, ...]:
    with pytest.raises(BadOptions) as bad:
        feeder_options(list(arguments), environment or {})
    return bad.value.problems


@pytest.mark.parametrize(
    ("argument", "word"),
    [
        ("--date=tomorrow", "--date"),
        ("--date=TODAY", "--date"),
        ("--date=2026-13-01", "--date"),
        ("--source=http://127.0.0.1", "--source"),
        ("--source=bdl:ftp://127.0.0.1", "--source"),
        ("--source=bdl:http://user:password@host", "--source"),
        ("--source=bdl:http://host?key=1", "--source"),
        ("--source=bdl:http://[", "--source"),
        ("--warehouse=parquet:", "--warehouse"),
        ("--warehouse=mysql:x", "--warehouse"),
        ("--topic=feed", "--topic"),
        ("--topic=projects/courtside/subscriptions/feed", "--topic"),
        ("--poll_seconds=0", "--poll_seconds"),
        ("--poll_seconds=1.5", "--poll_seconds"),
        ("--poll_seconds=-15", "--poll_seconds"),
        ("--tick_seconds=x", "--tick_seconds"),
        ("--reference_seconds=99999999", "--reference_seconds"),
        ("--budget_seconds=nan", "--budget_seconds"),
        ("--budget_seconds=0", "--budget_seconds"),
        ("--budget_seconds=15", "must be below --poll_seconds"),
        ("--grace_minutes=-1", "--grace_minutes"),
        ("--champion_system= ", "--champion_system"),
        ("--dead_letters=gs://", "--dead_letters"),
        ("--dead_letters=pubsub:projects/p/topics/t", "--dead_letters"),
        ("--clock=yesterday", "--clock"),
        ("--clock=2018-11-23T16:30:00", "--clock"),
        ("--pol_seconds=15", "--pol_seconds=15"),
        ("--poll=15", "--poll=15"),
        ("word", "'word' is not an option"),
        ("--api_key_file=/nowhere/at/all", "--api_key_file"),
    ],
)
def test_what_is_wrong_is_said(argument: str, word: str) -> None:
    (problem,) = problems_of(*LEAST, argument)
    assert word in problem


def test_all_that_is_wrong_is_said_at_once() -> None:
    wrong = ["--date=soon", "--tick_seconds=0", "--clock=x", "--topic=t", "--unknown"]
    assert len(problems_of(*LEAST, *wrong)) == 5


def test_what_is_missing_is_said() -> None:
    warehouse, topic = problems_of()
    assert "parquet:DIR or bigquery:PROJECT" in warehouse
    assert "projects/PROJECT/topics/NAME" in topic


def test_the_real_source_needs_a_key() -> None:
    arguments = ["--warehouse=parquet:warehouse", f"--topic={TOPIC}"]
    (problem,) = problems_of(*arguments)
    assert "set BDL_API_KEY, or give --api_key_file" in problem
    (problem,) = problems_of(*arguments, "--source=bdl:https://API.balldontlie.io/")
    assert "set BDL_API_KEY" in problem
    assert feeder_options(LEAST, {}).api_key is None


def test_the_key_comes_from_the_file_before_the_environment(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(f"{KEY}\n")
    arguments = [*LEAST, f"--api_key_file={file}"]
    assert feeder_options(arguments, {"BDL_API_KEY": "other"}).api_key == KEY


@pytest.mark.parametrize(
    "text", [b"", b"\n ", b"two words", b"a\nb", b"\xff\xfezzzz", "pré-zzzz".encode()]
)
def test_what_is_no_key_is_refused_without_being_shown(tmp_path: Path, text: bytes) -> None:
    file = tmp_path / "key"
    file.write_bytes(text)
    (problem,) = problems_of(*LEAST, f"--api_key_file={file}")
    assert str(file) in problem
    words = [word for word in text.decode(errors="ignore").split() if len(word) > 2]
    assert not any(word in problem.replace(str(file), "") for word in words)


def test_a_problem_is_a_sentence_and_not_a_stack_trace(capsys: pytest.CaptureFixture[str]) -> None:
    assert feeder.main(["--tick_seconds=0", "--date=soon"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert [line.split(":")[0] for line in said.err.splitlines()] == ["error"] * 4


def test_preflight_says_what_is_missing_outside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        "publishing.services.feeder.Topic.problem", lambda self: f"no topic {self.path}"
    )
    blocked = tmp_path / "file"
    blocked.write_text("")
    code = feeder.main(
        [
            "--source=bdl:http://127.0.0.1:1",
            f"--warehouse=parquet:{tmp_path / 'nowhere'}",
            f"--topic={TOPIC}",
            f"--dead_letters={blocked / 'letters'}",
            "--date=2018-11-23",
        ]
    )
    assert code == 2
    warehouse, topic, window, letters = capsys.readouterr().err.splitlines()
    assert "does not exist" in warehouse
    assert topic == f"error: no topic {TOPIC}"
    assert "cannot be made" in letters
    assert "took events until 2018-11-24 23:00 UTC" in window


def test_help_names_every_option(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        feeder.main(["--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    for name in ("source", "warehouse", "topic", "date", "poll_seconds", "budget_seconds"):
        assert f"--{name}" in said


def test_without_a_rehearsal_the_clock_is_that_of_life() -> None:
    now = feeder_options(LEAST, {}).clock.now()
    assert abs(now - datetime.now(UTC)) < timedelta(minutes=1)

"""The one entry of all templates: what each makes, what it refuses, and what it hands on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pipelines import export, live, template
from publishing.bad_options import BadOptions
from publishing.exports import EXPORTS
from templates.registry import BY_NAME, TEMPLATES, outside

ROOT = Path(__file__).parents[2]

TRENDS = (
    "whos_hot_cold",
    "bounce_back",
    "tonight_trend_plays",
    "what_matters",
    "team_tendencies",
    "quick_hits",
    "deep_dive",
)

MADE = {
    "live": (),
    "daily": (
        "results",
        "system_performance",
        "best_bets",
        "predictions",
        "tonight_all_players",
    ),
    "tonight": ("best_bets", "predictions", "tonight_all_players", "streaks", "tonight_player"),
    "trends": TRENDS,
    "players": ("player_index", "player_profile", "player_season", "player_game_report"),
}
"""What each template makes, `live.md` 9 sorted by when it is wanted; backfill makes all."""


def names(words: list[str]) -> set[str]:
    """The exports that a command line names with `--only`."""
    (only,) = [word for word in words if word.startswith("--only=")]
    said = only.removeprefix("--only=").split(",")
    return {one.name for one in EXPORTS if one.job_type in said}


@pytest.mark.parametrize("name", [*MADE, "backfill"])
def test_a_template_makes_its_exports(name: str) -> None:
    expected = MADE.get(name, tuple(export.name for export in EXPORTS))
    assert tuple(one.name for one in BY_NAME[name].exports) == expected
    if name == "live":
        return
    _, words = template.arguments(["--template", name, "--output=o"])
    assert words[0] == "--output=o"
    assert names(words) == set(expected)


def test_every_export_has_a_template_of_its_own() -> None:
    made = {export.name for one in TEMPLATES if one.name != "backfill" for export in one.exports}
    assert made == {export.name for export in EXPORTS}


def test_the_words_of_a_template_mean_its_exports_alone() -> None:
    assert BY_NAME["daily"].words == (
        "results",
        "performance",
        "best-bets",
        "predictions",
        "tonight",
    )
    assert set(BY_NAME["trends"].words) >= {"trends-daily", "trends-weekly", "trends-all"}
    assert "all" in BY_NAME["backfill"].words
    for one in TEMPLATES:
        for word in one.words:
            meant = {e.name for e in EXPORTS if word in (e.job_type, *e.groups, "all")}
            assert not outside(one, meant), (one.name, word)


@pytest.mark.parametrize(
    ("words", "sentences"),
    [
        (["--template"], ["argument --template: expected one argument"]),
        (
            ["--output=o"],
            ["--template is needed: one of live, daily, tonight, trends, players, ba"],
        ),
        (["--template=dialy"], ["--template 'dialy' is not known; daily is"]),
        (["--template=x"], ["--template 'x' is not known; one of live, daily, "]),
        (
            ["--template=trends", "--only=trends-daily,results,player-season"],
            [
                "--only: results is no export of the template trends: daily and backfill have it",
                "--only: player-season is no export of the template trends: "
                "players and backfill have it",
            ],
        ),
        (
            ["--template", "daily", "--only", "all", "--top_n=3"],
            ["--only: streaks is no export of the template daily: tonight and backfill have it"],
        ),
        (
            ["--template=daily", "--start_date=2026-01-01", "--players", "somebody"],
            [
                "--start_date is no option of the template daily",
                "--players is no option of the template daily",
            ],
        ),
    ],
)
def test_what_is_not_the_template_s_is_refused(
    words: list[str], sentences: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert template.main(words) == 1
    said = capsys.readouterr()
    assert said.out == ""
    lines = said.err.splitlines()
    for sentence in sentences:
        assert [line for line in lines if line.startswith(f"error: {sentence}")], lines
    assert all(line.startswith("error: ") for line in lines)


def test_what_the_job_refuses_is_left_to_the_job(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["--template=daily", "--warehouse=bigquery:nba-test", "--output=o"]
    for word, sentence in {
        "--only=reslts": "--only: 'reslts' is not known; results is",
        "--only=": "--only names no export",
        "--only": "argument --only: expected one argument",
        "--onyl=results": "--onyl is not an option; --only is",
    }.items():
        assert template.main([*asked, word]) == 1
        assert capsys.readouterr().err.splitlines()[0] == f"error: {sentence}"


def test_the_rest_goes_to_the_job(monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, list[str]] = {}
    monkeypatch.setattr(live, "main", lambda words: given.setdefault("live", words) and 5)
    monkeypatch.setattr(export, "main", lambda words: given.setdefault("export", words) and 7)
    source = "--source=projects/nba-test/subscriptions/live"
    assert template.main(["--template=live", source, "--archive", "a"]) == 5
    assert given == {"live": [source, "--archive", "a"]}
    assert template.main(["--date=today", "--template", "daily", "--only=results", "--x=y"]) == 7
    assert given["export"] == ["--date=today", "--only=results", "--x=y"]
    # What is of one machine alone may be said there.
    local = ["--template=players", "--engine=inline", "--journal=j", "--dry_run"]
    assert template.arguments(local)[1][:3] == local[1:]


def test_workers_run_the_image_of_the_launcher(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ["--template=daily", "--only=results", "--runner=DataflowRunner"]
    assert template.arguments(asked, "image:1")[1][-1] == "--sdk_container_image=image:1"
    own = "--sdk_container_image=other:2"
    assert template.arguments([*asked, own], "image:1")[1][-1] == own
    assert template.arguments(asked[:2], "image:1")[1] == ["--only=results"]
    assert template.arguments(asked)[1][-1] == "--runner=DataflowRunner"
    given: list[str] = []
    monkeypatch.setattr(export, "main", given.extend)
    monkeypatch.setenv("COURTSIDE_IMAGE", "image:3")
    template.main(asked)
    assert given[-1] == "--sdk_container_image=image:3"


def test_it_says_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert template.main(["--help"]) == 0
    said = capsys.readouterr().out
    assert all(f"  {one.name}" in said and one.description in said for one in TEMPLATES)
    assert template.main([]) == 1
    assert template.main(["--template=live", "--help"]) == 0
    assert "--flush_interval_seconds" in capsys.readouterr().out


def test_a_problem_is_a_value() -> None:
    with pytest.raises(BadOptions) as bad:
        template.arguments(["--template=daily", "--only=streaks", "--end_date=today"])
    assert len(bad.value.problems) == 2


@pytest.mark.parametrize("entry", [["-m", "pipelines.template"], ["templates/main.py"]])
def test_the_entry_in_a_process_of_its_own(entry: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, *entry, "--template=trends", "--only=results"],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("error: --only: results is no export of the template trends")

"""The schedules that are deployed: the seed's ten rows, written out here, and none is lost."""

from __future__ import annotations

import json
from typing import Any

import pytest

from templates import declared
from tests.templates.rules import one
from tests.templates.terraform import load, texts

EASTERN = "America/New_York"
TRIGGER = "nba-phase6-export-trigger"

SEED: tuple[tuple[str, str, str, str, dict[str, Any]], ...] = (
    (
        "phase6-daily-results",
        "0 5 * * *",
        "America/Los_Angeles",
        TRIGGER,
        {
            "export_types": ["results", "performance", "best-bets", "predictions"],
            "target_date": "yesterday",
            "update_latest": True,
        },
    ),
    (
        "phase6-tonight-picks",
        "0 13 * * *",
        EASTERN,
        TRIGGER,
        {
            "export_types": ["best-bets", "predictions", "tonight", "streaks", "tonight-players"],
            "target_date": "today",
            "update_latest": True,
        },
    ),
    (
        "phase6-hourly-trends",
        "0 6-23 * * *",
        EASTERN,
        TRIGGER,
        {
            "export_types": ["trends-hot-cold", "trends-bounce-back", "tonight-trend-plays"],
            "target_date": "today",
            "update_latest": True,
        },
    ),
    (
        "phase6-player-profiles",
        "0 6 * * 0",
        EASTERN,
        TRIGGER,
        {"players": True, "min_games": 5},
    ),
    (
        "grading-daily",
        "0 11 * * *",
        EASTERN,
        "nba-grading-trigger",
        {"target_date": "yesterday", "trigger_source": "scheduler", "run_aggregation": True},
    ),
    ("live-export-evening", "*/3 16-23 * * *", EASTERN, "trigger/ticks/live", {}),
    ("live-export-late-night", "*/3 0-1 * * *", EASTERN, "trigger/ticks/live", {}),
    ("bdl-live-boxscores-evening", "*/3 16-23 * * *", EASTERN, "trigger/ticks/feeder", {}),
    ("bdl-live-boxscores-late", "*/3 0-1 * * *", EASTERN, "trigger/ticks/feeder", {}),
    ("live-freshness-monitor", "*/5 16-23,0-1 * * *", EASTERN, "monitor/rounds", {}),
)
"""Name, cron, zone, target and payload (`live.md` 7): D13 says what has become of each."""


def deployed(found: dict[str, Any]) -> dict[str, tuple[str, str, str, dict[str, Any]]]:
    """Each scheduler job of a declaration as Terraform makes it."""
    rows = {}
    for body in load(texts(), found).instances("google_cloud_scheduler_job").values():
        target = (
            one(body, "pubsub_target", "topic_name")
            or one(body, "http_target", "uri").replace('${local.urls["', "").replace('"]}', "")
        ).replace('${local.topic_ids["', "")
        sent = one(body, "pubsub_target", "data") or one(body, "http_target", "body")
        payload = json.loads(
            sent.removeprefix("${base64encode(jsonencode(").removesuffix("))}") or "null"
        )
        target = target.removesuffix('"]}')
        rows[body["name"]] = (body["schedule"], body["time_zone"], target, payload)
    return rows


@pytest.mark.parametrize("row", SEED, ids=[row[0] for row in SEED])
def test_a_row_of_the_seed_is_deployed(row: Any) -> None:
    name, cron, zone, target, payload = row
    found = deployed(declared.declared())[name]
    sent = dict(found[3])
    if "trigger_source" not in payload and target == TRIGGER:
        assert sent.pop("trigger_source") == name
    assert (*found[:3], sent) == (cron, zone, target, payload)


def test_what_is_deployed_is_what_the_code_declares() -> None:
    assert not declared.stale(), "run `make contract`"


def test_what_was_changed_by_hand_or_lost_is_seen(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    file = tmp_path / "declared.json"
    monkeypatch.setattr(declared, "FILE", file)
    assert declared.stale()
    assert declared.write()
    assert not declared.stale()
    lost = json.loads(file.read_text())
    lost["jobs"] = lost["jobs"][1:]
    file.write_text(json.dumps(lost, indent=2) + "\n")
    assert declared.stale()
    assert "phase6-daily-results" not in deployed(lost)


def test_every_hour_has_its_ticks_and_rounds() -> None:
    hours: dict[str, set[int]] = {}
    for cron, zone, target, _ in deployed(declared.declared()).values():
        if "/" in target:
            assert zone == EASTERN
            for part in cron.split()[1].split(","):
                first, _, last = part.partition("-")
                hours.setdefault(target, set()).update(range(int(first), int(last or first) + 1))
    targets = ("trigger/ticks/live", "trigger/ticks/feeder", "monitor/rounds")
    assert hours == {target: set(range(24)) for target in targets}

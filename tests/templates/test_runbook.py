"""The runbook: its commands are taken by the real parsers, its links and names are there."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipelines.config import live_options
from pipelines.export_config import export_options
from publishing import cli
from publishing.operating.schedules import JOBS
from publishing.services.answering.options import api_options
from publishing.services.explaining.options import explain_options
from publishing.services.feeding.arguments import parser as feeder_parser
from publishing.services.letters.options import letter_options
from publishing.services.monitoring.options import monitor_options
from publishing.services.redelivering.options import redeliver_options
from publishing.services.scheduling.options import schedule_options
from publishing.services.settling.options import settle_options
from publishing.services.stating.options import state_options
from templates import declared
from tests.templates.rules import one
from tests.templates.runbook import OURS, RUNBOOK, arguments, lines, sections, words_of
from tests.templates.terraform import load, texts

ROOT = Path(__file__).parents[2]
TEXT = RUNBOOK.read_text()
WORDS = words_of(TEXT)
MINE = [line for line in dict.fromkeys(lines(TEXT)) if line.startswith(OURS)]
NOW = datetime(2026, 2, 12, 18, tzinfo=UTC)


def feeder(words: Sequence[str]) -> object:
    given, unknown = feeder_parser().parse_known_args(words)
    assert unknown == []
    return given


PARSERS: dict[str, Callable[[Sequence[str]], object]] = {
    "courtside api": api_options,
    "courtside schedules": schedule_options,
    "courtside explain": explain_options,
    "courtside settle": lambda words: settle_options(words, NOW),
    "courtside dead-letters": lambda words: letter_options(words, NOW),
    "courtside redeliver": redeliver_options,
    "courtside state": lambda words: state_options(words, NOW),
    "courtside feeder": feeder,
    "courtside monitor": monitor_options,
    "python -m pipelines.export": lambda words: export_options(words, NOW),
    "python -m pipelines.live": live_options,
}


def parse(line: str, words: dict[str, str]) -> object:
    """What the command would do; an error for a word that it does not take."""
    said = arguments(line, words)
    if said[0] == "make":
        return make(said[1:])
    name = " ".join(said[:3] if said[0] == "python" else said[:2])
    return PARSERS[name](said[len(name.split()) :])


def make(words: Sequence[str]) -> str:
    """The target; every variable of the command line is one that it reads."""
    target, *variables = words
    rules = (ROOT / "Makefile").read_text()
    found = re.search(rf"^{target}:.*\n((?:\t.*\n)*)", rules, re.M)
    assert found, f"there is no target {target}"
    for variable in variables:
        assert f"$({variable.partition('=')[0]})" in found[1], variable
    return target


@pytest.mark.parametrize("line", MINE)
def test_a_command_is_one(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "jobs.json").write_text("[]")
    assert parse(line, WORDS) is not None


@pytest.mark.parametrize(
    "line",
    [
        "courtside explain live/latest.json --output=gs://$PUBLIC/v1",
        "courtside settle 2026-02-11 --archiv=gs://$PRIVATE/archive",
        "courtside dead-letters look --from=$LETTERS",
        "python -m pipelines.export --warehouse=bigquery:$PROJECT --output=out --only=tonite",
        "courtside schedules run live-export-evening --topic $TRIGGER",
        "courtside state list",
        "courtside redeliver --all --from=projects/$PROJECT/subscriptions/a-dlq-monitor --to=$FEED",
        "courtside state forget CLAIM --state=gs://$PRIVATE/state",
        "make deployment",
        "make deploy PROJEKT=$PROJECT",
        "courtside explain live/latest.json --output=gs://$NOWHERE/v1 --archive=x",
    ],
)
def test_what_is_no_command_is_seen(line: str, tmp_path: Path) -> None:
    with pytest.raises((Exception, SystemExit)):
        parse(line, WORDS)


def test_every_command_of_ours_for_operators_is_there() -> None:
    said = {line.split()[1] for line in MINE if line.startswith("courtside")}
    assert said == set(cli.COMMANDS) - {"trigger"}


def test_every_link_leads_to_a_section() -> None:
    found = sections(TEXT)
    links = re.findall(r"\]\(#([\w-]+)\)", TEXT)
    assert links
    assert [link for link in links if link not in found] == []


def test_every_alert_has_a_section_and_each_section_an_alert() -> None:
    found = sections(TEXT)
    policies = load(texts()).instances("google_monitoring_alert_policy").values()
    anchors = {f"alert-{one(body, 'conditions', 'display_name')}" for body in policies}
    assert anchors == {name for name in found if name.startswith("alert-")}
    assert all(len(found[name].split()) > 20 for name in anchors)


def test_what_is_named_is_there() -> None:
    infrastructure = load(texts())
    jobs = {job.name for job in JOBS}
    said = re.findall(r"scheduler jobs (?:run|describe) ([\w-]+)", TEXT)
    assert said
    assert set(said) <= jobs
    subscriptions = {
        body["name"] for body in infrastructure.instances("google_pubsub_subscription").values()
    }
    said = re.findall(r"(?:subscriptions/|subscriptions pull )([\w-]+)", TEXT)
    assert said
    assert set(said) <= subscriptions
    topics = {topic["name"] for topic in declared.declared()["topics"]}
    assert set(re.findall(r"topics/(nba[\w-]+)", TEXT)) <= topics
    services = {
        body["name"]
        for kind in ("google_cloud_run_v2_service", "google_cloud_run_v2_job")
        for body in infrastructure.instances(kind).values()
    }
    said = re.findall(
        r"(?:services (?:describe|update-traffic) |service_name=\"|--job=)([\w-]+)", TEXT
    )
    assert said
    assert set(said) <= services


def test_every_command_of_the_seeds_troubleshooting_has_its_place() -> None:
    table = sections(TEXT)["the-commands-of-before"]
    for before in (
        "list all Phase 6 schedulers",
        "run `phase6-tonight-picks`",
        "run `phase6-daily-results`",
        "run a specific exporter locally",
        "check the function's logs",
        "describe a scheduler job",
        "check the live export's logs",
        "verify that files are updating",
        "check tonight's player exports",
        "re-run player exports",
    ):
        assert before in table


def subjects() -> set[str]:
    """The subjects of all that the monitor can find, as its rules are written."""
    found = set()
    for file in (ROOT / "publishing" / "operating").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                said = node.args[2] if len(node.args) > 2 else None
                if node.func.id == "Finding" and isinstance(said, ast.Constant):
                    found.add(str(said.value))
    return found


def test_whatever_the_monitor_finds_is_explained() -> None:
    found = subjects()
    assert len(found) >= 15
    assert [subject for subject in sorted(found) if f"| {subject} |" not in TEXT] == []

"""What Dataflow is told of the templates: made from the options, and no laxer than the jobs."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import google.cloud.dataflow_v1beta3 as dataflow
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pipelines.config import live_options
from pipelines.declared import Option
from pipelines.export_config import export_options
from pipelines.template import COMMANDS
from templates import metadata
from templates.registry import TEMPLATES, Template

NOW = datetime(2026, 2, 11, 18, tzinfo=UTC)

NAMES = [template.name for template in TEMPLATES]

GOOD = {
    "live": {
        "source": "projects/nba-test/subscriptions/live",
        "output": "gs://nba-site/v1",
        "archive": "gs://nba-private/archive",
        "dead_letters": "gs://nba-private/letters",
        "dead_letter_bodies": "gs://nba-private/bodies",
    },
    "export": {
        "warehouse": "bigquery:nba-test",
        "output": "gs://nba-site/v1",
        "dead_letters": "gs://nba-private/letters",
        "dead_letter_bodies": "gs://nba-private/bodies",
        "manifest": "gs://nba-private/runs/run.json",
        "state": "gs://nba-private/state",
    },
}
"""What each job takes; one option at a time is changed."""

BESIDE = {"start_date": {"end_date": "2099-12-31"}, "end_date": {"start_date": "2000-01-01"}}
"""What an option needs another for."""

DATAFLOW = (
    "--runner=DataflowRunner",
    "--project=nba-test",
    "--region=us-central1",
    "--job_name=x",
    "--temp_location=gs://nba-tmp/tmp",
)

BAD = {
    "source": ["", "pubsub:projects/p", "projects/nba-test/topics/live", "replay:night.jsonl"],
    "output": [
        "",
        "out",
        "gs://",
        "gs://nba-site",
        "gs://nba-site/",
        "gs://nba-site/../v1",
        "s3://a/b",
    ],
    "archive": ["", "archive", "gs://", "gs://X/y", "gs://nba-private/a b", "gs://nba-private//a"],
    "dead_letters": ["", "letters", "pubsub:letters", "projects/nba-test/topics/letters"],
    "dead_letter_bodies": ["", "bodies", "pubsub:projects/nba-test/topics/letters"],
    "flush_interval_seconds": ["", "0", "-1", "1.5", "86401", "100000", "often", "٣"],
    "champion_system": ["", "../x", "a b", "-x"],
    "run_id": ["", "../../x", "a/b", "x" * 101],
    "clock": ["", "now", "2018-11-23", "2018-11-23T16:25:00", "2018-11-23T16:25:00Z@x"],
    "warehouse": ["", "nba-test", "parquet:rows", "bigquery:", "bigquery:NBA", "sqlite:x"],
    "date": ["", "Today", "tomorrow", "2026-02-30", "2026-2-3", "2026-02-11\n", "0001-01-01"],
    "start_date": ["", "later", "2026-13-01", "2025-02-29"],
    "end_date": ["", "later", "2026-04-31", "20260211"],
    "only": ["", ",", "reslts", "results,", "results tonight", "live"],
    "players": ["", ",", "../secret", "Stephen Curry", "a,,b", "a, b"],
    "min_games": ["", "0", "-1", "10001", "many", "1e3"],
    "top_n": ["", "0", "10001", "5.0"],
    "as_of": ["", "yesterday", "2026-02-11", "2026-02-11T18:00:00", "2026-02-11 18:00:00Z"],
    "manifest": ["", "record.json", "gs://nba-private", "gs://nba-private/"],
    "state": ["", "state", "gs://", "projects/nba-test/topics/state"],
    "claim": ["", "/a", "a/", "a//b", "../a", "a/../b", "a b", "a\n"],
    "events": ["", "night", "projects/nba-test/subscriptions/night", "projects/P/topics/night"],
    "completion": ["", "done", "projects/nba-test/subscriptions/done", "projects/P/topics/done"],
}
"""What is none of these."""


def options(template: Template) -> dict[str, Option]:
    return {option.name: option for option in COMMANDS[template.job].options}


def parameters(template: Template) -> dict[str, dict[str, Any]]:
    """The parameters by name, without the one that says which template it is."""
    found = metadata.metadata(template)["parameters"]
    return {one["name"]: one for one in found if one["name"] != "template"}


def parsed(job: str, values: dict[str, str]) -> None:
    """Reads the values as the job does on Dataflow; BadOptions for what it refuses."""
    words = [*DATAFLOW, *(f"--{name}={value}" for name, value in values.items())]
    if job == "live":
        live_options(words)
    else:
        export_options(words, NOW)


@pytest.fixture(params=TEMPLATES, ids=NAMES)
def template(request: pytest.FixtureRequest) -> Template:
    found: Template = request.param
    return found


def test_the_files_are_what_the_options_say() -> None:
    """`make contract` writes them anew."""
    assert metadata.stale() == []


def test_each_folder_is_a_template_s() -> None:
    found = {file.parent.name for file in metadata.FOLDER.glob("*/metadata.json")}
    assert found == set(NAMES)


def test_the_service_reads_every_field(template: Template) -> None:
    """Strictly: an unknown field or word is an error here, and ignored there."""
    text = metadata.file_of(template).read_text(encoding="utf-8")
    found = dataflow.TemplateMetadata.from_json(text)
    assert found.name == template.title
    assert found.streaming == (template.name == "live")
    assert found.supports_exactly_once == (template.name == "live")
    assert not found.supports_at_least_once
    mode = "EXACTLY_ONCE" if template.name == "live" else ""
    assert found.default_streaming_mode == mode
    assert len(found.parameters) == len(template.options) + 1
    assert all(one.label and one.help_text for one in found.parameters)
    assert not [one for one in found.parameters if one.param_type.name == "DEFAULT"]
    types = {one.name: one.param_type.name for one in found.parameters}
    assert types["output"] == "GCS_WRITE_FOLDER"
    if template.name == "live":
        assert types["source"] == "PUBSUB_SUBSCRIPTION"
        assert types["flush_interval_seconds"] == "NUMBER"
    else:
        assert types["completion"] == "PUBSUB_TOPIC"
        assert types["update_latest"] == "BOOLEAN"
    assert [one.name for one in found.parameters if not one.is_optional] == [
        "template",
        *template.required,
    ]


def test_what_says_which_template_it_is(template: Template) -> None:
    which = metadata.metadata(template)["parameters"][0]
    assert which["name"] == "template"
    assert which["paramType"] == "ENUM"
    assert which["hiddenUi"]
    assert not which["isOptional"]
    assert [one["value"] for one in which["enumOptions"]] == [template.name]


def test_every_parameter_is_an_option_of_the_job(template: Template) -> None:
    known = options(template)
    assert set(template.options) <= set(known)
    assert set(template.required) <= set(template.options)
    assert len(set(template.options)) == len(template.options)
    assert not [name for name in template.options if known[name].local]


@pytest.mark.parametrize("job", ["live", "export"])
def test_every_option_is_a_parameter_unless_it_is_of_one_machine(job: str) -> None:
    said = {name for one in TEMPLATES if one.job == job for name in one.options}
    left = {one.name for one in COMMANDS[job].options if one.name not in said}  # type: ignore[index]
    local = {one.name for one in COMMANDS[job].options if one.local}  # type: ignore[index]
    assert left == local
    assert (
        left
        == {
            "live": {"speed", "warehouse", "journal", "dry_run"},
            "export": {"engine", "journal", "dry_run"},
        }[job]
    )


def test_a_default_is_what_the_job_does_without_it(template: Template) -> None:
    given, _ = COMMANDS[template.job].parsed([])
    for name, one in parameters(template).items():
        without = getattr(given, name)
        if "defaultValue" not in one:
            assert without is None
        elif one["paramType"] == "BOOLEAN" and isinstance(without, bool):
            assert one["defaultValue"] == str(without).lower()
        else:
            assert one["defaultValue"] == without


def test_a_pattern_takes_its_own_default_and_example(template: Template) -> None:
    for name, option in options(template).items():
        if name not in template.options:
            continue
        (expression,) = parameters(template)[name].get("regexes", [""])
        if option.default is not None and expression:
            assert re.fullmatch(expression, option.default), name
        if name == "only":
            assert re.fullmatch(expression, ",".join(template.job_types))
            assert all(re.fullmatch(expression, word) for word in template.words)
        elif option.kind != "flag" and not option.choices:
            assert expression, f"{name} takes anything"
            assert option.example, f"{name} has no example"
            assert re.fullmatch(expression, option.example), name


def test_a_pattern_takes_nothing_that_is_none(template: Template) -> None:
    for name, one in parameters(template).items():
        for expression in one.get("regexes", []):
            for bad in BAD[name]:
                assert not re.fullmatch(expression, bad), (name, bad)


def test_patterns_are_of_every_engine(template: Template) -> None:
    """No look-around, no reference back, no class that differs in Java, RE2 and Python."""
    for one in parameters(template).values():
        for expression in one.get("regexes", []):
            assert expression.startswith("^(?:")
            assert expression.endswith(")$")
            assert not re.search(r"\(\?(?!:)|\\[^.]", expression), expression


PATTERNS = {
    (template.job, name, pattern): template
    for template in TEMPLATES
    for name in template.options
    if (pattern := metadata.pattern(template, options(template)[name]))
}
"""Every pattern once, whichever templates have it."""


@pytest.mark.parametrize(
    ("job", "name", "pattern"), PATTERNS, ids=[f"{job}-{name}" for job, name, _ in PATTERNS]
)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_the_job_takes_what_the_pattern_takes(
    job: str, name: str, pattern: str, data: st.DataObject
) -> None:
    value = data.draw(st.from_regex(pattern[1:-1], fullmatch=True))
    assume(not (name == "players" and "index" in value.split(",")))
    parsed(job, {**GOOD[job], **BESIDE.get(name, {}), name: value})


@pytest.mark.parametrize("template", TEMPLATES, ids=NAMES)
def test_the_job_takes_the_examples(template: Template) -> None:
    known = options(template)
    range_of = {"start_date", "end_date"} & set(template.options)
    examples = {
        name: known[name].example or ",".join(template.job_types)
        for name in template.options
        if known[name].kind != "flag" and not known[name].choices
    }
    parsed(template.job, examples)
    assert not range_of or examples["start_date"] < examples["end_date"]

"""Whatever messages say, nothing leaves the private places or the declared public paths."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from publishing.exports import EXPORTS
from publishing.families import family_of
from publishing.services.exporting.here import ExportPlaces, run_here
from publishing.services.serving.answers import Answer, Delivery
from publishing.services.triggering.push import delivery_of, pushed
from templates.metadata import metadata
from templates.registry import BY_NAME
from tests.operating.postman import push_body
from tests.pipelines.conftest import small_warehouse
from tests.services.triggers import DAY, NOW, Desk, batch, tonight

__all__ = ["small_warehouse"]

STATE = re.compile(r"(claims|gates|marks|runs)/[A-Za-z0-9._=/-]+\.json(\+held)?|\+lock|\+next")

NASTY = st.sampled_from(
    [
        "../../v1/x",
        "/etc/passwd",
        "..",
        ".",
        "a/../../b",
        "C:\\x",
        "a\x00b",
        "x" * 10_000,
        "\N{RIGHT-TO-LEFT OVERRIDE}\N{PILE OF POO}e\N{COMBINING ACUTE ACCENT}",
        "%2e%2e%2f",
        "--output=gs://elsewhere",
        "a\nb",
        "{date}",
        "",
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | NASTY,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["export_types", "players", "status"]) | NASTY, inner)
    ),
    max_leaves=8,
)
TEXT = NASTY | st.text(max_size=30)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, small_warehouse: Path) -> Desk:
    """One whose runs are real ones over the small league."""
    # A few levels down: `..` leads to a folder that is looked at too.
    folder = tmp_path_factory.mktemp("fuzz") / "one" / "two"
    made = Desk(folder)
    made.make = lambda run: run_here(
        run,
        ExportPlaces(
            f"parquet:{small_warehouse}",
            str(folder / "out"),
            str(folder / "dead"),
            None,
            str(folder / "state" / "runs" / f"{run.run_id}.json"),
        ),
        NOW,
        lambda: NOW,
    )
    return made


def nothing_escapes(desk: Desk) -> None:
    """Every file below the desk is where a declared kind of file goes."""
    root = desk.folder.parents[1]
    for file in root.rglob("*"):
        if file.is_dir():
            continue
        assert file.is_relative_to(desk.folder), file
        place, _, path = file.relative_to(desk.folder).as_posix().partition("/")
        if place == "out":
            assert path == ".lock" or family_of(path.removesuffix(".meta")), path
        elif place == "state":
            assert STATE.fullmatch(path), path
        else:
            assert re.fullmatch(r"(message|push)/[0-9a-f]+\.json|bodies/[0-9a-f]{32}", path), path


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    changed=st.dictionaries(
        st.sampled_from(
            ["target_date", "upstream_batch_id", "correlation_id", "trigger_source", "timestamp"]
        ),
        TEXT,
        max_size=3,
    ),
    types=st.lists(TEXT | st.sampled_from(["tonight", "streaks", "players"]), max_size=2)
    | st.just(["tonight"]),
    message_id=TEXT,
)
@example(changed={"upstream_batch_id": "../../v1/x"}, types=["tonight"], message_id="../m")
@example(changed={"target_date": "../../v1/x"}, types=["tonight"], message_id="m")
@example(changed={"trigger_source": "x" * 400}, types=["tonight"], message_id="y" * 10_000)
@example(changed={}, types=["../../v1/x"], message_id="m")
def test_an_export_trigger_stays_inside(
    desk: Desk, changed: dict[str, str], types: list[str], message_id: str
) -> None:
    before = len(desk.runs) + len(desk.jobs)
    answer = desk.exports(tonight(**({"export_types": types} | changed)), message_id)
    assert answer.status_code == 200
    if answer.word == "refused":
        assert len(desk.runs) + len(desk.jobs) == before
    nothing_escapes(desk)


@settings(max_examples=200, deadline=None)
@given(body=JSON)
@example(body={"players": False})
@example(body={"players": 1})
@example(body={"players": [True]})
@example(body={"players": True, "status": True})
def test_json_that_means_nothing_does_nothing(desk: Desk, body: object) -> None:
    # All profiles: `live.md` 6.2 gives this one a meaning.
    assume(body != {"players": True} or body["players"] is not True)
    before = len(desk.happened), len(desk.claims())
    for handle in (
        desk.trigger.export_trigger,
        desk.trigger.predictions_complete,
        desk.trigger.live_event,
    ):
        assert handle(desk.delivery(body)).word == "refused"
    assert (len(desk.happened), len(desk.claims())) == before


@settings(max_examples=100, deadline=None)
@given(
    game_date=TEXT | st.just(DAY),
    ids=st.fixed_dictionaries({}, optional={"execution_id": TEXT, "correlation_id": TEXT}),
    batch_id=TEXT,
)
@example(game_date=DAY, ids={"correlation_id": "\ud800"}, batch_id="\ud800")
def test_a_batch_stays_inside(
    desk: Desk, game_date: str, ids: dict[str, str], batch_id: str
) -> None:
    facts = {"batch_id": batch_id, "total_predictions": 4}
    before = len(desk.triggers.bodies)
    answer = desk.predictions(batch(game_date=game_date, metadata=facts, **ids))
    assert answer.status_code == 200
    if answer.word == "refused":
        assert len(desk.triggers.bodies) == before
    else:
        # What was sent on is a message that is understood.
        for body in desk.triggers.bodies[before:]:
            assert desk.exports(body).word == "done"
    nothing_escapes(desk)


@settings(max_examples=100, deadline=None)
@given(event=st.fixed_dictionaries(dict.fromkeys(("event_id", "game_date", "game"), TEXT)))
@example(event={"event_id": "../../x", "game_date": DAY, "game": "../y"})
def test_a_live_event_stays_inside(desk: Desk, event: dict[str, str]) -> None:
    body = {"event": "game-final", "as_of": "2026-01-15T03:00:00Z", "run_id": "r", **event}
    answer = desk.trigger.live_event(desk.delivery(body))
    assert answer.status_code == 200
    nothing_escapes(desk)


@settings(max_examples=100, deadline=None)
@given(body=st.binary(max_size=300))
@example(body=push_body(b"{}", "m", "0001-01-01T00:00:00Z"))
@example(body=push_body(b"{}", "m", "9999-12-31T23:59:59.999999Z"))
@example(body=push_body(b'{"export_types":["tonight"]}', "m", "0001-01-01T00:00:00Z"))
@example(body=push_body(b'{"players":true}', "m", "0001-01-01T00:00:00Z"))
@example(body=push_body(b'{"players":true}', "m", "9999-12-31T23:59:59.999999Z"))
@example(body=b'{"message":' * 5000)
@example(body=json.dumps({"message": {"messageId": "\ud800", "publishTime": "x"}}).encode())
def test_a_body_is_a_push_or_is_none(desk: Desk, body: bytes) -> None:
    answer = pushed(desk.trigger.export_trigger, desk.letters)(body)
    assert answer.word in ("unreadable", "refused")
    nothing_escapes(desk)


def test_a_push_is_read_as_it_was_published() -> None:
    data = b'{"export_types":["tonight"]}'
    found = delivery_of(push_body(data, "7", "2026-01-14T22:30:00.25Z"))
    assert found == Delivery(data, "7", NOW.timestamp() + 0.25)


def test_what_a_place_cannot_keep_comes_again() -> None:
    class Full:
        def add(self, _: object) -> str:
            raise OSError(28, "No space left on device")

    answer: Answer = pushed(lambda _: Answer("done", ""), Full())(b"{}")  # type: ignore[arg-type]
    assert (answer.word, answer.status_code) == ("unavailable", 503)


@pytest.mark.parametrize("export", [one for one in EXPORTS if one.runs == "template"])
def test_what_a_job_is_told_is_what_its_template_takes(export: Any, tmp_path: Path) -> None:
    """Dataflow refuses a parameter that a template does not have, or that does not fit."""
    desk = Desk(tmp_path)
    desk.exports(tonight(export_types=[export.job_type], upstream_batch_id="../../x" * 50))
    [(template, name, told)] = desk.jobs
    assert re.fullmatch(r"[a-z]([-a-z0-9]{0,61}[a-z0-9])?", name)
    known = {one["name"]: one for one in metadata(BY_NAME[template])["parameters"]}
    # Places are folders here, and buckets there.
    for key in set(told) - {"output", "state", "manifest"}:
        assert any(re.fullmatch(one, told[key]) for one in known[key].get("regexes", [".*"])), key
    assert set(told) <= set(known)

"""Whatever a round sees is judged, the same way again, and nothing in ignorance (D6, D9)."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publishing.live.status import compose
from publishing.operating.claims import Claim
from publishing.operating.findings import (
    DrainLive,
    RestartFeeder,
    Send,
    Settle,
    StartFeeder,
    StartLive,
)
from publishing.operating.gates import Gate
from publishing.operating.judging import judge
from publishing.operating.marks import Mark
from publishing.operating.messages import ExportTrigger
from publishing.operating.seen import Away, Job, Public, Seen
from tests.judging.rows import WORLD, instant
from tests.schemas import require_valid

AWAY = Away("HTTP 503")
OFTEN = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
FIRST = instant("2026-02-10 12:00")

texts = st.sampled_from(
    ["", "x", "2026-02-11", "2026-02-11T20:00:00+00:00", "9999-12-31T23:59:59Z"]
)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 300) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
jobs = st.sampled_from(
    [None, AWAY, Job(False, None, "gone"), Job(True, None, "running")]
) | st.builds(
    Job, st.booleans(), st.integers(0, 3000).map(lambda n: FIRST + timedelta(minutes=n)), texts
)
marks = st.builds(Mark, texts, texts, texts, texts, texts, st.integers(0, 9), st.integers(0, 9))
raws = values.map(lambda value: msgspec.Raw(json.dumps(value).encode()))
claims = st.builds(
    Claim,
    what=raws | st.just(msgspec.Raw(b"{")),
    owner=texts,
    state=st.sampled_from(["running", "launched", "done", "given up"]),
    attempt=st.integers(1, 5),
    claimed_at=texts,
    lease_until=texts,
    status=st.none() | texts,
)
gates = st.builds(
    Gate,
    name=texts,
    game_date=texts,
    tables=st.just(()),
    reason=texts,
    sends=st.just(ExportTrigger(export_types=("results",))),
    closed_at=texts,
    next_at=texts,
)
NAMES = sorted(WORLD.runs(FIRST)[0])


@st.composite
def bodies(draw: st.DrawFn, body: bytes) -> bytes:
    """A body as it is, cut, or with one key of any kind; or none of ours."""
    kind = draw(st.sampled_from(["whole", "cut", "other", "key", "game"]))
    if kind == "whole":
        return body
    if kind == "cut":
        return body[: draw(st.integers(0, len(body)))]
    if kind == "other":
        return draw(st.binary(max_size=8) | values.map(lambda one: json.dumps(one).encode()))
    parsed = json.loads(body)
    inner = parsed.get("games") or parsed.get("predictions")
    if kind == "game" and inner:
        inner[0][draw(st.sampled_from(sorted(inner[0])))] = draw(values)
    elif parsed:
        parsed[draw(st.sampled_from(sorted(parsed)))] = draw(values)
    return json.dumps(parsed).encode()


@st.composite
def rounds(draw: st.DrawFn) -> Seen:
    """A round in which anything may be away, absent, or broken."""
    now = FIRST + timedelta(minutes=draw(st.integers(0, 3000)))
    seen = WORLD.seen(now)
    public: dict[str, Public | Away] = {}
    for path, one in seen.public.items():
        assert isinstance(one, Public)
        fate = draw(st.sampled_from(["as it is"] * 4 + ["away", "absent", "broken"]))
        if fate == "broken":
            public[path] = replace(one, body=draw(bodies(one.body)))
        elif fate != "absent":
            public[path] = AWAY if fate == "away" else one
    keyed = st.dictionaries(texts, claims, max_size=3)
    changes: dict[str, Any] = {
        "schedule": st.sampled_from([seen.schedule] * 3 + [(), AWAY]),
        "predictions": st.sampled_from([80, 0, AWAY]),
        "official": st.sampled_from([seen.official, (), AWAY]),
        "marks": st.sampled_from([seen.marks, {}, AWAY])
        | st.dictionaries(st.sampled_from(NAMES), marks, max_size=4),
        "claims": st.sampled_from([seen.claims, {}, AWAY]) | keyed,
        "gates": st.sampled_from([{}, AWAY]) | st.dictionaries(texts, gates, max_size=3),
        "live_job": jobs,
        "feeder": jobs,
        "over_job": jobs,
        "alerts_problem": st.none() | texts,
        "undelivered": st.integers(0, 3),
        "live_heard_at": st.sampled_from([None, seen.live_heard_at, FIRST]),
        "watching_since": st.sampled_from([None, FIRST, now]),
    }
    return replace(seen, public=public, **{name: draw(one) for name, one in changes.items()})


@OFTEN
@given(rounds())
def test_no_round_makes_the_judgement_fail_and_the_status_is_valid(seen: Seen) -> None:
    found = judge(seen)
    versions = {one.name: one.version for one in found.sections}
    body = msgspec.json.encode(compose(None, versions, found.sections))
    require_valid("status.json", body)
    assert len({one.key for one in found.findings}) == len(found.findings)
    assert all(one.text and one.subject for one in found.findings)


@OFTEN
@given(rounds(), st.randoms(use_true_random=False))
def test_the_same_round_gives_the_same_judgement_in_any_order(seen: Seen, dice: Any) -> None:
    def shuffled(value: Any) -> Any:
        if isinstance(value, dict):
            pairs = list(value.items())
            dice.shuffle(pairs)
            return dict(pairs)
        if isinstance(value, tuple):
            found = list(value)
            dice.shuffle(found)
            return tuple(found)
        return value

    other = replace(seen, **{one.name: shuffled(getattr(seen, one.name)) for one in fields(seen)})
    assert judge(other) == judge(seen)


@OFTEN
@given(rounds())
def test_nothing_is_started_ended_or_sent_in_ignorance(seen: Seen) -> None:
    heals = [heal for one in judge(seen).findings for heal in one.heals]
    of_the_night = (StartLive, StartFeeder, RestartFeeder, DrainLive, Settle)
    if isinstance(seen.schedule, Away):
        assert not [one for one in heals if isinstance(one, of_the_night)]
    if isinstance(seen.live_job, Away):
        assert not [one for one in heals if isinstance(one, StartLive)]
    if isinstance(seen.feeder, Away):
        assert not [one for one in heals if isinstance(one, StartFeeder)]
    if isinstance(seen.over_job, Away) or isinstance(seen.official, Away):
        assert not [one for one in heals if isinstance(one, DrainLive)] or not isinstance(
            seen.over_job, Away
        )
    if isinstance(seen.official, Away):
        assert not [one for one in heals if isinstance(one, Settle)]
    if any(isinstance(one, Away) for one in (seen.marks, seen.claims, seen.gates)):
        assert not [one for one in heals if isinstance(one, Send)]


@OFTEN
@given(rounds())
def test_what_is_away_is_never_called_healthy(seen: Seen) -> None:
    said = {one.name: json.loads(one.body) for one in judge(seen).sections}
    paths = {"tonight_data": "tonight/all-players.json", "best_bets": "best-bets/latest.json"}
    for name, path in paths.items():
        if isinstance(seen.public.get(path), Away):
            assert said[name]["status"] == "unknown"
    if isinstance(seen.predictions, Away):
        assert said["predictions"]["status"] == "unknown"
    if isinstance(seen.schedule, Away):
        assert said["live_job"]["status"] == "unknown"
        assert "active_break" not in said
    if isinstance(seen.marks, Away) or isinstance(seen.gates, Away):
        assert said["exports"]["status"] != "healthy"

"""The public status names no private place."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from publishing.operating.judging import judge
from publishing.operating.public_words import LONGEST, in_public
from publishing.operating.seen import Away
from tests.judging.rows import at

SECRET = "gs://private-bucket/state and /run/secrets/hook of ops@p.iam.gserviceaccount.com"


@pytest.mark.parametrize(
    ("said", "public"),
    [
        (
            "webhook:/run/secrets/hook did not take the alert: HTTP 503",
            "… did not take the alert: HTTP 503",
        ),
        (
            "nba_raw.nbac_schedule cannot be read: gs://p/x is away",
            "nba_raw.nbac_schedule cannot be read: … is away",
        ),
        ("Data is 12 minutes old during game hours", "Data is 12 minutes old during game hours"),
    ],
)
def test_places_are_left_out(said: str, public: str) -> None:
    assert in_public(said) == public


@given(some.text(max_size=2000))
def test_nothing_with_a_slash_or_an_account_is_left(text: str) -> None:
    found = in_public(text)
    assert not set("/@\\") & set(found)
    assert len(found) <= LONGEST


def test_no_section_says_where_things_are() -> None:
    seen = at("20:30")
    broken = replace(
        seen,
        schedule=Away(SECRET),
        predictions=Away(SECRET),
        marks=Away(SECRET),
        gates=Away(SECRET),
        claims=Away(SECRET),
        live_job=Away(SECRET),
        alerts_problem=SECRET,
        undelivered=2,
    )
    for one in (broken, replace(broken, schedule=seen.schedule)):
        for section in judge(one).sections:
            text = json.dumps(json.loads(section.body))
            assert "private-bucket" not in text, section.name
            assert "secrets" not in text, section.name
            assert "gserviceaccount" not in text, section.name

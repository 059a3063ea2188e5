"""Strict JSON, digests, versions and closed schemas."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import jsonschema_rs
import msgspec
import pytest

from publishing.documents import CacheClass, Version, digest, encode, schema
from publishing.live.grading import LiveGrading
from publishing.live.scores import LiveScores
from publishing.live.status import Status


class Inner(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    share: float | None
    name: str


class Sample(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    generated_at: str
    updated_at: str
    rows: tuple[Inner, ...]


def sample(share: float | None = 0.5, at: str = "now") -> Sample:
    return Sample(at, at, (Inner(share, "Dončić"),))


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_d8_what_is_no_number_is_null(value: float) -> None:
    body, content = encode(sample(value))
    assert json.loads(body)["rows"] == [{"share": None, "name": "Dončić"}]
    assert content == encode(sample(None))[1]


def test_d4_bodies_are_compact_and_in_order() -> None:
    body, _ = encode(sample())
    assert body.decode() == (
        '{"generated_at":"now","updated_at":"now","rows":[{"share":0.5,"name":"Dončić"}]}'
    )


def test_d7_the_digest_says_what_and_not_when() -> None:
    first, again = encode(sample(at="then")), encode(sample(at="now"))
    assert first[0] != again[0]
    assert first[1] == again[1]
    assert encode(sample(0.6))[1] != first[1]


def test_d7_a_time_inside_the_content_counts() -> None:
    one, other = encode(Inner(1.0, "then")), encode(Inner(1.0, "now"))
    assert one[1] != other[1]
    assert one[1] == digest(one[0])
    assert len(one[1]) == 32


START = datetime(2026, 1, 10, 2, tzinfo=UTC)


def test_a_version_is_its_text_and_both_sort_alike() -> None:
    versions = [
        Version(date(2026, 1, day), START + timedelta(microseconds=step))
        for day in (9, 10)
        for step in (-1, 0, 1, 10**6)
    ]
    assert sorted(versions) == versions
    assert sorted(map(str, versions)) == [str(version) for version in versions]
    for version in versions:
        assert Version.parse(str(version)) == version


def test_d5_the_content_date_decides_before_the_as_of() -> None:
    assert Version(date(2026, 1, 9), START) < Version(date(2026, 1, 10), START - timedelta(days=3))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-01-09",
        "2026-01-09/",
        "/2026-01-09T00:00:00+00:00",
        "2026-01-09/soon",
        "2026-01-09/2026-01-09T00:00:00",
        "2026-01-09/0001-01-01T00:00:00+01:00",
    ],
)
def test_any_other_text_is_no_version(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Version.parse(text)


def test_d3_cache_classes() -> None:
    assert [(one.name, one.header) for one in CacheClass] == [
        ("LIVE", "public, max-age=30"),
        ("TONIGHT", "public, max-age=300"),
        ("TRENDS", "public, max-age=3600"),
        ("SETTLED", "public, max-age=86400"),
    ]


def objects(node: Any) -> Iterator[dict[str, Any]]:
    """Every object schema in a schema."""
    if isinstance(node, dict):
        if node.get("type") == "object":
            yield node
        for value in node.values():
            yield from objects(value)
    elif isinstance(node, list):
        for value in node:
            yield from objects(value)


@pytest.mark.parametrize("document", [Sample, LiveScores, LiveGrading, Status])
def test_every_object_of_a_schema_is_closed_and_every_key_required(
    document: type[msgspec.Struct],
) -> None:
    found = schema(document, "some/path.json")
    assert jsonschema_rs.meta.is_valid(found)
    shapes = list(objects(found))
    assert shapes
    for shape in shapes:
        assert shape["additionalProperties"] is False
        assert sorted(shape["required"]) == sorted(shape["properties"])


@pytest.mark.parametrize(
    "change", [{"extra": 1}, {"rows": None}, {"updated_at": 7}, {"rows": [{"share": 1.0}]}]
)
def test_a_schema_refuses_what_is_not_the_document(change: dict[str, Any]) -> None:
    validator = jsonschema_rs.Draft202012Validator(schema(Sample, "sample.json"))
    body = json.loads(encode(sample())[0])
    validator.validate(body)
    assert not validator.is_valid(body | change)
    for key in body:
        assert not validator.is_valid({name: body[name] for name in body if name != key})

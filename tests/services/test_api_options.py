"""The command line of `courtside api`: every mistake is one sentence, all of them at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from publishing.adapters.parquet import ParquetWarehouse
from publishing.bad_options import BadOptions
from publishing.services.answering.api import ORIGINS
from publishing.services.answering.options import ApiOptions, api_options


def options(*more: str) -> ApiOptions:
    return api_options(["--warehouse=parquet:rows", "--output=public", *more])


def problems(*words: str) -> list[str]:
    with pytest.raises(BadOptions) as bad:
        api_options(words)
    return list(bad.value.problems)


def test_the_least_that_must_be_said() -> None:
    found = options()
    assert isinstance(found.warehouse, ParquetWarehouse)
    assert found.warehouse.root == Path("rows")
    assert (found.output, found.port, found.refresh_seconds) == ("public", 8080, 300.0)
    assert found.origins == frozenset(ORIGINS)
    assert found.dry_run is False
    assert problems() == ["--warehouse: it is needed", "--output: it is needed"]


def test_everything_that_is_wrong_is_said_at_once() -> None:
    said = problems(
        "--warehouse=rows", "--output=gs://", "--port=65536", "--refresh_seconds=0", "--bogus"
    )
    assert [one.split(": ")[0] for one in said] == [
        "'--bogus' is not an option",
        "--warehouse",
        "--output",
        "--refresh_seconds",
        "--port",
    ]


@pytest.mark.parametrize(
    "origin",
    [
        "nbaprops.com",
        "https://",
        "https://nbaprops.com/",
        "https://*.nbaprops.com",
        "ftp://nbaprops.com",
        "null",
        "https://münchen.example",
        "https://a.example\r\nSet-Cookie: b=c",
        "https://a.example b",
    ],
)
def test_what_no_browser_sends_is_no_origin(origin: str) -> None:
    (said,) = problems("--warehouse=parquet:rows", "--output=public", f"--origins={origin}")
    assert said == f"--origins: {origin!r} is no origin: write scheme://host[:port]"


def test_origins_are_separated_by_commas() -> None:
    found = options("--origins=https://a.example, http://localhost:5173,")
    assert found.origins == {"https://a.example", "http://localhost:5173"}


@pytest.mark.parametrize("seconds", ["-1", "3601", "five", "1.5", "٣"])
def test_how_often_rows_are_looked_for_is_a_number_of_seconds(seconds: str) -> None:
    said = problems("--warehouse=parquet:rows", "--output=public", f"--refresh_seconds={seconds}")
    assert said == [
        f"--refresh_seconds: {seconds!r} is not known: write a number of seconds from 1 to 3600"
    ]

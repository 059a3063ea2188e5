"""What a batch run reads: columns, dates and the as-of, also of tables without a date column."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from publishing.adapters.bigquery import restriction_of
from publishing.adapters.parquet import ParquetWarehouse
from publishing.adapters.warehouses import BatchWarehouse
from publishing.batch_rows import Grading, ShotZones, TeamGame
from publishing.live.events import Rejection
from publishing.news_rows import NewsArticle, NewsInsight
from publishing.reads import Read
from publishing.rows import Row
from tests.publishing.fake_bigquery import PROJECT, FakeBigQuery

DAY = date(2026, 1, 9)
AS_OF = datetime(2026, 1, 9, 18, 0, 0, 250_000, UTC)
NEXT = AS_OF + timedelta(microseconds=1)
INSTANT = pa.timestamp("us", "UTC")

ARTICLES = {
    "article_id": "STRING",
    "source": "STRING",
    "source_url": "STRING",
    "title": "STRING",
    "published_at": "TIMESTAMP",
    "scraped_at": "TIMESTAMP",
    "sport": "STRING",
}
TEAM_GAMES = {
    "game_id": "STRING",
    "game_date": "DATE",
    "team_abbr": "STRING",
    "home_game": "BOOLEAN",
    "points_scored": "INTEGER",
    "pace": "NUMERIC",
    "processed_at": "TIMESTAMP",
}

Filled = Callable[[type[Row], dict[str, str], pa.Table], BatchWarehouse]


@pytest.fixture(params=["parquet", "bigquery"])
def filled(request: pytest.FixtureRequest, tmp_path: Path) -> Filled:
    """Makes a warehouse of one table; BigQuery's answers as if nothing had been cut there."""

    def make(row_type: type[Row], columns: dict[str, str], rows: pa.Table) -> BatchWarehouse:
        assert rows.column_names == list(columns)
        if request.param == "parquet":
            pq.write_table(rows, tmp_path / f"{row_type.table}.parquet")
            return ParquetWarehouse(tmp_path)
        fake = FakeBigQuery()
        fake.add(row_type.table, columns, rows)
        return fake.warehouse()

    return make


def read_of(row_type: type[Row], *columns: str) -> Read:
    """These columns, or all, of a month up to `DAY`."""
    dated = row_type.date_column is not None
    first, last = (date(2025, 12, 10), DAY) if dated else (None, None)
    return Read(row_type, columns or row_type.__struct_fields__, first, last, (), AS_OF)


def rows_of(warehouse: BatchWarehouse, read: Read) -> list[Any]:
    return [row for part in warehouse.parts(read) for row in warehouse.part_rows(part)]


def articles(*rows: dict[str, Any]) -> pa.Table:
    """Articles that were published and found before the as-of."""
    early = AS_OF - timedelta(hours=2)
    known = {
        "source": "espn_nba",
        "source_url": "https://news.example/a",
        "title": "A title",
        "published_at": early,
        "scraped_at": early,
        "sport": "nba",
    }
    schema = pa.schema(
        {name: INSTANT if kind == "TIMESTAMP" else pa.string() for name, kind in ARTICLES.items()}
    )
    filled_in = [{"article_id": f"a{place}"} | known | row for place, row in enumerate(rows)]
    return pa.Table.from_pylist(filled_in, schema)


def test_news_are_cut_by_their_stamps_alone(filled: Filled) -> None:
    rows = articles(
        {"published_at": AS_OF, "scraped_at": AS_OF},
        {"published_at": NEXT},
        {"scraped_at": NEXT},
        {"published_at": None, "scraped_at": None},
    )
    warehouse = filled(NewsArticle, ARTICLES, rows)
    found = rows_of(warehouse, read_of(NewsArticle))
    assert [row.article_id for row in found] == ["a0", "a3"]
    assert found[0].published_at == AS_OF


def test_an_article_may_not_say_when_it_was_found(filled: Filled) -> None:
    columns = {name: kind for name, kind in ARTICLES.items() if name != "scraped_at"}
    rows = articles({}, {"published_at": NEXT}).drop_columns(["scraped_at"])
    warehouse = filled(NewsArticle, columns, rows)
    read = read_of(NewsArticle)
    assert warehouse.read_problems([read]) == []
    assert [row.article_id for row in rows_of(warehouse, read)] == ["a0"]


def test_a_column_that_an_export_needs_is_missed(filled: Filled) -> None:
    columns = {name: kind for name, kind in ARTICLES.items() if name != "title"}
    warehouse = filled(NewsArticle, columns, articles({}).drop_columns(["title"]))
    (problem,) = warehouse.read_problems([read_of(NewsArticle)])
    assert problem.startswith(f"table {NewsArticle.table} lacks title in ")
    # Who does not want it does not miss it.
    assert warehouse.read_problems([read_of(NewsArticle, "article_id", "published_at")]) == []


def test_a_table_without_rows_is_there_and_empty(filled: Filled) -> None:
    warehouse = filled(NewsArticle, ARTICLES, articles())
    read = read_of(NewsArticle)
    assert warehouse.has(NewsArticle)
    assert warehouse.read_problems([read]) == []
    assert rows_of(warehouse, read) == []


def test_titles_and_addresses_may_be_long_and_names_of_sources_not(filled: Filled) -> None:
    rows = articles(
        {"title": "é" * 4_000, "source_url": "https://news.example/" + "a" * 2_000},
        {"source": "s" * 201},
        {"title": "t" * 10_001},
    )
    found = rows_of(filled(NewsArticle, ARTICLES, rows), read_of(NewsArticle))
    assert len(found[0].title) == 4_000
    reasons = [row.reason for row in found[1:] if isinstance(row, Rejection)]
    assert reasons == [
        "nba_raw.news_articles_raw: source has 201 bytes, over 200",
        "nba_raw.news_articles_raw: title has 10001 bytes, over 10000",
    ]


def test_a_team_game_of_less_than_nothing_is_a_dead_letter(filled: Filled) -> None:
    count = 3
    rows = pa.table(
        {
            "game_id": ["20260109_NYK_BOS"] * count,
            "game_date": pa.array([DAY] * count, pa.date32()),
            "team_abbr": ["BOS", "NYK", "CHI"],
            "home_game": [True, False, None],
            "points_scored": [101, -1, 99],
            "pace": pa.array([Decimal("98.5")] * count, pa.decimal128(5, 1)),
            "processed_at": pa.array([AS_OF] * count, INSTANT),
        }
    )
    found = rows_of(filled(TeamGame, TEAM_GAMES, rows), read_of(TeamGame))
    good, *bad = found
    assert (good.team_abbr, good.pace, good.possessions) == ("BOS", Decimal("98.5"), None)
    assert [row.reason.partition(": ")[2] for row in bad] == [
        "points_scored is -1: it cannot be negative",
        "Expected `bool`, got `null` - at `$.home_game`",
    ]


def test_bigquery_cuts_dates_values_and_stamps_itself() -> None:
    as_of = "TIMESTAMP '2026-01-09 18:00:00.250000+00:00'"
    published, scraped = (
        f"({name} IS NULL OR {name} <= {as_of})" for name in ("published_at", "scraped_at")
    )
    assert restriction_of(read_of(NewsArticle), ARTICLES) == f"{published} AND {scraped}"
    # What is no instant there is cut in its rows.
    other = ARTICLES | {"scraped_at": "DATETIME"}
    assert restriction_of(read_of(NewsArticle), other) == published
    assert restriction_of(read_of(NewsInsight), {"article_id": "STRING"}) == ""
    zones = restriction_of(read_of(ShotZones), {"analysis_date": "DATE"})
    assert zones == "analysis_date BETWEEN DATE '2025-12-10' AND DATE '2026-01-09'"
    equals = (("has_prop_line", True), ("system_id", 'it\'s "9"'))
    read = Read(Grading, ("system_id",), DAY, DAY, equals, AS_OF)
    assert restriction_of(read, {}) == (
        "game_date BETWEEN DATE '2026-01-09' AND DATE '2026-01-09' "
        'AND has_prop_line = TRUE AND system_id = "it\'s \\"9\\""'
    )


def test_only_the_columns_of_a_read_are_asked_for() -> None:
    fake = FakeBigQuery()
    fake.add(NewsArticle.table, ARTICLES, articles({}))
    rows = rows_of(fake.warehouse(), read_of(NewsArticle, "article_id", "published_at"))
    (session,) = fake.sessions
    assert session["table"] == f"projects/{PROJECT}/datasets/nba_raw/tables/news_articles_raw"
    assert session["fields"] == ["article_id", "published_at"]
    assert "scraped_at <= " in session["restriction"]
    assert rows

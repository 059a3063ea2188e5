"""The news: articles, what was made of them, and whom they are about (`core.md` 11)."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from publishing.rows import Row


class NewsLink(Row, frozen=True, gc=False):
    """A player whom an article is about."""

    table: ClassVar[str] = "nba_analytics.news_player_links"
    stamps: ClassVar[tuple[str, ...]] = ("created_at",)
    optional: ClassVar[frozenset[str]] = frozenset({"created_at"})

    player_lookup: str
    article_id: str
    created_at: datetime | None = None


class NewsArticle(Row, frozen=True, gc=False):
    """An article as its source has it."""

    table: ClassVar[str] = "nba_raw.news_articles_raw"
    stamps: ClassVar[tuple[str, ...]] = ("published_at", "scraped_at")
    optional: ClassVar[frozenset[str]] = frozenset({"scraped_at"})

    article_id: str
    source: str
    title: str
    source_url: str | None
    published_at: datetime | None
    scraped_at: datetime | None = None


class NewsInsight(Row, frozen=True, gc=False):
    """What was made of an article: its category and a short headline."""

    table: ClassVar[str] = "nba_analytics.news_insights"
    stamps: ClassVar[tuple[str, ...]] = ("extracted_at",)
    optional: ClassVar[frozenset[str]] = frozenset({"extracted_at"})

    article_id: str
    category: str | None
    headline: str | None
    extracted_at: datetime | None = None

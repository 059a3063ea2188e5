"""The news of `players/{player}.json` (`core.md` 7.2, 7.3)."""

from __future__ import annotations

import msgspec

from publishing.calendar import instant_as_said
from publishing.news_rows import NewsArticle, NewsInsight
from publishing.player_rows import PlayerRows

SHOWN = 5
LONGEST_TITLE, CUT_AT = 50, 47

_SOURCES = {
    "espn_": "ESPN",
    "cbs_": "CBS Sports",
    "rotowire_": "RotoWire",
    "yahoo_": "Yahoo Sports",
}
"""Names by how the id of a source begins."""


class NewsItem(msgspec.Struct):
    """An article; `category` is None when nothing was made of it."""

    headline: str
    category: str | None
    source: str
    source_url: str | None
    published_at: str | None


def recent_news(player: PlayerRows) -> list[NewsItem]:
    """The newest articles about him, newest first."""
    insights = player.league.insights
    return [_item(one, insights.get(one.article_id)) for one in player.articles[:SHOWN]]


def _item(article: NewsArticle, insight: NewsInsight | None) -> NewsItem:
    headline = insight.headline if insight else None
    at = article.published_at
    return NewsItem(
        headline=headline or _shortened(article.title),
        category=insight.category if insight else None,
        source=source_name(article.source),
        source_url=article.source_url,
        published_at=None if at is None else instant_as_said(at),
    )


def source_name(source: str) -> str:
    """The name of a source; its id when it has none."""
    return next((name for prefix, name in _SOURCES.items() if source.startswith(prefix)), source)


def _shortened(title: str) -> str:
    return title if len(title) <= LONGEST_TITLE else f"{title[:CUT_AT]}..."

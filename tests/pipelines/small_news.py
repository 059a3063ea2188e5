"""The news of the small league: four articles a date, most about one player."""

from __future__ import annotations

from datetime import date

from publishing.news_rows import NewsArticle, NewsInsight, NewsLink
from tests.pipelines.small_games import NAMES, PLAYERS, Found, Values, at

_SOURCES = ("espn_nba", "cbs_nba", "rotowire_nba", "yahoo_nba", "court_ledger")
_CATEGORIES = ("injury", "performance", "trade", "other")


def news(day: date, number: int) -> Found:
    """What was written on a date; the last of it late in the evening."""
    for place, hour in enumerate((9, 15, 21, 23)):
        count = 4 * number + place
        article_id = f"a{count:03}"
        # The third of a date is about two players.
        players = [(count * 5) % 12, (count * 5 + 7) % 12][: 1 + (place == 2)]
        title = f"{NAMES[players[0]]} in the news, number {count}"
        if count % 2:
            title += ": what it means for the games to come, and for those who watch"
        article: Values = {
            "article_id": article_id,
            "source": _SOURCES[count % 5],
            "title": title,
            "source_url": None if count % 6 == 4 else f"https://news.example/{article_id}",
            "published_at": at(day, hour),
            "scraped_at": at(day, hour, 5),
        }
        yield NewsArticle, article
        if count % 9 == 0:
            # It was published before, with another title.
            first = {"title": "A first version", "published_at": at(day, hour - 1)}
            yield NewsArticle, article | first
        for player in players:
            yield (
                NewsLink,
                {
                    "player_lookup": PLAYERS[player],
                    "article_id": article_id,
                    "created_at": at(day, hour, 6),
                },
            )
        if count % 5 != 3:
            headline = None if count % 4 == 2 else f"{PLAYERS[players[0]].title()}: {count}"
            insight: Values = {
                "article_id": article_id,
                "category": _CATEGORIES[count % 4],
                "headline": headline,
                "extracted_at": at(day, hour, 10),
            }
            yield (
                NewsInsight,
                insight | {"headline": "A first try", "extracted_at": at(day, hour, 7)},
            )
            yield NewsInsight, insight

"""Invented news: articles about players, what was made of them, and whom they are about.

Of every game there is an article about its top scorer, written the next morning, of every tenth
absence one about the player, and about the trade and each game of the night one about two players.
Sources, categories and gaps come by the article's number: every fifth is of a source
that nobody knows, every fifth has no insight, every fourth insight has no headline and every
eleventh one that is too long, every seventh article has no address, and every 31st is there twice
under one id, first with another title.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

import polars as pl

from demo.season import Season
from demo.source import Source

SOURCES = ("espn_nba", "cbs_nba", "rotowire_nba", "yahoo_nba", "hardwood_ledger")
"""Ids of sources; the last one has no name that is shown."""

_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "article_id": pl.String,
    "source": pl.String,
    "source_url": pl.String,
    "title": pl.String,
    "summary": pl.String,
    "published_at": pl.Datetime("us", "UTC"),
    "scraped_at": pl.Datetime("us", "UTC"),
    "sport": pl.String,
    "category": pl.String,
    "subcategory": pl.String,
    "ai_summary": pl.String,
    "headline": pl.String,
    "extracted_at": pl.Datetime("us", "UTC"),
    "player_lookup": pl.String,
    "mention_role": pl.String,
    "created_at": pl.Datetime("us", "UTC"),
}

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class News:
    """The rows of the three tables; of real games, none."""

    articles: pl.DataFrame
    insights: pl.DataFrame
    links: pl.DataFrame


class _Story(NamedTuple):
    published_at: datetime
    title: str
    category: str
    players: tuple[str, ...]
    short: str


def news(source: Source, injuries: pl.DataFrame) -> News:
    """Everything that was written until the day after the night; real sources hold no news."""
    stories = [] if source.season is None else sorted(_stories(source, source.season, injuries))
    articles: list[Values] = []
    insights: list[Values] = []
    links: list[Values] = []
    for number, story in enumerate(stories):
        articles += _articles(number, story)
        insights += _insights(number, story)
        links += _links(number, story)
    return News(*(pl.DataFrame(rows, schema=_SCHEMA) for rows in (articles, insights, links)))


def _stories(source: Source, season: Season, injuries: pl.DataFrame) -> Iterator[_Story]:
    rows = source.appearances
    names = dict(rows.select("player_lookup", "player_name").unique().iter_rows())
    best = (
        rows.filter(pl.col("pts").is_not_null())
        .sort("pts", "player_lookup", descending=[True, False])
        .unique("game_key", keep="first", maintain_order=True)
        .sort("game_date", "game_key")
        .select("game_date", "player_lookup", "pts", "team", "opp")
    )
    for number, (day, player, points, team, opponent) in enumerate(best.iter_rows()):
        hour = _at(day + timedelta(days=1), 7 + number % 5)
        title = f"{names[player]} scores {points} points for {team} against {opponent}"
        yield _Story(hour, title, "performance", (player,), f"{names[player]} scores {points}")
    out = injuries.filter(
        pl.col("injury_status") == "out", pl.col("game_id").is_not_null()
    ).gather_every(10)
    for player, reason, made_at in out.select("player_lookup", "reason", "processed_at").rows():
        title = f"{names[player]} will not play tonight"
        title += "" if reason is None else f" ({reason})"
        yield _Story(made_at, title, "injury", (player,), f"{names[player]} is out")
    trade = season.trade
    one, other = (season.rosters[team][trade.place].lookup for team in trade.teams)
    title = f"{names[one]} and {names[other]} change places in a trade between two teams"
    yield _Story(_at(trade.day, 15), title, "trade", (one, other), "A trade of two starters")
    if source.night is not None:
        for fixture in season.on(source.night):
            pair = tuple(season.rosters[team][0].lookup for team in (fixture.away, fixture.home))
            title = f"{names[pair[0]]} against {names[pair[1]]}: what to watch tonight"
            yield _Story(_at(source.night, 16), title, "preview", pair, title)


def _articles(number: int, story: _Story) -> Iterator[Values]:
    found = story.published_at + timedelta(minutes=5)
    row = {
        "article_id": _id(number),
        "source": SOURCES[number % len(SOURCES)],
        "source_url": None if number % 7 == 3 else f"https://news.example/{_id(number)}",
        "title": story.title,
        "summary": f"{story.title}.",
        "published_at": story.published_at,
        "scraped_at": found,
        "sport": "nba",
    }
    yield row
    if number % 31 == 15:
        before = {"published_at": story.published_at - timedelta(hours=1), "title": "Breaking news"}
        yield row | before | {"scraped_at": found - timedelta(hours=1)}


def _insights(number: int, story: _Story) -> Iterator[Values]:
    if number % 5 != 4:
        headline = f"{story.title}, and what it means" if number % 11 == 5 else story.short[:50]
        yield {
            "article_id": _id(number),
            "category": story.category,
            "ai_summary": f"In short: {story.short}.",
            "headline": None if number % 4 == 1 else headline,
            "extracted_at": story.published_at + timedelta(minutes=15),
        }


def _links(number: int, story: _Story) -> Iterator[Values]:
    for place, player in enumerate(story.players):
        yield {
            "player_lookup": player,
            "article_id": _id(number),
            "sport": "nba",
            "mention_role": "mentioned" if place else "primary",
            "created_at": story.published_at + timedelta(minutes=10),
        }


def _id(number: int) -> str:
    return f"article-{number:04}"


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), UTC)

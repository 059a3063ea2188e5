"""The invented news: what hangs together in the three tables, and what does not on purpose."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from demo.season import NIGHT
from demo.source import Source
from tests.demo.conftest import table

ARTICLES = "nba_raw.news_articles_raw"
INSIGHTS = "nba_analytics.news_insights"
LINKS = "nba_analytics.news_player_links"


@pytest.fixture(scope="module")
def articles(written: Path) -> pl.DataFrame:
    return table(written, ARTICLES)


@pytest.fixture(scope="module")
def insights(written: Path) -> pl.DataFrame:
    return table(written, INSIGHTS)


@pytest.fixture(scope="module")
def links(written: Path) -> pl.DataFrame:
    return table(written, LINKS)


def test_links_and_insights_are_of_articles_and_registered_players(
    written: Path, articles: pl.DataFrame, insights: pl.DataFrame, links: pl.DataFrame
) -> None:
    ids = set(articles["article_id"])
    assert set(links["article_id"]) == ids
    assert set(insights["article_id"]) < ids
    assert insights["article_id"].is_unique().all()
    assert links.select("article_id", "player_lookup").is_unique().all()
    registry = table(written, "nba_reference.nba_players_registry")
    assert set(links["player_lookup"]) <= set(registry["player_lookup"])


def test_some_articles_are_about_two_players(links: pl.DataFrame, simulation: Source) -> None:
    players = links.group_by("article_id").agg(
        pl.len(), (pl.col("mention_role") == "primary").sum().alias("primary")
    )
    assert set(players["len"]) == {1, 2}
    assert set(players["primary"]) == {1}
    assert simulation.season is not None
    trade = simulation.season.trade
    traded = {simulation.season.rosters[team][trade.place].lookup for team in trade.teams}
    together = links.group_by("article_id").agg(pl.col("player_lookup").unique().sort())
    assert together["player_lookup"].to_list().count(sorted(traded)) == 1


def test_headlines_are_short_long_or_missing(
    articles: pl.DataFrame, insights: pl.DataFrame
) -> None:
    without = articles.join(insights, on="article_id", how="anti")
    assert without.height > 50
    lengths = insights["headline"].str.len_chars()
    assert lengths.null_count() > 50
    assert (lengths > 50).sum() > 10
    assert (lengths <= 50).sum() > 100
    for untold in (
        without,
        articles.join(insights.filter(pl.col("headline").is_null()), on="article_id"),
    ):
        titles = untold["title"].str.len_chars()
        assert (titles > 50).any()
        assert (titles <= 50).any()
    # The article about the trade may be one without insight.
    assert set(insights["category"]) - {"trade"} == {"performance", "injury", "preview"}


def test_sources_are_known_and_unknown(articles: pl.DataFrame) -> None:
    assert set(articles["source"].str.extract("^([a-z]+)_")) == {
        "espn", "cbs", "rotowire", "yahoo", "hardwood"
    }  # fmt: skip
    assert 20 < articles["source_url"].null_count() < articles.height / 5


def test_an_article_may_have_had_another_title(articles: pl.DataFrame) -> None:
    versions = (
        articles.sort("published_at")
        .group_by("article_id")
        .agg(pl.col("title"), pl.col("published_at").n_unique().alias("times"))
    )
    twice = versions.filter(pl.col("title").list.len() > 1)
    assert twice.height > 10
    assert set(twice["times"]) == {2}
    assert set(twice["title"].list.first()) == {"Breaking news"}
    assert "Breaking news" not in set(twice["title"].list.last())


def test_news_comes_before_and_after_the_night(articles: pl.DataFrame) -> None:
    days = articles["published_at"].dt.date()
    assert articles.filter(days == NIGHT)["title"].str.contains("what to watch tonight").any()
    after = articles.filter(days == NIGHT + timedelta(days=1))
    assert after["title"].str.contains("scores").sum() >= 6
    assert days.max() == NIGHT + timedelta(days=1)


def test_an_article_is_found_read_and_linked_after_it_is_published(
    articles: pl.DataFrame, insights: pl.DataFrame, links: pl.DataFrame
) -> None:
    assert (articles["scraped_at"] > articles["published_at"]).all()
    last = articles.sort("published_at").unique("article_id", keep="last")
    for made, stamp in ((insights, "extracted_at"), (links, "created_at")):
        both = made.join(last, on="article_id")
        assert (both[stamp] > both["scraped_at"]).all()


def test_a_top_scorer_is_told_with_his_points(
    articles: pl.DataFrame, links: pl.DataFrame, simulation: Source
) -> None:
    told = articles.filter(pl.col("title").str.contains(" scores ")).join(links, on="article_id")
    told = told.with_columns(
        pl.col("title").str.extract(r" scores (\d+) ").cast(pl.Int64).alias("told"),
        pl.col("published_at").dt.date().dt.offset_by("-1d").alias("game_date"),
    )
    box = simulation.appearances.filter(
        pl.col("pts") == pl.col("pts").max().over("game_key")
    ).select("player_lookup", "game_date", "pts")
    both = told.join(box, on=["player_lookup", "game_date"], how="left")
    assert both.height > 400
    assert (both["told"] == both["pts"]).all()
    assert both["pts"].null_count() == 0


def test_real_games_have_no_news(written_2019: Path, written_2024: Path) -> None:
    for folder in (written_2019, written_2024):
        assert all(table(folder, name).is_empty() for name in (ARTICLES, INSIGHTS, LINKS))

"""The next game and the news of `players/{player}.json` (core 7.2, 7.3)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from publishing.batch_rows import GameContext
from publishing.exports.player_profile import PLAYER_PROFILE
from publishing.news_rows import NewsArticle, NewsInsight
from publishing.reads import Window
from publishing.rows import Prediction, Row, ScheduledGame
from publishing.run import Run
from tests.exports.profiles import WON, document, predicted_for
from tests.exports.rows import (
    AFTER,
    BEFORE,
    CHAMPION,
    DAY,
    GAME,
    OTHER_GAME,
    Json,
    boxed,
    expected,
    league,
    linked,
    noted,
    predicted,
    scheduled,
    slate,
    written,
)

LATER = DAY + timedelta(3)
LATER_GAME: Json = {"game_date": LATER, "game_id": "20260112_BOS_CHI"}
LATER_ID = "0022500570"


def later_game(**columns: Any) -> ScheduledGame:
    """BOS at CHI, three days after `DAY`."""
    return scheduled("BOS", "CHI", game_id=LATER_ID, game_date=LATER, **columns)


def expected_later(**columns: Any) -> GameContext:
    plain: Json = {"opponent_team_abbr": "CHI", "home_game": False}
    return expected(**LATER_GAME | plain | columns)


def next_game(
    *rows: Row, games: tuple[ScheduledGame, ...] = (), as_of: datetime = BEFORE, day: date = DAY
) -> Any:
    among = league(*(games or (scheduled(), later_game())), as_of=as_of)
    of_date = slate(among, day)
    return document(*predicted_for(WON), *rows, among=among, of_date=of_date)["next_game"]


# The next game


def test_the_earliest_game_that_he_is_expected_in() -> None:
    found = next_game(expected_later(), expected())
    assert (found["game_id"], found["home_game"]) == (GAME, True)
    assert next_game(expected_later()) == {
        "game_date": "2026-01-12",
        "game_id": "20260112_BOS_CHI",
        "opponent": "CHI",
        "home_game": False,
        "has_prediction": False,
    }


def test_there_may_be_none() -> None:
    assert next_game() is None
    assert next_game(expected(game_date="2026-01-08", game_id="20260108_NYK_BOS")) is None


@pytest.mark.parametrize("final", [{"game_status": 3}, {"game_status_text": "PPD"}])
def test_a_game_that_is_over_or_put_off_is_not_next(final: Json) -> None:
    games = (scheduled(**final), later_game())
    assert next_game(expected(), expected_later(), games=games)["game_date"] == "2026-01-12"
    assert next_game(expected(), games=games) is None


def test_a_later_game_that_is_put_off_is_not_next() -> None:
    games = (scheduled(), later_game(game_status_text="Postponed"))
    assert next_game(expected_later(), games=games) is None


def test_a_game_that_was_moved_is_not_next_on_its_old_date() -> None:
    """The old date's row says nothing of it; the same id stands on another date (I-7)."""
    moved_on = (
        later_game(),
        scheduled(
            "BOS",
            "CHI",
            game_id=LATER_ID,
            game_date=LATER + timedelta(2),
            processed_at="2026-01-09T15:00:00Z",
        ),
    )
    assert next_game(expected_later(), games=(scheduled(), *moved_on)) is None
    rows = (
        expected_later(),
        expected_later(game_date=LATER + timedelta(2), game_id="20260114_BOS_CHI"),
    )
    assert next_game(*rows, games=(scheduled(), *moved_on))["game_date"] == "2026-01-14"


def test_the_morning_after_a_game_it_is_not_next_whatever_the_schedule_says() -> None:
    rows = (expected(), expected_later(), boxed())
    assert next_game(*rows, as_of=AFTER)["game_date"] == "2026-01-12"


def test_d25_a_backfill_looks_ahead_from_its_own_date() -> None:
    """The game after the date was played since: for the date it is still to come."""
    much_later = AFTER + timedelta(10)
    games = (
        scheduled(game_status=3, home_team_score=1, away_team_score=0),
        later_game(game_status=3, home_team_score=1, away_team_score=0),
    )
    found = next_game(expected(), expected_later(), games=games, as_of=much_later)
    assert found["game_date"] == "2026-01-12"


def test_d25_what_is_planned_is_read_fourteen_days_ahead_and_as_known_by_the_as_of() -> None:
    run = Run("run", BEFORE, (DAY,), (PLAYER_PROFILE.name,), CHAMPION)
    reads = {read.row_type: read for read in run.reads()}
    for row_type in (GameContext, Prediction, ScheduledGame):
        assert reads[row_type].last == Window.AHEAD.last(DAY) == DAY + timedelta(14)
        assert reads[row_type].as_of == BEFORE
    ahead = [kind.__name__ for kind, read in reads.items() if read.last and read.last > DAY]
    assert sorted(ahead) == ["GameContext", "Prediction", "ScheduledGame"]


def test_d19_a_game_under_its_league_id_has_its_standard_one() -> None:
    found = next_game(
        expected_later(game_id=LATER_ID), predicted(game_date=LATER, game_id=LATER_ID)
    )
    assert (found["game_id"], found["has_prediction"]) == ("20260112_BOS_CHI", True)


def test_a_context_that_does_not_say_where_is_where_its_game_is() -> None:
    assert next_game(expected(home_game=None))["home_game"] is True
    assert next_game(expected_later(home_game=None))["home_game"] is False


def test_d18_only_the_champions_standing_prediction_is_one() -> None:
    assert next_game(expected(), predicted())["has_prediction"] is True
    for column in (
        {"is_active": False},
        {"system_id": "ensemble_v1"},
        {"invalidation_reason": "player_injured_out"},
        {"game_id": OTHER_GAME},
        LATER_GAME,
    ):
        assert next_game(expected(), predicted(**column))["has_prediction"] is False


# News


def news(*rows: Row, league_rows: tuple[NewsArticle | NewsInsight, ...]) -> list[Any]:
    among = league(scheduled(), *league_rows)
    found = document(*predicted_for(WON), *rows, among=among)["recent_news"]
    assert isinstance(found, list)
    return found


def test_the_five_newest_articles_the_newest_first_equal_ones_by_id() -> None:
    hours = {"a1": 7, "a2": 9, "a3": 8, "a4": 9, "a5": 6, "a6": 5}
    articles = tuple(
        written(name, published_at=f"2026-01-08T{hour:02}:00:00Z") for name, hour in hours.items()
    )
    found = news(*(linked(article_id=name) for name in hours), league_rows=articles)
    assert [one["source_url"][-2:] for one in found] == ["a2", "a4", "a3", "a1", "a5"]


def test_without_an_insight_there_is_no_category_and_the_title_is_the_headline() -> None:
    """A default `other` never applied: null arrived, and the site reads it."""
    (found,) = news(linked(), league_rows=(written(source_url=None),))
    assert found == {
        "headline": "Ash sits with the starters",
        "category": None,
        "source": "ESPN",
        "source_url": None,
        "published_at": "2026-01-08T09:00:00+00:00",
    }


@pytest.mark.parametrize("headline", [None, ""])
def test_an_insight_without_a_headline_leaves_the_title(headline: str | None) -> None:
    (found,) = news(linked(), league_rows=(written(), noted(headline=headline)))
    assert (found["headline"], found["category"]) == ("Ash sits with the starters", "performance")


def test_a_title_of_more_than_fifty_characters_is_cut() -> None:
    for length, shown in ((50, "é" * 50), (51, "é" * 47 + "...")):
        (found,) = news(linked(), league_rows=(written(title="é" * length),))
        assert found["headline"] == shown


def test_a_short_headline_is_not_cut() -> None:
    """An insight's headline has fifty characters at most; a longer one is what it is."""
    (found,) = news(linked(), league_rows=(written(), noted(headline="h" * 51)))
    assert found["headline"] == "h" * 51


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("espn_nba", "ESPN"),
        ("cbs_nba", "CBS Sports"),
        ("rotowire_nba", "RotoWire"),
        ("yahoo_nba", "Yahoo Sports"),
        ("yahoo_mlb", "Yahoo Sports"),
        ("hoopsblog", "hoopsblog"),
        ("espn", "espn"),
        ("the_cbs_fan", "the_cbs_fan"),
    ],
)
def test_sources_have_names(source: str, name: str) -> None:
    (found,) = news(linked(), league_rows=(written(source=source),))
    assert found["source"] == name


def test_an_instant_is_told_as_its_source_has_it_in_utc() -> None:
    row = written(published_at="2026-01-08T09:00:00.25-05:00")
    (found,) = news(linked(), league_rows=(row,))
    assert found["published_at"] == "2026-01-08T14:00:00.250000+00:00"
    (found,) = news(linked(), league_rows=(written(published_at=None),))
    assert found["published_at"] is None


def test_a_link_to_nothing_and_a_link_twice() -> None:
    assert news(linked(article_id="gone"), league_rows=(written(),)) == []
    assert len(news(linked(), linked(), league_rows=(written(), written(title="Older")))) == 1

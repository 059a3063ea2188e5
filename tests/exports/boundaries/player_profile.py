"""Thresholds of `player_profile`."""

from __future__ import annotations

from datetime import timedelta

from publishing.exports import (
    player_profile_games,
    player_profile_news,
    player_profile_splits,
)
from publishing.rows import Row
from tests.exports.boundaries.boundary import move, scene
from tests.exports.boundaries.player_record import RECORD, graded_on, of_records, predicted_often
from tests.exports.boundaries.shared import played
from tests.exports.rows import (
    AFTER,
    DAY,
    expected,
    linked,
    noted,
    predicted,
    registered,
    scheduled,
    voided,
    written,
)

TOMORROW = DAY + timedelta(1)


def with_gaps(player_lookup: str, *gaps: int) -> list[Row]:
    """Games with so many days between them, each with points of its own, and one more."""
    days = [2 + sum(gaps[:place]) for place in range(len(gaps) + 1)]
    return [
        *predicted_often(player_lookup, 5),
        *(
            played(player_lookup, DAY - timedelta(ago), points=10 + 3 * place)
            for place, ago in enumerate(days)
        ),
    ]


def against(player_lookup: str, *teams: str) -> list[Row]:
    """A game against each of the teams."""
    return [
        played(
            player_lookup,
            DAY - timedelta(3 + 2 * place),
            points=12 + place,
            opponent_team_abbr=team,
            game_id=f"{DAY - timedelta(3 + 2 * place):%Y%m%d}_{team}_BOS",
        )
        for place, team in enumerate(teams)
    ]


def seasons(player_lookup: str) -> list[Row]:
    """A game of each season from 2020 to 2023."""
    return [
        played(
            player_lookup,
            DAY.replace(year=year + 1),
            points=year - 2000,
            season_year=year,
            opponent_team_abbr="MIA",
        )
        for year in range(2020, 2024)
    ]


def news_of(player_lookup: str, *titles: str | None) -> list[Row]:
    """Articles, the newest first, some of them with a short headline."""
    rows: list[Row] = []
    for place, title in enumerate(titles):
        name = f"{player_lookup}{place}"
        at = f"2026-01-0{8 - place}T12:00:00Z"
        rows += [
            written(name, published_at=at, title=title or "Without a word", source="cbs_nba"),
            linked(player_lookup, name),
            *([] if title else [noted(name)]),
        ]
    return rows


SCENES = {
    "records": scene(scheduled(), *of_records(), min_games=1),
    "games": scene(
        scheduled(),
        *predicted_often("long", 5),
        *(played("long", DAY - timedelta(1 + back), points=back) for back in range(53)),
        *with_gaps("gaps", 1, 2, 3, 4, 5, 1, 2, 3, 4, 5),
        *predicted_often("teams", 5),
        *against("teams", "NYK", "NYK", "CHI", "CHI", "CHI", "MIA"),
        *predicted_often("seasons", 5),
        *seasons("seasons"),
        *predicted_often("won", 5),
        played("won", DAY - timedelta(2), plus_minus=-3),
        scheduled(
            game_id="0022500530",
            game_date=DAY - timedelta(2),
            game_status=3,
            home_team_score=101,
            away_team_score=99,
        ),
    ),
    "news": scene(
        scheduled(),
        *predicted_often("read", 5),
        *news_of("read", "x" * 49 + "y", "x" * 50 + "y", None, "Short", "Short", "Short"),
    ),
    "recommendations": scene(
        scheduled(),
        *predicted_often("four", 6, [{"recommendation": "PASS", "prediction_correct": None}] * 2),
        *predicted_often("five", 6, [{"recommendation": "PASS", "prediction_correct": None}]),
        *predicted_often("six", 6),
    ),
    "asked for by name": scene(
        scheduled(),
        scheduled("MIA", "BOS", game_id="0022500560", game_date=TOMORROW),
        registered("once"),
        graded_on("once", DAY - timedelta(1)),
        *against("once", "NYK"),
        expected(
            "once",
            game_date=TOMORROW,
            game_id="0022500560",
            opponent_team_abbr="MIA",
        ),
        predicted("once", game_date=TOMORROW, game_id="0022500560"),
        expected("never"),
        played("never", DAY - timedelta(2)),
        *predicted_often("other", 5),
        players=frozenset({"once", "never", "nobody"}),
        as_of=AFTER,
    ),
    "never played": scene(
        scheduled(),
        expected("new", home_game=None),
        *predicted_often("new", 5, team_abbr=None),
        *predicted_often("newer", 5),
        voided("newer"),
        as_of=AFTER,
        min_games=1,
    ),
}

MOVES = (
    *RECORD,
    move(player_profile_games, "LOGGED", 49, 51),
    move(player_profile_splits, "FIRST_SEASON", 2020, 2022),
    move(player_profile_splits, "BACK_TO_BACK", 0, 2),
    move(player_profile_splits, "ONE_DAY", 1, 3),
    move(player_profile_splits, "TWO_DAYS", 2, 4),
    move(player_profile_splits, "THREE_DAYS", 3, 5),
    move(player_profile_splits, "FEWEST_AGAINST", 1, 3),
    move(player_profile_games, "FINAL", 2, 4),
    move(player_profile_news, "SHOWN", 4, 6),
    move(player_profile_news, "LONGEST_TITLE", 49, 51),
    move(player_profile_news, "CUT_AT", 46, 48),
)

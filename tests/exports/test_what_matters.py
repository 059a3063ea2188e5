"""`trends/what-matters.json` (trends 6): archetypes, factors, their thresholds, the sentences."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from publishing.documents import CacheClass
from publishing.exports.what_matters import WHAT_MATTERS
from publishing.rows import BoxScoreRow, Row
from tests.exports.decided import AWAY, crowd, document, games
from tests.exports.past import played
from tests.exports.rows import Json, registered

ARCHETYPES = ("star", "scorer", "rotation", "role_player")
POINTS = {"star": 25, "scorer": 20, "rotation": 10, "role_player": 5}
NOTHING = "Rest, place and role make no notable difference at the moment"


def archetypes(*rows: Row) -> Json:
    found = document(WHAT_MATTERS, *rows)["archetypes"]
    assert isinstance(found, dict)
    return found


def archetype(*rows: Row, name: str = "scorer") -> Json:
    found = archetypes(*rows)[name]
    assert isinstance(found, dict)
    return found


def insights(*rows: Row) -> list[str]:
    found = document(WHAT_MATTERS, *rows)["key_insights"]
    assert isinstance(found, list)
    return found


def of(name: str, text: str, suffix: str = "", **columns: Any) -> list[BoxScoreRow]:
    """Games of players of an archetype, all of them after a rest."""
    return crowd(text, f"{name.replace('_', '')}{suffix}", points=POINTS[name], **columns)


def test_the_whole_document_in_the_order_of_its_keys() -> None:
    found = document(
        WHAT_MATTERS,
        *of("star", "30O 20U", gap=1),
        *of("star", "10O 20U", "b", gap=3, **AWAY),
        *of("role_player", "4O 16U"),
        *games("20-", "named", points=15),
        registered("named", player_name="Cam Cole"),
    )
    nothing = {
        "player_count": 0,
        "example_players": [],
        "overall_over_pct": None,
        "factors": {"rest": {}, "home_away": {}},
    }
    assert orjson.dumps(found) == orjson.dumps(
        {
            "generated_at": "2026-01-09T18:00:00.000000+00:00",
            "as_of_date": "2026-01-09",
            "archetypes": {
                "star": {
                    "description": "22+ PPG stars",
                    "player_count": 5,
                    "example_players": [],
                    "overall_over_pct": 50.0,
                    "factors": {
                        "rest": {
                            "b2b": {"games": 50, "over_pct": 60.0},
                            "rested": {"games": 30, "over_pct": 33.3},
                        },
                        "home_away": {"home": {"games": 50, "over_pct": 60.0}},
                    },
                },
                "scorer": {"description": "15-22 PPG scorers"}
                | nothing
                | {"example_players": ["Cam Cole"]},
                "rotation": {"description": "8-15 PPG rotation"} | nothing,
                "role_player": {
                    "description": "Under 8 PPG role players",
                    "player_count": 1,
                    "example_players": [],
                    "overall_over_pct": 20.0,
                    "factors": {
                        "rest": {"one_day": {"games": 20, "over_pct": 20.0}},
                        "home_away": {},
                    },
                },
            },
            "key_insights": [
                "Stars go over their lines more often than role players: 50.0% against 20.0%",
                "Stars do better on back-to-backs: 60.0% overs against 33.3% when rested",
            ],
        }
    )


def test_without_a_game_every_key_is_there_and_one_sentence() -> None:
    found = document(WHAT_MATTERS)
    assert list(found["archetypes"]) == list(ARCHETYPES)
    for one in found["archetypes"].values():
        assert one["overall_over_pct"] is None
        assert one["player_count"] == 0
        assert one["factors"] == {"rest": {}, "home_away": {}}
    assert found["key_insights"] == [NOTHING]


def test_it_is_published_with_the_other_weekly_trends() -> None:
    assert WHAT_MATTERS.paths == ("trends/what-matters.json",)
    assert WHAT_MATTERS.pointer_cache is CacheClass.TRENDS
    assert WHAT_MATTERS.groups == ("trends-weekly", "trends-all")
    assert WHAT_MATTERS.job_type == "trends-what-matters"


# Archetypes (trends 6.3)


@pytest.mark.parametrize(
    ("total", "name"),
    [
        (22 * 20, "star"),
        (22 * 20 - 1, "scorer"),
        (15 * 20, "scorer"),
        (15 * 20 - 1, "rotation"),
        (8 * 20, "rotation"),
        (8 * 20 - 1, "role_player"),
        (0, "role_player"),
    ],
)
def test_vector_8_an_archetype_is_by_the_exact_mean(total: int, name: str) -> None:
    most = total // 20
    rows = [*games("19O", points=most), played(60, total - 19 * most, over_under_result="OVER")]
    counts = {one: found["player_count"] for one, found in archetypes(*rows).items()}
    assert counts == dict.fromkeys(ARCHETYPES, 0) | {name: 1}


@pytest.mark.parametrize(("text", "players"), [("19O", 0), ("20O", 1), ("O 19-", 1), ("20-", 0)])
def test_twenty_games_make_an_archetype_and_one_decided_game_a_player(
    text: str, players: int
) -> None:
    found = archetype(*games(text))
    assert found["player_count"] == players
    assert found["overall_over_pct"] == (100.0 if players else None)


@pytest.mark.parametrize(("oldest", "players"), [(365, 1), (366, 0)])
def test_an_archetype_is_of_a_year_both_ends_inside(oldest: int, players: int) -> None:
    rows = [*games("19O"), played(oldest, 20)]
    assert archetype(*rows)["player_count"] == players


def test_a_game_of_the_date_itself_counts() -> None:
    assert archetype(*games("20O", first=0))["player_count"] == 1


def test_games_without_a_line_count_for_the_mean_alone() -> None:
    rows = [*games("2O", points=30), *games("18-", first=6, points=10)]
    found = archetype(*rows, name="rotation")
    assert (found["player_count"], found["overall_over_pct"]) == (1, 100.0)


def test_shares_are_of_all_games_not_of_players() -> None:
    rows = [*games("2O 38U", "bob"), *games("10O 10-", "cid")]
    assert archetype(*rows)["overall_over_pct"] == 24.0


@pytest.mark.parametrize(("text", "percent"), [("O 15U 4-", 6.2), ("3O 13U 4-", 18.8)])
def test_d22_a_share_is_rounded_once_half_to_even(text: str, percent: float) -> None:
    assert archetype(*games(text))["overall_over_pct"] == percent


# Rest (trends 6.3)


@pytest.mark.parametrize(
    ("gap", "kind"), [(1, "b2b"), (2, "one_day"), (3, "rested"), (4, "rested"), (15, "rested")]
)
def test_vector_9_days_between_games(gap: int, kind: str) -> None:
    found = archetype(*games("20O U", gap=gap))
    assert found["factors"]["rest"] == {kind: {"games": 20, "over_pct": 100.0}}


def test_a_kind_of_rest_needs_twenty_decided_games() -> None:
    assert archetype(*games("19O U"))["factors"]["rest"] == {}
    assert archetype(*games("19O U"))["overall_over_pct"] == 95.0
    assert archetype(*games("20O U"))["factors"]["rest"] != {}


def test_kinds_of_rest_are_in_their_order() -> None:
    rows = [row for gap in (3, 1, 2) for row in crowd("20O", f"p{gap}", gap=gap)]
    assert list(archetype(*rows)["factors"]["rest"]) == ["b2b", "one_day", "rested"]


def test_the_first_game_of_the_year_is_after_no_rest() -> None:
    rows = [*games("20O", gap=2), played(366, 20, over_under_result="OVER")]
    found = archetype(*rows)
    assert found["factors"]["rest"] == {}
    before = [*games("20O", gap=2), played(365, 20, over_under_result="OVER")]
    assert archetype(*before)["factors"]["rest"] == {}
    assert archetype(*games("20O", gap=2), played(42, 20))["factors"]["rest"] != {}


# Place (trends 6.3)


def test_a_place_needs_fifty_decided_games() -> None:
    for count, kept in ((49, False), (50, True)):
        found = archetype(*crowd(f"{count}O", "h"), *crowd(f"20O {count - 20}U", "a", **AWAY))[
            "factors"
        ]["home_away"]
        assert found == (
            {
                "home": {"games": 50, "over_pct": 100.0},
                "away": {"games": 50, "over_pct": 40.0},
            }
            if kept
            else {}
        )


# Sentences (trends 6.3)


@pytest.mark.parametrize(
    ("star", "role", "told"),
    [
        ("10O 10U", "9O 11U", ["50.0% against 45.0%"]),
        ("9O 11U", "10O 10U", ["50.0% against 45.0%"]),
        ("10O 10U", "23O 28U", []),
        ("23O 28U", "10O 10U", []),
        ("10O 10U", "20U", []),
        ("20U", "10O 10U", []),
        ("10O 10U", "20-", []),
    ],
)
def test_stars_against_role_players(star: str, role: str, told: list[str]) -> None:
    """45.1 percent are 4.9 less than 50.0; none at all, and nobody, are held against nothing."""
    rows = [*of("star", star), *of("role_player", role)]
    said = [one for one in insights(*rows) if "role players" in one.lower()]
    assert [one.partition(": ")[2] for one in said] == told
    if told:
        assert said[0].startswith("Stars" if star == "10O 10U" else "Role players")


@pytest.mark.parametrize(
    ("tired", "rested", "told"),
    [
        ("25O 25U", "12O 13U", "better on back-to-backs: 50.0% overs against 48.0%"),
        ("12O 13U", "25O 25U", "worse on back-to-backs: 48.0% overs against 50.0%"),
        ("25O 25U", "13O 14U", ""),
        ("20U", "25O 25U", ""),
        ("25O 25U", "20U", ""),
        ("15O 4U", "25O 25U", ""),
        ("25O 25U", "15O 4U", ""),
    ],
)
def test_stars_on_back_to_backs(tired: str, rested: str, told: str) -> None:
    """48.1 percent are 1.9 less than 50.0; nineteen games are too few."""
    rows = [*of("star", tired, "a", gap=1), *of("star", rested, "b", gap=3)]
    said = [one for one in insights(*rows) if "back-to-back" in one]
    assert len(said) == bool(told)
    assert all(told in one for one in said)


def test_others_on_back_to_backs_are_not_told_of() -> None:
    rows = [*of("scorer", "20O", "a", gap=1), *of("scorer", "5O 15U", "b", gap=3)]
    assert insights(*rows) == [NOTHING]


@pytest.mark.parametrize("name", ARCHETYPES)
@pytest.mark.parametrize(
    ("home", "away", "told"),
    [
        ("25O 25U", "47O 53U", "home: 50.0% against 47.0%"),
        ("47O 53U", "25O 25U", "the road: 50.0% against 47.0%"),
        ("25O 25U", "49O 55U", ""),
        ("25O 25U", "50U", ""),
        ("50U", "25O 25U", ""),
        ("45O 4U", "25O 25U", ""),
        ("25O 25U", "45O 4U", ""),
    ],
)
def test_home_and_road(name: str, home: str, away: str, told: str) -> None:
    """47.1 percent are 2.9 less than 50.0; forty-nine games are too few."""
    found = insights(*of(name, home, "a"), *of(name, away, "b", **AWAY))
    assert len(found) == 1
    assert told in found[0]
    assert (found == [NOTHING]) == (not told)
    assert not told or found[0].lower().startswith(name.replace("_", " "))


def test_five_sentences_at_most_in_the_contracts_order() -> None:
    """Six would be true."""
    rows = [
        *(row for name in ARCHETYPES for row in of(name, "40O 10U", "a", gap=1)),
        *(row for name in ARCHETYPES for row in of(name, "10O 40U", "b", gap=3, **AWAY)),
        *of("role_player", "40U", "c"),
    ]
    starts = [one.split()[0] for one in insights(*rows)]
    assert starts == ["Stars", "Stars", "Stars", "Scorers", "Rotation"]

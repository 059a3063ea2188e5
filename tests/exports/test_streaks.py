"""`streaks/{date}.json` (core 10): lengths, margins, lists and the summary."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import orjson
import pytest

from publishing.documents import CacheClass
from publishing.exports.streaks import STREAKS
from publishing.rows import Row
from tests.exports.lines import decided, margins
from tests.exports.past import letters, played
from tests.exports.planned import planned
from tests.exports.rows import AFTER, ANN, BEFORE, DAY, Json, graded, league, registered, scheduled
from tests.exports.streaks import document, lengths, listed, lookups, margins_of, pick, picks


def test_the_whole_document_in_the_order_of_its_keys() -> None:
    found = document(registered(), *margins("2x3.5 4 3 4.5 5 -1"), *picks("WWWWL"))
    player = {"player_lookup": "annash", "player_full_name": "Ann Ash", "team": "BOS"}
    lines = [16.5, 16.5, 16.0, 17.0, 15.5]
    games = [
        {"game_date": f"2026-01-{7 - 2 * place:02}", "points": 20, "line": line, "opponent": "NYK"}
        for place, line in enumerate(lines[:4])
    ]
    games.append({"game_date": "2025-12-30", "points": 20, "line": 15.5, "opponent": "NYK"})
    assert orjson.dumps(found) == orjson.dumps(
        {
            "generated_at": "2026-01-09T18:00:00.000000+00:00",
            "as_of_date": "2026-01-09",
            "min_streak_length": 4,
            "streaks": {
                "over": [player | {"streak_length": 6, "avg_margin": 3.9, "games": games}],
                "under": [],
                "prediction_hits": [
                    player | {"streak_length": 4, "streak_type": "prediction_hits"}
                ],
            },
            "summary": {
                "total_over_streaks": 1,
                "total_under_streaks": 0,
                "total_prediction_streaks": 1,
                "longest_over": 6,
                "longest_under": 0,
                "longest_prediction": 4,
            },
        }
    )


def test_without_a_streak_every_list_is_there_and_every_number_zero() -> None:
    found = document(*margins("3x1"), *picks("WWW"))
    assert found["streaks"] == {"over": [], "under": [], "prediction_hits": []}
    assert set(found["summary"].values()) == {0}
    assert found == document()


def test_d1_it_is_kept_by_date_and_under_the_name_that_it_had() -> None:
    """D1, D3: `streaks/today.json` was the only one; a pointer is kept for five minutes."""
    (one,) = planned(STREAKS, *margins("5x1"), *picks("W"), as_of=BEFORE)
    assert [(target.path, target.cache) for target in one.targets] == [
        ("streaks/2026-01-09.json", CacheClass.TONIGHT),
        ("streaks/today.json", CacheClass.TONIGHT),
    ]
    assert not one.lacks


def test_d3_a_settled_date_does_not_change_any_more() -> None:
    over: Json = {"game_status": 3, "home_team_score": 99, "away_team_score": 98}
    among = league(scheduled(**over), as_of=AFTER)
    (one,) = planned(STREAKS, *margins("5x1"), graded(), among=among)
    assert [target.cache for target in one.targets] == [CacheClass.SETTLED, CacheClass.TONIGHT]


# Over and under


@pytest.mark.parametrize(
    ("text", "over", "under"),
    [
        ("OOOO", [4], []),
        ("OOO", [], []),
        ("OOOOU", [4], []),
        ("UOOOO", [], []),
        ("UUUUU", [], [5]),
        ("UUUUO", [], [4]),
        ("UUU", [], []),
        ("OOOUOOOO", [], []),
    ],
)
def test_a_streak_is_of_the_newest_equal_results(
    text: str, over: list[int], under: list[int]
) -> None:
    assert lengths("over", *letters(text)) == over
    assert lengths("under", *letters(text)) == under


@pytest.mark.parametrize("text", ["O-O-O-O", "ODODODO", "NONONONO", "----OOOO"])
def test_a_game_without_a_line_or_not_played_is_skipped_and_ends_nothing(text: str) -> None:
    assert lengths("over", *letters(text)) == [4]


def test_a_result_whose_line_went_missing_is_skipped() -> None:
    """Core 10.3: rows without a line or a result; a game is shown with its line."""
    lost = played(1, over_under_result="UNDER")
    odd = msgspec.structs.replace(decided(20, -1), points_line=Decimal("NaN"))
    unsaid = played(3, points_line="15.5")
    assert document(lost, unsaid, odd, *margins("5x1")) == document(*margins("5x1"))


@pytest.mark.parametrize(("games", "length"), [(19, 19), (20, 20), (21, 20), (40, 20)])
def test_the_newest_twenty_results_are_looked_at(games: int, length: int) -> None:
    """So a streak is of twenty at most; games without a result are not among them."""
    assert lengths("over", *(decided(1 + place, 1) for place in range(games))) == [length]
    apart = [played(1 + place) for place in range(9)]
    assert lengths("over", *apart, *(decided(10 + n, 1) for n in range(games))) == [length]


def test_the_margin_is_of_the_whole_streak_and_the_games_are_the_newest_five() -> None:
    (found,) = listed("over", *margins("5x1 7 -9"))
    assert (found["streak_length"], found["avg_margin"]) == (6, 2.0)
    assert margins_of(found) == [1] * 5
    (found,) = listed("under", *margins("-1 -2 -3 -4"))
    assert (found["streak_length"], found["avg_margin"]) == (4, -2.5)
    assert margins_of(found) == [-1, -2, -3, -4]


def test_d22_a_margin_is_rounded_once_half_to_even() -> None:
    """6.25 and -2.25: half away from zero they were 6.3 and -2.3."""
    assert listed("over", *margins("3x6 7"))[0]["avg_margin"] == 6.2
    assert listed("under", *margins("3x-2 -3"))[0]["avg_margin"] == -2.2


def test_a_line_is_published_as_it_is() -> None:
    rows = [msgspec.structs.replace(row, points_line=Decimal("15.25")) for row in margins("4x1")]
    (found,) = listed("over", *rows)
    assert [game["line"] for game in found["games"]] == [15.25] * 4


def test_the_season_begins_in_october_and_ends_with_the_date() -> None:
    """`DAY` is of the season 2025-26; its first possible game was 100 days before."""
    first = (DAY - DAY.replace(year=2025, month=10, day=1)).days
    rows = margins("3x1")
    assert lengths("over", *rows, decided(first, 1)) == [4]
    assert lengths("over", *rows, decided(first + 1, 1)) == []
    # A late game of the season before is of that season, whatever its date.
    late = msgspec.structs.replace(decided(first, 1), season_year=2024)
    assert lengths("over", *rows, late) == []
    assert lengths("over", *rows, decided(0, 1)) == [4]
    assert lengths("over", *rows, decided(-1, 1)) == []


def test_old_streaks_stay_there_is_no_rule_of_recency() -> None:
    """Core 10.5."""
    rows = [decided(90 + place, 1) for place in range(4)]
    assert lengths("over", *rows) == [4]


# Predictions


@pytest.mark.parametrize(
    ("words", "hits"),
    [
        ("WWWW", [4]),
        ("WWW", []),
        ("WWWWWL", [5]),
        ("LWWWW", []),
        ("WWWLWWWW", []),
        ("WWPNWW", [4]),
    ],
)
def test_hits_are_the_newest_picks_that_were_right(words: str, hits: list[int]) -> None:
    """Passed predictions are no picks."""
    assert lengths("prediction_hits", *picks(words)) == hits


@pytest.mark.parametrize("words", ["WW=WW", "WVWWW", "=VWWWW", "WWWW=L"])
def test_d14_pushes_and_voids_neither_lengthen_nor_end_a_streak(words: str) -> None:
    """They ended it: a player who sat out lost his streak."""
    assert lengths("prediction_hits", *picks(words)) == [4]


@pytest.mark.parametrize(("count", "length"), [(19, 19), (20, 20), (21, 20), (40, 20)])
def test_the_newest_twenty_picks_are_looked_at(count: int, length: int) -> None:
    assert lengths("prediction_hits", *picks("W" * count)) == [length]
    assert lengths("prediction_hits", *picks("V=P" * 3 + "W" * count)) == [length]


def test_picks_of_seasons_before_count() -> None:
    """Core 10.2: their window has no beginning."""
    rows = [pick("W", 400 + place) for place in range(4)]
    assert lengths("prediction_hits", *rows) == [4]


def test_picks_of_the_date_count_and_none_of_a_later_one() -> None:
    rows = picks("WWW")
    assert lengths("prediction_hits", *rows, pick("W", 0)) == [4]
    assert lengths("prediction_hits", *rows, pick("W", -1)) == []


def test_picks_of_other_systems_are_nobodys() -> None:
    others = picks("LLLL", first=1, system_id="ensemble_v1")
    assert lengths("prediction_hits", *others, *picks("WWWW")) == [4]
    assert lengths("prediction_hits", *picks("WWWW", system_id="ensemble_v1")) == []


# Lists


def test_the_longest_first_then_the_higher_margin_then_the_lookup() -> None:
    rows: list[Row] = [
        *margins("5x1", "long"),
        *margins("4x3", "wide"),
        *margins("4x1", "zed"),
        *margins("4x1", "abe"),
    ]
    assert lookups(listed("over", *rows)) == ["long", "wide", "abe", "zed"]


def test_d26_under_their_lines_the_narrowest_of_equal_streaks_is_first() -> None:
    """Core 10.3: the order of margins is the same in both lists, and stays."""
    rows = [*margins("4x-5", "far"), *margins("4x-1", "near"), *margins("5x-9", "long")]
    assert lookups(listed("under", *rows)) == ["long", "near", "far"]


def test_d9_the_published_margin_decides_not_the_exact_one() -> None:
    """1.01 and 1.04 are both published as 1.0."""
    rows = [*margins("4x1.01", "abe"), *margins("4x1.04", "zed")]
    assert lookups(listed("over", *rows)) == ["abe", "zed"]
    assert lookups(listed("over", *margins("4x1.04", "abe"), *margins("4x1.01", "zed"))) == [
        "abe",
        "zed",
    ]


def test_hits_by_length_then_lookup() -> None:
    rows = [*picks("WWWW", "zed"), *picks("WWWWW", "moe"), *picks("WWWW", "abe")]
    assert lookups(listed("prediction_hits", *rows)) == ["moe", "abe", "zed"]


@pytest.mark.parametrize(("name", "most", "sign"), [("over", 50, 1), ("under", 50, -1)])
def test_fifty_streaks_are_listed_and_counted(name: str, most: int, sign: int) -> None:
    rows = [row for place in range(most + 1) for row in margins(f"4x{sign}", f"p{place:02}")]
    found = document(*rows)
    assert lookups(found["streaks"][name]) == [f"p{place:02}" for place in range(most)]
    assert found["summary"][f"total_{name}_streaks"] == most


def test_thirty_streaks_of_hits_are_listed_and_counted() -> None:
    found = document(*(row for place in range(31) for row in picks("WWWW", f"p{place:02}")))
    assert lookups(found["streaks"]["prediction_hits"]) == [f"p{n:02}" for n in range(30)]
    assert found["summary"]["total_prediction_streaks"] == 30


def test_the_longest_of_each_list_is_told() -> None:
    found = document(
        *margins("4x1", "abe"),
        *margins("7x1", "moe"),
        *margins("6x-1", "zed"),
        *picks("WWWWW", "abe"),
        *picks("WWWW", "moe"),
    )
    numbers = found["summary"]
    assert (numbers["longest_over"], numbers["longest_under"]) == (7, 6)
    assert numbers["longest_prediction"] == 5
    assert (numbers["total_over_streaks"], numbers["total_under_streaks"]) == (2, 1)


def test_a_player_is_in_one_of_the_lists_of_his_lines_and_among_the_hits() -> None:
    found = document(*margins("4x1"), *picks("WWWW"))["streaks"]
    assert [lookups(found[name]) for name in found] == [[ANN], [], [ANN]]


def test_d9_the_order_of_rows_and_players_does_not_matter() -> None:
    rows: list[Row] = [
        row
        for place in range(12)
        for row in (*margins("4x1 -1", f"p{place}"), *picks("WWWWL", f"p{place}"))
    ]
    assert document(*rows) == document(*reversed(rows))

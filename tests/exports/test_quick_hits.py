"""`trends/quick-hits.json` (trends 8): four groups, their thresholds, what is shown."""

from __future__ import annotations

import msgspec
import orjson
import pytest

from publishing.documents import CacheClass
from publishing.exports.quick_hits import QUICK_HITS
from publishing.league import League
from publishing.rows import BoxScoreRow, Row
from tests.exports.decided import (
    AWAY,
    FRIDAY,
    MONDAY,
    SATURDAY,
    SUNDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    crowd,
    document,
    games,
    singles,
)
from tests.exports.past import played, sat_out
from tests.exports.planned import planned
from tests.exports.rows import AFTER, DAY, Json, league, scheduled


def listed(*rows: Row, among: League | None = None) -> list[Json]:
    found = document(QUICK_HITS, *rows, among=among)["stats"]
    assert isinstance(found, list)
    return found


def hits(*rows: Row, among: League | None = None) -> dict[str, Json]:
    """The numbers that are shown, by id."""
    return {one["id"]: one for one in listed(*rows, among=among)}


def ids(*rows: Row) -> list[str]:
    """The ids in their order."""
    return [one["id"] for one in listed(*rows)]


def test_the_whole_document_in_the_order_of_its_keys() -> None:
    found = document(
        QUICK_HITS, *singles("26O 24U", "a", SATURDAY), *singles("24O 26U", "b", SUNDAY, **AWAY)
    )
    assert orjson.dumps(found) == orjson.dumps(
        {
            "generated_at": "2026-01-09T18:00:00.000000+00:00",
            "as_of_date": "2026-01-09",
            "stats": [
                {
                    "id": "saturday_overs",
                    "category": "day_of_week",
                    "headline": "Saturday Surge",
                    "stat": "52.0%",
                    "description": "OVER hit rate on Saturdays",
                    "sample_size": 50,
                    "trend": "neutral",
                    "context": "vs 50.0% overall (+2.0%)",
                },
                {
                    "id": "sunday_overs",
                    "category": "day_of_week",
                    "headline": "Sunday Slump",
                    "stat": "48.0%",
                    "description": "OVER hit rate on Sundays",
                    "sample_size": 50,
                    "trend": "neutral",
                    "context": "vs 50.0% overall (-2.0%)",
                },
                {
                    "id": "home_away_split",
                    "category": "situational",
                    "headline": "Home Court Advantage",
                    "stat": "52.0%",
                    "description": "OVER hit rate for home players",
                    "sample_size": 100,
                    "trend": "neutral",
                    "context": "vs 48.0% away (4.0% gap)",
                },
            ],
            "total_available": 3,
            "refresh_note": "Stats refresh every Wednesday",
        }
    )


def test_without_a_game_every_key_is_there() -> None:
    found = document(QUICK_HITS)
    assert list(found) == list(document(QUICK_HITS, *singles("50O", "a", SUNDAY)))
    assert (found["stats"], found["total_available"]) == ([], 0)


def test_it_is_published_with_the_other_weekly_trends() -> None:
    assert QUICK_HITS.paths == ("trends/quick-hits.json",)
    assert QUICK_HITS.pointer_cache is CacheClass.TRENDS
    assert QUICK_HITS.groups == ("trends-weekly", "trends-all")
    assert QUICK_HITS.job_type == "trends-quick-hits"


# Weekdays


@pytest.mark.parametrize(
    ("days_ago", "name"),
    [
        (MONDAY, "Monday"),
        (TUESDAY, "Tuesday"),
        (WEDNESDAY, "Wednesday"),
        (THURSDAY, "Thursday"),
        (FRIDAY, "Friday"),
        (SATURDAY, "Saturday"),
        (SUNDAY, "Sunday"),
    ],
)
def test_each_weekday_has_its_words(days_ago: int, name: str) -> None:
    other = SUNDAY if days_ago != SUNDAY else MONDAY
    rows = singles("25O 25U", "b", other)
    above = hits(*singles("50O", "a", days_ago), *rows)[f"{name.lower()}_overs"]
    below = hits(*singles("50U", "a", days_ago), *rows)[f"{name.lower()}_overs"]
    assert (above["headline"], below["headline"]) == (f"{name} Surge", f"{name} Slump")
    assert (above["context"], below["context"]) == (
        "vs 75.0% overall (+25.0%)",
        "vs 25.0% overall (-25.0%)",
    )
    assert above["description"] == f"OVER hit rate on {name}s"


@pytest.mark.parametrize(
    ("one", "other", "kept"), [("26O 24U", "24O 26U", True), ("27O 25U", "25O 27U", False)]
)
def test_a_weekday_is_two_percent_from_the_mean_of_weekdays(
    one: str, other: str, kept: bool
) -> None:
    """52.0 and 48.0 against 50.0; then 51.9 and 48.1."""
    found = ids(*singles(one, "a", SATURDAY), *singles(other, "b", SUNDAY))
    assert found == (["saturday_overs", "sunday_overs"] if kept else [])


def test_a_weekday_alone_is_its_own_mean() -> None:
    assert ids(*singles("50O", "a", SUNDAY)) == []


def test_the_formula_stays_a_weekday_of_one_game_counts_as_a_whole_one() -> None:
    rows = [*singles("25O 25U", "a", SATURDAY), *singles("O", "b", SUNDAY)]
    assert hits(*rows)["saturday_overs"]["context"] == "vs 75.0% overall (-25.0%)"


def test_d22_the_mean_of_weekdays_is_of_exact_shares() -> None:
    """19.6078, 72.549 and 100 have the mean 64.0523; 19.6, 72.5 and 100 have 64.0333."""
    rows = [*singles("10O 41U", "a", SATURDAY), *singles("37O 14U", "b", SUNDAY)]
    far = singles("50O", "c", MONDAY)
    assert hits(*rows, *far)["monday_overs"]["context"] == "vs 64.1% overall (+35.9%)"


# Rest


@pytest.mark.parametrize(
    ("gap", "kind", "headline"),
    [
        (1, "b2b", "Back-to-Back Blues"),
        (2, "one_day", "Standard Rest"),
        (3, "rested", "Fresh Legs"),
        (9, "rested", "Fresh Legs"),
    ],
)
def test_vector_9_days_between_games(gap: int, kind: str, headline: str) -> None:
    other = 2 if gap != 2 else 1
    rows = [
        *crowd("50O", "a", gap=gap, each=5, first=0),
        *crowd("50U", "b", gap=other, each=5, first=0),
    ]
    found = hits(*rows)[f"{kind}_overs"]
    assert (found["headline"], found["category"]) == (headline, "situational")
    assert (found["stat"], found["sample_size"]) == ("100.0%", 50)
    assert found["context"] == "vs 50.0% overall (+50.0%)"


@pytest.mark.parametrize(
    ("tired", "fresh", "kept"),
    [
        ("53O 47U", "50O 50U", ["53.0%", "50.0%"]),
        ("50O 50U", "53O 47U", ["50.0%", "53.0%"]),
        ("52O 48U", "125O 125U", []),
    ],
)
def test_rest_is_one_and_a_half_percent_from_all_games_after_a_rest(
    tired: str, fresh: str, kept: list[str]
) -> None:
    """51.5 on the whole; then 50.6, of which 52.0 are 1.4 away."""
    rows = [*crowd(tired, "a", gap=1), *crowd(fresh, "b", gap=3)]
    found = hits(*rows)
    assert [
        found[f"{kind}_overs"]["stat"] for kind in ("b2b", "rested") if f"{kind}_overs" in found
    ] == kept


def test_games_after_no_known_rest_are_not_in_the_pool() -> None:
    rows = [*crowd("50O", "a", gap=1), *crowd("50U", "b", gap=3), *singles("50U", "c", SUNDAY)]
    assert hits(*rows)["b2b_overs"]["context"] == "vs 50.0% overall (+50.0%)"


def test_incident_a_game_without_a_line_is_a_game_that_tires() -> None:
    rows = [
        *(row for n in range(5) for row in games(" ".join(["O -"] * 10), f"a{n}", gap=1)),
        *crowd("50U", "b", gap=3),
    ]
    assert hits(*rows)["b2b_overs"]["sample_size"] == 50


def test_d17_a_game_not_played_shortens_no_rest() -> None:
    rows = [
        *(row for n in range(5) for row in games(" ".join(["O D D"] * 10 + ["U"]), f"a{n}", gap=1)),
        *crowd("50U", "b", gap=1),
    ]
    found = hits(*rows)
    assert (found["rested_overs"]["stat"], found["rested_overs"]["sample_size"]) == ("100.0%", 50)


# Home and away


@pytest.mark.parametrize(
    ("home", "away", "stat", "context"),
    [
        ("51O 49U", "49O 51U", "51.0%", "vs 49.0% away (2.0% gap)"),
        ("49O 51U", "51O 49U", "51.0%", "vs 49.0% home (2.0% gap)"),
        ("27O 25U", "50O 50U", "", ""),
        ("25O 25U", "50U", "", ""),
        ("50U", "25O 25U", "", ""),
        ("50O", "", "", ""),
    ],
)
def test_home_and_away_are_two_percent_apart(home: str, away: str, stat: str, context: str) -> None:
    """51.9 percent are 1.9 more than 50.0; none at all is held against nothing."""
    found = hits(*singles(home, "a", SATURDAY), *singles(away, "b", SATURDAY, **AWAY))
    assert ("home_away_split" in found) == bool(stat)
    if stat:
        split = found["home_away_split"]
        assert (split["stat"], split["context"], split["sample_size"]) == (stat, context, 200)
        better = "Home Court Advantage" if home > away else "Road Warriors"
        assert split["headline"] == better


@pytest.mark.parametrize(
    ("home", "trend"),
    [("26O 24U", "neutral"), ("50O 46U", "positive"), ("22O 28U", "neutral")],
)
def test_vector_16_the_trend_of_home_and_away_is_never_negative(home: str, trend: str) -> None:
    found = hits(*singles(home, "a", SATURDAY), *singles("10O 40U", "b", SATURDAY, **AWAY))
    assert found["home_away_split"]["trend"] == trend


def test_d19_a_game_is_where_its_standard_id_says() -> None:
    rows = singles("50O", "a", SATURDAY)
    named = [msgspec.structs.replace(row, game_id="0022500490") for row in rows]
    away = singles("10O 40U", "b", SATURDAY, **AWAY)
    assert "home_away_split" not in hits(*named, *away)
    game = scheduled(game_id="0022500490", game_date=rows[0].game_date)
    found = hits(*named, *away, among=league(game))
    assert found["home_away_split"] == hits(*rows, *away)["home_away_split"]


# Tiers


@pytest.mark.parametrize(
    ("points", "kind", "headline"),
    [
        (22, "stars", "Star Power"),
        (21, "scorers", "Secondary Scorers"),
        (15, "scorers", "Secondary Scorers"),
        (14, "rotation", "Rotation Players"),
        (8, "rotation", "Rotation Players"),
        (7, "bench", "Bench Mob"),
        (0, "bench", "Bench Mob"),
    ],
)
def test_vector_8_tiers(points: int, kind: str, headline: str) -> None:
    other = 30 if points < 22 else 10
    rows = [
        *singles("50O", "a", SATURDAY, points=points),
        *singles("50U", "b", SATURDAY, points=other),
    ]
    found = hits(*rows)[f"{kind}_overs"]
    assert (found["headline"], found["category"]) == (headline, "player_type")
    assert (found["stat"], found["context"]) == ("100.0%", "vs 50.0% overall (+50.0%)")


@pytest.mark.parametrize(
    ("stars", "bench", "kept"), [("26O 24U", "24O 26U", True), ("27O 25U", "25O 27U", False)]
)
def test_a_tier_is_two_percent_from_all_games(stars: str, bench: str, kept: bool) -> None:
    rows = [
        *singles(stars, "a", SATURDAY, points=30),
        *singles(bench, "b", SATURDAY, points=3),
    ]
    assert ids(*rows) == (["stars_overs", "bench_overs"] if kept else [])


@pytest.mark.parametrize(("least", "kind"), [(22, "stars"), (21, "scorers")])
def test_a_tier_is_by_the_exact_mean_of_every_played_game(least: int, kind: str) -> None:
    """Games without a line count for the mean; games not played do not, whatever they hold."""
    rows: list[BoxScoreRow] = []
    for place in range(50):
        lookup = f"a{place}"
        rows += [
            *games("O", lookup, first=SATURDAY, points=20),
            played(20, 23, lookup),
            played(30, least + 1, lookup),
            sat_out(40, lookup, points=0),
        ]
    assert f"{kind}_overs" in hits(*rows, *singles("50U", "b", SATURDAY, points=3))


# What is shown


@pytest.mark.parametrize(
    ("text", "stat", "trend"),
    [
        ("26O 24U", "52.0%", "neutral"),
        ("50O 46U", "52.1%", "positive"),
        ("24O 26U", "48.0%", "neutral"),
        ("46O 50U", "47.9%", "negative"),
    ],
)
def test_vector_16_trends(text: str, stat: str, trend: str) -> None:
    found = hits(*singles(text, "a", SATURDAY), *singles("U", "b", SUNDAY))["saturday_overs"]
    assert (found["stat"], found["trend"]) == (stat, trend)


@pytest.mark.parametrize(("text", "available"), [("26O 24U", 2), ("26O 23U", 1)])
def test_a_number_needs_fifty_decided_games(text: str, available: int) -> None:
    rows = [*singles(text, "a", SATURDAY), *singles("24O 26U", "b", SUNDAY)]
    found = document(QUICK_HITS, *rows)
    assert (len(found["stats"]), found["total_available"]) == (available, available)


def test_eight_are_shown_and_all_are_counted() -> None:
    days = (MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY)
    rows = [
        row
        for place, days_ago in enumerate(days)
        for row in singles(
            f"{10 + 5 * place}O {40 - 5 * place}U",
            f"p{place}x",
            days_ago,
            points=30 if place < 3 else 3,
            **({} if place < 3 else AWAY),
        )
    ]
    found = document(QUICK_HITS, *rows)
    assert found["total_available"] == 9
    assert [(one["id"], one["stat"]) for one in found["stats"]] == [
        ("sunday_overs", "80.0%"),
        ("monday_overs", "20.0%"),
        ("saturday_overs", "70.0%"),
        ("tuesday_overs", "30.0%"),
        ("stars_overs", "30.0%"),
        ("home_away_split", "65.0%"),
        ("bench_overs", "65.0%"),
        ("friday_overs", "60.0%"),
    ]


def test_equally_far_from_even_the_groups_decide_and_then_the_greater_share() -> None:
    rows = [
        *singles("30O 20U", "a", WEDNESDAY, points=30),
        *singles("20O 30U", "b", MONDAY, points=3),
        *singles("30O 20U", "c", TUESDAY, points=30),
        *singles("20O 30U", "d", SUNDAY, points=3),
    ]
    assert ids(*rows) == [
        "tuesday_overs",
        "wednesday_overs",
        "monday_overs",
        "sunday_overs",
        "stars_overs",
        "bench_overs",
    ]


def test_no_two_numbers_have_one_id() -> None:
    rows = [
        *crowd("90O 10U", "a", points=30),
        *crowd("20O 80U", "b", gap=1, points=10, **AWAY),
        *crowd("60O 40U", "c", gap=3, points=3),
        *singles("50U", "d", SUNDAY),
    ]
    found = ids(*rows)
    assert len(found) == len(set(found)) == 8


# Rows (D17, D18, D22, D25, trends 3.7)


@pytest.mark.parametrize(("days_ago", "kept"), [(0, True), (90, True), (91, False)])
def test_the_window_is_ninety_days_both_ends_inside(days_ago: int, kept: bool) -> None:
    rows = [*singles("50O", "a", days_ago), *singles("50U", "b", TUESDAY)]
    assert document(QUICK_HITS, *rows)["total_available"] == (2 if kept else 0)


def test_the_first_game_of_the_window_is_after_no_rest() -> None:
    rows = [
        *(
            row
            for n in range(50)
            for row in (*games("O", f"a{n}", first=90), played(91, 20, f"a{n}"))
        ),
        *crowd("50U", "b", gap=3),
    ]
    assert not {"b2b_overs", "rested_overs"} & hits(*rows).keys()


@pytest.mark.parametrize(("text", "stat"), [("O 15U", "6.2%"), ("3O 13U", "18.8%")])
def test_d22_a_share_is_rounded_once_half_to_even(text: str, stat: str) -> None:
    many = " ".join([text] * 5)
    found = hits(*singles(many, "a", SATURDAY), *singles("50O", "b", SUNDAY))
    assert found["saturday_overs"]["stat"] == stat


def test_incident_a_game_that_was_loaded_twice_counts_once() -> None:
    rows = [*crowd("50O", "p"), *singles("50U", "b", SUNDAY)]
    assert document(QUICK_HITS, *rows, *rows) == document(QUICK_HITS, *rows)


def test_d17_a_game_not_played_is_not_decided() -> None:
    absent = [
        sat_out(SUNDAY, f"b{n}", points=0, over_under_result="UNDER", is_dnp=True)
        for n in range(50)
    ]
    assert ids(*singles("50O", "a", SATURDAY), *absent) == []


def test_d25_games_after_the_date_are_not_looked_at() -> None:
    later = [*singles("50O", "a", -1), *singles("50U", "b", SUNDAY)]
    assert ids(*later) == []


# What lacks (D6, trends 8.6)


def lacks(*rows: Row, among: League | None = None) -> str:
    (found,) = planned(QUICK_HITS, *rows, among=among)
    return found.lacks


def test_incident_a_season_without_a_decided_game_lacks_something() -> None:
    """Until 2026-02-11 no game of 2025-26 was graded, and the file was empty."""
    assert "no decided game in 90 days, and 2 who played" in lacks(
        *games("-", "ann"), *games("2-", "bob")
    )
    assert lacks(*games("-", "ann"), *games("2- O", "bob")) == ""


def test_d6_a_date_without_games_lacks_nothing() -> None:
    postponed = league(scheduled(game_status_text="Postponed"), as_of=AFTER)
    assert lacks(*games("-"), among=postponed) == ""
    nobody = League({type(scheduled()): []}, AFTER, postponed.champion)
    assert lacks(*games("-"), among=nobody) == ""


def test_d6_no_box_score_at_all_lacks_the_table() -> None:
    assert lacks() == f"no row of nba_analytics.player_game_summary for {DAY}"

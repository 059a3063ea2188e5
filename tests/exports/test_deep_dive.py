"""`trends/deep-dive.json` (trends 9): the topic of the month, and a number that is computed."""

from __future__ import annotations

from datetime import date

import orjson
import pytest

from publishing.documents import CacheClass
from publishing.exports.deep_dive import DEEP_DIVE
from publishing.league import League
from publishing.rows import Row
from tests.exports.decided import crowd, document, games, singles
from tests.exports.past import played, sat_out
from tests.exports.planned import planned, published
from tests.exports.rows import AFTER, DAY, Json, league, scheduled

DECEMBER = date(2025, 12, 20)
AGO = (DAY - DECEMBER).days
"""How many days before `DAY` that was."""


def hero(*rows: Row, day: date = DAY) -> Json:
    found = document(DEEP_DIVE, *rows, day=day)["hero_stat"]
    assert isinstance(found, dict)
    return found


def rested(text: str, name: str = "fresh") -> list[Row]:
    """Decided games after two days off, before the date in December."""
    return [*crowd(text, name, gap=3, first=AGO)]


def tired(text: str, name: str = "tired") -> list[Row]:
    """Decided games on the second of two nights in a row, before the date in December."""
    return [*crowd(text, name, gap=1, first=AGO)]


def test_the_whole_document_in_the_order_of_its_keys() -> None:
    found = document(DEEP_DIVE, *singles("5O 5U", "a", 2), day=DAY)
    texts = {name: found[name] for name in ("subtitle", "teaser")}
    assert all(texts.values())
    assert orjson.dumps(found) == orjson.dumps(
        {
            "generated_at": "2026-01-09T18:00:00.000000+00:00",
            "month": "January 2026",
            "title": "The January Effect",
            "subtitle": texts["subtitle"],
            "hero_stat": {
                "value": "50%",
                "label": "Share of points props that went OVER this month",
                "context": "10 graded props",
            },
            "teaser": texts["teaser"],
            "slug": "schedule-density-january-2026",
            "cta": "Read the full analysis",
        }
    )


def test_it_is_one_document_at_two_paths() -> None:
    found = published(planned(DEEP_DIVE, *singles("5O 5U", "a", 2)))
    assert sorted(found) == ["trends/deep-dive-current.json", "trends/deep-dive.json"]
    assert found["trends/deep-dive-current.json"] == found["trends/deep-dive.json"]
    assert DEEP_DIVE.pointer_cache is CacheClass.TRENDS
    assert (DEEP_DIVE.job_type, DEEP_DIVE.groups) == ("trends-deep-dive", ("trends-all",))


# Topics


@pytest.mark.parametrize(
    ("month", "focus", "title"),
    [
        (1, "schedule-density", "The January Effect"),
        (2, "all-star-break", "All-Star Break Impact"),
        (3, "playoff-race", "Playoff Push Performance"),
        (4, "season-end", "End of Season Trends"),
        (5, "rest-impact", "December Deep Dive"),
        (6, "rest-impact", "December Deep Dive"),
        (7, "rest-impact", "December Deep Dive"),
        (8, "rest-impact", "December Deep Dive"),
        (9, "rest-impact", "December Deep Dive"),
        (10, "season-start", "Season Opener Insights"),
        (11, "early-season", "November Grind"),
        (12, "rest-impact", "December Deep Dive"),
    ],
)
def test_every_month_has_its_topic(month: int, focus: str, title: str) -> None:
    found = document(DEEP_DIVE, day=date(2026, month, 1))
    name = f"{date(2026, month, 1):%B}"
    assert (found["month"], found["title"]) == (f"{name} 2026", title)
    assert found["slug"] == f"{focus}-{name.lower()}-2026"


def test_vector_15_a_day_in_july() -> None:
    found = document(DEEP_DIVE, day=date(2026, 7, 4))
    assert found["title"] == document(DEEP_DIVE, day=date(2026, 12, 1))["title"]
    assert (found["month"], found["slug"]) == ("July 2026", "rest-impact-july-2026")


def test_every_topic_has_words_of_its_own() -> None:
    found = [document(DEEP_DIVE, day=date(2026, month, 1)) for month in (1, 2, 3, 4, 10, 11, 12)]
    for key in ("title", "subtitle", "teaser"):
        assert len({one[key] for one in found}) == 7


# The number of every topic but rest (trends 9.6, 13.7)


def test_incident_no_number_is_made_up() -> None:
    """Six of seven topics said 54 percent, whatever had happened."""
    for overs, unders in ((0, 10), (3, 7), (10, 0)):
        found = hero(*singles(f"{overs}O {unders}U", "a", 2))
        assert (found["value"], found["context"]) == (f"{10 * overs}%", "10 graded props")


def test_a_month_begins_on_its_first_and_ends_with_the_date() -> None:
    rows = [*singles("3O", "a", 8), *singles("2U", "b", 0), *singles("9U", "c", 9)]
    assert hero(*rows, *singles("9U", "d", -1)) == {
        "value": "60%",
        "label": "Share of points props that went OVER this month",
        "context": "5 graded props",
    }


@pytest.mark.parametrize(("text", "value"), [("5O 3U", "62%"), ("7O U", "88%"), ("O 7U", "12%")])
def test_d22_a_share_is_rounded_once_half_to_even(text: str, value: str) -> None:
    assert hero(*singles(text, "a", 2))["value"] == value


def test_d22_a_share_is_not_rounded_to_a_decimal_before() -> None:
    """55.4545 percent are 55.5 at one decimal, and that would be 56."""
    assert hero(*singles("61O 49U", "a", 2))["value"] == "55%"


@pytest.mark.parametrize(
    ("count", "context"),
    [(1, "1 graded prop"), (2, "2 graded props"), (1204, "1,204 graded props")],
)
def test_the_context_counts_what_the_number_rests_on(count: int, context: str) -> None:
    assert hero(*singles(f"{count}O", "a", 2))["context"] == context


def test_before_the_first_game_of_a_month_the_number_is_of_ninety_days_and_says_so() -> None:
    day = date(2026, 1, 1)
    days_ago = (DAY - day).days
    rows = [
        *singles("2O", "a", days_ago + 90),
        *singles("2U", "b", days_ago + 1),
        *singles("9U", "c", days_ago + 91),
        *games("-", "d", first=days_ago),
    ]
    assert hero(*rows, day=day) == {
        "value": "50%",
        "label": "Share of points props that went OVER in the last 90 days",
        "context": "4 graded props",
    }


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2025, 12, 20), date(2026, 9, 1)])
def test_without_a_game_for_ninety_days_the_number_is_how_many_there_were(day: date) -> None:
    assert hero(*games("9-", first=AGO), day=day) == {
        "value": "0",
        "label": "Points props graded in the last 90 days",
        "context": "The numbers come back with the games",
    }


# The number of rest (trends 9.3)


def test_rested_players_against_tired_ones() -> None:
    assert hero(*rested("20O 20U"), *tired("19O 21U"), day=DECEMBER) == {
        "value": "50%",
        "label": "Share of points props that went OVER on 2+ days of rest",
        "context": "vs 48% on back-to-backs (+2.5%)",
    }


@pytest.mark.parametrize(
    ("fresh", "worn", "context"),
    [
        ("10O 10U", "12O 8U", "vs 60% on back-to-backs (-10.0%)"),
        ("10O 10U", "10O 10U", "vs 50% on back-to-backs (0.0%)"),
        ("10O 10U", "20U", "vs 0% on back-to-backs (+50.0%)"),
        ("17O 80U", "16O 78U", "vs 17% on back-to-backs (+0.5%)"),
    ],
)
def test_the_difference_has_a_sign_and_is_rounded_once(fresh: str, worn: str, context: str) -> None:
    """17 of 97 are 17.526 percent, 16 of 94 are 17.021: 0.505 apart."""
    assert hero(*rested(fresh), *tired(worn), day=DECEMBER)["context"] == context


def test_only_no_day_off_is_tired_and_only_two_are_rested() -> None:
    middle = crowd("40O", "middle", gap=2, first=AGO)
    found = hero(*rested("10O 10U"), *tired("5O 15U"), *middle, day=DECEMBER)
    assert (found["value"], found["context"]) == ("50%", "vs 25% on back-to-backs (+25.0%)")


def test_incident_without_a_tired_player_there_is_still_a_card() -> None:
    """It raised, and nothing was uploaded."""
    found = hero(*rested("10O 10U"), day=DECEMBER)
    assert (found["value"], found["context"]) == ("50%", "20 graded props")
    assert "2+ days of rest" in found["label"]


def test_without_a_rested_player_who_went_over_the_number_is_that_of_the_month() -> None:
    label = "Share of points props that went OVER this month"
    found = hero(*tired("10O 10U"), day=DECEMBER)
    assert (found["label"], found["value"]) == (label, "50%")
    # Seven of the rested player's games were in December.
    found = hero(*rested("20U"), *tired("20O"), day=DECEMBER)
    assert (found["label"], found["value"], found["context"]) == (label, "74%", "27 graded props")


def test_rest_is_of_ninety_days_both_ends_inside() -> None:
    pairs = [
        row
        for n in range(4)
        for row in (*games("O", f"a{n}", first=AGO + 87), played(AGO + 90, 20, f"a{n}"))
    ]
    old = [
        row
        for n in range(4)
        for row in (*games("U", f"b{n}", first=AGO + 88), played(AGO + 91, 20, f"b{n}"))
    ]
    assert hero(*pairs, *old, day=DECEMBER)["context"] == "4 graded props"


def test_d17_rest_is_between_played_games() -> None:
    absent = [sat_out(AGO + 1, lookup) for lookup in ("a", "b")]
    rows = [row for lookup in ("a", "b") for row in games("O -", lookup, gap=3, first=AGO)]
    assert hero(*rows, *absent, day=DECEMBER)["context"] == "2 graded props"
    undecided = [played(AGO + 1, 20, lookup) for lookup in ("a", "b")]
    # A game without a line tires: nobody is rested, and the number is that of the month.
    assert "this month" in hero(*rows, *undecided, day=DECEMBER)["label"]


def test_other_topics_do_not_look_at_rest() -> None:
    rows = [*crowd("10O 10U", "a", gap=3, first=1), *crowd("20O", "b", gap=1, first=1)]
    assert "rest" not in hero(*rows)["label"]


# Rows (D18, D25), and what lacks (D6)


def test_incident_a_game_that_was_loaded_twice_counts_once() -> None:
    rows = singles("3O 2U", "a", 2)
    assert hero(*rows, *rows) == hero(*rows)


def test_d25_a_later_month_is_not_looked_at() -> None:
    rows = singles("3O 2U", "a", 2)
    assert hero(*rows, day=date(2025, 12, 31))["value"] == "0"


def lacks(*rows: Row, among: League | None = None) -> str:
    return planned(DEEP_DIVE, *rows, among=among)[0].lacks


def test_d6_players_and_no_decided_game_lack_something() -> None:
    assert "no decided game in 90 days, and 1 who played" in lacks(*games("3-"))
    assert lacks(*games("3- O")) == ""
    assert lacks() == f"no row of nba_analytics.player_game_summary for {DAY}"
    postponed = league(scheduled(game_status_text="Postponed"), as_of=AFTER)
    assert lacks(*games("3-"), among=postponed) == ""

"""`systems/performance.json` (core 4): windows, means, order, leaders, and what was mended."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from typing import Any

import pytest

from publishing.batch_rows import DailyPerformance
from publishing.exports.system_performance import SYSTEM_PERFORMANCE
from tests.exports.planned import planned, published
from tests.exports.rows import AFTER, CHAMPION, DAY, Json, league, made, performed, slate

PATH = "systems/performance.json"
OPENING = date(2025, 10, 1)


def document(*rows: DailyPerformance, of_date: date = DAY) -> Json:
    return made(SYSTEM_PERFORMANCE, rows, slate(league(as_of=AFTER), of_date))


def system(*rows: DailyPerformance, of_date: date = DAY) -> Any:
    (only,) = document(*rows, of_date=of_date)["systems"]
    return only


def season(*rows: DailyPerformance) -> Any:
    return system(*rows)["windows"]["season"]


def ago(days: int, **columns: Any) -> DailyPerformance:
    return performed(game_date=DAY - timedelta(days=days), **columns)


# The document


def test_a_system_has_every_key_of_the_contract_in_its_order() -> None:
    found = document(performed())
    assert list(found) == ["as_of_date", "generated_at", "systems", "comparison"]
    assert found["as_of_date"] == "2026-01-09"
    assert found["generated_at"] == "2026-01-10T15:30:00.000000+00:00"
    (one,) = found["systems"]
    keys = "system_id display_name description is_primary windows breakdown"
    assert list(one) == keys.split()
    assert list(one["windows"]) == ["last_7_days", "last_30_days", "season"]
    assert [list(window.items()) for window in one["windows"].values()] == [
        [
            ("predictions", 12),
            ("recommendations", 10),
            ("correct", 5),
            ("win_rate", 0.62),
            ("mae", 4.5),
            ("bias", -0.5),
        ]
    ] * 3
    assert list(one["breakdown"].items()) == [
        ("over_win_rate", 0.6),
        ("under_win_rate", 0.5),
        ("within_3_pct", 0.25),
        ("within_5_pct", 0.5),
        ("high_confidence_win_rate", 0.75),
    ]


# Windows


@pytest.mark.parametrize(
    ("days", "inside"),
    [
        (0, "last_7_days last_30_days season"),
        (6, "last_7_days last_30_days season"),
        (7, "last_30_days season"),
        (29, "last_30_days season"),
        (30, "season"),
        (100, "season"),
    ],
)
def test_the_windows_begin_after_7_and_30_days(days: int, inside: str) -> None:
    windows = system(ago(days), ago(100))["windows"]
    counts = {name: window["predictions"] for name, window in windows.items()}
    more = 1 if days < 100 else 0
    assert {name for name, count in counts.items() if count} == set(inside.split())
    assert counts["season"] == 12 * (1 + more)


def test_a_row_after_the_date_is_in_no_window() -> None:
    assert season(performed(), ago(-1))["predictions"] == 12


def test_a_window_without_rows_is_all_null() -> None:
    """Core 4.5: a break of the league."""
    windows = system(ago(8))["windows"]
    assert set(windows["last_7_days"].values()) == {None}
    assert windows["last_30_days"]["predictions"] == 12


def test_counts_are_summed() -> None:
    more = ago(1, predictions_count=8, recommendations_count=6, correct_count=2, incorrect_count=4)
    found = season(performed(), more)
    counts = [found[key] for key in ("predictions", "recommendations", "correct", "win_rate")]
    assert counts == [20, 16, 7, 0.5]


@pytest.mark.parametrize(
    ("correct", "incorrect", "rate"),
    [(1, 2, 0.33), (2, 1, 0.67), (1, 7, 0.12), (3, 5, 0.38), (0, 3, 0.0), (0, 0, None)],
)
def test_d22_the_win_rate_is_rounded_once(correct: int, incorrect: int, rate: float | None) -> None:
    """0.125 is 0.12 and 0.375 is 0.38; nothing decided is null."""
    assert season(performed(correct_count=correct, incorrect_count=incorrect))["win_rate"] == rate


def test_d22_a_rate_is_not_rounded_to_three_decimals_first() -> None:
    """Core 4.3: 7 of 52 are 0.1346; over 0.135 they became 0.14."""
    assert season(performed(correct_count=7, incorrect_count=45))["win_rate"] == 0.13


def test_errors_are_means_of_days_whatever_their_size() -> None:
    """Core 4.3: unweighted; the formula stays (D26)."""
    large = performed(predictions_count=1000, mae="4", avg_bias="1")
    small = ago(1, predictions_count=1, mae="6.25", avg_bias="-1.01")
    found = season(large, small)
    assert (found["mae"], found["bias"]) == (5.12, 0.0)


def test_means_are_of_the_days_that_have_a_value() -> None:
    empty = ago(1, mae=None, avg_bias="NaN", over_win_rate=None, within_3_pct="NaN")
    found = system(performed(), empty)
    assert found["windows"]["season"]["mae"] == 4.5
    assert found["windows"]["season"]["bias"] == -0.5
    assert found["breakdown"]["over_win_rate"] == 0.6
    assert found["breakdown"]["within_3_pct"] == 0.25


# Breakdown


def test_the_breakdown_is_of_the_whole_season() -> None:
    rates = ("over_win_rate", "under_win_rate", "within_3_pct", "within_5_pct")
    zero: Json = dict.fromkeys(rates, 0)
    found = system(performed(), ago(100, **zero))["breakdown"]
    assert [found[key] for key in rates] == [0.3, 0.25, 0.12, 0.25]


@pytest.mark.parametrize(
    ("correct", "count", "rate"), [(1, 6, 0.4), (0, 0, 0.75), (None, None, 0.75)]
)
def test_high_confidence_is_a_share_of_all_its_picks(
    correct: int | None, count: int | None, rate: float
) -> None:
    """Beside 3 of 4, 1 of 6 makes 4 of 10; the mean of the days' rates would be 0.46."""
    more = ago(1, high_confidence_correct=correct, high_confidence_count=count)
    assert system(performed(), more)["breakdown"]["high_confidence_win_rate"] == rate


def test_a_system_without_any_value_has_nulls() -> None:
    counts = ("correct_count", "incorrect_count", "high_confidence_count")
    rates = ("over_win_rate", "under_win_rate", "within_3_pct", "within_5_pct", "mae", "avg_bias")
    nothing: Json = dict.fromkeys([*counts, *rates, "high_confidence_correct"])
    found = system(performed(**nothing))
    assert set(found["breakdown"].values()) == {None}
    errors = [found["windows"]["season"][key] for key in ("win_rate", "mae", "bias")]
    assert errors == [None, None, None]


# Names and order


@pytest.mark.parametrize(
    ("system_id", "name"),
    [
        ("catboost_v9", "CatBoost V9"),
        ("ensemble_v1", "Ensemble"),
        ("xgboost_v1", "XGBoost ML"),
        ("moving_average_baseline_v1", "Moving Average"),
        ("similarity_balanced_v1", "Similarity"),
        ("zone_matchup_v1", "Zone Matchup"),
    ],
)
def test_a_known_system_has_a_name_and_a_description(system_id: str, name: str) -> None:
    found = system(performed(system_id))
    assert found["display_name"] == name
    assert found["description"]
    assert found["is_primary"] is (system_id == CHAMPION)


def test_an_unknown_system_is_named_by_its_id() -> None:
    """A7: unknown ids are kept."""
    found = system(performed("catboost_v9_q43_train1102_0131"))
    assert found["display_name"] == found["system_id"] == "catboost_v9_q43_train1102_0131"
    assert (found["description"], found["is_primary"]) == ("", False)


def test_systems_are_in_the_order_of_their_ranks_then_of_their_ids() -> None:
    """D9: the query's order decided between those of rank 99."""
    order = [
        "catboost_v9",
        "ensemble_v1",
        "xgboost_v1",
        "moving_average_baseline_v1",
        "similarity_balanced_v1",
        "zone_matchup_v1",
        "a_new_one",
        "catboost_v8",
        "z_new_one",
    ]
    rows = [performed(name) for name in order]
    for arrival in (rows, rows[::-1]):
        assert [one["system_id"] for one in document(*arrival)["systems"]] == order


def test_d20_the_champion_is_a_setting() -> None:
    of_date = dataclasses.replace(slate(), champion="xgboost_v1")
    found = made(SYSTEM_PERFORMANCE, [performed(), performed("xgboost_v1")], of_date)["systems"]
    assert [one["system_id"] for one in found] == ["xgboost_v1", "catboost_v9"]
    assert [one["is_primary"] for one in found] == [True, False]


# Leaders


def leaders(*rows: DailyPerformance) -> Any:
    return document(*rows)["comparison"]


def test_the_leaders_of_the_season() -> None:
    rows = [
        performed("ensemble_v1", mae="4.51", avg_bias="-0.3", correct_count=4),
        performed("xgboost_v1", mae="4.49", avg_bias="0.31", correct_count=3),
        performed("zone_matchup_v1", mae="4.5", avg_bias="0.9", correct_count=5),
    ]
    found = leaders(*rows)
    assert list(found.items()) == [
        ("best_mae", {"system_id": "xgboost_v1", "value": 4.49}),
        ("best_win_rate", {"system_id": "zone_matchup_v1", "value": 0.62}),
        ("lowest_bias", {"system_id": "ensemble_v1", "value": -0.3}),
    ]


@pytest.mark.parametrize("nothing", [None, 0])
def test_an_error_of_null_or_nothing_leads_in_nothing(nothing: int | None) -> None:
    """Core 4.3: both count as 999, a win rate of null as 0."""
    none = performed("ensemble_v1", mae=nothing, avg_bias=nothing, correct_count=nothing)
    found = leaders(none, performed("xgboost_v1", avg_bias="-7"))
    assert [one["system_id"] for one in found.values()] == ["xgboost_v1"] * 3


def test_a_season_older_than_the_last_week_still_leads() -> None:
    """The leaders are of the season, not of a window."""
    found = leaders(ago(60, system_id="ensemble_v1", mae="3"), performed("xgboost_v1"))
    assert found["best_mae"] == {"system_id": "ensemble_v1", "value": 3.0}


def test_d9_the_first_in_order_leads_among_equals() -> None:
    rows = [performed("xgboost_v1"), performed("ensemble_v1", avg_bias="0.5")]
    for arrival in (rows, rows[::-1]):
        found = leaders(*arrival)
        assert [one["system_id"] for one in found.values()] == ["ensemble_v1"] * 3


# Empty and edge (core 4.5)


def test_without_rows_there_are_no_systems_and_no_leaders() -> None:
    found = document()
    assert (found["systems"], found["comparison"]) == ([], {})


def test_d6_a_table_without_rows_empties_nothing() -> None:
    before = planned(SYSTEM_PERFORMANCE, performed())
    public = published(before, planned(SYSTEM_PERFORMANCE, as_of=AFTER + timedelta(hours=1)))
    assert len(public[PATH]["systems"]) == 1


def test_d5_a_backfill_does_not_overwrite_the_newest() -> None:
    """Core 4.1: there is one path and no dated copy, so that any backfill overwrote it."""
    eve = DAY - timedelta(days=1)
    later = AFTER + timedelta(hours=1)
    backfill = planned(SYSTEM_PERFORMANCE, ago(1), dates=(eve,), as_of=later)
    public = published(planned(SYSTEM_PERFORMANCE, performed()), backfill)
    assert public[PATH]["as_of_date"] == "2026-01-09"


def test_a_range_is_written_once_for_its_newest_date() -> None:
    dates = (DAY - timedelta(days=1), DAY)
    (found,) = planned(SYSTEM_PERFORMANCE, performed(), dates=dates)
    assert found.version.content_date == DAY


# Incidents (core 4.6)


@pytest.mark.parametrize(
    ("of_date", "opening"),
    [
        (DAY, OPENING),
        (OPENING, OPENING),
        (date(2026, 9, 30), OPENING),
        (OPENING - timedelta(days=1), date(2024, 10, 1)),
    ],
)
def test_incident_the_season_spanned_years(of_date: date, opening: date) -> None:
    """Core 4.6: it is that of the as-of date, from October on (D26)."""
    before, first = opening - timedelta(days=1), opening
    rows = [performed(game_date=before, mae=99), performed(game_date=first)]
    found = system(*rows, of_date=of_date)
    assert found["windows"]["season"]["predictions"] == 12
    assert found["windows"]["season"]["mae"] == 4.5
    assert found["breakdown"]["over_win_rate"] == 0.6


def test_incident_rows_of_the_season_before_are_in_no_short_window_either() -> None:
    """Core 4.6: in the first week a window reaches back over the first of October."""
    rows = [performed(game_date=OPENING), performed(game_date=OPENING - timedelta(days=1))]
    assert system(*rows, of_date=OPENING)["windows"]["last_7_days"]["predictions"] == 12


def test_d26_the_primary_system_is_not_called_catboost_v8() -> None:
    """Core 4.6: a rename from v8 to v9 left the primary under its old name."""
    found = {
        one["system_id"]: one for one in document(performed(), performed("catboost_v8"))["systems"]
    }
    assert found["catboost_v9"]["display_name"] == "CatBoost V9"
    assert found["catboost_v8"]["display_name"] == "CatBoost V8"
    assert [name for name, one in found.items() if one["is_primary"]] == ["catboost_v9"]


def test_incident_pushes_and_voids_were_in_the_denominators() -> None:
    """Core 4.6: 5 of 8 decided, not of the 10 that were recommended (D14)."""
    found = season(performed())
    assert (found["recommendations"], found["win_rate"]) == (10, 0.62)


def test_incident_there_is_exactly_one_primary_system() -> None:
    """Core 4.6: an expectation that was never updated."""
    rows = [performed(name) for name in ("catboost_v8", CHAMPION, "catboost_v9_q43", "ensemble_v1")]
    assert [one["is_primary"] for one in document(*rows)["systems"]].count(True) == 1


def test_incident_rates_are_fractions_with_two_decimals() -> None:
    """Core 4.6, A11: what was shipped since January 2026 (D23)."""
    found = system(performed(over_win_rate="0.553", within_5_pct="0.635"))["breakdown"]
    assert (found["over_win_rate"], found["within_5_pct"]) == (0.55, 0.64)


# Other rules


def test_d18_one_row_of_a_date_and_system() -> None:
    rows = [
        performed(predictions_count=5, computed_at="2026-01-10T12:00:00Z"),
        performed(predictions_count=7),
        performed(predictions_count=9, computed_at=None),
    ]
    for arrival in (rows, rows[::-1]):
        assert season(*arrival)["predictions"] == 7


def test_d8_what_is_not_finite_is_null() -> None:
    broken = performed(mae="NaN", avg_bias="Infinity", over_win_rate="-Infinity")
    found = document(broken)
    (one,) = found["systems"]
    assert (one["windows"]["season"]["mae"], one["windows"]["season"]["bias"]) == (None, None)
    assert one["breakdown"]["over_win_rate"] is None
    assert found["comparison"]["best_mae"] == {"system_id": CHAMPION, "value": None}


def test_d9_the_order_of_arrival_does_not_matter() -> None:
    rows = [performed(), ago(1, mae="4.51"), ago(2, mae="4.45"), performed("xgboost_v1")]
    assert document(*rows) == document(*reversed(rows))

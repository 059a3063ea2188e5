"""The league's calendar: nights, clock changes, words for dates, tip-off times."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from publishing.calendar import (
    EASTERN,
    empty_slate_begins,
    format_instant,
    interval_start,
    league_date,
    parse_date,
    parse_instant,
    parse_season,
    resolve_date,
    season_end,
    season_label,
    season_year,
    slate_window,
    tip_off_text,
)

DAYS = [date(2024, 1, 1) + timedelta(days=number) for number in range(1_100)]


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("at", "day"),
    [
        ("2026-01-10T01:30:00+00:00", "2026-01-09"),
        ("2026-01-10T05:30:00+00:00", "2026-01-09"),
        ("2026-01-10T08:59:59.999999+00:00", "2026-01-09"),
        ("2026-01-10T09:00:00+00:00", "2026-01-10"),
        ("2026-07-10T07:59:59+00:00", "2026-07-09"),
        ("2026-07-10T08:00:00+00:00", "2026-07-10"),
        ("2026-01-09T23:59:00-08:00", "2026-01-09"),
        # 2 a.m. becomes 3 a.m. on 2026-03-08, and 1 a.m. comes twice on 2025-11-02.
        ("2026-03-08T07:59:59+00:00", "2026-03-07"),
        ("2026-03-08T08:00:00+00:00", "2026-03-08"),
        ("2026-03-07T08:59:59+00:00", "2026-03-06"),
        ("2025-11-02T05:30:00+00:00", "2025-11-01"),
        ("2025-11-02T06:30:00+00:00", "2025-11-01"),
        ("2025-11-02T08:59:59+00:00", "2025-11-01"),
        ("2025-11-02T09:00:00+00:00", "2025-11-02"),
        ("2026-01-01T04:00:00+00:00", "2025-12-31"),
    ],
)
def test_vector_30_a_night_ends_at_four_in_the_morning_eastern(at: str, day: str) -> None:
    assert league_date(instant(at)).isoformat() == day


def test_vector_23_today_is_the_eastern_date() -> None:
    evening = instant("2026-01-10T01:30:00+00:00")
    assert resolve_date("today", evening) == date(2026, 1, 9)
    assert resolve_date("yesterday", evening) == date(2026, 1, 8)
    assert resolve_date("2024-02-29", evening) == date(2024, 2, 29)
    night = instant("2026-01-10T08:30:00+00:00")
    assert resolve_date("today", night) == date(2026, 1, 9)


@pytest.mark.parametrize(
    "word",
    [
        "TODAY",
        "Today",
        "tomorrow",
        "",
        " today",
        "2026-13-01",
        "2026-02-29",
        "2026-1-9",
        "20260109",
        "2026-01-09T00:00:00",
        "2026-W02-5",
        "2026-01-09\n",
        "2026-01-0\u0669",
    ],
)
def test_vector_23_any_other_word_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match="is not a date"):
        resolve_date(word, instant("2026-01-10T01:30:00+00:00"))
    with pytest.raises(ValueError, match="is not a date"):
        parse_date(word)


@pytest.mark.parametrize(
    ("day", "hours"),
    [("2026-01-09", 38), ("2026-03-07", 37), ("2026-03-08", 38), ("2025-11-01", 39)],
)
def test_vector_30_a_slate_is_open_for_38_hours_one_less_or_more(day: str, hours: int) -> None:
    opens, closes = slate_window(date.fromisoformat(day))
    assert closes - opens == timedelta(hours=hours)
    assert (opens.tzinfo, closes.tzinfo) == (UTC, UTC)


@pytest.mark.parametrize("day", DAYS[::37])
def test_a_slate_opens_when_its_date_begins_and_closes_the_next_evening(day: date) -> None:
    opens, closes = slate_window(day)
    assert league_date(opens) == day
    assert league_date(opens - timedelta(microseconds=1)) == day - timedelta(days=1)
    shown = closes.astimezone(EASTERN)
    assert (shown.date(), shown.hour) == (day + timedelta(days=1), 18)


def test_every_instant_belongs_to_the_slate_that_it_opens() -> None:
    for day in DAYS:
        assert slate_window(day)[0] < empty_slate_begins(day) < slate_window(day)[1]
        assert (
            23
            <= (slate_window(day + timedelta(days=1))[0] - slate_window(day)[0])
            / timedelta(hours=1)
            <= 25
        )


def test_an_empty_slate_begins_at_four_in_the_afternoon() -> None:
    assert empty_slate_begins(date(2026, 1, 9)) == instant("2026-01-09T21:00:00+00:00")
    assert empty_slate_begins(date(2026, 3, 8)) == instant("2026-03-08T20:00:00+00:00")


@pytest.mark.parametrize(
    ("at", "text"),
    [
        ("2026-01-10T00:30:00+00:00", "7:30 PM ET"),
        ("2026-07-10T00:30:00+00:00", "8:30 PM ET"),
        ("2026-01-09T17:00:00+00:00", "12:00 PM ET"),
        ("2026-01-10T05:05:00+00:00", "12:05 AM ET"),
        ("2026-01-09T19:00:00-08:00", "10:00 PM ET"),
    ],
)
def test_d12_tip_off_times_are_eastern(at: str, text: str) -> None:
    assert tip_off_text(instant(at)) == text


@pytest.mark.parametrize(
    ("day", "label"),
    [("2025-10-01", "2025-26"), ("2026-06-20", "2025-26"), ("2026-09-30", "2025-26")],
)
def test_a_season_opens_in_october(day: str, label: str) -> None:
    assert season_label(season_year(date.fromisoformat(day))) == label
    assert season_label(1999) == "1999-00"


def test_instants_have_one_text_and_it_sorts_as_they_do() -> None:
    texts = [
        format_instant(instant("2026-01-09T00:00:00+00:00") + timedelta(microseconds=n * 999))
        for n in range(99)
    ]
    assert texts == sorted(texts)
    assert texts[0] == "2026-01-09T00:00:00.000000+00:00"
    assert format_instant(instant("2026-01-09T19:30:00-05:00")) == texts[0].replace(
        "09T00:0", "10T00:3"
    )
    for text in texts:
        assert format_instant(parse_instant(text)) == text


@pytest.mark.parametrize(
    "text", ["2026-01-09T00:00:00", "2026-01-09", "soon", "", "0001-01-01T00:00:00+01:00"]
)
def test_an_instant_needs_its_zone(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_instant(text)


def test_naive_instants_are_refused_everywhere() -> None:
    naive = datetime(2026, 1, 9, 12)  # noqa: DTZ001
    for function in (league_date, tip_off_text, format_instant):
        with pytest.raises(ValueError, match="no time zone"):
            function(naive)
    with pytest.raises(ValueError, match="no time zone"):
        resolve_date("today", naive)


def test_interval_start_is_the_last_multiple_not_later() -> None:
    at = datetime(2026, 1, 9, 17, 3, 0, tzinfo=UTC)
    assert interval_start(at, 180) == at
    assert interval_start(at + timedelta(microseconds=1), 180) == at
    assert interval_start(at - timedelta(microseconds=1), 180) == at - timedelta(minutes=3)


@pytest.mark.parametrize("year", [1946, 1999, 2025, 2199])
def test_a_season_is_read_as_it_is_written(year: int) -> None:
    assert parse_season(season_label(year)) == year
    assert season_year(season_end(year)) == year
    assert season_year(season_end(year) + timedelta(days=1)) == year + 1


@pytest.mark.parametrize(
    "text",
    ["", "2025", "2025-27", "2025-6", "25-26", "1945-46", "2200-01", "2025-26 ", "２０２５-26"],  # noqa: RUF001
)
def test_what_is_no_season_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a season"):
        parse_season(text)

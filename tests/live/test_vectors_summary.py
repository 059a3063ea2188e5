"""Acceptance vectors 14 to 17 of `live.md` 12: voids and pushes, summary, sort, joins."""

from __future__ import annotations

import pytest

from tests.live.graded import OVER_NOW, grade, row
from tests.live.payloads import (
    KEY,
    LEAGUE_ID,
    Json,
    final,
    game,
    line,
    names,
    official,
    official_game,
    official_line,
    pick,
    poll,
    predictions,
    schedule,
    scheduled,
)
from tests.live.published import documents, fold, publish

TOP = "updated_at game_date summary predictions".split()
SUMMARY = (
    "total_predictions graded pending correct incorrect trending_correct trending_incorrect "
    "win_rate avg_error games_in_progress games_final"
).split()
ROW = (
    "player_lookup player_name team home_team away_team game_status period time_remaining "
    "predicted line recommendation confidence has_line line_source actual minutes error "
    "margin_vs_line status result decided pace"
).split()
NOT_BEGUN: Json = {"status": "7:00 pm ET", "period": 0, "time": None}


def summary(*lines: bytes) -> Json:
    found = publish(*lines)["live-grading"]["summary"]
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("minutes", ["00", "0", "0:00", "00:00", "", None])
def test_d14_who_did_not_play_is_void_and_in_no_denominator(minutes: str | None) -> None:
    bench = final([line(1, "Ann Ash", 0, min=minutes), line(3, "Cy Cole", 20)])
    lines = (poll(bench), predictions(pick(), pick("cycole", predicted="18")))
    void = row(*lines, place=1)
    assert (void["player_lookup"], void["status"], void["result"]) == ("annash", "graded", "VOID")
    counts = summary(*lines)
    assert (counts["correct"], counts["incorrect"], counts["win_rate"]) == (1, 0, 1.0)
    assert counts["avg_error"] == 2.0


def test_d14_a_listed_player_without_minutes_is_not_void_before_the_end() -> None:
    found = row(poll(game([line(1, "Ann Ash", 0, min="00")])), predictions(pick(line="3")))
    assert (found["status"], found["result"]) == ("in_progress", "PENDING")


def test_d14_one_counted_thing_is_enough_to_have_played() -> None:
    for field in ("reb", "ast", "stl", "blk", "turnover", "fga", "fta"):
        one = final([line(1, "Ann Ash", 0, min="00", **{field: 1})])
        assert row(poll(one), predictions(pick()))["result"] == "LOSS"


def test_d17_some_official_seconds_without_a_count_are_a_game_played() -> None:
    bench = official_line("annash", "BOS", 0, minutes=0)
    lines = (poll(final([line(1, "Ann Ash", 0, min="00")])), predictions(pick()))
    assert row(*lines)["result"] == "VOID"
    found = row(*lines, official(official_game(bench)))
    assert (found["result"], found["actual"], found["minutes"]) == ("LOSS", 0, "0:00")


def test_d14_a_push_is_in_no_denominator() -> None:
    one = final([line(1, "Ann Ash", 10), line(3, "Cy Cole", 20)])
    counts = summary(poll(one), predictions(pick(line="10"), pick("cycole")))
    assert (counts["graded"], counts["correct"], counts["win_rate"]) == (2, 1, 1.0)


def test_vector_14_summary_of_2_correct_1_incorrect_1_pending() -> None:
    over = final([line(1, "Ann Ash", 10), line(3, "Cy Cole", 20), line(4, "Di Dale", 1)])
    waiting = game(home_code="LAL", away_code="DEN", id=2, **NOT_BEGUN)
    picks = [
        pick("annash", predicted="8"),
        pick("cycole", predicted="26"),
        pick("didale", predicted=None),
        pick("someone", game_id="20260109_DEN_LAL", confidence="99"),
    ]
    found = publish(poll(over, waiting), predictions(*picks))["live-grading"]
    counts = found["summary"]
    assert [counts[key] for key in SUMMARY] == [4, 3, 1, 2, 1, 0, 0, 0.667, 4.0, 0, 1]
    assert [row["status"] for row in found["predictions"]] == [
        "correct",
        "correct",
        "incorrect",
        "pending",
    ]


def test_vector_14_without_denominators_there_are_no_rates() -> None:
    counts = summary(poll(), predictions(pick()))
    assert (counts["graded"], counts["pending"], counts["total_predictions"]) == (0, 1, 1)
    assert counts["win_rate"] is None
    assert counts["avg_error"] is None
    empty = publish(poll(), predictions())["live-grading"]
    assert empty["predictions"] == []
    assert [empty["summary"][key] for key in SUMMARY] == [0] * 7 + [None, None, 0, 0]


def test_vector_14_sort_by_status_then_confidence_then_player() -> None:
    running = game([line(1, "Ann Ash", 10), line(3, "Cy Cole", 0), line(4, "Di Dale", 7)])
    over = final(home_code="LAL", away_code="DEN", id=2)
    over["home_team"]["players"] = [line(5, "Ed East", 12), line(6, "Flo Fox", 3)]
    other = "20260109_DEN_LAL"
    picks = [
        pick("zed", confidence="99"),
        pick("didale", confidence="50"),
        pick("cycole", confidence="99"),
        pick("annash", confidence="50"),
        pick("floxfox", game_id=other),
        pick("flofox", game_id=other),
        pick("edeast", game_id=other, confidence="1"),
        pick("bobbirch", line="20", recommendation="UNDER", confidence="50"),
    ]
    rows = publish(poll(running, over), predictions(*picks))["live-grading"]["predictions"]
    assert [(row["player_lookup"], row["status"]) for row in rows] == [
        ("edeast", "correct"),
        ("flofox", "incorrect"),
        ("annash", "trending_correct"),
        ("bobbirch", "trending_correct"),
        ("cycole", "trending_incorrect"),
        ("didale", "in_progress"),
        ("floxfox", "graded"),
        ("zed", "pending"),
    ]


def test_vector_14_a_null_confidence_sorts_as_zero() -> None:
    picks = [pick("b", confidence=None), pick("a", confidence="0"), pick("c", confidence="0.1")]
    rows = publish(poll(), predictions(*picks))["live-grading"]["predictions"]
    assert [row["player_lookup"] for row in rows] == ["c", "a", "b"]


def test_a15_game_counts_are_of_the_date_alone() -> None:
    yesterday = final(date="2026-01-08", home_code="LAL", away_code="DEN")
    counts = summary(poll(game(), yesterday), predictions(pick()))
    assert (counts["games_in_progress"], counts["games_final"]) == (1, 0)


@pytest.mark.parametrize("game_id", [KEY, LEAGUE_ID])
def test_vector_16_both_forms_of_a_games_id_find_its_teams(game_id: str) -> None:
    lines = (schedule(scheduled()), poll(game()), predictions(pick(game_id=game_id)))
    found = row(*lines)
    assert (found["home_team"], found["away_team"], found["team"]) == ("BOS", "NYK", "BOS")
    assert publish(*lines)["status"]["services"]["grading"]["rows_without_game"] == 0


def test_vector_16_an_unknown_game_is_counted_and_still_graded() -> None:
    lines = (poll(game()), predictions(pick(game_id="0022599999")))
    found = row(*lines)
    assert (found["home_team"], found["away_team"], found["actual"]) == (None, None, 10)
    assert publish(*lines)["status"]["services"]["grading"]["rows_without_game"] == 1


def test_vector_17_finals_that_dropped_off_stay_graded() -> None:
    lines = [poll(final()), predictions(pick()), poll(at="2026-01-10T05:00:00Z")]
    assert row(*lines)["status"] == "correct"


def test_vector_17_official_rows_alone_grade_the_night() -> None:
    rows = official_game(official_line("annash", "BOS", 11), official_line("bobbirch", "NYK", None))
    found = publish(
        predictions(pick(), pick("bobbirch")), official(rows), names({"annash": "Ann Ash"})
    )["live-grading"]["predictions"]
    assert [(one["player_lookup"], one["result"]) for one in found] == [
        ("annash", "WIN"),
        ("bobbirch", "VOID"),
    ]
    assert (found[0]["player_name"], found[0]["minutes"]) == ("Ann Ash", "30:00")


def test_a_final_with_a_line_that_could_not_be_read_is_not_graded_to_the_end() -> None:
    broken = final([line(1, "Ann Ash", 10, reb="many"), line(3, "Cy Cole", 10)])
    events = (poll(game([line(1, "Ann Ash", 9), line(3, "Cy Cole", 8)])), predictions(pick()))
    before = row(*events)
    slate, rejected = fold([*events, poll(broken, at="2026-01-10T02:30:00Z")])
    found = documents(slate)["live-grading"]["predictions"][0]
    assert len(rejected) == 1
    assert (before["actual"], found["actual"]) == (9, 9)
    assert (found["game_status"], found["result"]) == ("final", "PENDING")


@pytest.mark.parametrize("field", ["predicted", "line", "confidence"])
@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity", "sNaN", "1e999999", "1e-999999"])
def test_vector_32_a_prediction_that_is_no_number_is_null(field: str, text: str) -> None:
    fields: Json = {field: text}
    assert grade(10, **fields)[field] is None
    assert grade(10, OVER_NOW, **fields)[field] is None


def test_predictions_that_were_not_received_publish_nothing() -> None:
    assert "live-grading" not in publish(poll(game()))
    assert "live-grading" not in publish(predictions(pick()))

"""What live grading says of a pick: void, push, margin, rates, and of whom it says nothing."""

from __future__ import annotations

from decimal import Decimal

from publishing.live import reference
from tests.incidents.site import Site, clock_of, sent
from tests.live.payloads import (
    DAY,
    event,
    final,
    game,
    line,
    official,
    official_game,
    official_line,
    pick,
    poll,
    predictions,
    schedule,
    scheduled,
)
from tests.live.warehouse_rows import DAY as DATE
from tests.live.warehouse_rows import HOUR, NOON, boxed, planned, predicted

BEFORE = "2026-01-09T17:00:00Z"
MORNING = "2026-01-10T08:00:00Z"


def test_incident_01_a_night_without_predictions_says_so() -> None:
    """Dec 20-26: predictions had stopped; nobody noticed before grading was empty (I-11)."""
    site = Site().hear(schedule(scheduled()), poll(game()))
    said = site.service("grading")
    assert said["status"] == "degraded", "I-11: games are on, nothing to grade, all is well"
    issues = [one["message"] for one in site.document("status.json")["known_issues"]]
    assert said["message"] in issues, "I-11: it is no known issue"


def test_incident_11_a_champion_without_rows_says_so() -> None:
    """Jan 1-12: the named system had no rows for days; the file was empty and healthy (I-11)."""
    picks = reference.predictions([predicted()], DATE, "catboost_v10", NOON)
    site = Site().hear(schedule(scheduled()), sent("predictions", picks, BEFORE), poll(game()))
    assert site.document(f"live-grading/{DAY}.json")["predictions"] == []
    said = site.service("grading")
    assert said["total_rows"] == 0, "I-11: the rows are not counted"
    assert said["status"] == "degraded", "I-11: a night of games without one row is healthy"


def test_incident_11_the_champion_is_a_setting() -> None:
    """Jan 1-12: the model's name stood in the code; its successor's rows did not count (I-17)."""
    rows = [predicted(), predicted(system_id="catboost_v12", predicted_points=Decimal(21))]
    for champion, points in (("catboost_v9", 12.4), ("catboost_v12", 21.0)):
        picks = reference.predictions(rows, DATE, champion, NOON)
        site = Site().hear(sent("predictions", picks, BEFORE), poll(game()))
        assert site.row().get("predicted") == points, f"I-17: {champion} is not what is graded"


def test_incident_26_a_pick_without_a_verdict_has_its_margin() -> None:
    """Feb 11: 141 of 196 final rows were `graded` and had no margin (I-6)."""
    picks = [
        pick("annash", recommendation="PASS", line="9.5"),
        pick("bobbirch", recommendation="NO_LINE", line=None, has_line=False),
    ]
    for shown, word in ((game(), "in_progress"), (final(), "graded")):
        site = Site().hear(predictions(*picks), poll(shown))
        with_line, without = site.row("annash"), site.row("bobbirch")
        assert with_line["margin_vs_line"] == 0.5, "I-6: a row with a line has no margin"
        assert without["margin_vs_line"] is None
        assert {with_line["status"], without["status"]} == {word}
        assert (without["actual"], with_line["actual"]) == (8, 10), "I-6: the rows were left alone"


def test_incident_32_a_stale_schedule_holds_nothing_back() -> None:
    """Feb 19: the schedule was stale, so that no score was asked for: 81 rows `scheduled` (I-6)."""
    stale = sent("schedule", reference.schedule([planned()], DATE, NOON), BEFORE)
    site = Site().hear(stale, predictions(pick()), poll(game()))
    assert site.row()["status"] == "trending_correct", "I-6: the schedule overrules the source"
    site.hear(poll(final(), at="2026-01-10T03:30:00Z"))
    assert (site.row()["status"], site.statuses()) == ("correct", {"BOS": "final"}), "I-6: not over"


def test_incident_32_whole_official_rows_need_no_schedule() -> None:
    """Feb 19: the results were in the warehouse all night, and no row had an actual (I-6)."""
    sides = {"BOS": ["annash", *(f"home{n}" for n in range(4))], "NYK": [f"x{n}" for n in range(5)]}
    rows = [
        boxed(player_lookup=lookup, team_abbr=team, processed_at=NOON)
        for team, players in sides.items()
        for lookup in players
    ]
    known = reference.schedule([planned()], DATE, NOON + HOUR)
    ruled = reference.official(rows, known, DATE, NOON + HOUR)
    site = Site().hear(sent("schedule", known, BEFORE), predictions(pick()))
    site.hear(sent("official", ruled, MORNING), clock_of(DAY, MORNING))
    assert site.row().get("actual") == 11, "I-6: the rows wait for a schedule that is stale"
    assert site.row()["status"] == "correct", "I-6: the rows wait for a schedule that is stale"


def test_incident_34_official_rows_count_game_by_game() -> None:
    """Feb 22: results came when the whole slate had its rows, in the next morning (I-6)."""
    other = game([line(3, "Di Dale", 4)], [], id=2, home_code="LAL", away_code="DEN")
    ruled = official_game(official_line("annash", "BOS", 11), official_line("bobbirch", "NYK", 9))
    site = Site().hear(predictions(pick()), poll(final(), other))
    site.hear(official(ruled, at="2026-01-10T03:00:00Z"), poll(other, at="2026-01-10T03:00:30Z"))
    assert site.row()["actual"] == 11, "I-6: a game's official rows wait for the other games"
    assert site.statuses()["LAL"] == "in_progress", "I-6: the official rows ended another game"


def test_incident_34_one_broken_line_costs_one_line() -> None:
    """Feb 22: upstream refused every team when some had partial lines (I-6)."""
    broken = game([line(1, "Ann Ash", 10), line(3, "Cy Cole", 5) | {"pts": "many"}])
    other = game([line(4, "Di Dale", 7)], [line(5, "Ed Elm", 2)], id=2, home_code="LAL")
    site = Site().hear(predictions(pick()), poll(broken, other))
    assert site.points() == {"annash": 10, "bobbirch": 8, "didale": 7, "edelm": 2}, "I-6: lost"
    assert len(site.letters) == 1, "I-6: the broken line vanished without a word"


def test_incident_38_the_win_rate_is_a_fraction() -> None:
    """Apr-May: 0.667 in one file, 66.7 in another, and a page that mixed them (I-15)."""
    lines = [line(n, f"P {name}", 20) for n, name in enumerate(("One", "Two", "Three"), start=11)]
    picks = pick("pone"), pick("ptwo"), pick("pthree", recommendation="UNDER")
    site = Site().hear(predictions(*picks), poll(final(lines)))
    summary = site.document(f"live-grading/{DAY}.json")["summary"]
    assert summary["win_rate"] == 0.667, "I-15: the win rate changed its scale"


def test_incident_38_double_predictions_are_one_row() -> None:
    """Apr-May: double triggers and late deletes left two rows for one player (I-9)."""
    old, new = predicted(predicted_points=Decimal(8)), predicted(updated_at=NOON)
    for rows in ([old, new], [new, old], [new, new, old]):
        picks = reference.predictions(rows, DATE, "catboost_v9", NOON)
        site = Site().hear(sent("predictions", picks, BEFORE), poll(game()))
        counted = site.document(f"live-grading/{DAY}.json")["summary"]["total_predictions"]
        assert counted == 1, "I-9: a player is graded twice"
        assert site.row()["predicted"] == 12.4, "I-9: the older row is graded"


def test_latent_06_who_did_not_play_is_void_at_night_and_in_the_morning() -> None:
    """A DNP was graded as 0 points at night and voided in the morning: results differed (I-6)."""
    bench = final([line(1, "Ann Ash", 0, min="00"), line(3, "Cy Cole", 20)])
    site = Site().hear(predictions(pick(), pick("cycole", recommendation="UNDER")), poll(bench))
    row = site.row()
    assert (row["result"], row["status"]) == ("VOID", "graded"), "I-6: a DNP is a result"
    counts = site.document(f"live-grading/{DAY}.json")["summary"]
    assert (counts["correct"], counts["incorrect"]) == (0, 1), "I-6: the void is in a denominator"
    rows = official_line("annash", "BOS", None), official_line("cycole", "BOS", 20)
    ruled = event("official", {"games": [official_game(*rows)]}, MORNING, game_date=DAY)
    site.hear(ruled, clock_of(DAY, MORNING))
    assert site.row() == row | {"minutes": "0:00"}, "I-6: the night and the morning differ"


def test_latent_07_a_push_is_no_loss() -> None:
    """A push was `incorrect` at night, while the morning's results called it a push (I-6)."""
    for recommendation in ("OVER", "UNDER"):
        even = pick(line="10", recommendation=recommendation)
        site = Site().hear(predictions(even), poll(final()))
        row = site.row()
        assert (row["status"], row["result"]) == ("graded", "PUSH"), "I-6: a push is a result"
        summary = site.document(f"live-grading/{DAY}.json")["summary"]
        assert (summary["win_rate"], summary["incorrect"]) == (None, 0), "I-6: a push is counted"

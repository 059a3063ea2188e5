"""What the trigger makes of messages: of each one thing, or a letter (I-5, I-8, I-9, I-10)."""

from __future__ import annotations

from pathlib import Path

from publishing.calendar import parse_instant
from publishing.exports import EXPORTS as ALL
from publishing.occasions import PREDICTED
from publishing.run import Run
from publishing.run_record import RunRecord
from tests.incidents.operated import EXPORTS, PREDICTIONS, Operated, asked, predicted
from tests.pipelines.small_games import DAY

HALF_PAST_EIGHT = parse_instant("2026-01-15T01:30:00Z")
"""20:30 Eastern on `DAY`; in UTC it is the next date."""

ZERO = {"batch_id": "batch-1", "completion_pct": 0.0, "completed_predictions": 81}


def letters_of(site: Operated) -> list[str]:
    return [letter["body"] for letter in site.kept]


def test_incident_03_no_word_for_a_date_is_taken_as_one(
    tmp_path: Path, small_warehouse: Path
) -> None:
    """Dec 27: `today` was a literal date, and an orphan file of that name was public (I-5)."""
    site = Operated(tmp_path, small_warehouse)
    for word in ("TODAY", "Today", "tomorrow", "tonight", "2026-13-01", "20260114", ""):
        said = site.send(EXPORTS, asked("tonight", target_date=word))
        assert said.word == "refused", f"I-5: {word!r} is taken for a date"
    assert not site.runs, "I-5: something was made for a word that is no date"
    site.send(EXPORTS, asked("tonight", target_date="today"), at=HALF_PAST_EIGHT)
    assert [run.dates for run in site.runs] == [(DAY,)], "I-5: `today` is not the Eastern date"
    assert not [path for path in site.paths() if "today" in path], "I-5: an orphan of the word"


def test_incident_21_a_wrong_body_is_kept_and_makes_nothing(
    tmp_path: Path, small_warehouse: Path
) -> None:
    """Feb 3-11: such a body exported yesterday's results, with success, for eight days (I-8)."""
    site = Operated(tmp_path, small_warehouse)
    wrong = (
        b'{"export_type": "tonight-picks", "date": "TODAY"}',
        b"{}",
        b"",
        b"results",
        b'{"export_types": [], "target_date": "yesterday"}',
        b'{"export_types": ["reslts"], "target_date": "yesterday"}',
        b'{"export_types": ["results"], "target_date": "yesterday", "dates": 1}',
    )
    for body in wrong:
        assert site.send(EXPORTS, body).word == "refused", f"I-8: {body!r} is understood"
    assert sorted(letters_of(site)) == sorted(body.decode() for body in wrong), "I-8: lost bytes"
    assert all(letter["reason"] for letter in site.kept), "I-8: a letter without its reason"
    assert not site.runs, "I-8: a wrong body has a default action"
    done = [*site.jobs.launched, *site.claims, *site.completions.sent]
    assert not done, "I-8: a wrong body did something"


def test_incident_24_two_consumers_of_one_topic_make_one_set(
    tmp_path: Path, small_warehouse: Path
) -> None:
    """Feb 9-11: an old and a new service took each message, and exported side by side (I-9)."""
    one = Operated(tmp_path, small_warehouse)
    other = Operated(
        tmp_path,
        small_warehouse,
        objects=one.objects,
        triggers=one.triggers,
        completions=one.completions,
    )
    for site in (one, other):
        for copy in range(5):
            site.send(PREDICTIONS, predicted(), message_id=f"{id(site)}-{copy}")
    assert len(one.triggers.sent) == 1, "I-9: one batch asks for several exports"
    (message,) = one.triggers.bodies
    for site in (one, other, one):
        assert site.send(EXPORTS, message).status_code == 200, "I-9: a copy comes again for ever"
    assert len(one.runs) + len(other.runs) == 1, "I-9: each consumer exports"
    assert one.statuses == ["success"], "I-9: one set is told of twice"


def test_incident_29_a_slate_of_few_predictions_is_exported(
    tmp_path: Path, small_warehouse: Path
) -> None:
    """Feb 7-12: below fifty predictions a light slate was not exported at all (I-10)."""
    site = Operated(tmp_path, small_warehouse)
    made = predicted(metadata={"batch_id": "light", "total_predictions": 3})
    assert site.send(PREDICTIONS, made).word == "done", "I-10: three predictions are too few"
    site.pass_on()
    assert site.statuses == ["success"], "I-10: a light slate is not exported"
    assert site.public("best-bets/latest.json")["game_date"] == str(DAY)


def test_incident_31_a_zero_percentage_does_not_skip_the_export(
    tmp_path: Path, small_warehouse: Path
) -> None:
    """Feb 19: 81 predictions were ready, and their producer counted no percentage (I-10)."""
    for number, metadata in enumerate(
        (
            ZERO,
            {"batch_id": "b", "completion_percentage": 0.0, "total_predictions": 81},
            # Nobody says how many: the rows do.
            {"batch_id": "b", "completion_pct": 0.0},
            {"batch_id": "b"},
        )
    ):
        site = Operated(tmp_path / str(number), small_warehouse)
        said = site.send(PREDICTIONS, predicted(metadata=metadata))
        assert said.word == "done", f"I-10: {metadata} skips the export: {said.text}"
        assert len(site.triggers.sent) == 1, "I-10: nothing asks for the export"


def test_incident_31_both_spellings_of_the_percentage_are_read(
    tmp_path: Path, small_warehouse: Path
) -> None:
    """Feb 19: two producers spell the key differently, and one of them was never read (I-8)."""
    for key in ("completion_pct", "completion_percentage"):
        for share, word in ((79.9, "waiting"), (80.0, "done")):
            site = Operated(tmp_path / f"{key}-{share}", small_warehouse)
            metadata = {"batch_id": "b", key: share, "total_predictions": 36}
            said = site.send(PREDICTIONS, predicted(metadata=metadata))
            assert said.word == word, f"I-8: {key} of {share} is not read"


def test_incident_31_a_message_without_a_status_is_not_dropped_unseen(
    tmp_path: Path, small_warehouse: Path
) -> None:
    """Feb 19: messages by hand, without `status`, were acknowledged and forgotten (I-8)."""
    site = Operated(tmp_path, small_warehouse)
    said = site.send(PREDICTIONS, predicted(status=None))
    assert said.word == "refused", f"I-8: a message without a status is {said.word}"
    (letter,) = site.kept
    assert "status" in letter["reason"], "I-8: nobody is told what it lacks"


def test_incident_44_what_fails_each_time_is_given_up(tmp_path: Path) -> None:
    """Mar 3-5: one bug in the code, 19,100 deliveries of a handful of messages (I-9)."""
    begun: list[Run] = []

    def fails(run: Run) -> RunRecord:
        begun.append(run)
        raise ZeroDivisionError("a bug")

    site = Operated(tmp_path, tmp_path, run=fails)
    answers: list[str] = []
    for _ in range(50):
        try:
            answers.append(site.send(EXPORTS, asked("tonight"), "one message").word)
        except ZeroDivisionError:
            answers.append("error")
        site.later(seconds=10)
    assert len(begun) == 4, f"I-9: a run that fails each time was begun {len(begun)} times"
    assert answers[-1] == "refused", "I-9: it is delivered for ever"
    (claim,) = site.claims.values()
    assert claim.state == "given up", "I-9: nobody can see that it was given up"


def test_latent_11_one_row_is_predictions_everywhere(tmp_path: Path, small_warehouse: Path) -> None:
    """Ten rows for one part, fifty active ones for the next, a single one for the third (I-10)."""
    site = Operated(tmp_path, small_warehouse)
    for rows in (1, 9, 10, 49, 50):
        site.rows = rows
        batch = predicted(metadata={"batch_id": f"batch-{rows}"})
        said = site.send(PREDICTIONS, batch)
        assert said.word == "done", f"I-10: {rows} rows are none for the trigger"
    site.pass_on()
    assert set(site.statuses) == {"success"}, "I-10: and too few for the run"
    site.rows = 0
    said = site.send(PREDICTIONS, predicted(metadata={"batch_id": "none"}))
    assert said.word == "waiting", "I-10: no row at all is enough"


def test_latent_12_a_query_that_fails_opens_and_closes_nothing(
    tmp_path: Path, small_warehouse: Path
) -> None:
    """The first of two gates opened when its query failed, the second closed for good (I-10)."""
    site = Operated(tmp_path, small_warehouse, rows="predictions cannot be read: HTTP 503")
    said = site.send(PREDICTIONS, predicted())
    assert not site.triggers.sent, "I-10: a query that failed opens the gate"
    assert said.word == "waiting", "I-10: a query that failed drops the message"
    (gate,) = site.gates.values()
    assert "HTTP 503" in gate.reason, "I-10: nobody sees why it waits"
    assert gate.sends.target_date == str(DAY), "I-10: what waits is not known"
    predicted_on = {one.job_type for one in ALL if PREDICTED in one.cadence}
    assert set(gate.sends.export_types) == predicted_on, "I-10: what waits is not known"


def test_latent_18_words_of_another_type_are_refused_by_the_trigger(
    tmp_path: Path, small_warehouse: Path
) -> None:
    """A date that was a number crashed outside the try, and a flag was ignored (I-8)."""
    site = Operated(tmp_path, small_warehouse)
    for changed in (
        {"target_date": 20260114},
        {"target_date": None},
        {"target_date": ["today"]},
        {"update_latest": "false"},
        {"update_latest": 0},
        {"include_grading": False},
        {"correlation_id": 7},
    ):
        said: str
        try:
            said = site.send(EXPORTS, asked("tonight", **changed)).word
        except Exception as problem:
            said = f"a crash: {problem}"
        assert said == "refused", f"I-8: {changed} is {said}"
    assert not site.runs, "I-8: words of another type made something"
    assert len(site.kept) == 7, "I-8: what was refused is not kept"
    only_dated = asked("tonight", update_latest=False)
    assert site.send(EXPORTS, only_dated).word == "done"
    assert site.paths() == [f"tonight/{DAY}.json"], "I-8: a flag is taken and then ignored"


def test_incident_27_after_the_games_today_is_still_the_night(
    tmp_path: Path, small_warehouse: Path
) -> None:
    """Feb 11: re-exported after 19:00 ET, best bets were tomorrow's, and empty (I-5)."""
    for sent in ("2026-01-15T00:30:00Z", "2026-01-15T04:59:00Z", "2026-01-15T08:59:00Z"):
        site = Operated(tmp_path / sent[11:13], small_warehouse, now=parse_instant(sent))
        site.send(EXPORTS, asked("best-bets", target_date="today"))
        dates = [str(run.dates[0]) for run in site.runs]
        assert dates == [str(DAY)], f"I-5: at {sent} today is {dates}"

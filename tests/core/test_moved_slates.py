"""Documents of a game that was moved to another date (incident 17, I-7)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from publishing.exports import EXPORTS
from publishing.league import Game, League
from publishing.moved_games import DAYS_AHEAD, DAYS_BACK
from publishing.rows import ScheduledGame
from publishing.run import Run
from tests.exports.rows import AFTER, BEFORE, CHAMPION, DAY, GAME, league, scheduled

NEW = DAY + timedelta(3)
TOLD, TOO_LATE = "2026-01-09T15:00:00Z", "2026-01-09T18:00:00.000001Z"


def moved(told: str = TOLD) -> League:
    """The game of `DAY` stands on `NEW` too, with the old row left as it was."""
    return league(scheduled(), scheduled(game_date=NEW, processed_at=told))


def game_of(among: League) -> Game:
    (found,) = among.slate(DAY).games
    assert found.key == GAME
    return found


def test_incident_17_it_is_postponed_on_its_old_date_and_planned_on_its_new_one() -> None:
    among = moved()
    assert game_of(among).postponed
    assert game_of(among).over
    (planned,) = among.slate(NEW).games
    assert not planned.postponed


def test_a_date_whose_only_game_was_moved_is_over() -> None:
    rows = scheduled(), scheduled(game_date=NEW, processed_at=TOLD)
    assert league(*rows, as_of=AFTER).slate(DAY).over
    assert not league(rows[0], as_of=AFTER).slate(DAY).over


def test_before_it_was_said_it_stands() -> None:
    assert not game_of(moved(TOO_LATE)).postponed


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.name)
def test_every_run_reads_the_dates_that_a_game_may_be_moved_to(export: object) -> None:
    """Whatever else a run makes, the same rows tell where a game stands."""
    name = getattr(export, "name")  # noqa: B009
    for dates in ((DAY,), (DAY, NEW)):
        run = Run("r", BEFORE, dates, (name,), CHAMPION)
        (read,) = [one for one in run.reads() if one.row_type is ScheduledGame]
        assert read.first is not None
        assert read.last is not None
        assert read.first <= dates[0] - timedelta(DAYS_BACK)
        assert read.last >= dates[-1] + timedelta(DAYS_AHEAD)

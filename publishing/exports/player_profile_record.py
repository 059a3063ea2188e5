"""How right the champion was about a player: counts and shares (`core.md` 7.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from publishing.batch_rows import Grading
from publishing.exports.tonight_game import team_of
from publishing.league import Slate
from publishing.picks import graded_played, graded_verdict
from publishing.player_rows import PlayerRows
from publishing.reads import Input, Window
from publishing.rows import BoxScoreRow
from publishing.stats import finite, mean, rate

GRADINGS = Input(
    Grading,
    (
        "player_lookup",
        "game_id",
        "game_date",
        "system_id",
        "team_abbr",
        "recommendation",
        "confidence_score",
        "actual_points",
        "absolute_error",
        "signed_error",
        "prediction_correct",
        "within_3_points",
        "within_5_points",
        "is_voided",
        "graded_at",
    ),
    Window.HISTORY,
    champion=True,
)
"""All that became of a champion's predictions."""


class Overall(msgspec.Struct):
    """Picks won and lost; `pct`, 0 to 1, is of those: pushes and voids are in none (D14)."""

    wins: int
    losses: int
    pct: float | None


class Calls(msgspec.Struct):
    """Picks of one side; `total` has pushes and voids too, `pct` has none of them."""

    total: int
    wins: int
    losses: int
    pct: float | None


class TrackRecord(msgspec.Struct):
    """Predictions and what became of them; the last two are shares of games he played, 0 to 1.

    `avg_error` and `bias` are in points; no key without a profile.
    """

    total_predictions: int | msgspec.UnsetType = msgspec.UNSET
    overall: Overall | msgspec.UnsetType = msgspec.UNSET
    over_calls: Calls | msgspec.UnsetType = msgspec.UNSET
    under_calls: Calls | msgspec.UnsetType = msgspec.UNSET
    avg_error: float | msgspec.UnsetType | None = msgspec.UNSET
    bias: float | msgspec.UnsetType | None = msgspec.UNSET
    within_3_pts: float | msgspec.UnsetType | None = msgspec.UNSET
    within_5_pts: float | msgspec.UnsetType | None = msgspec.UNSET


@dataclass(frozen=True, slots=True)
class Record:
    """His gradings up to a date, by date; `played` are those of games that he played."""

    rows: tuple[Grading, ...]
    played: tuple[Grading, ...]
    over: Calls
    under: Calls

    @property
    def games_predicted(self) -> int:
        """Dates with a prediction; one that came to nothing as he did not play counts."""
        return len({row.game_date for row in self.rows})

    @property
    def picks(self) -> int:
        """Overs and unders."""
        return self.over.total + self.under.total

    @property
    def overall(self) -> Overall:
        """Both sides together."""
        wins, losses = self.over.wins + self.under.wins, self.over.losses + self.under.losses
        return Overall(wins, losses, rate(wins, wins + losses, 2))

    @property
    def mae(self) -> float | None:
        """Mean absolute error in points, two decimals."""
        errors = (finite(row.absolute_error) for row in self.played)
        return mean((error for error in errors if error is not None), 2)

    @property
    def bias(self) -> float | None:
        """Mean of predicted less actual points, two decimals."""
        errors = (finite(row.signed_error) for row in self.played)
        return mean((error for error in errors if error is not None), 2)

    @property
    def avg_confidence(self) -> float | None:
        """Mean confidence of all predictions, 0 to 1, two decimals."""
        sure = (finite(row.confidence_score) for row in self.rows)
        return mean((one for one in sure if one is not None), 2)

    @property
    def within_3(self) -> float | None:
        """The share of predictions of games he played that were three points off at most."""
        return rate(sum(row.within_3_points is True for row in self.played), len(self.played), 2)

    @property
    def within_5(self) -> float | None:
        """As `within_3`, five points."""
        return rate(sum(row.within_5_points is True for row in self.played), len(self.played), 2)


def record_of(player: PlayerRows, slate: Slate) -> Record:
    """The champion's gradings of him up to the slate's date (D18, D25)."""
    rows = tuple(
        row
        for row in player.gradings
        if row.system_id == slate.champion and row.game_date <= slate.game_date
    )
    return Record(
        rows,
        tuple(row for row in rows if graded_played(row)),
        _calls([row for row in rows if row.recommendation == "OVER"]),
        _calls([row for row in rows if row.recommendation == "UNDER"]),
    )


def team_now(
    player: PlayerRows, slate: Slate, played: Sequence[BoxScoreRow], record: Record
) -> str | None:
    """His team (D24); of who has not played yet, that of his newest grading which names one."""
    if played or player.contexts(slate.game_date):
        return team_of(player, slate, played)
    return next((row.team_abbr for row in reversed(record.rows) if row.team_abbr), None)


def track_record(record: Record) -> TrackRecord:
    """The record as it is published."""
    return TrackRecord(
        len(record.rows),
        record.overall,
        record.over,
        record.under,
        record.mae,
        record.bias,
        record.within_3,
        record.within_5,
    )


def _calls(rows: Sequence[Grading]) -> Calls:
    verdicts = [graded_verdict(row) for row in rows]
    wins, losses = verdicts.count("WIN"), verdicts.count("LOSS")
    return Calls(len(rows), wins, losses, rate(wins, wins + losses, 2))

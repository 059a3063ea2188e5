"""All that a run knows of one player: one row per business key (D18), by table."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import TypeVar

import msgspec

from publishing.batch_rows import (
    CompositeFactors,
    Features,
    GamebookLine,
    GameContext,
    Grading,
    InjuryReport,
    PointsProp,
    ShotZones,
)
from publishing.calendar import days_before, season_label, season_year
from publishing.identity import game_key, teams_of
from publishing.league import League
from publishing.news_rows import NewsArticle, NewsLink
from publishing.one_row import newest_by, null_first
from publishing.rows import BoxScoreRow, Prediction, RegisteredPlayer, Row

R = TypeVar("R", bound=Row)

InGame = GameContext | Prediction | Grading | Features
"""Rows that name their game."""

_DATE = attrgetter("game_date")

REPORT_DAYS = 2
"""How old an injury report without a game may be (`core.md` 5.6)."""


@dataclass(frozen=True, eq=False)
class PlayerRows:
    """One player's rows, by table and in no order; every game under its standard id (D19)."""

    player_lookup: str
    rows: Mapping[type[Row], Sequence[Row]]
    league: League

    @cached_property
    def box_scores(self) -> tuple[BoxScoreRow, ...]:
        """One per date, newest first; did-not-plays too."""
        rows = newest_by(
            self._of(BoxScoreRow),
            key=_DATE,
            order=lambda row: (null_first(row.processed_at),),
        )
        return tuple(sorted(rows, key=_DATE, reverse=True))

    @cached_property
    def played(self) -> tuple[BoxScoreRow, ...]:
        """The box scores of games that he played, newest first (D17)."""
        return tuple(row for row in self.box_scores if is_played(row))

    def played_before(self, game_date: date) -> tuple[BoxScoreRow, ...]:
        """The box scores of games that he played before a date, newest first."""
        return self.played[_place(self.played, game_date, bisect_right) :]

    def before(self, game_date: date) -> tuple[BoxScoreRow, ...]:
        """The box scores before a date, newest first."""
        return self.box_scores[_place(self.box_scores, game_date, bisect_right) :]

    def count_before(self, game_date: date) -> int:
        """How many box scores there are before a date."""
        return len(self.box_scores) - _place(self.box_scores, game_date, bisect_right)

    def box_score(self, game_date: date) -> BoxScoreRow | None:
        """The box score of a date."""
        rows = self.box_scores[_place(self.box_scores, game_date, bisect_left) :][:1]
        return rows[0] if rows and rows[0].game_date == game_date else None

    def at_home(self, row: BoxScoreRow) -> bool | None:
        """Whether a box score is of a home game; None when its game is unknown."""
        key = self.league.key(row.game_id, row.game_date)
        return None if key is None else key.endswith(f"_{row.team_abbr}")

    @cached_property
    def _contexts(self) -> dict[date, list[GameContext]]:
        rows = newest_by(
            self._in_known_games(GameContext),
            key=lambda row: (row.game_date, row.game_id),
            order=lambda row: (null_first(row.processed_at or row.created_at),),
        )
        found: dict[date, list[GameContext]] = {}
        for row in sorted(rows, key=lambda row: row.game_id):
            found.setdefault(row.game_date, []).append(row)
        return found

    def next_context(self, game_date: date) -> GameContext | None:
        """The first game on a date or after it that he is expected in."""
        days = [day for day in self._contexts if day >= game_date]
        return self._contexts[min(days)][0] if days else None

    def contexts(self, game_date: date) -> Sequence[GameContext]:
        """The games of a date that he is expected in, by game id: one, as a rule."""
        return self._contexts.get(game_date, ())

    @cached_property
    def _predictions(self) -> dict[date, dict[str, Prediction]]:
        active = (
            row
            for row in self._in_known_games(Prediction)
            if row.system_id == self.league.champion
            and row.is_active
            and not row.invalidation_reason
        )
        rows = newest_by(
            active,
            key=lambda row: (row.game_date, row.game_id),
            order=lambda row: (
                null_first(row.prediction_version),
                null_first(row.updated_at),
                null_first(row.created_at),
            ),
        )
        found: dict[date, dict[str, Prediction]] = {}
        for row in sorted(rows, key=lambda row: row.game_id):
            found.setdefault(row.game_date, {})[row.game_id] = row
        return found

    def predictions(self, game_date: date) -> Mapping[str, Prediction]:
        """The champion's active prediction of each game of a date, by game id."""
        return self._predictions.get(game_date, {})

    @cached_property
    def gradings(self) -> tuple[Grading, ...]:
        """One per game, by date and game id."""
        rows = newest_by(
            self._in_known_games(Grading),
            key=attrgetter("game_id", "system_id"),
            order=lambda row: (
                row.recommendation in ("OVER", "UNDER"),
                null_first(row.graded_at),
            ),
        )
        return tuple(sorted(rows, key=attrgetter("game_date", "game_id")))

    @cached_property
    def _graded(self) -> dict[date, list[Grading]]:
        found: dict[date, list[Grading]] = {}
        for row in self.gradings:
            found.setdefault(row.game_date, []).append(row)
        return found

    def graded(self, game_date: date) -> Sequence[Grading]:
        """The gradings of a date."""
        return self._graded.get(game_date, ())

    def unidentified(self, dates: Container[date]) -> Iterable[Row]:
        """The rows of these dates whose game nothing knows (D19)."""
        rows: list[InGame] = [
            *self._of(GameContext),
            *self._of(Prediction),
            *self._of(Grading),
            *self._of(Features),
        ]
        for row in rows:
            if row.game_date in dates and self._game_of(row) is None:
                yield row

    @cached_property
    def _features(self) -> dict[date, dict[str, Features]]:
        rows = newest_by(
            self._in_known_games(Features),
            key=lambda row: row.game_id,
            order=lambda row: (null_first(row.created_at),),
        )
        found: dict[date, dict[str, Features]] = {}
        for row in sorted(rows, key=lambda row: row.game_id):
            found.setdefault(row.game_date, {})[row.game_id] = row
        return found

    def features(self, game_date: date) -> Mapping[str, Features]:
        """The features of each game of a date, by game id."""
        return self._features.get(game_date, {})

    @cached_property
    def _factors(self) -> dict[date, CompositeFactors]:
        rows = newest_by(
            self._of(CompositeFactors),
            key=lambda row: row.game_date,
            order=lambda row: (null_first(row.processed_at),),
        )
        return {row.game_date: row for row in rows}

    def factors(self, game_date: date) -> CompositeFactors | None:
        """How fresh he is for a date."""
        return self._factors.get(game_date)

    def injury(self, game_date: date) -> InjuryReport | None:
        """The newest report for a date's game; one without a game may be two days old."""
        oldest = days_before(game_date, REPORT_DAYS)
        reports = [
            row
            for row in self._of(InjuryReport)
            if row.report_date <= game_date
            and (row.report_date >= oldest if row.game_date is None else row.game_date == game_date)
        ]
        found = newest_by(
            reports,
            key=lambda row: row.player_lookup,
            order=lambda row: (
                row.report_date,
                null_first(row.report_hour),
                null_first(row.processed_at),
            ),
        )
        return found[0] if found else None

    def odds(self, game_date: date) -> Sequence[PointsProp]:
        """The best prices of his points lines for a date."""
        return [
            row
            for row in self._of(PointsProp)
            if row.game_date == game_date
            and row.is_best_line
            and (row.market_type or "points") == "points"
        ]

    def zones(self, game_date: date) -> ShotZones | None:
        """Where he shoots from, as it was last analysed up to a date."""
        found = newest_by(
            (row for row in self._of(ShotZones) if row.analysis_date <= game_date),
            key=lambda row: row.player_lookup,
            order=lambda row: (row.analysis_date, null_first(row.processed_at or row.created_at)),
        )
        return found[0] if found else None

    @cached_property
    def gamebook(self) -> Mapping[date, GamebookLine]:
        """His line in the book of each date's game."""
        rows = newest_by(
            self._of(GamebookLine),
            key=lambda row: row.game_date,
            order=lambda row: (row.minutes_decimal is not None, null_first(row.processed_at)),
        )
        return {row.game_date: row for row in rows}

    @cached_property
    def articles(self) -> tuple[NewsArticle, ...]:
        """The articles about him, newest first; equal ones by their id."""
        linked = {row.article_id for row in self._of(NewsLink)} & self.league.articles.keys()
        found = sorted(
            (self.league.articles[one] for one in linked), key=lambda one: one.article_id
        )
        return tuple(sorted(found, key=lambda one: null_first(one.published_at), reverse=True))

    def registered(self, game_date: date) -> RegisteredPlayer | None:
        """His newest season up to the date's, as it was known by then (D18, D25)."""
        season, as_of = season_label(season_year(game_date)), self.league.as_of

        def known(row: RegisteredPlayer) -> bool:
            return row.processed_at is None or row.processed_at <= as_of

        rows = self._of(RegisteredPlayer)
        newest = max((row.season for row in rows if row.season <= season), default=None)
        found = newest_by(
            (row for row in rows if row.season == newest),
            key=lambda row: row.player_lookup,
            order=lambda row: (
                known(row),
                null_first(
                    row.last_game_date
                    if row.last_game_date and row.last_game_date <= game_date
                    else None
                ),
                # Of what was only known later, the earliest is nearest to the as-of.
                _age(row, known(row)),
                row.team_abbr or "",
            ),
        )
        return found[0] if found else None

    def name(self, game_date: date) -> str:
        """His name as the registry has it; else his lookup."""
        found = self.registered(game_date)
        return found.player_name if found else self.player_lookup

    def _of(self, row_type: type[R]) -> Sequence[R]:
        return self.rows.get(row_type, ())  # type: ignore[return-value]

    def _in_known_games(self, row_type: type[R]) -> Iterable[R]:
        """The rows whose game is known, under its standard id."""
        for row in self._of(row_type):
            said = row.game_id  # type: ignore[attr-defined]
            # As a rule a row says the standard id.
            key = said if teams_of(said) else self._game_of(row)
            if key is not None:
                yield row if key == said else msgspec.structs.replace(row, game_id=key)

    def _game_of(self, row: Row) -> str | None:
        """The standard id of a row's game: by the id that it says, else by its date and teams."""
        key = self.league.key(row.game_id, row.game_date)  # type: ignore[attr-defined]
        if key is None and isinstance(row, GameContext) and row.home_game is not None:
            teams = (row.opponent_team_abbr, row.team_abbr)
            away, home = teams if row.home_game else reversed(teams)
            found = self.league.game(game_key(row.game_date, away, home), row.game_date)
            return found.key if found else None
        return key


def is_played(row: BoxScoreRow) -> bool:
    """Whether the player played (D17)."""
    return not row.is_dnp and row.points is not None


def _place(newest_first: Sequence[BoxScoreRow], day: date, side: Callable[..., int]) -> int:
    return side(newest_first, -day.toordinal(), key=_newest_first)


def _newest_first(row: BoxScoreRow) -> int:
    return -row.game_date.toordinal()


def _age(row: RegisteredPlayer, known: bool) -> tuple[object, ...]:
    if row.processed_at is None:
        return (0,)
    seconds = row.processed_at.timestamp()
    return (1, seconds if known else -seconds)

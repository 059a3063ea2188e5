"""The league on a date: its games, who plays whom, and what each team allows (D18, D24, D25)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import TypeVar

from publishing.batch_rows import TeamDefense
from publishing.calendar import league_date
from publishing.identity import TRICODES, game_key, is_league_game, teams_of
from publishing.moved_games import as_they_stand, is_postponed
from publishing.news_rows import NewsArticle, NewsInsight
from publishing.one_row import newest_by, null_first, null_last
from publishing.rows import Row, ScheduledGame

SCHEDULED, IN_PROGRESS, FINAL = 1, 2, 3

LEAGUE_TABLES: tuple[type[Row], ...] = (ScheduledGame, TeamDefense, NewsArticle, NewsInsight)
"""The tables that belong to no player and to every slate."""

R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True)
class Game:
    """One game of the schedule as it was known; scores are None until they are known."""

    key: str
    game_date: date
    away: str
    home: str
    tip_off: datetime | None
    status: int | None
    home_score: int | None
    away_score: int | None
    postponed: bool

    @property
    def over(self) -> bool:
        """Whether nothing more is played."""
        return self.postponed or self.status == FINAL

    @property
    def winner(self) -> str | None:
        """The team that won; None before the final score is known."""
        home, away = self.home_score, self.away_score
        if self.status != FINAL or self.postponed or home is None or away is None or home == away:
            return None
        return self.home if home > away else self.away


@dataclass(frozen=True)
class Slate:
    """One date as every document of it sees it, as of one instant.

    `defense` is the newest row of each team, `defenses` one row of each team and analysis date.
    `last_final` is the newest date before it with a game that was played to its end.
    """

    game_date: date
    as_of: datetime
    champion: str
    games: tuple[Game, ...]
    league_ids: Mapping[str, str] = field(repr=False)
    defense: Mapping[str, TeamDefense] = field(repr=False)
    defenses: tuple[TeamDefense, ...] = field(default=(), repr=False)
    last_final: date | None = field(default=None, repr=False)

    @property
    def today(self) -> date:
        """The league date of the as-of (D10)."""
        return league_date(self.as_of)

    @property
    def past(self) -> bool:
        """Whether the date is before today: its picks are graded."""
        return self.game_date < self.today

    @property
    def over(self) -> bool:
        """Whether every game is final or postponed, and no other can come."""
        return self.past and all(game.over for game in self.games)

    def played_since(self, first: date) -> bool:
        """Whether a game was played from a date on, and before this one, as the schedule says."""
        return self.last_final is not None and self.last_final >= first

    @cached_property
    def opponents(self) -> Mapping[str, tuple[Game, str, bool]]:
        """By team that plays: its game, its opponent, whether it is at home."""
        found: dict[str, tuple[Game, str, bool]] = {}
        for game in self.games:
            found.setdefault(game.home, (game, game.away, True))
            found.setdefault(game.away, (game, game.home, False))
        return found

    def key(self, game_id: str) -> str | None:
        """The standard id of a game of this date under either name; None when it is unknown."""
        return self.league_ids.get(game_id) or (game_id if teams_of(game_id) else None)


@dataclass(frozen=True)
class League:
    """What is not one player's, over a run's dates: the rows of `LEAGUE_TABLES`, in any order."""

    rows: Mapping[type[Row], Sequence[Row]] = field(repr=False)
    as_of: datetime
    champion: str

    def slate(self, game_date: date) -> Slate:
        """The date's slate; without games when the schedule has none."""
        games = self._games.get(game_date, ())
        defenses = newest_by(
            (row for row in self._of(TeamDefense) if row.analysis_date <= game_date),
            key=lambda row: (row.team_abbr, row.analysis_date),
            order=lambda row: (null_first(row.processed_at or row.created_at),),
        )
        newest_last = sorted(defenses, key=lambda row: (row.analysis_date, row.team_abbr))
        return Slate(
            game_date,
            self.as_of,
            self.champion,
            games,
            self._league_ids.get(game_date, {}),
            {row.team_abbr: row for row in newest_last},
            tuple(newest_last),
            max((day for day in self._finals if day < game_date), default=None),
        )

    def key(self, game_id: str, game_date: date) -> str | None:
        """The standard id of a game under either name (D19); None when nothing knows it."""
        if teams_of(game_id):
            return game_id
        return self._league_ids.get(game_date, {}).get(game_id)

    def game(self, game_id: str, game_date: date) -> Game | None:
        """A game under either name; None when the schedule does not have it."""
        return self._by_key.get(self.key(game_id, game_date) or "")

    @cached_property
    def articles(self) -> Mapping[str, NewsArticle]:
        """Every article by its id, as it was published last."""
        rows = newest_by(
            self._of(NewsArticle),
            key=lambda row: row.article_id,
            order=lambda row: (null_first(row.published_at),),
        )
        return {row.article_id: row for row in rows}

    @cached_property
    def insights(self) -> Mapping[str, NewsInsight]:
        """What was made of an article last, by the article's id."""
        rows = newest_by(
            self._of(NewsInsight),
            key=lambda row: row.article_id,
            order=lambda row: (null_first(row.extracted_at),),
        )
        return {row.article_id: row for row in rows}

    def _of(self, row_type: type[R]) -> Sequence[R]:
        return self.rows.get(row_type, ())  # type: ignore[return-value]

    @cached_property
    def _by_key(self) -> dict[str, Game]:
        return {game.key: game for games in self._games.values() for game in games}

    @cached_property
    def _rows(self) -> dict[date, list[tuple[str, ScheduledGame]]]:
        found: dict[date, list[tuple[str, ScheduledGame]]] = {}
        for row in as_they_stand(self._of(ScheduledGame), self.as_of):
            teams = {row.home_team_tricode, row.away_team_tricode}
            if teams <= TRICODES and not row.is_all_star and is_league_game(row.game_id):
                key = game_key(row.game_date, row.away_team_tricode, row.home_team_tricode)
                found.setdefault(row.game_date, []).append((key, row))
        return found

    @cached_property
    def _league_ids(self) -> dict[date, dict[str, str]]:
        return {
            day: {row.game_id: key for key, row in sorted(rows, key=lambda pair: pair[0])}
            for day, rows in self._rows.items()
        }

    @cached_property
    def _finals(self) -> tuple[date, ...]:
        return tuple(day for day, games in self._games.items() if any(map(_is_final, games)))

    @cached_property
    def _games(self) -> dict[date, tuple[Game, ...]]:
        return {day: _games(rows, self.as_of) for day, rows in self._rows.items()}


def _is_final(game: Game) -> bool:
    return game.status == FINAL and not game.postponed


def _games(rows: Iterable[tuple[str, ScheduledGame]], as_of: datetime) -> tuple[Game, ...]:
    by_key: dict[str, list[ScheduledGame]] = {}
    for key, row in rows:
        by_key.setdefault(key, []).append(row)
    games = [_game(key, versions, as_of) for key, versions in by_key.items()]
    return tuple(sorted(games, key=lambda game: (null_last(game.tip_off), game.key)))


def _game(key: str, versions: list[ScheduledGame], as_of: datetime) -> Game:
    """The highest status known by the as-of; a game only known later is to be played (D25)."""
    known = [row for row in versions if row.processed_at is None or row.processed_at <= as_of]
    if not known:
        first = min(versions, key=lambda row: (null_first(row.processed_at), repr(row)))
        return _to_be_played(key, first)
    [row] = newest_by(
        known,
        key=lambda _: key,
        order=lambda row: (row.game_status or 0, null_first(row.processed_at)),
    )
    return Game(
        key=key,
        game_date=row.game_date,
        away=row.away_team_tricode,
        home=row.home_team_tricode,
        tip_off=row.game_date_est,
        status=row.game_status,
        home_score=row.home_team_score,
        away_score=row.away_team_score,
        postponed=is_postponed(row),
    )


def _to_be_played(key: str, row: ScheduledGame) -> Game:
    return Game(
        key=key,
        game_date=row.game_date,
        away=row.away_team_tricode,
        home=row.home_team_tricode,
        tip_off=row.game_date_est,
        status=SCHEDULED,
        home_score=None,
        away_score=None,
        postponed=False,
    )

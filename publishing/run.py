"""One batch run: what it is to make, and of what."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from publishing.exports import BY_NAME
from publishing.exports.declaration import Export, OfLeague, OfPlayer, OfSlate, Parameters
from publishing.exports.inputs import GRADED, PICKED, SCHEDULE
from publishing.league import LEAGUE_TABLES
from publishing.reads import Read, Wanted, reads_of
from publishing.rows import Row, ScheduledGame


@dataclass(frozen=True, slots=True)
class Run:
    """The dates and exports of a run, by name. `players` limits the documents of players.

    `dates` ascend; a path without a date is written for the newest alone (D5), and for none
    without `update_latest`.
    """

    run_id: str
    as_of: datetime
    dates: tuple[date, ...]
    names: tuple[str, ...]
    champion: str
    parameters: Parameters = field(default_factory=Parameters)
    players: frozenset[str] | None = None
    update_latest: bool = True

    @property
    def exports(self) -> tuple[Export, ...]:
        """The exports, fast and important ones first."""
        return tuple(BY_NAME[name] for name in self.names)

    @property
    def newest(self) -> date:
        """The date that pointers follow."""
        return self.dates[-1]

    def dates_of(self, export: Export) -> tuple[date, ...]:
        """The dates that an export is made for: all that leave something of their own."""
        every = export.dated is not None or isinstance(export.made, OfPlayer)
        return self.dates if every else (self.newest,)

    @property
    def parameters_of_players(self) -> Parameters:
        """Those of a player's document: who is asked for by name needs no number of games."""
        return replace(self.parameters, min_games=1) if self.players else self.parameters

    def reads(self) -> tuple[Read, ...]:
        """One read per table."""
        wanted: list[Wanted] = [(SCHEDULE, self.dates)]
        for export in self.exports:
            wanted += [(one, self.dates_of(export)) for one in export.inputs]
            if isinstance(export.made, OfSlate) and export.dated:
                # How long a date's document may be kept depends on what is graded (D3).
                wanted += [(PICKED, self.dates), (GRADED, self.dates)]
        return reads_of(wanted, self.as_of, self.champion)

    def reads_of_league(self) -> tuple[Read, ...]:
        """The reads that every player's documents need whole."""
        return tuple(read for read in self.reads() if read.row_type in LEAGUE_TABLES)

    def reads_of_players(self) -> tuple[Read, ...]:
        """The reads whose rows belong to one player or one league document."""
        return tuple(read for read in self.reads() if read.row_type not in LEAGUE_TABLES)

    def league_exports(self, row_type: type[Row]) -> tuple[Export, ...]:
        """The exports that are made of this table's rows alone."""
        return tuple(
            export
            for export in self.exports
            if isinstance(export.made, OfLeague) and export.made.row_type is row_type
        )

    def needs(self, export: Export) -> frozenset[str]:
        """The names of the tables that an export is made of."""
        return frozenset(one.row_type.table for one in export.inputs) | {ScheduledGame.table}

"""The templates: what each can make and what it can be told, declared once (idea 4).

Which exports are a template's is said by the exports themselves; options are named as the jobs
declare them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from publishing.exports import EXPORTS
from publishing.exports.declaration import Export
from publishing.job_types import EVERY

Job = Literal["live", "export"]

BACKFILL = "backfill"
"""The template that makes every export."""


@dataclass(frozen=True, slots=True)
class Template:
    """One flex template. `options` are those of its job that it takes, `required` among them."""

    name: str
    title: str
    description: str
    job: Job
    options: tuple[str, ...]
    required: tuple[str, ...]

    @property
    def streaming(self) -> bool:
        """Whether its job runs until it is drained."""
        return self.job == "live"

    @property
    def exports(self) -> tuple[Export, ...]:
        """The exports that it can make, in their order; none of the streaming job."""
        if self.name == BACKFILL:
            return EXPORTS
        return tuple(export for export in EXPORTS if self.name in export.templates)

    @property
    def job_types(self) -> tuple[str, ...]:
        """The words for its exports, each once: what is made when nothing else is said."""
        return tuple(dict.fromkeys(export.job_type for export in self.exports))

    @property
    def words(self) -> tuple[str, ...]:
        """Every word of `--only` that means none but its exports (`live.md` 9)."""
        groups = dict.fromkeys(group for export in self.exports for group in export.groups)
        every = (EVERY,) if self.name == BACKFILL else ()
        return (*self.job_types, *(one for one in groups if self._has_all(one)), *every)

    def _has_all(self, group: str) -> bool:
        return all(export in self.exports for export in EXPORTS if group in export.groups)


_LIVE = (
    "source",
    "output",
    "archive",
    "events",
    "dead_letters",
    "dead_letter_bodies",
    "flush_interval_seconds",
    "champion_system",
    "clock",
    "run_id",
)

_EXPORT = (
    "warehouse",
    "output",
    "date",
    "only",
    "update_latest",
    "min_games",
    "champion_system",
    "as_of",
    "manifest",
    "dead_letters",
    "dead_letter_bodies",
    "state",
    "claim",
    "completion",
    "run_id",
)


def _export(name: str, title: str, description: str, *more: str) -> Template:
    return Template(
        name, title, description, "export", (*_EXPORT, *more), required=("warehouse", "output")
    )


TEMPLATES: tuple[Template, ...] = (
    Template(
        "live",
        "Courtside: live night",
        "Folds a night's feed into live scores, live grading and the site's status, until drained.",
        "live",
        _LIVE,
        required=("source", "output", "archive"),
    ),
    _export(
        "daily",
        "Courtside: results of a date",
        "Results and performance of a date, and all that its gradings change elsewhere.",
        "top_n",
    ),
    _export(
        "tonight",
        "Courtside: before the games",
        "Tonight's players, each player's night, predictions, best bets and streaks of a date.",
        "top_n",
        "players",
    ),
    _export(
        "trends",
        "Courtside: trends",
        "The trends of players and teams: daily, weekly and monthly ones.",
    ),
    _export(
        "players",
        "Courtside: players",
        "The players' index, profiles, seasons and game reports.",
        "players",
    ),
    _export(
        BACKFILL,
        "Courtside: backfill",
        "Any documents of a date, of a range of dates, or of every date that was graded.",
        "start_date",
        "end_date",
        "backfill_all",
        "top_n",
        "players",
    ),
)

BY_NAME = {template.name: template for template in TEMPLATES}


def outside(template: Template, names: Iterable[str]) -> list[str]:
    """A sentence for each export, by name, that the template does not make."""
    own = {export.name for export in template.exports}
    found = []
    for export in EXPORTS:
        if export.name in names and export.name not in own:
            able = [*export.templates, BACKFILL]
            has = "has" if len(able) == 1 else "have"
            found.append(
                f"{export.job_type} is no export of the template {template.name}: "
                f"{' and '.join(able)} {has} it"
            )
    return list(dict.fromkeys(found))

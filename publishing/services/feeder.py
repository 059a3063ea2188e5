"""`courtside feeder`: feeds one night of games, from the source and the warehouse (D11, I-3)."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence

from publishing.adapters.balldontlie import BoxScores
from publishing.adapters.dead_letters import dead_letters_at, dead_letters_problem
from publishing.adapters.pubsub import Topic
from publishing.adapters.warehouses import WarehouseAway
from publishing.bad_options import BadOptions
from publishing.calendar import slate_window
from publishing.rows import LIVE_OPTIONAL_TABLES, LIVE_TABLES
from publishing.services.feeding.dry_run import dry_run_text
from publishing.services.feeding.options import FeederConfig, feeder_options
from publishing.services.feeding.running import feed

LEAST_BUDGET_SECONDS = 0.5
"""Real seconds for a poll, however fast a rehearsal's clock runs."""


def main(argv: Sequence[str] | None = None) -> int:
    """Exit code 0 when the night was fed or has no games, 1 when not, 2 when it cannot start.

    A dry run is 0 when it could start.
    """
    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    logging.getLogger("courtside").setLevel(logging.INFO)
    try:
        config = feeder_options(argv, os.environ)
        if problems := preflight(config):
            raise BadOptions(problems)
        if config.dry_run:
            print(dry_run_text(config))
            return 0
        budget = max(LEAST_BUDGET_SECONDS, config.clock.real_seconds(config.budget_seconds))
        return feed(
            config,
            BoxScores(config.base_url, config.api_key, budget),
            Topic(config.topic),
            dead_letters_at(config.dead_letters) if config.dead_letters else None,
        )
    except BadOptions as bad:
        print("\n".join(f"error: {problem}" for problem in bad.problems), file=sys.stderr)
    except WarehouseAway as away:
        print(f"error: the schedule cannot be read: {away}", file=sys.stderr)
    return 2


def preflight(config: FeederConfig) -> list[str]:
    """Everything that would stop the feed later, one sentence each; nothing when it can start."""
    problems = list(config.warehouse.problems(LIVE_TABLES, LIVE_OPTIONAL_TABLES))
    if problem := Topic(config.topic).problem():
        problems.append(problem)
    _, closes = slate_window(config.game_date)
    if config.clock.now() >= closes:
        problems.append(
            f"the slate of {config.game_date} took events until {closes:%Y-%m-%d %H:%M} UTC: "
            "nothing can be fed to it any more, write another --date"
        )
    if config.dead_letters:
        problems += dead_letters_problem(config.dead_letters)
    return problems


if __name__ == "__main__":
    sys.exit(main())

"""The arguments of `courtside feeder`: names, defaults and help. They are checked elsewhere."""

from __future__ import annotations

import argparse

from publishing.adapters.balldontlie import REAL_SOURCE

KEY_VARIABLE = "BDL_API_KEY"
"""The environment variable that holds the API key when no file does."""


def parser() -> argparse.ArgumentParser:
    """What the command can be told; every value stays a text, so that all are checked at once."""
    found = argparse.ArgumentParser(
        prog="courtside feeder",
        description="Feeds one night: the source's answers and the warehouse's rows as events, "
        "from 30 minutes before the first tip-off until every game is over.",
        epilog="Exit code 0: the night is over, or there is none. 1: a part failed, or events "
        "could not be sent. 2: it could not start, or would not. All seconds are of the clock.",
        allow_abbrev=False,
    )
    found.add_argument(
        "--source",
        default=f"bdl:{REAL_SOURCE}",
        metavar="bdl:URL",
        help="The box-score source. Default: %(default)s.",
    )
    found.add_argument(
        "--warehouse", default="", metavar="PLACE", help="parquet:DIR or bigquery:PROJECT."
    )
    found.add_argument(
        "--topic", default="", metavar="TOPIC", help="The feed: projects/P/topics/T."
    )
    found.add_argument(
        "--date", default="today", help="today, yesterday or YYYY-MM-DD. Default: %(default)s."
    )
    for name, default, what in _NUMBERS:
        found.add_argument(f"--{name}", default=default, metavar="N", help=f"{what} [{default}]")
    found.add_argument(
        "--champion_system",
        default="catboost_v9",
        metavar="NAME",
        help="The system whose predictions are fed (D20). Default: %(default)s.",
    )
    found.add_argument(
        "--api_key_file", metavar="FILE", help=f"Holds the API key. Default: {KEY_VARIABLE}."
    )
    found.add_argument(
        "--dead_letters",
        metavar="PLACE",
        help="Where rows and answers go that do not fit: a folder or gs://BUCKET/PREFIX.",
    )
    found.add_argument(
        "--clock",
        metavar="FROM[@EPOCH][xSPEED]",
        help="A rehearsal of another night, as in 2018-11-23T16:30:00Z@1763950000x60.",
    )
    found.add_argument(
        "--dry_run",
        action="store_true",
        help="Says what would be fed and when; sends nothing and does not ask the source.",
    )
    return found


_NUMBERS = (
    ("poll_seconds", "15", "Seconds between two polls of the source."),
    ("budget_seconds", "12", "Seconds that one poll may take, with all pages and retries."),
    ("tick_seconds", "30", "Seconds between two ticks."),
    ("reference_seconds", "300", "Seconds after which unchanged reference events come again."),
    ("grace_minutes", "15", "Minutes after the last final in which corrections are fed."),
)

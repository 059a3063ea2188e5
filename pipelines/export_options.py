"""The batch run's options, declared once (`live.md` 9): its command line and its templates."""

from __future__ import annotations

from pipelines import patterns
from pipelines.declared import CommandLine, Option
from pipelines.options import NO_DRY_RUN, NO_FILE

ENGINES = ("beam", "inline")

OPTIONS = (
    Option(
        "warehouse",
        "Warehouse",
        "Where rows come from: bigquery:PROJECT, or parquet:DIR.",
        pattern=patterns.WAREHOUSE,
        example="bigquery:nba-props",
    ),
    Option(
        "output",
        "Public documents",
        "Where public documents go: a folder, or gs://BUCKET/v1.",
        kind="write_folder",
        pattern=patterns.PLACE_WITH_PREFIX,
        example="gs://nba-props-site/v1",
    ),
    Option(
        "date",
        "Date",
        "One date: YYYY-MM-DD, today or yesterday. Default: yesterday.",
        pattern=patterns.DATE,
        example="2026-02-11",
    ),
    Option(
        "start_date",
        "First date",
        "The first date of a range, with --end_date.",
        pattern=patterns.DATE,
        example="2026-02-01",
    ),
    Option(
        "end_date",
        "Last date",
        "The last date of a range; pointers move to it alone.",
        pattern=patterns.DATE,
        example="2026-02-11",
    ),
    Option("backfill_all", "Every date", "Every date that has gradings.", kind="flag"),
    Option(
        "only",
        "Exports",
        "Job types and groups, separated by commas. Default: all but those of the week "
        "and on demand; `all` is everything.",
    ),
    Option(
        "update_latest",
        "Newest documents",
        "false writes dated documents alone, and no path that follows the newest. Default: true.",
        kind="choice",
        default="true",
        choices=patterns.BOOLEAN,
    ),
    Option(
        "engine",
        "Engine",
        "beam, or inline: the same documents in one process. Default: beam.",
        kind="choice",
        default="beam",
        choices=ENGINES,
        local="a service runs Beam",
    ),
    Option(
        "players",
        "Players",
        "Limits the documents of players to these lookups.",
        pattern=patterns.PLAYERS,
        example="stephencurry,lukadoncic",
    ),
    Option(
        "min_games",
        "Games of a profile",
        "Games that a player needs for a profile. Default: 5.",
        kind="number",
        default="5",
        pattern=patterns.TO_10000,
        example="10",
    ),
    Option(
        "top_n",
        "Length of best bets",
        "Length of best bets. Default: 15.",
        kind="number",
        default="15",
        pattern=patterns.TO_10000,
        example="15",
    ),
    Option(
        "as_of",
        "As of",
        "What is known, as an RFC 3339 instant. Default: now.",
        pattern=patterns.INSTANT,
        example="2026-02-11T18:00:00Z",
    ),
    Option(
        "champion_system",
        "Champion",
        "Whose predictions count (D20).",
        default="catboost_v9",
        pattern=patterns.NAME,
        example="catboost_v9",
    ),
    Option(
        "manifest",
        "Run record",
        "Where the run's record goes. Default: beside the output.",
        kind="write_file",
        pattern=patterns.FILE,
        example="gs://nba-props-private/runs/daily-2026-02-11.json",
    ),
    Option(
        "journal",
        "Journal",
        "A file that gets one JSON line for each decision. Default: none.",
        local=NO_FILE,
    ),
    Option(
        "dead_letters",
        "Dead letters",
        "Where rows that do not fit go; never public: a folder, gs://BUCKET/PREFIX or "
        "pubsub:projects/P/topics/T. Default: beside the output.",
        pattern=patterns.LETTERS,
        example="pubsub:projects/nba-props/topics/nba-phase6-dead-letters",
    ),
    Option(
        "dead_letter_bodies",
        "Bodies of dead letters",
        "Where bodies too large for the dead-letter topic go.",
        kind="write_folder",
        pattern=patterns.PLACE,
        example="gs://nba-props-private/bodies",
    ),
    Option(
        "state",
        "State",
        "Where claims, gates and marks are kept; never public: a folder, or gs://PRIVATE/PREFIX.",
        kind="write_folder",
        pattern=patterns.PLACE,
        example="gs://nba-props-private/state",
    ),
    Option(
        "claim",
        "Claim",
        "The path below --state of the claim that this run ends.",
        pattern=patterns.PATH,
        example="claims/2026-02-11/results/phase6-daily-results-20260212T1300Z",
    ),
    Option(
        "completion",
        "Completion topic",
        "Where the run says that it has ended: projects/P/topics/T.",
        kind="topic",
        pattern=patterns.TOPIC,
        example="projects/nba-props/topics/nba-phase6-export-complete",
    ),
    Option(
        "run_id",
        "Run",
        "The name of this run in logs and records. Default: a random one.",
        pattern=patterns.NAME,
        example="daily-2026-02-11",
    ),
    Option(
        "dry_run",
        "Dry run",
        "Says what would be read and written, and ends.",
        kind="flag",
        local=NO_DRY_RUN,
    ),
)

EXPORT = CommandLine(
    "pipelines.export",
    """python -m pipelines.export --warehouse bigquery:PROJECT | parquet:DIR
       --output gs://BUCKET/v1 | DIR [--date D | --start_date A --end_date B | --backfill_all]
       [--only results,tonight-players,trends-daily] [--engine beam|inline]
       [any option below, or any of Beam's]""",
    OPTIONS,
)

"""The live job's options, declared once: its command line and its template are made from them."""

from __future__ import annotations

from pipelines import patterns
from pipelines.declared import CommandLine, Option
from publishing.live.flush import FLUSH_SECONDS

NO_FILE = "workers of a service share no file"
NO_DRY_RUN = "a launcher fails when no job comes of it"

OPTIONS = (
    Option(
        "source",
        "Feed",
        "Where the feed comes from: replay:FILE.jsonl[.gz], a recorded night, or "
        "pubsub:projects/P/subscriptions/S; pubsub: may be left out.",
        kind="subscription",
        pattern=patterns.SUBSCRIPTION,
        example="projects/nba-props/subscriptions/nba-live-boxscores-job",
    ),
    Option(
        "speed",
        "Speed",
        "How many times faster than life a night is replayed: a number, or max.",
        default="max",
        local="a live night has its own pace",
    ),
    Option(
        "warehouse",
        "Warehouse",
        "Where a replay's reference events come from: parquet:DIR, a file per table.",
        local="a live night's reference events come with its feed",
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
        "dead_letters",
        "Dead letters",
        "Where input that does not fit goes; never public: a folder, "
        "gs://BUCKET/PREFIX or pubsub:projects/P/topics/T. Default: beside the output.",
        pattern=patterns.LETTERS,
        example="pubsub:projects/nba-props/topics/nba-phase6-dead-letters",
    ),
    Option(
        "dead_letter_bodies",
        "Bodies of dead letters",
        "Where bodies too large for a message of the dead-letter topic go; never public.",
        kind="write_folder",
        pattern=patterns.PLACE,
        example="gs://nba-props-private/bodies",
    ),
    Option(
        "archive",
        "Archive",
        "Where folded events are kept and restored from; never public. A replay can do without.",
        kind="write_folder",
        pattern=patterns.PLACE,
        example="gs://nba-props-private/archive",
    ),
    Option(
        "events",
        "Events of the night",
        "The topic that is told what happens in the night: slate-started, game-final, "
        "slate-settled. Default: nobody is told.",
        kind="topic",
        pattern=patterns.TOPIC,
        example="projects/nba-props/topics/nba-phase6-live-events",
    ),
    Option(
        "journal",
        "Journal",
        "A file that gets one JSON line for each decision. Default: none.",
        local=NO_FILE,
    ),
    Option(
        "flush_interval_seconds",
        "Flush interval",
        "Event time between two flushes of a slate, in seconds.",
        kind="number",
        default=str(FLUSH_SECONDS),
        pattern=patterns.TO_A_DAY,
        example="60",
    ),
    Option(
        "run_id",
        "Run",
        "The name of this run in logs and records. Default: a random one.",
        pattern=patterns.NAME,
        example="live-2026-02-11",
    ),
    Option(
        "clock",
        "Clock",
        "A rehearsal from Pub/Sub: FROM[@EPOCH][xSPEED], as if it were FROM at EPOCH "
        "(Unix seconds), SPEED times faster than life.",
        pattern=patterns.REHEARSAL,
        example="2018-11-23T16:25:00Z@1764000000x60",
    ),
    Option(
        "champion_system",
        "Champion",
        "The system whose predictions are graded (D20).",
        default="catboost_v9",
        pattern=patterns.NAME,
        example="catboost_v9",
    ),
    Option(
        "dry_run",
        "Dry run",
        "Says what would be read, written and archived, and ends.",
        kind="flag",
        local=NO_DRY_RUN,
    ),
)

LIVE = CommandLine(
    "pipelines.live",
    """python -m pipelines.live --source replay:FILE --warehouse parquet:DIR --output DIR
       python -m pipelines.live --source pubsub:projects/P/subscriptions/S \\
              --output gs://BUCKET/v1 --archive gs://PRIVATE/archive
       [any option below, or any of Beam's]""",
    OPTIONS,
)

"""The streaming job: events of a live night to live scores, live grading and status."""

from __future__ import annotations

import sys

import apache_beam as beam
from apache_beam.options.pipeline_options import PipelineOptions

from pipelines.options import LiveOptions
from transforms.live import DEAD, FoldSettings, FoldSlate, SplitByGameDate
from transforms.publish import KeepDeadLetter, PublishSettings, PublishSnapshot
from transforms.replay import ReadReplay, ReplaySettings
from transforms.windows import GameDayWindows


def build(p, o):
    read = (
        p
        | "Night"
        >> beam.Create(
            [
                ReplaySettings(
                    o.source.removeprefix("replay:"),
                    o.warehouse.removeprefix("parquet:"),
                    "catboost_v9",
                    o.flush_interval_seconds,
                    None,
                )
            ]
        )
        | "ReadReplay" >> beam.ParDo(ReadReplay()).with_outputs(DEAD, main="lines")
    )
    split = read.lines | "SplitByGameDate" >> beam.ParDo(SplitByGameDate()).with_outputs(
        DEAD, main="events"
    )
    snaps = (
        split.events
        | "GameDays" >> beam.WindowInto(GameDayWindows())
        | "FoldSlate" >> beam.ParDo(FoldSlate(FoldSettings(o.flush_interval_seconds, o.archive)))
    )
    pub = snaps | "Publish" >> beam.ParDo(
        PublishSnapshot(PublishSettings(o.output, o.archive, o.journal))
    ).with_outputs(DEAD, main="p")
    for n, d in (("Read", read[DEAD]), ("Split", split[DEAD]), ("Publish", pub[DEAD])):
        d | f"Keep{n}Dead" >> beam.ParDo(KeepDeadLetter(o.dead_letters))


def main(argv=None):
    options = PipelineOptions(argv, runner="FnApiRunner")
    o = options.view_as(LiveOptions)
    p = beam.Pipeline(options=options)
    build(p, o)
    r = p.run()
    r.wait_until_finish()
    for c in r.metrics().query()["counters"]:
        print(c.key.metric.namespace, c.key.metric.name, c.committed)


if __name__ == "__main__":
    main(sys.argv[1:])

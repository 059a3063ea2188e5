"""Where the live job's feed comes from: a recorded night, or Pub/Sub."""

from __future__ import annotations

import apache_beam as beam
from apache_beam.io.gcp.pubsub import ReadFromPubSub
from apache_beam.pvalue import PCollection

from pipelines.config import LiveConfig
from transforms.replay import ReadReplay, ReplaySettings
from transforms.split import DEAD


def feed(
    pipeline: beam.Pipeline, config: LiveConfig
) -> tuple[PCollection, tuple[PCollection, ...]]:
    """The feed's lines or messages, and what of a replay could not be read."""
    if config.subscription is not None:
        # A local runner knows no id label; the fold is idempotent by itself.
        id_label = None if config.local else "event_id"
        read = ReadFromPubSub(
            subscription=config.subscription, id_label=id_label, with_attributes=True
        )
        return pipeline | "ReadPubSub" >> read, ()
    assert config.replay_file is not None
    assert config.warehouse is not None
    night = ReplaySettings(
        config.replay_file, config.warehouse, config.champion_system, config.flush_interval_seconds
    )
    replay = (
        pipeline
        | "Night" >> beam.Impulse()
        | "ReadReplay" >> beam.ParDo(ReadReplay(night)).with_outputs(DEAD, main="lines")
    )
    return replay.lines, (replay[DEAD],)

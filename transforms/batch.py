"""A batch run as one Beam graph: read once, group by player, group by date, publish, record."""

from __future__ import annotations

import apache_beam as beam
from apache_beam import pvalue
from apache_beam.transforms import combiners

from publishing.row_chunks import encode_rows
from publishing.rows import BoxScoreRow
from publishing.run import Run
from publishing.services.ending import EndSettings
from transforms.exports import DOCUMENTS, MakeOfPlayer, MakeOfSlate
from transforms.publish import PublishSettings
from transforms.publish_batch import (
    EndRun,
    KeepRejected,
    PublishDocuments,
    PublishStale,
    RecordSettings,
    WriteRecord,
)
from transforms.tables import DEAD, FACTS, PIECES, CutRead, ReadLeague, ReadPlayers


class ExportRun(beam.PTransform):
    """From a pipeline to the encoded record of a run, after all that it publishes."""

    def __init__(
        self,
        run: Run,
        warehouse: str,
        publish: PublishSettings,
        dead_letters: str,
        dead_letter_bodies: str | None,
        record: RecordSettings,
        end: EndSettings,
    ) -> None:
        super().__init__()
        self.run = run
        self.warehouse = warehouse
        self.publish = publish
        self.dead_letters = dead_letters
        self.dead_letter_bodies = dead_letter_bodies
        self.record = record
        self.end = end

    def expand(self, begin: pvalue.PBegin) -> pvalue.PCollection:
        run = self.run
        league = (
            begin
            | "LeagueReads" >> beam.Create(run.reads_of_league())
            | "CutLeague" >> beam.ParDo(CutRead(self.warehouse)).with_outputs(FACTS, main="parts")
        )
        league_rows = (
            league.parts
            | "SpreadLeague" >> beam.Reshuffle()
            | "ReadLeague"
            >> beam.ParDo(ReadLeague(self.warehouse)).with_outputs(FACTS, DEAD, main="rows")
        )
        cut = (
            begin
            | "PlayerReads" >> beam.Create(run.reads_of_players())
            | "CutPlayers" >> beam.ParDo(CutRead(self.warehouse)).with_outputs(FACTS, main="parts")
        )
        read = (
            cut.parts
            | "SpreadPlayers" >> beam.Reshuffle()
            | "ReadPlayers"
            >> beam.ParDo(ReadPlayers(self.warehouse, run)).with_outputs(
                FACTS, DEAD, PIECES, main="rows"
            )
        )
        sources = (
            league[FACTS],
            league_rows[FACTS],
            cut[FACTS],
            read[FACTS],
        ) | "SourceFacts" >> beam.Flatten()
        sides = {"chunks": pvalue.AsList(league_rows.rows), "facts": pvalue.AsList(sources)}
        # Who is asked for by name has a document, whether or not there is a row of him.
        named = begin | "Named" >> beam.Create(
            [(lookup, encode_rows(BoxScoreRow, ())) for lookup in sorted(run.players or ())]
        ).with_output_types(tuple[str, bytes])
        of_player = (
            (read.rows, named)
            | "PlayerRows" >> beam.Flatten()
            | "ByPlayer" >> beam.GroupByKey()
            | "MakeOfPlayer"
            >> beam.ParDo(MakeOfPlayer(run), **sides).with_outputs(
                DOCUMENTS, FACTS, DEAD, main="pieces"
            )
        )
        dates = begin | "Dates" >> beam.Create([(day.isoformat(), b"") for day in run.dates])
        of_slate = (
            (dates, of_player.pieces, read[PIECES])
            | "Pieces" >> beam.Flatten()
            | "ByDate" >> beam.GroupByKey()
            | "MakeOfSlate"
            >> beam.ParDo(MakeOfSlate(run), **sides).with_outputs(FACTS, DEAD, main="documents")
        )
        slates = of_slate.documents | "PublishSlates" >> beam.ParDo(PublishDocuments(self.publish))
        published = slates | "SlatesPublished" >> combiners.Count.Globally()
        players = of_player[DOCUMENTS] | "PublishPlayers" >> beam.ParDo(
            PublishDocuments(self.publish),
            lacking=pvalue.AsList(of_slate[FACTS]),
            after=pvalue.AsSingleton(published),
        )
        letters = (
            (league_rows[DEAD], read[DEAD], of_player[DEAD], of_slate[DEAD])
            | "AllRejected" >> beam.Flatten()
            | "KeepRejected" >> beam.ParDo(KeepRejected(self.dead_letters, self.dead_letter_bodies))
        )
        facts = (sources, of_player[FACTS], of_slate[FACTS], slates, players)
        stale = (
            begin
            | "Stale" >> beam.Create([b""])
            | "PublishStale"
            >> beam.ParDo(
                PublishStale(run, self.publish),
                chunks=sides["chunks"],
                facts=pvalue.AsList(facts | "FactsOfDocuments" >> beam.Flatten()),
            )
        )
        record: pvalue.PCollection = (
            (*facts, stale, letters)
            | "AllFacts" >> beam.Flatten()
            | "Barrier" >> combiners.ToList()
            | "WriteRecord" >> beam.ParDo(WriteRecord(run, self.record))
            | "EndRun" >> beam.ParDo(EndRun(self.end))
        )
        return record

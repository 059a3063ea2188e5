"""One stream of a read session, as Arrow batches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
from google.cloud.bigquery_storage_v1 import BigQueryReadClient, types

from publishing.adapters.bigquery_errors import TROUBLE

STREAM_SECONDS = 60.0
"""How long one answer is held open; then the stream is opened again where it stopped."""


class ReadStream:
    """The batches of a stream, in order; after an error it goes on where it stopped."""

    def __init__(self, reads: BigQueryReadClient, name: str, schema: bytes) -> None:
        self._reads: Any = reads
        self._name = name
        self._schema = pa.py_buffer(schema)
        self._rows = 0
        self._answers: Iterator[types.ReadRowsResponse] | None = None

    def next(self) -> Any:
        """The next batch, None at the end of the stream; any error of `TROUBLE`."""
        try:
            if self._answers is None:
                self._answers = iter(
                    self._reads.read_rows(
                        self._name, self._rows, retry=None, timeout=STREAM_SECONDS
                    )
                )
            answer = next(self._answers, None)
            if answer is None:
                return None
            body = pa.py_buffer(answer.arrow_record_batch.serialized_record_batch)
            batch = pa.ipc.read_record_batch(body, pa.ipc.read_schema(self._schema))
        except TROUBLE:
            # A broken iterator would look like one that has ended.
            self._answers = None
            raise
        self._rows += batch.num_rows
        return batch

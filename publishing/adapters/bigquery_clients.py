"""The two official clients of BigQuery, of Google's own service or of an emulator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import google.cloud.bigquery as bigquery
import grpc
from google.auth.credentials import AnonymousCredentials
from google.cloud.bigquery_storage_v1 import BigQueryReadClient
from google.cloud.bigquery_storage_v1.services.big_query_read.transports import (
    BigQueryReadGrpcTransport,
)

REST_VARIABLE = "BIGQUERY_EMULATOR_HOST"
GRPC_VARIABLE = "BIGQUERY_STORAGE_GRPC_ENDPOINT"


@dataclass(frozen=True, slots=True)
class Clients:
    """`tables` knows what tables there are; `reads` reads their rows."""

    tables: bigquery.Client
    reads: BigQueryReadClient


@dataclass(frozen=True, slots=True)
class Emulator:
    """Where an emulator listens: `rest` is `http://HOST:PORT`, `grpc` is `HOST:PORT`."""

    rest: str
    grpc: str


def named_emulator(environment: Mapping[str, str]) -> Emulator | None:
    """The emulator that the usual variables name; None when they name none.

    ValueError for half of one: the other half would be Google's own service.
    """
    rest, storage = environment.get(REST_VARIABLE), environment.get(GRPC_VARIABLE)
    if not rest and not storage:
        return None
    if not rest or not storage:
        given, other = (REST_VARIABLE, GRPC_VARIABLE) if rest else (GRPC_VARIABLE, REST_VARIABLE)
        raise ValueError(f"{given} names a BigQuery emulator without {other}: set both or none")
    return Emulator(
        rest if "://" in rest else f"http://{rest}", storage.rpartition("://")[2].rstrip("/")
    )


def connected(project: str, emulator: Emulator | None = None) -> Clients:
    """The clients for a project; no credentials are sought for an emulator.

    Raises google.auth's errors where there are no credentials.
    """
    if emulator is None:
        return Clients(
            bigquery.Client(project=project),
            BigQueryReadClient(),  # type: ignore[no-untyped-call]
        )
    # A message may be larger than the four megabytes that gRPC takes unasked.
    channel = grpc.insecure_channel(
        emulator.grpc, options=[("grpc.max_receive_message_length", -1)]
    )
    return Clients(
        bigquery.Client(
            project=project,
            credentials=AnonymousCredentials(),  # type: ignore[no-untyped-call]
            client_options={"api_endpoint": emulator.rest},
        ),
        BigQueryReadClient(  # type: ignore[no-untyped-call]
            transport=BigQueryReadGrpcTransport(channel=channel)
        ),
    )

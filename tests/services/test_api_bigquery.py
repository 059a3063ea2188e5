"""The API over BigQuery's own clients: the bytes of the same Parquet, a player's rows at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from google.cloud.bigquery_storage_v1 import BigQueryReadClient

from demo.season import NIGHT
from publishing.adapters.warehouses import BatchWarehouse, warehouse_at
from publishing.calendar import days_before
from publishing.services.answering.snapshot import TABLES
from tests.bigquery_server import bigquery_server, variables
from tests.bigquery_tables import Tables
from tests.services.asking import Service

pytestmark = pytest.mark.integration

PROJECT = "on-demand"
AS_OF = f"{NIGHT}T17:00:00Z"
PLAYERS = 4


@pytest.fixture(scope="module")
def warehouse(written: Path) -> Iterator[BatchWarehouse]:
    """The simulated season in an emulator."""
    with bigquery_server() as found, pytest.MonkeyPatch.context() as patch:
        Tables(found, PROJECT).load_folder(written)
        for name, value in variables(found).items():
            patch.setenv(name, value)
        yield warehouse_at(f"bigquery:{PROJECT}")


def test_the_bytes_are_the_same_and_one_player_is_read(
    warehouse: BatchWarehouse, written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, asked = (Service(one, tmp_path, AS_OF) for one in (written, warehouse))
    assert held.holder.refresh()
    assert asked.holder.refresh()
    restrictions: list[str] = []
    create = BigQueryReadClient.create_read_session

    def watched(client: BigQueryReadClient, **request: object) -> object:
        wanted = request["read_session"]
        restrictions.append(wanted.read_options.row_restriction)  # type: ignore[attr-defined]
        return create(client, **request)  # type: ignore[arg-type]

    monkeypatch.setattr(BigQueryReadClient, "create_read_session", watched)
    players = sorted(held.holder.current.maker.snapshot.players)[:PLAYERS]
    eve = days_before(NIGHT, 1)
    for player in (*players, "nosuchplayer"):
        for path in ("season/2025-26", f"game-report/{eve}"):
            whole = f"/v1/players/{player}/{path}"
            found, same = asked.get(whole), held.get(whole)
            assert (found.status, found.body) == (same.status, same.body), whole
    of_players = [one for one in restrictions if "player_lookup = " in one]
    assert of_players == restrictions
    # The tables of players are all but the schedule and what teams allow.
    assert len(restrictions) == (len(TABLES) - 2) * (PLAYERS + 1)

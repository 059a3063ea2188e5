"""What stops `courtside api` from starting over BigQuery and a bucket, and what mends it (I-14)."""

from __future__ import annotations

import pytest

from publishing.adapters import places
from publishing.services import api
from publishing.services.answering import options
from publishing.services.answering.snapshot import TABLES
from tests.publishing.fake_bigquery import PROJECT, FakeBigQuery, refusal
from tests.publishing.test_bucket_problems import Google, client_of

WORDS = [f"--warehouse=bigquery:{PROJECT}", "--output=gs://site/v1", "--dry_run"]
READS = ("get", "list")

Said = pytest.CaptureFixture[str]


@pytest.fixture
def warehouse(monkeypatch: pytest.MonkeyPatch) -> FakeBigQuery:
    """One with every table that reports are made of."""
    fake = FakeBigQuery()
    for row_type in TABLES:
        columns = dict.fromkeys(row_type.__struct_fields__, "STRING")
        if row_type.date_column:
            columns[row_type.date_column] = "DATE"
        fake.add(row_type.table, columns)
    monkeypatch.setattr(options, "warehouse_at", lambda _: fake.warehouse())
    return fake


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Google:
    """One of which the API may read the objects, and no more."""
    google = Google(held=READS)
    client = client_of(google)
    monkeypatch.setattr(places, "_client", lambda: client)
    return google


def test_it_starts_with_the_rights_to_read(
    warehouse: FakeBigQuery, bucket: Google, capsys: Said
) -> None:
    assert api.main(WORDS) == 0, capsys.readouterr().err
    assert capsys.readouterr().out.startswith("Everything is there.")
    # It asks for no right to write, and reads no row.
    assert [path.rpartition("/")[2] for path in bucket.asked] == ["testPermissions"]
    assert {name.removeprefix(f"{PROJECT}.") for name in warehouse.looked} == {
        row_type.table for row_type in TABLES
    }
    assert warehouse.opened == []


def test_every_missing_right_is_named_with_what_gives_it(
    warehouse: FakeBigQuery, bucket: Google, capsys: Said
) -> None:
    bucket.held = ("get",)
    warehouse.fail("get_table", refusal("Forbidden", "Access Denied", "accessDenied"))
    text = "the user does not have 'bigquery.readsessions.create' permission for 'projects/x'"
    warehouse.fail("create_read_session", *[refusal("PermissionDenied", text)] * len(TABLES))
    del warehouse.tables[TABLES[-1].table]
    assert api.main(WORDS) == 2
    table, sessions, missing, listing = capsys.readouterr().err.splitlines()
    who = "--member=serviceAccount:ACCOUNT"
    assert table.startswith("error: table nba_")
    assert f": bq add-iam-policy-binding {who} --role=roles/bigquery.dataViewer" in table
    assert sessions == (
        f"error: project {PROJECT} may not be read without bigquery.readsessions.create: "
        f"gcloud projects add-iam-policy-binding {PROJECT} {who} "
        "--role=roles/bigquery.readSessionUser"
    )
    assert f"{TABLES[-1].table} is missing in project {PROJECT}" in missing
    assert listing == (
        "error: gs://site/v1 may not be used without storage.objects.list: gcloud storage "
        f"buckets add-iam-policy-binding gs://site {who} --role=roles/storage.objectViewer"
    )

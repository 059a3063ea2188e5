"""What is wrong with a BigQuery warehouse, in sentences that say what to do."""

from __future__ import annotations

from datetime import date

import pytest
from google.auth import exceptions as auth_errors

from publishing.adapters.bigquery import BigQueryWarehouse
from publishing.adapters.bigquery_clients import Clients
from publishing.rows import BoxScoreRow, RegisteredPlayer, ScheduledGame, SourcePlayer
from publishing.store import Unavailable
from tests.publishing.fake_bigquery import PROJECT, FakeBigQuery, refusal

SCHEDULE = {
    name: "STRING" for name in ScheduledGame.__struct_fields__ if name != "game_status_text"
} | {"game_date": "DATE"}
REGISTRY = {"player_lookup": "STRING", "player_name": "STRING", "season": "STRING"} | {
    "processed_at": "TIMESTAMP"
}
TABLES = (ScheduledGame, RegisteredPlayer)


@pytest.fixture
def fake() -> FakeBigQuery:
    whole = FakeBigQuery()
    whole.add(ScheduledGame.table, SCHEDULE)
    whole.add(RegisteredPlayer.table, REGISTRY)
    return whole


def test_nothing_is_wrong(fake: FakeBigQuery) -> None:
    assert fake.warehouse().problems(TABLES, (BoxScoreRow, SourcePlayer)) == []
    # The session that shows whether rows may be read asks for none.
    assert [session["restriction"] for session in fake.sessions] == [
        "game_date = DATE '1900-01-01'",
        "",
    ]
    assert fake.opened == []


def test_a_missing_table(fake: FakeBigQuery) -> None:
    del fake.tables[ScheduledGame.table]
    assert fake.warehouse().problems(TABLES) == [
        f"table nba_raw.nbac_schedule is missing in project {PROJECT}: load it, write another "
        f"project, or make it empty: CREATE SCHEMA IF NOT EXISTS `{PROJECT}.nba_raw`; "
        f"CREATE TABLE `{PROJECT}.nba_raw.nbac_schedule` (game_id STRING, game_date DATE, "
        "game_date_est TIMESTAMP, game_status INT64, home_team_tricode STRING, "
        "away_team_tricode STRING, home_team_score INT64, away_team_score INT64, "
        "processed_at TIMESTAMP)"
    ]


def test_a_missing_column(fake: FakeBigQuery) -> None:
    columns = {name: kind for name, kind in SCHEDULE.items() if not name.endswith("_score")}
    fake.add(ScheduledGame.table, columns)
    assert fake.warehouse().problems((), TABLES) == [
        f"table nba_raw.nbac_schedule lacks home_team_score, away_team_score in project {PROJECT}: "
        f"ALTER TABLE `{PROJECT}.nba_raw.nbac_schedule` "
        "ADD COLUMN home_team_score INT64, ADD COLUMN away_team_score INT64"
    ]


@pytest.mark.parametrize("kind", ["TIMESTAMP", "DATETIME", "STRING", "DATE[]"])
def test_a_date_that_is_none(fake: FakeBigQuery, kind: str) -> None:
    fake.add(ScheduledGame.table, SCHEDULE | {"game_date": kind})
    shown = "ARRAY<DATE>" if kind == "DATE[]" else kind
    sentence = (
        f"column game_date of table nba_raw.nbac_schedule is {shown}, not a date: write it as DATE"
    )
    assert fake.warehouse().problems(TABLES) == [sentence]
    with pytest.raises(Unavailable, match=f"^column game_date .* is {shown.split('<')[0]}"):
        list(fake.warehouse().rows(ScheduledGame, date(2026, 1, 9)))


def test_a_date_column_that_is_missing_is_no_reason_to_read_every_date(fake: FakeBigQuery) -> None:
    columns = {name: kind for name, kind in SCHEDULE.items() if name != "game_date"}
    fake.add(ScheduledGame.table, columns)
    with pytest.raises(Unavailable, match="lacks game_date"):
        list(fake.warehouse().rows(ScheduledGame, date(2026, 1, 9)))
    assert fake.sessions == []


@pytest.mark.parametrize("kind", ["VIEW", "MATERIALIZED_VIEW"])
def test_a_view(fake: FakeBigQuery, kind: str) -> None:
    fake.add(ScheduledGame.table, SCHEDULE, table_type=kind)
    (sentence,) = fake.warehouse().problems(TABLES)
    assert sentence == (
        f"nba_raw.nbac_schedule in project {PROJECT} is a view, and the Storage Read API reads "
        "no views: put a table in its place"
    )
    with pytest.raises(Unavailable, match="is a view"):
        list(fake.warehouse().rows(ScheduledGame))


def test_a_table_that_may_not_be_looked_at(fake: FakeBigQuery) -> None:
    fake.fail(
        "get_table",
        refusal(
            "Forbidden", "Access Denied: bigquery.tables.get (or it may not exist).", "accessDenied"
        ),
    )
    (sentence,) = fake.warehouse().problems(TABLES)
    assert sentence == (
        f"table nba_raw.nbac_schedule of project {PROJECT} may not be read without "
        "bigquery.tables.get (Forbidden: Access Denied: bigquery.tables.get (or it may not exist)."
        "): bq add-iam-policy-binding --member=serviceAccount:ACCOUNT "
        f"--role=roles/bigquery.dataViewer {PROJECT}:nba_raw.nbac_schedule"
    )


def test_rows_that_may_not_be_read(fake: FakeBigQuery) -> None:
    text = "the user does not have 'bigquery.tables.getData' permission for the table"
    fake.fail("create_read_session", refusal("PermissionDenied", text))
    (sentence,) = fake.warehouse().problems(TABLES)
    assert "nbac_schedule" in sentence
    assert " may not be read without bigquery.tables.getData (PermissionDenied: " in sentence
    assert sentence.endswith(
        ": bq add-iam-policy-binding --member=serviceAccount:ACCOUNT "
        f"--role=roles/bigquery.dataViewer {PROJECT}:nba_raw.nbac_schedule"
    )


def test_sessions_that_may_not_be_made_are_one_sentence(fake: FakeBigQuery) -> None:
    text = "the user does not have 'bigquery.readsessions.create' permission for 'projects/x'"
    fake.fail("create_read_session", *[refusal("PermissionDenied", text)] * 2)
    assert fake.warehouse().problems(TABLES) == [
        f"project {PROJECT} may not be read without bigquery.readsessions.create: "
        f"gcloud projects add-iam-policy-binding {PROJECT} --member=serviceAccount:ACCOUNT "
        "--role=roles/bigquery.readSessionUser"
    ]


def test_a_service_that_is_switched_off_is_no_missing_right(fake: FakeBigQuery) -> None:
    text = "BigQuery Storage API has not been used in project 1 before or it is disabled."
    fake.fail("create_read_session", *[refusal("PermissionDenied", text)] * 2)
    (sentence,) = fake.warehouse().problems(TABLES)
    assert "--role" not in sentence
    assert text in sentence
    assert sentence.endswith(
        ": gcloud services enable bigquery.googleapis.com bigquerystorage.googleapis.com "
        f"--project={PROJECT}"
    )


def test_whoever_asks_is_named_as_iam_names_him(fake: FakeBigQuery) -> None:
    class Account:
        service_account_email = "live@night-school.iam.gserviceaccount.com"

    fake._credentials = Account()  # type: ignore[attr-defined]
    fake.fail("get_table", refusal("Forbidden", "Access Denied", "accessDenied"))
    (sentence,) = fake.warehouse().problems(TABLES)
    assert " --member=serviceAccount:live@night-school.iam.gserviceaccount.com " in sentence


def test_one_refusal_hides_no_other(fake: FakeBigQuery) -> None:
    """A missing right, a missing table and a missing column are said together."""
    fake.fail("get_table", refusal("Forbidden", "Access Denied", "accessDenied"))
    del fake.tables[RegisteredPlayer.table]
    fake.add(BoxScoreRow.table, {"player_lookup": "STRING"})
    first, second, third = fake.warehouse().problems((*TABLES, BoxScoreRow))
    assert f"{ScheduledGame.table} of project {PROJECT} may not be read" in first
    assert f"{RegisteredPlayer.table} is missing" in second
    assert f"{BoxScoreRow.table} lacks game_id, game_date" in third


def test_away_is_one_sentence_for_all_tables(fake: FakeBigQuery) -> None:
    fake.fail("get_table", *[refusal("ServiceUnavailable", "no route\nstack")] * 100)
    assert fake.warehouse(patience_seconds=0.1).problems(TABLES) == [
        f"BigQuery cannot be reached for project {PROJECT}: ServiceUnavailable: no route"
    ]
    assert set(fake.looked) == {f"{PROJECT}.{ScheduledGame.table}"}


def test_a_limit_on_the_rate_passes(fake: FakeBigQuery) -> None:
    slow = refusal("Forbidden", "too fast", "rateLimitExceeded")
    fake.fail("get_table", slow)
    assert fake.warehouse().problems(TABLES) == []


def test_no_credentials_are_one_sentence() -> None:
    def connect() -> Clients:
        raise auth_errors.DefaultCredentialsError("none were found")  # type: ignore[no-untyped-call]

    warehouse = BigQueryWarehouse(PROJECT, connect)
    assert warehouse.problems(TABLES) == [
        f"BigQuery cannot be reached for project {PROJECT}: "
        "DefaultCredentialsError: none were found: "
        "gcloud auth application-default login, or GOOGLE_APPLICATION_CREDENTIALS"
    ]
    with pytest.raises(Unavailable, match="none were found"):
        warehouse.has(ScheduledGame)

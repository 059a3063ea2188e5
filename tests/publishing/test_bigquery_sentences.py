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
        f"table nba_raw.nbac_schedule is missing in project {PROJECT}"
    ]


def test_a_missing_column(fake: FakeBigQuery) -> None:
    columns = {name: kind for name, kind in SCHEDULE.items() if not name.endswith("_score")}
    fake.add(ScheduledGame.table, columns)
    assert fake.warehouse().problems((), TABLES) == [
        f"table nba_raw.nbac_schedule lacks home_team_score, away_team_score in project {PROJECT}"
    ]


@pytest.mark.parametrize("kind", ["TIMESTAMP", "DATETIME", "STRING", "DATE[]"])
def test_a_date_that_is_none(fake: FakeBigQuery, kind: str) -> None:
    fake.add(ScheduledGame.table, SCHEDULE | {"game_date": kind})
    shown = "ARRAY<DATE>" if kind == "DATE[]" else kind
    sentence = f"column game_date of table nba_raw.nbac_schedule is {shown}, not a date"
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
    assert sentence.startswith(
        f"table nba_raw.nbac_schedule of project {PROJECT} may not be read: "
        "grant roles/bigquery.dataViewer on it (Forbidden: Access Denied"
    )


def test_rows_that_may_not_be_read(fake: FakeBigQuery) -> None:
    text = "the user does not have 'bigquery.tables.getData' permission for the table"
    fake.fail("create_read_session", refusal("PermissionDenied", text))
    (sentence,) = fake.warehouse().problems(TABLES)
    assert "nbac_schedule" in sentence
    assert "grant roles/bigquery.dataViewer" in sentence


def test_sessions_that_may_not_be_made_are_one_sentence(fake: FakeBigQuery) -> None:
    text = "the user does not have 'bigquery.readsessions.create' permission for 'projects/x'"
    fake.fail("create_read_session", *[refusal("PermissionDenied", text)] * 2)
    assert fake.warehouse().problems(TABLES) == [
        f"project {PROJECT} may not be read: grant roles/bigquery.readSessionUser on it"
    ]


def test_a_service_that_is_switched_off_is_no_missing_right(fake: FakeBigQuery) -> None:
    text = "BigQuery Storage API has not been used in project 1 before or it is disabled."
    fake.fail("create_read_session", refusal("PermissionDenied", text))
    (sentence,) = fake.warehouse().problems(TABLES)
    assert "grant" not in sentence
    assert text in sentence


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
    sentence = f"BigQuery cannot be reached for project {PROJECT}: "
    assert warehouse.problems(TABLES) == [sentence + "DefaultCredentialsError: none were found"]
    with pytest.raises(Unavailable, match="none were found"):
        warehouse.has(ScheduledGame)

"""What mends a BigQuery warehouse: statements for tables and columns, grants for rights (I-14)."""

from __future__ import annotations

from collections.abc import Iterable

from publishing.adapters.columns import Kind, kind_of
from publishing.adapters.granting import grant
from publishing.rows import Row

_TYPES = {
    Kind.WHOLE: "INT64",
    Kind.NUMBER: "NUMERIC",
    Kind.NUMBERS: "ARRAY<FLOAT64>",
    Kind.TEXT: "STRING",
    Kind.FLAG: "BOOL",
    Kind.DAY: "DATE",
    Kind.INSTANT: "TIMESTAMP",
}


def create_table(project: str, row_type: type[Row], columns: Iterable[str]) -> str:
    """The statement that makes an empty table with the columns, and its dataset."""
    dataset = row_type.table.partition(".")[0]
    listed = ", ".join(_declared(row_type, name) for name in columns)
    return (
        f"CREATE SCHEMA IF NOT EXISTS `{project}.{dataset}`; "
        f"CREATE TABLE `{project}.{row_type.table}` ({listed})"
    )


def add_columns(project: str, row_type: type[Row], columns: Iterable[str]) -> str:
    """The statement that adds the columns, empty."""
    added = ", ".join(f"ADD COLUMN {_declared(row_type, name)}" for name in columns)
    return f"ALTER TABLE `{project}.{row_type.table}` {added}"


def grant_table(project: str, row_type: type[Row], who: str) -> str:
    """The command that lets the account read the table."""
    table = f"{project}:{row_type.table}"
    return f"{grant('bq add-iam-policy-binding', who, 'roles/bigquery.dataViewer')} {table}"


def grant_sessions(project: str, who: str) -> str:
    """The command that lets the account open read sessions in the project."""
    command = f"gcloud projects add-iam-policy-binding {project}"
    return grant(command, who, "roles/bigquery.readSessionUser")


def enable(project: str) -> str:
    """The command that switches on the services that the warehouse needs."""
    services = "bigquery.googleapis.com bigquerystorage.googleapis.com"
    return f"gcloud services enable {services} --project={project}"


def _declared(row_type: type[Row], name: str) -> str:
    return f"{name} {_TYPES[kind_of(row_type, name)]}"

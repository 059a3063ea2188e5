"""The OpenAPI 3.1 description of the API, made from the routes and the documents' types (D2)."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from publishing.calendar import GAME_YEARS, season_label
from publishing.families import FAMILIES
from publishing.openapi_examples import INSTANT, NIGHT, PLAYER, SEASON, example
from publishing.problems import PROBLEM_TYPE, Problem
from publishing.routes import MOST_LETTERS, ROUTES, Route

_REFERENCE = "#/components/schemas/{name}"

_YEAR = "(?:19(?:4[6-9]|[5-9][0-9])|2[01][0-9]{2})"
_LEAP_YEAR = (
    "(?:19(?:48|[579][26]|[68][048])|20(?:[02468][048]|[13579][26])"
    "|21(?:0[48]|[13579][26]|[2468][048]))"
)
_DATES = (
    f"^(?:{_YEAR}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
    f"|{_LEAP_YEAR}-02-29)$"
)
"""Every date that exists in `GAME_YEARS`, and no other text."""


def description() -> bytes:
    """The whole description as JSON."""
    return json.dumps(openapi(), indent=2).encode() + b"\n"


def openapi() -> dict[str, Any]:
    """The whole description; every schema is that of a document's type."""
    documents = [*dict.fromkeys(family.document for family in FAMILIES), Problem]
    references, schemas = msgspec.json.schema_components(documents, ref_template=_REFERENCE)
    by_type = dict(zip(documents, references, strict=True))
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Courtside",
            "version": "1",
            "description": "Every published document under its path, and a player's reports on "
            "demand: the same bytes as a batch run of the same as-of.",
        },
        "paths": {route.path: {"get": _operation(route, by_type)} for route in ROUTES},
        "components": {
            "parameters": _parameters(),
            "headers": _headers(),
            "responses": _responses(by_type[Problem]),
            "schemas": schemas,
        },
    }


def _operation(route: Route, by_type: dict[Any, dict[str, Any]]) -> dict[str, Any]:
    content: dict[str, Any] = {"schema": by_type[route.family.document]}
    if route.export is not None:
        content["example"] = example(route.export)
    words = [*route.words, *(("as_of",) if route.export else ())]
    codes = ("304", "400", "404", "503") if words else ("304", "404", "503")
    return {
        "operationId": _name(route),
        "summary": _summary(route),
        "parameters": [
            {"$ref": f"#/components/parameters/{word}"} for word in (*words, "if-none-match")
        ],
        "responses": {
            "200": {
                "description": "The document.",
                "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in _headers()},
                "content": {"application/json": content},
            },
            **{code: {"$ref": f"#/components/responses/{code}"} for code in codes},
        },
    }


def _name(route: Route) -> str:
    said = route.path.removeprefix("/v1/").removesuffix(".json")
    kind = "make" if route.export else "read"
    return "-".join([kind, *said.translate(_NO_BRACES).split("/")])


_NO_BRACES = str.maketrans("", "", "{}")


def _summary(route: Route) -> str:
    if route.export is None:
        return f"The published {route.family.name} document."
    return f"The {route.family.name} document of a player, made when it is asked for."


def _parameters() -> dict[str, Any]:
    return {
        "player": _in_path(
            "player",
            "His player_lookup.",
            {"pattern": f"^[a-z0-9]{{1,{MOST_LETTERS}}}$"},
            PLAYER,
        ),
        "season": _in_path(
            "season",
            "The season, which begins in October.",
            {"enum": [season_label(year) for year in GAME_YEARS]},
            SEASON,
        ),
        "date": _in_path("date", "The league date.", {"pattern": _DATES}, NIGHT.isoformat()),
        "as_of": {
            "name": "as_of",
            "in": "query",
            "description": "What was known by this instant. Default: the newest that is known.",
            "schema": {"type": "string", "format": "date-time"},
            "example": INSTANT,
        },
        "if-none-match": {
            "name": "If-None-Match",
            "in": "header",
            "description": "The tags that are known.",
            "schema": {"type": "string"},
            "example": 'W/"0123456789abcdef0123456789abcdef"',
        },
    }


def _in_path(name: str, said: str, schema: dict[str, Any], given: str) -> dict[str, Any]:
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": said,
        "schema": {"type": "string", **schema},
        "example": given,
    }


def _headers() -> dict[str, Any]:
    said = {
        "ETag": "A weak tag of the content.",
        "Cache-Control": "How long it may be kept.",
        "Vary": "Accept-Encoding, Origin",
    }
    return {
        name: {"description": text, "required": True, "schema": {"type": "string"}}
        for name, text in said.items()
    }


def _responses(problem: dict[str, Any]) -> dict[str, Any]:
    content = {PROBLEM_TYPE: {"schema": problem}}
    again = {
        "Retry-After": {"description": "Seconds.", "required": True, "schema": {"type": "integer"}}
    }
    return {
        "304": {"description": "The caller has it already."},
        "400": {"description": "No player, date, season or instant.", "content": content},
        "404": {"description": "There is no such document.", "content": content},
        "503": {
            "description": "Too much is asked for at once, or the source is away.",
            "headers": again,
            "content": content,
        },
    }

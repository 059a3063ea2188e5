"""What somebody would write who wanted one settled date's documents fast: a plain Polars script.

It reads each table once and shares nothing with the product. It has no other as-of mode, no
dead letters, no versions, no record. The words of sentences are left out: `WORDS` stands there.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import orjson

from benchmarks.batch_script_cards import all_players
from benchmarks.batch_script_form import Form
from benchmarks.batch_script_players import player_documents
from benchmarks.batch_script_results import results
from benchmarks.batch_script_slate import best_bets, predictions
from benchmarks.batch_script_systems import performance
from benchmarks.batch_script_tables import Tables
from benchmarks.batch_script_trends import trend_plays

Made = dict[str, Any]


def write(warehouse: Path, output: Path, day: date, as_of: datetime) -> int:
    """Writes every document of the seven exports for one settled date; returns how many."""
    tables = Tables(warehouse, day, as_of)
    stamp = as_of.astimezone(UTC).isoformat(timespec="microseconds")
    dated = {"game_date": day.isoformat(), "generated_at": stamp}
    form = Form(tables)
    tonight = dated | all_players(tables, form)
    documents: dict[str, Made] = {}
    for path, made in (
        ("results/{}.json", dated | results(tables)),
        ("best-bets/{}.json", dated | best_bets(tables)),
        ("predictions/{}.json", dated | predictions(tables)),
        ("tonight/{}.json", tonight),
    ):
        documents[path.format(day)] = made
    documents["results/latest.json"] = documents[f"results/{day}.json"]
    documents["best-bets/latest.json"] = documents[f"best-bets/{day}.json"]
    documents["predictions/today.json"] = documents[f"predictions/{day}.json"]
    documents["tonight/all-players.json"] = tonight
    documents["systems/performance.json"] = {
        "as_of_date": day.isoformat(),
        "generated_at": stamp,
        **performance(tables),
    }
    plays = {"generated_at": stamp, "game_date": day.isoformat()} | trend_plays(tables, form)
    documents["trends/tonight-trend-plays.json"] = documents["trends/tonight-plays.json"] = plays
    for lookup, made in player_documents(tables, form, dated).items():
        documents[f"tonight/player/{lookup}.json"] = made
    for folder in {str(Path(path).parent) for path in documents}:
        (output / folder).mkdir(parents=True, exist_ok=True)
    for path, made in documents.items():
        (output / path).write_bytes(orjson.dumps(made))
    return len(documents)

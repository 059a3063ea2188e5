"""`trends/deep-dive.json` computed a second time, straight from `trends.md` 9 and 13.7."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tests.exports.oracles.decided_games import Sums, percent, recent, sums
from tests.exports.oracles.rounding import rounded
from tests.exports.oracles.tables import open_tables
from tests.exports.oracles.texts import TEXT, Saying

_FOCUS = {
    1: ("schedule-density", "The January Effect"),
    2: ("all-star-break", "All-Star Break Impact"),
    3: ("playoff-race", "Playoff Push Performance"),
    4: ("season-end", "End of Season Trends"),
    10: ("season-start", "Season Opener Insights"),
    11: ("early-season", "November Grind"),
}
_REST = ("rest-impact", "December Deep Dive")
_MONTHS = "January February March April May June July August September October November December"

Json = dict[str, Any]


def document(
    warehouse: Path, game_date: date, as_of: datetime, champion: str = "catboost_v9"
) -> Json:
    """The card of the month."""
    with open_tables(warehouse, game_date, as_of, champion) as tables:
        recent(tables, 90)
        rest = sums(tables, "rest")
        month = sums(tables, "CASE WHEN game_date >= date_trunc('month', target()) THEN '' END")
        lately = sums(tables, "''")
    name = _MONTHS.split()[game_date.month - 1]
    focus, title = _FOCUS.get(game_date.month, _REST)
    of_rest = rest.get("rested", (0, 0))[0] > 0 and (focus, title) == _REST
    return {
        "generated_at": as_of.astimezone(UTC).isoformat(timespec="microseconds"),
        "month": f"{name} {game_date.year}",
        "title": title,
        "subtitle": TEXT,
        "hero_stat": _rested(rest) if of_rest else _all(month.get(""), lately.get("")),
        "teaser": TEXT,
        "slug": f"{focus}-{name.lower()}-{game_date.year}",
        "cta": "Read the full analysis",
    }


def _rested(rest: dict[str, Sums]) -> Json:
    rested, tired = rest["rested"], rest.get("b2b")
    if tired is None:
        context = _props(rested)
    else:
        by = rounded(percent(rested) - percent(tired), 1) or 0.0
        context = Saying(_whole(tired), "back-to-back", f"({'+' if by > 0 else ''}{by}%)")
    return {"value": _whole(rested), "label": Saying("over", "2+ days"), "context": context}


def _all(month: Sums | None, lately: Sums | None) -> Json:
    some = month or lately
    if some is None:
        return {"value": "0", "label": Saying("graded", "90 days"), "context": TEXT}
    when = "this month" if month else "90 days"
    return {"value": _whole(some), "label": Saying("over", when), "context": _props(some)}


def _whole(some: Sums) -> str:
    return f"{round(percent(some))}%"


def _props(some: Sums) -> Saying:
    return Saying(f"{some[1]:,} graded prop")

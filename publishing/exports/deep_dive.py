"""`trends/deep-dive.json`: the card of the month's topic, its number computed (`trends.md` 9)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import msgspec

from publishing.calendar import format_instant
from publishing.documents import CacheClass
from publishing.exports.decided_games import (
    Counted,
    Decided,
    counted,
    nothing_decided,
    played_between,
    played_in,
    total,
    with_rest,
)
from publishing.exports.declaration import Export, OfSlate, Parameters, always
from publishing.exports.deep_dive_topics import MONTHS, REST_IMPACT, topic_of
from publishing.exports.inputs import PLAYED
from publishing.league import Slate
from publishing.occasions import MONTHLY
from publishing.player_rows import PlayerRows
from publishing.reads import Input, Window
from publishing.rows import BoxScoreRow
from publishing.stats import ratio, rounded

LOOKBACK_DAYS = 90

MONTH, LATELY = "month", "lately"
"""The decided games of the month so far, and of ninety days."""

CTA = "Read the full analysis"


class HeroStat(msgspec.Struct):
    """The card's number as text, what it is, and what it rests on."""

    value: str
    label: str
    context: str


class DeepDive(msgspec.Struct):
    """The document; `month` is `February 2026`, and `slug` the name of the full text."""

    generated_at: str
    month: str
    title: str
    subtitle: str
    hero_stat: HeroStat
    teaser: str
    slug: str
    cta: str


def pieces(player: PlayerRows, slate: Slate) -> Iterable[Counted]:
    """His decided games of the month and of ninety days, and by rest, if he played at all."""
    rows = played_in(player, slate, LOOKBACK_DAYS)
    if not rows:
        return
    of_month = played_between(player, slate.game_date.replace(day=1), slate.game_date)
    yield Counted(
        {
            **counted((MONTH, row) for row in of_month),
            **counted((LATELY, row) for row in rows),
            **counted((rest, row) for row, rest in with_rest(rows)),
        }
    )


def document(slate: Slate, found: Sequence[Counted], _: Parameters) -> DeepDive:
    """The card of a date's month."""
    month, year = MONTHS[slate.game_date.month - 1], slate.game_date.year
    topic = topic_of(month)
    counts = total(piece.counts for piece in found)
    return DeepDive(
        generated_at=format_instant(slate.as_of),
        month=f"{month} {year}",
        title=topic.title,
        subtitle=topic.subtitle,
        hero_stat=(_of_rest(counts) if topic is REST_IMPACT else None) or _of_all(counts),
        teaser=topic.teaser,
        slug=f"{topic.focus.replace('_', '-')}-{month.lower()}-{year}",
        cta=CTA,
    )


def lacks(slate: Slate, found: Sequence[Counted]) -> str:
    """Says so when nobody's games are decided (D6)."""
    return nothing_decided(slate, LOOKBACK_DAYS, (piece.counts for piece in found))


def _of_rest(counts: Mapping[str, Decided]) -> HeroStat | None:
    """Rested players against tired ones; None when no game of a rested one went over."""
    rested, tired = counts.get("rested"), counts.get("b2b")
    if rested is None or not rested.overs:
        return None
    return HeroStat(
        value=_percent(rested),
        label="Share of points props that went OVER on 2+ days of rest",
        context=_props(rested) if tired is None else _against(rested, tired),
    )


def _of_all(counts: Mapping[str, Decided]) -> HeroStat:
    """The share of overs this month; before its first decided game, that of ninety days."""
    for kind, when in ((MONTH, "this month"), (LATELY, f"in the last {LOOKBACK_DAYS} days")):
        if kind in counts:
            label = f"Share of points props that went OVER {when}"
            return HeroStat(_percent(counts[kind]), label, _props(counts[kind]))
    return HeroStat(
        value="0",
        label=f"Points props graded in the last {LOOKBACK_DAYS} days",
        context="The numbers come back with the games",
    )


def _against(rested: Decided, tired: Decided) -> str:
    exact = Fraction(100 * rested.overs, rested.games) - Fraction(100 * tired.overs, tired.games)
    difference = rounded(exact, 1)
    sign = "+" if difference > 0 else ""
    return f"vs {_percent(tired)} on back-to-backs ({sign}{difference}%)"


def _percent(some: Decided) -> str:
    return f"{ratio(100 * some.overs, some.games, 0):.0f}%"


def _props(some: Decided) -> str:
    return f"{some.games:,} graded prop{'' if some.games == 1 else 's'}"


DEEP_DIVE = Export(
    name="deep_dive",
    job_type="trends-deep-dive",
    groups=("trends-all",),
    document=DeepDive,
    dated=None,
    pointers=("trends/deep-dive.json", "trends/deep-dive-current.json"),
    pointer_cache=CacheClass.TRENDS,
    cadence=(MONTHLY,),
    templates=("trends",),
    runs="template",
    limit_hours=768,
    inputs=(
        Input(
            BoxScoreRow,
            (
                *PLAYED,
                "over_under_result",
            ),
            Window.QUARTER,
        ),
    ),
    made=OfSlate(Counted, pieces, document, lacks),
    essential=always(BoxScoreRow),
)

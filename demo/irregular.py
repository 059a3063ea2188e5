"""What real tables have too, put into the simulated ones on purpose.

Here, at fixed places of the sorted rows:

- box scores before the demo night: every 89th names its game by the league's id; every 97th is
  there twice, and the older copy, from before a correction, has seven points more and the other
  kind of game id;
- context rows: every 41st names its game by the league's id; every 53rd is there twice, and the
  older copy says five days of rest more;
- of these every 83rd has no minutes, which the gamebook has;
- gradings: every 89th names its game by the league's id; every 61st is there twice: the older
  copy was graded against a line one point higher and says the opposite, every other one as a PASS;
- team games before the demo night: every 71st is there twice, and the other copy, which was made
  an hour earlier from half a game, has the teams the other way round in its id; every 103rd has a
  newer copy of a game that was not over, marked as partial;
- gamebook before the demo night: every 67th line names its game by the league's id; every 59th is
  there twice, and the newer copy has lost the minutes;
- shot zones: every 29th player has none; every 101st row is there twice, and the older copy says
  that all shots were threes;
- registry: every 37th row has no position;
- fatigue: every 11th context is encoded twice;
- predictions before the demo night: of players reported out every third was invalidated and is
  inactive; those of the postponed game were invalidated and are still marked active.

Elsewhere: players who are traded (`season.Trade`), two namesakes, accents, hyphens, apostrophes,
suffixes and a single name (`players`), players who are listed and do not play (`simulation`), a
postponed game (`postponed`), whole-number lines and with them pushes (`lines`), five systems
(`models`), predictions in several versions, superseded or with the league's id (`predictions`),
injury reports that are old or of another game (`injuries`), absurd prices and other markets
(`odds`), rows of what teams allow that are too early to say much (`defense`), news of unknown
sources, without insight, with two titles or two players (`news`).
"""

from __future__ import annotations

import json
from datetime import date, timedelta

import polars as pl


def box_scores(rows: pl.DataFrame, league_ids: pl.DataFrame, night: date) -> pl.DataFrame:
    """The box scores with what the table has on purpose; those of the night as they are."""
    past = pl.col("game_date") < night
    before, rest = rows.filter(past), rows.filter(~past)
    named = _with_league_ids(before, 89, league_ids)
    named = named.with_columns(pl.when(~_every(83)).then("minutes_played").alias("minutes_played"))
    copies = _copies(named, 97, "processed_at", (pl.col("points") + 7).alias("points"))
    return pl.concat([named, _renamed(copies, league_ids), rest])


def team_games(rows: pl.DataFrame, night: date) -> pl.DataFrame:
    """The team games with what the table has on purpose; those of the night as they are."""
    before = rows.filter(pl.col("game_date") < night)
    swapped = pl.col("game_id").str.replace(r"_(\w{3})_(\w{3})$", "_${2}_${1}")
    half = [pl.col("points_scored") // 2, pl.col("possessions") // 2, pl.col("pace") / 2]
    reversed_ = _copies(before, 71, "processed_at", *half, swapped)
    unfinished = before.filter(_every(103)).with_columns(
        pl.col("processed_at") + timedelta(hours=1),
        pl.col("points_scored") // 3,
        pl.lit(True).alias("is_partial_game_data"),
    )
    return pl.concat([rows, reversed_, unfinished])


def gamebook(rows: pl.DataFrame, league_ids: pl.DataFrame, night: date) -> pl.DataFrame:
    """The gamebook with what the table has on purpose; that of the night as it is."""
    past = pl.col("game_date") < night
    before, rest = rows.filter(past), rows.filter(~past)
    named = _with_league_ids(before, 67, league_ids)
    newer = named.filter(_every(59)).with_columns(
        pl.col("processed_at") + timedelta(hours=1),
        pl.lit(None, pl.Float64).alias("minutes_decimal"),
    )
    return pl.concat([named, newer, rest])


def shot_zones(rows: pl.DataFrame) -> pl.DataFrame:
    """The shot zones with what the table has on purpose."""
    players = rows.select("player_lookup").unique().sort("player_lookup")
    found = rows.join(players.filter(_every(29)), on="player_lookup", how="anti")
    threes = [
        pl.lit(share).alias(f"{zone}_rate_last_10")
        for zone, share in (("paint", 0.0), ("mid_range", 0.0), ("three_pt", 100.0))
    ]
    copies = _copies(found, 101, "processed_at", *threes)
    return pl.concat([found, copies]).sort("analysis_date", "player_lookup", "processed_at")


def registry(rows: pl.DataFrame) -> pl.DataFrame:
    """The registry; some have no position."""
    return rows.with_columns(pl.when(~_every(37)).then("position").alias("position"))


def context(rows: pl.DataFrame, league_ids: pl.DataFrame) -> pl.DataFrame:
    """The context rows with what the table has on purpose."""
    named = _with_league_ids(rows, 41, league_ids)
    copies = _copies(named, 53, "created_at", (pl.col("days_rest") + 5).alias("days_rest"))
    return pl.concat([named, copies])


def gradings(rows: pl.DataFrame, league_ids: pl.DataFrame) -> pl.DataFrame:
    """The gradings with what the table has on purpose."""
    named = _with_league_ids(rows, 89, league_ids)
    opposite = ~pl.col("prediction_correct")
    passes = pl.int_range(pl.len()) % 2 == 1
    copies = _copies(named, 61, "graded_at", opposite, pl.col("line_value") + 1).with_columns(
        pl.when(passes).then(pl.lit("PASS")).otherwise("recommendation").alias("recommendation"),
        pl.when(~passes).then("prediction_correct").alias("prediction_correct"),
    )
    return pl.concat([named, copies])


def factors(rows: pl.DataFrame) -> pl.DataFrame:
    """The factors; some contexts are encoded twice."""
    texts = rows["fatigue_context_json"].to_list()
    encoded = [json.dumps(text) if _at(row, 11) else text for row, text in enumerate(texts)]
    return rows.with_columns(pl.Series("fatigue_context_json", encoded))


def predictions(
    rows: pl.DataFrame, last_reports: pl.DataFrame, postponed: str, night: date
) -> pl.DataFrame:
    """The predictions; some were taken back. `postponed` is the standard id of that game."""
    out = last_reports.filter(pl.col("injury_status") == "out").sort("game_key", "player_lookup")
    chosen = out.filter(_every(3)).select("game_key", "player_lookup", injured=pl.lit(True))
    rows = rows.join(chosen, on=["game_key", "player_lookup"], how="left", maintain_order="left")
    injured = pl.col("injured").fill_null(False) & (pl.col("game_date") < night)
    reason = (
        pl.when(pl.col("game_key") == postponed)
        .then(pl.lit("game_postponed"))
        .when(injured)
        .then(pl.lit("player_injured_out"))
    )
    return rows.with_columns(
        reason.alias("invalidation_reason"), (pl.col("is_active") & ~injured).alias("is_active")
    ).drop("injured")


def _copies(rows: pl.DataFrame, every: int, stamp: str, *wrong: pl.Expr) -> pl.DataFrame:
    """Of every so manyth row a copy of an hour earlier, with what was wrong in it."""
    return rows.filter(_every(every)).with_columns(pl.col(stamp) - timedelta(hours=1), *wrong)


def _with_league_ids(rows: pl.DataFrame, every: int, ids: pl.DataFrame) -> pl.DataFrame:
    game_id = pl.when(_every(every, 1)).then(_other_id(ids)).otherwise("game_id")
    return rows.with_columns(game_id.alias("game_id"))


def _renamed(rows: pl.DataFrame, ids: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(_other_id(ids).alias("game_id"))


def _other_id(ids: pl.DataFrame) -> pl.Expr:
    """The league's id of a game instead of the standard one, and the other way round."""
    pairs = dict(ids.select("game_key", "game_id").unique().iter_rows())
    return pl.col("game_id").replace(pairs | {there: here for here, there in pairs.items()})


def _every(every: int, shift: int = 0) -> pl.Expr:
    return pl.int_range(pl.len()) % every == every // 2 + shift


def _at(row: int, every: int) -> bool:
    return row % every == every // 2

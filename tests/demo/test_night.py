from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import orjson
import polars as pl
import pytest

from demo import night
from demo.game import Game
from demo.payload import Broadcast
from demo.season import CORRECTED, NIGHT, OVERTIME, TAKEN_AWAY, Fixture, Season, season
from demo.source import Source
from publishing.calendar import EASTERN, league_date, parse_instant, slate_window
from publishing.identity import TRICODES
from tests.demo.conftest import SEED, Poll

SIDES = ("home_team", "visitor_team")
GAME_KEYS = (
    "id date datetime season status period time postseason home_team_score visitor_team_score "
    "home_q1 home_q2 home_q3 home_q4 home_ot1 home_ot2 home_ot3 home_timeouts_remaining "
    "home_in_bonus visitor_q1 visitor_q2 visitor_q3 visitor_q4 visitor_ot1 visitor_ot2 "
    "visitor_ot3 visitor_timeouts_remaining visitor_in_bonus home_team visitor_team"
)
LINE_KEYS = (
    "min fgm fga fg_pct fg3m fg3a fg3_pct ftm fta ft_pct oreb dreb reb ast stl blk turnover pf "
    "pts plus_minus player"
)
PLAYER_KEYS = (
    "id first_name last_name position height weight jersey_number college country draft_year "
    "draft_round draft_number"
)


def games(polls: list[Poll]) -> Iterator[tuple[datetime, dict[str, Any]]]:
    for poll in polls:
        for game in poll["payload"]["data"]:
            yield parse_instant(poll["polled_at"]), game


def special(number: int) -> tuple[Fixture, Game]:
    this = season(SEED)
    fixture = next(f for f in this.on(NIGHT) if f.special == number)
    return fixture, this.play(fixture)


def points_by_poll(polls: list[Poll], bdl_id: int) -> dict[int, list[tuple[str, int]]]:
    lines = defaultdict(list)
    for _, game in games(polls):
        if game["id"] == bdl_id:
            for side in SIDES:
                for line in game[side]["players"]:
                    lines[line["player"]["id"]].append((game["status"], line["pts"]))
    return lines


@pytest.mark.parametrize("seed", [0, 1, 2, 99])
def test_every_seed_has_what_the_night_promises(seed: int) -> None:
    this = season(seed)
    night_games = [(fixture, this.play(fixture)) for fixture in this.on(NIGHT)]
    assert len(night_games[OVERTIME][1].periods) > 4
    taken = [play for play in night_games[TAKEN_AWAY][1].plays if play.points < 0]
    assert [play.period for play in taken] == [3]
    corrected = night_games[CORRECTED][1]
    assert [play.wall > corrected.final for play in corrected.plays[-2:]] == [False, True]
    late, game = night_games[-1]
    ends = late.tip_off + timedelta(seconds=game.final)
    assert ends.astimezone(EASTERN).date() > NIGHT
    for _, each in night_games:
        box = each.box()
        assert box.score(0) != box.score(1)
        assert 70 < box.score(0) < 170
        for side in (0, 1):
            played = 48 * 60 + 300 * (len(each.periods) - 4)
            assert sum(box.seconds[side]) == 5 * played
            assert min(min(line) for line in box.stats[side]) >= 0
        assert sum(box.plus_minus[0]) == -sum(box.plus_minus[1])


def test_the_season_has_the_shape_of_a_real_one() -> None:
    this = season(SEED)
    played = Counter(team for f in this.fixtures for team in (f.away, f.home))
    assert played.keys() == TRICODES
    assert all(28 <= count <= 34 for count in played.values())
    walls = {f.tip_off.astimezone(EASTERN).time() for f in this.fixtures}
    assert {time(12), time(22, 30)} <= walls
    assert all(f.tip_off.astimezone(EASTERN).date() == f.day for f in this.fixtures)
    assert len({f.league_id for f in this.fixtures}) == len(this.fixtures)
    for day in {f.day for f in this.fixtures}:
        teams = [team for f in this.on(day) for team in (f.away, f.home)]
        assert len(teams) == len(set(teams))


def test_same_seed_gives_the_same_bytes(night_file: Path, tmp_path: Path) -> None:
    night.write(tmp_path / "again", SEED)
    assert (tmp_path / "again").read_bytes() == night_file.read_bytes()


def test_another_seed_gives_another_night() -> None:
    first, second = (list(night.polls(seed, every_seconds=1800)) for seed in (SEED, SEED + 1))
    assert first != second


def test_polls_are_evenly_spaced_and_inside_the_slate(night_polls: list[Poll]) -> None:
    times = [parse_instant(poll["polled_at"]) for poll in night_polls]
    assert {(b - a).total_seconds() for a, b in pairwise(times)} == {30}
    opens, closes = slate_window(NIGHT)
    assert opens <= times[0]
    assert times[-1] < closes
    assert len(night_polls[0]["payload"]["data"]) == 0


def test_elements_have_every_field_of_the_feed(night_polls: list[Poll]) -> None:
    for _, game in games(night_polls[::40]):
        assert set(GAME_KEYS.split()) <= set(game)
        for side in SIDES:
            for line in game[side]["players"]:
                assert set(LINE_KEYS.split()) == set(line)
                assert set(PLAYER_KEYS.split()) == set(line["player"])


def test_points_add_up_to_the_team_score_in_every_poll(night_polls: list[Poll]) -> None:
    seen = 0
    for _, game in games(night_polls):
        for side, name in zip(SIDES, ("home", "visitor"), strict=True):
            score = game[f"{name}_team_score"]
            assert sum(line["pts"] for line in game[side]["players"]) == score
            quarters = [game[f"{name}_{part}"] or 0 for part in ("q1", "q2", "q3", "q4", "ot1")]
            assert sum(quarters) + (game[f"{name}_ot2"] or 0) == score
            for line in game[side]["players"]:
                twos = line["fgm"] - line["fg3m"]
                assert line["pts"] == 2 * twos + 3 * line["fg3m"] + line["ftm"]
            seen += score
    assert seen > 100_000


def test_status_period_and_clock_only_go_forward(night_polls: list[Poll]) -> None:
    newest: dict[int, tuple[int, int, float]] = {}
    for _, game in games(night_polls):
        rank = 2 if game["status"] == "Final" else int(game["period"] > 0)
        gone = 0.0
        if rank == 1:
            minutes, seconds = game["time"].split(":")
            gone = -(60.0 * int(minutes) + int(seconds))
        now = (rank, game["period"] or 0, gone)
        assert now >= newest.get(game["id"], (0, 0, -1e9))
        newest[game["id"]] = now
    assert [rank for rank, _, _ in newest.values()] == [2] * 6


def test_games_appear_before_the_tip_and_drop_off_after_the_final(night_polls: list[Poll]) -> None:
    first = min(game["id"] for _, game in games(night_polls))
    listed = [(at, game) for at, game in games(night_polls) if game["id"] == first]
    assert parse_instant(listed[0][1]["status"]) == parse_instant(listed[0][1]["datetime"])
    assert (listed[0][1]["time"], listed[0][1]["period"]) == (None, 0)
    finals = [at for at, game in listed if game["status"] == "Final"]
    assert 85 <= (finals[-1] - finals[0]).total_seconds() / 60 <= 91
    last_poll = parse_instant(night_polls[-1]["polled_at"])
    assert finals[-1] < last_poll


def test_one_game_goes_to_overtime(night_polls: list[Poll]) -> None:
    fixture, _ = special(OVERTIME)
    states = {
        (g["status"], g["period"]) for _, g in games(night_polls) if g["id"] == fixture.bdl_id
    }
    assert ("OT", 5) in states
    assert any(status == "Final" and period >= 5 for status, period in states)


def test_one_game_ends_after_midnight_of_the_same_league_date(night_polls: list[Poll]) -> None:
    after = [
        (at, game)
        for at, game in games(night_polls)
        if at.astimezone(EASTERN).date() > NIGHT and game["period"] > 0 and game["time"] != "Final"
    ]
    assert after
    for at, game in after:
        assert game["date"] == NIGHT.isoformat()
        assert not game["datetime"].startswith(game["date"])
        assert league_date(at) == NIGHT


def test_players_who_do_not_play_are_listed_with_zeros(night_polls: list[Poll]) -> None:
    finals = {g["id"]: g for _, g in games(night_polls) if g["status"] == "Final"}
    for game in finals.values():
        for side in SIDES:
            idle = [line for line in game[side]["players"] if line["min"] == "00"]
            assert idle
            assert {line["pts"] for line in idle} == {0}


def test_the_absent_star_was_predicted(simulation: Source, night_polls: list[Poll]) -> None:
    tonight = simulation.forecasts.filter(pl.col("game_date") == NIGHT)
    idle = {
        line["player"]["id"]
        for _, game in games(night_polls)
        if game["status"] == "Final"
        for side in SIDES
        for line in game[side]["players"]
        if line["min"] == "00"
    }
    ids = simulation.appearances.filter(pl.col("bdl_id").is_in(idle))["player_lookup"].unique()
    assert tonight.filter(
        pl.col("player_lookup").is_in(ids.implode()), pl.col("last10_mean") > 12
    ).height


def test_points_are_taken_away_during_a_game(night_polls: list[Poll]) -> None:
    fixture, _ = special(TAKEN_AWAY)
    falls = [
        (before, after)
        for line in points_by_poll(night_polls, fixture.bdl_id).values()
        for (_, before), (status, after) in pairwise(line)
        if after < before and status == "3rd Qtr"
    ]
    assert len(falls) == 1


def test_a_final_is_corrected(night_polls: list[Poll]) -> None:
    fixture, _ = special(CORRECTED)
    changes = sorted(
        after - before
        for line in points_by_poll(night_polls, fixture.bdl_id).values()
        for (earlier, before), (_, after) in pairwise(line)
        if earlier == "Final" and after != before
    )
    assert changes == [-2, 2]


def test_the_last_polls_equal_the_official_rows(
    simulation: Source, night_polls: list[Poll]
) -> None:
    shown = {
        line["player"]["id"]: (line["pts"], line["reb"], line["plus_minus"])
        for _, game in games(night_polls)
        for side in SIDES
        for line in game[side]["players"]
    }
    official = simulation.appearances.filter(pl.col("game_date") == NIGHT)
    rows = official.fill_null(0).select("bdl_id", "pts", "oreb", "dreb", "plus_minus")
    assert shown == {row[0]: (row[1], row[2] + row[3], row[4]) for row in rows.iter_rows()}


def test_no_poll_depends_on_what_comes_later() -> None:
    fixture, game = special(OVERTIME)
    half = game.periods[2].begins
    cut = tuple(play for play in game.plays if play.wall < half)
    whole, broken_off = (
        Broadcast(fixture, game),
        Broadcast(
            fixture, Game(game.sides, (*game.periods[:2], game.periods[2]), cut, game.final + 9e5)
        ),
    )
    for minute in range(0, int(half // 60), 3):
        at = fixture.tip_off + timedelta(minutes=minute)
        assert whole.at(at) == broken_off.at(at)


def test_namesakes_play_and_have_two_lookups(simulation: Source) -> None:
    rows = simulation.appearances.filter(
        pl.col("game_date") == NIGHT, pl.col("player_name") == "Marlo Bexley"
    )
    assert sorted(rows["player_lookup"]) == ["marlobexley", "marlobexley02"]
    assert rows["team"].n_unique() == 2


def test_unusual_names_are_on_the_rosters() -> None:
    this: Season = season(SEED)
    names = {player.full_name for roster in this.rosters.values() for player in roster}
    assert {"Zuhari", "T.J. Wexcombe", "Shae O'Dorrin", "Rufus Athelby III"} <= names
    lookups = [player.lookup for roster in this.rosters.values() for player in roster]
    assert len(lookups) == len(set(lookups)) == 450


def test_any_date_of_the_season_can_be_replayed() -> None:
    day = date(2025, 11, 8)
    last = orjson.loads(list(night.polls(SEED, day, every_seconds=300))[-1])
    assert {game["date"] for game in last["payload"]["data"]} == {day.isoformat()}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--date", "2025-11-27"], "no games on 2025-11-27"),
        (["--date", "tomorrow"], "is not a date"),
        (["--every_seconds", "0"], "must be 1 or more"),
    ],
)
def test_bad_input_is_refused_in_one_line(
    arguments: list[str], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = str(tmp_path / "night.gz")
    assert night.main(["--season", "7", *arguments, "--output", output]) == 2
    message = capsys.readouterr().err
    assert says in message
    assert message.count("\n") == 1

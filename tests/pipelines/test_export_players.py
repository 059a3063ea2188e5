"""The weekly run of the players' profiles, and one for players by name (core 7, D1)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pipelines.export_runs import ENGINES, Export
from tests.pipelines.small_games import AFTER, PLAYERS

INDEX = "players/index.json"


@pytest.fixture(scope="module")
def weekly(
    small_warehouse: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, dict[str, bytes]]:
    """What `--only=players` publishes, by engine."""
    return {
        engine: Export(tmp_path_factory.mktemp(engine)).go(
            small_warehouse, f"--engine={engine}", "--only=players", f"--as_of={AFTER}"
        )
        for engine in ENGINES
    }


def test_both_engines_publish_the_same_bytes(weekly: dict[str, dict[str, bytes]]) -> None:
    assert weekly["inline"] == weekly["beam"]
    assert len(weekly["inline"]) == 1 + len(PLAYERS)


@pytest.mark.parametrize("games", [5, 9, 1000])
def test_d1_the_index_lists_the_profiles_that_are_there(
    games: int, small_warehouse: Path, batch: Export
) -> None:
    found = batch.go(small_warehouse, "--engine=inline", "--only=players", f"--min_games={games}")
    listed = [one["player_lookup"] for one in batch.document(INDEX)["players"]]
    assert sorted(found) == sorted([INDEX, *(f"players/{lookup}.json" for lookup in listed)])


def test_a_profile_of_the_small_league_has_something_of_everything(
    small_warehouse: Path, batch: Export
) -> None:
    batch.go(small_warehouse, "--engine=inline", "--only=players")
    profiles = [batch.document(f"players/{lookup}.json") for lookup in PLAYERS]
    for found in profiles:
        assert found["next_game"]["has_prediction"]
        assert found["summary"]["games_predicted"] >= 5
        assert found["splits"]["rest"]["one_day"]["games"]
        assert found["splits"]["location"]["away"]["games"]
        assert found["splits"]["opponents"]
    logged = [game for found in profiles for game in found["game_log"]]
    assert {game["team_result"] for game in logged} == {"W", "L"}
    assert {game["did_not_play"] for game in logged} == {True, False}
    articles = [one for found in profiles for one in found["recent_news"]]
    assert {one["source"] for one in articles} > {"ESPN", "court_ledger"}
    assert any(one["category"] is None for one in articles)
    assert any(one["headline"].endswith("...") for one in articles)


@pytest.mark.parametrize("engine", ENGINES)
def test_who_is_asked_for_by_name_has_a_document(
    engine: str, small_warehouse: Path, batch: Export
) -> None:
    words = [f"--players={PLAYERS[3]},nobody", "--min_games=1000", f"--engine={engine}"]
    found = batch.go(small_warehouse, "--only=players", *words)
    assert sorted(found) == sorted([INDEX, f"players/{PLAYERS[3]}.json", "players/nobody.json"])
    assert batch.document(f"players/{PLAYERS[3]}.json")["summary"]["games_predicted"]
    assert batch.document("players/nobody.json")["summary"] is None


def test_a_run_that_names_no_export_makes_no_profile(small_warehouse: Path, batch: Export) -> None:
    assert not [path for path in batch.go(small_warehouse, "--engine=inline") if "players/" in path]


def test_a_player_who_is_gone_keeps_his_profile(small_warehouse: Path, batch: Export) -> None:
    """A profile does not expire: a run that makes fewer leaves the others as they are (D36)."""
    before = batch.go(small_warehouse, "--engine=inline", "--only=players")
    after = batch.go(
        small_warehouse, "--engine=inline", "--only=players", "--min_games=1000", f"--as_of={AFTER}"
    )
    assert {path for path in before if path != INDEX} == {path for path in after if path != INDEX}
    assert batch.document(INDEX)["total_players"] == 0

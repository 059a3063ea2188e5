"""Defects in who a player is and which game is meant."""

from __future__ import annotations

import re

from publishing import identity
from publishing.identity import GameIdentity
from publishing.live import boxscore, lines, reference
from tests.incidents.mutant import Mutant, both, instead, text

MUTANTS = {
    "names are lower-cased and keep their accents": Mutant(
        (
            "test_incident_08_a_player_whom_nobody_finds_is_counted",
            "test_latent_08_accented_names_find_their_predictions",
        ),
        instead(lines, "_lookup", lambda name: "".join(filter(str.isalnum, name.lower()))),
    ),
    "accented letters vanish": Mutant(
        (
            "test_incident_08_a_player_whom_nobody_finds_is_counted",
            "test_latent_08_accented_names_find_their_predictions",
        ),
        instead(lines, "_lookup", lambda name: re.sub("[^a-z0-9]", "", name.lower())),
    ),
    "the id map is not used": Mutant(
        (
            "test_incident_20_the_id_map_holds_a_whole_season",
            "test_latent_09_namesakes_mononyms_and_traded_players_are_told_apart",
        ),
        text(lines, "_identify", "names is not None and", "False and"),
    ),
    "the id map is of the last 30 days": Mutant(
        ("test_incident_20_the_id_map_holds_a_whole_season",),
        text(
            reference,
            "names",
            "source.bdl_player_id is None",
            "(as_of.date() - source.game_date).days > 30",
        ),
    ),
    "games are known by their standard id alone": Mutant(
        ("test_incident_07_both_forms_of_a_games_id_have_teams",),
        text(GameIdentity, "key", "game_id in self.by_league_id", "False"),
    ),
    "games are known by their league id alone": Mutant(
        ("test_incident_07_both_forms_of_a_games_id_have_teams",),
        text(GameIdentity, "key", "game_id if teams_of(game_id) else None", "None"),
    ),
    "a schedule row counts on every date": Mutant(
        ("test_incident_17_a_game_that_was_moved_is_on_its_own_date_only",),
        text(reference, "schedule", "row.game_date != game_date or ", ""),
    ),
    "postponed is no state": Mutant(
        ("test_incident_17_a_game_that_was_moved_is_on_its_own_date_only",),
        text(reference, "_schedule_status", 'return "postponed"', 'return "scheduled"'),
    ),
    "any team is a team": Mutant(
        ("test_incident_47_exhibitions_and_foreign_teams_are_no_games",),
        instead(boxscore, "TRICODES", identity.TRICODES | {"EST", "WST"}),
    ),
    "any league id is a game of the league": Mutant(
        (
            "test_incident_30_a_break_is_healthy",
            "test_incident_47_exhibitions_and_foreign_teams_are_no_games",
        ),
        instead(reference, "is_league_game", lambda _: True),
    ),
    "a final needs no score": Mutant(
        ("test_incident_17_a_postponed_game_is_neither_final_nor_graded",),
        both(
            text(reference, "_schedule_status", "== 3 and row.home_team_score and", "== 3 or"),
            text(
                boxscore,
                "_implausible",
                "not (game.home_team_score or game.visitor_team_score)",
                "False",
            ),
        ),
    ),
}

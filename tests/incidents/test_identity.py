"""One key for a player, one for a game; a join that fails is counted and seen (I-7)."""

from __future__ import annotations

from datetime import date

from publishing.identity import player_lookup
from publishing.live import reference
from publishing.rows import RegisteredPlayer, SourcePlayer
from tests.incidents.site import Site, sent
from tests.live.payloads import (
    KEY,
    LEAGUE_ID,
    event,
    final,
    game,
    line,
    names,
    official,
    official_game,
    official_line,
    pick,
    poll,
    predictions,
    schedule,
    scheduled,
)
from tests.live.warehouse_rows import DAY as DATE
from tests.live.warehouse_rows import NOON, planned

BEFORE = "2026-01-09T17:00:00Z"


def test_incident_07_both_forms_of_a_games_id_have_teams() -> None:
    """Dec 28: teams were null for 33 players: their game id was of the other form (I-7)."""
    picks = pick(game_id=LEAGUE_ID), pick("bobbirch", game_id=KEY), pick("cycole", game_id="77")
    site = Site().hear(schedule(scheduled()), predictions(*picks), poll(game()))
    for lookup in ("annash", "bobbirch"):
        row = site.row(lookup)
        assert (row["home_team"], row["away_team"]) == ("BOS", "NYK"), f"I-7: {lookup} has no game"
    assert site.row("cycole")["home_team"] is None
    assert site.service("grading")["rows_without_game"] == 1, "I-7: a failed join is silent"


def test_incident_08_a_player_whom_nobody_finds_is_counted() -> None:
    """Dec 28: `team` and `actual` were null because two sources spelled the player apart (I-7)."""
    spelled = final([line(7, "Nikola Jokić", 27)])
    stranger = pick("nikolajoki", line="20.5")
    site = Site().hear(predictions(pick("nikolajokic", line="20.5"), stranger), poll(spelled))
    found = site.row("nikolajokic")
    assert (found["team"], found["actual"]) == ("BOS", 27), "I-7: the player was not found"
    assert site.row("nikolajoki")["actual"] is None
    assert site.service("grading")["rows_without_player"] == 1, "I-7: a failed join is silent"


def test_incident_08_when_nobody_is_found_the_status_says_so() -> None:
    """Dec 28: a rule for names that fits nobody must not pass for a night of voids (I-7)."""
    picks = [pick(f"{lookup}-boston") for lookup in ("annash", "bobbirch", "cycole")]
    site = Site().hear(schedule(scheduled()), predictions(*picks), poll(final()))
    assert all(row["actual"] is None for row in site.rows().values())
    said = site.service("grading")
    assert said["rows_without_player"] == 3, "I-7: failed joins are silent"
    assert said["status"] == "degraded", "I-7: not one player is found, and all is well"


def test_incident_17_a_postponed_game_is_neither_final_nor_graded() -> None:
    """Jan 24: the schedule said Final without scores; 486 predictions of no game (I-7)."""
    for fields in (
        {"game_status": 3},
        {"game_status": 3, "home_team_score": 0, "away_team_score": 0},
        {"game_status": 3, "game_status_text": "PPD"},
    ):
        plan = reference.schedule([planned(**fields)], DATE, NOON)
        site = Site().hear(sent("schedule", plan, BEFORE), predictions(pick()), poll())
        row = site.row()
        words = (row["game_status"], row["status"], row["actual"])
        assert words == ("scheduled", "pending", None), f"I-7: graded without a game: {fields}"
    site = Site().hear(poll(final(home_team_score=None, visitor_team_score=None)))
    assert site.statuses() == {}, "I-7: a final without scores is public"
    assert len(site.letters) == 1, "I-7: a final without scores vanished"


def test_incident_17_a_game_that_was_moved_is_on_its_own_date_only() -> None:
    """Jan 24: one league id stood on two dates, and each row was counted for both (I-7)."""
    moved = planned(game_date=date(2026, 2, 3), processed_at=NOON)
    old = planned(game_status_text="PPD")
    for day, row in ((DATE, old), (date(2026, 2, 3), moved)):
        (found,) = reference.schedule([old, moved], day, NOON).games
        assert found.key == f"{day:%Y%m%d}_NYK_BOS", "I-7: a game is on another date's schedule"
        postponed = row.game_status_text == "PPD"
        assert (found.status == "postponed") is postponed, "I-7: the two dates were mixed up"


def test_incident_20_the_id_map_holds_a_whole_season() -> None:
    """Jan 28: the source's rows stopped, and 30 days later no id was known any more (I-7)."""
    seen = SourcePlayer(
        bdl_player_id=7,
        player_lookup="josenuneziii",
        player_full_name="",
        game_date=date(2025, 10, 28),
    )
    known = RegisteredPlayer(
        player_lookup="josenuneziii", player_name="José Núñez III", season="2025-26"
    )
    mapped = sent("names", reference.names([known], [seen], NOON), BEFORE)
    site = Site().hear(mapped, predictions(pick("josenuneziii")))
    site.hear(poll(game([line(7, "Pepe N.", 12)])))
    assert site.row("josenuneziii")["actual"] == 12, "I-7: the id was forgotten after 30 days"


def test_incident_20_wrong_lines_are_replaced_by_official_ones() -> None:
    """Jan 28: an audit found half of the source's lines wrong; it was the only source (I-6)."""
    wrong = final([line(1, "Ann Ash", 3)], home_team_score=3)
    rows = official_line("annash", "BOS", 31), official_line("bobbirch", "NYK", 9)
    ruled = official(official_game(*rows), at="2026-01-10T05:00:00Z")
    for order in ((poll(wrong), ruled), (ruled, poll(wrong, at="2026-01-10T06:00:00Z"))):
        site = Site().hear(predictions(pick(line="30.5")), *order).fall_silent()
        assert site.row()["actual"] == 31, "I-6: a poll won over the official row"
        assert site.games()["BOS"]["home_score"] == 101, "I-6: a poll won over the official score"


def test_incident_47_exhibitions_and_foreign_teams_are_no_games() -> None:
    """All-Star and preseason games polluted joins, breaks and logs (I-7)."""
    exhibitions = ("0012500001", "0032500001")
    plan = reference.schedule([planned(game_id=one) for one in exhibitions], DATE, NOON)
    guests = game(id=2, home_code="EST", away_code="WST")
    site = Site().hear(sent("schedule", plan, BEFORE), predictions(pick(game_id="0032500001")))
    site.hear(poll(game(), guests))
    assert sorted(site.statuses()) == ["BOS"], "I-7: a team that is none is public"
    assert site.service("grading")["rows_without_game"] == 1, "I-7: an exhibition is in the map"
    assert "EST" in site.letters[0].reason, "I-7: the guests vanished without a word"


def test_latent_08_accented_names_find_their_predictions() -> None:
    """Each source folded accents in its own way: such a player never matched anything (I-7)."""
    spelled = {
        "Nikola Jokić": "nikolajokic",
        "José Núñez III": "josenuneziii",
        "Dario Şar\u0131ç": "dariosaric",
        "D'Angelo O'Neal": "dangelooneal",
        "Gary Trent Jr.": "garytrentjr",
    }
    lines = [line(n, name, 10) for n, name in enumerate(spelled, start=11)]
    site = Site().hear(predictions(*map(pick, spelled.values())), poll(final(lines)))
    missing = [lookup for lookup, row in site.rows().items() if row["actual"] is None]
    assert not missing, "I-7: the names of the source do not fit those of the predictions"
    assert all(player_lookup(name) == lookup for name, lookup in spelled.items()), "I-7: two rules"


def test_latent_09_namesakes_mononyms_and_traded_players_are_told_apart() -> None:
    """The fallback by name made one player of two, and none of a mononym (I-7)."""
    by_id = {"1": ("jalenash1", "Jalen Ash"), "2": ("jalenash2", "Jalen Ash"), "9": ("nene", "")}
    known = names({"nene": "Nenê"}, by_id)
    home = [line(1, "Jalen Ash", 10), line(9, "Nenê ", 4)]
    picks = pick("jalenash1"), pick("jalenash2"), pick("nene", line="3.5")
    site = Site().hear(known, predictions(*picks), poll(game(home, [line(2, "Jalen Ash", 20)])))
    actual = {lookup: (row["actual"], row["team"]) for lookup, row in site.rows().items()}
    assert actual["jalenash1"] == (10, "BOS"), "I-7: a namesake has the other one's points"
    assert actual["jalenash2"] == (20, "NYK"), "I-7: a namesake has the other one's points"
    assert actual["nene"] == (4, "BOS"), "I-7: a player with one name is nobody"
    traded = game([], [line(1, "Jalen Ash", 5)], id=2, home_code="LAL", away_code="DEN")
    picks_now = event("predictions", {"picks": [picks[0]]}, "2026-01-09T18:00:00Z")
    moved = Site().hear(known, picks_now, poll(traded))
    assert moved.row("jalenash1")["team"] == "DEN", "I-7: a traded player plays for his old team"

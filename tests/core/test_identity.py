"""Who a player is and which game is meant."""

from __future__ import annotations

import unicodedata
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publishing.identity import (
    TRICODES,
    GameIdentity,
    game_key,
    is_league_game,
    is_lookup,
    player_lookup,
    teams_of,
)

DOTLESS, DOTTED = "\u0131", "\u0130"


@pytest.mark.parametrize(
    ("name", "lookup"),
    [
        ("Luka Dončić", "lukadoncic"),
        ("Nikola Jokić", "nikolajokic"),
        ("José Núñez", "josenunez"),
        ("Dennis Schröder", "dennisschroder"),
        ("De'Aaron Fox", "deaaronfox"),
        ("D\u2019Angelo Russell", "dangelorussell"),
        ("Shai Gilgeous-Alexander", "shaigilgeousalexander"),
        ("P.J. Washington", "pjwashington"),
        ("Gary Trent Jr.", "garytrentjr"),
        ("Gary Trent Jr", "garytrentjr"),
        ("Gary Trent Junior", "garytrentjr"),
        ("GARY TRENT SENIOR", "garytrentsr"),
        ("Larry Nance Sr.", "larrynancesr"),
        ("Robert Williams III", "robertwilliamsiii"),
        ("Junior Harris", "juniorharris"),
        ("Nene", "nene"),
        (f"Furkan Korkmaz{DOTLESS}", "furkankorkmazi"),
        (f"{DOTTED}lkan Karaman", "ilkankaraman"),
        (unicodedata.normalize("NFD", f"{DOTTED}lkan"), "ilkan"),
        ("Tim Ha\ufb01d", "timhafid"),
        ("Jo\u00df Weiß", "jossweiss"),
        ("\uff21nn\u3000Ash", "annash"),
        ("  Ann   Ash  ", "annash"),
        ("'.- ", ""),
        ("姚明", ""),
        ("", ""),
    ],
)
def test_the_canonical_rule(name: str, lookup: str) -> None:
    assert player_lookup(name) == lookup


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
@pytest.mark.parametrize("name", ["Luka Dončić", "Álex Ábrines", f"Ömer Aş{DOTLESS}k"])
def test_every_encoding_of_a_name_is_one_player(form: str, name: str) -> None:
    written = unicodedata.normalize(form, name)  # type: ignore[arg-type]
    assert player_lookup(written) == player_lookup(name)
    assert player_lookup(written.upper().replace("I", DOTTED if DOTTED in name else "I"))


@given(st.text(max_size=40))
@settings(max_examples=500, deadline=None, derandomize=True)
def test_a_lookup_is_ascii_and_its_own_lookup(name: str) -> None:
    lookup = player_lookup(name)
    assert lookup.isascii()
    assert lookup == "" or (lookup.isalnum() and lookup == lookup.lower())
    # A name that is nothing but a suffix is a suffix.
    if lookup not in ("junior", "senior"):
        assert player_lookup(lookup) == lookup


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz '.-", max_size=30))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_for_ascii_names_marks_and_case_do_not_matter(name: str) -> None:
    if name.split() and name.split()[-1] in ("junior", "senior"):
        return
    bare = "".join(letter for letter in name if letter.isalpha())
    assert player_lookup(name) == player_lookup(name.upper()) == bare


def test_a_lookup_is_no_path_and_no_name_of_a_document_beside_the_players() -> None:
    """`players/index.json` is not the profile of somebody."""
    assert is_lookup("annash")
    assert not any(map(is_lookup, ["index", "", "../x", "ann ash", "Annash"]))


@pytest.mark.parametrize(
    ("key", "teams"),
    [
        ("20260109_NYK_BOS", ("NYK", "BOS")),
        ("20260109_EST_WST", None),
        ("20260109_nyk_bos", None),
        ("2026019_NYK_BOS", None),
        ("20260109_NYK_BOS ", None),
        ("20260109_NYK", None),
        ("0022500441", None),
        ("", None),
    ],
)
def test_teams_of_a_key(key: str, teams: tuple[str, str] | None) -> None:
    assert teams_of(key) == teams


def test_a_key_and_its_teams_are_each_others_inverse() -> None:
    codes = sorted(TRICODES)
    assert len(codes) == 30
    for away, home in pairwise(codes):
        assert teams_of(game_key(date(2026, 1, 9), away, home)) == (away, home)
    assert game_key(date(2026, 1, 9), "NYK", "BOS") == "20260109_NYK_BOS"


@pytest.mark.parametrize(
    ("game_id", "counts"),
    [
        ("0022500441", True),
        ("0042500101", True),
        ("0052500101", True),
        ("0062500001", True),
        ("0012500001", False),
        ("0032500001", False),
        ("20260109_NYK_BOS", True),
    ],
)
def test_incident_47_exhibitions_do_not_count(game_id: str, counts: bool) -> None:
    assert is_league_game(game_id) is counts


def test_a_game_has_one_key_under_each_of_its_names() -> None:
    identity = GameIdentity.of([("0022500441", "20260109_NYK_BOS")])
    assert identity.key("0022500441") == "20260109_NYK_BOS"
    assert identity.key("20260109_NYK_BOS") == "20260109_NYK_BOS"
    assert identity.key("20260109_DEN_LAL") == "20260109_DEN_LAL"
    assert identity.key("0022500442") is None
    assert identity.key("18447346") is None

"""The comparison itself, on small documents and a model made up here; it needs no data."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest

from tests.parity.alignment import MISSING, Json, Listing, differences, disorder, same
from tests.parity.comparison import Comparison, compare
from tests.parity.facts import Facts
from tests.parity.nights import NIGHTS
from tests.parity.rounding import half_up, once, twice
from tests.parity.rules import Change, Changes, Family, Rule, rule, unused

SHAPE = {
    "games": Listing(("game",)),
    "games[].players": Listing(("player",), lambda one: (-one["points"],), ("player",)),
}
DOUBLED = Change("doubled", "D1", "Points were doubled.")
ADDED = Change("added", "D2", "One point more.")
GONE = Change("gone", "D3", "Nobody without points.")


def document(**points: int) -> Json:
    players = [{"player": name, "points": number} for name, number in points.items()]
    return {"total": len(players), "games": [{"game": "g", "players": players}]}


def model(facts: Facts, changes: Changes) -> Json:
    """Of a warehouse in which ann made 2, bob 1 and cid no points."""
    points = {"ann": 2, "bob": 1, "cid": 0}
    for name, number in points.items():
        points[name] = (1 if DOUBLED in changes else 2) * number + (ADDED in changes)
    if GONE in changes:
        del points["cid"]
    return document(**points)


def family(*rules: Rule) -> Family:
    return Family("small", "small", re.compile("small"), SHAPE, model, rules)


POINTS = rule("games[].players[].points", DOUBLED, ADDED)
ROWS = rule("games[].players[] total", GONE)


@pytest.fixture
def facts(tmp_path: Path) -> Facts:
    return Facts(NIGHTS[0], tmp_path, tmp_path)


def found(facts: Facts, of: Family, before: Json, after: Json) -> Comparison:
    comparison = Comparison()
    compare(comparison, "small", of, before, after, facts)
    return comparison


BEFORE, AFTER = document(ann=4, bob=2, cid=0), document(ann=3, bob=2)


def test_what_both_rules_give_is_explained_by_the_fewest_changes(facts: Facts) -> None:
    comparison = found(facts, family(POINTS, ROWS), BEFORE, AFTER)
    assert comparison.unexplained == []
    assert comparison.used == {
        ("small", "games[].players[].points", DOUBLED): 1,
        ("small", "games[].players[].points", ADDED): 1,
        ("small", "games[].players[]", GONE): 1,
        ("small", "total", GONE): 1,
    }


@pytest.mark.parametrize(
    ("after", "place"),
    [
        (document(ann=5, bob=2), "games[g].players[ann].points: 4 -> 5"),
        (document(ann=4, bob=2), "games[g].players[ann].points: 4 should be 3"),
        (document(ann=3), "games[g].players[bob]: {'player': 'bob', 'points': 2} -> <missing>"),
        (document(ann=3, bob=2, cid=1), "games[g].players[cid].points: 0 -> 1"),
        (document(ann=3, bob=2, dan=0), "games[g].players[dan]: <missing> -> "),
        (
            document(bob=2, ann=3),
            "not in the contract's order: games[g].players: bob is before ann",
        ),
        ({**AFTER, "more": 1}, "more: <missing> -> 1"),
        ({"games": AFTER["games"]}, "total: 3 -> <missing>"),
        ({"games": AFTER["games"], "total": 2}, "{}: ['total', 'games'] -> ['games', 'total']"),
    ],
)
def test_anything_else_is_unexplained(facts: Facts, after: Json, place: str) -> None:
    told = found(facts, family(POINTS, ROWS), BEFORE, after).unexplained
    assert any(place in one for one in told), told


def test_an_element_that_is_rightly_new_is_so_once(facts: Facts) -> None:
    def model(_: Facts, changes: Changes) -> Json:
        return document(ann=4, **({"dan": 1} if ADDED in changes else {}))

    rules = (rule("games[].players[] total", ADDED),)
    of = Family("small", "small", re.compile("small"), SHAPE, model, rules)
    now = document(ann=4, dan=1)
    assert found(facts, of, document(ann=4), now).unexplained == []
    now["games"][0]["players"].append({"player": "dan", "points": 1})
    told = found(facts, of, document(ann=4), now).unexplained
    assert told == [f"{NIGHTS[0]} small games[g].players[dan]: is there 2 times"]


def test_another_value_of_before_is_unexplained(facts: Facts) -> None:
    before = document(ann=6, bob=2, cid=0)
    told = found(facts, family(POINTS, ROWS), before, AFTER).unexplained
    assert told == [f"{NIGHTS[0]} small games[g].players[ann].points: 6 -> 3"]


def test_a_change_that_the_rule_does_not_name_explains_nothing(facts: Facts) -> None:
    wrong = rule("games[].players[].points", DOUBLED, GONE)
    told = found(facts, family(wrong, ROWS), BEFORE, AFTER).unexplained
    assert [one for one in told if "players[ann].points: 4 -> 3" in one]


def test_a_change_that_is_not_needed_is_named(facts: Facts) -> None:
    of = family(POINTS, ROWS, rule("games[].game", DOUBLED))
    used = found(facts, of, BEFORE, AFTER).used
    assert unused([of], used) == ["small: games[].game (D1: Points were doubled.)"]


def test_elements_are_aligned_by_key() -> None:
    (one,) = differences("small", document(ann=4, bob=2), document(bob=1, ann=4), SHAPE)
    assert (one.path, one.pattern) == (
        "games[g].players[bob].points",
        "games[].players[].points",
    )
    assert (one.keys, one.before, one.after) == (("g", "bob"), 2, 1)


def test_of_two_elements_of_one_name_the_nearer_is_compared() -> None:
    before = {"games": [{"game": "g", "a": 1, "b": 1}, {"game": "g", "a": 2, "b": 2}]}
    after = {"games": [{"game": "g", "a": 2, "b": 2}]}
    (one,) = differences("small", before, after, {"games": SHAPE["games"]})
    assert (one.path, one.before, one.after) == ("games[g]", before["games"][0], MISSING)


def test_order_is_by_the_contract_and_ties_only_where_asked_for() -> None:
    tied = document(bob=2, ann=2)
    assert disorder(tied, SHAPE, ties=False) == []
    assert disorder(tied, SHAPE, ties=True) == ["games[g].players: bob is before ann"]
    assert disorder(document(ann=1, bob=2), SHAPE, ties=False)
    assert disorder({"games": [{"game": "g", "players": [{}, {}]}]}, SHAPE, ties=False)


@pytest.mark.parametrize(
    ("before", "after", "are"),
    [
        ("<text>", "any", True),
        ("<text>", None, False),
        ("any", "<text>", False),
        (["<text>", 1], ["any", 1.0], True),
        (["<text>"], ["any", "more"], False),
        (1, 1.0, True),
        (0.1 + 0.2, 0.3, True),
        (1, True, False),
        (None, 0, False),
        ("1", 1, False),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, False),
    ],
)
def test_values_are_the_same(before: object, after: object, are: bool) -> None:
    assert same(before, after) is are


def test_roundings() -> None:
    assert (once(Fraction(1, 4), 1), half_up(Fraction(1, 4), 1)) == (0.2, 0.3)
    assert (once(Fraction(-1, 4), 1), half_up(Fraction(-1, 4), 1)) == (-0.2, -0.3)
    assert (once(Fraction(4446, 10**4), 2), twice(Fraction(4446, 10**4), 3, 2)) == (0.44, 0.45)
    assert once(None, 1) is None
    assert once(Fraction(2, 3), 3) == 0.667

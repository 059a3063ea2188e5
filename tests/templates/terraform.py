"""Terraform as values: the parsed HCL of a folder, its repetitions written out, its texts filled.

It knows as much of the language as `templates/infrastructure` uses; what it does not know fails.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import hcl2

FOLDER = Path(__file__).parents[2] / "templates" / "infrastructure"

Body = dict[str, Any]

DYNAMIC = "dynamic"
"""Where a block says what it is repeated for."""

_FOR = re.compile(
    r"\$\{\{\s*for \w+, (\w+) in local\.(\w+) : \w+ => \w+(?: if (?P<condition>.+?))?\s*\}\}"
)
_TERM = re.compile(r'(!?)\w+\.(\w+)(?: (==|!=) (null|"[^"]*"))?')
_SET = re.compile(r"\$\{toset\(local\.declared\.(\w+)\)\}")
_SOME = re.compile(r"\$\{\[for (\w+) in (\[.*?\]) : \1 if .+\]\}")
_TERM_OF_LIST = re.compile(r'\[(?:"\w+")?\]|local\.\w+')
_REFERENCE = re.compile(r"\$\{((?:data\.)?google_\w+\.\w+)\}")
_INSIDE = re.compile(r"\$\{([^{}]+)\}")


@dataclass(frozen=True)
class Terraform:
    """Blocks by kind and name, as `("resource", "google_pubsub_topic", "ours")`."""

    blocks: dict[tuple[str, ...], Body]
    locals: Body
    declared: Body

    def of_type(self, kind: str) -> dict[str, Body]:
        """All resources of one type by name."""
        return {at[2]: body for at, body in self.blocks.items() if at[:2] == ("resource", kind)}

    def instances(self, kind: str) -> dict[str, Body]:
        """All resources of one type by address, as in `ours["nba-live-boxscores"]`."""
        found = {}
        for name, body in self.of_type(kind).items():
            for key, one in self._repeated(body):
                found[name if key is None else f'{name}["{key}"]'] = one
        return found

    def _repeated(self, body: Body) -> Iterator[tuple[str | None, Body]]:
        if "for_each" not in body:
            yield None, _written_out(body)
            return
        rest = {key: value for key, value in body.items() if key != "for_each"}
        for key, value in self.each(body["for_each"]).items():
            yield key, _written_out(_filled(rest, key, value))

    def each(self, expression: Any) -> dict[str, Any]:
        """What a `for_each` goes over; ValueError for one that is not understood."""
        if isinstance(expression, dict):
            return expression
        if found := re.fullmatch(r"\$\{toset\((\[.*\])\)\}", expression, re.S):
            words: list[str] = json.loads(re.sub(r",\s*\]", "]", found[1]))
            return {word: word for word in words}
        if found := _SET.fullmatch(expression):
            return {word: word for word in self.declared[found[1]]}
        if found := re.fullmatch(r"\$\{local\.(\w+)\}", expression):
            return dict(self.locals[found[1]])
        if found := _FOR.fullmatch(expression):
            return {
                one["name"]: one
                for one in self.declared[found[2]]
                if all(_holds(term, one) for term in (found["condition"] or "").split(" && "))
            }
        if found := re.fullmatch(r"\$\{merge\((.+?),?\s*\)\}", expression, re.S):
            parts = [f"${{{part.strip()}}}" for part in found[1].split(",")]
            return {key: value for part in parts for key, value in self.each(part).items()}
        if found := _REFERENCE.fullmatch(expression):
            body = self.blocks["resource", *found[1].split(".")]
            return {key: f'{found[1]}["{key}"]' for key in self.each(body["for_each"])}
        raise ValueError(f"not understood: {expression}")

    def words(self, expression: str | list[str]) -> list[str]:
        """The texts of a list, of a local one, or of several in one; ValueError for others."""
        if isinstance(expression, list):
            return expression
        found = re.fullmatch(r"\$\{(?:concat\((.+)\)|(local\.\w+))\}", expression)
        terms = re.split(r",\s*", found[1] or found[2]) if found else []
        if not terms or not all(_TERM_OF_LIST.fullmatch(term) for term in terms):
            raise ValueError(f"not understood: {expression}")
        lists = [
            json.loads(term) if term[0] == "[" else self.words(self.locals[term.split(".")[1]])
            for term in terms
        ]
        return [word for words in lists for word in words]

    def text(self, expression: str, known: Mapping[str, str]) -> str:
        """The text of an expression, with locals resolved and the rest taken from `known`."""

        def resolved(match: re.Match[str]) -> str:
            name = match[1].strip()
            if name in known:
                return known[name]
            first, *rest = re.split(r"[.\[\]\"]+", name.strip('"]'))
            if first != "local":
                raise KeyError(f"{name} in {expression}")
            value: Any = self.locals
            for part in rest:
                value = value[part]
            return self.text(value, known)

        return _INSIDE.sub(resolved, expression)


def texts() -> dict[str, str]:
    """The files of the folder by name."""
    return {file.name: file.read_text() for file in sorted(FOLDER.glob("*.tf"))}


def load(files: Mapping[str, str], declared: Body | None = None) -> Terraform:
    """What the files say; a block that is there twice is a ValueError."""
    blocks: dict[tuple[str, ...], Body] = {}
    values: Body = {}
    for text in files.values():
        parsed = _plain(hcl2.loads(text))
        for kind, found in parsed.items():
            for block in found:
                if kind == "locals":
                    if twice := block.keys() & values.keys():
                        raise ValueError(f"{', '.join(twice)} is there twice")
                    values |= block
                    continue
                if kind == "moved":
                    blocks[kind, block["from"]] = block
                    continue
                for at, body in _labelled((kind,), block):
                    if at in blocks and kind not in ("terraform", "provider"):
                        raise ValueError(f"{'.'.join(at)} is there twice")
                    blocks[at] = body
    given = json.loads((FOLDER / "declared.json").read_text()) if declared is None else declared
    return Terraform(blocks, values, given)


_LABELS = {"resource": 2, "data": 2, "variable": 1, "output": 1, "provider": 1, "terraform": 0}


def _labelled(at: tuple[str, ...], block: Body) -> Iterator[tuple[tuple[str, ...], Body]]:
    if len(at) - 1 == _LABELS[at[0]]:
        yield at, block
        return
    for name, inside in block.items():
        yield from _labelled((*at, name), inside)


def _plain(value: Any) -> Any:
    """Without the quotes and marks of the parser: an expression stays `${…}`."""
    if isinstance(value, dict):
        plain = {_plain(key): _plain(one) for key, one in value.items() if key[:2] != "__"}
        # A block that is there on a condition is one that is there, beside what it is there for.
        for block in plain.pop("dynamic", ()):
            for name, inside in block.items():
                content = inside["content"]
                plain[name] = [{**one, DYNAMIC: inside["for_each"]} for one in content]
        return plain
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, str) and len(value) > 1 and value[0] == value[-1] == '"':
        inside = value[1:-1]
        if inside.startswith("<<-"):
            return "\n".join(line.strip() for line in inside.splitlines()[1:-1])
        return inside.replace('\\"', '"').replace("\\\\", "\\")
    return value


def _holds(term: str, one: Body) -> bool:
    if not term:
        return True
    found = _TERM.fullmatch(term)
    if found is None:
        raise ValueError(f"not understood: {term}")
    value = one[found[2]]
    if found[3] is None:
        return bool(value) != bool(found[1])
    equal: bool = value == json.loads(found[4])
    return equal == (found[3] == "==")


def _filled(value: Any, key: str, each: Any) -> Any:
    """The value with `each.key` and `each.value` written out; KeyError for what has none."""
    if isinstance(value, dict):
        return {name: _filled(one, key, each) for name, one in value.items()}
    if isinstance(value, list):
        return [_filled(one, key, each) for one in value]
    if not isinstance(value, str):
        return value
    if isinstance(each, dict):
        if whole := re.fullmatch(r"\$\{each\.value\.(\w+)\}", value):
            return each[whole[1]]
        value = re.sub(r"\$\{each\.value\.(\w+)\}", lambda at: _as_text(each[at[1]]), value)
        value = re.sub(r"\beach\.value\.(\w+)", lambda at: _as_term(each[at[1]]), value)
    value = value.replace("${each.key}", key).replace("each.key", json.dumps(key))
    if isinstance(each, str):
        reference = each.startswith("google_")
        value = value.replace("${each.value}", each)
        value = value.replace("each.value", each if reference else json.dumps(each))
    return value


def _as_text(one: Any) -> str:
    return one if isinstance(one, str) else json.dumps(one)


def _as_term(one: Any) -> str:
    found = re.fullmatch(r"\$\{([^{}]+)\}", one) if isinstance(one, str) else None
    return found[1] if found else json.dumps(one)


def _written_out(body: Body) -> Body:
    """The body with each block that is repeated by a list, as often as the list has a word."""
    found: Body = {}
    for name, value in body.items():
        if not isinstance(value, list):
            found[name] = _written_out(value) if isinstance(value, dict) else value
            continue
        blocks = [one for inside in value for one in _repeats(name, inside)]
        if blocks or not value:
            found[name] = blocks
    return found


def _repeats(name: str, one: Any) -> Iterator[Any]:
    if not isinstance(one, dict) or DYNAMIC not in one:
        yield _written_out(one) if isinstance(one, dict) else one
        return
    found = _SOME.fullmatch(one[DYNAMIC])
    if found is None:
        raise ValueError(f"not understood: {one[DYNAMIC]}")
    rest = {key: value for key, value in one.items() if key != DYNAMIC}
    for word in json.loads(found[2]):
        yield _written_out(_replaced(rest, f"{name}.value", json.dumps(word)))


def _replaced(value: Any, before: str, after: str) -> Any:
    if isinstance(value, dict):
        return {name: _replaced(one, before, after) for name, one in value.items()}
    if isinstance(value, list):
        return [_replaced(one, before, after) for one in value]
    return value.replace(before, after) if isinstance(value, str) else value

"""The document types as TypeScript: declarations alone, but for one function over paths."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from publishing.documents import schema
from publishing.families import FAMILIES, Family
from site_contract.contract import object_types
from site_contract.shapes import ObjectType, Shape

_HEAD = "// Made by `make contract` from the document types of Courtside.\n"

_PATHS = """
/** The document at a path as it is asked for; `never` at one where nothing is published. */
export type DocumentAt<Path extends string> ={chain};

/** The paths as they are declared, with the type of what is there. */
export interface Documents {{
{entries}
}}

/** A path as it is declared: `{{date}}` is `2025-12-27`, `{{season}}` is `2025-26`. */
export type Pattern = keyof Documents;

/** What a pattern has in braces. */
export type PathParameters<P extends string> =
  P extends `${{string}}{{${{infer Name}}}}${{infer Rest}}`
    ? {{ [Key in Name]: string }} & PathParameters<Rest>
    : unknown;

/** A path: `documentPath("players/{{player}}.json", {{ player: "aldenbarsby" }})`. */
export declare function documentPath<P extends Pattern>(
  pattern: P,
  ...parameters: P extends `${{string}}{{${{string}}` ? [PathParameters<P>] : []
): string;

/** The document, if what a path has in place of the words in braces is one part each. */
type Whole<Parts extends readonly string[], Found> =
  Extract<Parts[number], "" | `${{string}}/${{string}}`> extends never ? Found : never;
"""

_SCRIPT = """
/** The path of a pattern, each word in braces replaced by its parameter. */
export function documentPath(pattern, parameters = {}) {
  return pattern.replace(/\\{(\\w+)\\}/g, (_, word) => encodeURIComponent(parameters[word]));
}
"""


def files(families: Iterable[Family] = FAMILIES) -> dict[str, str]:
    """The declarations and the script by path in the package."""
    known = list(families)
    types = {one.name: object_types(one.name, schema(one.document, one.name)) for one in known}
    found = {f"documents/{name}.d.ts": module(of) for name, of in types.items()}
    roots = {one: types[one.name][0].name for one in known}
    return {**found, "index.d.ts": _index(roots), "index.js": _HEAD + _SCRIPT}


def module(types: Iterable[ObjectType]) -> str:
    """One family's types as a module."""
    return _HEAD + "".join(f"\n{_interface(one)}" for one in types)


def written(shape: Shape) -> str:
    """A shape as a type expression."""
    text = _plain(shape)
    return f"{text} | null" if shape.null else text


def _plain(shape: Shape) -> str:
    match shape.kind:
        case "integer" | "number":
            return "number"
        case "words":
            return " | ".join(json.dumps(word) for word in shape.words)
        case "object":
            return shape.name
        case "list":
            inner = _of(shape)
            return f"({inner})[]" if "|" in inner else f"{inner}[]"
        case "map":
            return f"Record<string, {_of(shape)}>"
    return shape.kind


def _of(shape: Shape) -> str:
    if shape.of is None:
        raise ValueError(f"a {shape.kind} of nothing")
    return written(shape.of)


def _interface(one: ObjectType) -> str:
    said = _comment(one.text.splitlines(), "")
    if not one.keys:
        # An interface without keys takes anything.
        return "\n".join([*said, f"export type {one.name} = Record<string, never>;"]) + "\n"
    lines = [*said, f"export interface {one.name} {{"]
    for name, key in one.keys.items():
        kind = {"integer": "Whole number", "string": "Text"}.get(key.shape.kind, "Number")
        lines += _comment([f"{kind}: {key.unit}."] if key.unit else [], "  ")
        lines.append(f"  {_word(name)}{'?' if key.optional else ''}: {written(key.shape)};")
    return "\n".join([*lines, "}"]) + "\n"


def _comment(lines: list[str], indent: str) -> list[str]:
    safe = [line.replace("*/", "*\u200b/") for line in lines]
    if len(safe) == 1:
        return [f"{indent}/** {safe[0]} */"]
    middle = [f"{indent} * {line}".rstrip() for line in safe]
    return [f"{indent}/**", *middle, f"{indent} */"] if safe else []


def _word(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z_]\w*", name) else json.dumps(name)


def _index(roots: dict[Family, str]) -> str:
    if len(set(roots.values())) < len(roots):
        raise ValueError("two families' documents have one name")
    imports = "".join(
        f'import type {{ {name} }} from "./documents/{family.name}.js";\n'
        for family, name in roots.items()
    )
    names = "".join(f"  {name},\n" for name in sorted(roots.values()))
    exports = f"\nexport type {{\n{names}}};\n"
    paths = {path: name for family, name in roots.items() for path in family.paths}
    entries = "\n".join(f"  {json.dumps(path)}: {name};" for path, name in paths.items())
    return _HEAD + imports + exports + _PATHS.format(chain=_chain(paths), entries=entries)


def _chain(paths: dict[str, str]) -> str:
    """What decides over a path: fixed ones first, then those of more parts."""
    ordered = sorted(paths, key=lambda path: ("{" in path, -path.count("/"), -len(path), path))
    return "".join(_choice(path, paths[path]) for path in ordered) + "\n  never"


def _choice(path: str, name: str) -> str:
    if "{" not in path:
        return f"\n  Path extends {json.dumps(path)} ? {name} :"
    words = re.findall(r"\{(\w+)\}", path)
    inferred = re.sub(r"\{(\w+)\}", lambda one: f"${{infer {one[1].title()}}}", path)
    parts = ", ".join(word.title() for word in words)
    return f"\n  Path extends `{inferred}` ? Whole<[{parts}], {name}> :"

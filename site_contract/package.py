"""The npm package of the contract: its types, its description, and how it is used."""

from __future__ import annotations

import json

from site_contract import released, typescript

_README = """# Types of Courtside's documents

Made by `make contract`. TypeScript types of every document that Courtside publishes, for `strict`
projects, and one function without dependencies.

```ts
import { documentPath, type DocumentAt, type Documents } from "@courtside/contract";
import type { PlayerCard } from "@courtside/contract/documents/tonight-all-players";

async function read<Path extends string>(path: Path): Promise<DocumentAt<Path>> {
  const answer = await fetch(`${ORIGIN}/v1/${path}`);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return (await answer.json()) as DocumentAt<Path>;
}

const scores = await read("live/latest.json"); // LiveScores
const path = documentPath("players/{player}/season/{season}.json", {
  player: "aldenbarsby",
  season: "2025-26",
});
```

- `T | null` is a key that is always there and may be null; `key?: T` may be absent, and is never
  `undefined`: `exactOptionalPropertyTypes` holds. `0` is a number like others: test for `null`.
- A minor version may add families, paths and keys, and make promises stronger. Nothing else changes
  within a major version: no key goes, no type, unit, word or cache time changes. Ignore keys that
  you do not know.
- The version is that of the contract that was released last.
"""


def files() -> dict[str, str]:
    """Every file of the package by its path in it."""
    return {
        **typescript.files(),
        "package.json": json.dumps(_description(released.newest()), indent=2) + "\n",
        "README.md": _README,
    }


def _description(version: str) -> dict[str, object]:
    return {
        "name": "@courtside/contract",
        "version": version,
        "description": "Types of the documents that Courtside publishes",
        "license": "UNLICENSED",
        "publishConfig": {"access": "restricted"},
        "type": "module",
        "sideEffects": False,
        "files": ["index.js", "index.d.ts", "documents"],
        "exports": {
            ".": {"types": "./index.d.ts", "default": "./index.js"},
            "./documents/*": {"types": "./documents/*.d.ts"},
        },
    }

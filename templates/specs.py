"""The container specification of each template: what is uploaded, and what a launch reads.

It is written here and not by `gcloud dataflow flex-template build`, which drops what metadata
says of streaming.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from templates.metadata import FOLDER, metadata
from templates.registry import TEMPLATES, Template

BUILD = FOLDER / "build"
"""Where specifications are written; git knows none of them."""


def spec(template: Template, image: str) -> dict[str, Any]:
    """The specification of a template whose launcher and workers run `image`."""
    environment: dict[str, Any] = {
        "sdkContainerImage": image,
        "additionalUserLabels": {"app": "courtside", "template": template.name},
    }
    if template.streaming:
        environment |= {
            "enableStreamingEngine": True,
            "streamingMode": "STREAMING_MODE_EXACTLY_ONCE",
        }
    return {
        "image": image,
        "metadata": metadata(template),
        "sdkInfo": {"language": "PYTHON"},
        "defaultEnvironment": environment,
    }


def write(image: str, folder: Path = BUILD) -> list[Path]:
    """Writes every specification as `NAME.json` and returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for template in TEMPLATES:
        file = folder / f"{template.name}.json"
        text = json.dumps(spec(template, image), indent=2, ensure_ascii=False) + "\n"
        file.write_text(text, encoding="utf-8")
        found.append(file)
    return found

"""What Dataflow is told of a template before it runs: `templates/NAME/metadata.json`.

Names, help, defaults and checks come from the options of the job, which its command line is made
from too (idea 4). The keys are those of the service's `TemplateMetadata`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pipelines.declared import Kind, Option
from pipelines.patterns import BOOLEAN, words
from pipelines.template import COMMANDS
from templates.registry import TEMPLATES, Template

FOLDER = Path(__file__).parent

_TYPES: dict[Kind, str] = {
    "text": "TEXT",
    "flag": "BOOLEAN",
    "number": "NUMBER",
    "choice": "ENUM",
    "write_folder": "GCS_WRITE_FOLDER",
    "write_file": "GCS_WRITE_FILE",
    "subscription": "PUBSUB_SUBSCRIPTION",
    "topic": "PUBSUB_TOPIC",
}


def metadata(template: Template) -> dict[str, Any]:
    """The template and its parameters, what must be said first, as the service reads them."""
    options = {option.name: option for option in COMMANDS[template.job].options}
    optional = [name for name in template.options if name not in template.required]
    found = {
        "name": template.title,
        "description": template.description,
        "streaming": template.streaming,
        "parameters": [
            _which(template),
            *(_parameter(template, options[name]) for name in (*template.required, *optional)),
        ],
    }
    if template.streaming:
        # Only what is committed is published, which at-least-once cannot promise.
        found |= {
            "supportsExactlyOnce": True,
            "supportsAtLeastOnce": False,
            "defaultStreamingMode": "EXACTLY_ONCE",
        }
    return found


def pattern(template: Template, option: Option) -> str:
    """What the parameter takes, as a regular expression; none where its type says all."""
    if option.name == "only":
        return words(template.words)
    return option.pattern


def text(template: Template) -> str:
    """The content of the template's file."""
    return json.dumps(metadata(template), indent=2, ensure_ascii=False) + "\n"


def file_of(template: Template) -> Path:
    """Where that is kept."""
    return FOLDER / template.name / "metadata.json"


def stale() -> list[Path]:
    """The files that are not what the options say, missing ones among them."""
    found = []
    for template in TEMPLATES:
        file = file_of(template)
        if not file.is_file() or file.read_text(encoding="utf-8") != text(template):
            found.append(file)
    return found


def write() -> list[Path]:
    """Writes the files that are stale, and returns them."""
    found = stale()
    for template in TEMPLATES:
        file = file_of(template)
        if file in found:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text(template), encoding="utf-8")
    return found


def _which(template: Template) -> dict[str, Any]:
    """By which the one entry of all templates knows what it is."""
    return {
        "name": "template",
        "label": "Template",
        "helpText": "Which template this is.",
        "isOptional": False,
        "hiddenUi": True,
        "paramType": "ENUM",
        "enumOptions": [{"value": template.name, "label": template.title}],
        "defaultValue": template.name,
    }


def _parameter(template: Template, option: Option) -> dict[str, Any]:
    boolean = option.kind == "flag" or option.choices == BOOLEAN
    found: dict[str, Any] = {
        "name": option.name,
        "label": option.label,
        "helpText": _help(template, option),
        "isOptional": option.name not in template.required,
        "paramType": "BOOLEAN" if boolean else _TYPES[option.kind],
    }
    if expression := pattern(template, option):
        found["regexes"] = [expression]
    if option.choices and not boolean:
        found["enumOptions"] = [{"value": value, "label": value} for value in option.choices]
    default = "false" if option.kind == "flag" else option.default
    if default is not None:
        found["defaultValue"] = default
    return found


def _help(template: Template, option: Option) -> str:
    if option.name == "only":
        return (
            "Job types and groups, separated by commas. Default: all of the template's, "
            f"{', '.join(template.job_types)}."
        )
    example = f" For example, {option.example}." if option.example else ""
    return f"{option.help}{example}"

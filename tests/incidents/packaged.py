"""The product as it is packaged and deployed: its modules, its lock, its image, its Terraform.

Mutants change what is read here, as somebody would change the files.
"""

from __future__ import annotations

import ast
import functools
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import distribution, packages_distributions
from typing import Any

from templates.release import ROOT
from tests.templates import terraform
from tests.templates.terraform import Terraform

PACKAGES = ("publishing", "transforms", "pipelines", "templates")


def sources() -> dict[str, str]:
    """Every module of the product by its path."""
    files = (file for package in PACKAGES for file in sorted((ROOT / package).rglob("*.py")))
    return {str(file.relative_to(ROOT)): file.read_text(encoding="utf-8") for file in files}


def lock() -> str:
    """What is installed where the product runs."""
    return (ROOT / "requirements" / "runtime.lock").read_text(encoding="utf-8")


def dockerfile() -> str:
    """How the image is made."""
    return (ROOT / "templates" / "Dockerfile").read_text(encoding="utf-8")


def infrastructure() -> Terraform:
    """What Terraform makes."""
    return terraform.load(terraform.texts())


def imported(text: str) -> Iterator[tuple[str, ast.AST]]:
    """The modules that a module imports, each with its node."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from ((name.name, node) for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module, node


def inside_functions(text: str) -> list[int]:
    """The lines of imports that are done when a function is called, or may fail unheard."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Try):
            inside = (one for one in ast.walk(node) if isinstance(one, ast.Import | ast.ImportFrom))
            found += [one.lineno for one in inside]
    return found


@functools.cache
def distributions_of(module: str) -> frozenset[str]:
    """The distributions that have a module, in the lock's spelling; none for Python's own."""
    first = module.partition(".")[0]
    if first in sys.stdlib_module_names or first in PACKAGES:
        return frozenset()
    known = _owners().get(first, [])
    if first == "google":
        # Many have a part of it.
        known = [one for one in dict.fromkeys(known) if _has(one, module.split("."))]
    named = frozenset(one.lower().replace("_", "-").replace(".", "-") for one in known)
    return named or frozenset((module,))


@functools.cache
def _owners() -> Mapping[str, list[str]]:
    return packages_distributions()


@functools.cache
def _files(name: str) -> frozenset[str]:
    return frozenset(str(file) for file in distribution(name).files or ())


def _has(name: str, parts: list[str]) -> bool:
    files = _files(name)
    path = "/".join(parts)
    return f"{path}.py" in files or f"{path}/__init__.py" in files


def services(found: Terraform) -> tuple[tuple[str, dict[str, Any]], ...]:
    """The services by their names."""
    bodies = found.instances("google_cloud_run_v2_service")
    return tuple((at.split('"')[1], body) for at, body in bodies.items())


def block(found: Terraform, kind: str, name: str) -> dict[str, Any]:
    """One resource."""
    return found.blocks["resource", kind, name]

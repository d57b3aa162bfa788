"""What the simulations offer is what a learner meets.

A public name of a package of simulations is used by a lesson, an exercise, a figure, a check or a
row of the score card; a function that only its own tests call is not part of the course. The types
of what it hands out may be public too, so that they can be read about.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import typing
from collections.abc import Mapping
from functools import cache

import pytest

from helpers import simulations
from tests.contract.course import REPOSITORY, notebooks, read
from tests.contract.reading import parsed

MEETING = ("helpers/figures", "helpers/checks", "tests/literature")
TOOLS = {"arguments", "numerics", "sourced"}  # by which simulations are made
OFFERING = [
    one.name
    for one in pkgutil.iter_modules(simulations.__path__, "helpers.simulations.")
    if one.name.rsplit(".", 1)[1].isidentifier()  # no left-over of a synchroniser
    and hasattr(importlib.import_module(one.name), "__all__")
    and one.name.rsplit(".", 1)[1] not in TOOLS
]


@cache
def met() -> set[str]:
    """Return every name that code of notebooks, figures, checks and score-card rows mentions."""
    trees = [
        ast.parse(path.read_text(encoding="utf-8"))
        for folder in MEETING
        for path in (REPOSITORY / folder).rglob("*.py")
        if path.stem.isidentifier()
    ]
    trees += [
        parsed(cell.source)
        for path in notebooks()
        for cell in read(path).cells
        if cell.cell_type == "code"
    ]
    return {name for tree in trees for node in ast.walk(tree) for name in _names(node)}


def _names(node: ast.AST) -> list[str]:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return [name]
        case ast.ImportFrom(names=names):
            return [one.name for one in names]
        case ast.Constant(value=str(text)) if text.isidentifier():
            return [text]  # such as getattr(pk, "clearance")
    return []


def handed_out(package: object) -> set[str]:
    """Return the names of the types that a caller of a package gets into the hands.

    They are returned by its public functions and methods, held by its public constants and by the
    fields of such types, or raised.
    """
    found: set[str] = set()
    for name in package.__all__:
        offered = getattr(package, name)
        if not inspect.isclass(offered):
            inside = offered.values() if isinstance(offered, Mapping) else [offered]
            found |= {type(one).__name__ for one in inside} | _told(offered)
            continue
        if issubclass(offered, Exception):
            found.add(name)
        for member in vars(offered).values():
            found |= _told(member.fget if isinstance(member, property) else member)
        for field in vars(offered).get("__annotations__", {}).values():
            found |= _names_in(field)
    return found


def _told(function: object) -> set[str]:
    told = getattr(inspect.unwrap(function), "__annotations__", {})  # type: ignore[arg-type]
    return _names_in(told.get("return", "")) if isinstance(told, dict) else set()


def _names_in(annotation: object) -> set[str]:
    text = annotation if isinstance(annotation, str) else getattr(annotation, "__name__", "")
    return {one.id for one in ast.walk(ast.parse(text)) if isinstance(one, ast.Name)}


@pytest.mark.parametrize("name", OFFERING)
def test_public_is_what_is_met(name):
    package = importlib.import_module(name)
    types = {one for one in package.__all__ if _is_type(getattr(package, one))}
    excused = types & handed_out(package)
    nobody = sorted(set(package.__all__) - met() - excused)
    assert not nobody, (
        f"{name} offers what no lesson, exercise, figure, check or score-card row uses: "
        f"{', '.join(nobody)}. Let one use it, or take it out of __all__ (and out)."
    )


def _is_type(offered: object) -> bool:
    return inspect.isclass(offered) or typing.get_origin(offered) is not None

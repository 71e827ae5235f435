"""What a formula is, in its own words: the first sentence of the docstring that names its number."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from functools import cache

from reports import formulas

NAMED = re.compile(r"F(\d+)(?: to F(\d+))?")
HEAD = re.compile(r"[:=.]")


@cache
def sentences() -> dict[str, str]:
    """The first paragraph of the first function that each formula's number heads: `{"F5": "F5 runway: …"}`.

    Of several functions the one whose words begin with the number alone wins: it tells the formula itself.
    """
    found: dict[str, str] = {}
    for module in pkgutil.iter_modules(formulas.__path__, "reports.formulas."):
        for _, work in inspect.getmembers(importlib.import_module(module.name), inspect.isfunction):
            if work.__module__ == module.name:
                _keep(found, inspect.getdoc(work) or "")
    return found


def sentence(formula: str) -> str:
    """The formula of an id in words (“F5”, also within “F5 low”); an empty text for none."""
    return sentences().get(formula.split(maxsplit=1)[0], "") if formula.split() else ""


def _keep(found: dict[str, str], docstring: str) -> None:
    if not docstring.startswith("F"):
        return
    told = " ".join(docstring.split("\n\n", maxsplit=1)[0].split())
    for first, last in NAMED.findall(HEAD.split(docstring, maxsplit=1)[0]):
        for number in range(int(first), int(last or first) + 1):
            name = f"F{number}"
            if name not in found or (_is_whole(told, name) and not _is_whole(found[name], name)):
                found[name] = told


def _is_whole(told: str, name: str) -> bool:
    """Whether a sentence goes on with a word right after the number: `F5 runway: …`, not `F5: …`."""
    return re.match(rf"{name} (?!of |and |to |over |in )\w", told) is not None

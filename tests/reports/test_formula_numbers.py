"""Every formula of the books has a number, and every number one module that tells it; every metric one meaning."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

from reports import domains, formulas, metrics

FOLDER = Path(formulas.__file__).parent
PARTS = {
    "money": [*range(1, 18), *range(20, 29), *range(30, 33)],
    "market": [*range(40, 47), *range(50, 57)],
    "tech": range(60, 65),
    "clients": range(70, 77),
    "property": range(80, 93),
    "deliveries": range(95, 100),
}
NAMED = re.compile(r"F(\d+)(?: to F(\d+))?")
REPORTS = {"ceo", "cto", "cfo", "cmo", "accounting", "rental", "delivery", "clients"}


def numbers(docstring):
    """Those that a formula's first words name: `F51 delivered, F52 clicks: …`, `F80 to F86 of a house`."""
    if not docstring.startswith("F"):
        return set()
    head = re.split(r"[:=.]", docstring, maxsplit=1)[0]
    ends = [(int(first), int(last or first)) for first, last in NAMED.findall(head)]
    return {number for first, last in ends for number in range(first, last + 1)}


def told():
    """The modules whose functions tell each formula."""
    found = {}
    for path in sorted(FOLDER.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                for number in numbers(ast.get_docstring(node) or ""):
                    found.setdefault(number, set()).add(path.stem)
    return found


@pytest.mark.parametrize("part", PARTS)
def test_every_formula_of_a_part_is_told_by_one_module(part):
    """A part is here whole or, until its first formula is, not at all."""
    found, wanted = told(), set(PARTS[part])
    here = wanted & set(found)

    assert len(here) in {0, len(wanted)}, sorted(wanted - here)
    assert {number: found[number] for number in here if len(found[number]) > 1} == {}


def test_no_formula_is_told_that_nobody_named():
    assert set(told()) - {number for part in PARTS.values() for number in part} == set()


@pytest.mark.parametrize(
    ("docstring", "expected"),
    [
        ("F5 runway: F1 / mean(F3) in months.", {5}),
        ("F80 to F82, F89 and F90 of a house.", {80, 81, 82, 89, 90}),
        ("F51 delivered, F52 clicks: a count × a rate.", {51, 52}),
        ("Of F23, what is late.", set()),
    ],
)
def test_the_first_words_name_the_formula(docstring, expected):
    assert numbers(docstring) == expected


def test_no_two_parts_give_one_name_to_different_metrics():
    names = Counter(name for metric in metrics.defined() for name in (metric.slug, *metric.also))

    assert [name for name, count in names.items() if count > 1] == []


def test_every_metric_says_whose_it_is_and_what_it_needs():
    known = metrics.known().values()

    assert {need for metric in known for need in metric.domains} - set(domains.BY_SLUG) == set()
    assert {role for metric in known for role in metric.roles} == REPORTS
    assert {metric.direction for metric in known} == {metrics.UP, metrics.DOWN}
    assert [metric.slug for metric in known if not metric.roles] == []

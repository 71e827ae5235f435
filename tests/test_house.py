"""What is not a test drifts: the rules of design/house.md, each with a counter-example that proves it can fail."""

import functools
import re
import statistics
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q
from pghistory.models import Event as HistoryRow

from scc_site.models.sign_in import both_or_neither
from tests import house_rules as rules

ROOT = Path(settings.BASE_DIR)
APPS = ("scc_site", "events", "crew", "waivers", "reports")
ROOF = (
    "scc_site/urls.py",
    "scc_site/schedules.py",
    "scc_site/front.py",
    "scc_site/settings.py",
    "scc_site/management/",
)
CLOCK = "scc_site/clock.py"
GENERATED = "/migrations/"


def texts(*folders, ending=".py"):
    """Path within the house and text of every file."""
    return {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
        for folder in folders
        for path in sorted((ROOT / folder).rglob(f"*{ending}"))
    }


CODE = {path: text for path, text in texts(*APPS).items() if GENERATED not in path}
TESTS = texts("tests")
TEMPLATES = texts("templates", ending=".html")
PAGES = {path: text for path, text in TEMPLATES.items() if not path.startswith("templates/mail/")}
VIEWS = {path: text for path, text in CODE.items() if re.search(r"(views|front|dev|probes)\.py\Z", path)}


@pytest.fixture(scope="module", autouse=True)
def _syntax_let_go():
    """The syntax of a hundred thousand lines is no burden of the tests that follow."""
    yield
    rules.nodes.cache_clear()


@functools.cache
def faults_in(rule, text):
    return tuple(rule(text))


def all_faults(rule, sources):
    """Every fault of a rule, with its file; read once, however many samples prove that the rule can fail."""
    return [f"{path}:{fault}" for path, text in sources.items() for fault in faults_in(rule, text)]


def long_function(lines):
    return "def act():\n" + "    x = 1\n" * lines


@pytest.mark.parametrize("sample", ["x = 1\n" * 301, long_function(40)])
def test_modules_and_functions_keep_their_budgets(sample):
    assert len(rules.too_long(sample)) == 1
    assert rules.too_long('def act():\n    """' + "why\n" * 60 + '"""\n' + "    x = 1\n" * 30) == []
    assert all_faults(rules.too_long, CODE) == []


def test_nine_functions_in_ten_have_25_lines_at_most():
    lengths = sorted(rules.length(node) for text in CODE.values() for node in rules.functions(text))

    assert statistics.quantiles([26] * 20, n=10)[-1] > rules.USUAL_FUNCTION
    assert statistics.quantiles(lengths, n=10)[-1] <= rules.USUAL_FUNCTION


def test_templates_keep_their_budget():
    def too_long(text):
        return [str(text.count("\n"))] if text.count("\n") > rules.LONGEST_TEMPLATE else []

    assert too_long("<p>\n" * 121) == ["121"]
    assert all_faults(too_long, TEMPLATES) == []


@pytest.mark.parametrize(
    "sample",
    [
        "from django.utils import timezone\nat = timezone.now()",
        "import datetime\nat = datetime.datetime.now()",
        "from datetime import date\nday = date.today()",
        "import time\nat = time.time()",
    ],
)
def test_one_place_asks_what_time_it_is(sample):
    assert len(rules.own_clock(sample)) == 1
    assert len(rules.own_clock(CODE[CLOCK])) == 1
    assert all_faults(rules.own_clock, {path: text for path, text in CODE.items() if path != CLOCK}) == []


@pytest.mark.parametrize(
    "sample", ["Sail.objects.filter(x=1)", "Sail.objects.get(pk=1)", "sail.save()", "row.delete()"]
)
def test_views_speak_in_named_reads_and_verbs(sample):
    assert len(rules.raw_orm(f"def view(request):\n    return {sample}")) == 1
    assert rules.raw_orm("def view(request):\n    return Sail.objects.seen_by(request.user).order_by('x')") == []
    assert len(VIEWS) >= 4
    assert all_faults(rules.raw_orm, VIEWS) == []


def test_views_are_short():
    lengths = [rules.length(node) for text in VIEWS.values() for node in rules.functions(text)]

    assert statistics.median([11, 11]) > 10
    assert statistics.median(lengths) <= 10


def test_verbs_take_their_arguments_by_name():
    sample = "@transaction.atomic\ndef claim(event, by):\n    pass"

    assert rules.positional_verbs(sample) == ["2: claim takes arguments by position"]
    assert rules.positional_verbs("@transaction.atomic(savepoint=False)\ndef claim(event):\n    pass") != []
    assert all_faults(rules.positional_verbs, CODE) == []


@pytest.mark.parametrize("sample", ["@receiver(post_save)\ndef act(**_):\n    pass", "post_save.connect(act)"])
def test_our_apps_send_each_other_no_signals(sample):
    assert len(rules.own_signals(sample)) == 1
    assert all_faults(rules.own_signals, CODE) == []


def test_no_two_apps_import_each_other():
    def node(path):
        return "roof" if path.startswith(ROOF) else path.split("/")[0]

    arrows = {
        (node(path), module.split(".")[0])
        for path, text in CODE.items()
        for module in rules.imports(text)
        if module.split(".")[0] in APPS and module.split(".")[0] != node(path)
    }

    assert rules.two_way([("crew", "events"), ("events", "crew")]) == ["crew ⇄ events"]
    assert ("crew", "events") in arrows
    assert rules.two_way(arrows) == []


def test_no_code_leans_on_the_tests():
    def leans(text):
        return [module for module in rules.imports(text) if module.split(".")[0] in {"tests", "pytest", "unittest"}]

    assert leans("def f():\n    from tests import factories") != []
    assert all_faults(leans, CODE) == []


def test_nothing_of_ours_is_mocked():
    def mocks(text):
        return [module for module in rules.imports(text) if "mock" in module.split(".")]

    assert mocks("from unittest.mock import patch") != []
    assert all_faults(mocks, TESTS) == []


@pytest.mark.parametrize("sample", ["x = 1  # noqa", "x = 1  # noqa: S101", "x = 1  # noqa: S101 -"])
def test_every_suppression_says_why(sample):
    assert len(rules.bare_suppressions(sample)) == 1
    assert rules.bare_suppressions("x = 1  # noqa: S101, E501 - because") == []
    sources = {path: text for path, text in (CODE | TESTS).items() if path != "tests/test_house.py"}
    assert all_faults(rules.bare_suppressions, sources) == []


@pytest.mark.parametrize(
    "sample",
    [
        "<style>p{}</style>",
        "<script>x()</script>",
        '<p class="a" style="color:red">',
        "<p onclick='x()'>",
        '<a href="javascript:x()">',
        "<p hx-on:click='x()'>",
    ],
)
def test_no_style_and_no_script_stands_in_a_page(sample):
    assert len(rules.inline(sample)) == 1
    assert rules.inline('<script src="/x.js" defer></script><button data-once="1">On = off</button>') == []
    assert all_faults(rules.inline, PAGES) == []


@pytest.mark.parametrize(("name", "text"), [("x/card.html", "<p>"), ("x/_page.html", '{% extends "base.html" %}')])
def test_fragments_and_only_fragments_begin_with_an_underscore(name, text):
    assert len(rules.misnamed(name, text)) == 1
    assert [fault for path, text in TEMPLATES.items() for fault in rules.misnamed(path, text)] == []


def test_fragments_see_only_what_they_are_given():
    assert rules.open_includes('{% include "x/_y.html" with a=b %}') == ['{% include "x/_y.html" with a=b %}']
    assert rules.open_includes('{% include "x/_y.html" with a=b only %}') == []
    assert all_faults(rules.open_includes, PAGES) == []


def named_models():
    return [
        model
        for model in apps.get_models()
        if model.__module__.split(".")[0] in APPS and not issubclass(model, HistoryRow)
    ]


def fields_in(condition):
    """Every field a condition speaks of."""
    if isinstance(condition, Q):
        return {name for child in condition.children for name in fields_in(child)}
    return {condition[0].split("__")[0]} if isinstance(condition, tuple) else set()


def unpaired(model):
    """Who-and-when pairs, either of which may be empty, that no constraint holds together."""
    names = {field.name: field for field in model._meta.concrete_fields}
    held = [fields_in(rule.condition) for rule in model._meta.constraints if isinstance(rule, models.CheckConstraint)]
    pairs = [(name, f"{name[:-3]}_by") for name in names if name.endswith("_at") and f"{name[:-3]}_by" in names]
    loose = [pair for pair in pairs if names[pair[0]].null or names[pair[1]].null]
    return [f"{model.__name__}.{when}" for when, who in loose if not any({when, who} <= names for names in held)]


def test_who_and_when_come_as_a_pair():
    class Loose:
        class _meta:  # noqa: N801 - Django's name
            concrete_fields = (
                models.DateTimeField(name="done_at", null=True),
                models.IntegerField(name="done_by", null=True),
            )
            constraints = ()

    class Held(Loose):
        class _meta(Loose._meta):  # noqa: N801 - Django's name
            constraints = (both_or_neither("done_at", "done_by", "held"),)

    assert (unpaired(Loose), unpaired(Held)) == (["Loose.done_at"], [])
    assert len(named_models()) >= 10
    assert [fault for model in named_models() for fault in unpaired(model)] == []


def test_modules_have_names_of_the_trade():
    def vague(paths):
        return [path for path in paths if Path(path).stem in rules.VAGUE]

    assert vague(["crew/utils.py"]) == ["crew/utils.py"]
    assert vague(CODE) == []


def test_migrations_are_named():
    def nameless(paths):
        return [path for path in paths if "_auto_" in path]

    assert nameless(["crew/migrations/0003_auto_20260601.py"]) != []
    assert nameless(path for path in texts(*APPS) if GENERATED in path) == []


def test_every_dependency_says_why():
    def silent(text):
        block = re.findall(r'^    "[a-zA-Z0-9_.-]+(?:\[[\w-]+\])?[<>=~!][^"]*",(.*)$', text, re.MULTILINE)
        return [line for line in block if not re.match(r"\s+# \w", line)]

    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    known = tomllib.loads(text)["project"]["dependencies"]

    assert silent('    "left-pad>=1",\n') != []
    assert len(known) >= 15
    assert silent(text.split("[dependency-groups]")[0]) == []


@pytest.mark.parametrize("sample", ["def test_claim():\n    assert x", "def test_claim_works():\n    assert x"])
def test_tests_are_named_as_sentences(sample):
    assert len(rules.wordless_tests(sample)) == 1
    assert all_faults(rules.wordless_tests, TESTS) == []


def test_every_test_judges_something():
    assert rules.status_only("def test_a_claim_works():\n    claim()") == ["1: test_a_claim_works"]
    assert all_faults(rules.status_only, TESTS) == []

"""The rules of the house as pure checks: each takes a text and returns what is wrong with it, with its line."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterable, Iterator

LONGEST_MODULE, LONGEST_FUNCTION, USUAL_FUNCTION, LONGEST_TEMPLATE = 300, 40, 25, 120
CLOCKS = {
    "timezone.now", "timezone.localdate", "timezone.localtime", "datetime.now", "datetime.utcnow", "datetime.today",
    "date.today", "time.time",
}  # fmt: skip
RAW_ORM = {
    "aggregate", "all", "annotate", "bulk_create", "bulk_update", "count", "create", "delete", "exclude", "exists",
    "filter", "first", "get", "get_or_create", "in_bulk", "last", "only", "order_by", "prefetch_related", "raw",
    "select_for_update", "select_related", "update", "update_or_create", "values", "values_list",
}  # fmt: skip
VAGUE = {
    "common", "data", "handler", "handlers", "helper", "helpers", "manager", "managers", "misc", "process", "utils",
}  # fmt: skip
SUPPRESSION = re.compile(r"#\s*noqa(?P<codes>:\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*)?(?P<rest>.*)$")
JUDGES = re.compile(r"raises|assert|num_queries|expect|judge|wait_for|\buntil\Z")
COMMENT = re.compile(r"\{#.*?#\}|\{%\s*comment.*?endcomment\s*%\}|<!--.*?-->", re.DOTALL)
INLINE = (
    (re.compile(r"<style\b", re.IGNORECASE), "a <style> element"),
    (re.compile(r"<script\b(?![^>]*\bsrc=)", re.IGNORECASE), "a <script> without src"),
    (re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE), "a style attribute"),
    (re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE), "an on… attribute"),
    (re.compile(r"<[^>]*\shx-on", re.IGNORECASE), "an hx-on attribute"),
    (re.compile(r"javascript:", re.IGNORECASE), "a javascript: link"),
)
Function = ast.FunctionDef | ast.AsyncFunctionDef


@functools.cache
def nodes(source: str) -> tuple[ast.AST, ...]:
    """Every node of a module's syntax that rules ask for, read once for all rules."""
    asked = (*Function.__args__, ast.Call, ast.Import, ast.ImportFrom)
    return tuple(node for node in ast.walk(ast.parse(source)) if isinstance(node, asked))


def functions(source: str) -> Iterator[Function]:
    """Every function of a module, methods too."""
    return (node for node in nodes(source) if isinstance(node, Function))


def length(node: Function) -> int:
    """Lines of a function, its decorators aside, its docstring aside."""
    said = ast.get_docstring(node, clean=False)
    return (node.end_lineno or node.lineno) - node.lineno + 1 - (said.count("\n") + 1 if said else 0)


def too_long(source: str) -> list[str]:
    """A module over its budget, functions over theirs."""
    lines = len(source.splitlines())
    faults = [f"{lines} lines; {LONGEST_MODULE} are allowed"] if lines > LONGEST_MODULE else []
    return faults + [
        f"{node.lineno}: {node.name} has {length(node)} lines; {LONGEST_FUNCTION} are allowed"
        for node in functions(source)
        if length(node) > LONGEST_FUNCTION
    ]


def dotted(node: ast.AST) -> str:
    """`a.b.c` for an attribute, with calls looked through; empty for anything else."""
    if isinstance(node, ast.Call):
        return dotted(node.func)
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def calls(source: str) -> Iterator[tuple[int, str]]:
    """Every call's line and dotted name."""
    return ((node.lineno, dotted(node)) for node in nodes(source) if isinstance(node, ast.Call))


def own_clock(source: str) -> list[str]:
    """Calls that ask what time it is."""
    return [
        f"{line}: {name}; take `at`, or ask clock.now()" for line, name in calls(source) if _tail(name, 2) in CLOCKS
    ]


def raw_orm(source: str) -> list[str]:
    """Raw ORM in a view: a plain queryset method right on a manager, or a row saved or deleted."""
    faults = []
    for line, name in calls(source):
        parts = name.split(".")
        after = parts[parts.index("objects") + 1 : parts.index("objects") + 2] if "objects" in parts else []
        if set(after) & RAW_ORM or parts[-1] in {"save", "delete"}:
            faults.append(f"{line}: {name}; views speak in named reads and verbs")
    return faults


def _tail(name: str, count: int) -> str:
    return ".".join(name.split(".")[-count:])


def positional_verbs(source: str) -> list[str]:
    """Verbs (public functions under transaction.atomic) that take anything by position."""
    return [
        f"{node.lineno}: {node.name} takes arguments by position"
        for node in ast.parse(source).body
        if isinstance(node, Function) and not node.name.startswith("_")
        if any(dotted(decorator) == "transaction.atomic" for decorator in node.decorator_list)
        if node.args.args or node.args.posonlyargs or node.args.vararg
    ]


def own_signals(source: str) -> list[str]:
    """Signals between our own apps: what happens is said where it happens."""
    return [
        f"{line}: {name}"
        for line, name in calls(source)
        if re.search(r"(^|\.)receiver\Z|_(save|delete)\.connect\Z", name)
    ]


def imports(source: str) -> set[str]:
    """Every module a source imports, wherever in it."""
    found: set[str] = set()
    for node in nodes(source):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def two_way(arrows: Iterable[tuple[str, str]]) -> list[str]:
    """Pairs of apps that import each other."""
    known = set(arrows)
    return sorted(f"{one} ⇄ {other}" for one, other in known if one < other and (other, one) in known)


def bare_suppressions(source: str) -> list[str]:
    """Suppressed lint without its code or without its reason: `# noqa: S101 - why`."""
    faults = []
    for number, line in enumerate(source.splitlines(), 1):
        found = SUPPRESSION.search(line)
        if found and (not found["codes"] or not re.match(r"\s+(?:-{1,2}|–)\s+\w", found["rest"])):
            faults.append(f"{number}: {line.strip()[-60:]}")
    return faults


def inline(template: str) -> list[str]:
    """Inline style and script, which the policy forbids."""
    text = COMMENT.sub("", template)
    return [f"{what}: {found[0][:60]}" for pattern, what in INLINE for found in pattern.finditer(text)]


def misnamed(name: str, template: str) -> list[str]:
    """A fragment (neither a whole page nor an extension of one) whose file does not begin with `_`, or the reverse."""
    text = COMMENT.sub("", template)
    whole = "<!doctype" in text.lower() or re.search(r"\{%\s*extends\b", text) is not None
    underscored = name.rsplit("/", 1)[-1].startswith("_")
    if underscored and whole and not name.endswith("_layout.html"):
        return [f"{name} is a whole page under a fragment's name"]
    return [] if underscored or whole else [f"{name} is a fragment: its name should begin with _"]


def open_includes(template: str) -> list[str]:
    """Fragments included without `only`: they would see, and lean on, whatever the page knows."""
    return [
        found[0]
        for found in re.finditer(r"\{%\s*include\s+[^%]*%\}", COMMENT.sub("", template))
        if "/_" in found[0] and not re.search(r"\bonly\s*%\}", found[0])
    ]


def wordless_tests(source: str) -> list[str]:
    """Tests whose name is no sentence."""
    return [
        f"{node.lineno}: {node.name}"
        for node in functions(source)
        if node.name.startswith("test_") and node.name.count("_") < 3
    ]


def status_only(source: str) -> list[str]:
    """Tests that assert nothing at all, neither themselves nor through a function of their module."""
    known = list(functions(source))
    judging: set[str] = set()
    while more := {node.name for node in known if _judges(node, judging)} - judging:
        judging |= more
    return [
        f"{node.lineno}: {node.name}" for node in known if node.name.startswith("test_") and node.name not in judging
    ]


def _judges(function: Function, judging: set[str]) -> bool:
    return any(
        isinstance(node, ast.Assert)
        or (isinstance(node, ast.Call) and (JUDGES.search(dotted(node)) or dotted(node) in judging))
        for node in ast.walk(function)
    )

"""How a person came to be what they are: the changes of name, addresses and roles, in words."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from typing import Any, NamedTuple

from scc_site.history import by_whom
from scc_site.models import User

LABELS = {
    "is_active": "may sign in",
    "is_crew": "crew",
    "is_admin": "admin",
    "is_executive": "executive",
}
FIELDS = ("name", "email", "phone", *LABELS)


class Change(NamedTuple):
    """One change: when, by whom, and each column's `label: before → after`."""

    at: datetime
    by: str
    words: list[str]


def latest(person: User, *, most: int) -> list[Change]:
    """The latest changes of a person, newest first; two queries."""
    history: Any = User.pgh_event_model  # type: ignore[attr-defined]
    found = history.objects.filter(pgh_obj=person.pk).select_related("pgh_context").order_by("-pgh_id")
    rows = list(found[: most + 1])
    contexts = [row.pgh_context.metadata if row.pgh_context else None for row in rows]
    names = User.objects.names_of({context["user"] for context in contexts if context and context.get("user")})
    told = [(row, by_whom(context, names)) for row, context in zip(rows, contexts, strict=True)]
    changes = [Change(row.pgh_created_at, by, _words(before, row)) for (row, by), (before, _) in pairwise(told)]
    if told and len(rows) <= most:
        first, by = told[-1]
        changes.append(Change(first.pgh_created_at, by, _born(first)))
    return changes


def _words(before: Any, after: Any) -> list[str]:
    pairs = [(name, getattr(before, name), getattr(after, name)) for name in FIELDS]
    return [f"{LABELS.get(name, name)}: {_value(old)} → {_value(new)}" for name, old, new in pairs if old != new]


def _born(row: Any) -> list[str]:
    roles = [label for name, label in LABELS.items() if name != "is_active" and getattr(row, name)]
    return [f"added: {row.name}, {row.email}, {', '.join(roles) or 'no role'}"]


def _value(found: Any) -> str:
    if isinstance(found, bool):
        return "yes" if found else "no"
    return str(found) or "nothing"

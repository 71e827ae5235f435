"""Who acts, told to the history triggers, and read back: what carries no such word was written directly.

A request's context comes from its middleware. The others begin here: a command, an entry of the schedule.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import pghistory

DIRECTLY = "directly in the database"
BY_ITSELF = "by itself"
BY_THE_CLOCK = "by the clock"  # where an hour had come, and nothing else decided
CLOCKWORK = frozenset({"boarding"})
NOBODY_KNOWN = "somebody not signed in"
# These run for as long as the house does, or name each of their acts by themselves.
WITHOUT_A_WORD = frozenset({"", "help", "qcluster", "run", "runserver", "serve", "tick", "work"})


def every_change() -> tuple[pghistory.RowEvent, ...]:
    """What is kept of a tracked row: birth, every change, end. Each table wants its own: they learn its columns."""
    return pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent()


def by_command(name: str) -> AbstractContextManager[Any]:
    """While it lasts, changes are those of `manage.py NAME`."""
    return nullcontext() if name in WITHOUT_A_WORD or name.startswith("-") else pghistory.context(command=name)


def by_schedule(name: str) -> AbstractContextManager[Any]:
    """While it lasts, changes are those that the house makes by itself: the schedule's entry of this name.

    Within another context (a request, a command) the words are added to it.
    """
    return pghistory.context(schedule=name)


def by_whom(context: Mapping[str, Any] | None, people: Mapping[int, str]) -> str:
    """Who made a change, from the context kept with it and what people are called (names, or addresses)."""
    if context is None:
        return DIRECTLY
    if person := context.get("user"):
        return people.get(person, f"person {person}")
    if "schedule" in context:
        return BY_THE_CLOCK if context["schedule"] in CLOCKWORK else BY_ITSELF
    return f"manage.py {context['command']}" if "command" in context else NOBODY_KNOWN

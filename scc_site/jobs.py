"""The one door to django-q2: work that must not hold up a request.

A task carries no business data beyond ids and is safe to run twice, late, or never for a while.
"""

from __future__ import annotations

from django_q.tasks import async_task


def enqueue(path: str, *arguments: int | str) -> None:
    """Queue the function at a dotted path; the row is part of the caller's transaction."""
    async_task(path, *arguments)

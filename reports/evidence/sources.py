"""Sources that are tables: one row of evidence is one row of the books, found again by its key in one query."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Model, Q

from reports.evidence.shapes import PAGE, Asked, Col, Group, Head
from reports.tree import LABELS

Find = Callable[[str], Q | None]
NOT_THERE = Q(pk__in=())
WHEN = re.compile(r"\d{4}-\d{2}(-\d{2})?\Z")


@dataclass(frozen=True)
class Source:
    """One table as evidence. `desk` is its page in the office, `kept_in` the look-up of the number that opens it.

    `label`: the clearance that its rows take; `order` the newest first unless named.
    """

    model: type[Model]
    title: str
    desk: str
    columns: tuple[Col, ...]
    find: Find
    label: str = ""
    kept_in: str = "pk"
    order: tuple[str, ...] = ("pk",)

    def rows(self, asked: Asked) -> Group:
        """The rows of some keys, in one query; withheld where the reader lacks the clearance."""
        if self.label and self.label not in asked.clearance:
            return Group(self.title, withheld=LABELS[self.label])
        columns = tuple(col for col in self.columns if not col.label or col.label in asked.clearance)
        wanted = reduce(or_, (sought for key in asked.keys if (sought := self.find(key)) is not None), NOT_THERE)
        rows = self.model._default_manager.filter(wanted).order_by(*self.order)
        found = list(rows.values_list(self.kept_in, *(col.path for col in columns))[asked.span])
        return Group(
            self.title,
            tuple(Head(col.title, col.is_figure) for col in columns),
            tuple(tuple(col.how(cell) for col, cell in zip(columns, row[1:], strict=True)) for row in found[:PAGE]),
            tuple(f"/admin/reports/{self.desk}/{row[0]}/change/" if row[0] else "" for row in found[:PAGE]),
            has_more=len(found) > PAGE,
        )


def numbered(key: str) -> Q | None:
    """By the row's number."""
    return Q(pk=int(key)) if key.isascii() and key.isdecimal() and len(key) < 19 else None  # noqa: PLR2004 - bigint


def named(*paths: str) -> Find:
    """By a key of several parts, `jada:boat-show`: the first so many look-ups, the last part whole."""

    def find(key: str) -> Q | None:
        parts = key.split(":", len(paths) - 1)
        if len(parts) < len(paths):
            return None
        sought = {path: _cell(part) for path, part in zip(paths, parts, strict=True)}
        return Q(**sought)

    return find


def last_named(*paths: str) -> Find:
    """By a key whose last part is a day or a month and whose middle may hold colons."""

    def find(key: str) -> Q | None:
        head, _, when = key.rpartition(":")
        first, _, middle = head.partition(":")
        day = _cell(when)
        if not middle or not isinstance(day, date):
            return None
        return Q(**dict(zip(paths, (first, middle, day), strict=True)))

    return find


def within(slug: str, day: str) -> Find:
    """By number, or by `3028-51st:2026-10-01:2026-11-01`, days half-open; a word between is left to the reader."""

    def find(key: str) -> Q | None:
        if key.isdecimal():
            return numbered(key)
        parts = key.split(":")
        days = [_cell(part) for part in parts[-2:]]
        if len(parts) < 3 or not all(isinstance(each, date) for each in days):  # noqa: PLR2004 - slug, start, end
            return Q(**{slug: parts[0]}) if len(parts) == 1 else None
        return Q(**{slug: parts[0], f"{day}__gte": days[0], f"{day}__lt": days[1]})

    return find


def of_unit(slug: str) -> Find:
    """By a unit's slug and the row's number: `rental-3028-51st:25`."""

    def find(key: str) -> Q | None:
        unit, _, number = key.rpartition(":")
        row = numbered(number) if unit else None
        return row & Q(**{slug: unit}) if row is not None else None

    return find


def placed(slug: str, place: str) -> Find:
    """By a unit's slug and a place from 1 within it: `jada:2`."""

    def find(key: str) -> Q | None:
        unit, _, number = key.rpartition(":")
        return Q(**{slug: unit}) & Q(**{place: int(number)}) if unit and _is_place(number) else None

    return find


def ranked(key: str) -> Q | None:
    """By a rank from 1."""
    return Q(rank=int(key)) if _is_place(key) else None


def _is_place(part: str) -> bool:
    return part.isascii() and part.isdecimal() and len(part) < 5  # noqa: PLR2004 - a small number


def waiting(key: str) -> Q | None:
    """Lines of the bank that nobody matched, of an account up to a day: `jada:1000:2026-11-20`."""
    found = last_named("unit__slug", "account__code", "on__lte")(key)
    return found & Q(status="unmatched") if found is not None else None


def running(slug: str, start: str, end: str) -> Find:
    """By number, or what runs on some day of `3028-51st:2026-10-01:2026-11-01`; an empty end runs on."""

    def find(key: str) -> Q | None:
        parts = key.split(":")
        days = [_cell(part) for part in parts[1:]]
        if len(days) != 2 or not all(isinstance(each, date) for each in days):  # noqa: PLR2004 - from and until
            return numbered(key)
        begun = Q(**{slug: parts[0], f"{start}__lt": days[1]})
        return begun & (Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gt": days[0]}))

    return find


def either(*finds: Find) -> Find:
    """By the first way that fits a key."""
    return lambda key: next((found for find in finds if (found := find(key)) is not None), None)


def _cell(part: str) -> Any:
    """A day or the first day of a month where a part is one; else the part."""
    if not WHEN.match(part):
        return part
    try:
        return date.fromisoformat(part if part.count("-") > 1 else f"{part}-01")
    except ValueError:
        return part


def valued(key: str) -> Q | None:
    """An asset by number, or that of a property with the day it was valued: `3028-51st:2026-06-30`."""
    if key.isdecimal():
        return numbered(key)
    slug, _, on = key.partition(":")
    if not isinstance(_cell(on), date):
        return None
    own = Q(properties__slug=slug) | Q(kind="property", unit__properties__slug=slug)
    return own & Q(valuations__on=_cell(on))

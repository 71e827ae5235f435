"""The board as one reader sees it: cards of the reports they were given, over the units they were given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from reports.grants import Given, Grants
from reports.models import ActionItem
from reports.models.actions import DONE_SHOWN, ActionItemQuerySet

Status = ActionItem.Status
COLUMNS = (Status.PENDING, Status.IN_REVIEW, Status.COMPLETED)
OPEN_SHOWN = 200


@dataclass(frozen=True)
class Asked:
    """What a reader narrows the board to; empty: everything. `role` is a report's slug."""

    unit: str = ""
    role: str = ""
    severity: str = ""


def visible(grants: Grants) -> ActionItemQuerySet:
    """The cards of some grants: of their reports and units, without those that they have no clearance for.

    What concerns the whole house is for those who read a report over all of it.
    """
    allowed = Q(pk__in=[])
    for one in grants.given:
        allowed |= _of(one)
    return ActionItem.objects.filter(allowed)


def _of(one: Given) -> Q:
    rows = Q(label__in=["", *sorted(one.clearance)])
    if one.slug:
        rows &= Q(roles__contains=[one.slug])
    if one.unit:
        rows &= Q(unit__slug=one.unit)
    return rows


def card_of(grants: Grants, number: int) -> ActionItem | None:
    """One card that they may see, with all that its page names."""
    rows = visible(grants).select_related("unit", "owner", "first_run", "last_run", "completed_by")
    return rows.filter(pk=number).first()


def keyed(grants: Grants, key: str) -> ActionItem | None:
    """The card of a finding or a run, if they may see it."""
    return visible(grants).filter(key=key).first()


def columns(grants: Grants, asked: Asked) -> dict[str, list[ActionItem]]:
    """The cards by column, worst first, what was completed last first; those deferred apart. Two queries.

    At most 200 that are open and the last 50 completed.
    """
    rows = narrowed(visible(grants), asked).select_related("unit", "owner")
    open_ = rows.exclude(status=Status.COMPLETED).worst_first()[:OPEN_SHOWN]
    done = rows.filter(status=Status.COMPLETED).order_by("-completed_at", "-pk")[:DONE_SHOWN]
    found: dict[str, list[ActionItem]] = {status: [] for status in (*COLUMNS, Status.DEFERRED)}
    for item in (*_each_report_once(open_), *done):
        found[item.status].append(item)
    return found


def narrowed(rows: ActionItemQuerySet, asked: Asked) -> ActionItemQuerySet:
    """The cards of one unit, report and severity, where they were asked for."""
    if asked.unit:
        rows = rows.filter(unit__slug=asked.unit)
    if asked.role:
        rows = rows.filter(roles__contains=[asked.role])
    return rows.filter(severity=asked.severity) if asked.severity else rows


def _each_report_once(items: Iterable[ActionItem]) -> list[ActionItem]:
    """Of the runs of one report that wait, the latest alone: the others are read in its history."""
    latest: dict[tuple[str, int | None], ActionItem] = {}
    kept = list(items)
    for item in kept:
        if item.kind == ActionItem.Kind.RUN:
            place = (item.roles[0], item.unit_id)
            latest[place] = max(item, latest.get(place, item), key=lambda each: (each.created_at, each.pk))
    return [item for item in kept if item.kind != ActionItem.Kind.RUN or item in latest.values()]

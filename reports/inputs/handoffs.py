"""Hand-offs, read for rules: two queries, however many documents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from reports.formulas.handoffs import Handoffs, Paper, Point
from reports.models import BusinessUnit, HandoffDocument, HandoffItem

KINDS = ("blocker", "secret")


def read(*, units: Sequence[BusinessUnit], as_of: date, is_whole: bool = True) -> Handoffs:
    """The documents of some units, and their blockers and secrets open at the end of a day.

    A document of no unit belongs to the whole portfolio alone.
    """
    slugs = {unit.pk: unit.slug for unit in units}
    papers = HandoffDocument.objects.of(list(slugs), with_none=is_whole).filter(written_on__lte=as_of)
    points = HandoffItem.objects.open_on(as_of).of_kinds(KINDS).of(list(slugs), with_none=is_whole)
    return Handoffs(
        tuple(
            Paper(str(row.pk), slugs.get(row.unit_id or 0, ""), row.project, row.path, row.written_on)
            for row in papers.order_by("path")
        ),
        tuple(
            Point(
                str(row.pk),
                slugs.get(row.document.unit_id or 0, ""),
                row.document.project,
                row.kind,
                row.text,
                row.place,
                row.first_seen_on,
                row.due_on,
            )
            for row in points.select_related("document")
        ),
    )

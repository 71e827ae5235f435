"""The archive's copies: who may keep a copy of whose mail, and what the archive gets where it may not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime

from django.conf import settings

from reports import cuts, grants
from reports.models import BusinessUnit, ReportGrant
from reports.recipients import Recipient
from reports.report import Report
from reports.tree import LABELS, Withheld
from reports.values import Value
from scc_site.addresses import canonical
from scc_site.models import User

SEPARATE = "separate_copy"
IS_READER = "The archive is this reader: no copy."
APART = "The archive gets one message of its own."
MAY_NOT = "The archive may not see {labels}: it gets a copy of its own, without."
NOTHING = "The archive holds no grant to this report: no copy."


@dataclass(frozen=True)
class Archive:
    """The archive as a reader, and how it is written to; `recipient` None: there is none."""

    recipient: Recipient | None
    is_separate: bool = False

    def beside(self, reader: Recipient, labels: frozenset[str]) -> tuple[str, str]:
        """The address to be copied on a reader's mail that shows these labels, or why there is none."""
        one = self.recipient
        if one is None or one.refused:
            return "", one.refused if one else ""
        if one.key == reader.key:
            return "", IS_READER
        if self.is_separate:
            return "", APART
        hidden = [LABELS.get(label, label) for label in sorted(labels - one.clearance)]
        if reader.is_whole and not one.is_whole:
            hidden = ["more than the summary"]
        return ("", MAY_NOT.format(labels=", ".join(hidden))) if hidden else (one.address, "")


def of(*, slug: str, unit: BusinessUnit | None, at: datetime) -> Archive:
    """The archive that the settings name, for one report over a scope.

    The operator gave it every clearance by naming it, unless a grant at the desk gives it less: then that counts.
    """
    address = settings.REPORT_BCC
    if not address:
        return Archive(None)
    is_separate = settings.REPORT_BCC_MODE == SEPARATE
    person = User.objects.with_address(address).first()
    rows = ReportGrant.objects.of_address(canonical(address))
    if person is not None and not rows.exists():
        rows = ReportGrant.objects.of_person(person)
    if not rows.exists():
        return Archive(Recipient(address, person, grants.WHOLE), is_separate)
    today = at.astimezone(settings.HOUSE_ZONE).date()
    held = grants.added_up(rows.standing(today))
    where = unit.slug if unit else ""
    refused = "" if held.covers(slug, where) else NOTHING
    return Archive(
        Recipient(address, person, held.clearance(slug, where), held.is_whole(slug, where), refused), is_separate
    )


def labels_of(report: Report) -> frozenset[str]:
    """The labels that stand in a report as it was built; those of what no mail carries aside."""
    return frozenset(_labels(report)) & frozenset(LABELS)


def _labels(part: object) -> Iterator[str]:
    if isinstance(part, tuple):
        for each in part:
            yield from _labels(each)
    elif is_dataclass(part) and not isinstance(part, (type, Value, Withheld)):
        for one in fields(part):
            value = getattr(part, one.name)
            if one.name == "label" or (one.name == "detail_label" and value not in cuts.NEVER_MAILED):
                yield value
            elif isinstance(value, tuple) or is_dataclass(value):
                yield from _labels(value)

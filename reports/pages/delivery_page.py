"""The page of a run's approval and mail."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from reports import own_links, proof, recipients
from reports.grants import Act
from reports.letters import Said, Writer
from reports.models import ReportDelivery, ReportRun
from reports.pages.counted import state_of
from reports.pages.door import Reading
from reports.pages.lines import moment, month_words
from reports.proof import Line
from reports.recipients import Recipient
from reports.tree import LABELS
from scc_site import clock

Context = dict[str, Any]
State = ReportRun.State
RIGHTS: tuple[Act, ...] = ("approve", "send", "manage")
LOST = ("bad",)
KILO = 1024


def page(reading: Reading) -> Context:
    """Who gets it or got it, what became of that, and the acts that make sense now."""
    run = reading.run
    found = proof.lines(run)
    return _head(reading) | {
        "lines": [_line(reading, one) for one in found],
        "planned": [] if found else _planned(run),
        "acts": _acts(reading, found),
        "approved": f"Approved {moment(run.approved_at, run.unit)} by {run.approver or 'the house'}."
        if run.approved_at
        else "",
        "fault": run.fault,
    }


def _head(reading: Reading) -> Context:
    run = reading.run
    return {
        "run": run,
        "title": reading.report.header.title,
        "month": month_words(run.period),
        "scope": reading.report.header.scope_name,
        "state": state_of(run),
    }


def _line(reading: Reading, one: Line) -> Context:
    row = one.delivery
    return {
        "to": row.address,
        "what": "the archive" if row.is_archive else f"correction {row.correction}" if row.correction else "",
        "words": one.words,
        "tone": one.tone,
        "means": one.means,
        "read": moment(one.read_at, row.run.unit) if one.read_at else "not yet",
        "is_archive": row.is_archive,
        "clicks": one.clicks,
        "machines": one.machines,
        "archive": f"copied to {row.archive}" if row.archive else row.archive_said,
        "sees": _sees(row.clearance, row.is_whole),
        "href": f"/reports/runs/{row.run_id}/delivery/{row.pk}/"
        if row.sha256 and set(row.clearance) <= reading.clearance
        else "",
    }


def _sees(clearance: Any, is_whole: bool) -> str:
    withheld = [words for label, words in LABELS.items() if label not in clearance]
    said = f"without {', '.join(withheld)}" if withheld else "everything"
    return said if is_whole else f"the summary alone, {said}"


def _planned(run: ReportRun) -> list[Context]:
    """Who would get it now."""
    return [
        {"to": one.address, "why": one.refused, "sees": _sees(one.clearance, one.is_whole)}
        for one in recipients.of(slug=run.slug, unit=run.unit, at=clock.now())
    ]


def _acts(reading: Reading, found: list[Line]) -> list[Context]:
    """Name and words of each act that makes sense now, for who may do it; the first is the usual one."""
    run, reader = reading.run, reading.reader
    is_lost = any(one.tone in LOST for one in found)
    is_out = any(one.delivery.is_out for one in found)
    fits = {
        ("approve", "Approve", "approve"): run.state in {State.DRAFT, State.NEEDS_REVIEW},
        ("send", "Send to those who have not had it", "send"): run.state in {State.APPROVED, State.PARTLY_SENT},
        ("resend", "Send again to those it failed for", "send"): is_lost,
        ("correct", "Send the corrected report", "send"): is_out,
        ("cancel", "Cancel", "approve"): run.state in {State.DRAFT, State.NEEDS_REVIEW, State.APPROVED, State.SENDING},
    }
    rights: dict[str, Act] = {"approve": "approve", "send": "send"}
    return [
        {"act": act, "words": words}
        for (act, words, right), is_fit in fits.items()
        if is_fit and reader.may(rights[right], run.slug, run.unit)
    ]


def letter(reading: Reading, row: ReportDelivery) -> Context:
    """One reader's letter, from the bytes that were stored."""
    said = Said(row.subject, row.text, row.html, row.marks)
    frame = f"/reports/runs/{row.run_id}/delivery/{row.pk}/html/"
    return _shown(reading, said, row.link, frame) | {
        "to": row.address,
        "sees": _sees(row.clearance, row.is_whole),
        "sha256": row.sha256,
        "variant": row.variant,
    }


def preview(reading: Reading) -> Context:
    """The letter as it would be written to who looks."""
    frame = f"/reports/runs/{reading.run.pk}/preview/html/"
    return _shown(reading, said(reading), own_links.MARK, frame) | {
        "to": reading.reader.person.email,
        "sees": _sees(reading.clearance, True),
        "sha256": "",
        "variant": reading.run.variant,
    }


def said(reading: Reading) -> Said:
    """The letter of a run to who looks; its links lead nowhere yet."""
    person = reading.reader.person
    one = Recipient(person.email, person, reading.clearance)
    writer = Writer(reading.run)
    return writer.write(one, letter=reading.run.variant, link=own_links.MARK, person=person)


def _shown(reading: Reading, said: Said, link: str, frame: str) -> Context:
    return _head(reading) | {
        "subject": said.subject,
        "text": said.text,
        "frame": frame,
        "size": f"{len(said.html.encode()) / KILO:.1f} KB",
        "links": sorted(own_links.marks(said.html, settings.SITE_ORIGIN, link)),
    }

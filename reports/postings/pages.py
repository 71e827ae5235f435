"""What the office reads about postings: what waits, what keeps entries out, and what wants a person, by kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.html import format_html

from events import wording
from events.models import Booking
from reports.models import Subtype
from reports.models.ledger_sql import rows as statement
from reports.models.posted_sql import LATEST
from reports.postings import faults, story
from reports.postings.facts import Fault
from reports.postings.gift import VoucherFacts
from reports.postings.posting import Outcome
from reports.postings.story import Story
from scc_site.desk import Section

MOST = 50  # rows of one kind
LATELY = 25  # entries
HEAD = ("Booking", "Unit", "Day", "Amount", "What")
LEDGER = ("Day", "Step", "Unit", "Debit", "Credit", "How it stands")
TONES = {story.STANDS: "ok", story.UNDONE: "muted", story.GOES: "warn", story.WAITS: "warn", story.KEPT_OUT: "bad"}


def page(foreseen: Outcome, today: date) -> dict[str, Any]:
    """Of what posting now would come to, the page's names; links and entries cost a query each."""
    waits = foreseen.posted + foreseen.undone
    shown = [row for kind in faults.TITLES for row in of_kind(foreseen.faults, kind)[:MOST]]
    links = _links(row.reference for row in shown)
    sections = [_section(kind, of_kind(foreseen.faults, kind), links) for kind in faults.TITLES]
    return {
        "is_kept": foreseen.is_kept,
        "tone": "ok" if foreseen.is_kept and not waits and not foreseen.missing else "warn",
        "mark": "up to date" if not waits and foreseen.is_kept else "waits" if waits else "no books",
        "state": _state(foreseen),
        "missing": foreseen.missing,
        "sections": [section for section in (*sections, _vouchers(foreseen.vouchers, today)) if section.rows],
        "latest": _latest(),
    }


def of_kind(found: Iterable[Fault], kind: str) -> list[Fault]:
    """What stands out of one kind, the latest first."""
    return sorted((row for row in found if row.kind == kind), key=lambda row: (row.on, row.reference), reverse=True)


def said(on: date) -> str:
    """`14 Nov 2026`."""
    return f"{on.day} {on:%b %Y}"


def _state(foreseen: Outcome) -> str:
    if not foreseen.is_kept:
        return foreseen.words
    if not foreseen.posted and not foreseen.undone:
        return "The ledger says what the dock says, as far as it can."
    return f"{foreseen.posted} to post, {foreseen.undone} to undo: they go in tonight, or now."


def _links(references: Iterable[str]) -> dict[str, str]:
    rows = Booking.objects.filter(reference__in=set(references)).values_list("reference", flat=True)
    return {reference: link(reference) for reference in rows}


def link(reference: str) -> str:
    """To the booking's money, from both sides."""
    return format_html('<a href="?booking={}">{}</a>', reference, reference)


def entry_link(number: int, words: str) -> str:
    """To the entry at its own desk."""
    return format_html('<a href="{}">{}</a>', reverse("admin:reports_journalentry_change", args=[number]), words)


def _section(kind: str, found: Sequence[Fault], links: dict[str, str]) -> Section:
    rows: list[tuple[str, ...]] = [
        (links.get(row.reference, row.reference), row.unit, said(row.on), wording.dollars(row.cents), row.words)
        for row in found[:MOST]
    ]
    lede = f"The latest {MOST} of {len(found)}." if len(found) > MOST else ""
    return Section(faults.TITLES[kind], HEAD, rows, "", lede)


def _vouchers(found: Sequence[VoucherFacts], today: date) -> Section:
    rows: list[tuple[str, ...]] = [
        (row.code, row.unit, said(row.expires_on), wording.dollars(row.left(today)))
        for row in found[:MOST]
        if row.expires_on
    ]
    lede = "What is left stays a debt until a policy of the unit says otherwise."
    return Section("Vouchers that expired", ("Code", "Unit", "Last day", "Left"), rows, "", lede)


def _latest() -> Section:
    """The newest entries, in one query."""
    rows: list[tuple[str, ...]] = [
        (
            said(on),
            unit,
            link(source) if kind == "booking" else source,
            entry_link(number, memo),
            wording.dollars(cents or 0),
            "undoes" if undoes else "undone" if is_undone else "stands",
        )
        for number, on, unit, kind, source, memo, cents, undoes, is_undone in statement(
            LATEST, kinds=["booking", "voucher"], most=LATELY
        )
    ]
    head = ("Day", "Unit", "Booking", "Entry", "Amount", "How it stands")
    return Section("Posted last", head, rows, "Nothing is posted yet.")


def told(story: Story) -> dict[str, Any]:
    """One booking's money from both sides: the page's names."""
    happened: list[tuple[str, ...]] = [
        (said(on), words, wording.dollars(cents) if cents else "") for on, words, cents in story.happened
    ]
    posted: list[tuple[str, ...]] = [
        (
            said(row.on),
            entry_link(row.number, row.what) if row.number else row.what,
            row.unit,
            _sides(cents for cents in row.lines if cents[1] > 0),
            _sides(cents for cents in row.lines if cents[1] < 0),
            format_html('<span class="status {}">{}</span>', TONES[row.state], row.state),
        )
        for row in story.entries
    ]
    wants: list[tuple[str, ...]] = [
        (said(row.on), wording.dollars(row.cents), f"{faults.TITLES[row.kind]}: {row.words}") for row in story.faults
    ]
    sections = [
        Section("What the dock says", ("Day", "What", "Amount"), happened, "Neither money nor sail nor cancellation."),
        Section("What the ledger says", LEDGER, posted, "Nothing is posted, and nothing needs to be yet."),
        Section("What wants a person", ("Day", "Amount", "What"), wants, "Nothing."),
    ]
    return {"story": story, "held": wording.dollars(story.deposit_cents), "sections": sections}


def _sides(lines: Iterable[tuple[str, int]]) -> str:
    """`customers’ deposits $600.00, receivable $20.00`."""
    return ", ".join(f"{Subtype(subtype).label} {wording.dollars(abs(cents))}" for subtype, cents in lines)

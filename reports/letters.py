"""What a delivery says, byte by byte: written once, kept with it, and read again each time its letter leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

from django.conf import settings

from reports import cuts, own_links, reading
from reports.cuts import Wording
from reports.letter_kinds import LETTER, family_of
from reports.models import ReportDelivery, ReportRun, ReportVariant
from reports.own_links import MARK, OwnLinks
from reports.recipients import Recipient
from reports.renderings import mail as in_html
from reports.report import Report
from scc_site.mail import kinds, preferences
from scc_site.mail.letters import SIGNATURE
from scc_site.mail.messages import one_line
from scc_site.mail.stored import Stored
from scc_site.models import OutgoingMail, User

PAGE = "p" * preferences.TOKEN_LENGTH  # stands for the reader's own page of letters until it is known whose


@dataclass(frozen=True)
class Said:
    """One letter as its reader gets it."""

    subject: str
    text: str
    html: str
    marks: int

    @property
    def sha256(self) -> str:
        """The fingerprint of all three, in this order, a NUL between them."""
        return sha256("\0".join((self.subject, self.text, self.html)).encode()).hexdigest()


def kept(mail: OutgoingMail) -> Stored:
    """What the outbox sends of a row: the stored bytes, proven; raises ValueError where somebody altered them."""
    row = ReportDelivery.objects.get(link=mail.context["link"])
    said = Said(row.subject, row.text, row.html, row.marks)
    if said.sha256 != row.sha256:
        raise ValueError(f"delivery {row.pk} is not what was stored")
    return Stored(said.subject, said.text, said.html)


def wording_of(variant: ReportVariant) -> Wording:
    """A variant as a value."""
    return Wording(variant.subject, tuple(variant.order), variant.length == ReportVariant.Length.SHORT)


class Shown(NamedTuple):
    """What tells one reader's letter from another's, own links aside."""

    clearance: frozenset[str]
    is_whole: bool
    letter: str
    has_office: bool


class Writer:
    """Writes the letters of one run: what is the same for several readers is rendered once."""

    def __init__(self, run: ReportRun) -> None:
        """Read the run and its variants, three queries."""
        self.run = run
        self.links = OwnLinks(settings.SITE_ORIGIN, reading.places(run), reading.finding_places(run))
        self.variants = ReportVariant.objects.of(run.slug)
        self.rendered = lru_cache(maxsize=None)(self._rendered)

    def report(self, clearance: frozenset[str], is_whole: bool, letter: str) -> Report:
        """The report as such a reader's mail prints it."""
        wording = wording_of(self.variants[letter])
        return cuts.cut(reading.report_of(self.run, clearance), is_whole=is_whole, wording=wording)

    def _rendered(self, one: Shown) -> tuple[str, str, str]:
        letter = one.letter
        report = cuts.in_variant(self.report(one.clearance, one.is_whole, letter), letter)
        report = report if one.has_office else cuts.without_office(report)
        subject = cuts.subject_of(report, wording_of(self.variants[letter]))
        page = f"{settings.SITE_ORIGIN}/mail/preferences/{PAGE}/?family={family_of(self.run.slug)}"
        made = in_html.letter(report, self.links, why=kinds.of(LETTER).why, preferences_url=page)
        return subject, made.text, made.html

    def write(self, one: Recipient, *, letter: str, link: str, person: User) -> Said:
        """One reader's letter, with links of their own."""
        subject, text, html = self.rendered(Shown(one.clearance, one.is_whole, letter, person.is_admin))
        text = f"{text.replace(MARK, link).rstrip()}\n{SIGNATURE}\n{_foot(person, self.run.slug)}"
        html = html.replace(MARK, link).replace(PAGE, preferences.token_of(person))
        marks = own_links.marks(html, settings.SITE_ORIGIN, link)
        return Said(one_line(subject, cuts.LONGEST_SUBJECT), text, html, len(marks))


def _foot(person: User, slug: str) -> str:
    """Why it comes and where to switch it off, under the text."""
    said = [
        kinds.of(LETTER).why,
        f"Fewer letters:\n{preferences.page_url(person)}?family={family_of(slug)}",
        " · ".join(_house()),
    ]
    return "\n\n".join(said) + "\n"


def _house() -> Sequence[str]:
    return [part for part in (settings.HOUSE_NAME, settings.HOUSE_ADDRESS, settings.HOUSE_PHONE) if part]

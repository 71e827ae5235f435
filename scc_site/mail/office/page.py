"""The page of one letter: its facts in words, what happened to it in order of time, what may be done. Reads alone."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils.html import format_html
from django.utils.safestring import SafeString

from scc_site.addresses import InvalidAddress, canonical
from scc_site.desk import said
from scc_site.mail import kinds, reading
from scc_site.mail.office import acts
from scc_site.mail.office.wording import STANDINGS, mark
from scc_site.models import LetterCopy, MailAttempt, MailEvent, OutgoingMail, Suppression

Outcome, Kind = MailAttempt.Outcome, MailEvent.Kind
TRIED = {
    Outcome.ACCEPTED: ("ok", "The mail service took it."),
    Outcome.REFUSED: ("bad", "The mail service refused it."),
    Outcome.THROTTLED: ("warn", "The mail service asked for patience; not counted as a try."),
    Outcome.UNREACHED: ("warn", "The mail service was not reached; not counted as a try."),
    Outcome.UNCERTAIN: ("warn", "No answer: it may have left."),
}
REPORTED = {
    Kind.SEND: "ok",
    Kind.DELIVERY: "ok",
    Kind.BOUNCE: "bad",
    Kind.COMPLAINT: "bad",
    Kind.REJECT: "bad",
    Kind.RENDERING_FAILURE: "bad",
}


class Moment(NamedTuple):
    """One thing that happened to a letter; `tone` is a class of the status mark."""

    at: datetime
    tone: str
    words: str
    detail: str = ""

    @property
    def when(self) -> str:
        """To the second, on the house's clock."""
        here = self.at.astimezone(settings.HOUSE_ZONE)
        return f"{here:%a} {here.day} {here:%b %Y, %H:%M:%S}"


def context(mail: OutgoingMail, *, at: datetime) -> dict[str, Any]:
    """All that the page prints, in a fixed number of queries."""
    read = reading.masked(mail, at=at)
    return {
        "mail": mail,
        "read": read,
        "mark": mark(mail),
        "meaning": STANDINGS[mail.state].meaning,
        "source": _source(mail, read.copy),
        "facts": facts(mail),
        "timeline": timeline(mail),
        "blocked": _block(mail),
        "acts": [act for act in acts.ACTS if mail.state in act.states],
    }


def _source(mail: OutgoingMail, copy: LetterCopy | None) -> str:
    """What the letter is read from, honestly."""
    if mail.to == OutgoingMail.ERASED:
        return "Its address and its words were erased in time; what was sent, and when, stays."
    if copy is None and mail.sent_at:
        return (
            "No copy was kept when it left: written anew from today’s templates, so it may differ from what was sent."
        )
    if copy is None:
        return "As it would leave now: it has not left yet."
    if copy.dropped_at:
        return f"Its words were dropped on {said(copy.dropped_at)}; that it left, its subject and fingerprint stay."
    return f"As it left on {said(copy.at)}. Codes and links that open something are dots."


def facts(mail: OutgoingMail) -> list[tuple[str, str | SafeString]]:
    """Label and value of what is known, in the order one asks."""
    kind = kinds.of(mail.kind)
    known: list[tuple[str, str | SafeString]] = [("To", _to(mail))]
    if mail.bcc:
        known.append(("Copy unseen to", ", ".join(mail.bcc)))
    known += [("Why", kind.why or kind.title), ("Written", said(mail.created_at))]
    if sail := mail.context.get("event_id"):
        known.append(("Sail", format_html('<a href="/events/{}/">{}</a>', sail, sail)))
    if mail.state in acts.BACK.states:
        known.append(("Leaves", f"from {said(mail.not_before)} on"))
    if mail.sent_at:
        known.append(("Left", said(mail.sent_at)))
    if mail.expires_at:
        known.append(("Of use until", said(mail.expires_at)))
    known += [("Lane", mail.get_lane_display()), ("Tries", str(mail.attempts))]
    if mail.fault:
        known.append(("Last fault", mail.fault))
    return known


def _to(mail: OutgoingMail) -> str | SafeString:
    """Name and address, the name a link to where the person is edited."""
    if mail.person is None:
        return mail.to
    link = '<a href="/admin/scc_site/user/{}/change/">{}</a> · {}'
    return format_html(link, mail.person.pk, mail.person, mail.to)


def timeline(mail: OutgoingMail) -> list[Moment]:
    """Everything that happened to a letter, first to last: written, each try, each report, each hand on it."""
    moments = [Moment(mail.created_at, "muted", "Written.")]
    moments += [
        Moment(tried.at, *TRIED[Outcome(tried.outcome)], f"Try {tried.number}. {tried.detail}".strip())
        for tried in mail.tries.all()
    ]
    moments += [
        Moment(event.happened_at, REPORTED.get(Kind(event.kind), "warn"), _reported(event), _detail(event))
        for event in MailEvent.objects.of(mail)
    ]
    moments += [
        Moment(entry.action_time, "muted", f"{entry.get_change_message()} By {entry.user}.") for entry in _hands(mail)
    ]
    if mail.finished_at and mail.state in ENDED:
        moments.append(
            Moment(mail.finished_at, STANDINGS[mail.state].tone, f"{mail.get_state_display().capitalize()}.")
        )
    return sorted(moments, key=lambda moment: moment.at)


ENDED = {OutgoingMail.State.CANCELLED, OutgoingMail.State.EXPIRED, OutgoingMail.State.SUPPRESSED}


def _reported(event: MailEvent) -> str:
    """What the mail service reported, and of whom."""
    return f"{event.get_kind_display().capitalize()}{f': {event.recipient}' if event.recipient else ''}."


def _detail(event: MailEvent) -> str:
    """The report's own words."""
    return "; ".join(f"{name}: {value}" for name, value in event.detail.items() if value)[:300]


def _hands(mail: OutgoingMail) -> list[LogEntry]:
    """What people of the office did with it."""
    kind = ContentType.objects.get_for_model(OutgoingMail)
    return list(LogEntry.objects.filter(content_type=kind, object_id=str(mail.pk)).select_related("user"))


def _block(mail: OutgoingMail) -> Suppression | None:
    """What keeps the house from writing to this address now."""
    try:
        return Suppression.objects.standing().filter(address=canonical(mail.to)).first()
    except InvalidAddress:
        return None

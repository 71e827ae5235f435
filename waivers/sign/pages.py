"""What the pages of signing print: plain values, nothing left to decide."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy

from waivers import drafts, links, strokes, texts, verdicts
from waivers.models import Erasure, Guest, SigningDraft, WaiverPdf, WaiverRecord, WaiverText
from waivers.pages import times
from waivers.pages.guest import qr
from waivers.sign.fields import RELATIONSHIPS
from waivers.sign.forms import WaiverForm
from waivers.standing import Code
from waivers.verdicts import Person

Context = dict[str, Any]
SHORT = 12  # signs of a hash that people compare by eye
WORDS = {
    Code.OK: gettext_lazy("May board"),
    Code.NOT_ACCEPTED: gettext_lazy("Signed. The crew has to say yes: show them this page."),
    Code.GUARDIAN_NOT_ABOARD: gettext_lazy("Signed. Boards after their adult."),
    Code.PAPER_REVIEW: gettext_lazy("The crew looks at the waiver on paper."),
    Code.HOLD_EXPIRED: gettext_lazy("Time ran out: call us."),
    Code.OVER_CAPACITY: gettext_lazy("The boat is full: call us."),
    Code.REVOKED: gettext_lazy("May not board: call us."),
    Code.DECLINED: gettext_lazy("Does not come."),
    Code.WAIVER_MISSING: gettext_lazy("Waiver not signed yet."),
    Code.GUARDIAN_MISSING: gettext_lazy("A parent or guardian has to sign."),
    Code.VERSION_OLD: gettext_lazy("The signature no longer holds: sign again."),
}
SIGN_AGAIN = (Code.WAIVER_MISSING, Code.GUARDIAN_MISSING, Code.VERSION_OLD, Code.HOLD_EXPIRED)


def form_page(form: WaiverForm, text: WaiverText, language: str, token: str, **more: Any) -> Context:
    """The text and the form under it."""
    shown = texts.shown(text, language)
    return {
        **sail(form.guest), "form": form, "text": text, "shown": shown,
        "text_html": mark_safe(shown.html), "token": token, "width": strokes.WIDTH, "height": strokes.HEIGHT,
        "drawn": _drawn(form), "with_children": any(_is_told(row) for row in form.rows) or form.faulty_rows,
        "as_minor": form.is_known_minor or bool(form["born"].value() or form["guardian"].value()),
        "fault_count": sum(map(len, form.errors.values())),
    } | more  # fmt: skip


def begins(draft: SigningDraft | None, guest: Guest) -> Context:
    """What a form begins with: what was typed before, and the children signed for; never a tick."""
    if draft is None:
        known = guest.dependants.listed().order_by("pk")
        rows = {place: {"name": one.name, "born": one.born_on} for place, one in enumerate(known, 1)}
        return {"rows": rows, "relationship": next((one.relationship for one in known), "")}
    given = drafts.given_of(draft)
    rows = {place: vars(one) for place, one in enumerate(given.dependants, 1)}
    related = given.relationship or next((one.relationship for one in given.dependants), "")
    fields = ("name", "typed_name", "born", "guardian", "strokes")
    return {name: getattr(given, name) for name in fields} | {"rows": rows, "relationship": related}


def review_page(draft: SigningDraft, guest: Guest, token: str) -> Context:
    """Everything as it will be signed."""
    given = drafts.given_of(draft)
    shown = texts.shown(draft.text, draft.language)
    return {
        **sail(guest), "given": given, "draft": draft, "shown": shown, "token": token,
        "text_html": mark_safe(shown.html), "picture": picture(given.strokes, given.signer),
        "children": list(map(_child, given.dependants)), "guardian_is": related(given.relationship),
    }  # fmt: skip


def receipt_page(guest: Guest, record: WaiverRecord, token: str, at: datetime) -> Context:
    """A boarding pass: who may board, when, what was signed. Of others the guest's own dependants alone."""
    people, signed_at = verdicts.of_sail(guest.event, at), record.signed_at.astimezone(settings.HOUSE_ZONE)
    me = next((one for one in people if one.guest.pk == guest.pk), None)
    children = [one for one in people if one.guest.guardian_id == guest.pk]
    return {
        **sail(guest), "record": record, "token": token, "short": record.sha256[:SHORT],
        "is_signer": record.guest_id == guest.pk, "people": list(_passes([me, *children])),
        "sign_again": me is not None and me.verdict.code in SIGN_AGAIN,
        "signed": f"{times.day(signed_at.date())}, {times.clock(signed_at)}",
        "qr": qr(links.guest_url(guest)),
        "newcomer_url": _own_link_of_guardian(guest, record),
    }  # fmt: skip


def _child(one: drafts.Minor) -> Context:
    return {"name": one.name, "born": one.born_on, "is": related(one.relationship)}


def sail(guest: Guest) -> Context:
    """The guest, and the sail in a few words."""
    event = guest.event
    return {
        "guest": guest, "event": event, "day": times.day(event.sails_on), "clock": times.clock(event.departs_at),
        "boards": times.clock(event.boards_at), "dock": event.dock or event.vessel.dock,
    }  # fmt: skip


def related(relationship: str) -> Any:
    """What a signer is to a minor, in words."""
    return dict[str, Any](RELATIONSHIPS).get(relationship, "")


def picture(drawn: Any, name: str) -> SafeString | str:
    """The drawn signature as SVG; blank where the name was typed."""
    return mark_safe(strokes.svg(drawn, name)) if drawn else ""


def pdf_of(record: WaiverRecord) -> WaiverPdf | None:
    """The sealed PDF of a record, once the job has made it."""
    return WaiverPdf.objects.filter(record=record).first()


def is_erased(record: WaiverRecord) -> bool:
    """Whether the record's time is over: then no PDF will ever be made of it."""
    return Erasure.objects.filter(record=record).exists()


def _passes(people: Iterable[Person | None]) -> Iterable[Context]:
    for one in people:
        if one is not None:
            word = WORDS[one.verdict.code]
            yield {"name": one.guest.name, "words": word, "is_ok": one.verdict.code == Code.OK}


def _own_link_of_guardian(guest: Guest, record: WaiverRecord) -> str:
    """Where the adult signs for themself whom this very signature put on the list; blank for any other adult."""
    if record.guest_id == guest.pk:
        return ""
    signer = record.guest
    is_new = signer.added_at == record.signed_at and signer.record_id is None
    return links.waiver_url(signer) if is_new else ""


def _is_told(row: Any) -> bool:
    return bool(row["name"].value() or row["born"].value())


def _drawn(form: WaiverForm) -> str:
    """The drawing to show again; what could not be read is not."""
    found = form.cleaned_data.get("strokes") if form.is_bound else form.initial.get("strokes")
    return json.dumps(found, separators=(",", ":")) if found else ""

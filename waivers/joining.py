"""People who add themselves by a sail's dock link (verb): one sending adds one person, however often it arrives."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from events.models import SailEvent
from scc_site.auth import codes
from scc_site.idempotency import LONGEST_KEY, KeyReused
from scc_site.refusals import Mistyped, Refusal
from waivers import guests, places
from waivers.models import Guest, JoinedForm, SailDoor

SAME_HAND = timedelta(minutes=10)
KEPT = timedelta(days=7)
GIVEN_UP = (Guest.State.DECLINED, Guest.State.RELEASED)


class DoorShut(Refusal):
    """Nobody adds themself to this sail, or not any more: answered 410."""

    status = 410


@dataclass(frozen=True, kw_only=True)
class Joiner:
    """What was typed, cleaned, and the language it was typed in; `key` of the form and `hand`, the browser's own mark.

    The key may be blank. `hand` is never told on; it is kept as a print, together with the name.
    """

    name: str
    email: str = ""
    phone: str = ""
    language: str = Guest.Language.ENGLISH
    key: str = ""
    hand: str = ""


@transaction.atomic
def join(*, event: SailEvent, joiner: Joiner, at: datetime) -> Guest:
    """Put somebody on the sail's list, on hold until staff accept; the same form again gives the same guest.

    So does the same name from the same browser within ten minutes. The sail is held first: of two sendings at once the
    second finds the first. Raises DoorShut, Full, SailShut; KeyReused for the key of another form.
    """
    refuse_shut(event)
    event = places.take(event)
    if SailDoor.objects.filter(event=event, is_shut=True).exists():
        raise DoorShut(shut_words())
    form = _form(event, joiner, at)
    if known := _known(form, at):
        return known
    form.guest = guests.add(
        event=event, name=joiner.name, source=Guest.Source.DOCK, at=at, email=joiner.email, phone=joiner.phone,
        language=joiner.language,
    )  # fmt: skip
    form.save()
    JoinedForm.objects.filter(at__lt=at - KEPT).delete()
    return form.guest


def refuse_shut(event: SailEvent) -> None:
    """Raises DoorShut for a sail that nobody may add themself to: shut by the house, not open yet, left, off."""
    if event.status == SailEvent.Status.CANCELLED:
        raise DoorShut(_("This sail was cancelled: nobody sails. Call us, and we find another one together."))
    if event.status == SailEvent.Status.DRAFT:
        raise DoorShut(_("This sail is not open yet."))
    if event.status not in SailEvent.BEFORE_SAILING:
        raise DoorShut(_("This sail has left. Call us, and we find another one together."))
    if hasattr(event, "door") and event.door.is_shut:
        raise DoorShut(shut_words())


def shut_words() -> str:
    """That the crew shut the door."""
    return _("Nobody adds themself to this sail any more. Ask the crew at the dock.")


def _known(form: JoinedForm, at: datetime) -> Guest | None:
    """The guest of this very form, or of one just like it; raises KeyReused."""
    same = JoinedForm.objects.keyed(form.event, form.key_print)
    if same is not None:
        if same.said_print != form.said_print:
            raise KeyReused(_("This form was sent before with other words. Open the page again and send it anew."))
        return same.guest
    again = JoinedForm.objects.by_hand(form.event, form.hand_print, at - SAME_HAND)
    if again is None or again.guest.removed_at is not None or again.guest.state in GIVEN_UP:
        return None
    return again.guest


def _form(event: SailEvent, joiner: Joiner, at: datetime) -> JoinedForm:
    """The form as it would be kept."""
    if len(joiner.key) > LONGEST_KEY or not joiner.key.isprintable():
        raise Mistyped(_("This form is not one of ours. Open the page again."))
    said = json.dumps([joiner.name, joiner.email, joiner.phone])
    return JoinedForm(
        event=event,
        key_print=_print("dock form", joiner.key) if joiner.key else "",
        hand_print=_print("dock hand", json.dumps([joiner.name.casefold(), joiner.hand])),
        said_print=_print("dock words", said),
        at=at,
    )


def _print(what: str, text: str) -> str:
    return codes.counter_key(what, text, settings.RECORD_KEYS)

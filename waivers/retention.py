"""What is kept for how long: erased when its time is over, unless a court may ask for it (verbs).

Kept are four years from the trip on, and for children until four years after they come of age (design: waivers). The
database asks its own calendar too: whatever is asked of these verbs, nothing goes before its time.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now, TruncDate

from events.models import SailEvent
from scc_site.mail import erasing
from scc_site.models import User
from scc_site.refusals import Mistyped, Refusal
from waivers import copies, guest_letters
from waivers.boarding import freezing
from waivers.models import Erasure, LegalHold, PaperWaiver, SigningDraft, WaiverPayload, WaiverPdf, WaiverRecord

AT_ONCE = 500  # records a run: more wait for the next day
DRAFTS_KEPT = timedelta(days=30)  # after the sail; nobody signs them any more
WHY = "Kept for its time: four years from the trip, or from the youngest’s coming of age."
LONGEST = 300
GUESTS = """
SELECT guest.id FROM waivers_guest guest JOIN events_sailevent event ON event.id = guest.event_id
 WHERE guest.name <> '' AND event.returns_at + interval '4 years' < least(%s, now()) AND waivers_guest_over(guest.id)
 ORDER BY guest.id LIMIT %s FOR NO KEY UPDATE OF guest
"""
NAMELESS = """
UPDATE waivers_guest SET name = '', name_given = '', email = '', phone = '', born_on = NULL, diet = '', diet_note = '',
       note = '', declined_why = '', revoked_why = '', removed_why = '', undone_why = '' WHERE id = ANY(%s)
"""
HISTORIES = "DELETE FROM waivers_guesthistory WHERE pgh_obj_id = ANY(%s) AND name <> ''"
PAPERS = """
DELETE FROM waivers_paperwaiver paper USING waivers_guest guest
 WHERE guest.id = paper.guest_id AND paper.record_id IS NULL AND waivers_guest_over(guest.id) AND guest.id = ANY(%s)
"""
LISTS = """
DELETE FROM waivers_frozenlist list USING events_sailevent event
 WHERE event.id = list.event_id AND event.returns_at + interval '4 years' < least(%s, now())
   AND waivers_sail_over(event.id)
RETURNING list.event_id
"""


class HeldAlready(Refusal):
    """A legal hold lies on the sail."""


class NotHeld(Refusal):
    """The hold was lifted before."""


def due(at: datetime) -> QuerySet[WaiverRecord]:
    """Records whose time is over at an instant, by our clock and the database's; held ones not; the oldest first."""
    over = Q(payload__keep_until__lt=_day(at)) & Q(payload__keep_until__lt=TruncDate(Now(), tzinfo=UTC))
    return WaiverRecord.objects.filter(over).exclude(event__in=_held()).order_by("number")


def held(at: datetime) -> QuerySet[WaiverRecord]:
    """Records whose time is over and that a legal hold keeps; the oldest first."""
    over = WaiverRecord.objects.filter(payload__keep_until__lt=_day(at), event__in=_held())
    return over.order_by("number")


def run(*, at: datetime) -> int:
    """Erase what is due, a few hundred records at most; how many. Lists, names and drafts go with the last of them."""
    rows = list(due(at).values_list("pk", flat=True)[:AT_ONCE])
    for row in rows:
        erase(record_id=row, at=at)
    forget(at=at)
    return len(rows)


@transaction.atomic
def erase(*, record_id: int, at: datetime) -> None:
    """Erase a record's payload, PDF and paper; its hashes stay. Raises IntegrityError before its time, or when held."""
    record = WaiverRecord.objects.filter(pk=record_id, erasure__isnull=True, payload__isnull=False).first()
    if record is None:
        return
    pdf = WaiverPdf.objects.filter(record=record).values_list("sha256", flat=True).first()
    Erasure.objects.create(record=record, pdf_sha256=pdf or "", erased_at=at, why=WHY)
    for kind in (WaiverPdf, PaperWaiver, WaiverPayload):
        kind.objects.filter(record=record).delete()
    erasing.erase(fronts=[f"{copies.LETTER}:{record.number}:"], at=at)


@transaction.atomic
def forget(*, at: datetime) -> None:
    """Take names out of guests' rows and histories, once nothing that they signed is kept; lists and drafts go too.

    And with them the addresses and the words of all letters to them, and of the lists that went ashore.
    """
    with connection.cursor() as cursor:
        cursor.execute(GUESTS, [at, AT_ONCE * 4])
        over = [row for (row,) in cursor.fetchall()]
        cursor.execute(PAPERS, [over])
        cursor.execute(NAMELESS, [over])
        cursor.execute(HISTORIES, [over])
        cursor.execute(LISTS, [at])
        gone = [f"{freezing.LETTER}:{sail}:" for (sail,) in cursor.fetchall()]
    told = [front for guest in over for front in guest_letters.fronts(guest)]
    erasing.erase(fronts=[*told, *sorted(set(gone))], at=at)
    SigningDraft.objects.filter(guest__event__returns_at__lt=at - DRAFTS_KEPT).delete()


@transaction.atomic
def place_hold(*, event: SailEvent, why: str, by: User, at: datetime) -> LegalHold:
    """From now on nothing of the sail is erased. Raises Mistyped without a reason, HeldAlready."""
    why = " ".join(why.split())
    if not why or len(why) > LONGEST:
        raise Mistyped("The hold was not placed.", {"why": [f"Say why, in {LONGEST} characters at most."]})
    event = SailEvent.objects.locked(event)
    if LegalHold.objects.filter(event=event, lifted_at__isnull=True).exists():
        raise HeldAlready("A legal hold lies on this sail already.")
    return LegalHold.objects.create(event=event, why=why, placed_at=at, placed_by=by)


@transaction.atomic
def lift_hold(*, hold: LegalHold, by: User, at: datetime) -> None:
    """Let the sail's records go when their time is over. Raises NotHeld when it was lifted before."""
    lifted = LegalHold.objects.filter(pk=hold.pk, lifted_at__isnull=True).update(lifted_at=at, lifted_by=by)
    if not lifted:
        raise NotHeld("This hold was lifted before.")


def _held() -> QuerySet[LegalHold, int]:
    return LegalHold.objects.filter(lifted_at__isnull=True).values_list("event_id", flat=True)


def _day(at: datetime) -> date:
    """The house's date."""
    return at.astimezone(settings.HOUSE_ZONE).date()

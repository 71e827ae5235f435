"""What is erased in time, what is kept, and what is held."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from scc_site import clock
from scc_site.mail import outbox, reading
from scc_site.models import LetterCopy, OutgoingMail
from scc_site.refusals import Mistyped
from tests import factories
from tests.waivers import aboard, sealed
from tests.waivers.test_proving import verify
from waivers import canonical, copies, guest_letters, retention
from waivers.models import (
    Erasure,
    FrozenList,
    Guest,
    LegalHold,
    PaperWaiver,
    SigningDraft,
    WaiverPayload,
    WaiverPdf,
    WaiverRecord,
)  # fmt: skip
from waivers.verify import judging

pytestmark = pytest.mark.django_db
LONG_AGO = datetime.fromisoformat("2019-06-04T17:00-07:00")
HISTORY = Guest.pgh_event_model


@pytest.fixture
def past():
    """A sail of 2019 with one signed guest, their PDF, a draft of another, and the list that went ashore."""
    sail = factories.event(departs_at=LONG_AGO)
    mia = aboard.guest(sail, "Mia Stone", email="mia@example.com", phone="+1 619", note="allergic")
    record = aboard.signed(mia, at=LONG_AGO)
    sealed.seal(record)
    leo = aboard.guest(sail, "Leo Park", state=Guest.State.NO_SHOW)
    SigningDraft.objects.create(
        guest=leo, text=record.text, language="en", given={"name": "Leo"}, print="p", begun_at=LONG_AGO
    )
    content = canonical.written({"people": ["Mia Stone"]})
    FrozenList.objects.create(
        event=sail, number=1, kind="departure", content=content, sha256=canonical.digest(content), head_count=1,
        chain_head=record.link, frozen_at=LONG_AGO, frozen_by=factories.admin(),
    )  # fmt: skip
    return sail


def left():
    """How many rows still hold somebody's words."""
    kinds = (WaiverPayload, WaiverPdf, PaperWaiver, FrozenList, SigningDraft)
    named = [Guest.objects.exclude(name="").count(), HISTORY.objects.exclude(name="").count()]
    return [kind.objects.count() for kind in kinds] + named


def test_what_is_over_is_erased_once_and_the_chain_still_verifies(past):
    now, pdf = clock.now(), bytes(WaiverPdf.objects.get().content)
    aboard.signed(aboard.guest(name="Ida Lund"), text=WaiverRecord.objects.get().text)

    counts = [retention.run(at=now), retention.run(at=now + timedelta(days=1))]

    assert counts == [1, 0]
    assert left() == [1, 0, 0, 0, 0, 1, 1]  # Ida's alone
    assert [gone.record.number for gone in Erasure.objects.all()] == [1]
    assert set(past.guests.values_list("email", "phone", "note", "diet_note", "born_on")) == {("", "", "", "", None)}
    assert verify() == (0, [])
    assert judging.judge(pdf).word == judging.Word.GENUINE


def written_to(past):
    """Letters to Mia, to who signed, to the shore; and one to Ida, who signed lately. Mia's first has left."""
    mia, ida = past.guests.get(name="Mia Stone"), aboard.guest(name="Ida Lund", email="ida@example.com")
    for guest in (mia, ida):
        guest_letters.cancelled(guest, at=guest.event.departs_at - timedelta(days=3))
    copies.to_signer(WaiverRecord.objects.get(), at=LONG_AGO)
    outbox.queue(
        letter="frozen_list", person="shore@example.com", dedupe_key=f"frozen_list:{past.pk}:1:shore", at=LONG_AGO,
        context={"name": "Shore contact", "guests": ["Mia Stone"]},
    )  # fmt: skip
    left = OutgoingMail.objects.get(kind="guest_cancelled", to="mia@example.com")
    OutgoingMail.objects.filter(pk=left.pk).update(state="delivered", attempts=1, sent_at=LONG_AGO)
    LetterCopy.objects.create(
        mail=left, token=1, at=LONG_AGO, subject="Mia, cancelled", text="Mia", headers=[["To", "mia@example.com"]],
        sha256="f" * 64, bytes=9,
    )  # fmt: skip


def test_letters_lose_address_and_words_with_what_was_signed_and_stay_counted(past):
    written_to(past)

    counts = [retention.run(at=clock.now()) for _ in range(2)]

    rows = OutgoingMail.objects.order_by("pk").values_list("kind", "to", "state", "sealed")
    assert (counts, rows[0], rows[1][:3]) == (
        [1, 0],
        ("guest_cancelled", "erased", "delivered", ""),
        ("guest_cancelled", "ida@example.com", "queued"),
    )
    assert [row[:3] for row in rows[2:]] == [
        ("waiver_copy", "erased", "cancelled"), ("frozen_list", "erased", "cancelled"),
    ]  # fmt: skip
    assert [mail.context for mail in OutgoingMail.objects.filter(to="erased")] == [{}, {}, {}]
    copy = LetterCopy.objects.get()
    assert (copy.subject, copy.text, copy.headers, copy.sha256, copy.dropped_at is None) == (
        "",
        "",
        [],
        "f" * 64,
        False,
    )
    assert reading.masked(copy.mail, at=clock.now()).subject == "(erased)"


def test_letters_of_a_sail_that_is_held_keep_what_they_say(past):
    written_to(past)
    retention.place_hold(event=past, why="Suit 12-34.", by=factories.admin(), at=clock.now())

    retention.run(at=clock.now())

    assert OutgoingMail.objects.filter(to="erased").count() == 0


def test_an_erased_letter_is_never_sent_again(past):
    written_to(past)
    OutgoingMail.objects.filter(kind="waiver_copy").update(state="failed")
    retention.run(at=clock.now())
    mail = OutgoingMail.objects.get(kind="waiver_copy")

    with pytest.raises(outbox.NotWaiting):
        outbox.requeue(mail_id=mail.pk, at=clock.now())

    assert OutgoingMail.objects.get(pk=mail.pk).state == "failed"


def test_the_subject_of_a_letter_that_was_not_erased_cannot_be_taken_from_its_copy(past):
    written_to(past)

    with pytest.raises(IntegrityError), transaction.atomic():
        LetterCopy.objects.update(subject="", text="", html="", calendar="", headers=[], dropped_at=clock.now())


def test_what_is_held_stays_until_the_hold_is_lifted(past):
    olga, now = factories.admin(), clock.now()
    hold = retention.place_hold(event=past, why="Suit 12-34.", by=olga, at=now)
    before = left()

    kept = retention.run(at=now)

    assert (kept, left()[:4], left()[5:]) == (0, before[:4], before[5:])
    assert [record.number for record in retention.held(now)] == [1]
    with pytest.raises(retention.HeldAlready):
        retention.place_hold(event=past, why="Again.", by=olga, at=now)
    retention.lift_hold(hold=hold, by=olga, at=now)
    with pytest.raises(retention.NotHeld):
        retention.lift_hold(hold=hold, by=olga, at=now)
    assert retention.run(at=now) == 1


def test_a_hold_without_a_reason_is_refused(past):
    with pytest.raises(Mistyped) as refusal:
        retention.place_hold(event=past, why="  ", by=factories.admin(), at=clock.now())

    assert (list(refusal.value.faults), LegalHold.objects.count()) == (["why"], 0)


def test_a_childs_record_outlives_the_trip(past):
    now = clock.now()
    child = aboard.guest(past, "Tim Stone", born_on=date(2016, 1, 1))
    mia = past.guests.get(name="Mia Stone")
    aboard.signed(mia, covers=[child], at=LONG_AGO, relationship={child.pk: "parent"}, signature_key="other")

    assert retention.run(at=now) == 1

    assert set(past.guests.exclude(name="").values_list("name", flat=True)) == {"Mia Stone", "Tim Stone"}
    assert FrozenList.objects.count() == 1


def test_a_clock_set_ahead_erases_nothing(past):
    fresh = aboard.signed(aboard.guest(name="Ida Lund"), text=WaiverRecord.objects.get().text)

    retention.run(at=clock.now() + timedelta(days=9000))

    assert WaiverPayload.objects.get().record == fresh
    assert Guest.objects.exclude(name="").get().name == "Ida Lund"


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM waivers_frozenlist",
        "UPDATE waivers_frozenlist SET head_count = 9",
        "DELETE FROM waivers_guesthistory",
        "INSERT INTO waivers_erasure (record_id, pdf_sha256, erased_at, why) "
        "SELECT id, '', now(), '' FROM waivers_waiverrecord",
    ],
)
def test_nothing_of_a_sail_of_this_week_can_be_erased_by_sql(statement):
    sail = factories.event()
    record = aboard.signed(aboard.guest(sail))
    FrozenList.objects.create(
        event=sail, number=1, kind="departure", content=b"{}", sha256="x", head_count=1, chain_head=record.link,
        frozen_at=record.signed_at, frozen_by=factories.admin(),
    )  # fmt: skip

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

"""Verdicts from the rows: who has a place, who speaks for a minor, and how often the database is asked."""

from datetime import timedelta

import pytest

from tests import factories
from tests.factories import NOW
from tests.waivers import aboard
from waivers import reads, verdicts
from waivers.models import Guest, PaperWaiver, WaiverText
from waivers.standing import Code, Word

pytestmark = pytest.mark.django_db


def codes(sail, at=NOW):
    return {person.guest.name: person.verdict.code for person in verdicts.of_sail(sail, at)}


def test_a_sail_knows_who_may_board_and_why_the_others_may_not():
    sail = factories.event()
    mia = aboard.cleared(sail, "Mia Stone")
    aboard.child(mia, "Kit Stone")
    aboard.guest(sail, "Ana Ruiz")
    aboard.walk_in(sail, "Leo Park")

    assert codes(sail) == {
        "Ana Ruiz": Code.WAIVER_MISSING,
        "Kit Stone": Code.GUARDIAN_NOT_ABOARD,
        "Leo Park": Code.NOT_ACCEPTED,
        "Mia Stone": Code.OK,
    }
    assert verdicts.of(mia, NOW).word == Word.MAY_BOARD


def test_a_child_may_board_once_their_adult_is_aboard():
    mia = aboard.cleared(name="Mia Stone")
    kit = aboard.child(mia)

    aboard.aboard(mia, factories.person())

    assert verdicts.of(kit, NOW).code == Code.OK


def test_a_signature_a_minor_gave_themself_clears_nobody():
    mia = aboard.cleared(name="Mia Stone")
    kit = aboard.child(mia)
    kit.record = aboard.record(kit)
    kit.save(update_fields=["record"])

    assert verdicts.of(kit, NOW).code == Code.GUARDIAN_MISSING


def test_a_withdrawn_text_takes_every_signature_back():
    mia = aboard.cleared()
    office = factories.admin()

    WaiverText.objects.update(withdrawn_at=NOW, withdrawn_by=office)

    assert verdicts.of(mia, NOW - timedelta(seconds=1)).code == Code.OK
    assert verdicts.of(mia, NOW).code == Code.VERSION_OLD


def test_a_paper_waits_for_a_second_look():
    ana = aboard.guest()
    PaperWaiver.objects.create(
        guest=ana, text=aboard.text(), content=b"%PDF", media_type="application/pdf", sha256="0" * 64,
        filed_at=NOW, filed_by=factories.person(),
    )  # fmt: skip

    assert verdicts.of(ana, NOW).code == Code.PAPER_REVIEW


def test_a_cut_certificate_keeps_those_aboard_then_parties_then_the_first_added():
    sail = factories.event(capacity=4)
    party = factories.booking(sail, party_size=2)
    aboard.cleared(sail, "Last but aboard", added_at=NOW + timedelta(hours=2))
    aboard.cleared(sail, "Added first")
    aboard.cleared(sail, "Of the party", booking=party, added_at=NOW + timedelta(hours=1))
    aboard.aboard(Guest.objects.get(name="Last but aboard"), factories.person())

    sail.refresh_from_db(fields=["guests_booked"])
    sail.vessel.legal_maximum = 3  # the database refuses to keep it: a wall behind a wall

    assert codes(sail) == {"Added first": Code.OVER_CAPACITY, "Last but aboard": Code.OK, "Of the party": Code.OK}


def test_whoever_was_let_go_needs_a_free_place():
    sail = factories.event(capacity=1)
    late = aboard.walk_in(sail, "Leo Park", hold_until=NOW)
    there_is_room = codes(sail)["Leo Park"]
    Guest.objects.filter(pk=late.pk).update(state=Guest.State.RELEASED, released_at=NOW)
    aboard.guest(sail, "Ana Ruiz")

    assert (there_is_room, codes(sail)["Leo Park"]) == (Code.HOLD_EXPIRED, Code.OVER_CAPACITY)
    assert (verdicts.may_sign(late, NOW - timedelta(hours=1)), codes(sail)["Ana Ruiz"]) == (False, Code.WAIVER_MISSING)


def test_a_paid_guest_past_the_hold_keeps_the_place():
    sail = factories.event(capacity=1)
    party = factories.booking(sail, party_size=1)
    ana = aboard.guest(sail, "Ana Ruiz", booking=party, source=Guest.Source.BOOKING, hold_until=NOW)

    assert (verdicts.of(ana, NOW).word, verdicts.of(ana, NOW).code) == (Word.HOLD, Code.HOLD_EXPIRED)
    assert verdicts.may_sign(ana, NOW) is True


def test_a_signature_is_wanted_until_one_holds():
    sail = factories.event()
    ana, mia = aboard.guest(sail, "Ana Ruiz"), aboard.cleared(sail)
    nay = aboard.guest(sail, "Nay Sayer", state=Guest.State.DECLINED, declined_at=NOW)

    assert [verdicts.may_sign(one, NOW) for one in (ana, mia, nay)] == [True, False, True]


@pytest.mark.parametrize("most", [1, 3, 5, 12])
def test_one_guest_alone_is_known_as_among_the_whole_sail(most):
    sail = factories.event(capacity=8)
    party = factories.booking(sail, party_size=3)
    mia = aboard.cleared(sail, "Mia Stone", booking=party, added_at=NOW + timedelta(hours=1))
    aboard.child(mia)
    aboard.aboard(aboard.cleared(sail, "Ana Ruiz"), factories.person())
    aboard.guest(sail, "Nay Sayer", state=Guest.State.DECLINED, declined_at=NOW)
    aboard.walk_in(sail, "Leo Park", hold_until=NOW)
    aboard.paper(aboard.walk_in(sail, "Kim Lee"))
    sail.refresh_from_db(fields=["guests_booked", "guests_added"])
    sail.vessel.legal_maximum = most
    among = {person.guest.name: person.known for person in verdicts.of_sail(sail, NOW)}

    alone = {}
    for guest in map(reads.whole, Guest.objects.values_list("pk", flat=True)):
        guest.event.vessel.legal_maximum = most
        alone[guest.name] = verdicts.just_read(guest, NOW).known

    assert alone == among
    assert verdicts.signed_of(party, sail, NOW) == 2


def test_one_guest_is_read_whole_by_one_query_and_the_wording_when_it_is_asked_for(django_assert_num_queries):
    sail = factories.event()
    mia = aboard.cleared(sail, "Mia Stone", booking=factories.booking(sail, party_size=2))
    kit = aboard.child(mia)

    with django_assert_num_queries(1):
        found = reads.whole(kit.pk)
        names = [found.event.vessel.name, found.event.event_type.name, found.guardian.name, found.record.text.title]
        booking = found.booking

    assert names == [sail.vessel.name, sail.event_type.name, "Mia Stone", "Waiver"]
    assert [found, found.event, booking] == [kit, sail, mia.booking]
    assert found.record.text.body == aboard.BODY
    assert reads.whole(0) is None


@pytest.mark.parametrize("count", [1, 20])
def test_verdicts_cost_two_queries_however_many_they_are(count, django_assert_num_queries):
    sail = factories.event()
    mia = aboard.cleared(sail)
    for number in range(count - 1):
        aboard.child(mia, f"Kit {number}")

    with django_assert_num_queries(2):
        found = verdicts.of_sail(sail, NOW)

    assert len(found) == count

"""The tablet at the dock: guest after guest signs on it, and none sees the one before."""

from datetime import timedelta

import pytest

from scc_site import clock
from tests import factories
from tests.signing_in import signed_in
from tests.waivers import aboard
from waivers import drafts, links, texts
from waivers.drafts import Given
from waivers.models import Guest, SigningDraft


@pytest.fixture
def sail(db):
    aboard.text()
    return factories.event(departs_at=clock.now() + timedelta(hours=3), capacity=4)


@pytest.fixture
def olga(db):
    return factories.admin("Olga Field")


@pytest.fixture
def tablet(olga):
    return signed_in(olga, "admin")


def home(sail, rest=""):
    return f"/kiosk/{sail.event_id}/{rest}"


def waiver(guest, rest=""):
    return f"/waiver/{links.guest_token(guest)}/{rest}"


def test_a_name_on_the_list_leads_to_its_waiver_and_signing_to_thanks(tablet, sail):
    guest = aboard.guest(sail, "Mia Stone")

    led = tablet.post(home(sail), {"name": "stone, MÍA"})
    form = tablet.get(led["Location"])
    signed = {"name": "Mia Stone", "typed_name": "Mia Stone", "consent": "on", "accept": "on",
              "text_version": texts.shown(texts.current_for(sail), "en").sha256}  # fmt: skip
    review = tablet.get(tablet.post(led["Location"], signed)["Location"])
    end = tablet.post(waiver(guest, "review/"), {"print": SigningDraft.objects.get().print})
    thanks = tablet.get(tablet.get(end["Location"])["Location"])

    guest.refresh_from_db()
    assert led["Location"] == waiver(guest)
    assert (form.status_code, review.status_code, guest.state) == (200, 200, Guest.State.CLEARED)
    assert "Thank you, Mia." in thanks.text
    assert 'http-equiv="refresh" content="20;' in thanks.text
    assert thanks["Cache-Control"] == "no-store"
    away = ("/events/", "/admin/", "tel:")
    assert [page for page in away if f'href="{page}' in form.text + thanks.text] == []


def test_after_done_nothing_of_the_guest_before_can_be_opened(tablet, sail):
    mia, leo = aboard.guest(sail, "Mia Stone"), aboard.cleared(sail, "Leo Park")
    tablet.post(home(sail), {"name": "Mia Stone"})
    given = Given(name="Mia Stone", typed_name="Mia Stone")
    drafts.keep(guest=mia, text=texts.current_for(sail), language="en", given=given, at=clock.now())
    during = [tablet.get(path).status_code for path in (waiver(mia), waiver(mia, "review/"), home(sail, "thanks/"))]
    others = [tablet.get(path)["Location"] for path in (waiver(leo, "receipt/"), f"/guest/{links.guest_token(leo)}/")]

    done = tablet.post(home(sail, "done/"))

    paths = (waiver(mia), waiver(mia, "review/"), waiver(mia, "receipt/"), home(sail, "thanks/"))
    after = [tablet.get(path) for path in paths]
    assert during == [200, 200, 303]
    assert others == [home(sail), home(sail)]
    assert done["Location"] == home(sail)
    assert [(answer.status_code, answer["Location"]) for answer in after] == [(303, home(sail))] * 4
    assert not SigningDraft.objects.exists()


def test_the_start_page_ends_the_turn_of_whoever_walked_away(tablet, sail):
    mia = aboard.guest(sail, "Mia Stone")
    tablet.post(home(sail), {"name": "Mia Stone"})

    begun = tablet.get(waiver(mia)).status_code
    start = tablet.get(home(sail))

    assert (begun, start.status_code) == (200, 200)
    assert "Mia" not in start.text
    assert tablet.get(waiver(mia))["Location"] == home(sail)


def test_an_unknown_name_may_add_themself_on_hold_until_there_is_no_place(tablet, sail):
    asked = tablet.post(home(sail), {"name": "Kim Lee"})
    added = tablet.post(home(sail), {"name": "Kim Lee", "add": "1"})
    for number in range(3):
        aboard.guest(sail, f"Guest Nr{number}")
    full = tablet.post(home(sail), {"name": "Pat Doe", "add": "1"})

    kim = Guest.objects.get(name="Kim Lee")
    assert [asked.status_code, added.status_code, full.status_code] == [422, 303, 409]
    assert (kim.source, kim.state, kim.accepted_at) == ("kiosk", Guest.State.ON_HOLD, None)
    assert "The boat is full just now." in full.text
    assert not Guest.objects.filter(name="Pat Doe").exists()


def test_namesakes_are_told_apart_by_party_or_phone_and_nobody_is_listed(tablet, sail):
    party = factories.booking(sail, "Ana Torres", party_size=2)
    first = aboard.guest(sail, "Mia Stone", booking=party)
    second = aboard.guest(sail, "Mia Stone", phone="+1 619 555 0177")

    asked = tablet.post(home(sail), {"name": "Mia Stone"})
    by_party = tablet.post(home(sail), {"name": "Mia Stone", "hint": "torres"})
    by_phone = tablet.post(home(sail), {"name": "Mia Stone", "hint": "0177"})
    wrong = tablet.post(home(sail), {"name": "Mia Stone", "hint": "177"})

    assert [asked.status_code, wrong.status_code] == [422, 422]
    assert (by_party["Location"], by_phone["Location"]) == (waiver(first), waiver(second))
    assert [word for word in ("Torres", "0177") if word in asked.text] == []


def test_who_has_signed_is_told_so_and_bad_names_are_refused(tablet, sail):
    aboard.cleared(sail, "Mia Stone")

    signed, blank, turned = (tablet.post(home(sail), {"name": name}) for name in ("mia stone", " ", "a\u202eb"))

    assert [signed.status_code, blank.status_code, turned.status_code] == [200, 422, 422]
    assert "You have signed already." in signed.text


def test_the_crew_leaves_with_its_own_address_alone(tablet, sail, olga):
    mia = aboard.guest(sail, "Mia Stone")
    tablet.post(home(sail), {"name": "Mia Stone"})

    wrong = tablet.post(home(sail, "leave/"), {"email": "mia@example.com"})
    left = tablet.post(home(sail, "leave/"), {"email": olga.email.upper()})

    assert [wrong.status_code, left.status_code] == [422, 303]
    assert left["Location"] == sail.get_absolute_url()
    assert tablet.get(waiver(mia)).status_code == 200
    assert tablet.get(f"/guest/{links.guest_token(mia)}/").status_code == 200


def test_a_browser_that_forged_its_mark_is_no_tablet(client, sail):
    mia = aboard.guest(sail, "Mia Stone")
    client.cookies["scc-kiosk"] = f"{sail.event_id}/{mia.pk}:1vabcd:forged"

    assert client.get(waiver(mia)).status_code == 200
    assert client.get(f"/guest/{links.guest_token(mia)}/").status_code == 200

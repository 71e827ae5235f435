"""Handing a seat on and acting in somebody's name over HTTP, and the reasons the panel gives before the tap."""

from datetime import timedelta

import pytest
from django.test import Client

from crew import handing_on, roles
from crew.models import Assignment
from scc_site import clock
from tests import factories, letters
from tests.crew.test_roles import office
from tests.crew.test_views import HTMX, post, soon
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


def held_by_ben(**fields):
    """A sail, Ben in a crew seat, and Dana."""
    sail, ben, dana = soon(**fields), factories.person("Ben Ito"), factories.person("Dana Wu")
    factories.assignment(sail, ben)
    return sail, ben, dana


def states():
    return dict(Assignment.objects.order_by("pk").values_list("person__name", "state"))


def panel_of(viewer, sail, scope="user"):
    page = signed_in(viewer, scope).get(f"/events/{sail.event_id}/", secure=True).content.decode()
    return page.partition('id="crew"')[2].partition("</section>")[0]


# --- the way of a seat ---


def test_a_seat_is_handed_on_and_the_mails_link_takes_it():
    sail, ben, dana = held_by_ben()

    asked = post(ben, "delegate", sail, person=dana.email)
    guest = Client()
    opened = guest.post(letters.path_of(letters.newest("offer")["link"]), secure=True)
    page = guest.get(f"/events/{sail.event_id}/", secure=True).content.decode()
    form = {"event_id": sail.event_id, "role": "crew", "answer": "accept"}
    taken = guest.post("/auth/answer/", form, secure=True)

    assert (asked.status_code, asked["Location"], opened["Location"]) == (303, *[f"/events/{sail.event_id}/"] * 2)
    assert ("Accept" in page, taken.status_code) == (True, 303)
    assert states() == {"Ben Ito": "covered", "Dana Wu": "confirmed"}


def test_a_request_sent_twice_with_its_key_asks_once():
    sail, ben, dana = held_by_ben()

    answers = [post(ben, "delegate", sail, person=dana.email, key="k1") for _ in range(2)]
    other = post(ben, "delegate", sail, person=factories.person().email, key="k1")

    assert [answer.status_code for answer in (*answers, other)] == [303, 303, 422]
    assert Assignment.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"person": ""}, 422),
        ({"person": "nobody@example.com"}, 422),
        ({"person": "not an address"}, 422),
        ({"role": "pirate"}, 422),
        ({"role": "captain"}, 409),
        ({"event_id": "no-such-sail"}, 404),
        ({"on_behalf_of": "ben@example.com"}, 404),
    ],
)
def test_a_request_that_cannot_be_read_or_made_gets_its_own_status(fields, status):
    sail, ben, dana = held_by_ben()

    response = post(ben, "delegate", sail, **{"person": dana.email} | fields)

    assert response.status_code == status
    assert Assignment.objects.count() == 1


def test_to_oneself_is_a_fault_of_the_field():
    sail, ben, _ = held_by_ben()

    response = post(ben, "delegate", sail, person=ben.email)

    assert (response.status_code, "name somebody else" in response.content.decode()) == (422, True)


def test_the_holder_takes_the_request_back():
    sail, ben, dana = held_by_ben()
    post(ben, "delegate", sail, person=dana.email)

    text = post(ben, "release", sail, person=dana.email, headers=HTMX).content.decode()

    assert "Dana Wu is no longer asked, and is told." in text
    assert states() == {"Ben Ito": "confirmed", "Dana Wu": "withdrawn"}


def test_a_request_accepted_where_approval_is_needed_says_that_it_waits():
    sail, ben, dana = held_by_ben(needs_approval=True)
    post(ben, "delegate", sail, person=dana.email)

    text = post(dana, "answer", sail, answer="accept", headers=HTMX).content.decode()

    assert "A crew seat is yours once captain or office confirm it" in text
    assert "Take back my claim" in text
    assert states() == {"Ben Ito": "confirmed", "Dana Wu": "claimed"}


def test_who_asked_for_cover_makes_it_after_all():
    sail, ben, _ = held_by_ben()
    roles.release(event=sail, role="crew", by=ben, at=sail.call_at - timedelta(hours=1))

    text = post(ben, "answer", sail, answer="keep", headers=HTMX).content.decode()

    assert "You have a crew seat, as before." in text
    assert states() == {"Ben Ito": "confirmed"}


# --- in somebody's name ---


def by_office(path, sail, role="crew", **fields):
    return post(factories.admin(), path, sail, role, scope="admin", headers=HTMX, **fields)


@pytest.mark.parametrize(
    ("path", "fields", "then"),
    [
        ("release", {}, {"Ben Ito": "released"}),
        ("release", {"person": "ben@example.com", "on_behalf_of": ""}, {"Ben Ito": "withdrawn"}),
        ("delegate", {"person": "dana@example.com"}, {"Ben Ito": "confirmed", "Dana Wu": "offered"}),
        ("claim", {"on_behalf_of": "dana@example.com"}, {"Ben Ito": "confirmed", "Dana Wu": "confirmed"}),
    ],
)
def test_the_office_acts_for_anybody_by_address_in_any_spelling(path, fields, then):
    sail, ben = soon(needs_approval=True), factories.person("Ben Ito", email="ben@example.com")
    factories.person("Dana Wu", email="dana@example.com")
    factories.assignment(sail, ben)

    response = by_office(path, sail, **{"on_behalf_of": " BEN@example.com"} | fields)

    assert (response.status_code, states()) == (200, then)


@pytest.mark.parametrize(("word", "state"), [("accept", "confirmed"), ("decline", "declined")])
def test_the_office_answers_for_the_offered(word, state):
    sail, cleo = soon(), factories.person("Cleo Marsh")
    roles.designate(event=sail, role="chef", person=cleo, by=office(), at=clock.now())

    text = by_office("answer", sail, "chef", answer=word, on_behalf_of=cleo.email).content.decode()

    assert states() == {"Cleo Marsh": state}
    assert ("Cleo Marsh has the chef’s seat." in text, "Cleo Marsh declined" in text) == (
        word == "accept",
        word != "accept",
    )


@pytest.mark.parametrize("path", ["claim", "release", "delegate", "answer"])
@pytest.mark.parametrize("who", ["captain", "office in user scope"])
def test_for_everybody_else_nobody_is_there_to_act_for(path, who):
    sail, ben, dana = held_by_ben()
    viewer = factories.person("Ana") if who == "captain" else factories.person("Olga", is_admin=True)
    factories.assignment(sail, viewer, "captain")

    response = post(
        viewer, path, sail, answer="accept", person=dana.email * (path == "delegate"), on_behalf_of=ben.email
    )

    assert response.status_code == 404
    assert states()["Ben Ito"] == "confirmed"


@pytest.mark.parametrize(
    ("path", "fields", "words"),
    [
        ("claim", {"on_behalf_of": "nobody@example.com"}, "Nobody has that address."),
        ("release", {"on_behalf_of": "not an address"}, "Nobody has that address."),
        ("release", {"on_behalf_of": "a@example.com", "person": "b@example.com"}, "Either take the seat away"),
    ],
)
def test_somebody_who_is_not_there_is_a_fault_of_the_field(path, fields, words):
    response = post(factories.admin(), path, soon(), scope="admin", **fields)

    assert (response.status_code, words in response.content.decode()) == (422, True)


def test_the_office_withdraws_the_seat_of_somebody_who_is_crew_no_longer():
    sail, ben, _ = held_by_ben()
    type(ben).objects.filter(pk=ben.pk).update(is_active=False, is_crew=False)

    response = by_office("release", sail, person=ben.email, reason="Left the house.")

    assert (response.status_code, states()) == (200, {"Ben Ito": "withdrawn"})


def test_a_captain_takes_an_offer_back_and_takes_nobody_off_a_seat():
    sail, ben, dana = held_by_ben()
    ana = factories.person("Ana")
    factories.assignment(sail, ana, "captain")
    roles.designate(event=sail, role="crew", person=dana, by=ana, at=clock.now())

    answers = [post(ana, "release", sail, person=person.email).status_code for person in (dana, ben)]

    assert answers == [303, 409]
    assert (states()["Dana Wu"], states()["Ben Ito"]) == ("withdrawn", "confirmed")


def test_the_office_puts_back_who_was_last_on_a_seat_with_one_tap():
    sail, ben, _ = held_by_ben(seats={"crew": 1})
    roles.release(event=sail, role="crew", by=ben, at=clock.now())

    before = panel_of(factories.admin(), sail, "admin")
    response = by_office("claim", sail, on_behalf_of=ben.email)

    assert ("Put Ben back" in before, "Ben Ito gave it back, " in before) == (True, True)
    assert "Ben Ito has a crew seat, and is told." in response.content.decode()
    assert [row.state for row in sail.assignments.order_by("pk")] == ["released", "confirmed"]


# --- before the tap ---


def test_a_clash_is_named_where_the_button_would_be():
    sail, ben = soon(), factories.person("Ben Ito")
    other = soon(vessel=factories.vessel(name="JADA"))
    factories.assignment(other, ben)

    panel = panel_of(ben, sail)

    assert "You sail with JADA" in panel
    assert "Take this seat" not in panel


def test_an_offer_that_clashes_can_only_be_declined_on_the_page_and_at_home():
    sail, ben = soon(), factories.person("Ben Ito")
    factories.assignment(soon(vessel=factories.vessel(name="JADA")), ben)
    factories.assignment(
        sail, ben, "chef", "offered", answer_by=clock.now() + timedelta(hours=2), made_by=factories.admin()
    )

    pages = [panel_of(ben, sail), signed_in(ben).get("/", secure=True).content.decode()]

    assert [("You sail with JADA" in page, "Accept" in page, "Decline" in page) for page in pages] == [
        (True, False, True)
    ] * 2


def test_whoever_has_a_seat_reads_that_it_is_one_each():
    sail, ben, _ = held_by_ben()

    panel = panel_of(ben, sail)

    assert "You have a crew seat: one seat each." in panel
    assert "Take this seat" not in panel


def test_whoever_has_an_offer_answers_it_first():
    sail, ben = soon(), factories.person("Ben Ito")
    roles.designate(event=sail, role="chef", person=ben, by=office(), at=clock.now())

    assert "Answer your own offer first." in panel_of(ben, sail)


@pytest.mark.parametrize(("with_captain", "who"), [(True, "The captain confirms."), (False, "The office confirms.")])
def test_a_seat_that_needs_approval_says_who_gives_it(with_captain, who):
    sail = soon(needs_approval=True, seats={"captain": 1, "crew": 1} if with_captain else {"crew": 1})
    if with_captain:
        factories.assignment(sail, factories.person("Ana"), "captain")

    panel = panel_of(factories.person(), sail)

    assert ("Ask for this seat" in panel, who in panel) == (True, True)


def test_after_call_the_captain_reads_that_nobody_can_be_asked():
    sail, ana = factories.event(departs_at=clock.now() + timedelta(minutes=30)), factories.person("Ana")
    factories.assignment(sail, ana, "captain")

    panel = panel_of(ana, sail)

    assert "Call is over: nobody can be asked any more." in panel
    assert [words in panel for words in ("Offer a seat", "Hand it on")] == [False, False]


@pytest.mark.parametrize("status", ["under_way", "cancelled"])
def test_a_sail_whose_seats_no_longer_change_hands_says_so(status):
    ended = {"cancelled_at": clock.now(), "cancelled_by": factories.admin()} if status == "cancelled" else {}
    panel = panel_of(factories.person(), soon(status=status, **ended))

    assert f"This sail is {status.replace('_', ' ')}: its seats no longer change hands." in panel
    assert "Take this seat" not in panel


def test_the_panel_shows_since_when_cover_is_asked_and_who_is_to_take_over():
    sail, ben, dana = held_by_ben()
    at = clock.now()
    roles.release(event=sail, role="crew", by=ben, at=sail.call_at - timedelta(hours=1), reason="Fever.")
    sail.assignments.update(cover_asked_at=at)
    asked = handing_on.delegate(event=sail, role="crew", person=dana, by=ben, at=at)

    panels = [panel_of(person, sail) for person in (ben, dana, factories.person())]

    since = at.astimezone(factories.HOUSE).strftime("%H:%M")
    until = asked.answer_by.astimezone(factories.HOUSE).strftime("%H:%M")
    assert all(f"Asks for cover since {since}." in panel for panel in panels)
    assert all(f"asked, answers by tomorrow {until}" in panel for panel in panels)
    assert ["Fever." in panel for panel in panels] == [True, False, False]
    assert ["Take the request back" in panel for panel in panels] == [True, False, False]
    assert ["Accept" in panel for panel in panels] == [False, True, False]
    assert ["Take over" in panel for panel in panels] == [False, False, False]


def test_who_could_be_asked_is_named_and_who_sails_elsewhere_cannot_be_chosen():
    sail, ben, dana = held_by_ben()
    factories.assignment(soon(vessel=factories.vessel(name="JADA")), factories.person("Eli Stone"))

    panel = panel_of(ben, sail)

    assert f'<option value="{dana.email}">Dana Wu</option>' in panel
    assert " disabled>Eli Stone · on JADA " in panel
    assert ben.email not in panel


def test_somebody_let_in_to_one_sail_reads_nobodys_address():
    sail, ben, dana = held_by_ben()
    page = signed_in(ben, "event", sail.event_id).get(f"/events/{sail.event_id}/", secure=True).content.decode()

    assert ("Hand it on" in page, dana.email in page) == (True, False)
    assert 'placeholder="Their address"' in page


def test_a_large_house_is_not_listed():
    sail, ben, _ = held_by_ben()
    for _ in range(60):
        factories.person()

    assert 'placeholder="Their address"' in panel_of(ben, sail)

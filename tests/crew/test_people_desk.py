"""What the office sees of a person: sails, offers, hours, sessions, letters."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from scc_site import clock
from scc_site.models import OutgoingMail
from tests import factories
from tests.signing_in import session, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    """A browser of the office, in admin scope."""
    return signed_in(factories.admin("Olga"), "admin")


def page_of(office, person):
    """The person's page."""
    return f"/admin/scc_site/user/{person.pk}/change/"


def words(answer):
    """The answer as a person reads it."""
    return re.sub(r"\s+", " ", strip_tags(answer.content.decode()))


def part(office, person, title):
    """One part of the person's page as it is read."""
    page = office.get(page_of(office, person)).content.decode()
    found = re.search(rf"<section[^>]*>\s*<h2>{title}</h2>(.*?)</section>", page, re.DOTALL)
    return re.sub(r"\s+", " ", strip_tags(found[1].replace("<", " <"))).strip()


def letter(person, number=1):
    """A letter written to somebody."""
    return OutgoingMail.objects.create(
        dedupe_key=f"k{person.pk}-{number}", kind="seat_claimed", person=person, to=person.email,
        not_before=clock.now(), created_at=clock.now(),
    )  # fmt: skip


def test_a_person_nobody_has_sailed_with_has_empty_parts_that_say_so(office):
    ben = factories.person("Ben Ito")

    assert part(office, ben, "Offers that wait for an answer") == "None."
    assert part(office, ben, "Sails ahead").startswith("No seat on a sail ahead.")
    assert part(office, ben, "The last 90 days") == "No sail."
    assert part(office, ben, "Sessions").startswith("Has never signed in.")
    assert part(office, ben, "Last letters").startswith("Nothing was written yet.")


def test_seats_ahead_and_offers_are_told_apart(office):
    ben, olga = factories.person("Ben Ito"), factories.admin("Olga Field")
    soon = clock.now() + timedelta(days=2)
    held = factories.event(departs_at=soon, vessel=factories.vessel(name="JADA"))
    offered = factories.event(departs_at=soon + timedelta(days=1))
    factories.assignment(held, ben)
    factories.assignment(offered, ben, "chef", "offered", answer_by=soon, made_by=olga)

    ahead = part(office, ben, "Sails ahead")
    offers = part(office, ben, "Offers that wait for an answer")

    assert ("JADA Sunset charter Crew 1 confirmed" in ahead, "Chef" in ahead) == (True, False)
    assert "Chef 1 Olga Field" in offers


def test_the_last_90_days_are_counted_in_sails_and_hours(office):
    ben, now = factories.person("Ben Ito"), clock.now()
    ago = {"status": "closed", "hours": 2}
    logged = factories.event(departs_at=now - timedelta(days=3), **ago, departed_at=now - timedelta(days=3),
        departed_by=ben, returned_at=now - timedelta(days=3) + timedelta(hours=3), returned_by=ben)  # fmt: skip
    factories.assignment(logged, ben)
    factories.assignment(factories.event(departs_at=now - timedelta(days=9), **ago), ben)
    factories.assignment(factories.event(departs_at=now - timedelta(days=91), **ago), ben)
    factories.assignment(factories.event(departs_at=now - timedelta(days=5), **ago), ben, state="released")
    factories.assignment(factories.event(departs_at=now + timedelta(days=5)), ben)

    assert part(office, ben, "The last 90 days") == "2 sails, 5.0 hours under way."


def test_sessions_and_letters_are_shown_with_how_they_stand(office):
    ben = factories.person("Ben Ito")
    session(ben, "user")
    letter(ben)

    assert "user link 192.0.2.7 open" in part(office, ben, "Sessions")
    assert f"seat claimed {ben.email} queued" in part(office, ben, "Last letters")


@pytest.mark.parametrize("change", [{"is_active": ""}, {"is_crew": ""}])
def test_who_leaves_with_seats_ahead_is_named_with_them(office, change):
    ben = factories.person("Ben Ito", is_executive=True)
    factories.assignment(factories.event(event_id="regatta", departs_at=clock.now() + timedelta(days=2)), ben)
    form = {"name": ben.name, "email": ben.email, "is_active": "on", "is_crew": "on", "is_executive": "on"}

    answer = office.post(page_of(office, ben), form | change, follow=True)

    assert "still has seats or offers ahead: regatta. Withdraw them there." in words(answer)


@pytest.mark.parametrize("word", ["ito", "BEN@SEA", "555 0101"])
def test_people_are_found_by_name_address_and_phone(office, word):
    factories.person("Ben Ito", email="ben@sea.example", phone="+1 619 555 0101")
    factories.person("Dana")

    page = office.get(f"/admin/scc_site/user/?q={word}").content.decode()

    assert ("Ben Ito" in page, "Dana" in page) == (True, False)


@pytest.mark.parametrize("rows", [3, 30])
def test_a_persons_page_and_the_list_cost_the_same_whatever_they_show(office, rows):
    ben, soon = factories.person("Ben Ito"), clock.now() + timedelta(days=2)
    for number in range(rows):
        state = "offered" if number % 2 else "confirmed"
        factories.assignment(factories.event(departs_at=soon + timedelta(days=number)), ben, "crew", state)
        past = factories.event(departs_at=soon - timedelta(days=number + 4), status="closed")
        factories.assignment(past, ben)
        session(ben)
        letter(ben, number)
    office.get(page_of(office, ben))

    found = []
    for path in (page_of(office, ben), "/admin/scc_site/user/"):
        with CaptureQueriesContext(connection) as seen:
            office.get(path)
        found.append(len(seen))

    assert found == [12, 3]


def test_one_seat_on_record_is_shown_in_one_statement(office):
    held = factories.assignment(factories.event(), factories.person("Ben"))
    path = f"/admin/crew/assignment/{held.pk}/change/"
    office.get(path)

    with CaptureQueriesContext(connection) as seen:
        page = office.get(path)

    assert page.status_code == 200
    assert len(seen) == 2

"""A seat offered on many sails at once."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils.html import strip_tags

from crew.models import Assignment
from scc_site import clock
from scc_site.models import OutgoingMail
from tests import factories
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
SAILS = "/admin/events/sailevent/"


@pytest.fixture
def office():
    """A browser of the office, in admin scope."""
    return signed_in(factories.admin("Olga"), "admin")


def season(count):
    """So many sails ahead, a day apart."""
    first = clock.now() + timedelta(days=9)
    return [factories.event(event_id=f"s{n}", departs_at=first + timedelta(days=n)) for n in range(count)]


def offer(office, sails, **fields):
    """The act's page, or with `go` the act."""
    chosen = {"action": "offer_seat", "_selected_action": [sail.pk for sail in sails]}
    return office.post(SAILS, chosen | fields, follow=True)


def words(answer):
    """The answer as a person reads it."""
    return re.sub(r"\s+", " ", strip_tags(answer.content.decode()))


def test_the_page_names_each_sail_and_suggests_the_crew(office):
    sails = season(2)
    ben = factories.person("Ben Ito")

    answer = offer(office, sails)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert [f'value="{sail.pk}"' in page for sail in sails] == [True, True]
    assert f'<option value="{ben.email}">Ben Ito</option>' in page
    assert not Assignment.objects.exists()


def test_the_seat_is_offered_on_each_sail_and_what_cannot_be_is_said(office):
    sails = season(3)
    ben = factories.person("Ben Ito")
    factories.assignment(sails[1], ben)

    answer = offer(office, sails, role="crew", person="ben ito", go="1", key="k1")

    assert Assignment.objects.filter(person=ben, state="offered").count() == 2
    assert OutgoingMail.objects.filter(kind="offer", person=ben).count() == 2
    assert "s0: the crew seat is offered to Ben Ito, who has until" in words(answer)
    assert "s1: Ben Ito has the crew seat on this sail already." in words(answer)
    assert "2 of 3 done." in words(answer)


def test_the_same_form_sent_twice_offers_once_and_answers_the_same(office):
    sails = season(2)
    ben = factories.person("Ben Ito")
    form = {"role": "crew", "person": ben.email, "go": "1", "key": "k1"}

    first, again = (words(offer(office, sails, **form)) for _ in range(2))

    assert Assignment.objects.count() == 2
    assert "2 of 2 done." in first
    assert re.findall(r"s\d: the crew seat[^.]*\.", again) == re.findall(r"s\d: the crew seat[^.]*\.", first)


@pytest.mark.parametrize(
    ("person", "fault"),
    [
        ("", "This field is required."),
        ("Zoe", "Nobody in the crew has that name or address."),
        ("Ana", "Several people fit: Ana Reyes (ana@sea.example), Ana Ruiz (ruiz@sea.example)."),
        ("office@sea.example", "Nobody in the crew has that name or address."),
        ("Ana\u202e", "Use letters, digits and signs that can be seen."),
    ],
)
def test_a_person_who_is_not_one_is_asked_for_again_and_nothing_is_lost(office, person, fault):
    sails = season(2)
    factories.person("Ana Reyes", email="ana@sea.example")
    factories.person("Ana Ruiz", email="ruiz@sea.example")
    factories.admin(email="office@sea.example")

    answer = offer(office, sails, role="chef", person=person, go="1", key="k1")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert fault in page
    assert '<option value="chef" selected>' in page
    assert all(f'name="_selected_action" value="{sail.pk}"' in page for sail in sails)
    assert not Assignment.objects.exists()

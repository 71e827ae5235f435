"""The office's pages to move, hold, resume and cancel a sail, and what the sail's page says then."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from events import checklists, lifecycle
from events.models import SailAct
from scc_site import clock
from scc_site.models import OutgoingMail
from tests import factories, letters
from tests.events.dock import soon, words
from tests.factories import HOUSE
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def olga():
    return factories.admin("Olga Field")


@pytest.fixture
def office(olga):
    return signed_in(olga, "admin")


def typed(instant):
    """An instant as a form takes it: the house's clock."""
    return f"{instant.astimezone(HOUSE):%Y-%m-%dT%H:%M}"


def in_winter(**fields):
    """A sail on a winter's evening next year, with Ana and Ben."""
    year = clock.now().year + 1
    sail = factories.event(event_id="regatta", departs_at=datetime(year, 12, 5, 17, 0, tzinfo=HOUSE), **fields)
    for name, role in (("Ana Reyes", "captain"), ("Ben Ito", "crew")):
        factories.assignment(sail, factories.person(name), role)
    return sail


# --- seen before the tap ---


def test_the_page_of_a_move_shows_the_present_times_the_sunset_and_who_will_be_told(office):
    sail = in_winter(sunset_at=datetime(clock.now().year + 1, 12, 5, 16, 42, tzinfo=HOUSE))

    page = words(office.get("/events/regatta/move/"))

    assert f"5 December {sail.sails_on.year}, 17:00 PST" in page
    assert "16:42" in page
    assert f'value="{typed(sail.departs_at)}"' in page
    assert page.count("Ana Reyes") == page.count("Ben Ito") == 1


def test_a_look_at_other_times_names_who_confirms_again_what_clashes_and_which_tasks_stay_and_keeps_nothing(
    office, olga
):
    sail = in_winter(vessel=factories.vessel(name="JADA"))
    done = factories.item(sail)
    factories.item(sail)
    checklists.tick(item=done, by=olga, at=clock.now())
    beside = factories.event(
        event_id="beside", vessel=sail.vessel, departs_at=sail.departs_at + 3 * HOUR,
        event_type=factories.event_type(name="Moonlight"),
    )  # fmt: skip
    other = factories.event(
        departs_at=sail.departs_at + timedelta(minutes=220), vessel=factories.vessel(name="MARISOL"),
    )  # fmt: skip
    factories.assignment(other, sail.assignments.get(person__name="Ben Ito").person)

    answer = office.post(
        "/events/regatta/move/", {"departs_at": typed(sail.departs_at + timedelta(minutes=20)), "preview": "1"}
    )

    page = words(answer)
    assert answer.status_code == 200
    assert "20 min later" in page
    assert "1 of 2 must confirm again." in page
    assert "sails on MARISOL then: Sunset charter" in page
    assert f'<a href="{beside.get_absolute_url()}">Moonlight, ' not in page  # she would be back by then
    assert "1 open task moves along; 1 ended one stays as done." in page
    sail.refresh_from_db()
    assert (sail.version, SailAct.objects.count(), OutgoingMail.objects.count()) == (1, 0, 0)


def test_a_look_warns_of_another_sail_of_the_vessel_and_the_move_is_not_refused(office):
    sail = in_winter()
    factories.event(event_id="beside", vessel=sail.vessel, departs_at=sail.departs_at + 3 * HOUR)
    form = {"departs_at": typed(sail.departs_at + 2 * HOUR)}

    page = words(office.post("/events/regatta/move/", form | {"preview": "1"}))
    answer = office.post("/events/regatta/move/", form | {"reason": "Wind"})

    assert "She has another sail at these times" in page
    assert '<a href="/events/beside/">Sunset charter, ' in page
    assert answer.status_code == 303
    assert "has another sail at these times" in words(office.get("/events/regatta/"))


def test_a_look_at_times_that_no_sail_can_take_says_why_and_keeps_what_was_typed(office):
    sail = in_winter()

    answer = office.post("/events/regatta/move/", {"departs_at": "2001-01-01T10:00", "reason": "Ice", "preview": "1"})

    page = words(answer)
    assert answer.status_code == 422
    assert "That time is over already." in page
    assert 'value="2001-01-01T10:00"' in page
    assert 'value="Ice"' in page
    assert sail.acts.count() == 0


def test_an_hour_that_comes_twice_is_asked_for_in_the_look_and_in_the_move(office):
    sail = in_winter()
    doubled = first_of_november(sail.sails_on.year)

    for form in ({"preview": "1"}, {"reason": "Wind"}):
        answer = office.post("/events/regatta/move/", {"departs_at": doubled} | form)
        assert answer.status_code == 422
        assert '<select name="departs_fold"' in words(answer)
    answer = office.post("/events/regatta/move/", {"departs_at": doubled, "departs_fold": "1", "reason": "Wind"})

    sail.refresh_from_db()
    assert answer.status_code == 303
    assert f"{sail.departs_at.astimezone(HOUSE):%H:%M %Z}" == "01:30 PST"


def first_of_november(year):
    """Half past one of the night in which the clocks go back."""
    first = datetime(year, 11, 1, tzinfo=HOUSE)
    return f"{first + timedelta(days=(6 - first.weekday()) % 7, hours=1, minutes=30):%Y-%m-%dT%H:%M}"


def test_guests_booked_on_a_sail_to_be_cancelled_are_named_before(office):
    sail = in_winter()
    factories.booking(sail, "Mia")
    sail.refresh_from_db()

    page = words(office.get("/events/regatta/cancel/"))

    assert f"Booked: {sail.guests_booked} guests." in page
    assert "/events/regatta/bookings/" in page


# --- done ---


def test_a_move_answers_with_who_was_told_and_the_reason_is_kept(office):
    sail = in_winter()

    answer = office.post("/events/regatta/move/", {"departs_at": typed(sail.departs_at + 8 * HOUR), "reason": "Fog"})

    assert (answer.status_code, answer["Location"]) == (303, "/events/regatta/")
    page = words(office.get("/events/regatta/"))
    assert f"6 December {sail.sails_on.year}, 01:00 PST. Told: Ana Reyes and Ben Ito." in page
    assert (sail.acts.get().reason, sail.acts.get().told) == ("Fog", ["Ana Reyes", "Ben Ito"])


@pytest.mark.parametrize(
    ("act", "form", "fault"),
    [
        ("move", {"departs_at": "", "reason": "Fog"}, "This field is required."),
        ("move", {"departs_at": "soon", "reason": "Fog"}, "Write a date and a time, like 2026-12-05T17:10."),
        ("move", {"departs_at": "2001-01-01T10:00", "reason": "Fog"}, "That time is over already."),
        ("hold", {"decide_by": "2001-01-01T10:00", "reason": "Fog"}, "Choose a time that is still to come"),
        ("hold", {"decide_by": "2001-01-01T10:00", "reason": ""}, "This field is required."),
        ("cancel", {"reason": "F" * 201}, "at most 200 characters"),
        ("cancel", {"reason": "two\nlines"}, "Keep this on one line."),
    ],
)
def test_a_fault_is_said_at_its_field_and_what_was_typed_stays(office, act, form, fault):
    sail = in_winter()

    answer = office.post(f"/events/regatta/{act}/", form)

    page = words(answer)
    sail.refresh_from_db()
    assert answer.status_code == 422
    assert fault in page
    assert [value for value in form.values() if value.split("\n")[0] not in page] == []
    assert (sail.version, sail.status) == (1, "scheduled")


def test_a_form_sent_twice_moves_and_tells_once(office):
    sail = in_winter()
    form = {"departs_at": typed(sail.departs_at + DAY), "reason": "Fog", "key": "k" * 20}

    answers = [office.post("/events/regatta/move/", form).status_code for _ in range(2)]

    assert (answers, sail.acts.count()) == ([303, 303], 1)
    assert OutgoingMail.objects.filter(kind="sail_moved").count() == 2


def test_a_sail_moved_by_another_hand_meanwhile_is_not_moved_unseen(office):
    sail = in_winter()
    office.post("/events/regatta/move/", {"departs_at": typed(sail.departs_at + DAY), "reason": "Fog", "version": "1"})

    answer = office.post(
        "/events/regatta/move/", {"departs_at": typed(sail.departs_at + 2 * DAY), "reason": "Ice", "version": "1"}
    )

    assert answer.status_code == 409
    assert "Somebody moved this sail while you were writing." in words(answer)
    assert sail.acts.count() == 1


def test_each_act_begins_where_the_sail_stands_or_says_where_it_stands(office):
    in_winter()
    steps = [
        ("resume", 409),
        ("hold", 303),
        ("hold", 409),
        ("resume", 303),
        ("cancel", 303),
        ("move", 409),
        ("cancel", 409),
    ]

    answers = [(act, office.post(f"/events/regatta/{act}/", {"reason": "Gale"}).status_code) for act, _ in steps]

    assert answers == steps
    page = words(office.get("/events/regatta/hold/"))
    assert "Olga Field cancelled it at" in page


# --- the sail's page ---


def test_a_sail_on_hold_says_why_until_when_and_offers_the_office_to_go_on(office, olga):
    sail = soon()
    at = clock.now()
    lifecycle.hold(event=sail, reason="Gale warning", by=olga, at=at, decide_by=at + 2 * HOUR)

    page = words(office.get("/events/regatta/"))
    crews = words(signed_in(factories.person()).get("/events/regatta/"))

    for seen in (page, crews):
        assert "Gale warning" in seen
        assert "To be decided in " in seen
        assert "Weather hold · decided in " in seen
        assert "Olga Field put her on hold on " in seen
    acts = ["resume", "move", "cancel", "hold"]
    assert [act for act in acts if f'href="/events/regatta/{act}/"' in page] == acts[:3]
    assert [act for act in acts if f'href="/events/regatta/{act}/"' in crews] == []


def test_a_deadline_that_passed_says_so(office, olga):
    sail = soon()
    at = clock.now()
    lifecycle.hold(event=sail, reason="Gale", by=olga, at=at - HOUR, decide_by=at - timedelta(minutes=20))

    page = words(office.get("/events/regatta/"))

    assert "Weather hold · should have been decided 20 min ago" in page
    assert "Should have been decided 20 min ago" in page


def test_a_cancelled_sail_names_who_was_to_sail_to_them_and_the_office_and_the_reason_to_all(office, olga):
    sail = in_winter()
    ana = sail.assignments.get(person__name="Ana Reyes").person
    lifecycle.cancel(event=sail, reason="The party moved to spring.", by=olga, at=clock.now())

    pages = {
        "office": words(office.get("/events/regatta/")),
        "ana": words(signed_in(ana).get("/events/regatta/")),
        "stranger": words(signed_in(factories.person()).get("/events/regatta/")),
    }

    for page in pages.values():
        assert "The party moved to spring." in page
        assert "Olga Field cancelled her on " in page
    assert ("Ana Reyes" in pages["office"], "Ben Ito" in pages["office"]) == (True, True)
    assert ("Ana Reyes (you)" in pages["ana"], "Ben Ito" in pages["ana"]) == (True, True)
    assert ("Ana Reyes" in pages["stranger"], "Ben Ito" in pages["stranger"]) == (False, False)
    assert "Nobody sails." in pages["stranger"]


# --- the letter's link ---


def test_the_link_in_the_letter_of_a_moved_sail_signs_in_and_the_seat_is_confirmed_again(office, client):

    sail = in_winter()
    office.post("/events/regatta/move/", {"departs_at": typed(sail.departs_at + 8 * HOUR), "reason": "Fog"})
    link = letters.path_of(letters.secrets_of(OutgoingMail.objects.get(person__name="Ben Ito"))["link"])

    assert client.post(link).status_code == 303
    assert "asked again, answers by" in words(client.get("/events/regatta/"))
    answer = client.post("/auth/answer/", {"event_id": "regatta", "role": "crew", "answer": "accept"})

    assert answer.status_code == 303
    assert sail.assignments.get(person__name="Ben Ito").state == "confirmed"

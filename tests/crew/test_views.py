"""The seats' pages: what a tap changes, what is refused with which status, and what it costs."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crew.models import Assignment
from scc_site import clock
from scc_site.models import OutgoingMail
from tests import factories
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def soon(**fields):
    """A sail three days from now: views ask the real clock."""
    return factories.event(departs_at=clock.now().replace(microsecond=0) + timedelta(days=3), **fields)


def post(viewer, path, sail, role="crew", *, scope="user", headers=None, **fields):
    client = signed_in(viewer, scope)
    form = {"event_id": sail if isinstance(sail, str) else sail.event_id, "role": role, **fields}
    return client.post(f"/auth/{path}/", form, headers=headers or {}, secure=True)


def statements(queries):
    """What was asked of the database beside transaction control and the session's own read."""
    asked = [re.sub(r"^SELECT set_config\(.*?\); ", "", query["sql"]) for query in queries]
    control = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "ROLLBACK")
    return [sql for sql in asked if not sql.startswith(control) and "scc_site_authsession" not in sql]


def test_a_claim_takes_the_seat_and_leads_back_to_the_sail():
    sail, ben = soon(), factories.person("Ben")

    response = post(ben, "claim", sail)

    held = Assignment.objects.get()
    assert (response.status_code, response["Location"]) == (303, f"/events/{sail.event_id}/")
    assert (held.person, held.state, str(held.seat)) == (ben, "confirmed", "Crew 1")


@pytest.mark.parametrize("with_captain", [True, False])
def test_a_claim_costs_six_statements(with_captain):
    sail, ben = soon(), factories.person("Ben")
    factories.admin()
    if with_captain:
        factories.assignment(sail, factories.person("Ana"), "captain")
    client = signed_in(ben)

    with CaptureQueriesContext(connection) as queries:
        response = client.post("/auth/claim/", {"event_id": sail.event_id, "role": "crew"}, secure=True)

    assert response.status_code == 303
    assert len(statements(queries)) == 6
    assert OutgoingMail.objects.filter(kind="seat_claimed").count() >= 1


def test_htmx_gets_the_seats_as_they_are_now():
    sail, ben = soon(), factories.person("Ben")

    response = post(ben, "claim", sail, headers=HTMX)

    text = response.content.decode()
    assert (response.status_code, text.lstrip().startswith("<section")) == (200, True)
    assert "Ben (you)" in text
    assert 'name="csrfmiddlewaretoken"' in text


def test_htmx_gets_the_seats_under_the_reason_when_another_was_faster():
    sail = soon(seats={"crew": 1})
    factories.assignment(sail, factories.person("Ana"), made_at=clock.now())

    response = post(factories.person(), "claim", sail, headers=HTMX)

    text = response.content.decode()
    assert response.status_code == 409
    assert "The crew seat was taken by Ana 0 s ago." in text
    assert 'id="crew"' in text


def test_a_refusal_without_htmx_is_a_page_that_says_why():
    sail = soon(seats={"crew": 1})
    factories.assignment(sail, factories.person("Ana"), made_at=clock.now())

    response = post(factories.person(), "claim", sail)

    assert response.status_code == 409
    assert "was taken by Ana" in response.content.decode()


@pytest.mark.parametrize(
    ("path", "fields", "status"),
    [
        ("claim", {"event_id": ""}, 422),
        ("claim", {"event_id": "no-such-sail"}, 404),
        ("claim", {"event_id": "No Such Sail"}, 422),
        ("claim", {"role": ""}, 422),
        ("claim", {"role": "pirate"}, 422),
        ("claim", {"event_id": "x" * 5000}, 422),
        ("claim", {"role": "crew\x00"}, 422),
        ("release", {"reason": "x" * 201}, 422),
        ("designate", {"person": ""}, 404),
        ("answer", {"answer": "maybe"}, 422),
        ("answer", {"answer": "confirm"}, 422),
        ("answer", {"answer": "confirm", "person": "ana@example.com"}, 404),
        ("answer", {"answer": "accept"}, 409),
    ],
)
def test_what_cannot_be_read_or_done_gets_its_own_status(path, fields, status):
    response = post(factories.person(), path, soon(), **fields)

    assert response.status_code == status
    assert not Assignment.objects.exists()


@pytest.mark.parametrize("who", ["nobody@example.com", "not an address", "a@b@c", "x" * 254])
def test_offering_to_somebody_unknown_is_a_fault_of_the_field(who):
    response = post(factories.admin(), "designate", soon(), scope="admin", person=who)

    assert response.status_code == 422
    assert "Nobody in the crew has that address." in response.content.decode()


def test_the_captain_confirms_a_claim_by_address_in_any_spelling():
    sail, ana = soon(needs_approval=True), factories.person("Ana")
    factories.assignment(sail, ana, "captain")
    ben = factories.person("Ben", email="ben@example.com")
    post(ben, "claim", sail)

    response = post(ana, "answer", sail, answer="confirm", person=" BEN@Example.com ")

    assert response.status_code == 303
    assert Assignment.objects.get(person=ben).state == "confirmed"


def test_only_a_post_acts():
    response = signed_in(factories.person()).get("/auth/claim/", secure=True)

    assert response.status_code == 405


def test_a_form_sent_twice_with_its_key_acts_once_and_answers_the_same():
    sail, ben = soon(), factories.person("Ben")

    answers = [post(ben, "claim", sail, key="k1") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert Assignment.objects.count() == 1


def test_phones_are_for_the_sails_crew_and_the_office():
    sail, ana = soon(), factories.person("Ana", phone="+1 619 555 0102")
    factories.assignment(sail, ana, "captain")
    ben = factories.person("Ben")
    factories.assignment(sail, ben)
    viewers = (signed_in(ben), signed_in(factories.admin(), "admin"), signed_in(factories.person()))

    pages = [viewer.get(f"/events/{sail.event_id}/", secure=True).content.decode() for viewer in viewers]

    assert [("Ana" in page, "555 0102" in page) for page in pages] == [(True, True), (True, True), (True, False)]


def test_the_panel_offers_each_viewer_what_they_may_do():
    sail, ana = soon(), factories.person("Ana")
    factories.assignment(sail, ana, "captain", made_at=clock.now())
    viewers = (signed_in(ana), signed_in(factories.person()), signed_in(factories.admin(), "admin"))

    pages = [viewer.get(f"/events/{sail.event_id}/", secure=True).content.decode() for viewer in viewers]

    labels = ("Take this seat", "Give it back", "Offer a seat")
    assert [[label in page for label in labels] for page in pages] == [
        [False, True, True],
        [True, False, False],
        [False, True, True],
    ]


# --- what each act says ---


def test_each_act_says_what_happened_and_what_comes_next():
    sail, ana = soon(needs_approval=True), factories.person("Ana")
    factories.assignment(sail, ana, "captain", made_at=clock.now())
    ben, cleo = factories.person("Ben"), factories.person("Cleo")

    said = [
        post(viewer, path, sail, role, headers=HTMX, **fields).content.decode()
        for viewer, path, role, fields in (
            (ben, "claim", "crew", {}),
            (ana, "answer", "crew", {"answer": "refuse", "person": ben.email}),
            (ana, "designate", "chef", {"person": cleo.email}),
            (cleo, "answer", "chef", {"answer": "decline"}),
            (ben, "claim", "crew", {}),
            (ben, "release", "crew", {}),
        )
    ]

    expected = (
        "It is yours once it is confirmed",
        "Ben does not get a crew seat, and is told.",
        "is offered to Cleo, who gets a letter.",
        "You declined; the seat is open again.",
        "It is yours once it is confirmed",
        "The seat is open again.",
    )
    assert [words in text for words, text in zip(expected, said, strict=True)] == [True] * 6


def test_somebody_late_is_told_that_the_seat_stays_theirs():
    sail = factories.event(departs_at=clock.now() + timedelta(hours=5))
    ben = factories.person("Ben")
    factories.assignment(sail, ben)

    page = signed_in(ben).get(f"/events/{sail.event_id}/", secure=True).content.decode()
    text = post(ben, "release", sail, headers=HTMX, reason="Fever.").content.decode()

    assert "I can’t make it" in page
    assert "The seat stays yours until somebody takes it." in text
    assert "needs cover" in text
    assert "Fever." in text


def test_a_seat_that_needs_cover_can_be_taken_over_from_the_page():
    sail = soon()
    factories.assignment(sail, factories.person("Ben"), "crew", "covering")

    page = signed_in(factories.person()).get(f"/events/{sail.event_id}/", secure=True).content.decode()

    assert "Take over" in page

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


def post(person, path, sail, role="crew", *, scope="user", headers=None, **fields):
    client = signed_in(person, scope)
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

"""The office's morning brief."""

from datetime import timedelta

import pytest

from crew import brief
from scc_site.mail import preferences
from scc_site.models import LetterChoice, OutgoingMail
from tests import factories
from tests.crew.nudges.dock import noon

pytestmark = pytest.mark.django_db
SEVEN = noon(20, 7)


@pytest.fixture
def olga():
    return factories.admin("Olga Field")


@pytest.fixture
def kept(olga):
    """Makes sails by Olga's hand."""
    boat = factories.vessel(name="JADA")
    return lambda **fields: factories.event(created_by=olga, vessel=boat, **fields)


def told():
    """Head by head, the lines of the one brief there is."""
    mail = OutgoingMail.objects.get(kind="office_brief")
    return mail.context["heading"], {
        part["title"]: [line["words"] for line in part["lines"]] for part in mail.context["parts"]
    }


def test_a_morning_on_which_nothing_waits_brings_no_letter(kept, olga):
    full = kept(departs_at=noon(20, 17), seats={"captain": 1})
    factories.assignment(full, factories.person(), "captain")

    assert brief.send(at=SEVEN) == 0
    assert OutgoingMail.objects.count() == 0


def test_it_tells_of_all_that_waits_once_a_day(kept, olga):
    kept(departs_at=noon(20, 17), seats={"captain": 1, "crew": 2})
    kept(departs_at=noon(22, 17))
    kept(departs_at=noon(21, 17), status="draft", seats={})
    kept(departs_at=noon(19, 17), status="under_way", seats={})
    out = kept(departs_at=noon(20, 6), status="boarding", seats={})
    factories.item(out, critical=True, due_at=noon(20, 5))
    row = {"kind": "offer", "to": "x@example.com", "not_before": SEVEN, "created_at": SEVEN}
    OutgoingMail.objects.create(state="bounced", dedupe_key="a", finished_at=noon(20, 1), **row)
    OutgoingMail.objects.create(state="bounced", dedupe_key="b", finished_at=noon(18, 1), **row)

    assert (brief.send(at=SEVEN), brief.send(at=SEVEN + timedelta(minutes=5))) == (1, 1)

    heading, parts = told()
    assert heading == "6 things wait for the office"
    assert parts == {
        "Nobody has said": [
            "Sunset charter on JADA, Fri 19 Jun 17:00: due back 11 h 30 min ago",
            "Sunset charter on JADA, Sat 20 Jun 06:00: departure was 1 h ago",
        ],
        "Critical tasks not done": ["Sunset charter on JADA, Sat 20 Jun 06:00: 1 overdue"],
        "Seats to fill, today and tomorrow": ["Sunset charter on JADA, Sat 20 Jun 17:00: captain, crew × 2"],
        "Drafts of today and tomorrow": ["Sunset charter on JADA, Sun 21 Jun 17:00: the crew cannot see her"],
        "Letters that did not arrive": ["To x@example.com: bounced"],
    }


def test_it_asks_the_same_number_of_questions_for_one_sail_and_for_many(kept, django_assert_num_queries):
    for hour in range(8, 20):
        kept(departs_at=noon(20, hour), seats={"captain": 1})

    with django_assert_num_queries(11):  # of which two are the savepoint around them
        brief.send(at=SEVEN)

    assert len(told()[1]["Seats to fill, today and tomorrow"]) == 12


def test_who_switched_it_off_gets_none(kept, olga):
    kept(departs_at=noon(20, 17))
    preferences.switch(person=olga, families=["brief"], off=True, by=olga, way=LetterChoice.Way.PAGE, at=noon(1))

    assert brief.send(at=SEVEN) == 0

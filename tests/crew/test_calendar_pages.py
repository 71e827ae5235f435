"""The page where one's calendar is subscribed to, and the ways to reset its link: one's own, and the office's."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from crew.calendars import feeds
from crew.models import CalendarFeed
from scc_site import clock
from scc_site.access_log import masked
from tests import factories
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


def page(person, path="/calendar/", scope="user"):
    return signed_in(person, scope).get(path, secure=True).content.decode()


def link_of(person):
    """The address on the person's page."""
    return re.search(r'value="(https://crew\.example\.com/calendar/[^"]+\.ics)"', page(person))[1]


def status_of(link):
    return Client().get(urlsplit(link).path, secure=True).status_code


def test_the_page_gives_the_link_to_copy_to_subscribe_and_to_point_a_camera_at():
    ben = factories.person("Ben")

    words = page(ben)

    link = link_of(ben)
    assert status_of(link) == 200
    assert f'href="{link.replace("https", "webcal", 1)}"' in words
    assert "<svg" in words


def test_everybody_has_a_link_of_their_own():
    assert link_of(factories.person("Ben")) != link_of(factories.person("Ana"))


def test_looking_at_the_page_changes_nothing():
    ben = factories.person("Ben")

    page(ben)
    page(ben, "/calendar/reset/")

    assert not CalendarFeed.objects.exists()


def test_the_page_says_when_a_calendar_came_last_to_the_hour():
    ben = factories.person("Ben")
    before = page(ben)

    feeds.read(feed=CalendarFeed.objects.of(ben), at=clock.now())

    assert "No calendar has read this link yet." in before
    assert re.search(r"A calendar read this link last: Today, in the hour of \d\d:00", page(ben))


def test_home_leads_to_the_page():
    assert 'href="/calendar/"' in page(factories.person("Ben"), "/")


def test_a_reset_asks_first_then_makes_a_new_link_and_kills_the_old():
    ben = factories.person("Ben")
    old = link_of(ben)
    browser = signed_in(ben)
    form = browser.get("/calendar/reset/", secure=True).content.decode()

    answer = browser.post("/calendar/reset/", hidden(form), secure=True)

    assert (answer.status_code, answer["Location"]) == (303, "/calendar/")
    assert [status_of(old), status_of(link_of(ben))] == [410, 200]


def hidden(form):
    """The hidden fields of a form, but for the token."""
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form))
    return {name: value for name, value in fields.items() if name != "csrfmiddlewaretoken"}


def test_the_same_form_sent_twice_resets_once():
    ben = factories.person("Ben")
    browser = signed_in(ben)
    fields = hidden(browser.get("/calendar/reset/", secure=True).content.decode())

    answers = [browser.post("/calendar/reset/", fields, secure=True).status_code for _ in range(2)]

    assert answers == [303, 303]
    assert CalendarFeed.objects.get().number == 2


def test_a_form_from_before_the_last_reset_is_refused_in_words():
    ben = factories.person("Ben")
    feeds.reset(person=ben, by=ben, at=clock.now())

    answer = signed_in(ben).post("/calendar/reset/", {"number": "1"}, secure=True)

    assert answer.status_code == 409
    assert "The link was made anew a moment ago." in answer.content.decode()
    assert CalendarFeed.objects.get().number == 2


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 5000, "١", "\x00"])
def test_a_number_that_is_none_resets_the_link_that_stands(number):
    ben = factories.person("Ben")

    answer = signed_in(ben).post("/calendar/reset/", {"number": number}, secure=True)

    assert answer.status_code == 303
    assert CalendarFeed.objects.get().number == 2


def test_the_office_resets_anybodys_link_from_the_persons_page_and_it_is_kept_who_and_when():
    ben, olga = factories.person("Ben"), factories.admin("Olga")
    old = link_of(ben)
    desk = f"/admin/scc_site/user/{ben.pk}/change/"
    way = re.search(r'href="(/calendar/of/[^"]+/reset/)"', page(olga, desk, "admin"))[1]

    answer = signed_in(olga, "admin").post(way, {"number": "1"}, secure=True)

    row = CalendarFeed.objects.get(person=ben)
    assert (answer.status_code, answer["Location"]) == (303, desk)
    assert (status_of(old), row.reset_by) == (410, olga)
    assert row.reset_at > clock.now() - timedelta(minutes=1)
    assert "Olga" in page(olga, desk, "admin")


def test_nobody_without_a_person_is_reset():
    answer = signed_in(factories.admin(), "admin").get(
        "/calendar/of/00000000-0000-4000-8000-000000000000/reset/", secure=True
    )

    assert answer.status_code == 404


def test_a_link_to_one_sail_alone_opens_no_calendar_of_all():
    ben, sail = factories.person("Ben"), factories.event()

    assert signed_in(ben, "event", sail.event_id).get("/calendar/", secure=True).status_code == 404


def test_the_access_log_never_holds_the_token():
    ben = factories.person("Ben")

    assert masked(urlsplit(link_of(ben)).path) == "/calendar/…"


def test_a_stranger_with_a_cookie_reads_the_feed_without_any_question_who_they_are():
    ben = factories.person("Ben")
    path = urlsplit(link_of(ben)).path
    browser = signed_in(factories.person("Ana"))

    with CaptureQueriesContext(connection) as queries:
        answer = browser.get(path, secure=True)

    assert (answer.status_code, len(answer.cookies)) == (200, 0)
    assert [query["sql"] for query in queries if "authsession" in query["sql"]] == []

"""The page of letters: by the link in every letter, signed in, in the office, and by one click of a mail program."""

from urllib.parse import urlsplit

import pytest
from django.test import Client

from scc_site import clock
from scc_site.mail import headers, letters, preferences
from scc_site.models import LetterChoice, OutgoingMail, Scope
from tests import factories
from tests.factories import NOW
from tests.mail.letters_for_tests import post
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def ana():
    return factories.person("Ana Silva", email="ana@example.org")


@pytest.fixture
def page(ana):
    return f"/mail/preferences/{preferences.token_of(ana)}/"


@pytest.fixture
def reader():
    """A browser, or a mail program, that knows nobody and is held to its CSRF token."""
    return Client(enforce_csrf_checks=True)


def choices(person):
    return list(LetterChoice.objects.of(person.pk).values_list("family", "off", "way", "by"))


class TestPage:
    def test_it_says_what_comes_with_a_button_each_and_what_always_comes(self, client, page):
        body = client.get(page).content.decode()

        assert body.count(">Turn off<") == 2  # sails ahead, tasks
        assert "Alarms" not in body  # for the office alone
        assert "Sent because a seat is offered to you, and only you can answer." in body

    def test_the_address_is_masked_and_the_name_is_not_told(self, client, page):
        body = client.get(page).content.decode()

        assert "a…@example.org" in body
        assert [word for word in ("ana@", "Ana", "Silva") if word in body] == []

    @pytest.mark.parametrize("method", ["get", "head", "options", "put", "delete", "patch"])
    def test_only_a_post_changes_anything(self, client, page, ana, method):
        getattr(client, method)(f"{page}?family=tasks&off=1&List-Unsubscribe=One-Click")

        assert choices(ana) == []

    def test_a_button_switches_off_and_the_next_one_on_again(self, client, page, ana):
        off = client.post(page, {"family": "tasks", "off": "1"})
        shown = client.get(page).content.decode()
        client.post(page, {"family": "tasks", "off": "0"})

        assert (off.status_code, off["Location"]) == (303, page)
        assert "Tasks: off. What has left already may still arrive." in shown
        assert shown.count(">Turn on again<") == 1
        assert choices(ana) == [("tasks", False, "link", ana.pk), ("tasks", True, "link", ana.pk)]

    def test_the_buttons_want_their_token(self, reader, page, ana):
        refused = reader.post(page, {"family": "tasks", "off": "1"})

        assert (refused.status_code, choices(ana)) == (403, [])

    @pytest.mark.parametrize(
        ("sent", "status"),
        [
            ({}, 422),
            ({"family": "tasks"}, 422),
            ({"family": "tasks", "off": "yes"}, 422),
            ({"off": "1"}, 404),
            ({"family": "no_such", "off": "1"}, 404),
            ({"family": "x" * 5000, "off": "1"}, 404),
            ({"family": "tasks\x00", "off": "1"}, 404),
            ({"family": ["tasks"] * 900, "off": "1"}, 303),
        ],
    )
    def test_what_no_button_sends_is_refused_in_words(self, client, page, ana, sent, status):
        answer = client.post(page, sent)

        assert answer.status_code == status
        assert len(choices(ana)) == (1 if status == 303 else 0)

    def test_who_may_not_sign_in_any_more_can_still_switch_off(self, client, ana, page):
        type(ana).objects.filter(pk=ana.pk).update(is_active=False)

        client.post(page, {"family": "tasks", "off": "1"})

        assert choices(ana) == [("tasks", True, "link", ana.pk)]

    def test_what_was_switched_off_stays_in_sight_when_the_role_is_gone(self, client, ana, page):
        client.post(page, {"family": "tasks", "off": "1"})
        type(ana).objects.filter(pk=ana.pk).update(is_crew=False)

        body = client.get(page).content.decode()

        assert (body.count(">Turn on again<"), body.count(">Turn off<")) == (1, 0)

    def test_it_is_stored_nowhere_and_found_by_no_search(self, client, page):
        answer = client.get(page)

        assert answer["Cache-Control"] == "private, no-store"
        assert (answer["X-Robots-Tag"], answer["Referrer-Policy"]) == ("noindex", "same-origin")

    @pytest.mark.parametrize("method", ["get", "post"])
    @pytest.mark.parametrize("token", ["x", "A" * 64, "é" * 64, "%2e%2e", "A" * 4000])
    def test_a_forged_token_finds_nothing(self, client, method, token):
        assert getattr(client, method)(f"/mail/preferences/{token}/", ONE_CLICK).status_code == 404

    def test_two_queries_show_it(self, client, page, django_assert_num_queries):
        with django_assert_num_queries(2):
            client.get(page)


class TestOneClick:
    def test_a_mail_program_switches_off_what_the_header_names(self, reader, ana):
        mail = post(person=ana, context={"greeting": "", "topic": "", "families": ["tasks"]})
        address = headers.of(mail)["List-Unsubscribe"].strip("<>")

        answer = reader.post(address.removeprefix("https://crew.example.com"), "List-Unsubscribe=One-Click", FORM)

        assert (answer.status_code, answer.content) == (200, b"Switched off: Tasks.\n")
        assert answer["Content-Type"] == "text/plain; charset=utf-8"
        assert answer.cookies == {}
        assert choices(ana) == [("tasks", True, "one_click", ana.pk)]

    def test_a_form_with_parts_is_taken_too(self, reader, page, ana):
        answer = reader.post(f"{page}?family=tasks", ONE_CLICK)  # Django's client sends multipart/form-data

        assert (answer.status_code, len(choices(ana))) == (200, 1)

    def test_sent_again_it_answers_the_same_and_adds_nothing(self, reader, page, ana):
        answers = [reader.post(f"{page}?family=tasks", ONE_CLICK) for _ in range(3)]

        assert [(each.status_code, each.content) for each in answers] == [(200, b"Switched off: Tasks.\n")] * 3
        assert len(choices(ana)) == 1

    def test_where_the_address_names_nothing_all_that_can_be_is_off(self, reader, page, ana):
        answer = reader.post(page, ONE_CLICK)

        assert answer.status_code == 200
        assert preferences.switched_off([ana.pk]) == {ana.pk: frozenset({"sail_ahead", "tasks"})}

    @pytest.mark.parametrize(
        "body",
        [
            "List-Unsubscribe=One-Click&off=0",
            "List-Unsubscribe=One-Click&List-Unsubscribe=One-Click",
            "List-Unsubscribe=one-click",
            "list-unsubscribe=One-Click",
            "",
        ],
    )
    def test_any_other_body_wants_the_pages_own_token(self, reader, page, ana, body):
        answer = reader.post(f"{page}?family=tasks", body, FORM)

        assert (answer.status_code, choices(ana)) == (403, [])

    @pytest.mark.parametrize("family", ["no_such", "sign_in", "offer", "%00"])
    def test_what_always_comes_cannot_be_switched_off(self, reader, page, ana, family):
        answer = reader.post(f"{page}?family={family}", ONE_CLICK)

        assert (answer.status_code in {400, 404}, choices(ana)) == (True, [])

    def test_whoever_has_nothing_to_switch_off_is_refused_in_words(self, reader):
        eve = factories.person("Eve", is_crew=False)

        answer = reader.post(f"/mail/preferences/{preferences.token_of(eve)}/", ONE_CLICK)

        assert (answer.status_code, choices(eve)) == (404, [])


class TestSignedIn:
    def test_the_same_switches_without_a_link(self, ana):
        browser = signed_in(ana)

        browser.post("/mail/preferences/", {"family": "sail_ahead", "off": "1"}, secure=True)
        body = browser.get("/mail/preferences/", secure=True).content.decode()

        assert choices(ana) == [("sail_ahead", True, "page", ana.pk)]
        assert "ana@example.org" in body
        assert body.count(">Turn on again<") == 1

    def test_the_page_of_sessions_leads_here(self, ana):
        body = signed_in(ana).get("/auth/sessions/", secure=True).content.decode()

        assert 'href="/mail/preferences/"' in body

    def test_a_form_sent_twice_acts_once(self, ana):
        browser, form = signed_in(ana), {"family": "tasks", "off": "1", "key": "k1"}

        answers = [browser.post("/mail/preferences/", form, secure=True).status_code for _ in range(2)]
        other = browser.post("/mail/preferences/", form | {"off": "0"}, secure=True)

        assert (answers, other.status_code, len(choices(ana))) == ([303, 303], 422, 1)


class TestOffice:
    @pytest.fixture
    def olga(self):
        return factories.admin("Olga Field")

    def test_who_said_what_when_stands_where_the_person_is_edited(self, ana, olga):
        preferences.switch(
            person=ana,
            families=["tasks"],
            off=True,
            by=ana,
            way=preferences.Way.ONE_CLICK,
            at=clock.now(),
        )

        body = signed_in(olga, Scope.ADMIN).get(f"/admin/scc_site/user/{ana.pk}/change/", secure=True).content.decode()

        assert "by the mail program’s button" in body
        assert f"/admin/scc_site/user/{ana.pk}/letters/" in body

    def test_the_office_switches_at_their_wish_and_is_named(self, ana, olga):
        office, desk = signed_in(olga, Scope.ADMIN), f"/admin/scc_site/user/{ana.pk}/letters/"

        done = office.post(desk, {"family": "tasks", "off": "1"}, secure=True)
        body = office.get(desk, secure=True).content.decode()

        assert (done.status_code, done["Location"]) == (303, desk)
        assert choices(ana) == [("tasks", True, "office", olga.pk)]
        assert body.count(">Turn on again<") == 1

    @pytest.mark.parametrize("number", ["0", "999999999999", "9" * 40, "x", "٣"])
    def test_a_person_who_is_not_there_is_404(self, olga, number):
        answer = signed_in(olga, Scope.ADMIN).get(f"/admin/scc_site/user/{number}/letters/", secure=True)

        assert answer.status_code == 404

    def test_nobody_else_comes_in(self, ana, olga):
        desk = f"/admin/scc_site/user/{ana.pk}/letters/"

        answers = [signed_in(person).post(desk, {"family": "tasks", "off": "1"}, secure=True) for person in (ana, olga)]

        assert [answer.status_code for answer in answers] == [404, 303]
        assert urlsplit(answers[1]["Location"]).path == "/auth/step-up/"
        assert choices(ana) == []


def test_the_link_in_a_letter_opens_its_readers_page(client, ana):
    mail = post(person=ana)

    text = letters.compose(OutgoingMail.objects.newest().get(pk=mail.pk), secrets={}, at=NOW).text

    address = next(line for line in text.splitlines() if "/mail/preferences/" in line)
    assert client.get(address.removeprefix("https://crew.example.com")).status_code == 200

"""Asking for a letter: the same answer for every address, and no more letters than the limits allow."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from scc_site import clock
from scc_site.auth import sign_in
from scc_site.models import LoginCode, OutgoingMail, RateCounter
from tests import factories, letters
from tests.factories import NOW

pytestmark = pytest.mark.django_db
KNOWN, UNKNOWN = "ana@example.com", "nobody@example.com"


@pytest.fixture
def ana():
    return factories.person("Ana", email=KNOWN)


def ask(client: Client, email: object, **more: object):
    return client.post("/auth/magic-link/", {"email": email, **more})


def forget_limits() -> None:
    RateCounter.objects.all().delete()


@pytest.mark.parametrize(
    "other",
    [
        lambda: UNKNOWN,
        lambda: factories.person(is_active=False, email="gone@example.com").email,
        lambda: factories.person(is_crew=False, email="guest@example.com").email,
    ],
    ids=["unknown", "disabled", "role-less"],
)
def test_whoever_asks_gets_the_same_answer_and_only_the_known_a_letter(ana, other):
    stranger = other()

    known, unknown = Client(), Client()
    answers = ask(known, KNOWN), ask(unknown, stranger)

    assert [a.status_code for a in answers] == [303, 303]
    assert answers[0].content == answers[1].content == b""
    assert dict(answers[0].headers) == dict(answers[1].headers)
    assert _shapes(answers[0]) == _shapes(answers[1])
    assert list(OutgoingMail.objects.values_list("to", flat=True)) == [KNOWN]
    pages = [client.get("/auth/code/").content.decode() for client in (known, unknown)]
    assert _plain(pages[0], KNOWN) == _plain(pages[1], stranger)


def _shapes(answer) -> dict[str, tuple[object, ...]]:
    return {
        name: (len(morsel.value), *(morsel[k] for k in ("max-age", "path", "secure", "httponly", "samesite", "domain")))
        for name, morsel in answer.cookies.items()
    }


def _plain(page: str, address: str) -> str:
    """A page without its form token, its clock and the address typed."""
    return re.sub(r'value="[A-Za-z0-9]{64}"|data-now="\d+"', "", page).replace(address, "ADDRESS")


def test_known_and_unknown_run_the_same_statements(ana):
    runs = []
    for address in (KNOWN, UNKNOWN):
        forget_limits()
        with CaptureQueriesContext(connection) as captured:
            ask(Client(), address)
        runs.append([_statement(query["sql"]) for query in captured])

    known, unknown = runs
    assert "ROLLBACK" in unknown, "the decoy's letter is taken back"
    assert [step for step in known if step != "RELEASE"] == [
        step for step in unknown if step not in {"RELEASE", "ROLLBACK"}
    ]


def _statement(sql: str) -> str:
    """A statement without its values and without what the history puts before it."""
    words = sql.split("true); ", 1)[-1].split()
    return words[0] if words[0] in {"SAVEPOINT", "RELEASE", "ROLLBACK"} else " ".join(words[:3])


def test_the_code_page_of_an_unknown_address_locks_like_any_other(ana):
    for address in (KNOWN, UNKNOWN):
        client = Client()
        ask(client, address)

        answers = [client.post("/auth/code/", {"code": "AAAAAA"}) for _ in range(7)]

        assert [a.status_code for a in answers] == [422] * 7
        assert len({_plain(a.content.decode(), address) for a in answers}) == 1
    assert set(LoginCode.objects.values_list("attempts", flat=True)) == {5}


def test_links_start_with_the_sites_origin_whatever_host_is_sent(ana, client):
    evil = client.post("/auth/magic-link/", {"email": KNOWN}, headers={"host": "evil.example"})
    forwarded = client.post("/auth/magic-link/", {"email": KNOWN}, headers={"x-forwarded-host": "evil.example"})

    assert (evil.status_code, forwarded.status_code) == (400, 303)
    assert letters.newest()["link"].startswith("https://crew.example.com/auth/link/")
    assert OutgoingMail.objects.count() == 1


@pytest.mark.parametrize("way", ["//evil", "/\\evil", "javascript:alert(1)", "/%09/evil", "/" + "a" * 4999])
def test_a_bad_way_back_is_ignored(ana, client, way):
    client.get("/auth/magic-link/", {"next": way})
    ask(client, KNOWN, next=way)

    assert LoginCode.objects.get().way_back == ""
    welcome = client.post(letters.path_of(letters.newest()["link"]))
    assert welcome.headers["Location"] == "/"


def test_a_good_way_back_is_kept_in_the_row_and_never_in_the_letter(ana, client):
    client.get("/auth/magic-link/", {"next": "/auth/sessions/?secret-way=1"})
    ask(client, KNOWN)

    mail = OutgoingMail.objects.get()
    elsewhere = Client().post(letters.path_of(letters.newest()["link"]))
    assert LoginCode.objects.get().way_back == "/auth/sessions/?secret-way=1"
    assert elsewhere.headers["Location"] == "/auth/sessions/?secret-way=1"
    assert "secret-way" not in str(mail.context) + str(letters.secrets_of(mail))


def test_a_stranger_comes_back_to_the_page_wanted(ana, client):
    turned_away = client.get("/auth/sessions/?a=1")
    ask(client, KNOWN)
    welcome = client.post("/auth/code/", {"code": letters.newest()["code"]})

    assert (turned_away.status_code, turned_away.headers["Location"]) == (303, "/auth/magic-link/")
    assert welcome.headers["Location"] == "/auth/sessions/?a=1"


def test_an_unsafe_stranger_comes_back_to_the_page_that_held_the_form(ana):
    client = Client(enforce_csrf_checks=True)

    turned_away = client.post(
        "/auth/step-up/",
        secure=True,
        headers={"host": "crew.example.com", "referer": "https://crew.example.com/events/x/"},
    )

    assert (turned_away.status_code, turned_away.headers["Location"]) == (303, "/auth/magic-link/")
    client.handler.enforce_csrf_checks = False
    ask(client, KNOWN)
    assert LoginCode.objects.get().way_back == "/events/x/"


def test_a_forged_way_cookie_is_ignored(ana, client):
    client.cookies[settings.WAY_COOKIE] = '"/events/":forged:forged'
    ask(client, KNOWN)

    assert LoginCode.objects.get().way_back == ""


def test_htmx_is_led_to_sign_in_as_a_whole_page(client):
    turned_away = client.get("/auth/sessions/", headers={"hx-request": "true"})
    followed = client.get("/auth/magic-link/", headers={"hx-request": "true"})

    assert turned_away.status_code == 303
    assert (followed.status_code, followed.headers["HX-Redirect"]) == (200, "/auth/magic-link/")


@pytest.mark.parametrize(
    "spelling", ["MIKE@EXAMPLE.ORG", "mike@example.org ", "ｍｉｋｅ@example.org", "Mike@EXAMPLE.org"]
)
def test_spellings_of_one_address_are_one_person_and_the_letter_goes_to_the_stored_one(client, spelling):
    mike = factories.person("Mike", email="Mike@example.org")

    assert ask(client, spelling).status_code == 303

    assert LoginCode.objects.get().person == mike
    assert OutgoingMail.objects.get().to == "Mike@example.org"


@pytest.mark.parametrize("spelling", ["jo@bücher.example", "jo@xn--bcher-kva.example", "JO@BÜCHER.EXAMPLE"])
def test_idn_and_punycode_are_one_domain(client, spelling):
    jo = factories.person("Jo", email="jo@bücher.example")

    ask(client, spelling)

    assert LoginCode.objects.get().person == jo


def test_a_dotless_i_is_somebody_else(client):
    factories.person("Mike", email="mike@example.org")

    ask(client, "mıke@example.org")

    assert LoginCode.objects.get().person is None
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize(
    "email",
    [
        "a@x\r\nBcc: b@y",
        "a@example.com,b@example.com",
        "a@example.com b@example.com",
        "a" * 308 + "@example.com",
        "",
        "a",
        "a\0@example.com",
    ],
)
def test_what_is_not_one_address_is_refused_with_what_was_typed(client, email):
    answer = ask(client, email)

    assert answer.status_code == 422
    assert not OutgoingMail.objects.exists()
    assert not LoginCode.objects.exists()


def test_two_addresses_in_two_fields_are_refused(client):
    answer = client.post("/auth/magic-link/", {"email": [KNOWN, UNKNOWN]})

    assert answer.status_code == 422
    assert not LoginCode.objects.exists()


def test_role_scope_and_event_sent_along_are_ignored(ana, client):
    ask(client, KNOWN, role="admin", scope="admin", event_id="sail-1", person="1", way_back="/admin/")

    row = LoginCode.objects.get()
    assert (row.scope, row.event_id, row.role, row.way_back) == ("user", "", "", "")


@pytest.mark.parametrize(("maker", "scope"), [(factories.admin, "admin"), (factories.person, "user")])
def test_a_way_back_into_the_office_mints_admin_scope_for_admins_alone(client, maker, scope):
    person = maker()
    client.get("/admin/scc_site/user/")

    ask(client, person.email)

    row = LoginCode.objects.get()
    assert (row.scope, row.way_back) == (scope, "/admin/scc_site/user/")


def test_codes_live_a_day_and_the_offices_ten_minutes_while_its_links_live_a_day(ana):
    office = factories.admin()
    sign_in.request(address=KNOWN, way_back="", ip="192.0.2.1", at=NOW)
    sign_in.request(address=office.email_canonical, way_back="/admin/", ip="192.0.2.1", at=NOW)

    user, admin = LoginCode.objects.order_by("pk")

    assert (user.code_expires_at - NOW, user.link_expires_at - NOW) == (timedelta(hours=24), timedelta(hours=24))
    assert (admin.code_expires_at - NOW, admin.link_expires_at - NOW) == (timedelta(minutes=10), timedelta(hours=24))


def test_the_letter_dies_with_its_link(ana, client):
    before = clock.now()

    ask(client, KNOWN)

    mail = OutgoingMail.objects.get()
    assert mail.expires_at == LoginCode.objects.get().link_expires_at >= before + timedelta(hours=24)
    assert mail.lane == OutgoingMail.Lane.LOGIN

"""How often: letters per address and network, wrong codes per network, account and site."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from scc_site.auth import codes, limits, sign_in
from scc_site.models import LoginCode, RateCounter
from scc_site.refusals import TooOften
from tests import factories, letters
from tests.factories import NOW
from tests.signing_in import HERE, signed_in

pytestmark = pytest.mark.django_db
ANA = KNOWN = "ana@example.com"
UNKNOWN = "nobody@example.com"


@pytest.fixture
def ana():
    return factories.person("Ana", email=KNOWN)


def ask(client: Client, email: object, **more: object):
    return client.post("/auth/magic-link/", {"email": email, **more})


def forget_limits() -> None:
    RateCounter.objects.all().delete()


@pytest.fixture
def asked(ana, client):
    """A browser that has asked for a letter, and the letter's secrets."""
    client.post("/auth/magic-link/", {"email": ANA})
    return client, letters.newest()


def type_in(client: Client, code: str):
    return client.post("/auth/code/", {"code": code})


def test_a_link_login_forgets_the_accounts_wrong_codes_and_no_others(asked):
    _, letter = asked
    for address in (ANA, "ben@example.com"):
        limits.hit("WRONG_CODES_PER_ACCOUNT", address, seconds=limits.UNTIL_CLEARED, at=NOW)

    Client().post(letters.path_of(letter["link"]))

    left = RateCounter.objects.filter(ends_at__gt=NOW + timedelta(days=300)).values_list("key", flat=True)
    assert list(left) == [codes.counter_key("WRONG_CODES_PER_ACCOUNT", "ben@example.com", settings.RECORD_KEYS)]


def test_sixty_wrong_codes_an_hour_from_one_address():
    for _ in range(60):
        with pytest.raises(sign_in.WrongCode):
            sign_in.redeem_code(typed="AAAAAA", flow="", browser=HERE, at=NOW)

    with pytest.raises(TooOften) as refused:
        sign_in.redeem_code(typed="AAAAAA", flow="", browser=HERE, at=NOW)
    assert refused.value.retry_after == 3601


def test_a_hundred_wrong_codes_on_an_account_leave_only_the_link(ana):
    for number in range(100):
        limits.typing(address=ANA, ip=f"192.0.2.{number}", at=NOW + timedelta(hours=number))

    with pytest.raises(TooOften):
        limits.typing(address=ANA, ip="192.0.2.200", at=NOW + timedelta(hours=101))
    limits.followed_link(address=ANA)
    limits.typing(address=ANA, ip="192.0.2.200", at=NOW + timedelta(hours=101))


def test_three_hundred_wrong_codes_on_the_site_pause_codes_for_a_quarter_hour_while_links_go_on(asked):
    _client, letter = asked
    for number in range(300):
        limits.typing(address="", ip=f"2001:db8:{number:x}::1", at=NOW)

    for minutes in (0, 14):
        with pytest.raises(TooOften, match="paused"):
            limits.typing(address="", ip="192.0.2.1", at=NOW + timedelta(minutes=minutes))
    assert Client().post(letters.path_of(letter["link"])).status_code == 303
    limits.typing(address="", ip="192.0.2.1", at=NOW + timedelta(minutes=15))


def test_too_many_wrong_codes_are_429_with_the_seconds_to_wait(client, settings):
    settings.LIMITS = settings.LIMITS | {"WRONG_CODES_PER_IP_HOUR": 1}
    type_in(client, "AAAAAA")

    answer = type_in(client, "AAAAAA")

    assert answer.status_code == 429
    assert 3590 <= int(answer.headers["Retry-After"]) <= 3601


@pytest.mark.parametrize("address", [KNOWN, UNKNOWN])
def test_a_second_letter_within_a_minute_is_429_alike_for_known_and_unknown(ana, client, address):
    ask(client, address)

    answer = ask(client, address)

    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 61
    assert LoginCode.objects.count() == 1


def _letters_over(days: float, every: timedelta, address: str = KNOWN) -> int:
    sent, at = 0, NOW
    while at < NOW + timedelta(days=days):
        try:
            sign_in.request(address=address, way_back="", ip=f"192.0.2.{sent}", at=at)
            sent += 1
        except TooOften:
            pass
        at += every
    return sent


def test_five_letters_an_hour_and_ten_a_day_at_most(ana):
    assert _letters_over(1 / 24 - 0.001, timedelta(seconds=61)) == 5
    forget_limits()
    assert _letters_over(0.99, timedelta(minutes=11)) == 10


def test_impatience_within_the_minute_does_not_eat_the_hours_letters(ana):
    assert _letters_over(1 / 24 - 0.001, timedelta(seconds=5)) == 5


def test_twenty_requests_an_hour_from_one_address_and_from_one_ipv6_network():
    for number in range(20):
        sign_in.request(address=f"p{number}@example.com", way_back="", ip=f"2001:db8::{number:x}", at=NOW)

    with pytest.raises(TooOften):
        sign_in.request(address="more@example.com", way_back="", ip="2001:db8::ffff", at=NOW)
    sign_in.request(address="more@example.com", way_back="", ip="2001:db8:0:1::1", at=NOW)


def test_a_forwarded_address_is_not_believed_without_a_trusted_proxy(client):
    for number in range(20):
        client.post(
            "/auth/magic-link/",
            {"email": f"p{number}@example.com"},
            headers={"x-forwarded-for": f"198.51.100.{number}"},
        )

    answer = client.post("/auth/magic-link/", {"email": "q@example.com"}, headers={"x-forwarded-for": "198.51.100.99"})

    assert answer.status_code == 429


@pytest.fixture
def no_counters(transactional_db):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE scc_site_ratecounter RENAME TO away")
        yield
        cursor.execute("ALTER TABLE away RENAME TO scc_site_ratecounter")


def test_counters_out_of_reach_close_codes_but_not_open_sessions(no_counters, ana, client):
    crew = signed_in(ana)

    asked = ask(client, KNOWN)
    typed = client.post("/auth/code/", {"code": "AAAAAA"})
    listed = crew.get("/auth/sessions/")

    assert (asked.status_code, typed.status_code, listed.status_code) == (429, 429, 200)
    assert not LoginCode.objects.exists()


def test_a_window_that_is_over_begins_anew():
    first = limits.hit("MAIL_PER_ADDRESS_HOUR", KNOWN, seconds=3600, at=NOW)
    within = limits.hit("MAIL_PER_ADDRESS_HOUR", KNOWN, seconds=3600, at=NOW + timedelta(minutes=59))
    after = limits.hit("MAIL_PER_ADDRESS_HOUR", KNOWN, seconds=3600, at=NOW + timedelta(minutes=60))

    assert (first.number, within.number, after.number) == (1, 2, 1)
    assert within.ends_at == NOW + timedelta(hours=1)

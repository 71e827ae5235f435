"""Many at once, on real connections: one session, five evaluations, exact counts; beside each what no lock would do."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections
from django.db.models import F
from django.test import Client

from scc_site import clock
from scc_site.auth import codes, limits, people, sessions, sign_in
from scc_site.models import AuthSession, LoginCode, RateCounter, User
from scc_site.refusals import Refusal
from tests import factories, letters
from tests.factories import NOW
from tests.signing_in import HERE, as_person

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 40
ANA = "ana@example.com"


def at_once(act: Callable[[], Any], times: int = MANY) -> list[Any]:
    """What each of many threads got, each on its own connection, all let go at the same moment."""
    gate = threading.Barrier(times)

    def one(_: int) -> Any:
        try:
            connection.ensure_connection()
            gate.wait(timeout=60)
            return act()
        except Refusal as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


@pytest.fixture
def asked():
    """A flow and its letter's secrets."""
    factories.person("Ana", email=ANA)
    flow = sign_in.request(address=ANA, way_back="", ip="192.0.2.1", at=clock.now())
    return flow, letters.newest()


def test_forty_redemptions_of_one_code_are_one_session(asked):
    flow, letter = asked

    got = at_once(lambda: sign_in.redeem_code(typed=letter["code"], flow=flow, browser=HERE, at=clock.now()))

    assert sum(isinstance(one, sign_in.Welcome) for one in got) == 1
    assert AuthSession.objects.count() == 1


def test_forty_posts_of_one_code_are_one_303(asked):
    flow, letter = asked

    def post() -> int:
        client = Client()
        client.cookies[settings.FLOW_COOKIE] = flow
        return client.post("/auth/code/", {"code": letter["code"]}).status_code

    assert sorted(at_once(post)) == [303] + [422] * (MANY - 1)


def test_forty_posts_of_one_link_are_one_303(asked):
    _, letter = asked

    got = at_once(lambda: Client().post(letters.path_of(letter["link"])).status_code)

    assert sorted(got) == [303] + [410] * (MANY - 1)
    assert AuthSession.objects.count() == 1


def test_code_and_link_of_one_letter_at_once_are_one_session(asked):
    flow, letter = asked
    doors = [
        lambda: sign_in.redeem_code(typed=letter["code"], flow=flow, browser=HERE, at=clock.now()),
        lambda: sign_in.redeem_link(token=letters.path_of(letter["link"]).split("/")[3], browser=HERE, at=clock.now()),
    ]
    turn = iter(range(20))

    at_once(lambda: doors[next(turn) % 2](), 20)  # noqa: PLW0108 -- each thread takes its own turn

    assert AuthSession.objects.count() == 1


def test_forty_wrong_codes_at_once_are_five_evaluated(asked):
    flow, letter = asked
    wrong = ("0" if letter["code"][0] != "0" else "1") + letter["code"][1:]

    got = at_once(lambda: sign_in.redeem_code(typed=wrong, flow=flow, browser=HERE, at=clock.now()))
    after = at_once(lambda: sign_in.redeem_code(typed=letter["code"], flow=flow, browser=HERE, at=clock.now()), 1)

    assert {type(one) for one in got} == {sign_in.WrongCode}
    assert LoginCode.objects.get().attempts == 5
    assert isinstance(after[0], sign_in.WrongCode)


def test_control_read_check_save_lets_several_redemptions_through(asked):
    """Without the conditional UPDATE the same forty threads open more than one session."""
    read = threading.Barrier(MANY)

    def naive() -> bool:
        row = LoginCode.objects.get()
        standing = row.used_at is None and row.attempts < 5
        read.wait(timeout=60)
        if standing:
            row.used_at, row.used_by, row.attempts = clock.now(), row.person, row.attempts + 1
            row.save()
            sessions.open_for(person=row.person, scope="user", method="code", browser=HERE, at=clock.now())
        return standing

    at_once(naive)

    assert AuthSession.objects.count() > 1


def test_a_counter_is_exact_under_races():
    at_once(lambda: limits.hit("MAIL_PER_ADDRESS_DAY", ANA, seconds=3600, at=NOW))

    assert RateCounter.objects.get().count == MANY


def test_control_a_counter_read_and_written_back_loses_counts():
    limits.hit("MAIL_PER_ADDRESS_DAY", ANA, seconds=3600, at=NOW)
    read = threading.Barrier(MANY)

    def naive() -> None:
        row = RateCounter.objects.get()
        read.wait(timeout=60)
        row.count += 1
        row.save()

    at_once(naive)

    assert RateCounter.objects.get().count < MANY + 1


def test_forty_requests_at_once_write_one_letter():
    factories.person("Ana", email=ANA)

    got = at_once(lambda: sign_in.request(address=ANA, way_back="", ip="192.0.2.1", at=NOW))

    assert sum(isinstance(one, str) for one in got) == 1
    assert LoginCode.objects.count() == 1


def test_forty_wrong_codes_at_once_from_one_address_count_forty():
    at_once(lambda: sign_in.redeem_code(typed="AAAAAA", flow="", browser=HERE, at=NOW))

    key = codes.counter_key("WRONG_CODES_PER_IP_HOUR", HERE.ip, settings.RECORD_KEYS)
    assert RateCounter.objects.get(key=key).count == MANY


def test_two_admins_who_remove_each_other_at_once_leave_one():
    one, two = (as_person(factories.admin(), "admin") for _ in range(2))
    turns = iter([(one, two), (two, one)])
    out = people.Roles(is_active=True, is_crew=False, is_admin=False, is_executive=False)

    def remove() -> None:
        by, whom = next(turns)
        people.set_roles(person=User.objects.get(pk=whom.pk), roles=out, by=by)

    got = at_once(remove, 2)

    assert sorted(type(one) for one in got if one) == [people.LastAdmin]
    assert User.objects.admins().count() == 1


def test_control_counting_admins_without_a_lock_leaves_none():
    pair = [factories.admin(), factories.admin()]
    turns, read = iter(pair), threading.Barrier(2)

    def naive() -> None:
        whom = next(turns)
        others = User.objects.admins().exclude(pk=whom.pk).exists()
        read.wait(timeout=60)
        if others:
            User.objects.filter(pk=whom.pk).update(is_admin=False)

    at_once(naive, 2)

    assert User.objects.admins().count() == 0


def test_two_operators_at_once_make_one_first_admin():
    turn = iter(range(8))

    got = at_once(lambda: people.first_admin(email=f"boss{next(turn)}@example.com", name="Boss"), 8)

    assert sum(one is not None for one in got) == 1
    assert User.objects.admins().count() == 1


def test_ending_a_session_is_not_undone_by_a_request_under_way():
    ana = as_person(factories.person())
    row = ana.auth_session
    sessions.end(session_id=row.pk, by=ana, at=clock.now())

    sessions.seen(session=row, at=clock.now())

    assert AuthSession.objects.filter(pk=row.pk, ended_at__isnull=False, seen_at=F("created_at")).exists()

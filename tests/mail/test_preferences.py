"""Which letters a person wants: tokens, switches, and who said what when."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, connections, transaction

from scc_site.mail import kinds, preferences
from scc_site.models import LetterChoice
from scc_site.refusals import Unseen
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db
Way = preferences.Way
KEY, OTHER = "k" * 48, "o" * 48


def switch(person, *families, off=True, at=NOW, **fields):
    return preferences.switch(
        person=person, families=families, off=off, at=at, **{"by": person, "way": Way.LINK} | fields
    )


class TestTokens:
    def test_a_token_opens_the_page_of_its_person_alone(self):
        ana, ben = factories.person("Ana"), factories.person("Ben")

        assert preferences.person_of(preferences.token_of(ana)) == ana
        assert preferences.token_of(ana) != preferences.token_of(ben)
        assert len(preferences.token_of(ana)) == preferences.TOKEN_LENGTH

    def test_it_opens_for_who_may_not_sign_in_any_more(self):
        gone = factories.person(is_active=False)

        assert preferences.person_of(preferences.token_of(gone)) == gone

    def test_a_retired_key_still_opens_until_it_is_taken_away(self, settings):
        ana = factories.person("Ana")
        settings.RECORD_KEYS = {"old": OTHER}
        old = preferences.token_of(ana)

        settings.RECORD_KEYS = {"new": KEY, "old": OTHER}
        assert preferences.person_of(old) == ana
        assert preferences.token_of(ana) != old

        settings.RECORD_KEYS = {"new": KEY}
        with pytest.raises(Unseen):
            preferences.person_of(old)

    @pytest.mark.parametrize("place", [0, 20, 21, 40, 63])
    def test_a_token_with_one_other_sign_opens_nothing(self, place):
        token = preferences.token_of(factories.person())
        forged = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]

        with pytest.raises(Unseen):
            preferences.person_of(forged)

    @pytest.mark.parametrize("token", ["", "x", "é" * 64, "A" * 64, "A" * 63 + "=", "A" * 4096, "\x00" * 64, "*" * 64])
    def test_what_is_no_token_never_reaches_the_database(self, token, django_assert_num_queries):
        with django_assert_num_queries(0), pytest.raises(Unseen):
            preferences.person_of(token)

    def test_addresses_begin_with_the_origin_and_name_their_families(self, settings):
        settings.SITE_ORIGIN = "https://crew.example.com"
        ana = factories.person()
        token = preferences.token_of(ana)
        named = [kinds.family("tasks"), kinds.family("sail_ahead")]

        assert preferences.page_url(ana) == f"https://crew.example.com/mail/preferences/{token}/"
        assert preferences.one_click_url(ana, named) == f"{preferences.page_url(ana)}?family=tasks&family=sail_ahead"


class TestSwitches:
    def test_off_and_on_again_is_kept_with_who_when_and_where(self):
        ana, olga = factories.person("Ana"), factories.person("Olga", is_admin=True)

        titles = switch(ana, "tasks")
        switch(ana, "tasks", off=False, at=NOW + timedelta(hours=1), by=olga, way=Way.OFFICE)

        rows = LetterChoice.objects.of(ana.pk).values_list("family", "off", "at", "by", "way")
        assert titles == ["Tasks"]
        assert list(rows) == [
            ("tasks", False, NOW + timedelta(hours=1), olga.pk, "office"),
            ("tasks", True, NOW, ana.pk, "link"),
        ]
        assert preferences.switched_off([ana.pk]) == {}

    def test_what_is_already_so_adds_no_row(self):
        ana = factories.person()

        switch(ana, "tasks", off=False)
        said = [switch(ana, "tasks", "tasks"), switch(ana, "tasks")]

        assert (said, LetterChoice.objects.count()) == ([["Tasks"], ["Tasks"]], 1)

    @pytest.mark.parametrize("families", [[], ["no_such"], ["tasks", "no_such"]])
    def test_an_unknown_family_is_refused_and_leaves_no_trace(self, families):
        ana = factories.person()

        with pytest.raises(Unseen):
            switch(ana, *families)

        assert LetterChoice.objects.count() == 0

    def test_who_has_what_off_is_one_query_for_any_crowd(self, django_assert_num_queries):
        ana, ben, carla = (factories.person(name) for name in ("Ana", "Ben", "Carla"))
        switch(ana, "tasks", "sail_ahead")
        switch(ben, "tasks")
        switch(ben, "tasks", off=False)

        with django_assert_num_queries(1):
            found = preferences.switched_off([ana.pk, ben.pk, carla.pk])

        assert found == {ana.pk: frozenset({"tasks", "sail_ahead"})}

    @pytest.mark.parametrize(
        "act", ["UPDATE scc_site_letterchoice SET off = false", "DELETE FROM scc_site_letterchoice"]
    )
    def test_what_was_said_is_never_rewritten(self, act):
        switch(factories.person(), "tasks")

        with pytest.raises(IntegrityError, match="only ever added"), transaction.atomic():
            connection.cursor().execute(act)


def at_once(taps, act):
    """Several threads, each with its own connection, act at the same moment."""
    gate = threading.Barrier(taps)

    def run(_):
        try:
            connections["default"].ensure_connection()
            gate.wait(timeout=20)
            act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(taps) as pool:
        list(pool.map(run, range(taps)))


@pytest.mark.django_db(transaction=True)
class TestTapsAtOnce:
    def test_they_leave_one_row(self):
        ana = factories.person()

        at_once(6, lambda: switch(ana, "tasks"))

        assert LetterChoice.objects.count() == 1

    def test_without_the_lock_they_leave_several(self):
        """The control: the same reads and writes, nobody held."""
        ana, both_have_read = factories.person(), threading.Barrier(2)

        def unlocked():
            with transaction.atomic():
                known = preferences.switched_off([ana.pk])
                both_have_read.wait(timeout=20)
                if not known:
                    LetterChoice.objects.create(person=ana, family="tasks", off=True, at=NOW, by=ana, way=Way.LINK)

        at_once(2, unlocked)

        assert LetterChoice.objects.count() == 2

"""Alarms: every incident is told once, to every admin it may be told to, and a storm is one letter."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections, transaction

from scc_site.mail import alarms, alerts, letters
from scc_site.models import Alarm, OutgoingMail
from tests import factories
from tests.factories import NOW
from tests.mail.letters_for_tests import later, pump_at

pytestmark = pytest.mark.django_db


def bounce(number=1, at=NOW, **fields):
    words = f"The letter to person{number}@example.com came back: no such mailbox."
    alerts.raise_alarm(kind="bounced", key=f"event-{number}", words=words, at=at, **fields)


def told():
    return [(mail.kind, mail.to, mail.context["lines"]) for mail in OutgoingMail.objects.order_by("pk")]


@pytest.fixture
def mike():
    return factories.admin("Mike Mast", email="mike@example.com")


class TestOneIncident:
    def test_every_admin_is_told_and_nobody_else(self, mike):
        factories.person("Ana")
        factories.admin("Gone", is_active=False)
        zoe = factories.admin("Zoe", email="zoe@example.com")

        bounce()

        line = ["The letter to person1@example.com came back: no such mailbox."]
        assert told() == [("alert", "mike@example.com", line), ("alert", "zoe@example.com", line)]
        keys = OutgoingMail.objects.order_by("pk").values_list("dedupe_key", flat=True)
        assert list(keys) == [f"alert:bounced:event-1:{mike.pk}", f"alert:bounced:event-1:{zoe.pk}"]

    def test_the_same_again_tells_nobody(self, mike):
        for minutes in (0, 0, 90, 60 * 24 * 40):
            bounce(at=later(minutes=minutes))
            alerts.gather(at=later(minutes=minutes))

        assert len(told()) == 1

    def test_the_letter_says_what_since_when_what_it_means_and_what_to_do(self, mike):
        bounce(since=NOW - timedelta(hours=2))

        letter = letters.compose(OutgoingMail.objects.newest().get(), secrets={}, at=NOW)

        known = alarms.KINDS["bounced"]
        assert letter.subject == "A letter came back · Queen of San Diego"
        for words in (
            "The letter to person1@example.com came back: no such mailbox.",
            "Monday 1 June 2026, 08:00 PDT",
            known.meaning,
            known.remedy,
            "https://crew.example.com/admin/scc_site/outgoingmail/?state=bounced",
        ):
            assert words in " ".join(letter.text.split())

    def test_the_button_leads_where_the_caller_says(self, mike):
        bounce(path="/admin/scc_site/user/7/change/")

        assert OutgoingMail.objects.get().context["path"] == "/admin/scc_site/user/7/change/"

    def test_an_admin_is_not_written_to_about_their_own_address(self, mike):
        factories.admin("Zoe", email="zoe@example.com")

        bounce(about="Mike@Example.com")

        assert [to for _, to, _ in told()] == ["zoe@example.com"]

    def test_without_anybody_to_tell_it_waits_until_there_is_somebody(self):
        bounce(about="only@example.com")
        factories.admin("Only", email="only@example.com")
        alerts.gather(at=later(minutes=1))
        assert told() == []

        factories.admin("Zoe", email="zoe@example.com")
        alerts.gather(at=later(minutes=2))
        alerts.gather(at=later(minutes=2))

        assert [to for _, to, _ in told()] == ["zoe@example.com"]

    def test_what_is_no_address_spares_nobody(self, mike):
        bounce(about="<>")

        assert len(told()) == 1

    def test_it_leaves_with_the_next_round_of_the_pump(self, mike, office):
        bounce()

        assert pump_at(NOW).counts == {"accepted": 1}

    def test_a_rollback_leaves_nothing(self, mike):
        with transaction.atomic():
            bounce()
            transaction.set_rollback(True)

        assert (Alarm.objects.count(), told()) == (0, [])

    @pytest.mark.parametrize("kind", [*alarms.KINDS, "something_new"])
    def test_every_kind_makes_a_letter_that_is_fit_to_send(self, mike, kind):
        alerts.raise_alarm(kind=kind, key="x" * 500, words="w" * 900, at=NOW, path="/x" * 900)

        letters.inspect(letters.compose(OutgoingMail.objects.newest().get(), secrets={}, at=NOW))
        assert alarms.kind_of(kind).headings.format(count=2) != alarms.kind_of(kind).heading


class TestAStorm:
    def test_fifty_in_a_minute_are_one_letter_now_and_one_an_hour_later(self, mike):
        for number in range(50):
            bounce(number, at=later(seconds=number))
            alerts.gather(at=later(seconds=number))
        assert len(told()) == 1

        for minutes in range(1, 180):
            alerts.gather(at=later(minutes=minutes))
            alerts.gather(at=later(minutes=minutes))

        second = OutgoingMail.objects.order_by("pk").last()
        assert len(told()) == 2
        assert (second.context["heading"], len(second.context["lines"]), second.context["more"]) == (
            "49 letters came back", 10, 39,
        )  # fmt: skip
        assert second.created_at == later(minutes=61)

    def test_another_kind_is_told_meanwhile(self, mike):
        bounce()
        alerts.raise_alarm(kind="mail_away", key="a", words="The mail service did not answer.", at=NOW)

        assert len(told()) == 2

    def test_the_merged_letter_leaves_out_what_is_about_its_reader(self, mike):
        bounce(1)
        bounce(2, about="mike@example.com")
        bounce(3)

        alerts.gather(at=later(hours=2))

        assert told()[1][2] == ["The letter to person3@example.com came back: no such mailbox."]

    def test_a_clock_that_was_days_ahead_silences_nothing(self, mike):
        bounce(1, at=later(days=3))
        bounce(2)

        assert len(told()) == 2


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_twenty_threads_make_one_letter_per_admin_and_lose_no_incident(self, mike):
        def one(number):
            try:
                bounce(number % 5)
            finally:
                connections.close_all()

        with ThreadPoolExecutor(20) as pool:
            list(pool.map(one, range(20)))
        alerts.gather(at=later(hours=2))

        assert Alarm.objects.count() == 5
        assert sum(len(lines) for _, _, lines in told()) == 5
        assert len(told()) <= 2

    def test_control_without_the_quiet_hour_each_incident_is_a_letter(self, mike, monkeypatch):
        monkeypatch.setattr(alerts, "QUIET", timedelta(0))
        for number in range(5):
            bounce(number, at=later(seconds=number))

        assert len(told()) == 5

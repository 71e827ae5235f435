"""The breaker: when it opens, for how long, who probes, who is told, and what never trips it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connections

from scc_site.mail import breaker, pace, pump
from scc_site.mail.providers import Answer, Outcome
from scc_site.models import Alarm, MailPace, OutgoingMail
from tests import factories
from tests.factories import NOW
from tests.mail.letters_for_tests import fresh, post, pump_at

pytestmark = pytest.mark.django_db
State = OutgoingMail.State
Lane = OutgoingMail.Lane
UNREACHED = Answer(Outcome.UNREACHED, "refused", halts=True)
HUNG = Answer(Outcome.UNCERTAIN, "read timed out")
TAKEN = Answer(Outcome.ACCEPTED)


class Service:
    """A way out that gives answers in their order, the last of them for ever."""

    def __init__(self, *answers):
        self.answers, self.sends = list(answers), 0

    def send(self, letter):
        self.sends += 1
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def quota(self):
        return None

    def close(self):
        pass


@pytest.fixture
def through(monkeypatch, settings):
    """Let the pump send through a service of given answers."""
    settings.MAIL_BACKOFF_SECONDS = 0

    def through(*answers):
        service = Service(*answers)
        monkeypatch.setattr(pump.providers, "chosen", lambda: service)
        return service

    return through


def row():
    return MailPace.objects.get()


def let_it_be_time():
    """The next probe is due."""
    MailPace.objects.update(open_until=row().open_until - timedelta(minutes=5))


def trip():
    for _ in range(breaker.TRIPS_AFTER):
        breaker.failed(detail="refused", probe=False)


@pytest.mark.parametrize("answer", [UNREACHED, HUNG, Answer(Outcome.THROTTLED, "account paused", halts=True)])
def test_three_letters_left_open_in_a_row_open_it_and_nobody_tries_any_more(through, monkeypatch, answer):
    monkeypatch.setattr(pace, "FIRST_REST_SECONDS", 0.0)
    service = through(answer)
    for _ in range(5):
        post()

    rounds = [pump_at(NOW) for _ in range(4)]

    assert (service.sends, row().failures, row().openings) == (3, 3, 1)
    assert rounds[-1].halted == f"The mail service is away: {answer.detail}"
    assert rounds[-1].counts == {}


def test_letters_refused_for_their_own_sake_never_trip_it(through):
    service = through(Answer(Outcome.REFUSED, "no such mailbox"))
    for _ in range(5):
        post()

    pump_at(NOW)

    assert (service.sends, OutgoingMail.objects.filter(state=State.FAILED).count()) == (5, 5)
    assert (row().failures, row().opened_at) == (0, None)


@pytest.mark.parametrize("alive", [TAKEN, Answer(Outcome.REFUSED, "no"), Answer(Outcome.THROTTLED, "450 later")])
def test_any_word_of_a_living_service_starts_the_count_anew(through, alive):
    through(HUNG, HUNG, alive, HUNG, HUNG, TAKEN)
    for _ in range(6):
        post()

    pump_at(NOW)

    assert (row().opened_at, row().failures) == (None, 0)


def test_one_letter_probes_and_when_it_leaves_all_leave(through):
    trip()
    let_it_be_time()
    through(TAKEN)
    for _ in range(3):
        post()

    pump_at(NOW)

    assert OutgoingMail.objects.filter(state=State.SENT).count() == 3
    assert (row().opened_at, row().failures, row().openings, row().fault) == (None, 0, 0, "")


def test_a_vain_probe_is_one_letter_and_opens_it_for_twice_as_long(through, settings):
    settings.MAIL_BREAKER_SECONDS = 10
    service = through(UNREACHED)
    for _ in range(3):
        post()
    trip()

    pauses = []
    for _ in range(6):
        let_it_be_time()
        pump_at(NOW)
        pauses.append((row().open_until - MailPace.objects.held().now).total_seconds())

    assert service.sends == 6
    least = [10, 20, 40, 60, 60, 60]
    assert [low - 1 <= pause <= 2 * low for low, pause in zip(least, pauses, strict=True)] == [True] * 6


def test_a_sign_in_letter_is_the_one_that_probes(through):
    trip()
    let_it_be_time()
    through(UNREACHED)
    nudge, code = post(lane=Lane.BULK), post(lane=Lane.LOGIN)

    pump_at(NOW)

    assert (fresh(code).tries.count(), fresh(nudge).tries.count()) == (1, 0)


def test_answers_that_were_on_their_way_do_not_open_it_further():
    trip()
    first = row().open_until

    breaker.failed(detail="refused", probe=False)

    assert (row().openings, row().open_until) == (1, first)


def test_a_late_success_closes_it(through):
    trip()

    breaker.succeeded()

    assert pace.reserve(lane=Lane.BULK, cost=1).granted is True


def test_a_prober_that_dies_leaves_the_next_probe_to_another(settings):
    settings.MAIL_CONNECT_SECONDS, settings.MAIL_READ_SECONDS = 5, 30
    trip()
    let_it_be_time()

    prober, other = (pace.reserve(lane=Lane.BULK, cost=1) for _ in range(2))
    let_it_be_time()
    heir = pace.reserve(lane=Lane.BULK, cost=1)

    assert (prober.granted, prober.probe, other.granted, other.away) == (True, True, False, True)
    assert 44 < other.wait <= 45
    assert (heir.granted, heir.probe) == (True, True)


@pytest.mark.parametrize("unfit", [{"letter": "no-such-letter"}, None])
def test_a_probe_without_a_request_is_given_to_the_next(through, monkeypatch, unfit):
    trip()
    let_it_be_time()
    through(TAKEN)
    if unfit:
        post(**unfit)
    else:
        post()
        monkeypatch.setattr(pump, "claim", lambda **_: OutgoingMail.objects.update(state="sent") and None)

    pump_at(NOW)

    assert pace.reserve(lane=Lane.BULK, cost=1).probe is True


def test_an_unproven_probe_opens_nothing_that_is_closed():
    pace.reserve(lane=Lane.BULK, cost=1)

    breaker.unproven()

    assert row().opened_at is None


def test_the_office_is_told_once_for_each_incident(through):
    factories.admin()
    trip()
    let_it_be_time()
    breaker.failed(detail="refused", probe=True)
    breaker.succeeded()
    first = list(Alarm.objects.values_list("kind", "words"))
    Alarm.objects.update(key="earlier")
    trip()

    assert first == [("mail_away", "It left 3 letters in a row open; the last time: refused")]
    assert Alarm.objects.count() == 2


def test_the_house_says_that_the_service_is_away_and_since_when(client):
    before = pace.trouble()
    trip()

    assert (before, pace.trouble()) == (
        "",
        f"the mail service has been away since {row().opened_at:%Y-%m-%d %H:%M} UTC",
    )
    assert f"mail service: NOT WELL, {pace.trouble()}\n" in client.get("/readyz").content.decode()


@pytest.mark.django_db(transaction=True)
class TestManyPumps:
    def probes(self):
        trip()
        let_it_be_time()

        def one(_):
            try:
                return pace.reserve(lane=Lane.BULK, cost=1).probe
            finally:
                connections.close_all()

        with ThreadPoolExecutor(8) as pool:
            return sum(pool.map(one, range(8)))

    def test_of_eight_pumps_one_probes(self):
        assert self.probes() == 1

    def test_control_without_the_lock_all_who_looked_together_do(self, monkeypatch):
        everybody, begin = Barrier(8), breaker.begin_probe
        monkeypatch.setattr(type(MailPace.objects.all()), "select_for_update", lambda rows: rows)
        monkeypatch.setattr(breaker, "begin_probe", lambda row: everybody.wait(30) >= 0 and begin(row))

        assert self.probes() == 8

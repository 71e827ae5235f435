"""The pump against a real SMTP server: each outcome, and what becomes of the letter."""

import pytest

from scc_site.mail import outbox, pump, verdicts
from scc_site.mail.messages import Unfit
from scc_site.mail.providers import Answer, Outcome
from scc_site.models import Heartbeat, MailAttempt, MailPace, OutgoingMail
from tests.factories import NOW
from tests.mail.letters_for_tests import fresh, later, post, pump_at

pytestmark = pytest.mark.django_db
State = OutgoingMail.State
Lane = OutgoingMail.Lane


def outcomes(mail):
    return list(MailAttempt.objects.filter(mail=mail).order_by("pk").values_list("outcome", flat=True))


def test_a_letter_leaves_once_with_its_headers_and_its_secrets_are_blanked(office):
    mail = post(secrets={"link": "https://crew.example.com/auth/link/SECRET/"})
    sealed_before = mail.sealed

    pump_at(NOW)
    pump_at(NOW)

    (message,) = office.taken
    mail = fresh(mail)
    assert (mail.state, mail.attempts, mail.possible_duplicate) == (State.SENT, 1, False)
    assert message["X-SCC-Outbox-Id"] == str(mail.pk)
    assert message["X-SCC-Kind"] == "probe"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"] == mail.message_id
    assert "https://crew.example.com/auth/link/SECRET/" in message.get_body(("plain",)).get_content()
    assert 'href="https://crew.example.com/auth/link/SECRET/"' in message.get_body(("html",)).get_content()
    assert sealed_before != ""
    assert "SECRET" not in sealed_before
    assert mail.sealed == ""
    assert outcomes(mail) == ["accepted"]


def test_a_round_uses_one_connection_and_tells_its_heartbeat(office):
    for _ in range(5):
        post()

    pump_at(NOW)

    assert (len(office.taken), office.connections) == (5, 1)
    assert Heartbeat.objects.get(name="pump").detail == "5 accepted"


def test_a_refused_recipient_fails_and_the_next_letter_leaves_on_the_same_connection(office):
    refused, next_one = post(), post()
    office.fail("rcpt", "550 5.1.1 no such mailbox")

    pump_at(NOW)
    pump_at(later(hours=1))

    assert (fresh(refused).state, fresh(refused).fault) == (State.FAILED, "550 5.1.1 no such mailbox")
    assert fresh(next_one).state == State.SENT
    assert (outcomes(refused), office.connections) == (["refused"], 1)


@pytest.mark.parametrize("phase", ["rcpt", "data", "mail"])
def test_a_temporary_refusal_puts_the_letter_off_without_counting(office, phase):
    mail = post()
    office.fail(phase, "451 4.7.1 later, please")

    pump_at(NOW)
    waiting = fresh(mail)
    pump_at(later(minutes=20))

    assert (waiting.state, waiting.attempts) == (State.QUEUED, 0)
    assert NOW < waiting.not_before <= later(seconds=15)
    assert (fresh(mail).state, fresh(mail).possible_duplicate, len(office.taken)) == (State.SENT, False, 1)
    assert outcomes(mail) == ["throttled", "accepted"]


def test_a_body_refused_for_good_fails(office):
    mail = post()
    office.fail("data", "554 5.6.0 not this")

    pump_at(NOW)

    assert (fresh(mail).state, outcomes(mail)) == (State.FAILED, ["refused"])


def test_a_sender_refused_for_good_is_the_houses_fault_and_loses_no_letter(office):
    mail = post()
    office.fail("mail", "550 5.7.1 who are you")

    done = pump_at(NOW)

    assert (fresh(mail).state, outcomes(mail)) == (State.QUEUED, ["unreached"])
    assert done.halted == "sender: 550 5.7.1 who are you"


def test_nobody_listening_puts_off_one_letter_and_ends_the_round(settings, port):
    settings.SMTP_URL = f"smtp://127.0.0.1:{port}"
    first, second = post(), post()

    pump_at(NOW)

    assert (fresh(first).state, fresh(first).attempts, outcomes(first)) == (State.QUEUED, 0, ["unreached"])
    assert (fresh(second).state, outcomes(second)) == (State.QUEUED, [])


@pytest.mark.parametrize("fault", ["hang", "drop"])
def test_silence_before_the_body_is_no_duplicate(office, fault):
    mail = post()
    office.fail("rcpt", fault)

    pump_at(NOW)
    pump_at(later(minutes=20))

    assert (fresh(mail).state, fresh(mail).possible_duplicate, len(office.taken)) == (State.SENT, False, 1)
    assert outcomes(mail) == ["unreached", "accepted"]


@pytest.mark.parametrize("fault", ["hang", "drop"])
@pytest.mark.parametrize(("lane", "grace"), [(Lane.LOGIN, 60), (Lane.PROMPT, 600)])
def test_silence_after_the_body_is_uncertain_and_repeated_once_the_grace_is_over(office, fault, lane, grace):
    mail = post(lane=lane)
    office.fail("accepted", fault)

    pump_at(NOW)
    doubted = fresh(mail)
    pump_at(later(seconds=grace - 1))
    still_doubted = fresh(mail)
    pump_at(later(seconds=grace))
    pump_at(later(seconds=grace))

    assert (doubted.state, doubted.possible_duplicate, still_doubted.state) == (State.UNCERTAIN, False, State.UNCERTAIN)
    assert (fresh(mail).state, fresh(mail).possible_duplicate) == (State.SENT, True)
    assert office.ids()[str(mail.pk)] == 2
    assert len({message["Message-ID"] for message in office.taken}) == 1
    assert outcomes(mail) == ["uncertain", "accepted"]


def test_three_silences_in_a_round_end_it(office):
    for _ in range(5):
        post()
    office.fail("accepted", *["drop"] * 5)

    done = pump_at(NOW)

    assert done.counts == {"uncertain": 3}
    assert OutgoingMail.objects.filter(state=State.QUEUED).count() == 2


def test_a_letter_never_answered_fails_after_its_most_attempts(office, settings):
    settings.MAIL_MOST_ATTEMPTS = 2
    mail = post()
    office.fail("accepted", "drop", "drop")

    pump_at(NOW)
    pump_at(later(minutes=10))
    pump_at(later(minutes=20))
    pump_at(later(minutes=30))

    assert (fresh(mail).state, fresh(mail).attempts, len(office.taken)) == (State.FAILED, 2, 2)


def test_a_letter_put_off_for_days_fails_in_the_end(office, settings):
    settings.MAIL_MOST_ATTEMPTS = 2
    mail = post()
    office.fail("rcpt", *["450 busy"] * 3)

    pump_at(later(hours=73))
    after_one = fresh(mail).state
    pump_at(later(hours=74))

    assert (after_one, fresh(mail).state) == (State.QUEUED, State.FAILED)


def test_an_expired_letter_is_not_sent_and_its_secrets_are_blanked(office):
    mail = post(secrets={"link": "x"}, expires_at=later(hours=24))

    pump_at(later(hours=24))

    assert (fresh(mail).state, fresh(mail).sealed, office.taken) == (State.EXPIRED, "", [])


def test_a_letter_for_later_waits(office):
    mail = post(not_before=later(hours=1))

    pump_at(later(minutes=59))
    before = fresh(mail).state
    pump_at(later(hours=1))

    assert (before, fresh(mail).state) == (State.QUEUED, State.SENT)


def test_sign_in_letters_leave_before_all_others(office):
    post(lane=Lane.BULK)
    post(lane=Lane.PROMPT)
    first = post(lane=Lane.LOGIN, at=NOW)

    pump_at(NOW)

    assert office.taken[0]["X-SCC-Outbox-Id"] == str(first.pk)
    assert len(office.taken) == 3


def test_a_spent_budget_ends_the_round_and_says_that_more_is_due(office):
    post()
    post()

    done = pump_at(NOW, budget=0)

    assert (done.more, len(office.taken)) == (True, 1)


def test_a_letter_that_cannot_be_written_fails_without_telling_its_secrets(office, caplog):
    mail = post(letter="no-such-letter", secrets={"link": "SECRET"})

    pump_at(NOW)

    assert fresh(mail).state == State.FAILED
    assert fresh(mail).fault == "The letter could not be written: TemplateDoesNotExist."
    assert "SECRET" not in caplog.text
    assert outcomes(mail) == []


def test_a_letter_whose_key_is_gone_fails_and_leaves_again_when_the_key_is_back(office, settings):
    mail = post(secrets={"link": "https://crew.example.com/auth/link/x/"})
    keys = settings.RECORD_KEYS
    settings.RECORD_KEYS = {"other": "k" * 40}

    pump_at(NOW)
    failed = fresh(mail)
    settings.RECORD_KEYS = {"other": "k" * 40} | keys
    outbox.requeue(mail_id=mail.pk, at=NOW)
    pump_at(NOW)

    assert (failed.state, failed.fault) == (State.FAILED, "RECORD_KEYS has no key 'r1'.")
    assert (fresh(mail).state, len(office.taken)) == (State.SENT, 1)


class TestFencing:
    """A pump that was thought dead comes back with its answer."""

    def claim_twice(self):
        mail = post()
        slow = pump.claim(at=NOW)
        pump.reconcile(at=later(seconds=120))
        pump.reconcile(at=later(seconds=720))
        fast = pump.claim(at=later(seconds=720))
        return mail, slow, fast

    def test_the_late_answer_changes_nothing_once_another_pump_has_claimed(self):
        mail, slow, fast = self.claim_twice()

        counted = pump.finish(mail=slow, answer=Answer(Outcome.REFUSED, "late"), at=later(seconds=721))

        assert (slow.pk, fast.token, counted) == (fast.pk, 2, False)
        assert (fresh(mail).state, fresh(mail).possible_duplicate) == (State.SENDING, True)
        assert outcomes(mail) == ["uncertain", "refused"]

    def test_without_the_guard_it_would(self):
        mail, slow, _ = self.claim_twice()
        _, change = verdicts.of(slow, Answer(Outcome.REFUSED, "late"), later(seconds=721))

        OutgoingMail.objects.filter(pk=slow.pk).update(**change)

        assert fresh(mail).state == State.FAILED

    @pytest.mark.parametrize("doubts", [120, 720])
    def test_a_late_acceptance_saves_the_duplicate_while_nobody_has_claimed(self, office, doubts):
        mail = post()
        slow = pump.claim(at=NOW)
        pump.reconcile(at=later(seconds=120))
        pump.reconcile(at=later(seconds=doubts))

        pump.finish(mail=slow, answer=Answer(Outcome.ACCEPTED), at=later(seconds=doubts))
        pump_at(later(hours=1))

        assert (fresh(mail).state, office.taken) == (State.SENT, [])


def test_a_lease_runs_out_at_its_second_and_its_grace_counts_from_there():
    mail = post()
    pump.claim(at=NOW)

    pump.reconcile(at=later(seconds=119))
    held = fresh(mail).state
    pump.reconcile(at=later(seconds=150))
    doubted = fresh(mail)
    pump.reconcile(at=later(seconds=720))

    assert (held, doubted.state, doubted.lease_until) == (State.SENDING, State.UNCERTAIN, later(seconds=720))
    assert (fresh(mail).state, fresh(mail).possible_duplicate) == (State.QUEUED, True)


def test_a_sign_in_letter_of_a_silent_pump_is_tried_again_a_minute_after_its_claim():
    mail = post(lane=Lane.LOGIN)
    pump.claim(at=NOW)

    states = []
    for seconds in (44, 45, 59, 60):
        pump.reconcile(at=later(seconds=seconds))
        states.append(fresh(mail).state)

    assert states == [State.SENDING, State.UNCERTAIN, State.UNCERTAIN, State.QUEUED]
    assert fresh(mail).possible_duplicate is True


def test_a_grace_shorter_than_the_lease_ends_with_it(settings):
    settings.MAIL_LOGIN_GRACE_SECONDS = 20
    mail = post(lane=Lane.LOGIN)
    pump.claim(at=NOW)

    pump.reconcile(at=later(seconds=44))
    held = fresh(mail).state
    pump.reconcile(at=later(seconds=45))

    assert (held, fresh(mail).state) == (State.SENDING, State.QUEUED)


def test_a_defect_in_a_provider_is_uncertain_and_stops_no_other_letter():
    class Broken:
        def send(self, letter):
            raise RuntimeError("no")

        def close(self):
            pass

    mail = post()
    claimed = pump.claim(at=NOW)

    answer = pump.request(Broken(), pump.write(claimed, at=NOW))
    pump.finish(mail=claimed, answer=answer, at=NOW)

    assert (answer.outcome, fresh(mail).state) == (Outcome.UNCERTAIN, State.UNCERTAIN)


def test_a_letter_that_a_provider_finds_unfit_fails_for_good():
    class Picky:
        def send(self, letter):
            raise Unfit("Not through this service.")

        def close(self):
            pass

    post()
    claimed = pump.claim(at=NOW)

    with pytest.raises(Unfit, match="Not through this service"):
        pump.request(Picky(), pump.write(claimed, at=NOW))


def test_a_pump_that_stood_still_puts_its_letter_back_instead_of_sending_late(office, monkeypatch):
    mail, instants = post(), iter([0.0, 0.0, 0.0, 0.0, 61.0])
    monkeypatch.setattr(pump, "monotonic", lambda: next(instants, 61.0))
    monkeypatch.setattr(pump, "sleep", lambda seconds: None)

    pump_at(NOW, budget=0)

    assert (fresh(mail).state, fresh(mail).attempts, fresh(mail).token) == (State.QUEUED, 0, 1)
    assert (office.taken, outcomes(mail)) == ([], [])


def test_a_letter_put_back_late_is_not_taken_from_whoever_has_it_now():
    mail = post()
    slow = pump.claim(at=NOW)
    OutgoingMail.objects.update(token=2)

    pump.put_back(mail=slow)

    assert fresh(mail).state == State.SENDING


@pytest.mark.parametrize("state", [State.CANCELLED, State.EXPIRED, State.FAILED])
def test_an_acceptance_that_comes_late_corrects_what_the_letter_says_of_itself(state):
    mail = post()
    claimed = pump.claim(at=NOW)
    OutgoingMail.objects.update(state=state)

    counted = pump.finish(mail=claimed, answer=Answer(Outcome.ACCEPTED), at=NOW)

    assert (counted, fresh(mail).state) == (True, State.SENT)


@pytest.mark.parametrize("state", [State.SENT, State.DELIVERED, State.BOUNCED, State.COMPLAINED])
def test_what_an_event_has_proved_meanwhile_stands(state):
    mail = post()
    claimed = pump.claim(at=NOW)
    OutgoingMail.objects.update(state=state)

    counted = [pump.finish(mail=claimed, answer=Answer(outcome), at=NOW) for outcome in Outcome]

    assert (counted, fresh(mail).state) == ([False] * len(Outcome), state)


def test_a_letter_to_more_mailboxes_than_its_slot_was_for_is_charged(office, monkeypatch):
    post(bcc=["archive@example.com", "second@example.com"])
    real = pump.pace.reserve
    monkeypatch.setattr(pump.pace, "reserve", lambda *, lane, cost: real(lane=lane, cost=1))

    pump_at(NOW)

    assert MailPace.objects.get().reserved == 3


def test_a_worker_asked_to_stop_ends_its_round_between_two_letters(office, monkeypatch):
    for _ in range(3):
        post()
    monkeypatch.setattr(pump.stopping, "asked", lambda: len(office.taken) >= 2)

    done = pump_at(NOW)

    assert (len(office.taken), done.more) == (2, True)

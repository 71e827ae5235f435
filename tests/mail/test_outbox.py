"""The outbox's verbs and its seals."""

import pytest
from django.db import InternalError, connection, transaction
from django.db.utils import IntegrityError
from django_q.models import OrmQ

from scc_site.mail import outbox, pump, sealing
from scc_site.mail.frozen import release
from scc_site.models import MailAttempt, OutgoingMail
from scc_site.refusals import Unseen
from tests.factories import NOW, person
from tests.mail.letters_for_tests import fresh, later, post, pump_at

pytestmark = pytest.mark.django_db
State = OutgoingMail.State


def test_the_same_dedupe_key_is_one_letter():
    ana = person()
    post(dedupe_key="nudge:sail-1:1:ana:1", person=ana)
    post(dedupe_key="nudge:sail-1:1:ana:1", person=ana, context={"topic": "another"})

    assert OutgoingMail.objects.get().context["topic"] == "the tide turns"


def test_the_same_letter_to_several_people_is_a_row_each_and_none_twice(office):
    ana, ben = person("Ana Silva"), person("Ben Ode")
    words = {"greeting": "Ahoy", "topic": "the tide turns"}

    for people in ([ana, ben], [ben, ana], []):
        outbox.queue_each(letter="probe", people=people, dedupe_key="moved:1:v2", at=NOW, context=words)
    pump_at(NOW)

    assert sorted(office.mailboxes) == sorted([ana.email, ben.email])
    assert sorted(str(message["Subject"]) for message in office.taken) == [
        "Ahoy, Ana: the tide turns",
        "Ahoy, Ben: the tide turns",
    ]


def test_only_the_sign_in_lane_wakes_the_pump():
    post()
    before = OrmQ.objects.count()
    post(lane=OutgoingMail.Lane.LOGIN)

    assert (before, OrmQ.objects.count()) == (0, 1)
    assert OrmQ.objects.get().func() == "scc_site.mail.shifts.drain"


def test_a_rollback_leaves_no_letter_and_no_task():
    with transaction.atomic():
        post(lane=OutgoingMail.Lane.LOGIN)
        transaction.set_rollback(True)

    assert (OutgoingMail.objects.count(), OrmQ.objects.count()) == (0, 0)


def test_cancelled_letters_do_not_leave_and_forget_their_secrets(office):
    mine = post(dedupe_key="offer:sail-7:1:ana:1", secrets={"link": "x"})
    other = post(dedupe_key="offer:sail-71:1:ana:1")

    stopped = outbox.cancel(prefix="offer:sail-7:", reason="The sail was cancelled.", at=NOW)
    again = outbox.cancel(prefix="offer:sail-7:", reason="The sail was cancelled.", at=NOW)
    pump_at(NOW)

    assert (stopped, again) == (1, 0)
    assert (fresh(mine).state, fresh(mine).sealed, fresh(mine).fault) == (
        State.CANCELLED,
        "",
        "The sail was cancelled.",
    )
    assert (fresh(other).state, len(office.taken)) == (State.SENT, 1)


def test_a_letter_frozen_after_a_restore_is_cancelled_with_its_reason_and_not_released():
    frozen = post(dedupe_key="offer:sail-7:1:ana:1")
    OutgoingMail.objects.update(state=State.FROZEN)

    stopped = outbox.cancel(prefix="offer:sail-7:", reason="The sail was cancelled.", at=NOW)

    assert (stopped, release(at=NOW), fresh(frozen).state) == (1, 0, State.CANCELLED)


def test_a_cancelled_letter_that_is_on_the_wire_is_not_tried_again(office):
    mail = post(dedupe_key="offer:sail-7:1:ana:1")
    pump.claim(at=NOW)

    outbox.cancel(prefix="offer:sail-7:", reason="The sail was cancelled.", at=NOW)
    pump_at(later(hours=1))

    assert (fresh(mail).state, office.taken) == (State.EXPIRED, [])


def test_one_letter_is_cancelled_by_its_number_once():
    mail = post()
    outbox.cancel_one(mail_id=mail.pk, reason="Wrong person.", at=NOW)

    with pytest.raises(outbox.NotWaiting, match="The letter is cancelled"):
        outbox.cancel_one(mail_id=mail.pk, reason="Wrong person.", at=NOW)

    assert (fresh(mail).state, fresh(mail).finished_at) == (State.CANCELLED, NOW)


def test_a_failed_letter_is_sent_again_on_request_and_an_uncertain_one_is_marked(office):
    failed, doubted = post(), post()
    office.fail("rcpt", "550 no")
    office.fail("accepted", "drop")
    pump_at(NOW)

    outbox.requeue(mail_id=failed.pk, at=later(minutes=1))
    outbox.requeue(mail_id=doubted.pk, at=later(minutes=1))
    pump_at(later(minutes=1))

    assert (fresh(failed).state, fresh(failed).possible_duplicate, fresh(failed).attempts) == (State.SENT, False, 1)
    assert (fresh(doubted).state, fresh(doubted).possible_duplicate) == (State.SENT, True)


@pytest.mark.parametrize("state", ["queued", "sending", "sent", "cancelled", "expired"])
def test_a_letter_in_any_other_state_is_not_repeated(state):
    mail = post()
    OutgoingMail.objects.update(state=state)

    with pytest.raises(outbox.NotWaiting):
        outbox.requeue(mail_id=mail.pk, at=NOW)

    assert fresh(mail).state == state


def test_no_such_letter_is_unseen():
    with pytest.raises(Unseen):
        outbox.requeue(mail_id=1, at=NOW)


@pytest.mark.parametrize(
    "statement", ["UPDATE scc_site_mailattempt SET outcome = 'x'", "DELETE FROM scc_site_mailattempt"]
)
def test_attempts_are_never_rewritten(office, statement):
    post()
    pump_at(NOW)

    with pytest.raises((IntegrityError, InternalError), match="only ever added"), transaction.atomic():
        connection.cursor().execute(statement)

    assert MailAttempt.objects.get().outcome == "accepted"


class TestSeals:
    def test_no_two_seals_are_alike_and_each_opens(self):
        first, second = (sealing.seal({"code": "7Q4KZP"}, bound_to="row") for _ in range(2))

        assert first != second
        assert sealing.unseal(first, bound_to="row") == sealing.unseal(second, bound_to="row") == {"code": "7Q4KZP"}
        assert first.startswith("r1:")

    def test_nothing_to_seal_is_nothing(self):
        assert sealing.unseal(sealing.seal({}, bound_to="row"), bound_to="row") == {}

    def test_the_old_key_opens_after_the_keys_were_turned(self, settings):
        sealed = sealing.seal({"code": "7Q4KZP"}, bound_to="row")
        settings.RECORD_KEYS = {"r2": "n" * 40} | settings.RECORD_KEYS

        assert sealing.unseal(sealed, bound_to="row") == {"code": "7Q4KZP"}
        assert sealing.seal({"a": "b"}, bound_to="row").startswith("r2:")

    @pytest.mark.parametrize(
        "damage", [lambda text: text[:-4], lambda text: text + "AAAA", lambda text: "r1:é", lambda _: "r1:"]
    )
    def test_an_altered_seal_does_not_open(self, damage):
        sealed = sealing.seal({"code": "7Q4KZP"}, bound_to="row")

        with pytest.raises(sealing.Unsealable, match="altered"):
            sealing.unseal(damage(sealed), bound_to="row")

    def test_a_seal_moved_to_another_row_does_not_open(self):
        with pytest.raises(sealing.Unsealable):
            sealing.unseal(sealing.seal({"code": "7Q4KZP"}, bound_to="row"), bound_to="other row")

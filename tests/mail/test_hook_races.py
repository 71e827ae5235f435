"""The same message many times at once, and messages that nobody thought of: one effect, and never a fault of ours."""

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from scc_site import clock
from scc_site.mail import suppression, word
from scc_site.mail.hooks import certificates, ses_events
from scc_site.models import Alarm, MailEvent, OutgoingMail, Suppression
from tests import factories
from tests.mail import hooked, sns
from tests.mail import ses_events as events
from tests.mail.letters_for_tests import fresh, post

State = OutgoingMail.State
MANY = 20


@pytest.fixture
def booth(settings):
    """SNS's own host, its topic allowed."""
    certificates.ring.forget()
    settings.SNS_TOPIC_ARNS = [sns.TOPIC]
    with sns.open_booth() as booth:
        settings.SNS_TEST_ORIGIN = booth.origin
        yield booth
    certificates.ring.forget()


def at_once(act, count=MANY):
    """What so many threads get, each with a connection of its own, all at the same moment."""
    together = Barrier(count)

    def one(number):
        try:
            together.wait()
            return act(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def left():
    """A letter that left."""
    mail = post(at=clock.now())
    OutgoingMail.objects.filter(pk=mail.pk).update(state=State.SENT)
    return fresh(mail)


@pytest.mark.django_db(transaction=True)
def test_twenty_posts_of_one_message_have_one_effect(booth):
    factories.admin()
    mail = left()
    message = sns.notification(events.bounce(mail, at=clock.now()), at=clock.now())

    answers = at_once(lambda _: hooked.post(message))

    assert sorted(answers) == [200] + [409] * (MANY - 1)
    assert (MailEvent.objects.count(), Suppression.objects.count(), Alarm.objects.count()) == (1, 1, 1)
    assert OutgoingMail.objects.filter(kind="alert").count() == 1
    assert len(booth.asked) == 1


@pytest.mark.django_db(transaction=True)
def test_control_a_look_before_the_write_lets_many_through(booth):
    mail, together = left(), Barrier(MANY)

    def naive(number):
        seen = MailEvent.objects.filter(source="ses", notice="n-1").exists()
        together.wait()
        if not seen:  # what the unique row decides, decided by a look
            MailEvent.objects.create(
                source="ses",
                notice=f"n-1-{number}",
                mail=mail,
                kind="bounce",
                happened_at=clock.now(),
                received_at=clock.now(),
            )
        return seen

    at_once(naive)

    assert MailEvent.objects.count() > 1


@pytest.mark.django_db(transaction=True)
def test_twenty_bounces_of_one_address_stop_it_once(booth):
    factories.admin()
    ana = factories.person("Ana")
    letters = [post(person=ana, at=clock.now()) for _ in range(MANY)]

    answers = at_once(lambda number: hooked.tell(events.bounce(letters[number], at=clock.now())))

    assert answers == [200] * MANY
    assert (Suppression.objects.count(), Alarm.objects.count()) == (1, 1)
    assert set(OutgoingMail.objects.filter(person=ana).values_list("state", flat=True)) == {State.BOUNCED}


@pytest.mark.django_db(transaction=True)
def test_every_event_of_one_letter_at_once_ends_where_it_should(booth):
    mail = left()
    told = [events.send, events.delay, events.delivery, events.bounce, events.complaint]

    answers = at_once(lambda number: hooked.tell(told[number](mail, at=clock.now())), len(told))

    assert answers == [200] * len(told)
    assert fresh(mail).state == State.COMPLAINED


@pytest.mark.django_db(transaction=True)
def test_control_without_the_held_letter_a_stale_hand_takes_it_back():
    mail, together = left(), Barrier(2)

    def naive(number):
        mine = fresh(mail)
        together.wait()
        if number:
            word.take(
                report=ses_events.read(
                    json.dumps(events.complaint(mail, at=clock.now())), notice="n-1", sent_at=clock.now()
                ),
                at=clock.now(),
            )
            together.wait()
        else:
            together.wait()
            mine.state = State.DELIVERED
            mine.save()

    at_once(naive, 2)

    assert fresh(mail).state == State.DELIVERED


@pytest.mark.django_db(transaction=True)
def test_two_hands_that_stop_one_address_at_once_stop_it_once():
    hands = [factories.admin() for _ in range(5)]

    def stop(number):
        try:
            return suppression.suppress_by_hand(
                address="ana@example.com", why="Asked.", by=hands[number], at=clock.now()
            )
        except (suppression.SuppressedAlready, word.Refusal):
            return None

    done = at_once(stop, 5)

    assert [one is not None for one in done].count(True) == 1
    assert Suppression.objects.count() == 1


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
FIELDS = ["Type", "MessageId", "TopicArn", "Timestamp", "SignatureVersion", "Signature", "SigningCertURL", "Message"]
QUIETLY = how(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.django_db
@QUIETLY
@given(body=st.binary(max_size=300) | JSON.map(lambda found: json.dumps(found).encode()))
def test_no_body_of_any_kind_is_a_fault_of_ours(booth, body):
    assert hooked.post(body) == 400


@pytest.mark.django_db
@QUIETLY
@given(changed=st.dictionaries(st.sampled_from(FIELDS), JSON, min_size=1))
def test_no_message_with_strange_fields_is_a_fault_of_ours(booth, changed):
    message = sns.subscription(at=clock.now()) | changed
    before = MailEvent.objects.count()

    assert hooked.post(json.dumps(message).encode()) in (400, 403)

    assert MailEvent.objects.count() == before


SHAPES = st.fixed_dictionaries(
    {},
    optional={
        "eventType": st.sampled_from([*ses_events.KINDS, "Open", "", "x"]) | JSON,
        "mail": JSON
        | st.fixed_dictionaries(
            {},
            optional=dict.fromkeys(
                ("timestamp", "messageId", "destination", "headers", "tags", "commonHeaders", "source"), JSON
            ),
        ),
        "bounce": JSON
        | st.fixed_dictionaries(
            {},
            optional={
                "bounceType": JSON,
                "bouncedRecipients": st.lists(JSON | st.fixed_dictionaries({"emailAddress": JSON, "status": JSON})),
                "timestamp": JSON,
            },
        ),
        "complaint": st.fixed_dictionaries({"complainedRecipients": JSON}) | JSON,
        "delivery": st.fixed_dictionaries({"recipients": JSON, "timestamp": JSON}) | JSON,
        "reject": JSON,
    },
)


@pytest.mark.django_db
@QUIETLY
@given(event=SHAPES | JSON)
def test_no_event_that_sns_signed_is_a_fault_of_ours(booth, event):
    assert hooked.tell(event if isinstance(event, dict) else json.dumps(event)) == 200


@pytest.mark.django_db
@QUIETLY
@given(text=st.text(max_size=60))
def test_no_address_that_came_back_is_a_fault_of_ours(booth, text):
    event = {
        "eventType": "Bounce",
        "bounce": {"bounceType": "Permanent", "bouncedRecipients": [{"emailAddress": text}]},
    }

    assert hooked.tell(event) == 200

"""Word from the mail service: where letters go, whom the house stops writing to, and whom it tells."""

import itertools
import json
from datetime import timedelta

import pytest

from scc_site.mail import outbox, pump, suppression, word
from scc_site.mail.hooks import ses_events as reading
from scc_site.mail.reported import Report, known, state_of
from scc_site.models import Alarm, MailAttempt, MailEvent, OutgoingMail, Suppression
from tests import factories
from tests.factories import NOW
from tests.mail import ses_events
from tests.mail.letters_for_tests import fresh, later, post

pytestmark = pytest.mark.django_db
State = OutgoingMail.State
Kind = MailEvent.Kind
Outcome = MailAttempt.Outcome
_count = itertools.count(1)
ARRIVED = (State.DELIVERED, State.BOUNCED, State.COMPLAINED)
SOON = later(minutes=1)


def tell(event, at=SOON, notice=""):
    """An event of SES, taken."""
    notice = notice or f"notice-{next(_count)}"
    return word.take(report=reading.read(json.dumps(event), notice=notice, sent_at=at), at=at)


def standing(state, **fields):
    """A letter that stands there."""
    mail = post(**{name: fields.pop(name) for name in ("bcc", "person") if name in fields})
    OutgoingMail.objects.filter(pk=mail.pk).update(state=state, **fields)
    return fresh(mail)


def tried(mail, *outcomes):
    """What came of the requests for a letter."""
    for number, outcome in enumerate(outcomes, 1):
        MailAttempt.objects.create(mail=mail, number=number, token=number, at=NOW, outcome=outcome)


@pytest.mark.parametrize("state", [state for state in State if state not in ARRIVED])
def test_a_send_event_proves_that_a_letter_left_whatever_we_thought(state):
    mail = standing(state, sealed="r1:x", lease_until=later(minutes=9))

    tell(ses_events.send(mail, at=NOW))

    left = fresh(mail)
    assert (left.state, left.message_id, left.sent_at) == (State.SENT, "0101-ses-1", NOW)
    assert (left.sealed, left.lease_until) == ("", None)


@pytest.mark.parametrize("state", ARRIVED)
@pytest.mark.parametrize("event", [ses_events.send, ses_events.reject])
def test_a_letter_that_arrived_or_came_back_never_falls_behind_that(state, event):
    mail = standing(state)

    tell(event(mail, at=NOW))

    assert fresh(mail).state == state


def test_a_letter_proved_to_have_left_is_never_tried_again():
    mail = standing(State.UNCERTAIN, attempts=1, token=1, lease_until=later(minutes=-1))
    pump.reconcile(at=NOW)
    assert (fresh(mail).state, fresh(mail).possible_duplicate) == (State.QUEUED, True)
    tried(mail, Outcome.UNCERTAIN)

    tell(ses_events.send(mail, at=NOW))

    assert pump.claim(at=later(hours=1)) is None
    assert (fresh(mail).state, fresh(mail).possible_duplicate) == (State.SENT, False)


def test_a_doubt_that_comes_true_on_the_second_try_stays_marked():
    mail = standing(State.SENDING, possible_duplicate=True, attempts=2, token=2)
    tried(mail, Outcome.UNCERTAIN)

    tell(ses_events.send(mail, at=NOW))

    assert (fresh(mail).state, fresh(mail).possible_duplicate) == (State.SENT, True)


def test_two_tries_that_may_both_have_left_stay_marked():
    mail = standing(State.UNCERTAIN, possible_duplicate=True, attempts=2, token=2)
    tried(mail, Outcome.UNCERTAIN, Outcome.UNCERTAIN)

    tell(ses_events.send(mail, at=NOW))

    assert fresh(mail).possible_duplicate


def test_a_letter_that_left_twice_says_so_by_the_services_own_word():
    mail = standing(State.SENT, message_id="m-1")

    tell(ses_events.send(mail, at=NOW, message_id="m-1"))
    single = fresh(mail).possible_duplicate
    tell(ses_events.send(mail, at=NOW, message_id="m-2"))

    assert (single, fresh(mail).possible_duplicate) == (False, True)


def test_the_pumps_own_answer_may_come_after_the_services_word():
    mail = post()
    claimed = pump.claim(at=NOW)
    tell(ses_events.send(mail, at=NOW))

    ours = pump.finish(mail=claimed, answer=pump.Answer(Outcome.ACCEPTED, message_id="0101-ses-1"), at=SOON)

    assert ours is False
    assert (fresh(mail).state, fresh(mail).message_id, fresh(mail).possible_duplicate) == (
        State.SENT,
        "0101-ses-1",
        False,
    )


def test_a_doubtful_answer_after_the_services_word_changes_nothing():
    mail = post()
    claimed = pump.claim(at=NOW)
    tell(ses_events.send(mail, at=NOW))

    pump.finish(mail=claimed, answer=pump.Answer(Outcome.UNCERTAIN, "timeout"), at=SOON)
    pump.reconcile(at=later(days=1))

    assert fresh(mail).state == State.SENT


WHOLE_LIFE = {
    "send": lambda mail: ses_events.send(mail, at=NOW),
    "delay": lambda mail: ses_events.delay(mail, at=later(minutes=1)),
    "delivery": lambda mail: ses_events.delivery(mail, at=later(minutes=2)),
    "soft": lambda mail: ses_events.bounce(mail, at=later(minutes=3), kind="Transient"),
    "bounce": lambda mail: ses_events.bounce(mail, at=later(minutes=4)),
    "complaint": lambda mail: ses_events.complaint(mail, at=later(minutes=5)),
    "reject": lambda mail: ses_events.reject(mail, at=later(minutes=1)),
    "unrendered": lambda mail: ses_events.rendering_failure(mail, at=later(minutes=1)),
}


@pytest.mark.parametrize(
    ("names", "state"),
    [
        (["send"], State.SENT),
        (["send", "delay"], State.SENT),
        (["send", "delivery"], State.DELIVERED),
        (["send", "delay", "delivery"], State.DELIVERED),
        (["send", "bounce"], State.BOUNCED),
        (["send", "delivery", "bounce"], State.BOUNCED),
        (["send", "delivery", "complaint"], State.COMPLAINED),
        (["delivery", "bounce", "complaint"], State.COMPLAINED),
        (["send", "soft"], State.BOUNCED),
        (["send", "delivery", "soft"], State.DELIVERED),
        (["send", "reject"], State.FAILED),
        (["unrendered"], State.FAILED),
    ],
)
def test_events_land_where_the_letter_is_in_whatever_order_they_come(names, state):
    for order in itertools.permutations(names):
        mail = standing(State.SENT)

        for name in order:
            tell(WHOLE_LIFE[name](mail))

        assert fresh(mail).state == state, order


def test_a_letter_that_failed_and_leaves_again_is_not_failed_by_its_past():
    mail = standing(State.SENT)
    tell(ses_events.reject(mail, at=NOW, message_id="m-1"))
    outbox.requeue(mail_id=mail.pk, at=SOON)

    tell(ses_events.send(mail, at=NOW, message_id="m-1"))
    still_queued = fresh(mail).state
    tell(ses_events.send(mail, at=later(minutes=2), message_id="m-2"))

    assert (still_queued, fresh(mail).state) == (State.QUEUED, State.SENT)


def test_a_letter_that_came_back_once_and_got_there_once_got_there():
    mail = standing(State.SENT)

    tell(ses_events.bounce(mail, at=NOW, message_id="m-1"))
    tell(ses_events.delivery(mail, at=NOW, message_id="m-2"))

    assert fresh(mail).state == State.DELIVERED


def test_the_archive_that_refuses_its_copy_does_not_make_the_readers_letter_come_back():
    mail = standing(State.QUEUED, bcc=["archive@example.org"])

    tell(ses_events.bounce(mail, at=NOW, to=["archive@example.org"]))

    assert fresh(mail).state == State.SENT
    assert suppression.among(["archive@example.org", mail.to]) == {"archive@example.org"}


def test_the_readers_address_counts_in_any_spelling():
    mail = standing(State.SENT, person=factories.person(email="Ana.Silva@Example.com"))

    tell(ses_events.bounce(mail, at=NOW, to=["ANA.SILVA@EXAMPLE.COM"], destination=["ana.silva@example.COM"]))

    assert fresh(mail).state == State.BOUNCED
    assert suppression.among(["ana.silva@example.com"]) == {"ana.silva@example.com"}


def test_an_event_without_our_number_is_matched_by_the_services():
    mail = standing(State.SENT, message_id="0101-ses-1")
    event = ses_events.delivery(mail, at=NOW, tagged=False)
    event["mail"].pop("headers")

    tell(event)

    assert fresh(mail).state == State.DELIVERED


@pytest.mark.parametrize("name", ["x-scc-outbox-id", "X-SCC-Outbox-Id"])
def test_the_header_says_as_much_as_the_tag(name):
    mail = standing(State.UNCERTAIN)
    event = ses_events.send(mail, at=NOW, tagged=False)
    event["mail"]["headers"][2]["name"] = name

    tell(event)

    assert fresh(mail).state == State.SENT


@pytest.mark.parametrize(
    "options",
    [
        {"destination": ["somebody@else.example"]},
        {"at": later(days=-1)},
        {"destination": []},
    ],
)
def test_the_same_number_of_another_house_is_not_ours(options):
    mail = standing(State.SENDING)

    (event,) = tell(ses_events.send(mail, **{"at": NOW} | options))

    assert fresh(mail).state == State.SENDING
    assert event.mail is None


def test_our_own_number_outweighs_the_services():
    first, second = standing(State.SENT, message_id="m-1"), standing(State.UNCERTAIN)
    event = ses_events.send(second, at=NOW, message_id="m-1", destination=[first.to, second.to])

    tell(event)

    assert (fresh(first).state, fresh(second).state) == (State.SENT, State.SENT)
    assert MailEvent.objects.get().mail == second


def test_the_same_report_again_changes_nothing():
    mail = standing(State.SENT)
    tell(ses_events.delivery(mail, at=NOW), notice="n-1")

    with pytest.raises(word.ReportedAlready):
        tell(ses_events.complaint(mail, at=NOW), notice="n-1")

    assert fresh(mail).state == State.DELIVERED
    assert not Suppression.objects.exists()


def test_a_bounce_for_good_stops_letters_and_tells_the_office_once():
    factories.admin()
    ana = factories.person("Ana Silva")
    first, second = standing(State.SENT, person=ana), standing(State.SENT, person=ana)

    tell(ses_events.bounce(first, at=NOW))
    tell(ses_events.bounce(second, at=SOON))

    row = Suppression.objects.get()
    assert (row.address, row.cause, row.since, row.letter) == (ana.email_canonical, "bounce", NOW, first)
    assert row.reason == "the mailbox does not exist"
    assert fresh(first).fault == "The letter came back: the mailbox does not exist (smtp; 550 5.1.1 user unknown)."
    (alarm,) = Alarm.objects.all()
    assert alarm.words == f"A letter to Ana Silva ({ana.email}) came back: the mailbox does not exist."
    assert (alarm.kind, alarm.path) == ("bounced", f"/admin/scc_site/user/{ana.pk}/change/")


def test_a_complaint_outweighs_a_bounce_and_is_told_anew():
    mail = standing(State.SENT)

    tell(ses_events.bounce(mail, at=NOW))
    tell(ses_events.complaint(mail, at=SOON))

    assert [row.cause for row in Suppression.objects.all()] == ["complaint"]
    assert fresh(mail).fault == "Its reader told the mail service that it was unwanted."
    assert sorted(alarm.kind for alarm in Alarm.objects.all()) == ["bounced", "complaint"]


def test_a_bounce_after_a_complaint_takes_nothing_back():
    mail = standing(State.SENT)

    tell(ses_events.complaint(mail, at=NOW))
    tell(ses_events.bounce(mail, at=SOON))

    assert [row.cause for row in Suppression.objects.all()] == ["complaint"]


def test_a_complaint_that_names_the_archive_too_is_the_readers():
    mail = standing(State.SENT, bcc=["archive@example.com"])

    tell(ses_events.complaint(mail, at=NOW, to=["archive@example.com", mail.to]))

    assert suppression.among(["archive@example.com", mail.to]) == {mail.to}


def test_a_complaint_about_a_letter_of_nobodys_stops_letters_too():
    mail = standing(State.SENT)

    tell(ses_events.complaint(mail, at=NOW, to=["ben@example.com"], destination=["ben@example.com"]))

    assert suppression.among(["ben@example.com"]) == {"ben@example.com"}
    assert [alarm.words for alarm in Alarm.objects.all()] == ["ben@example.com marked a letter of ours as spam."]


@pytest.mark.parametrize("kind", ["Transient", "Undetermined"])
def test_what_comes_back_for_now_is_counted_and_told_at_the_third_time(kind, settings):
    ana = factories.person("Ana Silva")
    letters = [standing(State.SENT, person=ana) for _ in range(4)]
    told = []

    for number, mail in enumerate(letters):
        tell(ses_events.bounce(mail, at=later(hours=number), kind=kind, sub_kind="MailboxFull"))
        told.append(Alarm.objects.count())

    assert told == [0, 0, 1, 1]
    assert Alarm.objects.get().words.startswith(f"3 letters to Ana Silva ({ana.email}) came back within 14 days.")
    assert not Suppression.objects.exists()
    assert {fresh(mail).state for mail in letters} == {State.BOUNCED}
    assert fresh(letters[0]).fault.startswith("The letter came back: the mailbox is full")


def test_what_came_back_for_now_long_ago_does_not_count():
    mail = standing(State.SENT, created_at=later(days=-60))

    for days in (-40, -20, 0):
        tell(ses_events.bounce(mail, at=later(days=days), kind="Transient"))

    assert not Alarm.objects.exists()


def test_a_late_bounce_does_not_undo_what_somebody_lifted_since():
    office, mail = factories.admin(), standing(State.SENT)
    tell(ses_events.bounce(mail, at=NOW))
    row = Suppression.objects.get()
    suppression.lift(suppression_id=row.pk, why="A new mailbox.", by=office, at=later(hours=2))

    tell(ses_events.bounce(mail, at=later(hours=1)))
    late = suppression.among([mail.to])
    tell(ses_events.bounce(mail, at=later(hours=3)))

    assert (late, suppression.among([mail.to])) == (frozenset(), {mail.to})
    assert Alarm.objects.count() == 2


def test_an_event_that_means_nothing_to_us_is_kept_and_moves_nothing():
    mail = standing(State.SENDING)

    (kept,) = tell(
        {"eventType": "Open", "open": {"ipAddress": "203.0.113.9"}, "mail": ses_events.mail_of(mail, at=NOW)}
    )

    assert (kept.kind, kept.mail, kept.detail) == (Kind.OTHER, mail, {"called": "Open"})
    assert fresh(mail).state == State.SENDING


@pytest.mark.parametrize(
    "text",
    [
        "Successfully validated SNS topic for Amazon SES event publishing.",
        "[]",
        '{"eventType": 7, "mail": [], "send": {}}',
        '{"eventType": "Bounce", "bounce": {"bouncedRecipients": [7, {"emailAddress": "\\ud83d"}, null]}}',
        '{"eventType": "Send", "mail": {"timestamp": "0001-01-01T00:00:00Z", "messageId": "\\u0000", "headers": [7]}}',
        '{"eventType": "Send", "mail": {"timestamp": "soon", "tags": {"X-SCC-Outbox-Id": ["x", 5]}}}',
    ],
)
def test_what_ses_says_in_other_words_is_kept_without_a_fault(text):
    report = reading.read(text, notice="n-1", sent_at=NOW)

    (kept,) = word.take(report=report, at=SOON)

    assert (kept.happened_at, kept.recipient, kept.message_id) == (NOW, "", "")


def test_state_of_nothing_is_none():
    assert state_of([]) is None
    assert state_of([("m", Kind.OTHER)]) is None
    assert known(["Ana@Example.com", "nobody", 7, "ana@example.com"]) == ("ana@example.com",)


def test_a_letter_whose_address_is_none_is_matched_by_nobody():
    mail = standing(State.SENDING, to="not an address")
    report = Report("ses", "n-1", Kind.SEND, NOW, outbox_id=mail.pk, addressed=("ana@example.com",))

    (kept,) = word.take(report=report, at=SOON)

    assert kept.mail is None
    assert fresh(mail).created_at - timedelta(minutes=5) < NOW

"""Any other mail service, by anymail: Postmark's and Mailgun's APIs over HTTP, one request per attempt."""

import pytest
import requests
from anymail.exceptions import AnymailUnsupportedFeature
from django.core.exceptions import ImproperlyConfigured

from scc_site.mail import providers
from scc_site.mail.messages import CalendarPart, Unfit
from scc_site.mail.providers import Outcome, anymail_answers
from scc_site.mail.providers.anymail import AnymailProvider, backend_class
from tests.mail import certificates
from tests.mail.esp_service import open_esp
from tests.mail.test_providers import letter
from tests.mail.test_ses import tls_door

DOCK = "dock@example.com"


@pytest.fixture
def postmark(settings):
    """A Postmark of our own; the settings point at it."""
    settings.EMAIL_PROVIDER, settings.ANYMAIL_BACKEND = "anymail", "postmark"
    settings.MAIL_CONNECT_SECONDS, settings.MAIL_READ_SECONDS = 1, 3
    with open_esp() as service:
        settings.ANYMAIL = {"API_KEY": "key", "POSTMARK_API_URL": service.url}
        yield service


@pytest.fixture
def mailgun(settings, postmark):
    """The same machine, spoken to as Mailgun."""
    settings.ANYMAIL_BACKEND = "anymail.backends.mailgun.EmailBackend"
    settings.ANYMAIL = {
        "MAILGUN_API_KEY": "key",
        "MAILGUN_API_URL": f"{postmark.url}/v3",
        "MAILGUN_SENDER_DOMAIN": "house.example",
    }
    return postmark


def sent(**fields):
    """What one letter comes to."""
    provider = AnymailProvider()
    try:
        return provider.send(letter(**fields))
    finally:
        provider.close()


class TestWhatLeaves:
    def test_the_setting_chooses(self, postmark):
        provider = providers.chosen()

        assert isinstance(provider, AnymailProvider)
        assert provider.quota() is None
        provider.close()

    def test_a_letter_arrives_whole_with_its_marks_and_the_services_id_is_kept(self, postmark):
        answer = sent(outbox_id=41, to_name="Ana, O'Neil", headers={"List-Unsubscribe": "<https://x.example/>"})

        wish = postmark.taken[0]
        headers = {line["Name"]: line["Value"] for line in wish["Headers"]}
        assert (answer.outcome, answer.message_id, postmark.requests) == (Outcome.ACCEPTED, "postmark-1", 1)
        assert (wish["From"], wish["To"]) == (f"Queen of San Diego <{DOCK}>", "Ana O'Neil <ana@example.com>")
        assert (wish["Subject"], wish["HtmlBody"], wish["Tag"]) == ("Ahoy", "<p>Ahoy</p>", "probe")
        assert wish["Metadata"] == {"X-SCC-Outbox-Id": "41", "X-SCC-Kind": "probe"}
        assert (headers["X-SCC-Outbox-Id"], headers["X-SCC-Kind"]) == ("41", "probe")
        assert (headers["Message-ID"], headers["List-Unsubscribe"]) == (
            "<outbox-7@crew.example.com>",
            "<https://x.example/>",
        )
        assert wish["headers"]["X-Postmark-Server-Token"] == "key"

    def test_a_copy_is_a_reader_of_the_envelope_alone(self, postmark):
        sent(bcc=("archive@example.com", "ana@example.com"))

        wish = postmark.taken[0]
        assert (wish["Bcc"], "Cc" in wish) == ("archive@example.com", False)
        assert "Bcc" not in {line["Name"] for line in wish["Headers"]}

    def test_a_calendar_comes_as_a_file(self, postmark):
        sent(calendar=CalendarPart("REQUEST", "BEGIN:VCALENDAR\n"))

        file = postmark.taken[0]["Attachments"][0]
        assert (file["Name"], file["ContentType"].split("; ")[:2]) == (
            "invite.ics",
            ["text/calendar", 'method="REQUEST"'],
        )

    def test_letters_of_a_round_share_one_session(self, postmark):
        provider = AnymailProvider()

        provider.send(letter())
        session = provider.backend.session
        provider.send(letter())

        assert (provider.backend.session is session, len(postmark.taken)) == (True, 2)
        provider.close()
        provider.close()
        assert provider.backend.session is None

    def test_another_service_is_spoken_to_in_its_own_words(self, mailgun):
        answer = sent(outbox_id=41, bcc=("archive@example.com",))

        wish = {name.lower(): value for name, value in mailgun.taken[0].items()}
        assert (answer.outcome, answer.message_id) == (Outcome.ACCEPTED, "<mailgun-1@house.example>")
        assert (wish["h:x-scc-outbox-id"], wish["v:x-scc-outbox-id"]) == ("41", "41")
        assert wish["bcc"] == "archive@example.com"

    @pytest.mark.parametrize(("lacking", "left"), [("tags", {"Metadata"}), ("metadata", {"Tag"}), ("both", set())])
    def test_marks_that_a_service_does_not_know_are_left_out(self, postmark, settings, lacking, left):
        settings.ANYMAIL_BACKEND = f"tests.mail.test_anymail.Without{lacking.title()}"

        answer = sent()

        assert (answer.outcome, postmark.requests) == (Outcome.ACCEPTED, 1)
        assert {"Tag", "Metadata"} & set(postmark.taken[0]) == left

    def test_a_service_that_cannot_carry_the_letter_is_not_asked_to(self, postmark, settings):
        settings.ANYMAIL_BACKEND = "tests.mail.test_anymail.WithoutHeaders"

        answer = sent()

        assert (answer.outcome, postmark.requests) == (Outcome.REFUSED, 0)
        assert answer.detail.startswith("The mail service cannot carry the letter: ")

    def test_an_address_that_is_none_is_unfit(self, postmark):
        with pytest.raises(Unfit):
            sent(to="nobody")


POSTMARK_BACKEND = backend_class("postmark")


class Lacking(POSTMARK_BACKEND):
    """Postmark, had it less to offer."""

    lacks = ()

    def build_message_payload(self, message, defaults):
        for name in self.lacks:
            if isinstance(getattr(message, name), (dict, list)):
                raise AnymailUnsupportedFeature(name)
        return super().build_message_payload(message, defaults)


class WithoutTags(Lacking):
    lacks = ("tags",)


class WithoutMetadata(Lacking):
    lacks = ("metadata",)


class WithoutBoth(Lacking):
    lacks = ("tags", "metadata")


class WithoutHeaders(Lacking):
    lacks = ("extra_headers",)


FAULTS = {
    "hang": (Outcome.UNCERTAIN, False),
    "drop": (Outcome.UNCERTAIN, False),
    "accept_and_drop": (Outcome.UNCERTAIN, False),
    "garbled": (Outcome.UNCERTAIN, False),
    "redirect": (Outcome.UNREACHED, True),
    (500, 0): (Outcome.UNCERTAIN, False),
    (503, 100): (Outcome.UNCERTAIN, False),
    (408, 0): (Outcome.UNCERTAIN, False),
    (401, 10): (Outcome.UNREACHED, True),
    (404, 0): (Outcome.UNREACHED, True),
    (402, 0): (Outcome.THROTTLED, True),
    (429, 0): (Outcome.THROTTLED, True),
    (413, 0): (Outcome.REFUSED, False),
}


class TestAnswers:
    @pytest.mark.parametrize("fault", FAULTS, ids=str)
    def test_each_is_one_request_and_means_one_thing(self, postmark, fault):
        status_and_body = (fault[0], {"ErrorCode": fault[1], "Message": "no"}) if isinstance(fault, tuple) else fault
        postmark.script = [status_and_body, (500, {})]

        answer = sent()

        assert (answer.outcome, answer.halts) == FAULTS[fault]
        assert (postmark.requests, len(postmark.taken)) == (1, fault in {"accept_and_drop", "garbled"})
        assert answer.detail != ""

    def test_a_reader_whom_the_service_does_not_want_is_refused(self, postmark):
        postmark.script = [(422, {"ErrorCode": 300, "Message": "Invalid email request: Invalid 'To' address"})]

        answer = sent()

        assert (answer.outcome, answer.halts) == (Outcome.REFUSED, False)

    def test_a_sender_whom_the_service_does_not_want_is_not_the_letters_fault(self, postmark):
        words = "The 'From' address you supplied (Dock@example.com) is not a Sender Signature on your account."
        postmark.script = [(422, {"ErrorCode": 400, "Message": words})]

        answer = sent()

        assert (answer.outcome, answer.halts) == (Outcome.UNREACHED, True)

    def test_all_readers_rejected_is_refused_and_one_of_two_too_where_it_is_the_reader(self, mailgun, settings):
        settings.ANYMAIL_BACKEND = "tests.mail.test_anymail.PickyAboutReaders"
        settings.ANYMAIL = {"POSTMARK_SERVER_TOKEN": "key", "POSTMARK_API_URL": mailgun.url}

        both, reader = sent(), sent(bcc=("archive@example.com",))

        assert [both.outcome, reader.outcome] == [Outcome.REFUSED, Outcome.REFUSED]
        assert reader.detail == "The mail service took the letter but not its reader: rejected."

    def test_a_copy_that_was_not_taken_is_no_reason_to_send_again(self, postmark, settings):
        settings.ANYMAIL_BACKEND = "tests.mail.test_anymail.PickyAboutCopies"

        answer = sent(bcc=("archive@example.com",))

        assert (answer.outcome, answer.message_id) == (Outcome.ACCEPTED, "")

    def test_nobody_at_the_door(self, postmark, settings, port):
        settings.ANYMAIL = {"API_KEY": "key", "POSTMARK_API_URL": f"http://127.0.0.1:{port}"}

        answer = sent()

        assert (answer.outcome, answer.halts) == (Outcome.UNREACHED, True)

    @pytest.mark.parametrize("url", ["http://esp.invalid", "esp.example", "http://", "ftp://esp.example"])
    def test_an_address_that_leads_nowhere(self, postmark, settings, url):
        settings.ANYMAIL = {"API_KEY": "key", "POSTMARK_API_URL": url}

        assert sent().outcome == Outcome.UNREACHED

    def test_a_certificate_of_somebody_else(self, postmark, settings, tmp_path):
        with tls_door(certificates.make(tmp_path)[1]) as port:
            settings.ANYMAIL = {"API_KEY": "key", "POSTMARK_API_URL": f"https://127.0.0.1:{port}"}
            answer = sent()

        assert (answer.outcome, "CERTIFICATE_VERIFY_FAILED" in answer.detail) == (Outcome.UNREACHED, True)

    def test_what_nobody_can_tell_counts_as_sent_perhaps(self):
        answers = [anymail_answers.of(fault, sender=DOCK) for fault in (requests.ReadTimeout(), ValueError("?"))]

        assert [answer.outcome for answer in answers] == [Outcome.UNCERTAIN] * 2


class PickyAboutReaders(POSTMARK_BACKEND):
    def parse_recipient_status(self, response, payload, message):
        statuses = super().parse_recipient_status(response, payload, message)
        statuses["ana@example.com"].status = "rejected"
        return statuses


class PickyAboutCopies(POSTMARK_BACKEND):
    def parse_recipient_status(self, response, payload, message):
        statuses = super().parse_recipient_status(response, payload, message)
        statuses["archive@example.com"].status = "rejected"
        statuses["archive@example.com"].message_id = "other"
        statuses["ana@example.com"].message_id = None
        return statuses


class TestBackends:
    @pytest.mark.parametrize(
        ("name", "told"),
        [
            ("pigeon", "cannot be loaded"),
            ("anymail.backends.postmark.Pigeon", "cannot be loaded"),
            ("console", "sends no letters"),
            ("anymail.backends.test.EmailBackend", "sends no letters"),
            ("django.core.mail.backends.locmem.EmailBackend", "is no backend of anymail's"),
            ("django.core.mail.send_mail", "is no backend of anymail's"),
            ("amazon_ses", "set EMAIL_PROVIDER=ses instead"),
        ],
    )
    def test_one_that_cannot_send_is_refused_in_words(self, name, told):
        with pytest.raises(ImproperlyConfigured, match=told):
            backend_class(name)

    def test_a_missing_key_is_told(self, postmark, settings):
        settings.ANYMAIL = {}

        with pytest.raises(ImproperlyConfigured, match="POSTMARK_SERVER_TOKEN"):
            AnymailProvider()

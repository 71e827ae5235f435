"""Amazon SES: what leaves, byte by byte, and what each of its answers means. One HTTP request per attempt, always."""

import email.policy
import email.utils
import re
import socket
import ssl
import threading
from contextlib import contextmanager, suppress
from email import message_from_bytes

import boto3
import pytest
from botocore import exceptions as boto
from moto.moto_server.threaded_moto_server import ThreadedMotoServer

from scc_site.mail import providers
from scc_site.mail.messages import CalendarPart, Unfit, display_name, mime
from scc_site.mail.providers import Outcome, Quota, ses_answers
from scc_site.mail.providers.ses import UNLIMITED, SesProvider
from tests.mail import certificates
from tests.mail.ses_faults import ACCEPTING, REFUSALS, SILENT
from tests.mail.ses_service import remote
from tests.mail.test_providers import letter

DOCK = "dock@example.com"


@contextmanager
def tls_door(context):
    """A port of this machine where nothing but a TLS handshake is to be had."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def greet():
            visitor, _ = listener.accept()
            with visitor, suppress(ssl.SSLError, OSError):
                context.wrap_socket(visitor, server_side=True).close()

        thread = threading.Thread(target=greet)
        thread.start()
        yield listener.getsockname()[1]
        thread.join()


def without_boundary(raw):
    """The bytes, less what the email package draws by lot."""
    return re.sub(rb"={15}\d+==", b"boundary", raw)


def sent(**fields):
    """What one letter comes to."""
    provider = SesProvider()
    try:
        return provider.send(letter(**fields))
    finally:
        provider.close()


class TestWhatLeaves:
    def test_the_setting_chooses(self, amazon):
        assert isinstance(providers.chosen(), SesProvider)

    def test_the_bytes_are_those_of_the_letter_and_the_answer_has_amazons_own_id(self, amazon):
        one = letter(subject="Grüße ⚓", text="Tide turns at 17:10 — be there\n" * 9)

        provider = SesProvider()
        answer = provider.send(one)
        provider.close()

        taken = amazon.taken[0]
        assert without_boundary(taken.raw) == without_boundary(mime(one).as_bytes())
        assert (answer.outcome, answer.message_id, amazon.sends) == (Outcome.ACCEPTED, taken.message_id, 1)

    def test_an_answer_that_names_the_message_and_no_request_has_taken_it(self, amazon):
        amazon.numbers_requests = False

        answer = sent()

        assert (answer.outcome, answer.message_id) == (Outcome.ACCEPTED, amazon.taken[0].message_id)

    def test_the_text_is_quoted_printable_and_every_byte_is_ascii(self, amazon):
        sent(text="Grüße — ⚓\n", html="<p>Grüße</p>", calendar=CalendarPart("REQUEST", "BEGIN:VCALENDAR\nä\n"))

        parts = [part for part in amazon.taken[0].message.walk() if not part.is_multipart()]
        assert amazon.taken[0].raw.isascii()
        assert [part["Content-Transfer-Encoding"] for part in parts] == ["quoted-printable"] * 3
        assert max(map(len, amazon.taken[0].raw.split(b"\r\n"))) <= 998

    def test_a_copy_goes_by_the_envelope_alone(self, amazon):
        sent(to="ana@example.com", bcc=("archive@example.com", "Archive@example.com", "ANA@example.com"))

        taken = amazon.taken[0]
        headers = [name.lower() for name in taken.message]
        assert taken.recipients == ("ana@example.com", "archive@example.com")
        assert ("bcc" in headers, "cc" in headers, b"rchive" in taken.raw) == (False, False, False)

    def test_the_sender_keeps_the_houses_name(self, amazon):
        sent()

        assert str(amazon.taken[0].message["From"]) == f"Queen of San Diego <{DOCK}>"

    def test_tags_and_configuration_set_tell_amazons_events_whose_letter_it_is(self, amazon):
        sent(outbox_id=41, kind="sail moved/ünder way")

        taken = amazon.taken[0]
        assert taken.tags == {"X-SCC-Outbox-Id": "41", "X-SCC-Kind": "sail_moved__nder_way"}
        assert (taken.configuration_set, taken.outbox_id) == ("letters", "41")
        assert taken.message["X-SCC-Kind"] == "sail moved/ünder way"

    def test_without_a_configuration_set_none_is_named(self, amazon, settings):
        settings.SES_CONFIGURATION_SET = ""

        sent()

        assert amazon.taken[0].configuration_set == ""

    @pytest.mark.parametrize(
        "name", ["Ana\r\nBcc: eve@example.com", "<x@y>, eve@example.com", "=?utf-8?q?eve=40example.com?=", "A" * 2000]
    )
    def test_a_name_adds_no_header_and_no_reader(self, amazon, name):
        sent(to_name=display_name(name))

        message = message_from_bytes(amazon.taken[0].raw, policy=email.policy.compat32)
        readers = email.utils.getaddresses(message.get_all("To"))
        assert [address for _, address in readers] == ["ana@example.com"]
        assert (len(message.get_all("From")), message.get_all("Bcc")) == (1, None)
        assert amazon.taken[0].recipients == ("ana@example.com",)

    def test_letters_of_a_round_share_one_client(self, amazon):
        provider = SesProvider()

        answers = [provider.send(letter(outbox_id=number)) for number in range(5)]
        client = provider.backend.connection
        provider.quota()

        assert provider.backend.connection is client
        provider.close()
        assert [answer.outcome for answer in answers] == [Outcome.ACCEPTED] * 5
        assert list(amazon.ids()) == ["0", "1", "2", "3", "4"]
        assert provider.backend.connection is None
        provider.close()

    def test_an_address_beyond_ascii_is_refused_before_any_byte(self, amazon):
        assert sent(to="mıke@example.org").outcome == Outcome.REFUSED
        assert amazon.sends == 0

    def test_an_address_that_is_none_is_unfit(self, amazon):
        with pytest.raises(Unfit):
            sent(to="nobody")
        assert amazon.sends == 0


OURS = {"unverified", "mail_from", "no_configuration_set", "signature", "credentials", "expired", "denied"}
EXPECTED = (
    dict.fromkeys(["rejected", "unverified_reader", "invalid"], (Outcome.REFUSED, False))
    | dict.fromkeys(["throttled", "throttled_calls"], (Outcome.THROTTLED, False))
    | dict.fromkeys(["quota", "limit", "paused", "suspended"], (Outcome.THROTTLED, True))
    | dict.fromkeys(OURS, (Outcome.UNREACHED, True))
    | dict.fromkeys({"error_before", "unavailable"} | ACCEPTING | SILENT, (Outcome.UNCERTAIN, False))
)


class TestAnswers:
    @pytest.mark.parametrize("fault", sorted(set(REFUSALS) | ACCEPTING | SILENT))
    def test_each_is_one_request_and_means_one_thing(self, amazon, fault):
        amazon.script(fault, "rejected", "rejected")

        answer = sent()

        assert (answer.outcome, answer.halts) == EXPECTED[fault]
        assert (amazon.sends, len(amazon.taken)) == (1, fault in ACCEPTING)
        assert answer.detail != ""

    def test_words_that_quote_the_letter_are_not_kept(self):
        answer = ses_answers.of(boto.ParamValidationError(report="value: b'your code is 7Q4-KZP'"), sender=DOCK)

        assert answer.detail == "ParamValidationError"

    def test_amazons_words_are_kept_for_the_office(self, amazon):
        amazon.script("paused")

        assert sent().detail == "SendingPaused: Email sending is disabled for this account."

    def test_more_than_fourteen_in_a_second_are_put_off(self, amazon):
        amazon.window = 60.0  # a busy machine takes its time
        provider = SesProvider()

        answers = [provider.send(letter()) for _ in range(16)]
        provider.close()

        assert [answer.outcome for answer in answers] == [Outcome.ACCEPTED] * 14 + [Outcome.THROTTLED] * 2

    def test_nobody_at_the_door(self, amazon, settings, port):
        settings.AWS_SES_ENDPOINT_URL = f"http://127.0.0.1:{port}"

        answer = sent()

        assert (answer.outcome, answer.halts) == (Outcome.UNREACHED, True)
        assert "EndpointConnectionError" in answer.detail

    def test_a_name_that_dns_does_not_know(self, amazon, settings):
        settings.AWS_SES_ENDPOINT_URL = "http://ses.invalid:8080"

        assert sent().outcome == Outcome.UNREACHED

    def test_a_door_that_never_opens(self, amazon, settings):
        with socket.socket() as full:
            full.bind(("127.0.0.1", 0))
            full.listen(0)
            port = full.getsockname()[1]
            waiting = [socket.create_connection(("127.0.0.1", port)) for _ in range(1)]
            settings.AWS_SES_ENDPOINT_URL = f"http://127.0.0.1:{port}"
            answer = sent()
            for other in waiting:
                other.close()

        assert (answer.outcome, "ConnectTimeoutError" in answer.detail) == (Outcome.UNREACHED, True)

    def test_no_credentials_anywhere(self, amazon, settings, monkeypatch):
        settings.AWS_ACCESS_KEY_ID = settings.AWS_SECRET_ACCESS_KEY = ""
        monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent")
        monkeypatch.setenv("AWS_CONFIG_FILE", "/nonexistent")

        answer = sent()

        assert (answer.outcome, answer.halts, amazon.sends) == (Outcome.UNREACHED, True, 0)

    def test_a_certificate_of_somebody_else(self, amazon, settings, tmp_path):
        with tls_door(certificates.make(tmp_path)[1]) as port:
            settings.AWS_SES_ENDPOINT_URL = f"https://127.0.0.1:{port}"
            answer = sent()

        assert (answer.outcome, "CERTIFICATE_VERIFY_FAILED" in answer.detail) == (Outcome.UNREACHED, True)

    @pytest.mark.parametrize(
        ("fault", "expected"),
        [
            (boto.SSLError(endpoint_url="https://x", error="WRONG_VERSION_NUMBER"), Outcome.UNREACHED),
            (boto.SSLError(endpoint_url="https://x", error="bad record mac"), Outcome.UNCERTAIN),
            (boto.ParamValidationError(report="too long"), Outcome.REFUSED),
            (boto.NoRegionError(), Outcome.UNREACHED),
            (KeyError("MessageId"), Outcome.UNCERTAIN),
            (boto.ClientError({}, "SendEmail"), Outcome.REFUSED),
            (
                boto.ClientError({"Error": {"Code": "408"}, "ResponseMetadata": {"HTTPStatusCode": 408}}, "SendEmail"),
                Outcome.UNCERTAIN,
            ),
            (
                boto.ClientError({"Error": {"Code": "307"}, "ResponseMetadata": {"HTTPStatusCode": 307}}, "SendEmail"),
                Outcome.UNREACHED,
            ),
        ],
    )
    def test_what_seldom_happens_is_judged_too(self, fault, expected):
        assert ses_answers.of(fault, sender=DOCK).outcome == expected

    @pytest.mark.parametrize(
        ("message", "ours"),
        [
            ("Email address is not verified. The following identities failed the check in region X: example.com", True),
            ("Email address is not verified. … in region X: Queen <dock@Example.com>, ana@example.com", True),
            ("Email address is not verified. … in region X: ana@example.com", False),
            ("Configuration set <x> does not exist.", True),
            ("Did not have authority to send from email dock@example.com", True),
            ("Message contains illegal content: mock@example.com", False),
        ],
    )
    def test_a_rejection_that_names_us_is_not_the_letters_fault(self, message, ours):
        response = {"Error": {"Code": "MessageRejected", "Message": message}}

        answer = ses_answers.of(boto.ClientError(response, "SendEmail"), sender=DOCK)

        assert (answer.outcome == Outcome.UNREACHED, answer.halts) == (ours, ours)


class TestQuota:
    def quota(self):
        provider = SesProvider()
        try:
            return provider.quota()
        finally:
            provider.close()

    def test_the_account_tells_its_limits(self, amazon):
        sent()

        assert self.quota() == Quota(per_second=14, per_day=50_000, sent_last_day=1, sandbox=False)

    def test_a_sandbox_is_told(self, amazon):
        amazon.sandbox = True

        assert self.quota().sandbox is True

    def test_less_than_nothing_means_no_limit(self, amazon):
        amazon.per_day = -1

        assert self.quota().per_day == UNLIMITED

    @pytest.mark.parametrize("fault", ["denied", "error_before", "throttled_calls", "drop", "garbled"])
    def test_an_account_that_cannot_be_asked_has_no_known_limits(self, amazon, fault):
        amazon.account_fault = fault

        assert self.quota() is None


class TestMoto:
    """Another's idea of SES: what it took is read back over HTTP."""

    @pytest.fixture
    def moto(self, settings, amazon):
        server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        server.start()
        host, port = server.get_host_and_port()
        settings.AWS_SES_ENDPOINT_URL = f"http://{host}:{port}"
        settings.MAIL_READ_SECONDS = 30  # its first answer loads the half of it
        yield settings.AWS_SES_ENDPOINT_URL
        server.stop()

    @staticmethod
    def client(url):
        keys = {"aws_access_key_id": "AKIDTESTS", "aws_secret_access_key": "tests-only"}
        return boto3.client("sesv2", region_name="us-west-2", endpoint_url=url, **keys)

    def test_a_letter_is_taken_from_a_verified_sender_alone(self, moto):
        before = sent()
        self.client(moto).create_email_identity(EmailIdentity=DOCK)
        after = sent(bcc=("archive@example.com",))

        kept = remote(moto, "/moto-api/data.json")["ses"]["RawMessage"]
        assert (before.outcome, before.halts, after.outcome) == (Outcome.UNREACHED, True, Outcome.ACCEPTED)
        assert [(one["id"], one["destinations"][:2]) for one in kept] == [
            (after.message_id, ["ana@example.com", "archive@example.com"])
        ]

    def test_what_it_does_not_know_is_no_defect_of_ours(self, moto):
        provider = SesProvider()

        assert provider.quota() is None
        provider.close()

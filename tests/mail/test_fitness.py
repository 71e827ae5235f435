"""Whether letters can leave: every defect in one list, before the first; a network's hiccup is no defect."""

import json
import socket
from datetime import timedelta

import dns.rcode
import dns.resolver
import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from moto.moto_server.threaded_moto_server import ThreadedMotoServer

from scc_site.mail import fitness
from scc_site.mail.fitness.findings import Finding, Grade
from scc_site.models import OutgoingMail
from tests.factories import NOW
from tests.mail.esp_service import open_esp
from tests.mail.letters_for_tests import fresh, later, post, pump_at
from tests.mail.names import open_names

TOPIC = "arn:aws:sns:us-west-2:123456789012:letters"
RECORDS = {"example.com": ["v=spf1 include:amazonses.com ~all", "other"], "_dmarc.example.com": ["v=DMARC1; p=reject"]}
HEARS = {
    "Enabled": True,
    "MatchingEventTypes": ["SEND", "BOUNCE", "COMPLAINT"],
    "SnsDestination": {"TopicArn": TOPIC},
}


@pytest.fixture(autouse=True)
def nothing_known():
    """No answer is left from another test."""
    fitness._kept.clear()


@pytest.fixture(autouse=True)
def names(monkeypatch):
    """DNS as the tests want it."""
    zone = dict(RECORDS)
    with open_names(zone) as resolver:
        monkeypatch.setattr(dns.resolver, "default_resolver", resolver)
        yield zone


@pytest.fixture
def office(office, settings):
    """A busy machine takes its time."""
    settings.MAIL_READ_SECONDS = 20
    return office


@pytest.fixture
def well(amazon, settings):
    """An account with which all is well."""
    settings.SNS_TOPIC_ARNS, settings.AWS_SES_ENDPOINT_URL = [TOPIC], amazon.url
    amazon.destinations = [HEARS]
    return amazon


def told(grade=None):
    """The sentences of a look at everything, those of one grade alone."""
    found = fitness.whole()
    return [finding.sentence for finding in found if grade in (None, finding.grade)]


def stops():
    """What a look by the pump says, now."""
    fitness._kept.clear()
    return fitness.problems(at=NOW)


class TestAmazon:
    def test_a_house_in_order_hears_of_nothing_but_its_other_door(self, well):
        assert told() == [f"Letters go to {well.url}, not to Amazon (AWS_SES_ENDPOINT_URL)."]
        assert stops() == []

    def test_all_that_is_wrong_comes_in_one_list(self, well, settings):
        well.standing, well.identities, well.configuration_sets = "SHUTDOWN", {}, {}
        well.per_day, well.sent_last_day = 200, 200

        assert stops() == [
            "Amazon has paused sending for this account in us-west-2. Its console says why, under Reputation metrics.",
            "200 of 200 letters that Amazon allows in 24 hours are used. "
            "Letters wait until some of them are a day old; ask Amazon for a higher quota.",
            "Neither dock@example.com nor its domain is known to Amazon SES in us-west-2. "
            "Verify the domain there, or set AWS_SES_REGION to the region where it is.",
            "The configuration set letters does not exist in us-west-2. "
            "Create it there, or correct SES_CONFIGURATION_SET.",
        ]

    def test_sending_that_is_switched_off_stops(self, well):
        well.sending, well.configuration_sets = False, {"letters": False}

        assert [sentence.split(". ")[0] for sentence in stops()] == [
            "Amazon has paused sending for this account in us-west-2",
            "Sending is switched off for the configuration set letters",
        ]

    @pytest.mark.parametrize("name", ["dock@example.com", "example.com"])
    def test_the_address_or_its_domain_is_enough(self, well, name):
        well.identities = {name: True}

        assert stops() == []

    def test_so_is_a_domain_above(self, well, settings):
        settings.DEFAULT_FROM_ADDRESS = "dock@mail.crew.example.com"

        assert stops() == []

    def test_an_identity_that_still_waits_stops(self, well):
        well.identities = {"example.com": False}

        assert stops() == [
            "example.com is not verified yet by Amazon SES in us-west-2. "
            "Finish its verification in the console: the link, or the DNS records."
        ]

    def test_an_answer_that_tells_nothing_of_the_sender_stops_nothing(self, well):
        well.identities = {"dock@example.com": None}

        assert stops() == []

    def test_without_a_configuration_set_letters_leave_unheard(self, well, settings):
        settings.SES_CONFIGURATION_SET = ""

        assert stops() == []
        assert told(Grade.WARNS) == ["SES_CONFIGURATION_SET is not set: Amazon does not tell what became of a letter."]

    @pytest.mark.parametrize(
        ("used", "grade"), [(179, None), (180, Grade.WARNS), (199, Grade.WARNS), (200, Grade.STOPS)]
    )
    def test_the_days_quota_is_told_before_it_is_used_up(self, well, used, grade):
        well.per_day, well.sent_last_day = 200, used

        found = [finding.grade for finding in fitness.whole() if "24 hours" in finding.sentence]
        assert found == ([grade] if grade else [])

    def test_no_limit_is_no_quota(self, well):
        well.per_day, well.sent_last_day = -1, 10**6

        assert stops() == []

    def test_a_review_is_told(self, well):
        well.standing = "PROBATION"

        assert stops() == []
        assert told(Grade.WARNS)[0].startswith("Amazon has put this account under review")

    def test_the_sandbox_is_told_with_every_reader_it_leaves_out(self, well, settings):
        settings.REPORT_RECIPIENTS, settings.REPORT_BCC = ["ceo@example.com", "cfo@example.org"], "a@example.net"
        well.sandbox, well.identities = True, {"example.com": True, "cfo@example.org": False}

        assert stops() == []
        assert told(Grade.WARNS) == [
            "The account is in Amazon's sandbox: only verified addresses are written to.",
            "cfo@example.org is not verified: no report reaches it from the sandbox.",
            "a@example.net is not verified: no report reaches it from the sandbox.",
        ]

    def test_letters_that_nobody_signs_are_told(self, well):
        well.unsigned = {"example.com"}

        assert told(Grade.WARNS) == ["Amazon does not sign letters in the name of example.com (DKIM)."]

    @pytest.mark.parametrize(
        ("change", "expected"),
        [
            ({"Enabled": False}, "The configuration set letters does not report BOUNCE, COMPLAINT, SEND to a topic"),
            ({"MatchingEventTypes": ["SEND", "COMPLAINT"]}, "The configuration set letters does not report BOUNCE to"),
            ({"SnsDestination": {"TopicArn": f"{TOPIC}s"}}, "The configuration set letters does not report BOUNCE,"),
            (
                {"MatchingEventTypes": ["SEND", "BOUNCE", "COMPLAINT", "OPEN"]},
                "The configuration set letters tracks OPEN: Amazon rewrites our letters.",
            ),
        ],
    )
    def test_a_configuration_set_must_report_and_must_not_track(self, well, change, expected):
        well.destinations = [HEARS | change]

        assert len(told(Grade.WARNS)) == 1
        assert told(Grade.WARNS)[0].startswith(expected)

    def test_credentials_that_amazon_does_not_know_stop(self, well):
        well.account_fault = "credentials"

        assert stops() == [
            "Amazon does not accept the credentials (UnrecognizedClient). "
            "Check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and this machine's clock."
        ]

    def test_no_credentials_stop(self, well, settings, monkeypatch):
        settings.AWS_ACCESS_KEY_ID = settings.AWS_SECRET_ACCESS_KEY = ""
        monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent")
        monkeypatch.setenv("AWS_CONFIG_FILE", "/nonexistent")

        assert stops() == [
            "There are no credentials for Amazon SES. "
            "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give this machine a role."
        ]

    @pytest.mark.parametrize(
        ("fault", "grade", "sentence"),
        [
            ("denied", Grade.WARNS, "The credentials may not ask Amazon SES about itself (GetAccount)."),
            ("error_before", Grade.AWAY, "Amazon SES has a fault of its own and did not answer GetAccount"),
            ("throttled_calls", Grade.NOTES, "Amazon SES did not answer GetAccount (Throttling): what it would"),
            ("drop", Grade.AWAY, "Amazon SES could not be asked: ConnectionClosedError."),
            ("hang", Grade.AWAY, "Amazon SES could not be asked: ReadTimeoutError."),
        ],
    )
    def test_what_cannot_be_asked_is_told_and_stops_nothing(self, well, fault, grade, sentence):
        well.account_fault = fault

        assert stops() == []
        assert [line.startswith(sentence) for line in told(grade)].count(True) == 1

    def test_moto_knows_less_and_that_stops_nothing(self, well, settings):
        server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        server.start()
        host, port = server.get_host_and_port()
        settings.AWS_SES_ENDPOINT_URL, settings.SES_CONFIGURATION_SET = f"http://{host}:{port}", ""
        settings.MAIL_READ_SECONDS = 20  # its first answer takes a while
        settings.DEFAULT_FROM_ADDRESS = "dock@moto.example.com"
        import boto3

        keys = {"aws_access_key_id": "AKIDTESTS", "aws_secret_access_key": "tests-only"}
        client = boto3.client("sesv2", region_name="us-west-2", endpoint_url=settings.AWS_SES_ENDPOINT_URL, **keys)
        before = stops()
        client.create_email_identity(EmailIdentity="dock@moto.example.com")
        client.close()
        after = stops()
        server.stop()

        assert [sentence.split(".")[0] for sentence in before] == ["Neither dock@moto"]
        assert after == []


class TestGate:
    def test_an_answer_holds_for_some_minutes_and_no_longer(self, well, settings):
        settings.MAIL_CHECK_SECONDS = 300
        first = fitness.problems(at=NOW)
        well.identities = {}

        within = fitness.problems(at=later(seconds=299))
        after = fitness.problems(at=later(seconds=300))

        assert (first, within, len(after)) == ([], [], 1)

    def test_bad_news_is_asked_again_within_the_minute(self, well):
        well.sending = False
        first = fitness.problems(at=NOW)
        well.sending = True

        assert (len(first), len(fitness.problems(at=later(seconds=59)))) == (1, 1)
        assert fitness.problems(at=later(seconds=60)) == []

    def test_other_settings_are_asked_about_anew_and_so_is_a_clock_that_went_back(self, well, settings):
        fitness.problems(at=NOW)
        settings.SES_CONFIGURATION_SET, well.configuration_sets = "other", {"letters": True}

        assert len(fitness.problems(at=NOW)) == 1
        settings.SES_CONFIGURATION_SET = "letters"
        assert fitness.problems(at=NOW) == []
        well.identities = {}
        assert len(fitness.problems(at=NOW - timedelta(seconds=1))) == 1

    @pytest.mark.django_db(transaction=True)
    def test_the_pump_sends_nothing_while_there_is_a_defect_and_all_of_it_after(self, well):
        well.identities = {}
        mails = [post(), post()]

        held = pump_at(NOW)
        waiting = [fresh(mail).state for mail in mails]
        well.identities = {"example.com": True}
        done = pump_at(later(minutes=2))

        assert held.halted.startswith("Neither dock@example.com nor its domain is known")
        assert waiting == [OutgoingMail.State.QUEUED] * 2
        assert [fresh(mail).state for mail in mails] == [OutgoingMail.State.SENT] * 2
        assert (done.counts["accepted"], well.sends) == (2, 2)
        assert {fresh(mail).message_id for mail in mails} == {taken.message_id for taken in well.taken}

    @pytest.mark.django_db(transaction=True)
    def test_a_check_that_fails_by_the_network_stops_no_letter(self, well):
        well.account_fault = "drop"
        mail = post()

        pump_at(NOW)

        assert fresh(mail).state == OutgoingMail.State.SENT


class TestSettings:
    def test_a_configuration_set_that_nobody_hears_is_told(self, well, settings):
        settings.SNS_TOPIC_ARNS = []

        assert "SES_CONFIGURATION_SET is set, SNS_TOPIC_ARNS is not" in told(Grade.WARNS)[0]

    def test_a_topic_in_another_region_is_told(self, well, settings):
        settings.SNS_TOPIC_ARNS = [TOPIC, TOPIC.replace("us-west-2", "eu-west-1")]

        assert told(Grade.WARNS) == [
            "The topic arn:aws:sns:eu-west-1:123456789012:letters is not in us-west-2, where letters are sent: "
            "it hears of none."
        ]

    def test_aliases_are_told_where_django_checks(self, settings):
        settings.SETTINGS_WARNINGS = ["AWS_REGION is read as AWS_SES_REGION: set AWS_SES_REGION itself."]

        found = [check for check in run_checks() if check.id == "scc.W010"]
        assert [check.msg for check in found] == settings.SETTINGS_WARNINGS

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ({"EMAIL_PROVIDER": "smtp", "SMTP_URL": "http://x"}, "EMAIL_PROVIDER=smtp cannot be used: SMTP_URL must"),
            (
                {"EMAIL_PROVIDER": "anymail", "ANYMAIL_BACKEND": "pigeon"},
                "EMAIL_PROVIDER=anymail cannot be used: ANYMAIL_BACKEND=pigeon cannot be loaded",
            ),
            (
                {"EMAIL_PROVIDER": "anymail", "ANYMAIL_BACKEND": "mailgun", "ANYMAIL": {}},
                "EMAIL_PROVIDER=anymail cannot be used: You must set",
            ),
        ],
    )
    def test_a_provider_that_cannot_be_used_is_an_error_of_the_check_and_stops(self, settings, change, sentence):
        for name, value in change.items():
            setattr(settings, name, value)

        found = [check for check in run_checks() if check.id == "scc.E010"]
        assert [check.msg.startswith(sentence) for check in found] == [True]
        assert [problem.startswith(sentence) for problem in stops()] == [True]
        assert [line.startswith(sentence) for line in told(Grade.STOPS)] == [True]

    def test_files_are_fine(self, settings):
        settings.EMAIL_PROVIDER = "file"

        assert fitness.whole() == [
            Finding(Grade.NOTES, "Letters are written to files and reach nobody (EMAIL_PROVIDER=file).")
        ]

    def test_a_developers_machine_is_told_what_readers_would_see(self, settings, office):
        settings.DEBUG, settings.SITE_ORIGIN = True, "http://127.0.0.1:8000"

        assert told(Grade.WARNS) == [
            "Links in letters begin with http://127.0.0.1:8000.",
            "With DEBUG only the addresses in MAIL_ALLOW are mailed, and it names none.",
        ]

    def test_another_door_without_tls_is_a_warning_unless_it_stands_here(self, settings, amazon):
        settings.AWS_SES_ENDPOINT_URL = "http://ses.invalid"
        settings.SNS_TOPIC_ARNS = [TOPIC]

        assert told(Grade.WARNS) == ["Letters go to http://ses.invalid, not to Amazon (AWS_SES_ENDPOINT_URL)."]

    def test_amazons_own_door_is_not_worth_a_word(self, settings):
        settings.EMAIL_PROVIDER, settings.AWS_SES_ENDPOINT_URL = "ses", ""

        assert fitness.declared.habits() == []


class TestDoors:
    def test_a_server_that_answers_is_fine(self, office):
        assert fitness.whole() == []

    def test_a_server_that_does_not_is_away_and_stops_nothing(self, settings, port):
        settings.EMAIL_PROVIDER, settings.SMTP_URL = "smtp", f"smtp://127.0.0.1:{port}"

        assert told(Grade.AWAY) == [f"The mail server 127.0.0.1:{port} cannot be reached: ConnectionRefusedError."]
        assert stops() == []

    def test_a_password_that_is_refused_stops(self, settings, port):
        from tests.mail.post_office import open_post_office

        settings.EMAIL_PROVIDER, settings.SMTP_URL = "smtp", f"smtp://u:wrong@127.0.0.1:{port}"
        settings.MAIL_READ_SECONDS = 5
        with open_post_office(port, authenticator=lambda *_: refused(), auth_require_tls=False):
            assert told(Grade.STOPS) == [f"The mail server 127.0.0.1:{port} refused the sign-in (535)."]

    def test_another_service_is_asked_for_a_connection(self, settings, port):
        settings.EMAIL_PROVIDER, settings.ANYMAIL_BACKEND = "anymail", "postmark"
        with open_esp() as service:
            settings.ANYMAIL = {"API_KEY": "key", "POSTMARK_API_URL": service.url}
            reached = told(Grade.AWAY)
        settings.ANYMAIL = {"API_KEY": "key", "POSTMARK_API_URL": f"http://127.0.0.1:{port}"}

        assert reached == []
        assert told(Grade.AWAY) == ["The mail service 127.0.0.1 cannot be reached: ConnectionRefusedError."]

    def test_its_usual_ports_are_known(self, settings, monkeypatch):
        asked = []
        monkeypatch.setattr(socket, "create_connection", lambda place, timeout: asked.append(place) or socket.socket())
        settings.EMAIL_PROVIDER, settings.ANYMAIL_BACKEND = "anymail", "postmark"
        for url in ("https://esp.example", "http://esp.example", "nowhere"):
            settings.ANYMAIL = {"API_KEY": "key", "POSTMARK_API_URL": url}
            fitness.doors.findings()

        assert asked == [("esp.example", 443), ("esp.example", 80)]


def refused():
    from aiosmtpd.smtp import AuthResult

    return AuthResult(success=False, handled=False)


class TestDomain:
    def test_a_domain_in_order_is_not_worth_a_word(self, office):
        assert fitness.whole() == []

    @pytest.mark.parametrize(
        ("changes", "grade", "sentence"),
        [
            ({"example.com": []}, Grade.WARNS, "example.com publishes no SPF record"),
            ({"example.com": ["v=spf1 -all", "v=spf1 ~all"]}, Grade.WARNS, "example.com publishes 2 SPF records"),
            ({"example.com": ["v=spf1 +all"]}, Grade.WARNS, "The SPF record of example.com lets everybody"),
            ({"_dmarc.example.com": []}, Grade.WARNS, "example.com publishes no DMARC policy"),
            ({"_dmarc.example.com": ["v=DMARC1; sp=reject"]}, Grade.WARNS, "example.com publishes no DMARC policy"),
            ({"_dmarc.example.com": ["v=DMARC1; p = none"]}, Grade.NOTES, "The DMARC policy of example.com is none"),
        ],
    )
    def test_what_it_lacks_is_told(self, office, names, changes, grade, sentence):
        names |= changes

        assert [finding.grade for finding in fitness.whole()] == [grade]
        assert told()[0].startswith(sentence)

    def test_a_domain_that_dns_does_not_know_is_told_so_and_nothing_else_of_it(self, office, names):
        names.clear()

        assert told() == ["DNS knows no domain example.com: its SPF and DMARC could not be read."]

    def test_a_policy_for_what_lies_below_is_not_the_domains_own(self, office, names):
        names["_dmarc.example.com"] = ["v=DMARC1; p=reject; sp=none"]

        assert fitness.whole() == []

    def test_the_policy_of_a_domain_above_holds_below(self, office, names, settings):
        settings.DEFAULT_FROM_ADDRESS = "dock@crew.example.com"
        names["crew.example.com"] = [RECORDS["example.com"][0]]

        assert fitness.whole() == []

    def test_names_that_cannot_be_asked_are_told_so_and_keep_no_letter(self, office, monkeypatch):
        with open_names({}, code=dns.rcode.SERVFAIL) as resolver:
            monkeypatch.setattr(dns.resolver, "default_resolver", resolver)
            found = fitness.whole()

        assert [finding.grade for finding in found] == [Grade.NOTES]
        assert str(found[0]) == "DNS could not be asked about example.com: NoNameservers."


class TestCommand:
    def test_all_well_in_words(self, office, capsys):
        call_command("check_mail")

        assert capsys.readouterr().out == "Letters can leave (EMAIL_PROVIDER=smtp); nothing to remark.\n"

    def test_a_defect_ends_it_with_one_and_comes_first(self, well, capsys):
        well.identities, well.unsigned = {"example.com": False}, {"example.com"}

        with pytest.raises(SystemExit, match="1"):
            call_command("check_mail")

        lines = capsys.readouterr().out.splitlines()
        assert [line.partition(": ")[0] for line in lines] == ["No letter leaves", "Letters leave, but", "To know"]

    def test_machines_read_it_too(self, well, capsys):
        well.account_fault = "drop"

        with pytest.raises(SystemExit, match="1"):
            call_command("check_mail", "--json")

        read = json.loads(capsys.readouterr().out)
        assert (read["fit"], read["provider"], read["findings"][0]["grade"]) == (False, "ses", "away")

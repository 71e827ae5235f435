"""The ways out of the house: SMTP in all its phases and securities, and files."""

import os
import smtplib
import socket

import pytest
from aiosmtpd.smtp import AuthResult
from django.core.exceptions import ImproperlyConfigured

from scc_site.mail import providers
from scc_site.mail.messages import Letter
from scc_site.mail.providers import Outcome
from scc_site.mail.providers.file import FileProvider, path_of
from scc_site.mail.providers.server import Server
from scc_site.mail.providers.smtp import SmtpProvider
from tests.factories import NOW
from tests.mail import certificates
from tests.mail.post_office import open_post_office


def letter(**fields):
    defaults = {
        "outbox_id": 7,
        "kind": "probe",
        "to": "ana@example.com",
        "to_name": "Ana",
        "subject": "Ahoy",
        "text": "Ahoy\n.\n..dots\n",
        "html": "<p>Ahoy</p>",
        "message_id": "<outbox-7@crew.example.com>",
        "date": NOW,
    }
    return Letter(**defaults | fields)


class TestServer:
    @pytest.mark.parametrize(
        ("url", "expected"),
        [
            ("smtp://mail.example.com", ("mail.example.com", 25, "", "", "")),
            ("smtp://mail.example.com:2525", ("mail.example.com", 2525, "", "", "")),
            ("smtp://u%40x:p%3A%2F@mail.example.com?tls", ("mail.example.com", 587, "u@x", "p:/", "starttls")),
            ("smtp://mail.example.com?tls=1", ("mail.example.com", 587, "", "", "starttls")),
            ("smtps://u:p@mail.example.com", ("mail.example.com", 465, "u", "p", "tls")),
            ("smtp://[::1]:2525", ("::1", 2525, "", "", "")),
        ],
    )
    def test_a_url_is_read(self, url, expected):
        server = Server.of(url)

        assert (server.host, server.port, server.user, server.password, server.security) == expected

    @pytest.mark.parametrize(
        "url", ["", "mail.example.com", "http://x:80", "smtp://", "smtp://x:port", "smtp://x:99999"]
    )
    def test_a_url_that_is_none_is_refused(self, url):
        with pytest.raises(ImproperlyConfigured):
            Server.of(url)


class TestChoice:
    @pytest.mark.parametrize(("name", "kind"), [("file", FileProvider), ("smtp", SmtpProvider)])
    def test_the_setting_chooses(self, settings, name, kind):
        settings.EMAIL_PROVIDER = name

        assert isinstance(providers.chosen(), kind)


class TestSmtp:
    def test_lines_that_begin_with_a_dot_arrive_whole(self, office):
        provider = SmtpProvider()

        answer = provider.send(letter())
        provider.close()

        assert (answer.outcome, answer.message_id) == (Outcome.ACCEPTED, "<outbox-7@crew.example.com>")
        assert office.taken[0].get_body(("plain",)).get_content().splitlines() == ["Ahoy", ".", "..dots"]

    def test_a_connection_gone_stale_between_two_letters_is_opened_anew(self, office):
        provider = SmtpProvider()

        first = provider.send(letter())
        provider.connection.sock.shutdown(socket.SHUT_RDWR)
        second = provider.send(letter())
        office.fail("mail", "421 too many letters on this line")
        third = provider.send(letter())
        provider.close()

        assert [answer.outcome for answer in (first, second, third)] == [Outcome.ACCEPTED] * 3
        assert (len(office.taken), office.connections) == (3, 3)

    def test_a_line_closed_in_mid_letter_ends_the_round(self, office):
        office.fail("rcpt", "421 closing")
        provider = SmtpProvider()

        answer = provider.send(letter())

        assert (answer.outcome, answer.halts, provider.connection) == (Outcome.THROTTLED, True, None)

    def test_a_server_that_drops_the_line_after_its_refusal_has_still_refused(self, office, monkeypatch):
        office.fail("rcpt", "550 no such mailbox")
        provider = SmtpProvider()
        provider.send(letter())
        office.fail("rcpt", "550 no such mailbox")
        monkeypatch.setattr(provider.connection, "rset", raise_drop)

        answer = provider.send(letter())

        assert (answer.outcome, provider.connection) == (Outcome.REFUSED, None)

    def test_a_good_bye_that_nobody_hears_is_no_fault(self, office):
        provider = SmtpProvider()
        provider.send(letter())
        provider.connection.sock.shutdown(socket.SHUT_RDWR)

        provider.close()
        provider.close()

        assert provider.connection is None

    def test_an_address_beyond_ascii_is_written_to_where_the_server_can(self, office, port):
        provider = SmtpProvider()

        answer = provider.send(letter(to="mıke@example.org"))
        provider.close()

        assert (answer.outcome, office.mailboxes) == (Outcome.ACCEPTED, ["mıke@example.org"])

    def test_and_refused_where_it_cannot(self, settings, port):
        settings.SMTP_URL = f"smtp://127.0.0.1:{port}"
        with open_post_office(port, enable_SMTPUTF8=False) as office:
            provider = SmtpProvider()
            answers = [provider.send(letter(to="mıke@example.org")), provider.send(letter())]
            provider.close()

        assert [answer.outcome for answer in answers] == [Outcome.REFUSED, Outcome.ACCEPTED]
        assert office.mailboxes == ["ana@example.com"]


def raise_drop():
    raise smtplib.SMTPServerDisconnected


class TestSecurity:
    @pytest.fixture
    def sink(self, tmp_path, monkeypatch):
        """The sink's certificate; which ones are trusted is put back after the test."""
        monkeypatch.setenv("SSL_CERT_FILE", "/dev/null")
        return certificates.make(tmp_path)

    def send(self, url, settings):
        settings.SMTP_URL, settings.MAIL_READ_SECONDS = url, 2
        provider = SmtpProvider()
        answer = provider.send(letter())
        provider.close()
        return answer

    @pytest.mark.parametrize("trusted", [True, False])
    @pytest.mark.parametrize("scheme", ["smtps", "starttls"])
    def test_the_servers_certificate_is_checked(self, settings, port, sink, *, trusted, scheme):
        path, context = sink
        os.environ["SSL_CERT_FILE"] = str(path) if trusted else "/dev/null"
        options = {"ssl_context": context} if scheme == "smtps" else {"tls_context": context}
        url = f"smtps://127.0.0.1:{port}" if scheme == "smtps" else f"smtp://127.0.0.1:{port}?tls"

        with open_post_office(port, **options) as office:
            answer = self.send(url, settings)

        assert answer.outcome == (Outcome.ACCEPTED if trusted else Outcome.UNREACHED)
        assert len(office.taken) == int(trusted)

    def test_a_server_without_starttls_gets_nothing_in_clear(self, office, port, settings):
        answer = self.send(f"smtp://127.0.0.1:{port}?tls", settings)

        assert (answer.outcome, office.taken) == (Outcome.UNREACHED, [])

    @pytest.mark.parametrize(
        ("password", "outcome", "told"),
        [
            ("right", Outcome.ACCEPTED, "250 OK: queued"),
            ("wrong", Outcome.UNREACHED, "sign-in to the mail server was refused (535)"),
        ],
    )
    def test_a_wrong_password_is_not_the_letters_fault_and_is_not_told(
        self, settings, port, sink, *, password, outcome, told
    ):
        path, context = sink
        os.environ["SSL_CERT_FILE"] = str(path)

        def judge(server, session, envelope, mechanism, data):
            return AuthResult(success=data.password == b"right", handled=False)

        with open_post_office(port, tls_context=context, authenticator=judge, auth_required=True):
            answer = self.send(f"smtp://house:{password}@127.0.0.1:{port}?tls", settings)

        assert (answer.outcome, answer.detail) == (outcome, told)


class TestFile:
    @pytest.fixture(autouse=True)
    def folder(self, settings, tmp_path):
        settings.SCC_DATA_DIR = tmp_path
        return tmp_path / "mail"

    def test_a_letter_sent_again_overwrites_its_file(self, folder):
        provider = FileProvider()

        first, second = provider.send(letter(text="one\n")), provider.send(letter(text="two\n"))
        provider.close()

        assert [answer.outcome for answer in (first, second)] == [Outcome.ACCEPTED] * 2
        assert [path.name for path in folder.iterdir()] == ["00000007-probe.eml"]
        assert b"\r\n\r\ntwo\r\n" in path_of(7, "probe").read_bytes()

    def test_a_disk_that_takes_nothing_leaves_the_old_file_and_no_other(self, folder, monkeypatch):
        provider = FileProvider()
        provider.send(letter(text="one\n"))
        monkeypatch.setattr("os.fsync", raise_full)

        answer = provider.send(letter(text="two\n"))

        assert (answer.outcome, answer.halts) == (Outcome.UNREACHED, True)
        assert answer.detail == "cannot write: No space left on device"
        assert [path.name for path in folder.iterdir()] == ["00000007-probe.eml"]
        assert b"one" in path_of(7, "probe").read_bytes()


def raise_full(_):
    raise OSError(28, "No space left on device")
